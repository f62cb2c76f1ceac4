package simulator

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/specs/control"
)

const (
	// controlBody bounds a request to the control API; seeds may be large.
	controlBody = 64 << 20
	// firedShown is how many fired timers an answer lists.
	firedShown = 1000
)

// Control returns the handler of the control API. With a token, every call but
// the two probes, /health and /ready, has to carry it as a bearer token.
func (e *Engine) Control(version, token string) (http.Handler, error) {
	c, err := contract.Load(control.OpenAPI())
	if err != nil {
		return nil, err
	}
	schemas, err := compiled.Compile(c, nil)
	if err != nil {
		return nil, err
	}
	service := &controlService{engine: e, version: version}
	strict := generated.NewStrictHandlerWithOptions(service, nil, generated.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) {
			problem(w, http.StatusBadRequest, err)
		},
		ResponseErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) {
			problem(w, statusOf(err), err)
		},
	})
	next := generated.HandlerWithOptions(strict, generated.StdHTTPServerOptions{
		ErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) { problem(w, http.StatusBadRequest, err) },
	})
	return guard{engine: e, contract: c, schemas: schemas, token: token, next: next}, nil
}

// guard checks the token and the contract before the generated server runs.
type guard struct {
	engine   *Engine
	contract *contract.Contract
	schemas  *compiled.Schemas
	token    string
	next     http.Handler
}

func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer g.recovered(w, r)
	op, params, allowed := g.contract.Match(r.Method, r.URL.EscapedPath())
	if op == nil {
		if len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			problem(w, http.StatusMethodNotAllowed, fmt.Errorf("this path takes %s", strings.Join(allowed, ", ")))
			return
		}
		problem(w, http.StatusNotFound, errors.New("the control API has no such path"))
		return
	}
	if g.token != "" && !probe(op.ID) && !bearer(r, g.token) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		problem(w, http.StatusUnauthorized, errors.New("the control API wants its token: Authorization: Bearer TOKEN"))
		return
	}
	body, status, err := readBody(r, controlBody)
	if err != nil {
		w.Header().Set("Connection", "close") // what may be left is not read
		problem(w, status, err)
		return
	}
	breaches := g.schemas.Check(op.ID, compiled.Input{
		Path: params, Query: r.URL.Query(), Header: r.Header, ContentType: r.Header.Get("Content-Type"), Body: body,
	})
	if len(breaches) > 0 {
		problem(w, http.StatusBadRequest, fmt.Errorf("%s %s", breaches[0].At, breaches[0].Message))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	g.next.ServeHTTP(w, r)
}

// probe tells whether an operation is for those who watch over processes and
// know no token.
func probe(operation string) bool { return operation == "getHealth" || operation == "getReady" }

func bearer(r *http.Request, token string) bool {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
}

// recovered turns a panic, of a vendor's seed or action, into a 500.
func (g guard) recovered(w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		g.engine.logPanic(r, p)
		problem(w, http.StatusInternalServerError, errors.New(bug))
	}
}

