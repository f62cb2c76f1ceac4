package contractphase_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/conformance/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	spec "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

// base returns a correct call of an operation, made anew for each variant. It
// is nil where none is known.
type base func(op *contract.Operation) (*contractphase.Call, error)

// TestVariantsAreWhatTheySay asks the judge about every request of the contract
// phase: a target must not be blamed for taking a request that is correct, nor
// for refusing one that is not. The vendor whose calls are complete has to have
// every place that a variant changes.
func TestVariantsAreWhatTheySay(t *testing.T) {
	for _, test := range []struct {
		book     specs.Book
		calls    base
		complete bool
	}{
		{altazion.Book(), nil, false},
		{akinon.Book(), nil, false},
		{spec.Book(), deliveryOptimizer(t), true},
		{bridge.Book(), nil, false},
		{komet.Book(), nil, false},
	} {
		t.Run(test.book.Vendor, func(t *testing.T) {
			t.Parallel()
			c, err := contract.Load(test.book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			j, err := judge.New(c, test.book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			calls := test.calls
			if calls == nil {
				calls = fromExamples
			}
			total := 0
			for _, op := range c.Operations {
				constraints, err := contractphase.Constraints(c, op)
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range constraints {
					for _, v := range one.Variants() {
						if checkVariant(t, j, op, calls, v, test.complete) {
							total++
						}
					}
				}
			}
			if total == 0 {
				t.Error("no variant was judged")
			}
			t.Logf("%d requests", total)
		})
	}
}

// checkVariant tells whether the variant could be made.
func checkVariant(t *testing.T, j *judge.Judge, op *contract.Operation, calls base, v contractphase.Variant, complete bool) bool {
	t.Helper()
	call, err := calls(op)
	if err != nil {
		t.Fatal(err)
	}
	if call == nil {
		return false
	}
	req, changed, err := v.Request(t.Context(), "", op, call)
	if err != nil {
		t.Errorf("%s, %s: %v", op.ID, v.Name, err)
		return false
	}
	if !changed && !v.Accepted {
		if complete && !v.Further && v.Class != specs.TextForNumber && v.Class != specs.TextForBoolean { // which need the value to be there
			t.Errorf("%s, %s: the correct request has no such place", op.ID, v.Name)
		}
		return false
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatal(err)
	}
	findings := j.Request(op, req, body)
	if v.Accepted && len(findings) > 0 && !complete {
		return false // a constraint that depends on several members: the runner leaves it out
	}
	if v.Accepted != (len(findings) == 0) {
		t.Errorf("%s, %s (%s): to be accepted: %v, the judge finds %v in %s %s", op.ID, v.Name, v.Pointer, v.Accepted, findings, req.URL.EscapedPath(), clip(body))
	}
	return true
}

func clip(body []byte) []byte { return body[:min(len(body), 300)] }

// deliveryOptimizer makes the calls that its own plan makes.
func deliveryOptimizer(t *testing.T) base {
	t.Helper()
	vendor := deliveryoptimizer.New()
	plan, err := vendor.Prepare(vendor.Sample())
	if err != nil {
		t.Fatal(err)
	}
	return func(op *contract.Operation) (*contractphase.Call, error) {
		call, err := plan.Call(op.ID, nil, rand.New(rand.NewPCG(1, 2)))
		return &call, err
	}
}

// fromExamples makes calls of the contract's examples.
func fromExamples(op *contract.Operation) (*contractphase.Call, error) {
	call := &contractphase.Call{Path: map[string]string{}, Query: url.Values{}}
	for _, p := range op.Parameters {
		example := p.Value.Example
		for _, named := range p.Value.Examples {
			example = named.Value.Value
		}
		if example == nil {
			example = p.Value.Schema.Value.Example
		}
		if p.Value.In == "path" {
			if example == nil {
				return nil, nil
			}
			call.Path[p.Value.Name] = fmt.Sprint(example)
		}
		if p.Value.In == "query" && p.Value.Required {
			call.Query.Set(p.Value.Name, fmt.Sprint(example))
		}
	}
	if op.Operation.RequestBody == nil {
		return call, nil
	}
	media := op.Operation.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return call, nil // forms have probes of their own
	}
	example := media.Example
	var names []string
	for name := range media.Examples {
		names = append(names, name)
	}
	if slices.Sort(names); len(names) > 0 {
		example = media.Examples[names[0]].Value.Value
	}
	if example == nil {
		return nil, nil
	}
	raw, err := json.Marshal(example)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return call, dec.Decode(&call.Body)
}
