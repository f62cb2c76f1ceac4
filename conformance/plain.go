package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// plain is what became of the unvaried request of an operation. A refusal of a
// variant says nothing before that request was accepted.
type plain struct {
	once     sync.Once
	accepted bool
	status   int    // of the answer; 0 for none
	why      string // it was not accepted
	shown    any    // what could be read back of it
}

// plain sends the unvaried request of an operation, the first time that it is
// asked for.
func (r *runner) plain(ctx context.Context, op *contract.Operation) *plain {
	r.mu.Lock()
	p := r.plains[op.ID]
	if p == nil {
		p = &plain{}
		r.plains[op.ID] = p
	}
	r.mu.Unlock()
	p.once.Do(func() { r.sendPlain(ctx, op, p) })
	return p
}

func (r *runner) sendPlain(ctx context.Context, op *contract.Operation, p *plain) {
	c := Case{Rule: &specs.Rule{ID: r.vendor.Book.Vendor + "/" + op.ID}, Name: op.ID, Effect: r.plan.Effects[op.ID], Needs: r.plan.CallNeeds[op.ID]}
	if held, why := r.lacks(c); held != "" {
		p.why = why
		return
	}
	s := r.target.Session()
	err := r.sendPlainIn(ctx, op, s, r.random(c, 0), p)
	_ = s.Close(context.WithoutCancel(ctx)) // what is left is in the ledger; the request was accepted all the same
	r.enter(c, s)
	if err != nil && !p.accepted && p.why == "" {
		p.why = r.target.Clean(err.Error())
	}
}

func (r *runner) sendPlainIn(ctx context.Context, op *contract.Operation, s *target.Session, random *rand.Rand, p *plain) error {
	call, err := r.plan.Call(op.ID, s, random)
	if err != nil {
		return err
	}
	v := r.vary(s, op, nil, &call, unvaried())
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return err
		}
	}
	req, err := v.request(ctx)
	if err != nil {
		return err
	}
	made := v.willMake()
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	v.took(answer)
	p.status = answer.Status
	if p.accepted = r.accepts(answer); !p.accepted {
		_, got := r.told(answer)
		p.why = "expected 2xx, got " + r.target.Clean(got)
		made.Refused()
		return nil
	}
	if call.Shown != nil {
		// It was accepted, whether or not it can be read back.
		if shown, err := call.Shown(ctx); err == nil {
			p.shown = shown
		}
	}
	return nil
}

// plainIsAccepted returns why nothing follows from the refusal of a variant.
func (r *runner) plainIsAccepted(ctx context.Context, op *contract.Operation) error {
	if p := r.plain(ctx, op); !p.accepted {
		return &target.Inconclusive{Reason: fmt.Sprintf("nothing follows from this refusal: the unvaried request of %s was not accepted: %s", op.ID, p.why)}
	}
	return nil
}

// supplementary tells whether only other pages than the document have an
// operation.
func (r *runner) supplementary(op *contract.Operation) bool {
	return op != nil && r.contract.Basis(op.Pointer()) == string(specs.Supplement)
}

// notOffered returns why a target is taken not to have an operation: the profile
// says so, or its plain correct request is answered as one that nobody knows.
// The operations of the document itself have to be there.
func (r *runner) notOffered(ctx context.Context, op *contract.Operation) string {
	if slices.Contains(r.options.Profile.Lacks, op.ID) {
		return fmt.Sprintf("the target lacks %s, as the profile says", op.ID)
	}
	if !r.supplementary(op) || r.ledger.offered(op.ID) {
		return ""
	}
	switch p := r.plain(ctx, op); p.status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return fmt.Sprintf("the target does not offer %s, which the document does not have: a correct request was answered with %d", op.ID, p.status)
	}
	return ""
}

// unoffered returns why a case does not apply: all operations that its rule is
// about, or its own, are not offered.
func (r *runner) unoffered(ctx context.Context, c Case) string {
	ids := c.Rule.Operations
	if c.Operation != "" {
		ids = []string{c.Operation}
	}
	why := ""
	for _, id := range ids {
		op := r.contract.Operation(id)
		if op == nil {
			return ""
		}
		if why = r.notOffered(ctx, op); why == "" {
			return ""
		}
	}
	return why
}

// blinded turns a failure that comes from looking by an operation that the
// target does not offer into what it is: nothing was seen.
func (r *runner) blinded(ctx context.Context, out *report.Case) {
	if out.Verdict != report.Fail || ctx.Err() != nil {
		return
	}
	for _, e := range out.Exchanges {
		if e.Status != http.StatusNotFound && e.Status != http.StatusMethodNotAllowed && e.Status != http.StatusNotImplemented {
			continue
		}
		req, err := http.NewRequestWithContext(ctx, e.Method, e.URL, http.NoBody)
		if err != nil {
			continue
		}
		op := r.target.Operation(req)
		if op == nil {
			continue
		}
		if why := r.notOffered(ctx, op); why != "" {
			out.Verdict, out.Reason, out.Mismatches = report.Inconclusive, why+"; it was needed to look", nil
			if slices.Contains(r.options.Profile.Lacks, op.ID) {
				out.Verdict = report.NotApplicable
			}
			return
		}
	}
}

// kept compares what an accepted request said with what its answer shows of it,
// and with what can be read back.
func (v *varied) kept(ctx context.Context, answer *target.Answer) error {
	if err := v.echoed(answer); err != nil || v.call.Shown == nil {
		return err
	}
	shown, err := v.call.Shown(ctx)
	var open *target.Inconclusive
	switch {
	case errors.As(err, &open) && v.variant.Pointer != "":
		return nil // it was accepted, which is what the variant is about
	case err != nil:
		return err
	}
	var differs []error
	for _, d := range contractphase.Differences(v.call.Body, shown) {
		differs = append(differs, target.Mismatch("what is read back at "+d.At, d.Got, d.Expected))
	}
	return target.Mismatches(differs...)
}

// echoed compares what a request said with what the answer shows of it.
func (v *varied) echoed(answer *target.Answer) error {
	if v.call.Tells == nil || answer == nil {
		return nil
	}
	var differs []error
	for _, d := range contractphase.Differences(v.call.Body, v.call.Tells(answer)) {
		differs = append(differs, target.Mismatch("what the answer shows at "+d.At, d.Got, d.Expected))
	}
	return target.Mismatches(differs...)
}
