package komet

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// filter is what a list of master data can be asked for.
type filter struct {
	id   *uint64
	code *string
	name *string
}

// listed is a list of master data, with its message.
type listed struct {
	status  wire.NumberOrText
	message string
	entries []Record
}

// list answers a list of master data; noun is what the message calls its
// entries. With a defect of its own rule the entries lose code and name.
func list(ctx context.Context, token string, r register, rule *specs.Rule, noun string, f filter) (listed, error) {
	env := simulator.FromContext(ctx)
	c, err := identify(env, token)
	if err != nil {
		return listed{}, err
	}
	all, err := r.all(env, c.scope)
	if err != nil {
		return listed{}, err
	}
	kept := f.of(env, all)
	if len(kept) == 0 {
		return nothing(env, noun), nil
	}
	if !env.Applies(rule) {
		for i := range kept {
			kept[i].Code, kept[i].Name = "", ""
		}
	}
	return listed{wire.Number("1"), "OK", kept}, nil
}

// nothing is a list without entries.
func nothing(env *simulator.Env, noun string) listed {
	switch {
	case !env.Applies(rules.NothingFound):
		return listed{wire.Number("0"), "Nothing.", nil}
	case env.Reading(rules.NothingFound) == "failure":
		return listed{wire.Number("0"), noun + " not found.", nil}
	}
	return listed{wire.Number("1"), noun + " not found.", nil}
}

// of leaves the entries that the filter names.
func (f filter) of(env *simulator.Env, all []Record) []Record {
	if (f.id != nil || f.code != nil) && !env.Applies(rules.ListsFilterExactly) {
		f.id, f.code = nil, nil
	}
	part := f.name == nil || env.Applies(rules.ListsFilterByPart)
	var kept []Record
	for _, r := range all {
		switch {
		case f.id != nil && r.ID != *f.id:
		case f.code != nil && lower(r.Code) != lower(*f.code):
		case f.name != nil && part && !strings.Contains(lower(r.Name), lower(*f.name)):
		case f.name != nil && !part && r.Name != *f.name:
		default:
			kept = append(kept, r)
		}
	}
	return kept
}

// loose is a number of the list methods.
func loose(n uint64) wire.NumberOrText { return wire.Number(strconv.FormatUint(n, 10)) }

// ListCustomers lists the company's customers.
func (service) ListCustomers(ctx context.Context, r api.ListCustomersRequestObject) (api.ListCustomersResponseObject, error) {
	p := r.Params
	l, err := list(ctx, p.AuthenticationToken, customers, rules.CustomersListed, "Customers", filter{p.ID, p.Code, p.Name})
	out := []api.Customer{}
	for _, e := range l.entries {
		out = append(out, api.Customer{ID: loose(e.ID), Code: e.Code, Name: e.Name})
	}
	return api.ListCustomers2XXJSONResponse{Body: api.CustomersAnswer{Status: l.status, Message: l.message, Customers: &out}, StatusCode: http.StatusOK}, err
}

// ListCarriers lists the carriers.
func (service) ListCarriers(ctx context.Context, r api.ListCarriersRequestObject) (api.ListCarriersResponseObject, error) {
	p := r.Params
	l, err := list(ctx, p.AuthenticationToken, carriers, rules.CarriersListed, "Carriers", filter{p.ID, p.Code, p.Name})
	out := []api.Carrier{}
	for _, e := range l.entries {
		out = append(out, api.Carrier{ID: loose(e.ID), Code: e.Code, Name: e.Name})
	}
	return api.ListCarriers2XXJSONResponse{Body: api.CarriersAnswer{Status: l.status, Message: l.message, Carriers: &out}, StatusCode: http.StatusOK}, err
}

// ListProducts lists the products, whose code is called legacyCode here.
func (service) ListProducts(ctx context.Context, r api.ListProductsRequestObject) (api.ListProductsResponseObject, error) {
	p := r.Params
	l, err := list(ctx, p.AuthenticationToken, products, rules.ProductsListed, "Products", filter{id: p.ID, code: p.LegacyCode})
	out := []api.Product{}
	for _, e := range l.entries {
		out = append(out, api.Product{ID: loose(e.ID), LegacyCode: &e.Code, Description: e.Name})
	}
	return api.ListProducts2XXJSONResponse{Body: api.ProductsAnswer{Status: l.status, Message: l.message, Products: &out}, StatusCode: http.StatusOK}, err
}

// ListBoxTypes lists the box types, which have no name here.
func (service) ListBoxTypes(ctx context.Context, r api.ListBoxTypesRequestObject) (api.ListBoxTypesResponseObject, error) {
	p := r.Params
	l, err := list(ctx, p.AuthenticationToken, boxTypes, rules.BoxTypesListed, "Boxtype", filter{id: p.ID, code: p.Code})
	out := []api.BoxType{}
	for _, e := range l.entries {
		out = append(out, api.BoxType{ID: loose(e.ID), Code: e.Code})
	}
	return api.ListBoxTypes2XXJSONResponse{Body: api.BoxTypesAnswer{Status: l.status, Message: l.message, Boxtypes: &out}, StatusCode: http.StatusOK}, err
}

// ListVendors lists the vendors.
func (service) ListVendors(ctx context.Context, r api.ListVendorsRequestObject) (api.ListVendorsResponseObject, error) {
	p := r.Params
	l, err := list(ctx, p.AuthenticationToken, vendors, rules.VendorsListed, "Vendors", filter{p.ID, p.Code, p.Name})
	out := []api.Vendor{}
	for _, e := range l.entries {
		out = append(out, api.Vendor{ID: loose(e.ID), Code: e.Code, Name: e.Name})
	}
	return api.ListVendors2XXJSONResponse{Body: api.VendorsAnswer{Status: l.status, Message: l.message, Vendors: &out}, StatusCode: http.StatusOK}, err
}
