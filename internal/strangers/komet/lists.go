package komet

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// loose writes a number as the variant's lists do.
func (s *server) loose(n int64) any {
	if s.other {
		return strconv.FormatInt(n, 10)
	}
	return n
}

// list gives the entities that the filters leave: exact id and code, part of the name.
func (s *server) list(r *http.Request, kind string, among []entity) (string, []any) {
	code, name := "code", "name"
	if kind == "product" {
		code, name = "legacyCode", "description"
	}
	q, found := r.URL.Query(), []any{}
	for _, e := range among {
		if !passes(q.Get("id"), strconv.FormatInt(e.id, 10)) || !passes(q.Get(code), e.code) ||
			!strings.Contains(strings.ToLower(e.name), strings.ToLower(q.Get("name"))) {
			continue
		}
		row := map[string]any{"id": s.loose(e.id), code: e.code}
		switch kind {
		case "boxtype":
			row["fbe"] = 0.5
		case "product":
			row[name] = e.name
		default:
			row[name], row["active"] = e.name, s.loose(1)
		}
		found = append(found, row)
	}
	return kind + "s", found
}

func passes(filter, value string) bool { return filter == "" || strings.EqualFold(filter, value) }

// orders gives the purchase orders of the numbers asked for, or of the day.
func (s *server) orders(r *http.Request, who *caller) (string, []any) {
	c := who.company
	q, found := r.URL.Query(), []any{}
	var numbers []string
	for number := range strings.SplitSeq(q.Get("number"), ",") {
		numbers = append(numbers, strings.TrimSpace(number))
	}
	for _, o := range c.orders {
		asked := q.Get("number") == "" || slices.Contains(numbers, o.number)
		if asked && passes(q.Get("date"), o.date) && passes(q.Get("status"), o.status) {
			found = append(found, map[string]any{"id": o.id, "number": o.number, "status": o.status})
		}
	}
	return "purchaseOrders", found
}

// details gives the prebooks of a truck date. A vendor's token sees that vendor's lines alone, and neither the customer
// nor prices, as the page of this method has it.
func (s *server) details(r *http.Request, who *caller) (string, []any) {
	q, found := r.URL.Query(), []any{}
	for _, b := range who.company.prebooks {
		number := strconv.FormatInt(b.number, 10)
		if s.other {
			number = fmt.Sprintf("%06d", b.number)
		}
		if q.Get("date") != b.date || !passes(q.Get("prebook"), number) || !passes(q.Get("customerPONumber"), b.po) ||
			!passes(q.Get("customerId"), strconv.FormatInt(b.customer.id, 10)) ||
			!passes(q.Get("carrierId"), strconv.FormatInt(b.carrier.id, 10)) || s.other && time.Since(b.created) < lag {
			continue
		}
		if seen := s.detail(b, who); seen != nil {
			found = append(found, seen)
		}
	}
	return "prebooks", found
}

func (s *server) detail(b *prebook, who *caller) map[string]any {
	lines, ofVendor := []any{}, who.kind == "vendor"
	for _, l := range b.lines {
		if shown := s.lineDetail(l); !ofVendor {
			lines = append(lines, shown)
		} else if l.vendor.id == who.vendor {
			delete(shown, "unitPrice")
			delete(shown, "totalPrice")
			lines = append(lines, shown)
		}
	}
	if ofVendor && len(lines) == 0 {
		return nil
	}
	out := map[string]any{
		"id": s.loose(b.id), "number": s.loose(b.number), "customerId": s.loose(b.customer.id), "customerCode": b.customer.code,
		"customerName": b.customer.name, "type": "P", "truckDate": b.date, "customerPONumber": b.po,
		"carrierId": s.loose(b.carrier.id), "carrierName": b.carrier.name, "comments": b.comments, "shipVia": b.via, "details": lines,
	}
	if b.location != "" {
		out["locationCode"], out["locationName"] = b.location, b.location
	}
	if s.other {
		out["number"] = fmt.Sprintf("%06d", b.number)
	}
	if ofVendor {
		for _, name := range []string{"customerId", "customerCode", "customerName"} {
			delete(out, name)
		}
	}
	return out
}

func (s *server) lineDetail(l *line) map[string]any {
	units := l.bunches
	if strings.EqualFold(l.unitType, "stem") {
		units *= l.stems
	}
	parts := []any{}
	for _, p := range l.parts {
		one := map[string]any{
			"productId": s.loose(p.product.id), "productDescription": p.product.name,
			"bunches": s.loose(p.bunches), "stemsBunch": s.loose(p.stems),
		}
		if s.other {
			one["unitPrice"] = p.price
		} else {
			one["price"] = p.price
		}
		parts = append(parts, one)
	}
	out := map[string]any{
		"prebookItemId": s.loose(l.id), "productId": s.loose(l.product.id), "productDescription": l.product.name,
		"totalBoxes": s.loose(l.boxes), "boxType": l.box.code, "bunches": s.loose(l.bunches), "stemsBunch": s.loose(l.stems),
		"unitType": l.unitType, "units": s.loose(units), "totalUnits": s.loose(units * l.boxes), "markCode": l.mark, "breakdowns": parts,
	}
	if s.other {
		out["boxType"] = l.box.name
	}
	if l.vendor.id != 0 {
		out["vendorId"], out["vendorName"] = s.loose(l.vendor.id), l.vendor.name
	}
	if l.priced {
		out["unitPrice"], out["totalPrice"] = l.price, float64(units*l.boxes)*l.price
	}
	return out
}
