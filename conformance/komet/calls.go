package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

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

// fill makes a body a creation with every optional member that needs nothing
// but the lists. It names everything by code, so that a variant of a code is
// what the answer is about.
func (c caller) fill(ctx context.Context, s *target.Session, body map[string]any, date string) error {
	company := c.access.Company(s)
	found := map[string]steps.Entry{}
	for _, kind := range steps.Kinds() {
		entry, err := company.Entry(ctx, kind, 0)
		if err != nil {
			return err
		}
		found[kind] = entry
	}
	none := json.Number("0")
	for name, value := range map[string]any{
		"authenticationToken": c.access.Token, "shipDate": date,
		"customerCode": found[steps.Customer].Code, "customerDescription": found[steps.Customer].Name,
		"carrierCode": found[steps.Carrier].Code, "carrierDescription": found[steps.Carrier].Name,
		"customerPO": "PO4534", "comments": "Comments or special instructions", "shipViaId": none, "isEcommerce": none,
		"autoGeneratePOsfromPrebooks": none, "autoAllocate": none, "useExisting": none,
		"prebookItems": []any{item(found)},
	} {
		body[name] = value
	}
	if c.access.Location != "" {
		body["companyLocationCode"] = c.access.Location
	}
	return nil
}

func item(found map[string]steps.Entry) map[string]any {
	number := func(text string) json.Number { return json.Number(text) }
	product := map[string]any{"productCode": found[steps.Product].Code, "productDescription": found[steps.Product].Name}
	whole := map[string]any{
		"identifier": "02343678", "vendorCode": found[steps.Vendor].Code, "vendorName": found[steps.Vendor].Name,
		"boxTypeCode": found[steps.BoxType].Code, "boxTypeDescription": found[steps.BoxType].Name,
		"boxes": number("5"), "unitType": "stem", "bunches": number("10"), "stemsBunch": number("2"),
		"price": number("2.50"), "cost": number("0.70"), "markCode": "text for mark code", "notes": "fragile",
	}
	part := map[string]any{
		"bunches": number("10"), "stemsBunch": number("2"), "cost": number("0.75"), "price": number("1.50"),
	}
	for name, value := range product {
		whole[name], part[name] = value, value
	}
	whole["breakdowns"] = []any{part}
	return whole
}

// lines returns the lines of a day's prebooks, to be compared. A header alone
// is not looked at: where an item fails the documentation leaves open whether
// one is created.
func (c caller) lines(ctx context.Context, s *target.Session, date string) (string, error) {
	answer, err := c.client(s).Details(ctx, date, nil)
	if err != nil {
		return "", err
	}
	if !steps.Succeeded(answer) {
		return "", &target.Inconclusive{Reason: "precondition: prebook.details.list was answered with " + steps.Told(answer)}
	}
	decoder := json.NewDecoder(bytes.NewReader(answer.Body))
	decoder.UseNumber()
	var day struct{ Prebooks []struct{ Details []any } }
	if err := decoder.Decode(&day); err != nil {
		return "", target.Mismatch("prebook.details.list", steps.Told(answer), "a list of prebooks")
	}
	var all []string
	for _, p := range day.Prebooks {
		for _, line := range p.Details {
			text, err := json.Marshal(line)
			if err != nil {
				return "", fmt.Errorf("komet: %w", err)
			}
			all = append(all, string(text))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n"), nil
}
