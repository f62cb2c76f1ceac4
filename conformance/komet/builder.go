package komet

import (
	"encoding/json"
	"fmt"

	"github.com/plumbline-api/plumbline/conformance/reference"
	steps "github.com/plumbline-api/plumbline/features/komet"
)

// builder makes the body of a creation.
type builder struct {
	d     *reference.Draw
	of    *company
	body  map[string]any
	lines []map[string]any
}

// newBuilder begins with a header that is correct, with some of the members that
// may be left out.
func newBuilder(d *reference.Draw, e *reference.Entity) *builder {
	of := companyIn(d)
	b := &builder{d: d, of: of, body: map[string]any{tokenMember: of.token, "shipDate": e.ID}}
	customer := reference.One(d, of.entries[steps.Customer]...)
	b.name(b.body, "customer", "Description", customer)
	b.name(b.body, "carrier", "Description", reference.One(d, of.entries[steps.Carrier]...))
	b.maybe("customerPO", "PO-1", "PO-2")
	b.maybe("comments", "Comments or special instructions", "")
	b.maybe("shipViaId", 0, 1)
	b.maybe("isEcommerce", 0, 1)
	if customer.shipTo != "" && d.Chance(3) {
		b.body["shipToId"] = reference.One[any](d, customer.shipTo, customer.shipTo.String(), "")
	}
	if len(of.places) > 1 || d.Chance(3) {
		if len(of.places) > 0 && !d.Chance(6) {
			b.body["companyLocationCode"] = reference.One(d, of.places...)
		}
	}
	return b
}

func (b *builder) maybe(member string, values ...any) {
	if b.d.Chance(3) {
		b.body[member] = reference.One(b.d, values...)
	}
}

// name names an entry by id, or by code and name.
func (b *builder) name(into map[string]any, prefix, description string, e entry) {
	if !b.d.Chance(3) {
		into[prefix+"Id"] = e.id
		return
	}
	into[prefix+"Code"], into[prefix+description] = e.code, e.name
}

// items adds correct items.
func (b *builder) items(count int) {
	for i := range count {
		item := map[string]any{
			"boxes": reference.One(b.d, 1, 2, 3, 5), "unitType": reference.One(b.d, "stem", "bunch", "Stem"), "bunches": 10, "stemsBunch": reference.One(b.d, 2, 25),
			"price": reference.One(b.d, json.Number("2.50"), "0.35", "1"),
		}
		b.name(item, "product", "Description", reference.One(b.d, b.of.entries[steps.Product]...))
		b.name(item, "boxType", "Description", reference.One(b.d, b.of.entries[steps.BoxType]...))
		if vendors := b.of.entries[steps.Vendor]; len(vendors) > 0 && b.d.Chance(2) {
			b.name(item, "vendor", "Name", reference.One(b.d, vendors...))
		}
		if b.d.Chance(2) {
			item["identifier"] = reference.One(b.d, fmt.Sprintf("line-%d", i), "0123456789012345678901234")
		}
		if b.d.Chance(3) {
			item["cost"] = json.Number("0.70")
		}
		if b.d.Chance(4) {
			item["markCode"] = "text for mark code"
		}
		if b.d.Chance(4) {
			item["notes"] = reference.One(b.d, "red", "seven..", "longer than seven")
		}
		b.lines = append(b.lines, item)
	}
	b.put()
}

func (b *builder) put() {
	list := []any{}
	for _, item := range b.lines {
		list = append(list, item)
	}
	b.body["prebookItems"] = list
}

func (b *builder) breakdowns() {
	var parts []any
	for range 1 + b.d.Random.IntN(2) {
		part := map[string]any{"bunches": reference.One(b.d, 2, 10), "stemsBunch": 3, "cost": json.Number("0.75"), "price": json.Number("1.50")}
		b.name(part, "product", "Description", reference.One(b.d, b.of.entries[steps.Product]...))
		if b.d.Chance(4) {
			part["identifier"] = "part"
		}
		parts = append(parts, part)
	}
	b.lines[0]["breakdowns"] = parts
	b.put()
}

// generate asks for purchase orders, for which every item needs vendor and cost.
func (b *builder) generate() {
	b.body["autoGeneratePOsfromPrebooks"] = reference.One[any](b.d, 1, 1, "1", 0)
	for _, item := range b.lines {
		item["cost"] = json.Number("0.70")
		if item["vendorId"] == nil && item["vendorCode"] == nil && !b.d.Chance(8) {
			b.name(item, "vendor", "Name", reference.One(b.d, b.of.entries[steps.Vendor]...))
		}
	}
	b.put()
}

// allocate asks for an allocation, of what there is a little of.
func (b *builder) allocate() {
	b.body["autoAllocate"] = reference.One(b.d, 1, 1, 0)
	for _, item := range b.lines {
		for _, member := range []string{"productCode", "productDescription", "boxTypeCode", "boxTypeDescription"} {
			delete(item, member)
		}
		item["productId"], item["boxTypeId"] = reference.One(b.d, b.of.entries[steps.Product][:2]...).id, b.of.entries[steps.BoxType][0].id
	}
	b.put()
}

func (b *builder) future() {
	numbers := append([]string{"P999999", "12345"}, b.of.future...)
	numbers = append(numbers, b.of.future...)
	for _, item := range b.lines {
		item["futureSalesPoNumber"] = reference.One(b.d, numbers...)
	}
	b.put()
}

// strange names something that nobody has, in one of the places.
func (b *builder) strange() {
	places := []string{"customer", "carrier", "product", "boxType", "vendor", "shipToId", "companyLocationCode"}
	switch place := reference.One(b.d, places...); place {
	case "customer", "carrier":
		delete(b.body, place+"Code")
		delete(b.body, place+"Description")
		b.body[place+"Id"] = 1
	case "shipToId":
		b.body[place] = 1
	case "companyLocationCode":
		b.body[place] = "XXX"
	default:
		item := reference.One(b.d, b.lines...)
		item[place+"Id"] = 1
		for _, member := range []string{"Code", "Description", "Name"} {
			delete(item, place+member)
		}
	}
	b.put()
}
