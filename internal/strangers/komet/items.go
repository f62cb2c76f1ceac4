package komet

import "strings"

// line reads an item; what is wrong with it stands in f.
func (s *server) line(req *request, f *fields) *line {
	c := req.who.company
	l := &line{}
	f.known(itemNames)
	if f.has("identifier") {
		id := f.text("identifier", 30)
		if s.other {
			id = strings.ToValidUTF8(id[:min(len(id), 20)], "")
		}
		if f.err == nil {
			l.identifier = id
		}
	}
	l.code, l.future = f.fitting("productCode", 20), f.fitting("futureSalesPoNumber", 7)
	l.product, l.byID, l.byCode = f.named(c.products, "product", "productDescription", 200, 20, false)
	l.box, _, _ = f.named(c.boxTypes, "boxType", "boxTypeDescription", 3, 3, false)
	f.need("boxes", "unitType", "bunches", "stemsBunch")
	l.boxes, l.bunches, l.stems = f.count("boxes"), f.count("bunches"), f.count("stemsBunch")
	l.unitType = f.text("unitType", 5)
	unit := l.unitType
	if !s.other {
		unit = strings.ToLower(unit)
	}
	if unit != "stem" && unit != "bunch" {
		f.fail("unitType is neither stem nor bunch.")
	}
	l.mark = f.free("markCode", 50)
	l.notes = f.free("notes", map[bool]int{false: 200, true: 7}[s.other])
	s.money(req, f, l)
	s.vendor(req, f, l)
	s.future(req, f, l)
	if req.generate && f.err == nil && (l.vendor.id == 0 || !l.hasCost) {
		l.failedPO = true
		f.fail("the vendor and the cost are required to generate purchase orders.")
	}
	s.parts(c, f, l)
	return l
}

// money reads price and cost. A vendor's token has no say in the price.
func (s *server) money(req *request, f *fields, l *line) {
	l.hasCost, l.cost = f.has("cost"), f.amount("cost")
	ofVendor := req.who.kind == "vendor"
	if !ofVendor || s.other {
		f.need("price")
	}
	if !ofVendor {
		l.price, l.priced = f.amount("price"), true
	}
}

// vendor finds the vendor or grower, which is the caller itself for a vendor's token.
func (s *server) vendor(req *request, f *fields, l *line) {
	id, code := f.whole("vendorId", 20, false), f.text("vendorCode", 20)
	f.text("vendorName", 200)
	f.text("vendorDescription", 200)
	byID := f.has("vendorId")
	vendors, ok := req.who.company.vendors, true
	switch {
	case req.who.kind == "vendor":
		l.vendor, ok = find(vendors, req.who.vendor, "", true, false)
	case byID && code != "" && s.other:
		f.fail("vendorId and vendorCode cannot be used at the same time.")
	case byID || code != "":
		l.vendor, ok = find(vendors, id, code, byID, !s.other)
	}
	if !ok {
		f.fail("vendor does not exist.")
	}
}

// future takes the boxes of the future sales order that the item names.
func (s *server) future(req *request, f *fields, l *line) {
	if !f.has("futureSalesPoNumber") || f.err != nil {
		return
	}
	c := req.who.company
	order := c.futures[l.future]
	if order == nil || s.other && len(l.future) != 7 {
		f.fail("futureSalesPoNumber does not exist.")
		return
	}
	l.available = max(0, order.boxes-req.reserved[l.future])
	if !s.other {
		if l.available < l.boxes {
			f.fail("the future sales order has only %d boxes.", l.available)
			return
		}
		l.available -= l.boxes
		if l.vendor.id == 0 {
			l.vendor, _ = find(c.vendors, order.vendor, "", true, false)
		}
	}
	req.reserved[l.future] += l.boxes
}

// parts reads the breakdowns.
func (s *server) parts(c *company, f *fields, l *line) {
	for _, b := range f.objects("breakdowns") {
		b.known(partNames)
		var p part
		p.product, _, _ = b.named(c.products, "product", "productDescription", 200, 20, false)
		b.need("bunches", "stemsBunch", "cost", "price")
		p.bunches, p.stems, p.cost, p.price = b.count("bunches"), b.count("stemsBunch"), b.amount("cost"), b.amount("price")
		if own := b.text("identifier", 30); s.other && own != "" && l.identifier == nil {
			l.identifier = own[:min(len(own), 20)]
		}
		if f.err == nil && b.err != nil {
			f.err = b.err
		}
		l.parts = append(l.parts, p)
	}
}

// result tells what became of an item.
func (s *server) result(l *line, refused *fault) map[string]any {
	out := map[string]any{"status": 1, "message": "Item successfully added to the order", "prebookItemId": l.id}
	if refused != nil {
		out = map[string]any{"status": 0, "message": refused.message}
	}
	put := func(name string, value any, given bool) {
		if given {
			out[name] = value
		} else if s.other {
			out[name] = nil
		}
	}
	put("identifier", l.identifier, l.identifier != nil)
	put("productId", l.product.id, l.product.id != 0 && (l.byID || s.other))
	put("productCode", l.code, l.byCode && l.code != "")
	put("futureSalesPoNumber", l.future, l.future != "")
	put("availableBoxes", l.available, l.future != "")
	return out
}
