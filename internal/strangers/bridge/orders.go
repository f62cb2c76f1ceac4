package bridge

import (
	"encoding/json"
	"net/http"
	"time"
)

// states of an order: lines 40 to 71. Those without a number are printed without one.
var states = []struct {
	number int
	code   string
	name   string
	other  string // the table's other name, or the same
}{
	{1, "open", "abierto/creado", "Abierto"},
	{2, "confirmed", "confirmado", "confirmado"},
	{3, "readyToPick", "listo para surtir", "listo para surtir"},
	{4, "inproc", "surtiendo", "En proceso de surtido"},
	{5, "complete", "completo", "El pedido se ha surtido"},
	{6, "transit", "entregado", "En proceso de envío"},
	{7, "closed", "cerrado", "Cerrado"},
	{8, "cancelled", "cancelado", "Cancelado"},
	{0, "rejected", "Rechazado", "Rechazado"},
	{0, "paused", "Pausado", "Pausado"},
	{0, "negotiation", "En proceso de negociación", "En proceso de negociación"},
}

func numberOf(code string) int {
	for _, st := range states {
		if st.code == code {
			return st.number
		}
	}
	return 0
}

func (s *server) nameOf(code string) string {
	for _, st := range states {
		switch {
		case st.code != code:
		case s.httpStatuses:
			return st.other
		default:
			return st.name
		}
	}
	return code
}

type order struct {
	state    string
	customer string // "Garbarino", "Fravega", "MKTPlace", or anybody
	paid     bool   // reported as paid
	payments []string
	means    string // default means of payment
	shipping bool
	label    bool
	listed   bool // taken into a packing list
	news     bool // the carrier sent news
	items    []item
	history  []step
}

type item struct{ ordered, confirmed, serials int }

type step struct {
	InitialState string `json:"initialState"`
	FinalState   string `json:"finalState"`
	CreatedDate  any    `json:"createdDate"`
	Notes        string `json:"notes,omitempty"`
}

// lack returns what the new state presupposes and the order does not have; "" when it has all.
func (s *server) lack(o *order, to string) string {
	switch to {
	case "confirmed": // lines 49 to 52
		if o.customer == "Garbarino" && o.means == "" {
			return "el medio de pago default"
		}
		if !o.paid && len(o.payments) == 0 && o.means == "" {
			return "si fue cobrado o las cobranzas"
		}
	case "readyToPick": // line 54
		if !o.shipping || !o.label {
			return "datos del shipping y etiqueta"
		}
	case "inproc": // line 56
		if s.needsList && !o.listed {
			return "packing list"
		}
	case "complete": // line 59
		for _, i := range o.items {
			if i.confirmed < i.ordered || i.serials < i.ordered {
				return "series e ítems confirmados"
			}
		}
	case "transit": // line 66
		if s.needsNews && !o.news {
			return "novedad del operador logístico"
		}
	}
	return ""
}

// now returns the time as order/status tells it.
func (s *server) now() any {
	if s.httpStatuses {
		return time.Now().UnixMilli()
	}
	return time.Now().UTC().Format(time.RFC3339)
}

// status answers fact 9, the query of an order's state.
func (s *server) status(w http.ResponseWriter, r *http.Request) {
	var query struct {
		Number string `json:"internalOrderNumber"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&query); err != nil {
		s.unreadable(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if query.Number == "" {
		s.refuse(w, &refusal{991, http.StatusBadRequest, "el número de pedido es requerido"})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orders[query.Number]
	if o == nil {
		s.refuse(w, &refusal{1022, http.StatusNotFound, "el número de pedido no existe"})
		return
	}
	s.write(w, http.StatusOK, map[string]any{
		"ack": 0, "message": "-", "currentStatus": o.state, "currentStatusName": s.nameOf(o.state), "history": o.history,
	})
}
