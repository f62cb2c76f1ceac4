package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance/reference"
	steps "github.com/plumbline-api/plumbline/features/komet"
	"github.com/plumbline-api/plumbline/target"
)

// entry is what a creation can name.
type entry struct {
	id         json.Number
	code, name string
	shipTo     json.Number // of a customer; empty where none is known
}

// company is what a sequence is about: the entries that it may name, and the days
// for which it makes prebooks.
type company struct {
	token   string
	entries map[string][]entry
	places  []string
	future  []string // numbers of future orders
}

func companyIn(d *reference.Draw) *company {
	found, _ := d.Entities[0].Data["company"].(*company)
	return found
}

// days are the days for which a sequence makes prebooks: two, so that one is
// what the other is not.
func days(d *reference.Draw, c *company) {
	for i := range 2 {
		day := time.Now().UTC().AddDate(1, 0, 2*d.Random.IntN(300)+i).Format(time.DateOnly)
		d.Entities = append(d.Entities, &reference.Entity{ID: day, Data: map[string]any{"company": c}})
	}
}

// drawnCompany is a company of a simulator, for one sequence.
func drawnCompany(d *reference.Draw) map[string]any {
	first := 1_000_000_000 + d.Random.Int64N(1_000_000)*100
	c := &company{token: ofCompany, entries: map[string][]entry{}}
	list := func(kind string, names ...string) []any {
		var records []any
		for i, name := range names {
			code, name, _ := strings.Cut(name, " ")
			e := entry{id: json.Number(strconv.FormatInt(first+int64(i)+1, 10)), code: code, name: name}
			record := map[string]any{"id": e.id, "code": code, "name": name}
			if kind == steps.Customer {
				e.shipTo = json.Number(strconv.FormatInt(first+int64(i)+11, 10))
				record["shipTos"] = []any{e.shipTo}
			}
			c.entries[kind] = append(c.entries[kind], e)
			records = append(records, record)
		}
		return records
	}
	document := map[string]any{
		"id": first, "name": "Explored Flowers", "vendorPrices": d.Chance(3),
		"customers": list(steps.Customer, "ANG Ang Flowers", "BLM Bloom and Sons"), "carriers": list(steps.Carrier, "AR Armellini", "PF Prime Floral"),
		"products": list(steps.Product, "Rs55B Roses 55cm Blue", "RF567 Roses Red Freedom", "TUL20 Tulips 20cm"),
		"boxTypes": list(steps.BoxType, "HB HB", "QB QB"), "vendors": list(steps.Vendor, "ABC Flores ABC", "RIO Rio Verde", "SOL Sol de Sabana"),
		"users": []any{map[string]any{"name": userName, "password": userPassword, "token": "plumbline-explored-user-token"}},
	}
	document["tokens"] = []any{
		map[string]any{"token": ofCompany, "kind": "company"},
		map[string]any{"token": ofCustomer, "kind": "customer", "owner": c.entries[steps.Customer][0].id},
		map[string]any{"token": ofVendor, "kind": "vendor", "owner": c.entries[steps.Vendor][0].id},
		map[string]any{"token": ofLimited, "kind": "company", "methods": []string{"customer.list", "carrier.list"}},
	}
	locations := []any{map[string]any{"id": first, "code": "MIA", "name": "Miami"}}
	c.places = []string{"MIA"}
	if d.Chance(3) {
		locations, c.places = append(locations, map[string]any{"id": first + 1, "code": "BOG", "name": "Bogota"}), []string{"MIA", "BOG"}
	}
	document["locations"] = locations
	var lots []any
	for i, age := range []int{0, 5, 6} {
		lots = append(lots, map[string]any{
			"id": i + 1, "product": c.entries[steps.Product][i%2].id, "boxType": c.entries[steps.BoxType][0].id, "vendor": c.entries[steps.Vendor][i%2].id,
			"boxes": 3, "age": age,
		})
	}
	document["inventory"] = lots
	c.future = []string{"P012345", "P012346"}
	document["futureOrders"] = []any{
		map[string]any{"number": "P012345", "vendor": c.entries[steps.Vendor][1].id, "boxes": 10},
		map[string]any{"number": "P012346", "vendor": c.entries[steps.Vendor][2].id, "boxes": 2},
	}
	days(d, c)
	return document
}

// borrow is for targets whose company is the profile's: what the lists show is
// what prebooks may name.
func (c caller) borrow(ctx context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	of := c.access.Company(d.Session)
	found := &company{token: ofProfile, entries: map[string][]entry{}, places: of.Locations}
	document := map[string]any{
		"id": mirroredID, "name": "of the target", "tokens": []any{map[string]any{"token": ofProfile, "kind": "company"}},
	}
	for kind, member := range map[string]string{
		steps.Customer: "customers", steps.Carrier: "carriers", steps.Product: "products", steps.BoxType: "boxTypes", steps.Vendor: "vendors",
	} {
		var records []any
		for n := range 2 {
			e, err := of.Entry(ctx, kind, n)
			if err != nil && n == 0 {
				return nil, nil, err
			}
			if err != nil {
				break
			}
			if e.Code == "" || e.Name == "" {
				return nil, nil, &target.Inconclusive{Reason: fmt.Sprintf("the %s %s has neither code nor name in its list", kind, e.ID)}
			}
			found.entries[kind] = append(found.entries[kind], entry{id: json.Number(e.ID), code: e.Code, name: e.Name})
			records = append(records, map[string]any{"id": json.Number(e.ID), "code": e.Code, "name": e.Name})
		}
		document[member] = records
	}
	var locations []any
	for i, code := range of.Locations {
		locations = append(locations, map[string]any{"id": i + 1, "code": code, "name": code})
	}
	document["locations"] = locations
	days(d, found)
	return nil, reference.JSON(map[string]any{"companies": []any{document}}), nil
}

