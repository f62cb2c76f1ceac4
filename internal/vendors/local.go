package vendors

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
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
	if engine.Deliver == nil {
		engine.Deliver = nobodyThere{}
	}
	e, err := simulator.New(engine, v.Simulator())
	if err != nil {
		return report.Vendor{}, err
	}
	control, err := e.Control("", "")
	if err != nil {
		return report.Vendor{}, fmt.Errorf("vendors: %w", err)
	}
	judged := v.Conformance()
	o.Profile = judged.Sample()
	o.Profile.Target = localBase + v.Book.Vendor
	o.Transport = simulator.Transport{Handler: e}
	o.ControlTransport = simulator.Transport{Handler: control}
	return conformance.Run(ctx, judged, o)
}

// nobodyThere refuses every connection. The subscribers of a simulator in this
// process are never there: a run registers addresses that nobody listens at,
// and looks at what the simulator sends, and sends again, in its ledger.
// Without a way to deliver the simulator would not try, and no retry be seen.
type nobodyThere struct{}

func (nobodyThere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection refused")
}
