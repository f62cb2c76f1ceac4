package reference

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/specs"
)

// Traffic compares exchanges that a client and a target made, in the order in which
// they ended. It is for one goroutine.
type Traffic struct {
	vendor  *Vendor
	model   Model
	dialect map[string]string
	play    *play
	trace   Trace
	known   map[string]*entity   // those whose state the model has
	stale   map[string]bool      // those that the model has otherwise than the target
	written map[string]time.Time // when the last write about an entity ended
	met     map[*specs.Rule]int
}

// entity is what is known of the beginning of an entity.
type entity struct {
	start   Start
	pending [][]byte // documents that the model gets before the next exchange
}

// Compared is what came of one exchange.
type Compared struct {
	Why     string   // why it was not compared; empty where it was
	Finding *Finding // a difference that nothing explains
	Learnt  *Learnt  // one that is the target's own choice
}

// NewTraffic returns one for a target whose dialect is known so far.
func NewTraffic(ctx context.Context, v *Vendor, m Model, dialect map[string]string) (*Traffic, error) {
	t := &Traffic{
		vendor: v, model: m, dialect: changed(dialect, "", ""), known: map[string]*entity{}, stale: map[string]bool{}, written: map[string]time.Time{}, met: map[*specs.Rule]int{},
	}
	delete(t.dialect, "")
	var err error
	t.play, err = v.begin(ctx, m, t.dialect, &t.trace)
	return t, err
}

// Met tells how often a rule decided in the model, and the target did the same.
func (t *Traffic) Met() map[*specs.Rule]int { return t.met }

// Dialect is what is known of the target's by now.
func (t *Traffic) Dialect() map[string]string { return t.dialect }

// Close forgets the model's world.
func (t *Traffic) Close(ctx context.Context) error { return t.play.close(ctx) }

// mostFollowed is how many exchanges are replayed when something was learnt; when
// there are more, the entities count as unknown again.
const mostFollowed = 2000

// Compare compares one exchange, which began and ended at the given times.
func (t *Traffic) Compare(ctx context.Context, s Step, ended time.Time) (Compared, error) {
	r := &s.Request
	entity := ""
	if t.vendor.About != nil {
		entity = t.vendor.About(r)
	}
	r.Entity = entity
	r.Looks = r.Method == "GET" || r.Method == "HEAD" || r.Looks
	overlaps := !s.At.IsZero() && entity != "" && s.At.Before(t.written[entity])
	if !r.Looks && entity != "" {
		t.written[entity] = ended
	}
	switch {
	case r.Operation == "":
		return Compared{Why: "it is no operation of the contract"}, nil
	case s.Answer.Lost != "":
		delete(t.known, entity)
		return Compared{Why: "no answer came: what it did is not known"}, nil
	case s.Answer.Status == 401 || s.Answer.Status == 403:
		return Compared{Why: "who may call is not known to the reference"}, nil
	case s.Answer.Status == 429 || s.Answer.Status == 503:
		return Compared{Why: "the target was busy"}, nil
	case overlaps:
		delete(t.known, entity)
		return Compared{Why: "another write about the same entity was under way"}, nil
	case entity != "" && t.known[entity] == nil:
		return t.first(ctx, s, entity)
	}
	return t.next(ctx, s)
}

// first is the first exchange about an entity, which may show what there was before.
func (t *Traffic) first(ctx context.Context, s Step, name string) (Compared, error) {
	start := Start{}
	if t.vendor.Start != nil {
		start = t.vendor.Start(&s.Request, &s.Answer)
	}
	if start.Alone {
		return t.next(ctx, s)
	}
	if !start.Known {
		return Compared{Why: "the state before it is not known; reading the entity shows it"}, nil
	}
	if err := t.forget(ctx, name); err != nil {
		return Compared{}, err
	}
	e := &entity{start: start}
	if start.Seed != nil {
		e.pending = [][]byte{start.Seed}
	}
	t.known[name] = e
	if start.After {
		return Compared{Why: "the state before it is not known; from here on it is"}, nil
	}
	return t.next(ctx, s)
}

// forget takes what was seen of an entity from the model: it begins anew. Where
// requests were about all entities, all begin anew.
func (t *Traffic) forget(ctx context.Context, name string) error {
	var rest []Step
	about, all := 0, 0
	for _, step := range t.trace.Steps {
		switch step.Request.Entity {
		case name:
			about++
			continue
		case "":
			if !step.Request.Looks {
				all++
			}
		}
		rest = append(rest, step)
	}
	if about == 0 && !t.stale[name] {
		return nil
	}
	t.trace.Steps = rest
	return t.restart(ctx, all > 0)
}

