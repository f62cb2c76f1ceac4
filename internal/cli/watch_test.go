package cli

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

func TestSimulateIsScraped(t *testing.T) {
	simulation := simulate(t, "deliveryoptimizer", "--control-token", "hush")
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := caller{t, &http.Client{Transport: transport, Timeout: patience}}
	orders := simulation.vendors + "/@w/deliveryoptimizer/1/order"
	c.wants(c.call("POST", orders, example), http.StatusOK, "true")
	if got := c.call("GET", simulation.vendors+"/@w/deliveryoptimizer/2/order/"+exampleID, ""); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
		t.Errorf("another tenant's order: %+v", got)
	}
	if got := c.call("GET", simulation.control+"/metrics", ""); got.status != http.StatusUnauthorized {
		t.Errorf("without the token: %d %s", got.status, got.body)
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", simulation.control+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer hush")
	response, err := c.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(body), "\n")
	for _, want := range []string{
		`plumbline_requests_total{operation="upsertOrder",status="200",vendor="deliveryoptimizer"} 1`,
		`plumbline_request_duration_seconds_count{operation="upsertOrder",vendor="deliveryoptimizer"} 1`,
		`plumbline_requests_in_progress 0`, `plumbline_worlds 2`, `plumbline_store_failures_total 0`, // the default world is there from the start
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("there is no line %s", want)
		}
	}
	if !strings.Contains(string(body), "plumbline_refusals_total{rule=\"deliveryoptimizer/") {
		t.Error("the refusal is not counted")
	}
	if problems, err := promlint.New(strings.NewReader(string(body))).Lint(); err != nil || len(problems) > 0 || t.Failed() {
		t.Errorf("%v %v in\n%s", problems, err, body)
	}
}

// collector is one of OpenTelemetry, and the environment names it to nobody yet.
type collector struct {
	*httptest.Server
	mu    sync.Mutex
	spans []*spans.Span
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var data spans.TracesData
		body, err := io.ReadAll(r.Body)
		if err != nil || proto.Unmarshal(body, &data) != nil || r.URL.Path != "/v1/traces" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, resource := range data.GetResourceSpans() {
			for _, scope := range resource.GetScopeSpans() {
				c.spans = append(c.spans, scope.GetSpans()...)
			}
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) all() []*spans.Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.spans)
}

// TestSimulateTraces follows one trace: the caller's, the request's span in it,
// and the notification that comes of it after a moment.
func TestSimulateTraces(t *testing.T) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	to := newCollector(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", to.URL)
	notified := make(chan string, 10)
	subscriber := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { notified <- r.Header.Get("Traceparent") }))
	t.Cleanup(subscriber.Close)
	simulation := simulate(t, "altazion", "--allow-private-webhooks")
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := caller{t, &http.Client{Transport: transport, Timeout: patience}}
	seed := `{"handlers": [{"name": "oms", "url": "` + subscriber.URL + `", "events": ["PreparationBpr"]}]}`
	c.wants(c.call("POST", simulation.control+"/worlds/w/vendors/altazion/seed", seed), http.StatusNoContent, "")

	r, err := http.NewRequestWithContext(t.Context(), "POST", simulation.vendors+"/@w/altazion/api/logistique/preparation/prepa/BP-1001",
		strings.NewReader(`{"Lignes": [{"Reference": "REF-A", "QtePreparee": 3}, {"Reference": "REF-B", "QtePreparee": 1.5}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("sample-app", "sample-key")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Traceparent", "00-"+trace+"-00f067aa0ba902b7-01")
	response, err := c.client.Do(r)
	if err != nil || response.Body.Close() != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%+v (%v)", response, err)
	}
	if got := c.call("POST", simulation.control+"/worlds/w/clock", `{"advance": "1m"}`); got.status != http.StatusOK {
		t.Fatalf("%+v", got)
	}
	var told string
	select {
	case told = <-notified:
	case <-time.After(patience):
		t.Fatal("no notification came")
	}
	if status := simulation.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	byName := map[string]*spans.Span{}
	for _, s := range to.all() {
		byName[s.GetName()] = s
	}
	request, delivery := byName["altazion savePreparation"], byName["deliver"]
	if request == nil || delivery == nil {
		t.Fatalf("spans %v", to.all())
	}
	if got := hex.EncodeToString(request.GetTraceId()) + "-" + hex.EncodeToString(request.GetParentSpanId()); got != trace+"-00f067aa0ba902b7" {
		t.Errorf("the request belongs to %s", got)
	}
	if got := hex.EncodeToString(delivery.GetTraceId()) + "-" + hex.EncodeToString(delivery.GetParentSpanId()); got != trace+"-"+hex.EncodeToString(request.GetSpanId()) {
		t.Errorf("the delivery belongs to %s", got)
	}
	if want := "00-" + trace + "-" + hex.EncodeToString(delivery.GetSpanId()) + "-01"; told != want {
		t.Errorf("the subscriber was told %q, want %s", told, want)
	}
}

// TestSimulateIsNotDisturbedByItsCollector that is not there.
func TestSimulateIsNotDisturbedByItsCollector(t *testing.T) {
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", away.URL)
	simulation := simulate(t, "deliveryoptimizer")
	transport := &http.Transport{}
	c := caller{t, &http.Client{Transport: transport, Timeout: patience}}
	c.wants(c.call("POST", simulation.vendors+"/deliveryoptimizer/1/order", example), http.StatusOK, "true")
	transport.CloseIdleConnections()
	if status := simulation.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestSimulateKeepsItsLimits(t *testing.T) {
	simulation := simulate(t, "deliveryoptimizer", "--journal", "1", "--body-limit", "1000", "--world-lifetime", "1ms")
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c := caller{t, &http.Client{Transport: transport, Timeout: patience}}
	orders := simulation.vendors + "/deliveryoptimizer/1/order"
	for range 2 {
		if got := c.call("POST", orders, example); got.status != http.StatusOK {
			t.Errorf("%+v", got)
		}
	}
	if got := c.call("GET", simulation.control+"/worlds/default/journal/1", ""); got.status != http.StatusNotFound {
		t.Errorf("the journal of one entry has the first: %d %s", got.status, got.body)
	}
	if got := c.call("GET", simulation.control+"/worlds/default/journal/2", ""); got.status != http.StatusOK {
		t.Errorf("the journal lacks the last: %d %s", got.status, got.body)
	}
	if got := c.call("POST", orders, example+strings.Repeat(" ", 1000)); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "1000 bytes") {
		t.Errorf("a longer body: %d %s", got.status, got.body)
	}
	c.call("POST", simulation.vendors+"/@idle/deliveryoptimizer/1/order", example)
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		got := c.call("GET", simulation.control+"/worlds", "")
		if got.body == `["default"]` {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the idle world stays: %s", got.body)
		}
	}
}
