package komet

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/target"
)

// comparing is what the comparator needs of this vendor.
func (c caller) comparing(api *contract.Contract) *reference.Vendor {
	outcome := outcomeOf(api)
	return &reference.Vendor{
		Book: rules.Book(), Contract: api, Outcome: outcome, Plain: plainBody,
		Kinds: map[string]reference.Kind{
			"createPrebook /id": reference.Chosen, "createPrebook /number": reference.Chosen, "createPrebook /orders/*": reference.Chosen,
			"createPrebook /orders": reference.Unordered, "createPrebook /items/*/id": reference.Chosen,
			"listPrebookDetails /prebooks": reference.Unordered, "listPrebookDetails /prebooks/*/id": reference.Chosen,
			"listPrebookDetails /prebooks/*/number":     reference.Chosen,
			"listPrebookDetails /prebooks/*/lines":      reference.Unordered,
			"listPrebookDetails /prebooks/*/lines/*/id": reference.Chosen,
			"listPurchaseOrders /orders":                reference.Unordered, "listPurchaseOrders /orders/*/id": reference.Chosen,
			"listPurchaseOrders /orders/*/number": reference.Chosen,
			"* /entries":                          reference.Unordered, "login /token": reference.Chosen,
		},
		Sign: c.sign, About: about, Start: start(outcome),
		Explore: &reference.Explorer{Begin: c.begin, Look: listed, Moves: moves()},
	}
}

// outcomeOf tells what an answer says: most of it stands in the body. That a list
// found nothing is no refusal, whichever status says so.
func outcomeOf(api *contract.Contract) func(string, *reference.Answer) string {
	return func(operation string, a *reference.Answer) string {
		answer := &target.Answer{Status: a.Status, Header: a.Header, Body: a.Body, Operation: api.Operation(operation)}
		if steps.Succeeded(answer) || steps.EmptyList(answer) {
			return reference.Accepted
		}
		return reference.Refused
	}
}

func plainBody(operation string, body any) any {
	if o, isObject := body.(map[string]any); isObject {
		return steps.Plain(operation, o)
	}
	return body
}

// The tokens of a company that exploring makes up. Where the company is the
// profile's, the first one stands for its token until a request is sent.
const (
	ofCompany    = "plumbline-explored-company"
	ofCustomer   = "plumbline-explored-customer"
	ofVendor     = "plumbline-explored-vendor"
	ofLimited    = "plumbline-explored-limited"
	ofProfile    = "plumbline-profile-token"
	tokenMember  = "authenticationToken"
	mirroredID   = 900_000_001 // of the company that stands for the client's
	userName     = "plumbline-explored-user"
	userPassword = "plumbline-password"
)

// sign replaces what stands for the profile's token. The model knows clients by
// the mirrored company's.
func (c caller) sign(r *reference.Request, _ map[string]string, model bool) {
	token, replace := tokenOf(r), ""
	switch {
	case token == ofProfile && !model:
		replace = c.access.Token
	case model && r.Role == "" && token != "" && !known(token):
		replace = ofProfile
	}
	r.Role = ""
	if replace == "" {
		return
	}
	if query, err := url.ParseQuery(r.Query); err == nil && query.Get(tokenMember) == token {
		query.Set(tokenMember, replace)
		r.Query = query.Encode()
	}
	var body map[string]any
	if decode(r.Body, &body) == nil && body[tokenMember] == token {
		body[tokenMember] = replace
		r.Body = reference.JSON(body)
	}
}

// drawn is the role of a request that exploring makes: its token is as it is.
const drawn = "caller"

// known tells whether a token is one of the model's own.
func known(token string) bool {
	return strings.HasPrefix(token, "plumbline-") || slices.Contains([]string{
		"token_info_goes_here", "sample-customer-token", "sample-vendor-token", "sample-list-token", "sample-two-places-token",
		"sample-two-places-vendor-token", "fake-company-token-0000001", "fake-company-token-0000002",
	}, token)
}

// tokenOf is the token that a request carries.
func tokenOf(r *reference.Request) string {
	if query, err := url.ParseQuery(r.Query); err == nil && query.Get(tokenMember) != "" {
		return query.Get(tokenMember)
	}
	var body struct{ AuthenticationToken string }
	if json.Unmarshal(r.Body, &body) != nil {
		return ""
	}
	return body.AuthenticationToken
}

// about names the day that a request is about, of one caller.
func about(r *reference.Request) string {
	switch r.Operation {
	case "createPrebook":
		var body struct{ ShipDate string }
		if json.Unmarshal(r.Body, &body) == nil && body.ShipDate != "" {
			return "prebooks of " + body.ShipDate + " of " + tokenOf(r)
		}
	case "listPrebookDetails":
		if query, err := url.ParseQuery(r.Query); err == nil {
			return "prebooks of " + query.Get("date") + " of " + tokenOf(r)
		}
	}
	return r.Operation + " of " + tokenOf(r)
}

// start tells what there was before a first exchange. A day without prebooks is
// known. A creation does not hang on the prebooks that are there, unless it says
// so; what else it hangs on the model knows of the sample's companies alone.
func start(outcome func(string, *reference.Answer) string) func(r *reference.Request, a *reference.Answer) reference.Start {
	return func(r *reference.Request, a *reference.Answer) reference.Start {
		if !known(tokenOf(r)) {
			return reference.Start{}
		}
		switch r.Operation {
		case "listPrebookDetails":
			var list struct{ Prebooks []any }
			query, err := url.ParseQuery(r.Query)
			all := err == nil && len(query) == 2 // date and token: no filters
			return reference.Start{Known: all && json.Unmarshal(a.Body, &list) == nil && len(list.Prebooks) == 0 && outcome(r.Operation, a) == reference.Accepted}
		case "createPrebook":
			var body struct {
				UseExisting, AutoAllocate any
				PrebookItems              []struct{ FutureSalesPoNumber any }
			}
			if json.Unmarshal(r.Body, &body) != nil || body.UseExisting != nil || body.AutoAllocate != nil {
				return reference.Start{}
			}
			for _, item := range body.PrebookItems {
				if item.FutureSalesPoNumber != nil {
					return reference.Start{}
				}
			}
			return reference.Start{Alone: true}
		}
		return reference.Start{Alone: r.Method == http.MethodGet && r.Operation != "listPurchaseOrders"}
	}
}

// begin makes up a company with all that prebooks need, or takes the profile's.
func (c caller) begin(ctx context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	if !d.Session.Controlled() {
		return c.borrow(ctx, d)
	}
	seed = reference.JSON(map[string]any{"companies": []any{drawnCompany(d)}})
	return seed, nil, nil
}
