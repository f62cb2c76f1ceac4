// Package server is a small order API, written without Plumbline: what stands in
// openapi.yaml is checked by hand here.
package server

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Tokens of the two callers that there are, and their names.
var callers = map[string]string{"token-of-anna": "anna", "token-of-bert": "bert"}

// shipping is how long a confirmed order takes to be shipped.
const shipping = 200 * time.Millisecond

// API serves orders, each seen by the caller that made it alone.
type API struct {
	mux    *http.ServeMux
	broken map[string]bool

	mu     sync.Mutex
	orders []*order // the oldest first
}

type order struct {
	ID        string    `json:"id"`
	Reference string    `json:"reference"`
	Customer  customer  `json:"customer"`
	Lines     []line    `json:"lines"`
	Note      *string   `json:"note"`
	Total     int       `json:"total"`
	Status    string    `json:"status"`
	CreatedAt time.Time `json:"createdAt"`

	owner     string
	confirmed time.Time
	hidden    bool // from reading by id
}

type customer struct {
	Email string `json:"email"`
	Name  string `json:"name,omitempty"`
}

type line struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
	Price    int    `json:"price"`
}

// New returns an API with the named faults.
func New(faults ...string) (*API, error) {
	a := &API{mux: http.NewServeMux(), broken: map[string]bool{}}
	for _, name := range faults {
		if !slices.ContainsFunc(Faults(), func(f Fault) bool { return f.Name == name }) {
			return nil, fmt.Errorf("there is no fault %q; --faults lists them", name)
		}
		a.broken[name] = true
	}
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request, string){
		"POST /orders":                   a.create,
		"GET /orders":                    a.list,
		"GET /orders/{orderId}":          a.get,
		"PATCH /orders/{orderId}":        a.update,
		"DELETE /orders/{orderId}":       a.remove,
		"POST /orders/{orderId}/confirm": a.confirm,
		"POST /orders/{orderId}/cancel":  a.cancel,
	} {
		a.mux.HandleFunc(pattern, a.known(serve))
	}
	for path, allowed := range map[string]string{
		"/orders": "GET, POST", "/orders/{orderId}": "GET, PATCH, DELETE", "/orders/{orderId}/confirm": "POST", "/orders/{orderId}/cancel": "POST",
	} {
		a.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			if a.broken["serves-any-method"] {
				answer(w, http.StatusOK, struct{}{})
				return
			}
			w.Header().Set("Allow", allowed)
			a.refuse(w, http.StatusMethodNotAllowed, "the method is not allowed here")
		})
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		a.refuse(w, http.StatusNotFound, "there is no such path")
	})
	return a, nil
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// known lets callers with a token in.
func (a *API) known(serve func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		header := r.Header.Get("Authorization")
		caller := ""
		if len(header) > len("Bearer ") && header[:len("Bearer ")] == "Bearer " {
			caller = callers[header[len("Bearer "):]]
		}
		switch {
		case caller != "":
		case header == "" && a.broken["takes-no-credentials"], header != "" && a.broken["takes-any-token"]:
			caller = "anna"
		default:
			w.Header().Set("WWW-Authenticate", "Bearer")
			a.refuse(w, http.StatusUnauthorized, "a bearer token is needed")
			return
		}
		a.mu.Lock()
		a.ship()
		a.mu.Unlock()
		serve(w, r, caller)
	}
}

// ship ships what was confirmed some time ago.
func (a *API) ship() {
	for _, o := range a.orders {
		if o.Status == "confirmed" && time.Since(o.confirmed) > shipping && !a.broken["never-ships"] {
			o.Status = "shipped"
		}
	}
}

// find returns an order that the caller may see, or nil.
func (a *API) find(id, caller string) *order {
	for _, o := range a.orders {
		if o.ID == id && (o.owner == caller || a.broken["shows-orders-of-others"]) {
			return o
		}
	}
	return nil
}
