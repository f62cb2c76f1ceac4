package vendors

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// How a rehearsal saves time: what a target is given seconds for takes a
// simulator as long by its own clock, which goes so many times faster.
const (
	rehearsalFaster = 200
	rehearsalSettle = "30ms"
)

// PreviewAt tells what a run against the target of a profile would do. It sends
// nothing there: it rehearses the run on a simulator in this process that has no
// control API and as many fixtures of each kind as the profile lists.
func PreviewAt(ctx context.Context, v Vendor, o conformance.Options) (conformance.Preview, error) {
	p, err := conformance.NewPreview(v.Conformance(), o)
	if err != nil {
		return p, err
	}
	out, err := rehearse(ctx, v, o)
	if err != nil {
		return p, fmt.Errorf("vendors: rehearsal of %s: %w", v.Book.Vendor, err)
	}
	p.Rehearsed(out)
	return p, nil
}

func rehearse(ctx context.Context, v Vendor, o conformance.Options) (report.Vendor, error) {
	began := time.Now()
	now := func() time.Time { return began.Add(rehearsalFaster * time.Since(began)) }
	engine, err := simulator.New(simulator.Options{Now: now, RandomSeed: o.RandomSeed, Deliver: nobodyThere{}}, v.Simulator())
	if err != nil {
		return report.Vendor{}, err
	}
	judged := v.Conformance()
	given := o.Profile
	profile := standIn(judged, given)
	if err := supply(ctx, engine, v, profile, func(kind string) int { return has(given, kind) }); err != nil {
		return report.Vendor{}, err
	}
	o.Profile = profile
	o.Transport = simulator.Transport{Handler: engine}
	o.Rehearses, o.Progress, o.Measured, o.Repeat, o.FailFast = given.Target, nil, nil, nil, false
	return conformance.Run(ctx, judged, o)
}

// has tells how many entities of a kind a profile lists, or whether it has a
// credential of that name.
func has(p *conformance.Profile, kind string) int {
	if _, credential := p.Credentials[kind]; credential {
		return 1
	}
	return len(p.Fixtures[kind])
}

// standIn is the profile of a simulator that stands in for a target: with the
// simulator's own credentials and entities in the place of those that the target
// has.
func standIn(judged *conformance.Vendor, given *conformance.Profile) *conformance.Profile {
	p := judged.Sample()
	all := maps.Clone(p.Credentials)
	maps.DeleteFunc(p.Credentials, func(name string, _ conformance.Secret) bool { _, has := given.Credentials[name]; return !has })
	for kind, list := range p.Fixtures {
		if n := len(given.Fixtures[kind]); n == 0 {
			delete(p.Fixtures, kind)
		} else {
			p.Fixtures[kind] = slices.Clone(list[:min(n, len(list))])
		}
	}
	for _, kind := range supplied(judged.Book.Vendor) {
		delete(p.Fixtures, kind)
	}
	p.Target, p.Control, p.Writes, p.Destructive, p.Lacks = localBase+judged.Book.Vendor, "off", given.Writes, given.Destructive, given.Lacks
	p.Limits = conformance.Limits{Requests: given.Limits.Requests, Settle: rehearsalSettle}
	if _, err := judged.Prepare(p); err != nil { // who calls there calls in another way
		p.Credentials = all
	}
	return p
}
