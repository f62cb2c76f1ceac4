package conformance

import (
	"context"
	"io"
	"net/http"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/target"
)

// Variant is one request of the contract phase, for tests that need a vendor's
// own requests and so stand outside of this package.
type Variant struct {
	Pointer, Name string
	Accepted      bool
	variant       variant
}

// Variants returns every request of the contract phase for an operation.
func Variants(c *contract.Contract, op *contract.Operation) ([]Variant, error) {
	list, err := constraints(c, op)
	if err != nil {
		return nil, err
	}
	var all []Variant
	for _, one := range list {
		for _, v := range one.variants() {
			all = append(all, Variant{Pointer: one.pointer, Name: v.name, Accepted: v.accepted, variant: v})
		}
	}
	return all, nil
}

// Request builds the request of a variant, below the contract's root. Changed
// tells whether the call has the place that the variant changes.
func (v Variant) Request(c *contract.Contract, op *contract.Operation, call Call) (req *http.Request, body []byte, changed bool, err error) {
	t, err := target.New(target.Options{Base: "http://toy.test", Contract: c}, "")
	if err != nil {
		return nil, nil, false, err
	}
	before := call.text()
	r := &runner{target: t}
	quiet := v.variant
	apply := quiet.apply
	quiet.apply = func(call *Call) ([]byte, bool) {
		raw, replaced := apply(call)
		changed = replaced || call.text() != before
		return raw, replaced
	}
	quiet.accepted = true // a place that is not there is for the caller to judge
	req, err = r.request(context.Background(), op, &call, quiet)
	if err != nil {
		return nil, nil, false, err
	}
	body, err = io.ReadAll(req.Body)
	return req, body, changed, err
}
