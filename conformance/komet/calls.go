package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/komet"
	"github.com/plumbline-api/plumbline/target"
)

// reading builds the request of an operation that makes nothing: its required
// parameters, among them the token.
func (c caller) reading(operation string, random *rand.Rand) (conformance.Call, error) {
	query := url.Values{"authenticationToken": {c.access.Token}}
	switch operation {
	case "login":
		if missing := c.missing(steps.NeedsUser); missing != "" {
			return conformance.Call{}, &target.Inconclusive{Reason: missing}
		}
		query = url.Values{"username": {c.access.User}, "password": {c.access.Password}}
	case "listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors":
	case "listPrebookDetails":
		query.Set("date", steps.NewDate(random))
	case "listPurchaseOrders":
		query.Set("number", "P002989") // need not be there
	default:
		return conformance.Call{}, fmt.Errorf("no correct request of %s is known", operation)
	}
	return conformance.Call{Query: query}, nil
}

// markOf begins the customer's purchase orders of this phase, so that what one
// call looks at is not what another has made in the meantime.
const markOf = "PL-"

// creation builds the request of a creation.
func (c caller) creation(s *target.Session, random *rand.Rand) conformance.Call {
	l := look{caller: c, session: s, date: steps.NewDate(random), mark: fmt.Sprintf("%s%09d", markOf, random.IntN(1_000_000_000))}
	body := map[string]any{}
	call := conformance.Call{Path: map[string]string{}, Body: body}
	var before *day // what Prepare saw, for the first look
	call.Prepare = func(ctx context.Context) error {
		// Looking here also shows whether the target still answers calls at all: a
		// company may make so many a day.
		seen, err := l.day(ctx)
		if err != nil {
			return err
		}
		before, l.known = &seen, seen.ids
		return l.fill(ctx, body)
	}
	call.Observe = func(ctx context.Context) (string, error) {
		if before != nil {
			seen := *before
			before = nil
			return seen.lines, nil
		}
		return l.observe(ctx)
	}
	call.Shown = func(ctx context.Context) (any, error) { return l.shown(ctx, body) }
	call.Names = func(answer *target.Answer) target.Entity {
		var told answered
		if decode(answer.Body, &told) != nil {
			return target.Entity{}
		}
		return target.Entity{What: "prebook", ID: plain(told.PrebookID)}
	}
	return call
}

// fill makes a body a creation with every optional member of the document that
// needs nothing but the lists; members of the present page alone are left out.
// It names everything by code where the lists have codes, so that a variant of a
// code is what the answer is about.
func (l *look) fill(ctx context.Context, body map[string]any) error {
	company := l.access.Company(l.session)
	l.found = map[string]steps.Entry{}
	for _, kind := range steps.Kinds() {
		entry, err := company.Entry(ctx, kind, 0)
		if err != nil && kind != steps.Vendor { // an item needs no vendor
			return err
		}
		l.found[kind] = entry
	}
	none := json.Number("0")
	for name, value := range map[string]any{
		"authenticationToken": l.access.Token, "shipDate": l.date,
		"customerPO": l.mark, "comments": "Comments or special instructions", "shipViaId": json.Number("1"), "isEcommerce": none,
		"autoGeneratePOsfromPrebooks": none, "autoAllocate": none,
		"prebookItems": []any{l.item()},
	} {
		body[name] = value
	}
	l.name(body, steps.Customer, "customer", "Description")
	l.name(body, steps.Carrier, "carrier", "Description")
	if l.access.Location != "" {
		body["companyLocationCode"] = l.access.Location
	}
	return nil
}

// name names an entry by code and description, or by id where no code is known.
func (l *look) name(members map[string]any, kind, prefix, description string) {
	entry := l.found[kind]
	switch {
	case entry.Code != "" && entry.Name != "":
		members[prefix+"Code"], members[prefix+description] = entry.Code, entry.Name
	case entry.ID != "":
		members[prefix+"Id"] = json.Number(entry.ID)
	}
}

func (l *look) item() map[string]any {
	number := func(text string) json.Number { return json.Number(text) }
	whole := map[string]any{
		"identifier": "02343678", "boxes": number("5"), "unitType": "stem", "bunches": number("10"), "stemsBunch": number("2"),
		"price": number("2.50"), "cost": number("0.70"), "markCode": "text for mark code", "notes": "red",
	}
	part := func(bunches string) map[string]any {
		one := map[string]any{"bunches": number(bunches), "stemsBunch": number("2"), "cost": number("0.75"), "price": number("1.50")}
		l.name(one, steps.Product, "product", "Description")
		return one
	}
	l.name(whole, steps.Product, "product", "Description")
	l.name(whole, steps.BoxType, "boxType", "Description")
	l.name(whole, steps.Vendor, "vendor", "Name")
	whole["breakdowns"] = []any{part("6"), part("4")}
	return whole
}
