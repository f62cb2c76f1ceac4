package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// contractCases makes a case of every variant of every constraint, for the rule
// that claims the constraint. A constraint that no rule claims is our fault.
func (r *runner) contractCases() ([]Case, error) {
	var cases []Case
	for _, op := range r.contract.Operations {
		list, err := constraints(r.contract, op)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			variants := c.variants()
			if len(variants) == 0 {
				continue
			}
			rule := owner(r.vendor.Book, c.pointer)
			if rule == nil {
				return nil, fmt.Errorf("conformance: %s: no rule claims the constraint at %s", r.vendor.Book.Vendor, c.pointer)
			}
			if rule.Binds != specs.Server {
				return nil, fmt.Errorf("conformance: %s binds the caller, yet claims the constraint at %s", rule.ID, c.pointer)
			}
			for _, v := range variants {
				if v.accepted && slices.Contains(r.plan.Varied, c.pointer) {
					continue
				}
				cases = append(cases, r.contractCase(rule, op, v))
			}
		}
	}
	return cases, nil
}

func (r *runner) contractCase(rule *specs.Rule, op *contract.Operation, v variant) Case {
	wanted := "is refused"
	if v.accepted {
		wanted = "is accepted"
	}
	return Case{
		Rule: rule, Phase: ContractPhase, Effect: r.plan.Effects[op.ID], Needs: r.plan.CallNeeds[op.ID],
		Name: fmt.Sprintf("%s, %s, %s", op.ID, v.name, wanted),
		Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
			call, err := r.plan.Call(op.ID, s, random)
			if err != nil {
				return err
			}
			return r.vary(ctx, s, op, call, v)
		},
	}
}

// vary sends a variant and judges how it was taken.
func (r *runner) vary(ctx context.Context, s *target.Session, op *contract.Operation, call Call, v variant) error {
	observe := call.Observe
	if observe == nil || v.accepted {
		observe = func(context.Context) (string, error) { return "", nil }
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return err
		}
	}
	before, err := observe(ctx)
	if err != nil {
		return err
	}
	made := target.Made{}
	switch {
	case call.Makes.ID != "":
		made = s.Created(call.Makes, call.Undo)
	case call.Undo != nil:
		s.Undo(call.Undo)
	}
	req, err := r.request(ctx, op, &call, v)
	if err != nil {
		return err
	}
	if v.accepted {
		if err := r.forbidden(op, req); err != nil {
			return err
		}
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return readBack(ctx, s, call, v, before, err)
	}
	if v.accepted {
		if answer.Status/100 != 2 || r.plan.RefusedAnswer != nil && r.plan.RefusedAnswer(answer) {
			what, got := r.told(answer)
			return target.Mismatch(what, got, "2xx: the contract allows the request")
		}
		return nil
	}
	if !r.refused(answer) {
		what, got := r.told(answer)
		return target.Mismatch(what, got, r.plan.Refusal+": the contract forbids the request")
	}
	after, err := observe(ctx)
	if err != nil {
		return err
	}
	if before != after {
		return target.Mismatch("state after a refusal", after, before)
	}
	made.Refused()
	return nil
}

// readBack looks at the state after a request that got no answer: it may have
// taken effect all the same. Only one that was forbidden can be judged by that,
// and only when it did: one that has not taken effect may still be on its way.
func readBack(ctx context.Context, s *target.Session, call Call, v variant, before string, lost error) error {
	if call.Observe == nil || len(s.Indeterminate()) == 0 || ctx.Err() != nil {
		return lost
	}
	after, err := call.Observe(ctx)
	switch {
	case err != nil:
		return &target.Inconclusive{Reason: fmt.Sprintf("%s; it could not be read back: %s", lost, err)}
	case !v.accepted && after != before:
		return target.Mismatch("state after a forbidden request that got no answer", after, before)
	}
	const most = 200 // bytes, for people
	return &target.Inconclusive{Reason: fmt.Sprintf("%s; read back, the state is: %s", lost, after[:min(most, len(after))])}
}

// notApplicable is why a case does not apply to any target.
type notApplicable struct{ reason string }

func (e *notApplicable) Error() string { return e.reason }

// forbidden returns a *notApplicable error where a body that keeps to one
// constraint breaks another: one that depends on several members.
func (r *runner) forbidden(op *contract.Operation, req *http.Request) error {
	if req.GetBody == nil {
		return nil
	}
	reader, err := req.GetBody()
	if err != nil {
		return err
	}
	body, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	below := req.Clone(req.Context())
	below.URL, err = url.Parse(strings.TrimPrefix(req.URL.String(), strings.TrimSuffix(r.target.Base(), "/")))
	if err != nil {
		return err
	}
	for _, f := range r.judge.Request(op, below, body) {
		if !f.Note && f.Pointer != op.Pointer() { // which is that of headers, whose values come later
			return &notApplicable{"the contract forbids it for another reason: " + f.Message}
		}
	}
	return nil
}

// refused tells whether an answer refuses, by its status or, where the vendor
// refuses there, by its body.
func (r *runner) refused(answer *target.Answer) bool {
	if r.plan.RefusedAnswer != nil {
		return r.plan.RefusedAnswer(answer)
	}
	return r.plan.Refused(answer.Status)
}

// told returns what was looked at of an answer, and its text.
func (r *runner) told(answer *target.Answer) (what, got string) {
	const most = 200 // bytes of a body, for people
	got = strconv.Itoa(answer.Status)
	if r.plan.RefusedAnswer == nil {
		return "status", got
	}
	return "answer", got + " " + string(answer.Body[:min(most, len(answer.Body))])
}

// text is what a variant can change of a call.
func (c *Call) text() string {
	body, err := json.Marshal(c.Body)
	return fmt.Sprintf("%v %v %s %v", c.Path, c.Query, body, err)
}

// request encodes a call after the variant has changed it.
func (r *runner) request(ctx context.Context, op *contract.Operation, call *Call, v variant) (*http.Request, error) {
	before := call.text()
	raw, replaced := v.apply(call)
	if !replaced && !v.accepted && call.text() == before {
		// The request would be correct, and a server that accepts it blamed.
		return nil, fmt.Errorf("conformance: %s, %s: the correct request has no such place", op.ID, v.name)
	}
	if !replaced && call.Body != nil || !replaced && op.Operation.RequestBody != nil {
		var err error
		if raw, err = json.Marshal(call.Body); err != nil {
			return nil, fmt.Errorf("conformance: %s, %s: %w", op.ID, v.name, err)
		}
	}
	path := op.Path
	for name, text := range call.Path {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(text))
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, strings.TrimSuffix(r.target.Base(), "/")+path, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("conformance: %s, %s: %w", op.ID, v.name, err)
	}
	req.URL.RawQuery = call.Query.Encode()
	for name, values := range call.Header {
		req.Header[name] = values
	}
	if op.Operation.RequestBody != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}
