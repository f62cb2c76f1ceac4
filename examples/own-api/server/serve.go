package server

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

func (a *API) create(w http.ResponseWriter, r *http.Request, caller string) {
	in, err := a.readOrder(r)
	if err != nil {
		if a.broken["refused-order-stays"] && in != nil {
			a.mu.Lock()
			a.add(in, caller)
			a.mu.Unlock()
		}
		a.refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	twin := func(o *order) bool { return o.owner == caller && o.Reference == in.Reference }
	if slices.ContainsFunc(a.orders, twin) && !a.broken["takes-a-reference-twice"] {
		a.refuse(w, http.StatusConflict, "there is an order of that reference")
		return
	}
	o := a.add(in, caller)
	w.Header().Set("Location", "/orders/"+o.ID)
	status := http.StatusCreated
	if a.broken["creates-with-200"] {
		status = http.StatusOK
	}
	a.show(w, status, o)
}

func (a *API) add(in *order, caller string) *order {
	o := *in
	o.ID, o.owner, o.Status, o.CreatedAt = newID(), caller, "open", time.Now().UTC()
	for _, l := range o.Lines {
		if a.broken["adds-up-wrongly"] {
			l.Quantity = 1
		}
		o.Total += l.Quantity * l.Price
	}
	if a.broken["loses-the-note"] {
		o.Note = nil
	}
	o.hidden = a.broken["forgets-new-orders"]
	a.orders = append(a.orders, &o)
	return &o
}

// newID is a random UUID.
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func (a *API) list(w http.ResponseWriter, r *http.Request, caller string) {
	limit, after := 20, 0
	query := r.URL.Query()
	if text := query.Get("limit"); query.Has("limit") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			a.refuse(w, http.StatusBadRequest, "limit is a number from 1 to 100")
			return
		}
		limit = n
	}
	if text := query.Get("cursor"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			a.refuse(w, http.StatusBadRequest, "the cursor is none that this list gave")
			return
		}
		after = n
	}
	status := query.Get("status")
	if query.Has("status") && !slices.Contains([]string{"open", "confirmed", "shipped", "cancelled"}, status) && !a.broken["accepts-any-status-filter"] {
		a.refuse(w, http.StatusBadRequest, "there is no status "+status)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []*order
	for i, o := range slices.Backward(a.orders) {
		if i == len(a.orders)-1 && a.broken["lists-not-all"] {
			continue
		}
		ofCaller := o.owner == caller || a.broken["lists-orders-of-others"]
		if ofCaller && (status == "" || o.Status == status || a.broken["filters-nothing"]) {
			found = append(found, o)
		}
	}
	if a.broken["lists-oldest-first"] {
		slices.Reverse(found)
	}
	if after > 0 && a.broken["repeats-on-pages"] {
		after--
	}
	page := found[min(after, len(found)):]
	if !a.broken["ignores-the-limit"] {
		page = page[:min(limit, len(page))]
	}
	out := map[string]any{"items": a.shownAll(page)}
	if end := after + len(page); end < len(found) {
		out["next"] = strconv.Itoa(end)
	}
	answer(w, http.StatusOK, out)
}

func (a *API) get(w http.ResponseWriter, r *http.Request, caller string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	o := a.find(r.PathValue("orderId"), caller)
	switch {
	case o == nil && a.broken["reads-what-is-not-there"]:
		a.show(w, http.StatusOK, &order{ID: newID(), Reference: "none", Customer: customer{Email: "nobody@example.com"}, Lines: []line{{"A-1", 1, 0}}, Status: "open", CreatedAt: time.Now().UTC()})
	case o == nil || o.hidden:
		a.refuse(w, http.StatusNotFound, "there is no such order")
	case a.broken["answers-plain-text"]:
		w.Header().Set("Content-Type", "text/plain")
		_, _ = fmt.Fprintf(w, "order %s", o.ID)
	default:
		a.show(w, http.StatusOK, o)
	}
}

