// Package komet tells the conformance runner how to call Komet Sales:
// credentials, fixtures, and correct requests to be varied.
package komet

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/target"
)

// New returns what the runner needs of this vendor.
func New() *conformance.Vendor {
	return &conformance.Vendor{
		Book:        rules.Book(),
		Credentials: credentials(),
		Fixtures:    fixtures(),
		Sample:      sample,
		Prepare:     prepare,
	}
}

func prepare(p *conformance.Profile) (*conformance.Plan, error) {
	access, err := readAccess(p)
	if err != nil {
		return nil, err
	}
	document, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		return nil, err
	}
	c := caller{access}
	return &conformance.Plan{
		// The token travels in the body of a creation and in the address of a
		// list, and is set by whoever builds the request.
		Makes:     steps.PrebooksIn,
		Authorize: func(*http.Request, string) error { return nil },
		Missing:   c.missing,
		Seeds:     func(need string) bool { return slices.Contains(needs(), need) },
		Contact:   c.contact,
		Again:     conformance.Again{Rule: rules.TokensDoNotExpire},
		Known:     conformance.Known{By: enveloped},
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			return steps.Steps(s, access, random)
		},
		Reference:     c.comparing(document),
		Call:          c.call,
		Neighbours:    []conformance.Neighbour{{Operation: "createPrebook", Sent: true}},
		Strangers:     strangers(),
		Effects:       effects(),
		Refused:       func(status int) bool { return status/100 == 4 },
		Refusal:       "2xx with status 0 for the request or its item, or 4xx",
		RefusedAnswer: func(a *target.Answer) bool { return steps.Refused(a) && !steps.EmptyList(a) },
		Supply:        c.supply,
		Varied:        varied(),
		Probes:        slices.Concat(c.races(), c.malformed()),
		Checks:        c.checks(p),
	}, nil
}

// effects tells what each operation does; a prebook can't be deleted again.
func effects() map[string]features.Effect {
	all := map[string]features.Effect{"createPrebook": features.Spending, "login": features.Read}
	for _, name := range []string{
		"listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors", "listPrebookDetails", "listPurchaseOrders",
	} {
		all[name] = features.Read
	}
	return all
}

// varied are bounds up to which a value keeps to the contract and yet need not
// be accepted: what names an entry has to name one that is there, and the
// others depend on a reading.
func varied() []string {
	const schemas = "/components/schemas/"
	list := []string{
		"/components/parameters/Token/schema/maxLength",
		schemas + "Id/minimum", schemas + "Id/maximum", schemas + "UnitType/enum",
		schemas + "PrebookCreate/properties/autoGeneratePOsfromPrebooks/enum",
		schemas + "PrebookItem/properties/notes/maxLength",
		schemas + "PrebookCreate/properties/shipToId/minimum", schemas + "PrebookCreate/properties/shipToId/maximum",
		schemas + "PrebookCreate/properties/customerName/maxLength", schemas + "PrebookCreate/properties/carrierName/maxLength",
		schemas + "PrebookItem/properties/vendorDescription/maxLength", schemas + "Breakdown/properties/identifier/maxLength",
		schemas + "PrebookCreate/properties/useExisting/enum",
	}
	for schema, names := range map[string][]string{
		"PrebookCreate": {"authenticationToken", "customerCode", "customerDescription", "carrierCode", "carrierDescription", "companyLocationCode"},
		"PrebookItem":   {"vendorCode", "vendorName", "productCode", "productDescription", "boxTypeCode", "boxTypeDescription", "futureSalesPoNumber"},
		"Breakdown":     {"productCode", "productDescription"},
	} {
		for _, name := range names {
			list = append(list, schemas+schema+"/properties/"+name+"/maxLength")
		}
	}
	return list
}

// caller makes correct calls.
type caller struct{ access *steps.Access }

func (c caller) client(s *target.Session) *steps.Client {
	return &steps.Client{Session: s, Token: c.access.Token}
}

// contact lists the box types, or what else a target has that has no such list,
// which changes nothing. Only a refused token ends a run here.
func (c caller) contact(ctx context.Context, s *target.Session) error {
	var answer *target.Answer
	for _, kind := range []string{steps.BoxType, steps.Customer, steps.Carrier, steps.Product, steps.Vendor} {
		var err error
		if answer, err = c.client(s).List(ctx, kind, nil); err != nil {
			return err
		}
		if answer.Status != http.StatusNotFound {
			break
		}
	}
	if steps.RefusedWhole(answer) && !steps.EmptyList(answer) {
		return fmt.Errorf("the target refuses the profile's token: %s", steps.Told(answer))
	}
	return nil
}

// call builds the request of an operation that the contract phase varies.
func (c caller) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	if operation != "createPrebook" {
		return c.reading(operation, random)
	}
	return c.creation(s, random), nil
}

// enveloped tells whether an answer has the envelope of this API: a status that
// is 1 or 0, as number or text, and a message.
func enveloped(a *target.Answer) bool {
	members := conformance.Members(a)
	_, told := members["message"]
	status := strings.Trim(string(members["status"]), `"`)
	return told && (status == "0" || status == "1")
}
