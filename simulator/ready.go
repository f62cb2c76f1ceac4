package simulator

import (
	"context"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

const (
	// readyWithin is how long the store may take to answer a probe.
	readyWithin = 2 * time.Second
	// probedFor is how long the outcome of a probe that writes is taken for true.
	probedFor = 5 * time.Second
)

// Ready returns an error unless requests can be served now: unless the store
// answers within two seconds, and took a write a few seconds ago or takes one now.
func (e *Engine) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	// Not a world of the callers: a long change of its clock would hold it.
	err := e.store.Update(ctx, bindingsWorld, func(tx store.Tx) error {
		_, _, err := bindings.Get(tx, "")
		return err
	})
	if prober, probes := e.store.(store.Prober); probes && err == nil {
		err = e.probed.ask(ctx, e.now, prober.Probe)
	}
	return e.ofStore(err)
}

// probed is the outcome of the last probe, of which there is one at a time.
type probed struct {
	mu    sync.Mutex
	at    time.Time
	err   error
	under chan struct{} // closed when the probe that is under way ends; nil: none
}

// ask waits for a probe where the last one is too old. A probe that hangs, as on a
// disk that is gone, does not hold who asks beyond the context.
func (p *probed) ask(ctx context.Context, now func() time.Time, probe func(context.Context) error) error {
	p.mu.Lock()
	fresh := !p.at.IsZero() && now().Sub(p.at).Abs() < probedFor
	if !fresh && p.under == nil {
		p.under = make(chan struct{})
		go p.probe(context.WithoutCancel(ctx), now, probe)
	}
	under, err := p.under, p.err
	p.mu.Unlock()
	if fresh || under == nil {
		return err
	}
	select {
	case <-under:
	case <-ctx.Done():
		return ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

func (p *probed) probe(ctx context.Context, now func() time.Time, probe func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	err := probe(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at, p.err = now(), err
	close(p.under)
	p.under = nil
}
