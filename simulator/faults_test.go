package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

const (
	orderPath  = "/deliveryoptimizer/1/order"
	readPath   = orderPath + "/3fa85f64-5717-4562-b3fc-2c963f66afa6"
	originPath = "/deliveryoptimizer/1/stock-origins/code/FRA:MAG:0125/saturation"
)

// fetched is what a client saw of an answer.
type fetched struct {
	status  int
	header  http.Header
	body    string
	err     error // in place of an answer
	bodyErr error // at the end of the body
}

// fetch makes a call of the sample's user; base names a world.
func fetch(client *http.Client, base, method, path, body string) fetched {
	r, err := http.NewRequest(method, base+path, strings.NewReader(body))
	if err != nil {
		return fetched{err: err}
	}
	r.SetBasicAuth("sample-oms", "sample-password")
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	if err != nil {
		return fetched{err: err}
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return fetched{response.StatusCode, response.Header, string(raw), nil, err}
}

// inProcess is a client without a socket.
func inProcess(engine *simulator.Engine) *http.Client {
	return &http.Client{Transport: simulator.Transport{Handler: engine}}
}

func setFaults(tb testing.TB, engine *simulator.Engine, world string, list ...fault.Fault) {
	tb.Helper()
	if err := engine.SetFaults(context.Background(), world, list); err != nil {
		tb.Fatal(err)
	}
}

// lastFault is what the journal says of the last request's fault.
func lastFault(tb testing.TB, engine *simulator.Engine, world string) string {
	tb.Helper()
	list, err := engine.Journal(context.Background(), world, journal.Filter{Limit: 1})
	if err != nil || len(list) != 1 {
		tb.Fatalf("journal of %s: %d entries, %v", world, len(list), err)
	}
	return list[0].Fault
}

// effects has a row for every kind of effect on an upsert that adds an order,
// which is answered 200 and true with a
// line end.
var effects = []struct {
	name       string
	effect     fault.Effect
	tookEffect bool
	err        error // that the client sees in place of an answer
	bodyErr    error
	status     int
	body, kind string // kind: Content-Type
	told       string // in the journal
}{
	{name: "status", effect: fault.Effect{Kind: fault.RefuseStatus, Status: 503, Body: "busy", Header: map[string]string{"Retry-After": "7"}},
		status: 503, body: "busy", kind: "text/plain; charset=utf-8", told: "f: refuse-status: 503; the request did not reach the service"},
	{name: "documented error", effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: "deliveryoptimizer/user-bound-to-tenant"},
		status: 403, body: `{"status":403,"title":"The user belongs to another tenant."}`, kind: "application/problem+json",
		told: "f: refuse-documented: deliveryoptimizer/user-bound-to-tenant, 403; the request did not reach the service"},
	{name: "reset before", effect: fault.Effect{Kind: fault.RefuseReset},
		err: syscall.ECONNRESET, told: "f: refuse-reset: the connection was reset; the request did not reach the service"},
	{name: "latency", effect: fault.Effect{Kind: fault.AnswerLatency, Delay: fault.Duration(2 * time.Second)},
		tookEffect: true, status: 200, body: "true\n", kind: "application/json", told: "f: answer-latency: held back 2s; the service had answered 200"},
	{name: "virtual latency", effect: fault.Effect{Kind: fault.AnswerVirtualLatency, Delay: fault.Duration(time.Hour)},
		tookEffect: true, status: 200, body: "true\n", kind: "application/json",
		told: "f: answer-virtual-latency: took 1h0m0s of nobody's time; the service had answered 200"},
	{name: "answer lost by a gateway", effect: fault.Effect{Kind: fault.AnswerStatus, Status: 504, Body: "{}"},
		tookEffect: true, status: 504, body: "{}", kind: "application/json", told: "f: answer-status: 504; the service had answered 200"},
	{name: "reset after", effect: fault.Effect{Kind: fault.AnswerReset},
		tookEffect: true, err: syscall.ECONNRESET, told: "f: answer-reset: the connection was reset; the service had answered 200"},
	{name: "truncated", effect: fault.Effect{Kind: fault.AnswerTruncated},
		tookEffect: true, status: 200, body: "tr", kind: "application/json", bodyErr: io.ErrUnexpectedEOF,
		told: "f: answer-truncated: 2 of 5 bytes sent; the service had answered 200"},
	{name: "malformed", effect: fault.Effect{Kind: fault.AnswerMalformed},
		tookEffect: true, status: 200, body: "tr", kind: "application/json",
		told: "f: answer-malformed: the body was cut to what is no JSON; the service had answered 200"},
	{name: "content type", effect: fault.Effect{Kind: fault.AnswerContentType},
		tookEffect: true, status: 200, body: "true\n", kind: "text/html; charset=utf-8",
		told: "f: answer-content-type: text/html; charset=utf-8 in place of application/json; the service had answered 200"},
	{name: "slow", effect: fault.Effect{Kind: fault.AnswerSlow, Delay: fault.Duration(time.Second), Chunk: 3},
		tookEffect: true, status: 200, body: "true\n", kind: "application/json",
		told: "f: answer-slow: 3 bytes at once, each after 1s; the service had answered 200"},
}

