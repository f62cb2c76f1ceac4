package vendors

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// Reference returns a vendor's simulator as the model that a target is compared
// with.
func Reference(v Vendor, randomSeed uint64) (reference.Model, error) {
	e, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: randomSeed, Deliver: nobodyThere{}}, v.Simulator())
	if err != nil {
		return nil, err
	}
	alternatives, err := Alternatives(v)
	if err != nil {
		return nil, err
	}
	m := &model{engine: e, vendor: v.Book.Vendor}
	for _, a := range alternatives {
		m.alternatives = append(m.alternatives, reference.Alternative(a))
	}
	return m, nil
}

// model makes worlds of one engine.
type model struct {
	engine       *simulator.Engine
	vendor       string
	alternatives []reference.Alternative
	worlds       atomic.Int64
}

func (m *model) Alternatives() []reference.Alternative { return m.alternatives }

func (m *model) Begin(ctx context.Context, s reference.Setting) (reference.World, error) {
	w := &modelWorld{m, fmt.Sprintf("reference-%d", m.worlds.Add(1))}
	err := m.engine.ChangeDialect(ctx, w.name, s.Dialect)
	if err == nil && !s.Now.IsZero() {
		// A clock does not go back: what is recorded happened before today.
		_, err = m.engine.ChangeClock(ctx, w.name, simulator.ClockChange{Freeze: true, To: s.Now})
		if err != nil {
			err = nil // the world keeps real time, and differences of times show it
		}
	}
	for _, seed := range s.Seeds {
		if refused := w.Seed(ctx, seed); refused != nil {
			err = errors.Join(err, &reference.SeedError{Err: refused})
		}
	}
	if err != nil {
		return nil, errors.Join(err, w.Close(ctx))
	}
	return w, nil
}

// modelWorld is one world of the engine.
type modelWorld struct {
	model *model
	name  string
}

func (w *modelWorld) Send(ctx context.Context, r *reference.Request) (*reference.Reply, error) {
	address := "http://localhost/" + w.model.vendor + r.Path
	if r.Query != "" {
		address += "?" + r.Query
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return nil, fmt.Errorf("vendors: reference: %w", err)
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	req.Header.Set("Plumbline-World", w.name)
	resp, err := simulator.Transport{Handler: w.model.engine}.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("vendors: reference: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("vendors: reference: %w", err)
	}
	reply := &reference.Reply{Answer: reference.Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}}
	return reply, w.explain(ctx, reply)
}

// explain adds what the journal says of an answer.
func (w *modelWorld) explain(ctx context.Context, reply *reference.Reply) error {
	id, err := strconv.ParseUint(reply.Header.Get("Plumbline-Journal"), 10, 64)
	if err != nil {
		return nil // an answer without an entry has nothing to tell
	}
	entry, err := w.model.engine.Entry(ctx, w.name, id)
	if err != nil {
		return err
	}
	for _, c := range entry.Consulted {
		reply.Consulted = append(reply.Consulted, c.Rule)
		if c.Outcome == journal.Decided {
			reply.Decided = append(reply.Decided, c.Rule)
		}
	}
	reply.Consulted = append(reply.Consulted, entry.Readings...)
	for _, b := range entry.Breaches {
		reply.Breaches = append(reply.Breaches, b.Pointer)
	}
	return nil
}

func (w *modelWorld) Advance(ctx context.Context, d time.Duration) error {
	_, err := w.model.engine.ChangeClock(ctx, w.name, simulator.ClockChange{Advance: d})
	return err
}

func (w *modelWorld) Set(ctx context.Context, now time.Time) error {
	state, err := w.model.engine.Clock(ctx, w.name)
	if err != nil || !now.After(state.Now) {
		return err
	}
	_, err = w.model.engine.ChangeClock(ctx, w.name, simulator.ClockChange{To: now})
	return err
}

func (w *modelWorld) Seed(ctx context.Context, document []byte) error {
	return w.model.engine.Seed(ctx, w.name, w.model.vendor, document)
}

func (w *modelWorld) Close(ctx context.Context) error { return w.model.engine.Drop(ctx, w.name) }
