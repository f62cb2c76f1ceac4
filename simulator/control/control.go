// Package control is the control API: what operates a running simulator from
// outside, world by world. It stands above the engine, and uses what anybody can.
package control

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/pages"
	spec "github.com/plumbline-api/plumbline/specs/control"
)

const (
	// bodyLimit bounds a request, in bytes; seeds may be large.
	bodyLimit = 64 << 20
	// firedShown is how many fired timers an answer lists.
	firedShown = 1000
)

// New returns the handler of an engine's control API. With a token, every call but
// the two probes, /health and /ready, has to carry it as a bearer token. Without
// one it is served under loopback names and the given hosts only. Pages of other
// origins are refused.
func New(engine *simulator.Engine, version, token string, hosts ...string) (http.Handler, error) {
	c, err := contract.Load(spec.OpenAPI())
	if err != nil {
		return nil, err
	}
	schemas, err := compiled.Compile(c, nil)
	if err != nil {
		return nil, err
	}
	operations := &service{engine: engine, version: version, turn: newTurn()}
	strict := generated.NewStrictHandlerWithOptions(operations, nil, generated.StrictHTTPServerOptions{
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
	beside, err := pages.New(engine, "")
	if err != nil {
		return nil, err
	}
	return guard{engine: engine, contract: c, schemas: schemas, token: token, hosts: hosts, pages: beside, next: next}, nil
}

// In returns what reaches an engine's control API in a test, without a socket.
// With it a conformance.Suite gives each of its scenarios a world.
func In(t simulator.Tester, engine *simulator.Engine) http.RoundTripper {
	t.Helper()
	handler, err := New(engine, "", "")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return simulator.Transport{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = "localhost" // whatever the client calls it, no browser is between
		handler.ServeHTTP(w, r)
	})}
}

// guard checks the token and the contract before the generated server runs.
type guard struct {
	engine   *simulator.Engine
	contract *contract.Contract
	schemas  *compiled.Schemas
	token    string
	hosts    []string // it is reached by, besides loopback
	pages    *pages.Pages
	next     http.Handler
}

func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer g.recovered(w, r)
	if g.front(w, r) { // a link on another page may lead here
		return
	}
	if err := fromElsewhere(r, g.hosts, g.token); err != nil {
		problem(w, http.StatusForbidden, err)
		return
	}
	op, params, allowed := g.contract.Match(r.Method, r.URL.EscapedPath())
	if op == nil && r.Method == http.MethodHead { // which net/http answers without the body
		op, params, _ = g.contract.Match(http.MethodGet, r.URL.EscapedPath())
	}
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
	if simplePost(r) {
		problem(w, http.StatusUnsupportedMediaType, errSimple)
		return
	}
	if err := unknownParameter(op, r.URL.Query()); err != nil {
		problem(w, http.StatusBadRequest, err)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		w.Header().Set("Connection", "close") // what may be left is not read
		unread(w, err)
		return
	}
	breaches := g.schemas.Check(op.ID, compiled.Input{
		Path: params, Query: r.URL.Query(), Header: r.Header, ContentType: r.Header.Get("Content-Type"), Body: body,
	})
	if len(breaches) > 0 {
		problem(w, http.StatusBadRequest, g.told(breaches[0], body))
		return
	}
	r = asked(r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	g.next.ServeHTTP(w, r)
}

// unread answers a request whose body was not read.
func unread(w http.ResponseWriter, err error) {
	if long := new(http.MaxBytesError); errors.As(err, &long) {
		problem(w, http.StatusRequestEntityTooLarge, fmt.Errorf("the body is longer than %d bytes", long.Limit))
		return
	}
	problem(w, http.StatusBadRequest, errors.New("the body could not be read"))
}

// probe tells whether an operation is for those who watch over processes and
// know no token.
func probe(operation string) bool { return operation == "getHealth" || operation == "getReady" }

func bearer(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
}

// recovered turns a panic, of a vendor's seed or action, into a 500.
func (g guard) recovered(w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		g.engine.Options().Log.Error("panic", "method", r.Method, "url", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
		problem(w, http.StatusInternalServerError, errors.New("The simulator has a bug; its log tells more.")) //nolint:staticcheck // a whole sentence, for the caller
	}
}

