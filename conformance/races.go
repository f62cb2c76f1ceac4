package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls of one operation are sent at the same time.
const atOnce = 4

// raceCases repeat the correct call of each writing operation, in a row and at
// once. What may come of a second call for one entity is the vendor's; here the
// calls at once are about an entity each, so that every order of them ends alike.
func (r *runner) raceCases(op *contract.Operation) []Case {
	rule := r.vendor.Book.Integrity.KeepsWhatItAccepts
	effect := r.plan.Effects[op.ID]
	if rule == nil || effect == features.Read {
		return nil
	}
	one := func(name string, run func(*repeated, context.Context) error) Case {
		return Case{
			Rule: rule, Phase: ContractPhase, Operation: op.ID, Effect: effect, Needs: r.plan.CallNeeds[op.ID], Name: op.ID + ", " + name,
			Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
				return run(&repeated{r, s, op, rule, random}, ctx)
			},
		}
	}
	cases := []Case{one("sent twice in a row, leaves what the first call made", (*repeated).inARow)}
	if effect != features.Destructive { // which reaches what the other calls are about
		cases = append(cases, one(fmt.Sprintf("sent %d times at once for entities of their own, is done each time", atOnce), (*repeated).together))
	}
	return cases
}

// repeated is a correct call that is sent more than once in a session.
type repeated struct {
	*runner
	session *target.Session
	op      *contract.Operation
	rule    *specs.Rule
	random  *rand.Rand
}

// tried is one such call, and what was seen before it and after.
type tried struct {
	varied
	before, after string
	accepted      bool
	answer        *target.Answer
}

// prepare makes a call for another entity, and looks at it.
func (p *repeated) prepare(ctx context.Context) (*tried, error) {
	call, err := p.plan.Call(p.op.ID, p.session, p.random)
	if err != nil {
		return nil, err
	}
	return p.ready(ctx, &call)
}

// ready arranges what a call needs, and looks at what it is about.
func (p *repeated) ready(ctx context.Context, call *Call) (t *tried, err error) {
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return nil, err
		}
	}
	t = &tried{varied: *p.vary(p.session, p.op, p.rule, call, unvaried())}
	if call.Observe != nil {
		t.before, err = call.Observe(ctx)
	}
	return t, err
}

// first sends a call that has to be accepted for anything to follow.
func (p *repeated) first(ctx context.Context) (*tried, error) {
	t, err := p.prepare(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := t.send(ctx)
	if err != nil {
		return nil, err
	}
	if !p.accepts(answer) {
		_, got := p.told(answer)
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("%s: the unvaried request was refused: %s", p.op.ID, got)}
	}
	t.answer = answer
	return t, t.look(ctx)
}

func (t *tried) look(ctx context.Context) (err error) {
	if t.call.Observe != nil {
		t.after, err = t.call.Observe(ctx)
	}
	return err
}

// inARow sends one call twice. What the first has made is there after the
// second, whether that is accepted or not.
func (p *repeated) inARow(ctx context.Context) error {
	t, err := p.first(ctx)
	if err != nil {
		return err
	}
	if err := t.made(ctx); err != nil {
		return err
	}
	was := t.after
	req, err := t.request(ctx)
	if err != nil {
		return err
	}
	answer, err := p.session.Send(ctx, req)
	if err != nil {
		return err
	}
	t.took(answer)
	if p.accepts(answer) && t.call.Shown != nil {
		return nil // a second entity, or the same one again
	}
	if err := t.made(ctx); err != nil {
		return err
	}
	if err := t.look(ctx); err != nil || was == t.before { // nothing was to be seen yet
		return err
	}
	if t.after != was {
		return target.Mismatch("state after the second call", t.after, was)
	}
	return nil
}

// together sends several calls at once, after one alone that shows what becomes
// of an accepted one.
func (p *repeated) together(ctx context.Context) error {
	alone, err := p.first(ctx)
	if err != nil {
		return err
	}
	var all [atOnce]*tried
	for i := range all {
		if all[i], err = p.prepare(ctx); err != nil {
			return err
		}
	}
	if err := sendAll(ctx, all[:]); err != nil {
		return err
	}
	if err := apart(append([]*tried{alone}, all[:]...)); err != nil {
		return err
	}
	for _, t := range all {
		if t.accepted {
			if err := t.became(ctx, alone); err != nil {
				return err
			}
		}
	}
	return nil
}

// apart wants entities of their own of calls that were accepted and differ, where
// their answers tell what they made.
func apart(all []*tried) error {
	made := map[target.Entity]string{}
	for _, t := range all {
		said, err := json.Marshal(t.call.Body)
		if err != nil || t.entity.ID == "" {
			continue
		}
		if other, twice := made[t.entity]; twice && other != string(said) {
			return target.Mismatch("what accepted calls for entities of their own have made", "the "+t.entity.What+" "+t.entity.ID+" twice", "one each")
		}
		made[t.entity] = string(said)
	}
	return nil
}

// sendAll sends calls at the same time.
func sendAll(ctx context.Context, all []*tried) error {
	requests, errs := make([]func() (*target.Answer, error), len(all)), make([]error, len(all))
	for i, t := range all {
		req, err := t.request(ctx)
		if err != nil {
			return err
		}
		t.willMake()
		requests[i] = func() (*target.Answer, error) { return t.session.Send(ctx, req) }
	}
	var wg sync.WaitGroup
	for i, t := range all {
		wg.Go(func() {
			answer, err := requests[i]()
			errs[i] = err
			t.accepted, t.answer = err == nil && t.accepts(answer), answer
		})
	}
	wg.Wait()
	for _, t := range all {
		if t.accepted {
			t.took(t.answer)
		}
	}
	return errors.Join(errs...)
}

// became wants of an accepted call what came of the one that was sent alone.
func (t *tried) became(ctx context.Context, alone *tried) error {
	if err := t.made(ctx); err != nil {
		return err
	}
	if alone.after == alone.before { // nothing is to be seen of it, or not yet
		return nil
	}
	return t.patiently(ctx, func() error {
		if err := t.look(ctx); err != nil || t.after != t.before {
			return err
		}
		return target.Mismatch("state after an accepted call", "as before it: "+t.after, "another")
	})
}

// made compares what can be read back of an accepted call with what it said.
func (t *tried) made(ctx context.Context) error {
	return t.patiently(ctx, func() error { return t.kept(ctx, t.answer) })
}

// usualLag is how long a target that has no clock of its own has to show what it
// accepted, unless the profile says otherwise.
const usualLag = 2 * time.Second

// mostRests is how often the contract phase waits for one operation: its many
// refusals are alike, and would take hours.
const mostRests = 3

// rest gives a live target that shows late what it does the time for it, before a
// look at what must not have changed.
func (r *runner) rest(ctx context.Context, s *target.Session, op *contract.Operation) error {
	if !s.Late() {
		return nil
	}
	r.mu.Lock()
	r.rests[op.ID]++
	enough := r.rests[op.ID] > mostRests
	r.mu.Unlock()
	if enough {
		return nil
	}
	return s.Rest(ctx, usualLag)
}

// patiently looks again where something has not come to be on a live target.
func (v *varied) patiently(ctx context.Context, look func() error) error {
	err := look()
	if v.session.Controlled() {
		return err
	}
	settle, late := v.session.Settle(usualLag), false
	for until := time.Now().Add(settle); time.Now().Before(until); late = true {
		if mismatched := (*target.Mismatched)(nil); !errors.As(err, &mismatched) {
			if late && err == nil {
				v.session.Came(late)
			}
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(settle / 10):
		}
		err = look()
	}
	return err
}
