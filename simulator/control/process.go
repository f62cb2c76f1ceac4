package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
)

// The operations of the control API on the process: whether it lives, whether
// it can serve, and its metrics.

func (s *service) GetHealth(context.Context, generated.GetHealthRequestObject) (generated.GetHealthResponseObject, error) {
	health := generated.GetHealth200JSONResponse{Status: generated.HealthStatusOk, Version: s.version}
	if backends := s.engine.Options().Backends; len(backends) > 0 {
		health.Backends = &backends
	}
	address := s.engine.Address()
	health.Address = &address
	for _, name := range s.engine.Vendors() {
		v := generated.HealthVendor{Name: name, Actions: map[string]string{}}
		for action, a := range s.engine.Vendor(name).Actions {
			v.Actions[action] = a.Text
		}
		health.Vendors = append(health.Vendors, v)
	}
	return health, nil
}

// errNotReady says that the store does not answer, or takes no writes.
var errNotReady = errors.New("the store does not answer or takes no writes; the simulator's log has its error")

// GetReady keeps the store's own words to the log: a probe brings no token, and
// they may hold an address.
func (s *service) GetReady(ctx context.Context, _ generated.GetReadyRequestObject) (generated.GetReadyResponseObject, error) {
	if err := s.engine.Ready(ctx); err != nil {
		s.engine.Options().Log.Error("not ready: the store failed", "error", err)
		return nil, errNotReady
	}
	return generated.GetReady204Response{}, nil
}

func (s *service) GetMetrics(context.Context, generated.GetMetricsRequestObject) (generated.GetMetricsResponseObject, error) {
	write := s.engine.Options().Observer.WriteMetrics
	if write == nil {
		return nil, &simulator.UnknownError{What: "this simulator keeps no metrics; plumbline simulate does"}
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
