package deliveryoptimizer

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// settle is how long a replacement in the background takes.
const settle = 300 * time.Millisecond

// upsert adds an order, or redefines it entirely (lines 16 to 54).
func (s *server) upsert(w http.ResponseWriter, c call) {
	o, err := s.readOrder(c)
	if err != nil {
		s.refuseBody(w, err)
		return
	}
	s.mu.Lock()
	before, existed := s.find(c.tenant, o.id)
	mayCall := c.oms || o.kind == "Cart" && (!existed || before.kind == "Cart")
	if mayCall {
		s.put(c.tenant, o)
	}
	s.mu.Unlock()
	switch {
	case !mayCall:
		s.refuse(w, http.StatusForbidden, "the right OMS is missing")
	case existed || s.choices.AddedIs200:
		s.boolean(w, !existed, http.StatusOK)
	default:
		w.Header().Set("Location", "/"+c.PathValue("tenantId")+"/order/"+o.id)
		s.boolean(w, true, http.StatusCreated)
	}
}

// replaceAll replaces all orders of the tenant (lines 58 to 60).
func (s *server) replaceAll(w http.ResponseWriter, c call) {
	all, err := s.readOrders(c)
	switch {
	case err != nil:
		s.refuseBody(w, err)
		return
	case !c.oms:
		s.refuse(w, http.StatusForbidden, "the right OMS is missing")
		return
	case len(all) == 0 && s.choices.NeverEmptyAll:
		s.refuse(w, http.StatusBadRequest, "an empty array would delete every order")
		return
	}
	replace := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.orders[c.tenant] = map[string]order{}
		for _, o := range all {
			s.put(c.tenant, o)
		}
	}
	if s.choices.Background {
		time.AfterFunc(settle, replace)
		s.write(w, http.StatusAccepted, map[string]int{"accepted": len(all)})
		return
	}
	replace()
	if s.choices.PutCounts {
		s.write(w, http.StatusOK, map[string]int{"replaced": len(all)})
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// remove deletes an order (lines 62 to 68).
func (s *server) remove(w http.ResponseWriter, c call) {
	id, ok := s.pathID(w, c, "idCommande")
	if !ok {
		return
	}
	s.mu.Lock()
	o, existed := s.find(c.tenant, id)
	mayCall := c.oms || !existed || o.kind == "Cart"
	if mayCall {
		delete(s.orders[c.tenant], id)
	}
	s.mu.Unlock()
	if !mayCall {
		s.refuse(w, http.StatusForbidden, "the right OMS is missing")
		return
	}
	s.removed(w, existed)
}

// removeCode deletes the lines of one stock origin, and the order with its last line (lines 70 to 78).
func (s *server) removeCode(w http.ResponseWriter, c call) {
	id, ok := s.pathID(w, c, "idCommande")
	if !ok {
		return
	}
	s.mu.Lock()
	o, existed := s.find(c.tenant, id)
	mayCall := c.oms || !existed || o.kind == "Cart"
	left := slices.DeleteFunc(slices.Clone(o.lines), func(l line) bool { return s.sameCode(l.code, c.PathValue("code")) })
	took := len(left) < len(o.lines)
	if mayCall && took {
		o.lines = left
		if s.choices.Touch {
			o.lastUpdated = stamp{time.Now().UTC(), time.Now().UTC().Format(time.RFC3339Nano)}
		}
		s.orders[c.tenant][id] = o
		if len(left) == 0 {
			delete(s.orders[c.tenant], id)
		}
	}
	s.mu.Unlock()
	switch {
	case !mayCall:
		s.refuse(w, http.StatusForbidden, "the right OMS is missing")
	case existed && !took && s.choices.NoLineIs404:
		s.refuse(w, http.StatusNotFound, "the order has no line of this code")
	case existed && !took:
		s.boolean(w, s.choices.NoLineIsTrue, http.StatusOK)
	default:
		s.removed(w, existed)
	}
}

// read answers an order as it stands (lines 80 to 84).
func (s *server) read(w http.ResponseWriter, c call) {
	id, ok := s.pathID(w, c, "orderId")
	if !ok {
		return
	}
	s.mu.Lock()
	o, existed := s.find(c.tenant, id)
	s.mu.Unlock()
	switch {
	case existed && !c.oms && o.kind != "Cart":
		s.refuse(w, http.StatusForbidden, "the right OMS is missing")
	case existed:
		s.write(w, http.StatusOK, s.view(o))
	case s.choices.UnknownIs204:
		w.WriteHeader(http.StatusNoContent)
	case s.choices.UnknownIsNull:
		s.write(w, http.StatusOK, nil)
	default:
		s.refuse(w, http.StatusNotFound, "no order of this id")
	}
}

// pathID reads the Guid in the path, or answers that it is none.
func (s *server) pathID(w http.ResponseWriter, c call, name string) (string, bool) {
	text := c.PathValue(name)
	id, err := s.guid(text)
	if err == nil {
		return id, true
	}
	if s.choices.PathIsAnyText {
		return "no Guid: " + text, true
	}
	s.refuse(w, http.StatusBadRequest, name+" "+err.Error())
	return "", false
}

// find is called with the lock held.
func (s *server) find(tenant int32, id string) (order, bool) {
	o, ok := s.orders[tenant][id]
	if ok && s.choices.Expiry && o.expiresAt != nil && !o.expiresAt.at.After(time.Now()) {
		delete(s.orders[tenant], id)
		return order{}, false
	}
	return o, ok
}

// put is called with the lock held. An order without lines is no order where the variant says so.
func (s *server) put(tenant int32, o order) {
	if s.orders[tenant] == nil {
		s.orders[tenant] = map[string]order{}
	}
	if len(o.lines) == 0 && s.choices.EmptyDeletes {
		delete(s.orders[tenant], o.id)
		return
	}
	s.orders[tenant][o.id] = o
}

func (s *server) sameCode(a, b string) bool {
	if s.choices.CodesAnyCase {
		return strings.EqualFold(a, b)
	}
	return a == b
}
