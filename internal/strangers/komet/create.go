package komet

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	headerNames = `authenticationToken customerId customerCode customerDescription carrierId carrierCode carrierDescription
		shipDate createdBy shipViaId customerPO isEcommerce comments autoGeneratePOsfromPrebooks autoAllocate
		companyLocationCode prebookItems shipToId`
	itemNames = `identifier vendorId vendorCode vendorName vendorDescription productId productCode productDescription
		boxTypeId boxTypeCode boxTypeDescription boxes unitType bunches stemsBunch price cost markCode notes
		futureSalesPoNumber breakdowns`
	partNames = "identifier productId productCode productDescription bunches stemsBunch cost price"
)

// request is a creation as far as it is read.
type request struct {
	who                *caller
	book               *prebook
	generate, allocate bool
	reserved           map[string]int64
}

func (s *server) create(r *http.Request) (answer, *fault) {
	in, refused := s.object(r)
	if refused != nil {
		return answer{}, refused
	}
	f := &fields{in: in, other: s.other}
	f.need("authenticationToken")
	token := f.text("authenticationToken", 50)
	if f.err != nil {
		return answer{}, f.err
	}
	who, refused := s.caller(token, "prebook.create")
	if refused != nil {
		return answer{}, refused
	}
	req := s.header(f, who)
	items := f.objects("prebookItems")
	if f.err != nil {
		return answer{}, f.err
	}
	return s.add(req, items)
}

// header reads everything but the items.
func (s *server) header(f *fields, who *caller) *request {
	f.known(headerNames)
	c := who.company
	customer, _, _ := f.named(c.customers, "customer", f.alias("customerDescription", "customerName"), 200, 20, true)
	carrier, _, _ := f.named(c.carriers, "carrier", f.alias("carrierDescription", "carrierName"), 200, 20, true)
	book := &prebook{customer: customer, carrier: carrier, created: time.Now()}
	f.need("shipDate")
	book.date = f.text("shipDate", 10)
	day, err := time.Parse(time.DateOnly, book.date)
	if err != nil {
		f.fail("shipDate is not a date YYYY-MM-DD.")
	} else if s.other && day.Before(book.created.AddDate(0, 0, -2)) {
		f.fail("shipDate is past.")
	}
	if user := f.whole("createdBy", 20, false); s.other && f.has("createdBy") && !slices.Contains(c.users, user) {
		f.fail("createdBy is not a user.")
	}
	if to := f.whole("shipToId", 20, false); !s.other && f.has("shipToId") && c.shipTos[to] != customer.id {
		f.fail("shipToId is not one of the customer's addresses.")
	}
	if via := f.flag("shipViaId", true, false); f.has("shipViaId") {
		book.via = []string{"Warehouse", "Grower"}[max(0, min(via, 1))]
	}
	f.flag("isEcommerce", true, false)
	book.po, book.comments = f.free("customerPO", 20), f.free("comments", 200)
	req := &request{who: who, book: book, reserved: map[string]int64{}}
	req.generate = f.flag("autoGeneratePOsfromPrebooks", false, true) == 1
	req.allocate = f.flag("autoAllocate", false, false) == 1
	book.location = f.text("companyLocationCode", 20)
	if len(c.locations) > 0 {
		f.need("companyLocationCode")
	}
	known := slices.Contains(c.locations, book.location)
	if f.has("companyLocationCode") && !known && (s.other || len(c.locations) > 0) {
		f.fail("companyLocationCode does not exist.")
	}
	return req
}

// alias gives the second name where only that one is given and the variant knows it.
func (f *fields) alias(name, second string) string {
	if !f.other && !f.has(name) && f.has(second) {
		return second
	}
	return name
}

// objects reads an array of objects.
func (f *fields) objects(name string) []*fields {
	if !f.has(name) {
		return nil
	}
	list, ok := f.in[name].([]any)
	if !ok {
		f.fail("%s is not an array.", name)
	}
	var out []*fields
	for n, value := range list {
		object, ok := value.(map[string]any)
		if !ok {
			f.fail("%s[%d] is not an object.", name, n)
		}
		out = append(out, &fields{in: object, other: f.other, where: fmt.Sprintf("%s%s[%d]: ", f.where, name, n)})
	}
	return out
}

// add checks the items and creates the prebook with those that are right.
func (s *server) add(req *request, items []*fields) (answer, *fault) {
	results, seen := []any{}, map[any]bool{}
	var lines []*line
	for _, f := range items {
		l := s.line(req, f)
		if s.other && l.identifier != nil && seen[l.identifier] {
			f.fail("identifier is there twice.")
		}
		seen[l.identifier] = true
		if f.err != nil && (s.other || l.failedPO) {
			return answer{}, f.err
		}
		if f.err == nil {
			l.id, s.item = s.item, s.item+1
			lines = append(lines, l)
		}
		results = append(results, s.result(l, f.err))
	}
	if len(items) > 0 && len(lines) == 0 {
		return answer{http.StatusOK, map[string]any{"status": 0, "message": "None of the items could be added.", "items": results}}, nil
	}
	book, c := req.book, req.who.company
	book.lines, book.id, book.number = lines, s.prebook, s.number
	s.prebook, s.number = s.prebook+1, s.number+1
	for number, boxes := range req.reserved {
		c.futures[number].boxes = max(0, c.futures[number].boxes-boxes)
	}
	if req.allocate {
		c.allocate(lines)
	}
	c.prebooks = append(c.prebooks, book)
	return s.created(req, results), nil
}

// created is the answer to a success.
func (s *server) created(req *request, results []any) answer {
	book := req.book
	body := map[string]any{"status": s.done(), "message": "Prebook was successfully created.", "prebookId": book.id}
	if !s.other {
		body["prebookNumber"], body["purchaseOrderNumbers"], body["items"] = book.number, "", results
		if len(results) > len(book.lines) {
			body["message"] = fmt.Sprintf("Prebook was successfully created. %d items could not be added.", len(results)-len(book.lines))
		}
	} else {
		body["prebookNumber"] = fmt.Sprintf("%06d", book.number)
		if len(results) > 0 {
			slices.Reverse(results)
			body["items"] = results
		}
	}
	if req.generate {
		body["purchaseOrderNumbers"] = s.purchase(req.who.company, book)
		if !s.other && len(book.lines) > 0 {
			body["message"] = fmt.Sprint(body["message"], " All the purchase orders were successfully created")
		}
	}
	if s.other {
		return answer{http.StatusCreated, body}
	}
	return answer{http.StatusOK, body}
}

// purchase makes the purchase orders of the lines and joins their numbers.
func (s *server) purchase(c *company, book *prebook) string {
	var numbers []string
	vendors := map[int64]bool{}
	for _, l := range book.lines {
		if vendors[l.vendor.id] && !s.other {
			continue
		}
		vendors[l.vendor.id] = true
		number := fmt.Sprintf("P%06d", s.order)
		c.orders = append(c.orders, purchaseOrder{s.order + 770000, number, "Approved", book.date})
		numbers, s.order = append(numbers, number), s.order+1
	}
	if s.other {
		return strings.Join(numbers[:min(len(numbers), 25)], ",")
	}
	return strings.Join(numbers, ", ")
}

// allocate gives the lines boxes of the inventory that are at most five days old.
func (c *company) allocate(lines []*line) {
	for _, l := range lines {
		for _, lot := range c.stock {
			if lot.product == l.product.id && lot.age <= 5 {
				taken := min(lot.boxes, l.boxes-l.allocated)
				lot.boxes, l.allocated = lot.boxes-taken, l.allocated+taken
			}
		}
	}
}