// next gives the exchange to the model.
func (t *Traffic) next(ctx context.Context, s Step) (Compared, error) {
	if len(t.trace.Steps) >= mostFollowed {
		if err := t.restart(ctx, true); err != nil {
			return Compared{}, err
		}
		if s.Request.Entity != "" {
			return t.first(ctx, s, s.Request.Entity)
		}
	}
	for name, e := range t.known {
		if s.Request.Entity == name || s.Request.Entity == "" {
			s.Seeds, e.pending = append(s.Seeds, e.pending...), nil
		}
	}
	t.trace = t.trace.with(s)
	differences, err := t.play.step(ctx, &s)
	var seed *SeedError
	switch {
	case errors.As(err, &seed):
		return t.lost(&s, "the reference does not take the entity as it is shown: "+seed.Error()), nil
	case err != nil:
		return Compared{}, err
	case len(differences) > 0:
		return t.differs(ctx, &s, differences)
	}
	for _, rule := range t.vendor.decided(t.play.replies[len(t.play.replies)-1], nil) {
		t.met[rule]++
	}
	return Compared{}, nil
}

// differs explains a difference by the exchanges about the same entity.
func (t *Traffic) differs(ctx context.Context, s *Step, differences []Difference) (Compared, error) {
	about := Trace{Seeds: t.trace.Seeds}
	for _, step := range t.trace.Steps {
		if step.Request.Entity == s.Request.Entity || step.Request.Entity == "" {
			about.Steps = append(about.Steps, step)
		}
	}
	if hidden, err := t.hidden(ctx, s, &about); hidden || err != nil {
		return Compared{Why: "it hangs on what no answer shows"}, err
	}
	x, first, err := t.vendor.explain(ctx, t.model, t.dialect, &about, nil)
	var seed *SeedError
	switch {
	case errors.As(err, &seed):
		return t.lost(s, "the reference does not take the entities as they were shown"), nil
	case err != nil:
		return Compared{}, err
	case x.dialect != nil && len(x.lines) == 0:
		return t.lost(s, "it differs only beside requests about other entities"), nil
	case x.dialect != nil:
		t.dialect = x.dialect
		return Compared{Learnt: &Learnt{x.lines, s.Request, differences[0]}}, t.restart(ctx, false)
	case x.exhausted:
		return t.lost(s, "more may explain it than was tried"), nil
	}
	f := &Finding{
		Rules: t.vendor.blame(&about, first, t.met), Differences: first.differences, Trace: Trace{Steps: about.Steps[:first.at+1]}, Shrunk: len(about.Steps),
	}
	t.lost(s, "")
	return Compared{Finding: f}, nil
}

// hidden tells whether what no answer shows explains a difference: what there was
// in the beginning, after which the entity is unknown again, or what others did
// since, which the model does too from there on.
func (t *Traffic) hidden(ctx context.Context, s *Step, about *Trace) (bool, error) {
	e := t.known[s.Request.Entity]
	if e == nil {
		return false, nil
	}
	agrees := func(steps []Step) (bool, error) {
		f, err := t.vendor.follow(ctx, t.model, t.dialect, &Trace{Seeds: about.Seeds, Steps: steps})
		if seed := (*SeedError)(nil); errors.As(err, &seed) {
			return false, nil // there can be no such beginning
		}
		return err == nil && f.at == len(steps), err
	}
	for _, document := range e.start.Hidden {
		if found, err := agrees(reseeded(about.Steps, e.start.Seed, document)); found || err != nil {
			t.lost(s, "")
			return found, err
		}
	}
	options := e.start.Meanwhile
	for i := range len(options) + 1 {
		documents := options // in the end all of them
		if i < len(options) {
			documents = options[i : i+1]
		}
		if found, err := agrees(seededLast(about.Steps, documents)); err != nil {
			return false, err
		} else if found {
			t.trace.Steps = seededLast(t.trace.Steps, documents)
			return true, t.restart(ctx, false)
		}
	}
	return false, nil
}

// reseeded returns steps with another document in the place of one.
func reseeded(steps []Step, old, document []byte) []Step {
	steps = slices.Clone(steps)
	for i := range steps {
		if at := slices.IndexFunc(steps[i].Seeds, func(d []byte) bool { return bytes.Equal(d, old) }); at >= 0 {
			steps[i].Seeds = slices.Clone(steps[i].Seeds)
			steps[i].Seeds[at] = document
		}
	}
	return steps
}

// seededLast returns steps with documents more before the last one.
func seededLast(steps []Step, documents [][]byte) []Step {
	steps = slices.Clone(steps)
	last := &steps[len(steps)-1]
	last.Seeds = slices.Concat(last.Seeds, documents)
	return steps
}

// lost makes an entity unknown: target and model have parted.
func (t *Traffic) lost(s *Step, why string) Compared {
	delete(t.known, s.Request.Entity)
	t.stale[s.Request.Entity] = true
	t.trace.Steps = t.trace.Steps[:len(t.trace.Steps)-1]
	return Compared{Why: why}
}

// restart lets a new world follow what came so far, or nothing of it.
func (t *Traffic) restart(ctx context.Context, anew bool) error {
	if anew {
		t.trace, t.known = Trace{}, map[string]*entity{}
	}
	p, err := t.vendor.begin(ctx, t.model, t.dialect, &t.trace)
	if err != nil {
		return err
	}
	old := t.play
	t.play, t.stale = p, map[string]bool{}
	for i := range t.trace.Steps {
		if _, err := p.step(ctx, &t.trace.Steps[i]); err != nil {
			return errors.Join(err, old.close(ctx))
		}
	}
	return old.close(ctx)
}
