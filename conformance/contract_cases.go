package conformance

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// contractCases makes the cases of every operation's contract.
func (r *runner) contractCases() ([]Case, error) {
	var cases []Case
	for _, op := range r.contract.Operations {
		of, err := r.operationCases(op)
		if err != nil {
			return nil, err
		}
		cases = append(cases, of...)
	}
	return cases, nil
}

// operationCases makes a case of every variant of every constraint of an
// operation, and those of the integrity rules that need a variant of it.
func (r *runner) operationCases(op *contract.Operation) ([]Case, error) {
	list, err := contractphase.Constraints(r.contract, op)
	if err != nil {
		return nil, err
	}
	var cases []Case
	if keeps := r.vendor.Book.Integrity.KeepsWhatItAccepts; keeps != nil {
		cases = append(cases, r.contractCase(keeps, op, unvaried()))
	}
	var breach, free *contractphase.Variant // the first of a member, and of one that no rule settles
	for _, c := range list {
		for _, v := range c.Variants() {
			if breach == nil && !v.Accepted && v.At != nil {
				breach = &v
			}
			if v.Accepted && slices.Contains(r.plan.Varied, v.Pointer) {
				continue
			}
			rule := r.settles(op, v)
			if rule == nil && !v.Accepted && (free == nil || v.Optional && !free.Optional) {
				free = &v
			}
			if rule = r.judgedBy(rule, v); rule != nil {
				cases = append(cases, r.contractCase(rule, op, v))
			}
		}
	}
	headers, err := contractphase.Headers(r.contract, op)
	if err != nil {
		return nil, err
	}
	for _, v := range headers {
		if rule := r.judgedBy(r.vendor.Book.Settles(v.Pointer, v.Class, v.Optional), v); rule != nil {
			cases = append(cases, r.contractCase(rule, op, v))
		}
	}
	return slices.Concat(cases, r.bystanderCases(op, breach), r.answerCases(op, free), r.readingCases(op), r.methodCases(op), r.raceCases(op), r.alikeCases(op), r.strangerCases(op)), nil
}

func (r *runner) settles(op *contract.Operation, v contractphase.Variant) *specs.Rule {
	if r.plan.Settles != nil {
		return r.plan.Settles(op.ID, v)
	}
	return r.vendor.Book.Settles(v.Pointer, v.Class, v.Optional)
}

// judgedBy is the rule of a variant's case: the one that says what follows from
// it, or else the integrity rule that holds whatever the target does with it,
// which is its strictness. It is nil for a book without integrity rules.
func (r *runner) judgedBy(settles *specs.Rule, v contractphase.Variant) *specs.Rule {
	switch {
	case settles != nil:
		return settles
	case v.Accepted:
		return r.vendor.Book.Integrity.KeepsWhatItAccepts
	}
	return r.vendor.Book.Integrity.RefusalChangesNothing
}

// answerCases send what no rule settles, for the rules about every answer of a
// run: that there is one, and no server error.
func (r *runner) answerCases(op *contract.Operation, free *contractphase.Variant) []Case {
	var cases []Case
	for _, rule := range []*specs.Rule{r.vendor.Book.Integrity.Answers, r.vendor.Book.Integrity.NoServerError} {
		if rule == nil || free == nil {
			continue
		}
		c := r.contractCase(rule, op, *free)
		c.Name = fmt.Sprintf("%s, %s, is answered", op.ID, free.Name)
		c.Run = func(ctx context.Context, s *target.Session, random *rand.Rand) error {
			_, err := r.sendVaried(ctx, s, random, op, rule, *free)
			return err
		}
		cases = append(cases, c)
	}
	return cases
}

func (r *runner) contractCase(rule *specs.Rule, op *contract.Operation, v contractphase.Variant) Case {
	expected := "is refused"
	switch {
	case v.Accepted:
		expected = "is accepted"
	case rule.Basis == specs.Integrity:
		expected = "changes nothing if it is refused"
	}
	return Case{
		Rule: rule, Phase: ContractPhase, Effect: r.plan.Effects[op.ID], Needs: r.plan.CallNeeds[op.ID], Operation: op.ID,
		Name: fmt.Sprintf("%s, %s, %s", op.ID, v.Name, expected),
		Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
			call, err := r.plan.Call(op.ID, s, random)
			if err != nil {
				return err
			}
			return r.vary(s, op, rule, &call, v).run(ctx)
		},
	}
}

