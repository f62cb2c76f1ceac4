package shapes

import (
	"net/http"
	"strconv"
	"sync"
)

// Envelope serves envelope/openapi.yaml: every call is answered with 200, and
// the body tells whether it was carried out.
func Envelope() http.Handler {
	p := &parcels{}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(*http.Request) (any, string){
		"POST /parcel.create": p.create,
		"GET /parcel.get":     p.get,
		"GET /parcel.list":    p.list,
		"POST /parcel.cancel": p.cancel,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			p.mu.Lock()
			defer p.mu.Unlock()
			value, why := serve(r)
			switch list, isList := value.([]any); {
			case why != "":
				answer(w, http.StatusOK, map[string]any{"ok": false, "error": why})
			case isList:
				answer(w, http.StatusOK, map[string]any{"ok": true, "parcels": list})
			default:
				answer(w, http.StatusOK, map[string]any{"ok": true, "parcel": value})
			}
		})
	}
	return mux
}

type parcels struct {
	mu  sync.Mutex
	all []map[string]any
}

func (p *parcels) create(r *http.Request) (any, string) {
	object := body(r)
	service := func(v any) bool { return v == "standard" || v == "express" }
	weight, ok := object["weight"].(float64)
	switch {
	case object == nil:
		return nil, "the body is no JSON object"
	case !text(3, 80)(object["to"]):
		return nil, "to has 3 to 80 characters"
	case !ok || weight <= 0 || weight > 31.5:
		return nil, "weight is above 0 and at most 31.5"
	case !optional(object, "service", service):
		return nil, "service is standard or express"
	}
	one := map[string]any{"number": len(p.all) + 1, "to": object["to"], "weight": weight, "service": "standard", "state": "ready"}
	if given, there := object["service"]; there {
		one["service"] = given
	}
	p.all = append(p.all, one)
	return one, ""
}

func (p *parcels) find(number float64) (map[string]any, string) {
	if n := int(number); float64(n) == number && n >= 1 && n <= len(p.all) {
		return p.all[n-1], ""
	}
	return nil, "there is no such parcel"
}

func (p *parcels) get(r *http.Request) (any, string) {
	n, err := strconv.Atoi(r.URL.Query().Get("parcel"))
	if err != nil {
		return nil, "parcel is a number"
	}
	one, why := p.find(float64(n))
	return one, why
}

func (p *parcels) list(*http.Request) (any, string) {
	all := []any{}
	for _, one := range p.all {
		all = append(all, one)
	}
	return all, ""
}

func (p *parcels) cancel(r *http.Request) (any, string) {
	n, ok := body(r)["parcel"].(float64)
	if !ok {
		return nil, "parcel is a number"
	}
	one, why := p.find(n)
	if one == nil {
		return nil, why
	}
	if one["state"] == "cancelled" {
		return nil, "the parcel is cancelled already"
	}
	one["state"] = "cancelled"
	return one, ""
}
