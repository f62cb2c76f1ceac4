package metrics_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/metrics"
)

// written is what a scrape gets, without comments.
func written(t *testing.T, m *metrics.Metrics) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(whole(t, m)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

func whole(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	var text strings.Builder
	if err := m.Write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestRequestsAndDeliveriesAreCounted(t *testing.T) {
	m := metrics.New("v1.2.3")
	m.CountWorlds(func(context.Context) ([]string, error) { return []string{"default", "ci-7"}, nil })
	for _, o := range []simulator.Observation{
		{Vendor: "komet", Operation: "create", Status: 200, Duration: 300 * time.Microsecond},
		{Vendor: "komet", Operation: "create", Status: 200, Duration: 3 * time.Second},
		{Vendor: "komet", Operation: "create", Status: 400, Refused: []string{"komet/a", "komet/b"}},
		{Vendor: "komet", Operation: "create", Fault: fault.AnswerReset},
		{Vendor: "komet", Status: 404},
		{Status: 404},
	} {
		m.Request(t.Context(), o)
	}
	for _, a := range []simulator.DeliveryAttempt{
		{Vendor: "akinon", Confirmed: true, Attempt: event.Attempt{Status: 200}},
		{Vendor: "akinon", Attempt: event.Attempt{Status: 500}},
		{Vendor: "akinon", Attempt: event.Attempt{Error: "away"}},
		{Vendor: "akinon", Attempt: event.Attempt{Error: "inside", Refused: true}},
		{Vendor: "akinon", Attempt: event.Attempt{Error: "stopped", Stopped: true}},
	} {
		m.Attempt(a)
	}
	m.StoreFailed(errors.New("away"))
	got := written(t, m)
	for _, line := range []string{
		`plumbline_requests_total{operation="create",status="200",vendor="komet"} 2`,
		`plumbline_requests_total{operation="create",status="400",vendor="komet"} 1`,
		`plumbline_requests_total{operation="create",status="none",vendor="komet"} 1`,
		`plumbline_requests_total{operation="none",status="404",vendor="komet"} 1`,
		`plumbline_requests_total{operation="none",status="404",vendor="none"} 1`,
		`plumbline_request_duration_seconds_bucket{operation="create",vendor="komet",le="0.00025"} 2`,
		`plumbline_request_duration_seconds_bucket{operation="create",vendor="komet",le="0.0005"} 3`,
		`plumbline_request_duration_seconds_bucket{operation="create",vendor="komet",le="5"} 4`,
		`plumbline_request_duration_seconds_count{operation="create",vendor="komet"} 4`,
		`plumbline_refusals_total{rule="komet/a",vendor="komet"} 1`,
		`plumbline_refusals_total{rule="komet/b",vendor="komet"} 1`,
		`plumbline_faults_total{effect="answer-reset",vendor="komet"} 1`,
		`plumbline_delivery_attempts_total{outcome="confirmed",vendor="akinon"} 1`,
		`plumbline_delivery_attempts_total{outcome="unconfirmed",vendor="akinon"} 1`,
		`plumbline_delivery_attempts_total{outcome="unanswered",vendor="akinon"} 1`,
		`plumbline_delivery_attempts_total{outcome="refused",vendor="akinon"} 1`,
		`plumbline_delivery_attempts_total{outcome="interrupted",vendor="akinon"} 1`,
		`plumbline_store_failures_total 1`,
		`plumbline_worlds 2`,
	} {
		if !slices.Contains(got, line) {
			t.Errorf("there is no line %s in\n%s", line, strings.Join(got, "\n"))
		}
	}
	for _, part := range []string{`,version="v1.2.3"} 1`, "\ngo_goroutines ", "\nprocess_start_time_seconds "} {
		if !strings.Contains(strings.Join(got, "\n"), part) {
			t.Errorf("there is no %q", part)
		}
	}
}

func TestTheNamesFollowTheConventions(t *testing.T) {
	m := metrics.New("v1.2.3")
	m.CountWorlds(func(context.Context) ([]string, error) { return nil, nil })
	m.Request(t.Context(), simulator.Observation{Vendor: "komet", Refused: []string{"komet/a"}, Fault: fault.AnswerReset})
	m.Attempt(simulator.DeliveryAttempt{Vendor: "akinon"})
	text := whole(t, m)
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
	if got := strings.Count(text, "# TYPE plumbline_"); got != 9 {
		t.Errorf("%d metrics of ours were looked at, want all 9:\n%s", got, text)
	}
}

func TestRequestsInProgressAreThoseThatWait(t *testing.T) {
	m := metrics.New("")
	during := ""
	handler := m.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		during = whole(t, m)
		panic(http.ErrAbortHandler) // as faults do
	}))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed: the server would not break the connection off")
			}
		}()
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	}()
	if !strings.Contains(during, "\nplumbline_requests_in_progress 1\n") || !strings.Contains(whole(t, m), "\nplumbline_requests_in_progress 0\n") {
		t.Errorf("while it waited:\n%s\nafterwards:\n%s", during, whole(t, m))
	}
}

func TestWorldsThatCannotBeCountedAreLeftOut(t *testing.T) {
	m := metrics.New("")
	m.CountWorlds(func(context.Context) ([]string, error) { return nil, errors.New("away") })
	if text := whole(t, m); strings.Contains(text, "plumbline_worlds") || !strings.Contains(text, "plumbline_build_info") {
		t.Errorf("written:\n%s", text)
	}
}

// BenchmarkRequest is what counting adds to every request.
func BenchmarkRequest(b *testing.B) {
	m := metrics.New("")
	o := simulator.Observation{Vendor: "komet", Operation: "create", Status: 200, Duration: 100 * time.Microsecond}
	b.ReportAllocs()
	for b.Loop() {
		m.Request(b.Context(), o)
	}
}