// varied is a call whose variant is sent, and judged by a rule.
type varied struct {
	*runner
	session *target.Session
	op      *contract.Operation
	rule    *specs.Rule
	call    *Call
	variant contractphase.Variant
	entity  target.Entity // that the call made, where its answer told
}

func (r *runner) vary(s *target.Session, op *contract.Operation, rule *specs.Rule, call *Call, v contractphase.Variant) *varied {
	return &varied{runner: r, session: s, op: op, rule: rule, call: call, variant: v}
}

// unvaried is the correct request itself.
func unvaried() contractphase.Variant { return contractphase.Variant{Name: "unvaried", Accepted: true} }

// free tells whether what the target does with the variant is its own choice.
func (v *varied) free() bool { return v.rule.Basis == specs.Integrity }

func (v *varied) run(ctx context.Context) error {
	if !v.variant.Accepted {
		v.plain(ctx, v.op) // not between two looks: it may replace what is looked at
	}
	if v.call.Prepare != nil {
		if err := v.call.Prepare(ctx); err != nil {
			return err
		}
	}
	before, blind := v.observe(ctx)
	if blind != nil && v.session.LostAnswer() != "" {
		return blind
	}
	req, err := v.request(ctx)
	if err != nil {
		return err
	}
	made := v.willMake()
	answer, err := v.session.Send(ctx, req)
	if err != nil {
		return v.readBack(ctx, before, err)
	}
	v.took(answer)
	if v.accepts(answer) {
		return v.accepted(ctx, answer)
	}
	if v.variant.Accepted {
		return v.notAccepted(ctx, answer)
	}
	if !v.refused(answer) {
		if v.free() {
			return &target.Inconclusive{Reason: fmt.Sprintf("%d neither accepts nor refuses", answer.Status)}
		}
		what, got := v.told(answer)
		return target.Mismatch(what, got, v.plan.Refusal+": the contract forbids the request")
	}
	if err := v.plainIsAccepted(ctx, v.op); err != nil {
		return err
	}
	if v.free() {
		v.strict.note(v.op, v.variant, specs.Refuses, "")
	}
	if blind != nil {
		return blind
	}
	if err := v.runner.rest(ctx, v.session, v.op); err != nil {
		return err
	}
	if after, blind := v.observe(ctx); blind != nil {
		return blind
	} else if before != after {
		return target.Mismatch("state after a refusal", after, before)
	}
	made.Refused()
	return nil
}

// observe returns what can be seen of the state that the call would change. Why
// it could not be seen comes back too: the request is sent all the same.
func (v *varied) observe(ctx context.Context) (string, error) {
	if v.call.Observe == nil || v.variant.Accepted {
		return "", nil
	}
	return v.call.Observe(ctx)
}

// request encodes the variant. One that changes nothing would blame a server
// that accepts it.
func (v *varied) request(ctx context.Context) (*http.Request, error) {
	req, changed, err := v.variant.Request(ctx, v.target.Base(), v.op, v.call)
	if err != nil {
		return nil, err
	}
	if !changed && (v.variant.Class == specs.TextForNumber || v.variant.Class == specs.TextForBoolean) {
		return nil, &notApplicable{"the correct request has no such value there"}
	}
	if !changed && (v.call.Partial || v.variant.Further) && !v.variant.Accepted {
		return nil, &notApplicable{"the correct request has no such place"}
	}
	if !changed && v.call.LeavesOut(v.variant.Place) {
		return nil, &notApplicable{"the correct request leaves the place out, since a legal server may refuse it"}
	}
	if !changed && !v.variant.Accepted {
		return nil, fmt.Errorf("conformance: %s, %s: the correct request has no such place", v.op.ID, v.variant.Name)
	}
	if v.variant.Accepted {
		return req, v.forbidden(v.op, req)
	}
	return req, nil
}