func TestEveryEffectOnTheWireAndInTheProcess(t *testing.T) {
	kinds := map[fault.EffectKind]bool{}
	for _, row := range effects {
		kinds[row.effect.Kind] = true
		for _, socket := range []bool{false, true} {
			name := row.name + " in the process"
			if socket {
				name = row.name + " over a socket"
			}
			t.Run(name, func(t *testing.T) {
				var waited time.Duration
				engine := newEngine(t, simulator.Options{Wait: func(_ context.Context, d time.Duration) error { waited += d; return nil }}, deliveryoptimizer.New())
				client, base := inProcess(engine), "http://sim"
				if socket {
					server := httptest.NewServer(engine)
					defer server.Close()
					client, base = server.Client(), server.URL
				}
				setFaults(t, engine, "default", fault.Fault{ID: "f", Operation: "upsertOrder", Vendor: "deliveryoptimizer", Effect: row.effect})
				got := fetch(client, base, "POST", orderPath, documentOrder)
				if !errors.Is(got.err, row.err) || (row.err == nil) != (got.err == nil) {
					t.Errorf("error %v, want %v", got.err, row.err)
				}
				if !errors.Is(got.bodyErr, row.bodyErr) || (row.bodyErr == nil) != (got.bodyErr == nil) {
					t.Errorf("error at the end of the body %v, want %v", got.bodyErr, row.bodyErr)
				}
				if got.status != row.status || got.body != row.body || got.header.Get("Content-Type") != row.kind {
					t.Errorf("%d %q %q, want %d %q %q", got.status, got.header.Get("Content-Type"), got.body, row.status, row.kind, row.body)
				}
				for header, want := range row.effect.Header {
					if got.header.Get(header) != want {
						t.Errorf("%s: %q, want %q", header, got.header.Get(header), want)
					}
				}
				if told := lastFault(t, engine, "default"); told != row.told {
					t.Errorf("the journal says %q, want %q", told, row.told)
				}
				read, want := fetch(client, base, "GET", readPath, ""), http.StatusNotFound
				if row.tookEffect {
					want = http.StatusOK
				}
				if read.status != want {
					t.Errorf("reading the order afterwards: %d, want %d", read.status, want)
				}
				wantWait := map[fault.EffectKind]time.Duration{fault.AnswerLatency: 2 * time.Second, fault.AnswerSlow: 2 * time.Second}[row.effect.Kind]
				if waited != wantWait {
					t.Errorf("waited %s, want %s", waited, wantWait)
				}
			})
		}
	}
	for _, kind := range fault.EffectKinds() {
		if !kinds[kind] {
			t.Errorf("no row for the effect %s", kind)
		}
	}
}

