package reference

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// Step is a request with the target's answer.
type Step struct {
	Request Request       `json:"request"`
	Answer  Answer        `json:"-"`
	At      time.Time     `json:"-"` // when it was sent; zero where the order alone counts
	Waited  time.Duration `json:"-"` // before it
	Seeds   [][]byte      `json:"-"` // documents that show the model, before it, what the target has
}

// Trace is what a target was asked from a known state on.
type Trace struct {
	Seeds  [][]byte `json:"seeds,omitempty"`  // documents that both sides begin with
	Mirror [][]byte `json:"mirror,omitempty"` // documents that show the model what the target has
	Steps  []Step   `json:"steps"`
}

// with returns the trace with one step more.
func (t Trace) with(s Step) Trace {
	t.Steps = append(t.Steps[:len(t.Steps):len(t.Steps)], s)
	return t
}

// without returns the trace without one step. The time that it gave the target is
// given before the next one.
func (t Trace) without(i int) Trace {
	settle := t.Steps[i].Request.Settle
	t.Steps = append(t.Steps[:i:i], t.Steps[i+1:]...)
	if i < len(t.Steps) {
		t.Steps[i].Request.Settle = max(t.Steps[i].Request.Settle, settle)
	}
	return t
}

// seeded tells whether documents say what was there.
func (t *Trace) seeded() bool {
	return len(t.Seeds)+len(t.Mirror) > 0 || slices.ContainsFunc(t.Steps, func(s Step) bool { return len(s.Seeds) > 0 })
}

// play is a world of the model that follows a target.
type play struct {
	vendor   *Vendor
	world    World
	identity *Identity
	replies  []*Reply
	vars     map[string]string
}

// begin makes a world for a trace.
func (v *Vendor) begin(ctx context.Context, m Model, dialect map[string]string, t *Trace) (*play, error) {
	setting := Setting{Dialect: map[string]string{}, Seeds: slices.Concat(t.Seeds, t.Mirror)}
	for key, value := range dialect {
		if value != "" {
			setting.Dialect[key] = value
		}
	}
	if len(t.Steps) > 0 {
		setting.Now = t.Steps[0].At
	}
	w, err := m.Begin(ctx, setting)
	if err != nil {
		return nil, err
	}
	return &play{vendor: v, world: w, identity: NewIdentity(), vars: map[string]string{}}, nil
}

// step gives the model the request of a step, and returns in what the answers
// differ.
func (p *play) step(ctx context.Context, s *Step) ([]Difference, error) {
	if s.Waited > 0 {
		if err := p.world.Advance(ctx, s.Waited); err != nil {
			return nil, err
		}
	}
	if !s.At.IsZero() {
		if err := p.world.Set(ctx, s.At); err != nil {
			return nil, err
		}
	}
	for _, document := range s.Seeds {
		if err := p.world.Seed(ctx, document); err != nil {
			return nil, &SeedError{err}
		}
	}
	r := p.identity.Translate(&s.Request)
	if p.vendor.Sign != nil {
		p.vendor.Sign(r, p.vars, true)
	}
	reply, err := p.world.Send(ctx, r)
	if err != nil {
		return nil, err
	}
	p.replies = append(p.replies, reply)
	if p.vendor.Saw != nil {
		p.vendor.Saw(&s.Request, &reply.Answer, p.vars)
	}
	return p.vendor.compare(&s.Request, &s.Answer, &reply.Answer, p.identity), nil
}

// close forgets the world.
func (p *play) close(ctx context.Context) error { return p.world.Close(context.WithoutCancel(ctx)) }

// followed is what came of following a trace.
type followed struct {
	at          int // number of the first step that differs; that of the steps where none does
	differences []Difference
	replies     []*Reply
}

// follow replays a trace on a new world of the model, up to the first difference.
func (v *Vendor) follow(ctx context.Context, m Model, dialect map[string]string, t *Trace) (f *followed, err error) {
	p, err := v.begin(ctx, m, dialect, t)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.close(ctx)) }()
	f = &followed{}
	for f.at = range t.Steps {
		if f.differences, err = p.step(ctx, &t.Steps[f.at]); err != nil {
			return nil, err
		}
		f.replies = p.replies
		if len(f.differences) > 0 {
			return f, nil
		}
	}
	f.at = len(t.Steps)
	return f, nil
}

// changed returns a dialect with one line replaced.
func changed(dialect map[string]string, key, value string) map[string]string {
	out := maps.Clone(dialect)
	if out == nil {
		out = map[string]string{}
	}
	out[key] = value
	return out
}
