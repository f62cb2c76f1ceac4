package akinon

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answer is what a successful command returns: the four members of the document.
func (s *server) answer(p *parcel) map[string]any {
	remaining := []any{}
	for _, i := range p.items {
		switch {
		case i.state == outOfStock:
		case s.variant == Other:
			remaining = append(remaining, strconv.FormatInt(i.id, 10))
		default:
			remaining = append(remaining, s.itemView(p, i))
		}
	}
	body := map[string]any{"id": p.id, "number": p.number, "stock_location": p.location, "packageitem_set": remaining}
	if s.variant == Other {
		body["status"] = stateNames[p.state]
	}
	return body
}

func (s *server) stateView(class string, state int) map[string]any {
	view := map[string]any{"id": 40 + state/100, "name": stateNames[state], "config": map[string]any{}, "enum_class": class, "enum_value": strconv.Itoa(state)}
	if s.variant == Other {
		view["enum_value"] = state
	}
	return view
}

// date is a moment as the variant's serialiser writes it.
func (s *server) date(t time.Time) string {
	if s.variant == Other {
		return t.In(time.FixedZone("", 3*60*60)).Format(time.RFC3339)
	}
	return t.Format("2006-01-02T15:04:05.000000Z")
}

func (s *server) itemView(p *parcel, i *item) map[string]any {
	view := map[string]any{
		"id": i.id, "state": s.stateView("PackageItemStatus", i.state), "quantity": i.quantity,
		"created_date": s.date(p.created), "modified_date": s.date(p.modified),
	}
	if s.variant == Other { // neither the barcode nor an Omnitron id is published as a member of an item
		view["package"] = p.id
		view["order_item"] = map[string]any{"id": i.orderItem, "remote_id": strconv.FormatInt(i.omnitron, 10), "sku": i.sku}
		if i.weight != nil {
			view["unit_weight"] = *i.weight
		}
		return view
	}
	view["package"] = map[string]any{"id": p.id}
	view["order_item"] = map[string]any{"id": i.orderItem, "omnitron_id": i.omnitron, "product": map[string]any{"sku": i.sku}}
	view["unit_weight"] = i.weight
	view["barcode"] = i.barcode
	return view
}

func (s *server) view(p *parcel) map[string]any {
	items, commands := []any{}, []any{}
	for _, i := range p.items {
		items = append(items, s.itemView(p, i))
	}
	if p.state == waiting && s.variant == Other {
		commands = append(commands, prepareSlug)
	} else if p.state == waiting {
		commands = append(commands, map[string]any{"transition": prepareTransition, "slug": prepareSlug})
	}
	view := map[string]any{
		"id": p.id, "number": p.number, "state": s.stateView("PackageStatus", p.state), "commands": commands, "packageitem_set": items,
		"order":          map[string]any{"id": p.order, "number": p.orderNumber},
		"stock_location": map[string]any{"id": p.location, "name": "Shop " + strconv.FormatInt(p.location, 10), "erp_code": "369"},
		"created_date":   s.date(p.created), "modified_date": s.date(p.modified),
	}
	if s.variant == Other {
		view["order"], view["stock_location"] = p.order, p.location
	}
	return view
}

// list gives one page of packages, oldest first.
func (s *server) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	found := []any{}
	for _, id := range s.order {
		if p := s.packages[id]; strings.HasPrefix(p.orderNumber, query.Get("order_number")) {
			found = append(found, s.view(p))
		}
	}
	page, size := positive(query.Get("page"), 1), min(positive(query.Get("page_size"), 20), 100)
	from := (page - 1) * size
	if page > 1 && from >= len(found) {
		s.refuse(w, &refusal{http.StatusNotFound, "", "Invalid page."})
		return
	}
	to := min(from+size, len(found))
	link := func(wanted bool, page int) any {
		if !wanted {
			return nil
		}
		query.Set("page", strconv.Itoa(page))
		return fmt.Sprintf("http://%s%s?%s", r.Host, r.URL.Path, query.Encode())
	}
	s.write(w, http.StatusOK, map[string]any{
		"count": len(found), "next": link(to < len(found), page+1), "previous": link(page > 1, page-1), "results": found[from:to],
	})
}

// positive reads a number from 1 to a million, or gives what holds without one.
func positive(text string, without int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= 1e6 {
		return n
	}
	return without
}