func TestJournalHoldsWhatTheClientSaw(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	for _, row := range []struct {
		kind   fault.EffectKind
		status int
		body   string
		last   string
	}{
		{fault.RefuseReset, 0, "", "There was no answer."},
		{fault.AnswerReset, 0, "", "There was no answer."},
		{fault.AnswerTruncated, 200, "tr", "The answer was 200."},
		{fault.AnswerMalformed, 200, "tr", "The answer was 200."},
	} {
		t.Run(string(row.kind), func(t *testing.T) {
			world := string(row.kind)
			setFaults(t, engine, world, fault.Fault{ID: "f", Effect: fault.Effect{Kind: row.kind}})
			fetch(inProcess(engine), "http://sim/@"+world, "POST", orderPath, documentOrder)
			list, err := engine.Journal(context.Background(), world, journal.Filter{Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			e := list[0]
			if e.Response.Status != row.status || string(e.Response.Body) != row.body || e.Operation != "upsertOrder" {
				t.Errorf("%s %d %q, want upsertOrder %d %q", e.Operation, e.Response.Status, e.Response.Body, row.status, row.body)
			}
			lines := e.Explain(engine.Citation)
			if n := len(lines); lines[n-1] != row.last || lines[n-2] != "The fault "+e.Fault+"." {
				t.Errorf("explained as %q", lines)
			}
		})
	}
}

func TestWithoutBodyThereIsNothingToDisturb(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	setFaults(t, engine, "default", fault.Fault{ID: "f", Effect: fault.Effect{Kind: fault.AnswerTruncated}})
	got := fetch(inProcess(engine), "http://sim", "GET", "/deliveryoptimizer/1/stock-origins/code/NOWHERE/saturation", "")
	if got.status != http.StatusNotFound || got.bodyErr != nil {
		t.Errorf("%d, %v; want the 404 as it was", got.status, got.bodyErr)
	}
	if told := lastFault(t, engine, "default"); told != "f: answer-truncated: the answer had no body to disturb; the service had answered 404" {
		t.Errorf("the journal says %q", told)
	}
}

// No lock of the world may be held during a wait: the call in it would never
// come back.
func TestWaitHoldsUpNobodyElse(t *testing.T) {
	var engine *simulator.Engine
	during := fetched{}
	wait := func(context.Context, time.Duration) error {
		if during.status == 0 {
			during.status = 1 // the call below has the fault as well
			during = fetch(inProcess(engine), "http://sim", "GET", originPath, "")
		}
		return nil
	}
	engine = newEngine(t, simulator.Options{Wait: wait}, deliveryoptimizer.New())
	setFaults(t, engine, "default", fault.Fault{Effect: fault.Effect{Kind: fault.AnswerLatency, Delay: 1}})
	if got := fetch(inProcess(engine), "http://sim", "POST", orderPath, documentOrder); got.status != http.StatusOK {
		t.Errorf("the call that was held back: %d", got.status)
	}
	if !strings.Contains(during.body, `"ordersCount":1`) {
		t.Errorf("the call during the wait saw %d %s, want the order that was added", during.status, during.body)
	}
}

func TestClientThatGivesUpDuringAWait(t *testing.T) {
	for _, kind := range []fault.EffectKind{fault.AnswerLatency, fault.AnswerSlow} {
		t.Run(string(kind), func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			wait := func(ctx context.Context, _ time.Duration) error { cancel(); <-ctx.Done(); return ctx.Err() }
			engine := newEngine(t, simulator.Options{Wait: wait}, deliveryoptimizer.New())
			setFaults(t, engine, "default", fault.Fault{Effect: fault.Effect{Kind: kind, Delay: 1}})
			r, _ := http.NewRequestWithContext(ctx, "GET", "http://sim"+originPath, nil)
			response, err := inProcess(engine).Do(r)
			if err == nil {
				_, err = io.ReadAll(response.Body)
				response.Body.Close()
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v, want context.Canceled", err)
			}
		})
	}
}

func TestWithoutWaitNothingIsHeldBack(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	for _, kind := range []fault.EffectKind{fault.AnswerLatency, fault.AnswerSlow} {
		setFaults(t, engine, "default", fault.Fault{ID: "f", Effect: fault.Effect{Kind: kind, Delay: fault.Duration(time.Hour)}})
		got := fetch(inProcess(engine), "http://sim", "GET", originPath, "")
		if got.status != http.StatusOK || got.bodyErr != nil {
			t.Errorf("%s: %d, %v", kind, got.status, got.bodyErr)
		}
		if told := lastFault(t, engine, "default"); !strings.HasPrefix(told, "f: "+string(kind)) {
			t.Errorf("%s: the journal says %q", kind, told)
		}
	}
}

func TestFaultsAreReadBackAndCleared(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, deliveryoptimizer.New()), context.Background()
	given := []fault.Fault{
		{Vendor: "deliveryoptimizer", Operation: "getOrder", When: &fault.Condition{Header: "X-Shop", Value: "12"}, Count: 1, Effect: fault.Effect{Kind: fault.RefuseReset}},
		{ID: "mine", Probability: new(0.0), From: 3, Effect: fault.Effect{Kind: fault.AnswerLatency, Delay: fault.Duration(1500 * time.Millisecond)}},
	}
	setFaults(t, engine, "default", given...)
	fetch(inProcess(engine), "http://sim", "GET", originPath, "")
	want := given
	want[0].ID, want[1].Matched = "fault-1", 1
	if got, err := engine.Faults(ctx, "default"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if got, err := engine.Faults(ctx, "other"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("another world has %+v, %v; want an empty list", got, err)
	}
	if err := engine.ClearFaults(ctx, "default"); err != nil {
		t.Fatal(err)
	}
	if got, err := engine.Faults(ctx, "default"); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v after clearing", got, err)
	}
}