func statusOf(err error) int {
	switch {
	case errors.As(err, new(*UnknownError)):
		return http.StatusNotFound
	case errors.As(err, new(*storeError)):
		return http.StatusServiceUnavailable
	case errors.Is(err, errTooLate):
		return http.StatusRequestTimeout
	case errors.Is(err, errMetrics):
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

func problem(w http.ResponseWriter, status int, err error) {
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	detail := err.Error()
	_ = json.NewEncoder(w).Encode(generated.Problem{Title: http.StatusText(status), Status: status, Detail: &detail})
}

// controlService implements the generated interface.
type controlService struct {
	engine  *Engine
	version string
}

var _ generated.StrictServerInterface = (*controlService)(nil)

func (s *controlService) GetClock(ctx context.Context, r generated.GetClockRequestObject) (generated.GetClockResponseObject, error) {
	state, err := s.engine.Clock(ctx, r.World)
	if err != nil {
		return nil, err
	}
	return generated.GetClock200JSONResponse(wireClock(state)), nil
}

func (s *controlService) ChangeClock(ctx context.Context, r generated.ChangeClockRequestObject) (generated.ChangeClockResponseObject, error) {
	change := ClockChange{}
	if r.Body.Advance != nil {
		d, err := time.ParseDuration(*r.Body.Advance)
		if err != nil {
			return nil, fmt.Errorf("advance: %q is no duration such as 10m or 1h30m", *r.Body.Advance)
		}
		change.Advance = d
	}
	if r.Body.Set != nil {
		if change.Advance != 0 {
			return nil, errors.New("advance and set exclude each other")
		}
		change.To = *r.Body.Set
	}
	if r.Body.Scale != nil {
		change.Scale = *r.Body.Scale
	}
	change.Freeze = r.Body.Freeze != nil && *r.Body.Freeze
	change.Resume = r.Body.Resume != nil && *r.Body.Resume
	state, err := s.engine.ChangeClock(ctx, r.World, change)
	if err != nil {
		return nil, err
	}
	return generated.ChangeClock200JSONResponse(wireClock(state)), nil
}

func wireClock(state ClockState) generated.Clock {
	count := len(state.Fired)
	fired := make([]generated.Fired, 0, min(count, firedShown))
	for _, f := range state.Fired[:min(count, firedShown)] {
		fired = append(fired, wireFired(f))
	}
	return generated.Clock{Now: state.Now, Frozen: state.Scale == 0, Scale: state.Scale, Fired: &fired, FiredCount: &count}
}

func (s *controlService) GetDialect(ctx context.Context, r generated.GetDialectRequestObject) (generated.GetDialectResponseObject, error) {
	dialect, err := s.engine.Dialect(ctx, r.World)
	return generated.GetDialect200JSONResponse(dialect), err
}

func (s *controlService) ChangeDialect(ctx context.Context, r generated.ChangeDialectRequestObject) (generated.ChangeDialectResponseObject, error) {
	if err := s.engine.ChangeDialect(ctx, r.World, *r.Body); err != nil {
		return nil, err
	}
	dialect, err := s.engine.Dialect(ctx, r.World)
	return generated.ChangeDialect200JSONResponse(dialect), err
}

func (s *controlService) SeedVendor(ctx context.Context, r generated.SeedVendorRequestObject) (generated.SeedVendorResponseObject, error) {
	return generated.SeedVendor204Response{}, s.engine.Seed(ctx, r.World, r.Vendor, *r.Body)
}

func (s *controlService) GetState(ctx context.Context, r generated.GetStateRequestObject) (generated.GetStateResponseObject, error) {
	state, err := s.engine.State(ctx, r.World, r.Vendor)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(state)
	return rawJSON(raw), err
}

// rawJSON is an answer that is JSON already; the generated types would write it
// as base64.
type rawJSON []byte

func (j rawJSON) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(j)
	return err
}

func (j rawJSON) VisitGetStateResponse(w http.ResponseWriter) error        { return j.write(w) }
func (j rawJSON) VisitGetClientReportResponse(w http.ResponseWriter) error { return j.write(w) }
func (j rawJSON) VisitRedeliverResponse(w http.ResponseWriter) error       { return j.write(w) }

func (s *controlService) Act(ctx context.Context, r generated.ActRequestObject) (generated.ActResponseObject, error) {
	return generated.Act204Response{}, s.engine.Act(ctx, r.World, r.Vendor, r.Action)
}

// value is an optional parameter, or the zero value where it is left out.
func value[T any](given *T) (v T) {
	if given != nil {
		v = *given
	}
	return v
}

func wireFired(f Fired) generated.Fired {
	out := generated.Fired{At: f.At, Vendor: f.Vendor, Timer: f.Timer}
	if f.Delivery > 0 {
		out.Delivery = &f.Delivery
	}
	if len(f.Consulted) > 0 {
		consulted := wireConsulted(f.Consulted)
		out.Consulted = &consulted
	}
	return out
}
