package cli

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/metrics"
	"github.com/plumbline-api/plumbline/simulator/tracing"
)

// watch is what looks on while a simulator serves: metrics always, traces where
// the environment asks for them.
type watch struct {
	metrics  *metrics.Metrics
	tracing  *tracing.Tracing // nil for none
	requests *requestLog      // nil for none
}

func newWatch(ctx context.Context, log *slog.Logger) (watch, error) {
	traces, err := tracing.Start(ctx, version(), log)
	if err != nil {
		return watch{}, usage("%v", err)
	}
	return watch{metrics: metrics.New(version()), tracing: traces}, nil
}

// options makes an engine of these options tell what happens.
func (w watch) options(o *simulator.Options) {
	o.Observer = simulator.Observer{Request: w.metrics.Request, Attempt: w.metrics.Attempt, StoreFailed: w.metrics.StoreFailed, WriteMetrics: w.metrics.Write}
	o.Observer.Request = func(ctx context.Context, seen simulator.Observation) {
		w.metrics.Request(ctx, seen)
		if w.requests != nil {
			w.requests.Request(ctx, seen)
		}
		if w.tracing != nil {
			w.tracing.Request(ctx, seen)
		}
	}
	if w.tracing == nil {
		return
	}
	o.Observer.Propagate = w.tracing.Propagate
	o.Deliver = w.tracing.Transport(o.Deliver)
}

// handler is the engine with what has to stand in front of it.
func (w watch) handler(engine *simulator.Engine) http.Handler {
	w.metrics.CountWorlds(engine.Worlds)
	return w.tracing.Handler(w.metrics.Handler(engine))
}
