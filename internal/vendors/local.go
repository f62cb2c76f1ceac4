package vendors

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
)

// localBase is the address of a vendor of the simulator in this process, which
// no socket listens on.
const localBase = "http://localhost/"

// JudgeLocal judges a vendor's simulator in this process. Profile and
// transports of the options are set here.
func JudgeLocal(ctx context.Context, v Vendor, engine simulator.Options, o conformance.Options) (report.Vendor, error) {
	if v.Simulator == nil || v.Conformance == nil {
		return report.Vendor{Name: v.Book.Vendor, Title: v.Book.Title, NotBuilt: true}, nil
	}
	judged := v.Conformance()
	if err := local(v, engine, judged, &o); err != nil {
		return report.Vendor{}, err
	}
	return conformance.Run(ctx, judged, o)
}

// PreviewLocal tells what JudgeLocal would do, by doing it with another
// simulator.
func PreviewLocal(ctx context.Context, v Vendor, engine simulator.Options, o conformance.Options) (conformance.Preview, error) {
	out, err := JudgeLocal(ctx, v, engine, o)
	if err != nil {
		return conformance.Preview{}, err
	}
	judged := v.Conformance()
	if err := local(v, engine, judged, &o); err != nil {
		return conformance.Preview{}, err
	}
	p, err := conformance.NewPreview(judged, o)
	p.Rehearsed(out)
	return p, err
}

// Costs measures about how many requests each case takes: as many as it took on
// the vendor's simulator in this process, with the same selection and seed.
func Costs(ctx context.Context, v Vendor, o conformance.Options) (func(conformance.Case) int, error) {
	type key struct{ rule, reading, name string }
	var mu sync.Mutex
	costs := map[key]int{}
	local := conformance.Options{Selection: o.Selection, RandomSeed: o.RandomSeed, Parallel: o.Parallel}
	local.Measured = func(c conformance.Case, requests int) {
		mu.Lock()
		defer mu.Unlock()
		costs[key{c.Rule.ID, c.Reading, c.Name}] = requests
	}
	if _, err := JudgeLocal(ctx, v, simulator.Options{Now: time.Now, RandomSeed: o.RandomSeed}, local); err != nil {
		return nil, err
	}
	return func(c conformance.Case) int { return costs[key{c.Rule.ID, c.Reading, c.Name}] }, nil
}

// local sets what leads to a new simulator of the vendor.
func local(v Vendor, engine simulator.Options, judged *conformance.Vendor, o *conformance.Options) error {
	if engine.Deliver == nil {
		engine.Deliver = nobodyThere{}
	}
	e, err := simulator.New(engine, v.Simulator())
	if err != nil {
		return err
	}
	control, err := control.New(e, "", "")
	if err != nil {
		return fmt.Errorf("vendors: %w", err)
	}
	o.Profile = judged.Sample()
	o.Profile.Target = localBase + v.Book.Vendor
	o.Transport = simulator.Transport{Handler: e}
	o.ControlTransport = simulator.Transport{Handler: control}
	return nil
}

// nobodyThere refuses every connection. The subscribers of a simulator in this
// process are never there: a run registers addresses that nobody listens at,
// and looks at what the simulator sends, and sends again, in its ledger.
// Without a way to deliver the simulator would not try, and no retry be seen.
type nobodyThere struct{}

func (nobodyThere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection refused")
}
