package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// The operations of the control API on the process: whether it lives, whether
// it can serve, and its metrics.

// readyWithin is how long the store may take to answer a probe.
const readyWithin = 2 * time.Second

// Ready returns an error unless requests can be served now: unless the store
// answers, within two seconds.
func (e *Engine) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	// Not a world of the callers: a long change of its clock would hold it.
	return e.ofStore(e.store.Update(ctx, bindingsWorld, func(tx store.Tx) error {
		_, _, err := bindings.Get(tx, "")
		return err
	}))
}

func (s *controlService) GetHealth(context.Context, generated.GetHealthRequestObject) (generated.GetHealthResponseObject, error) {
	health := generated.GetHealth200JSONResponse{Status: generated.HealthStatusOk, Version: s.version}
	if backends := s.engine.options.Backends; len(backends) > 0 {
		health.Backends = &backends
	}
	for _, name := range s.engine.names {
		v := generated.HealthVendor{Name: name, Actions: map[string]string{}}
		for action, a := range s.engine.vendors[name].Actions {
			v.Actions[action] = a.Text
		}
		health.Vendors = append(health.Vendors, v)
	}
	return health, nil
}

// GetReady keeps the store's own words to the log: a probe brings no token, and
// they may hold an address.
func (s *controlService) GetReady(ctx context.Context, _ generated.GetReadyRequestObject) (generated.GetReadyResponseObject, error) {
	if err := s.engine.Ready(ctx); err != nil {
		s.engine.log.Error("not ready: the store failed", "error", err)
		return nil, &storeError{errors.New("the store does not answer; the simulator's log has its error")}
	}
	return generated.GetReady204Response{}, nil
}

func (s *controlService) GetMetrics(context.Context, generated.GetMetricsRequestObject) (generated.GetMetricsResponseObject, error) {
	write := s.engine.options.Observer.WriteMetrics
	if write == nil {
		return nil, &UnknownError{"this simulator keeps no metrics; plumbline simulate does"}
	}
	var text metricsText
	if err := write(&text.Buffer); err != nil {
		return nil, fmt.Errorf("%w: %w", errMetrics, err)
	}
	return &text, nil
}

// errMetrics says that the metrics themselves are at fault, not the caller.
var errMetrics = errors.New("the metrics could not be taken")

// metricsText names the format's version, which the generated type can't.
type metricsText struct{ bytes.Buffer }

func (m *metricsText) VisitGetMetricsResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, err := m.WriteTo(w)
	return err
}