func (a *API) update(w http.ResponseWriter, r *http.Request, caller string) {
	change, err := a.readUpdate(r)
	if err != nil {
		a.refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	o := a.find(r.PathValue("orderId"), caller)
	switch {
	case o == nil:
		a.refuse(w, http.StatusNotFound, "there is no such order")
		return
	case o.Status != "open" && !a.broken["updates-confirmed-orders"]:
		a.refuse(w, http.StatusConflict, "the order is "+o.Status)
		return
	}
	if change.nullNote && a.broken["fails-on-null-note"] {
		a.refuse(w, http.StatusInternalServerError, "something went wrong")
		return
	}
	if change.hasNote {
		o.Note = change.note
		if i := slices.Index(a.orders, o); i > 0 && a.broken["update-touches-another"] {
			a.orders[i-1].Note = change.note
		}
		if a.broken["update-clears-the-rest"] {
			o.Customer.Name = ""
		}
	}
	if change.customer != nil {
		o.Customer = *change.customer
	}
	a.show(w, http.StatusOK, o)
}

func (a *API) remove(w http.ResponseWriter, r *http.Request, caller string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	o := a.find(r.PathValue("orderId"), caller)
	switch {
	case o == nil && a.broken["deletes-what-is-not-there"]:
	case o == nil:
		a.refuse(w, http.StatusNotFound, "there is no such order")
		return
	case o.Status == "confirmed" || o.Status == "shipped":
		a.refuse(w, http.StatusConflict, "the order is "+o.Status)
		return
	case a.broken["keeps-deleted-orders"]:
	default:
		a.orders = slices.DeleteFunc(a.orders, func(other *order) bool { return other == o })
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *API) confirm(w http.ResponseWriter, r *http.Request, caller string) {
	a.move(w, r, caller, "confirmed", func(o *order) bool {
		return o.Status == "open" || a.broken["confirms-twice"] && o.Status == "confirmed" || a.broken["confirms-cancelled-orders"] && o.Status == "cancelled"
	})
}

func (a *API) cancel(w http.ResponseWriter, r *http.Request, caller string) {
	a.move(w, r, caller, "cancelled", func(o *order) bool {
		return o.Status == "open" || a.broken["cancels-confirmed-orders"] && o.Status == "confirmed"
	})
}

// move changes an order's status where it may.
func (a *API) move(w http.ResponseWriter, r *http.Request, caller, to string, may func(*order) bool) {
	a.mu.Lock()
	o := a.find(r.PathValue("orderId"), caller)
	allowed := o != nil && may(o)
	if a.broken["confirms-at-once"] { // looks, waits, and does not look again
		a.mu.Unlock()
		time.Sleep(20 * time.Millisecond)
		a.mu.Lock()
	}
	defer a.mu.Unlock()
	switch {
	case o == nil:
		a.refuse(w, http.StatusNotFound, "there is no such order")
	case !allowed:
		a.refuse(w, http.StatusConflict, "the order is "+o.Status)
	default:
		o.Status, o.confirmed = to, time.Now()
		a.show(w, http.StatusOK, o)
	}
}

// show answers with an order.
func (a *API) show(w http.ResponseWriter, status int, o *order) {
	answer(w, status, a.shownAll([]*order{o})[0])
}

func (a *API) shownAll(orders []*order) []any {
	list := []any{}
	for _, o := range orders {
		raw, _ := json.Marshal(o) // an order can be written
		var members map[string]any
		_ = json.Unmarshal(raw, &members)
		if a.broken["leaves-total-out"] {
			delete(members, "total")
		}
		if a.broken["writes-total-as-text"] {
			members["total"] = strconv.Itoa(o.Total)
		}
		list = append(list, members)
	}
	return list
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // who does not wait for it needs none
}

// refuse answers with a problem (RFC 9457).
func (a *API) refuse(w http.ResponseWriter, status int, detail string) {
	problem := map[string]any{"title": http.StatusText(status), "status": status, "detail": detail}
	if a.broken["refuses-without-title"] {
		delete(problem, "title")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(problem)
}