func (v *varied) willMake() target.Made {
	switch {
	case v.call.Makes.ID != "":
		return v.session.Created(v.call.Makes, v.call.Undo)
	case v.call.Undo != nil:
		return v.session.Undo(v.call.Undo)
	}
	return target.Made{}
}

// accepts tells whether an answer accepts its request.
func (r *runner) accepts(answer *target.Answer) bool {
	return answer.Status/100 == 2 && !r.refused(answer)
}

// took notes what the call made, where its answer tells.
func (v *varied) took(answer *target.Answer) {
	if !v.accepts(answer) {
		return
	}
	if v.call.Names != nil {
		v.entity = v.call.Names(answer)
	}
	if v.call.Made == nil {
		return
	}
	entity, undo := v.call.Made(answer)
	if v.entity = entity; entity.ID != "" {
		v.session.Created(entity, undo)
	}
}

// accepted judges an answer that accepts the variant.
func (v *varied) accepted(ctx context.Context, answer *target.Answer) error {
	if !v.variant.Accepted {
		v.echoes.note(v)
	}
	switch {
	case v.variant.Accepted:
		return v.kept(ctx, answer)
	case v.free():
		v.strict.note(v.op, v.variant, specs.Tolerates, v.became(ctx))
		return nil
	}
	if v.plan.CarriedOut != nil {
		if err := v.plan.CarriedOut(ctx, v.session, v.random(Case{Rule: v.rule, Name: v.variant.Name}, 0), v.op.ID, answer); err != nil {
			return err
		}
	}
	what, got := v.told(answer)
	return target.Mismatch(what, got, v.plan.Refusal+": the contract forbids the request")
}

// notAccepted judges a refusal of what the contract allows. Where the contract
// only repeats the caller's duties, a server may be stricter: a warning. Nothing
// follows where a profile names what the request is about, and not even the
// unvaried request was accepted: it may not be what it is said to be.
func (v *varied) notAccepted(ctx context.Context, answer *target.Answer) error {
	what, got := v.told(answer)
	if !v.free() {
		if len(v.plan.CallNeeds[v.op.ID]) > 0 && !v.session.Controlled() {
			if err := v.plainIsAccepted(ctx, v.op); err != nil {
				return err
			}
		}
		return target.Mismatch(what, got, "2xx: the contract allows the request")
	}
	if v.variant.Pointer == "" {
		return &target.Inconclusive{Reason: fmt.Sprintf("%s: the unvaried request was refused: %s", v.op.ID, got)}
	}
	if answer.Status/100 != 4 && !v.refused(answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("%d neither accepts nor refuses", answer.Status)}
	}
	return &warned{fmt.Sprintf("stricter than the contract: expected the request to be accepted, got %s", got)}
}

// readBack looks at the state after a request that got no answer: it may have
// taken effect all the same. Only one that was forbidden can be judged by that,
// and only when it did: one that has not taken effect may still be on its way.
func (v *varied) readBack(ctx context.Context, before string, lost error) error {
	if v.call.Observe == nil || len(v.session.Indeterminate()) == 0 || ctx.Err() != nil {
		return lost
	}
	after, err := v.call.Observe(ctx)
	switch {
	case err != nil:
		return &target.Inconclusive{Reason: fmt.Sprintf("%s; it could not be read back: %s", lost, err)}
	case !v.variant.Accepted && !v.free() && after != before:
		return target.Mismatch("state after a forbidden request that got no answer", after, before)
	}
	const most = 200 // bytes, for people
	return &target.Inconclusive{Reason: fmt.Sprintf("%s; read back, the state is: %s", lost, after[:min(most, len(after))])}
}

// notApplicable is why a case does not apply to any target.
type notApplicable struct{ reason string }

func (e *notApplicable) Error() string { return e.reason }

// warned is what a legal target does otherwise than was expected.
type warned struct{ reason string }

func (e *warned) Error() string { return e.reason }

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