func statusOf(err error) int {
	switch {
	case errors.As(err, new(*simulator.UnknownError)):
		return http.StatusNotFound
	case errors.As(err, new(*simulator.FullError)):
		return http.StatusTooManyRequests
	case errors.As(err, new(*simulator.UnreadableError)):
		return http.StatusInternalServerError
	case errors.As(err, new(*simulator.StoreError)), errors.Is(err, errNotReady):
		return http.StatusServiceUnavailable
	case errors.Is(err, errTooLate):
		return http.StatusRequestTimeout
	case errors.Is(err, errMetrics):
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

func problem(w http.ResponseWriter, status int, err error) {
	failed := new(simulator.StoreError)
	if status == http.StatusServiceUnavailable && !(errors.As(err, &failed) && failed.Stopped()) {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	detail := err.Error()
	_ = json.NewEncoder(w).Encode(generated.Problem{Title: http.StatusText(status), Status: status, Detail: &detail})
}

// service implements the generated interface.
type service struct {
	engine  *simulator.Engine
	version string
	turn    turn
}

var _ generated.StrictServerInterface = (*service)(nil)

func (s *service) GetClock(ctx context.Context, r generated.GetClockRequestObject) (generated.GetClockResponseObject, error) {
	state, err := s.engine.Clock(ctx, r.World)
	if err != nil {
		return nil, err
	}
	return generated.GetClock200JSONResponse(wireClock(state)), nil
}

func (s *service) ChangeClock(ctx context.Context, r generated.ChangeClockRequestObject) (generated.ChangeClockResponseObject, error) {
	change := simulator.ClockChange{}
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

func wireClock(state simulator.ClockState) generated.Clock {
	count := len(state.Fired)
	fired := make([]generated.Fired, 0, min(count, firedShown))
	for _, f := range state.Fired[:min(count, firedShown)] {
		fired = append(fired, wireFired(f))
	}
	return generated.Clock{Now: state.Now, Frozen: state.Scale == 0, Scale: state.Scale, Fired: &fired, FiredCount: &count}
}

func (s *service) GetDialect(ctx context.Context, r generated.GetDialectRequestObject) (generated.GetDialectResponseObject, error) {
	dialect, err := s.engine.Dialect(ctx, r.World)
	return generated.GetDialect200JSONResponse(dialect), err
}

func (s *service) ChangeDialect(ctx context.Context, r generated.ChangeDialectRequestObject) (generated.ChangeDialectResponseObject, error) {
	if err := s.engine.ChangeDialect(ctx, r.World, *r.Body); err != nil {
		return nil, err
	}
	dialect, err := s.engine.Dialect(ctx, r.World)
	return generated.ChangeDialect200JSONResponse(dialect), err
}

func (s *service) SeedVendor(ctx context.Context, r generated.SeedVendorRequestObject) (generated.SeedVendorResponseObject, error) {
	return generated.SeedVendor204Response{}, s.engine.Seed(ctx, r.World, r.Vendor, *r.Body)
}

func (s *service) GetState(ctx context.Context, r generated.GetStateRequestObject) (generated.GetStateResponseObject, error) {
	done, err := s.turn.take(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	part, following, err := s.engine.StatePage(ctx, r.World, r.Vendor, value(r.Params.From), pageBytes)
	if err != nil {
		return nil, err
	}
	out := statePage{}
	if following > 0 {
		out.next = nextBy(ctx, "from", strconv.Itoa(following))
	}
	out.raw, err = json.Marshal(part)
	return out, err
}

// statePage is some of a vendor's entities.
type statePage struct {
	raw  rawJSON
	next string // the address of the next page; empty where there is none
}

func (p statePage) VisitGetStateResponse(w http.ResponseWriter) error {
	if p.next != "" {
		w.Header().Set("Link", "<"+p.next+`>; rel="next"`)
	}
	return p.raw.write(w)
}

// rawJSON is an answer that is JSON already; the generated types would write it
// as base64.
type rawJSON []byte

func (j rawJSON) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(j)
	return err
}

func (j rawJSON) VisitGetClientReportResponse(w http.ResponseWriter) error { return j.write(w) }
func (j rawJSON) VisitRedeliverResponse(w http.ResponseWriter) error       { return j.write(w) }

func (s *service) Act(ctx context.Context, r generated.ActRequestObject) (generated.ActResponseObject, error) {
	return generated.Act204Response{}, s.engine.Act(ctx, r.World, r.Vendor, r.Action)
}

// value is an optional parameter, or the zero value where it is left out.
func value[T any](given *T) (v T) {
	if given != nil {
		v = *given
	}
	return v
}

func wireFired(f simulator.Fired) generated.Fired {
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
