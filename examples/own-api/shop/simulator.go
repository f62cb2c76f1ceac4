package shop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// token is the one that the simulator takes.
const token = "token-of-anna"

// order is what the simulator keeps of one.
type order struct {
	Total  int64
	Status string
}

// simulator is a stand-in for the API. All state is in the world of a request.
func (r rules) simulator() *simulator.Vendor {
	orders := store.NewKind[order]("shop-orders.order")
	return &simulator.Vendor{
		Book: r.book(),
		Handler: func(failed simulator.ErrorHandlers) http.Handler {
			s := service{rules: r, orders: orders, failed: failed}
			mux := http.NewServeMux()
			mux.HandleFunc("POST /orders", s.create)
			mux.HandleFunc("GET /orders/{id}", s.on(s.read))
			mux.HandleFunc("DELETE /orders/{id}", s.on(s.remove))
			mux.HandleFunc("POST /orders/{id}/confirm", s.on(s.confirm))
			return mux
		},
		Admit: func(env *simulator.Env, req *simulator.Request) *simulator.Response {
			if !env.Violates(r.token, req.HTTP.Header.Get("Authorization") != "Bearer "+token) {
				return nil
			}
			refusal := problem(http.StatusUnauthorized)
			return &refusal
		},
		Refuse: func(_ *simulator.Env, req *simulator.Request, breaches []contract.Breach) simulator.Response {
			if strings.HasPrefix(breaches[0].At, "path ") {
				return problem(http.StatusNotFound)
			}
			return problem(http.StatusBadRequest)
		},
		NoRoute: func(_ *simulator.Env, allowed []string) simulator.Response {
			if len(allowed) > 0 {
				return problem(http.StatusMethodNotAllowed)
			}
			return problem(http.StatusNotFound)
		},
		Careless: func(*simulator.Request) simulator.Response { return simulator.Response{Status: http.StatusOK} },
		Entities: []store.Codec{orders},
		Sample:   simulator.Sample{Credentials: []simulator.Credential{{Token: token, Header: "Authorization: Bearer " + token, May: "do everything"}}},
	}
}

// problem refuses in the shape that the document has.
func problem(status int) simulator.Response {
	return simulator.JSON(status, "application/problem+json", map[string]any{"title": http.StatusText(status), "status": status})
}

// service answers the operations.
type service struct {
	rules  rules
	orders store.Kind[order]
	failed simulator.ErrorHandlers
}

func (s service) create(w http.ResponseWriter, r *http.Request) {
	env := simulator.FromContext(r.Context())
	random := env.Rand()
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", random.Uint32(), random.Uint64()>>16)
	o := order{Status: "open"}
	if env.Applies(s.rules.total) {
		o.Total = sum(r)
	}
	if err := s.orders.Put(env.Store(), id, o); err != nil {
		s.failed.Response(w, r, err)
		return
	}
	write(w, shown(http.StatusCreated, id, o))
}

// sum adds up what it can read: with the rule of new orders switched off, a body
// may be anything.
func sum(r *http.Request) int64 {
	var body struct {
		Lines []struct{ Quantity, Price json.Number } `json:"lines"`
	}
	buffer := &bytes.Buffer{}
	if _, err := buffer.ReadFrom(r.Body); err != nil || json.Unmarshal(buffer.Bytes(), &body) != nil {
		return 0
	}
	total := int64(0)
	for _, line := range body.Lines {
		quantity, _ := line.Quantity.Int64()
		price, _ := line.Price.Int64()
		total += quantity * price
	}
	return total
}

// on finds the order that a request is about.
func (s service) on(do func(env *simulator.Env, id string, o order) (simulator.Response, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		env := simulator.FromContext(r.Context())
		id := r.PathValue("id")
		o, there, err := s.orders.Get(env.Store(), id)
		answer := problem(http.StatusNotFound)
		if err == nil && !env.Violates(s.rules.unknown, !there) {
			answer, err = do(env, id, o)
		}
		if err != nil {
			s.failed.Response(w, r, err)
			return
		}
		write(w, answer)
	}
}

func (s service) read(_ *simulator.Env, id string, o order) (simulator.Response, error) {
	return shown(http.StatusOK, id, o), nil
}

func (s service) remove(env *simulator.Env, id string, o order) (simulator.Response, error) {
	if o.Status == "confirmed" {
		return problem(http.StatusConflict), nil
	}
	_, err := s.orders.Delete(env.Store(), id)
	return simulator.Response{Status: http.StatusNoContent}, err
}

func (s service) confirm(env *simulator.Env, id string, o order) (simulator.Response, error) {
	if env.Violates(s.rules.confirmedOnce, o.Status == "confirmed") {
		return problem(http.StatusConflict), nil
	}
	o.Status = "confirmed"
	return shown(http.StatusOK, id, o), s.orders.Put(env.Store(), id, o)
}

func shown(status int, id string, o order) simulator.Response {
	if o.Status == "" { // one that does not exist, where the rule about those is switched off
		o.Status = "open"
	}
	return simulator.JSON(status, "application/json", map[string]any{"id": id, "total": o.Total, "status": o.Status})
}

func write(w http.ResponseWriter, answer simulator.Response) {
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // into memory
}