func get(d *reference.Draw, operation, path string, query url.Values) reference.Request {
	if query.Get(tokenMember) == "" {
		query.Set(tokenMember, companyIn(d).token)
	}
	return reference.Request{Operation: operation, Method: http.MethodGet, Path: "/api/" + path, Query: query.Encode(), Role: drawn, Looks: true}
}

// listed lists the prebooks of a day, and the purchase orders.
func listed(d *reference.Draw, e *reference.Entity) []reference.Request {
	list := []reference.Request{get(d, "listPrebookDetails", "prebook.details.list", url.Values{"date": {e.ID}})}
	list[0].Name = "list the prebooks of the day"
	if d.Chance(3) {
		orders := get(d, "listPurchaseOrders", "purchase.order.list", url.Values{"date": {e.ID}})
		orders.Name = "list the purchase orders of the day"
		list = append(list, orders)
	}
	return list
}

func moves() []reference.Move {
	create := func(name string, weight int, fill func(b *builder)) reference.Move {
		return reference.Move{Name: name, Operation: "createPrebook", Weight: weight, Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			b := newBuilder(d, e)
			fill(b)
			return reference.Request{
				Method: http.MethodPost, Path: "/api/prebook.create", Entity: e.ID, Role: drawn,
				Header: http.Header{"Content-Type": {"application/json"}}, Body: reference.JSON(b.body),
			}, true
		}}
	}
	list := []reference.Move{
		create("create a header", 2, func(*builder) {}),
		create("create with products", 4, func(b *builder) { b.items(1 + b.d.Random.IntN(3)) }),
		create("create with breakdowns", 2, func(b *builder) { b.items(1); b.breakdowns() }),
		create("create with purchase orders", 3, func(b *builder) { b.items(1 + b.d.Random.IntN(3)); b.generate() }),
		create("create with an allocation", 3, func(b *builder) { b.items(1 + b.d.Random.IntN(2)); b.allocate() }),
		create("create with both", 1, func(b *builder) { b.items(2); b.generate(); b.allocate() }),
		create("create for a future order", 2, func(b *builder) { b.items(1 + b.d.Random.IntN(2)); b.future() }),
		create("create with what nobody has", 2, func(b *builder) { b.items(1 + b.d.Random.IntN(2)); b.strange() }),
		create("create beside what is there", 1, func(b *builder) { b.items(1); b.body["useExisting"] = b.d.Random.IntN(2) }),
		create("create with empty products", 1, func(b *builder) { b.body["prebookItems"] = []any{} }),
	}
	for _, token := range []string{ofVendor, ofCustomer, ofLimited, "plumbline-no-token", ""} {
		one := create("create with the token "+token, 1, func(b *builder) { b.items(1 + b.d.Random.IntN(2)); b.body[tokenMember] = token })
		if token == ofVendor {
			one.Weight = 3
		}
		make := one.Make
		one.Make = func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r, _ := make(d, e)
			return r, d.Session.Controlled() || !strings.HasPrefix(token, "plumbline-explored")
		}
		list = append(list, one)
	}
	return append(list, reading()...)
}

// reading are the moves that change nothing.
func reading() []reference.Move {
	list := []reference.Move{{Name: "log in", Operation: "login", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
		query := url.Values{"username": {reference.One(d, userName, userName, "nobody")}, "password": {reference.One(d, userPassword, userPassword, "wrong")}}
		return reference.Request{Method: http.MethodPost, Path: "/api/login", Query: query.Encode(), Role: drawn, Looks: true}, d.Session.Controlled()
	}}, {Name: "list prebooks", Operation: "listPrebookDetails", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
		query := url.Values{"date": {e.ID}}
		c := companyIn(d)
		switch d.Random.IntN(5) {
		case 0:
			query.Set("customerId", reference.One(d, c.entries[steps.Customer]...).id.String())
		case 1:
			query.Set("carrierId", reference.One(d, c.entries[steps.Carrier]...).id.String())
		case 2:
			query.Set("customerPONumber", reference.One(d, "PO-1", "PO-2"))
		case 3:
			if d.Session.Controlled() {
				query.Set(tokenMember, reference.One(d, ofVendor, ofCustomer, ofLimited, "plumbline-no-token"))
			}
		}
		return get(d, "listPrebookDetails", "prebook.details.list", query), true
	}}, {Name: "list purchase orders", Operation: "listPurchaseOrders", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
		query := url.Values{"date": {e.ID}}
		if d.Chance(2) {
			query.Set("status", reference.One(d, "Approved", "Pending Approval"))
		}
		return get(d, "listPurchaseOrders", "purchase.order.list", query), true
	}}}
	for kind, operation := range map[string]string{
		steps.Customer: "listCustomers", steps.Carrier: "listCarriers", steps.Product: "listProducts", steps.BoxType: "listBoxTypes", steps.Vendor: "listVendors",
	} {
		path := strings.ReplaceAll(kind, " ", "") + ".list"
		list = append(list, reference.Move{Name: "list: " + kind, Operation: operation, Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			query, e := url.Values{}, reference.One(d, companyIn(d).entries[kind]...)
			code := "code"
			if kind == steps.Product {
				code = "legacyCode"
			}
			switch d.Random.IntN(4) {
			case 0:
				query.Set("id", reference.One(d, e.id.String(), "1"))
			case 1:
				query.Set(code, reference.One(d, e.code, strings.ToLower(e.code), "NONE"))
			case 2:
				if kind != steps.Product && kind != steps.BoxType {
					query.Set("name", reference.One(d, e.name, e.name[1:4], "nobody"))
				}
			}
			return get(d, operation, path, query), d.Session.Controlled() // else there may be more than is known
		}})
	}
	return list
}
