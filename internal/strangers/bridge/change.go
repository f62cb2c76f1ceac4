package bridge

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// change is the body of lines 20 to 23.
type change struct {
	number string
	notes  string
}

func (s *server) changeState(w http.ResponseWriter, r *http.Request) {
	c, status, err := s.readChange(w, r)
	if err != nil {
		s.unreadable(w, r, status, err.Error())
		return
	}
	to, why := s.target(r.PathValue("orderState"))
	if why != nil {
		s.refuse(w, why)
		return
	}
	if why := s.apply(c, to); why != nil {
		s.refuse(w, why)
		return
	}
	s.executed(w, c.number, to)
}

// target returns the state that the path names.
func (s *server) target(name string) (string, *refusal) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", &refusal{1040, http.StatusBadRequest, "el nuevo estado es requerido"}
	}
	for _, st := range states {
		if s.onlyNumbered && st.number == 0 {
			continue
		}
		if st.code == name || s.looseStates && (strings.EqualFold(st.code, name) || strconv.Itoa(st.number) == name) {
			return st.code, nil
		}
	}
	if s.httpStatuses {
		return "", &refusal{1040, http.StatusBadRequest, "se requiere un estado del cuadro de estados, no " + name}
	}
	return "", &refusal{9999, 0, "estado desconocido: " + name}
}

// apply makes the change, or returns why not.
func (s *server) apply(c change, to string) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.number == "" {
		if s.httpStatuses {
			return &refusal{9999, http.StatusBadRequest, "internalNumber es requerido"}
		}
		return &refusal{991, 0, "el número de pedido es requerido"}
	}
	o := s.orders[c.number]
	if o == nil {
		if s.httpStatuses {
			return &refusal{9999, http.StatusNotFound, "no existe el pedido " + c.number}
		}
		return &refusal{1022, 0, "el número de pedido no existe"}
	}
	if why := s.mayLeave(o, to); why != nil {
		return why
	}
	if lack := s.lack(o, to); lack != "" {
		return &refusal{9999, http.StatusConflict, "falta: " + lack}
	}
	o.history = append(o.history, step{o.state, to, s.now(), c.notes})
	o.state = to
	return nil
}

// mayLeave returns why the order may not leave its present state for the new one.
func (s *server) mayLeave(o *order, to string) *refusal {
	same := &refusal{1021, http.StatusConflict, "el nuevo estado no puede ser idéntico al actual"}
	sent := &refusal{1023, http.StatusConflict, "no se puede cambiar de estado una orden enviada o cerrada"}
	if !s.httpStatuses && o.state == to {
		return same
	}
	switch {
	case o.state == "transit" && (!s.sentMayClose || to != "closed"), o.state == "closed":
		return sent
	case o.state == "cancelled" && s.httpStatuses:
		return sent
	case o.state == "cancelled":
		return &refusal{9999, 0, "el pedido está cancelado, que es un estado final"}
	case o.state == to:
		return same
	case s.stepByStep && to != "cancelled" && numberOf(to) != numberOf(o.state)+1:
		return &refusal{9999, http.StatusConflict, "el flujo no permite pasar de " + o.state + " a " + to}
	}
	return nil
}

// readChange reads the body, as the variant does: like Go's decoder, or member by member.
func (s *server) readChange(w http.ResponseWriter, r *http.Request) (change, int, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return change{}, http.StatusRequestEntityTooLarge, err
	}
	if s.strictBody {
		return readStrictly(r.Header.Get("Content-Type"), raw)
	}
	var body struct {
		InternalNumber string `json:"internalNumber"`
		Notes          string `json:"notes"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return change{}, http.StatusBadRequest, err
	}
	return change{strings.TrimSpace(body.InternalNumber), body.Notes}, 0, nil
}

func readStrictly(contentType string, raw []byte) (change, int, error) {
	if media, _, _ := mime.ParseMediaType(contentType); media != "application/json" {
		return change{}, http.StatusUnsupportedMediaType, errors.New("Content-Type '" + contentType + "' not supported")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return change{}, http.StatusBadRequest, errors.New("JSON parse error: " + err.Error())
	}
	var c change
	for name, value := range members {
		text, ok := scalar(value)
		switch {
		case !ok:
			return change{}, http.StatusBadRequest, errors.New(name + " is neither text nor number")
		case name == "internalNumber":
			c.number = text
		case name != "notes":
			return change{}, http.StatusBadRequest, errors.New("unrecognized field " + name)
		case utf8.RuneCountInString(text) > 250:
			return change{}, http.StatusBadRequest, errors.New("notes is longer than 250 characters")
		default:
			c.notes = text
		}
	}
	return c, 0, nil
}

// scalar returns text, and a number as the text that was sent.
func scalar(raw json.RawMessage) (string, bool) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return "", false
	}
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		return strings.TrimSpace(string(raw)), true
	}
	return "", false
}
