package tracing_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"

	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/tracing"
)

// collector takes spans as OpenTelemetry's do.
type collector struct {
	*httptest.Server
	came chan struct{} // once a request

	mu       sync.Mutex
	status   int
	requests []*http.Request
	resource map[string]string
	spans    []*spans.Span
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{status: http.StatusOK, came: make(chan struct{}, 100)}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	for _, name := range []string{
		"OTEL_SDK_DISABLED", "OTEL_TRACES_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES",
		"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TIMEOUT",
	} {
		t.Setenv(name, "")
	}
	return c
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var data spans.TracesData
	if err = errors.Join(err, proto.Unmarshal(body, &data)); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests = append(c.requests, r)
	for _, list := range data.GetResourceSpans() {
		c.resource = map[string]string{}
		for _, a := range list.GetResource().GetAttributes() {
			c.resource[a.GetKey()] = a.GetValue().GetStringValue()
		}
		for _, scope := range list.GetScopeSpans() {
			c.spans = append(c.spans, scope.GetSpans()...)
		}
	}
	w.WriteHeader(c.status)
	c.came <- struct{}{}
}

func (c *collector) answer(status int) {
	c.mu.Lock()
	c.status = status
	c.mu.Unlock()
}

// attributes of a span, values as JSON has them.
func attributes(s *spans.Span) map[string]string {
	out := map[string]string{}
	for _, a := range s.GetAttributes() {
		v := a.GetValue()
		switch {
		case v.GetArrayValue() != nil:
			var list []string
			for _, item := range v.GetArrayValue().GetValues() {
				list = append(list, item.GetStringValue())
			}
			out[a.GetKey()] = strings.Join(list, " ")
		case v.GetStringValue() != "":
			out[a.GetKey()] = v.GetStringValue()
		default:
			out[a.GetKey()] = fmt.Sprint(v.GetIntValue())
		}
	}
	return out
}

func start(t *testing.T, log io.Writer) *tracing.Tracing {
	t.Helper()
	traces, err := tracing.Start(t.Context(), "v1.2.3", slog.New(slog.NewTextHandler(log, nil)))
	if err != nil || traces == nil {
		t.Fatalf("tracing does not start: %v", err)
	}
	return traces
}

// The caller's header, W3C's own example.
const (
	callersTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	callersSpan  = "00f067aa0ba902b7"
	callers      = "00-" + callersTrace + "-" + callersSpan + "-01"
)

// call sends a request with the caller's header through a handler that tells
// that observation, and returns what a notification would be sent with.
func call(traces *tracing.Tracing, o simulator.Observation) (propagated http.Header) {
	r := httptest.NewRequest("POST", "/komet/api/prebook.create?authenticationToken=secret", nil)
	r.Header.Set("Traceparent", callers)
	traces.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		propagated = traces.Propagate(r.Context())
		traces.Request(r.Context(), o)
	})).ServeHTTP(httptest.NewRecorder(), r)
	return propagated
}

func TestASpanTellsWhatBecameOfARequest(t *testing.T) {
	for name, tt := range map[string]struct {
		o      simulator.Observation
		name   string
		want   map[string]string
		status spans.Status_StatusCode
	}{
		"refused": {simulator.Observation{
			World: "ci-7", Vendor: "komet", Operation: "createPrebook", Status: 400, Journal: 17, Refused: []string{"komet/a"},
			Consulted: []journal.Consultation{{Rule: "komet/b", Outcome: journal.Held}, {Rule: "komet/a", Outcome: journal.Decided}, {Rule: "komet/c", Outcome: journal.Decided}},
		}, "komet createPrebook", map[string]string{
			"http.request.method": "POST", "http.response.status_code": "400", "plumbline.vendor": "komet", "plumbline.operation": "createPrebook",
			"plumbline.world": "ci-7", "plumbline.journal": "17", "plumbline.refused_by": "komet/a", "plumbline.decided_by": "komet/a komet/c",
		}, spans.Status_STATUS_CODE_UNSET},
		"lost by a fault": {simulator.Observation{World: "w", Vendor: "komet", Operation: "createPrebook", Journal: 1, Fault: fault.AnswerReset}, "komet createPrebook", map[string]string{
			"http.request.method": "POST", "plumbline.vendor": "komet", "plumbline.operation": "createPrebook", "plumbline.world": "w",
			"plumbline.journal": "1", "plumbline.fault": "answer-reset",
		}, spans.Status_STATUS_CODE_ERROR},
		"failed":           {simulator.Observation{Status: 503}, "POST", map[string]string{"http.request.method": "POST", "http.response.status_code": "503"}, spans.Status_STATUS_CODE_ERROR},
		"never made out":   {simulator.Observation{Status: 404}, "POST", map[string]string{"http.request.method": "POST", "http.response.status_code": "404"}, spans.Status_STATUS_CODE_UNSET},
		"matches no route": {simulator.Observation{World: "w", Vendor: "komet", Status: 404}, "POST", map[string]string{"http.request.method": "POST", "http.response.status_code": "404", "plumbline.vendor": "komet", "plumbline.world": "w"}, spans.Status_STATUS_CODE_UNSET},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t)
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.URL)
			traces := start(t, t.Output())
			propagated := call(traces, tt.o)
			traces.Stop(t.Context())
			if len(c.spans) != 1 {
				t.Fatalf("%d spans", len(c.spans))
			}
			s := c.spans[0]
			if s.GetName() != tt.name || s.GetKind() != spans.Span_SPAN_KIND_SERVER || s.GetStatus().GetCode() != tt.status || !reflect.DeepEqual(attributes(s), tt.want) {
				t.Errorf("span %q, %s, %s with\n%v, want\n%v", s.GetName(), s.GetKind(), s.GetStatus(), attributes(s), tt.want)
			}
			if id := hex.EncodeToString(s.GetTraceId()); id != callersTrace || hex.EncodeToString(s.GetParentSpanId()) != callersSpan {
				t.Errorf("it does not continue the caller's trace: %s below %x", id, s.GetParentSpanId())
			}
			if want := "00-" + callersTrace + "-" + hex.EncodeToString(s.GetSpanId()) + "-01"; propagated.Get("Traceparent") != want {
				t.Errorf("a notification is sent with %v, want traceparent %s", propagated, want)
			}
		})
	}
}

func TestADeliveryBelongsToTheTraceOfItsCause(t *testing.T) {
	for name, tt := range map[string]struct {
		next   roundTrip
		want   map[string]string
		status spans.Status_StatusCode
	}{
		"taken":       {func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 204}, nil }, map[string]string{"http.response.status_code": "204"}, spans.Status_STATUS_CODE_UNSET},
		"not taken":   {func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 404}, nil }, map[string]string{"http.response.status_code": "404"}, spans.Status_STATUS_CODE_ERROR},
		"no answer":   {func(*http.Request) (*http.Response, error) { return nil, errAway }, map[string]string{}, spans.Status_STATUS_CODE_ERROR},
		"not allowed": {func(*http.Request) (*http.Response, error) { return nil, event.ErrPrivateTarget }, map[string]string{}, spans.Status_STATUS_CODE_ERROR},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t)
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.URL)
			traces := start(t, t.Output())
			r := httptest.NewRequest("POST", "https://user:secret@hook.example.test/in?key=secret", nil)
			for key, value := range map[string]string{"Traceparent": callers, "Plumbline-World": "ci-7", "Plumbline-Delivery": "3"} {
				r.Header.Set(key, value)
			}
			sent := ""
			_, err := traces.Transport(roundTrip(func(r *http.Request) (*http.Response, error) {
				sent = r.Header.Get("Traceparent")
				return tt.next(r)
			})).RoundTrip(r)
			if _, want := tt.next(r); !errors.Is(err, want) {
				t.Errorf("the transport returns %v, want %v", err, want)
			}
			traces.Stop(t.Context())
			if len(c.spans) != 1 {
				t.Fatalf("%d spans", len(c.spans))
			}
			s := c.spans[0]
			for key, value := range map[string]string{"http.request.method": "POST", "server.address": "hook.example.test", "plumbline.world": "ci-7", "plumbline.delivery": "3"} {
				tt.want[key] = value
			}
			if s.GetKind() != spans.Span_SPAN_KIND_CLIENT || s.GetStatus().GetCode() != tt.status || !reflect.DeepEqual(attributes(s), tt.want) {
				t.Errorf("span %s, %s with %v, want %v", s.GetKind(), s.GetStatus(), attributes(s), tt.want)
			}
			if want := "00-" + callersTrace + "-" + hex.EncodeToString(s.GetSpanId()) + "-01"; sent != want || hex.EncodeToString(s.GetParentSpanId()) != callersSpan {
				t.Errorf("the subscriber was told %s, want %s; the span is below %x", sent, want, s.GetParentSpanId())
			}
			if strings.Contains(s.String(), "secret") || r.Header.Get("Traceparent") != callers {
				t.Errorf("a secret in %s, or the caller's request was changed: %v", s, r.Header)
			}
		})
	}
}

var errAway = errors.New("away")

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestTheEnvironmentDecides(t *testing.T) {
	const whole, root = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"
	for name, tt := range map[string]struct {
		env  map[string]string // URL stands for the collector's address
		path string            // that the spans come to; empty: no tracing
		says string            // the error
	}{
		"nothing":                     {nil, "", ""},
		"the root of a collector":     {map[string]string{root: "URL"}, "/v1/traces", ""},
		"a root with a path":          {map[string]string{root: "URL/otel/"}, "/otel/v1/traces", ""},
		"the path for traces":         {map[string]string{whole: "URL/spans"}, "/spans", ""},
		"no path for traces":          {map[string]string{whole: "URL"}, "/", ""},
		"the one for traces wins":     {map[string]string{whole: "URL/spans", root: "http://127.0.0.1:1"}, "/spans", ""},
		"switched off":                {map[string]string{root: "URL", "OTEL_SDK_DISABLED": "true"}, "", ""},
		"not switched off":            {map[string]string{root: "URL", "OTEL_SDK_DISABLED": "false"}, "/v1/traces", ""},
		"no exporter":                 {map[string]string{root: "URL", "OTEL_TRACES_EXPORTER": "none"}, "", ""},
		"switched off and misspelt":   {map[string]string{root: "nonsense", "OTEL_SDK_DISABLED": "TRUE"}, "", ""},
		"no address":                  {map[string]string{root: "user:hush@collector"}, "", root + ": it is no address such as http://127.0.0.1:4318"},
		"another scheme":              {map[string]string{whole: "grpc://127.0.0.1:4317"}, "", whole + ": it is no address"},
		"another protocol":            {map[string]string{root: "URL", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc: traces are sent by http/protobuf only"},
		"our protocol":                {map[string]string{root: "URL", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, "/v1/traces", ""},
		"no time":                     {map[string]string{root: "URL", "OTEL_EXPORTER_OTLP_TIMEOUT": "10s"}, "", "OTEL_EXPORTER_OTLP_TIMEOUT=10s: it is a number of milliseconds"},
		"headers that are no list":    {map[string]string{root: "URL", "OTEL_EXPORTER_OTLP_HEADERS": "hush"}, "", "OTEL_EXPORTER_OTLP_HEADERS: it is a list of name=value"},
		"attributes that are no list": {map[string]string{root: "URL", "OTEL_RESOURCE_ATTRIBUTES": "hush"}, "", "OTEL_RESOURCE_ATTRIBUTES: "},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t)
			for key, value := range tt.env {
				t.Setenv(key, strings.Replace(value, "URL", c.URL, 1))
			}
			traces, err := tracing.Start(t.Context(), "v1.2.3", slog.New(slog.DiscardHandler))
			if tt.says != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.says) || strings.Contains(err.Error(), "user:hush") {
					t.Errorf("error %v, want %s", err, tt.says)
				}
				return
			}
			if err != nil || (traces != nil) != (tt.path != "") {
				t.Fatalf("tracing %v (%v)", traces, err)
			}
			call(traces, simulator.Observation{Status: 200})
			traces.Stop(t.Context())
			if tt.path == "" {
				if len(c.requests) > 0 {
					t.Errorf("%d requests came", len(c.requests))
				}
				return
			}
			if len(c.requests) != 1 || c.requests[0].Method != "POST" || c.requests[0].URL.Path != tt.path || c.requests[0].Header.Get("Content-Type") != "application/x-protobuf" {
				t.Errorf("requests %+v, want one to %s", c.requests, tt.path)
			}
		})
	}
}

func TestTheCollectorIsToldWhoSends(t *testing.T) {
	for name, tt := range map[string]struct{ env, service string }{
		"by itself": {"", "plumbline"},
		"otherwise": {"shop-simulator", "shop-simulator"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t)
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.URL)
			t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=shop, authorization=Basic%20aHVzaA==")
			t.Setenv("OTEL_SERVICE_NAME", tt.env)
			t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=ci")
			traces := start(t, t.Output())
			call(traces, simulator.Observation{Status: 200})
			traces.Stop(t.Context())
			if got := c.resource; got["service.name"] != tt.service || got["service.version"] != "v1.2.3" || got["deployment.environment.name"] != "ci" {
				t.Errorf("resource %v", got)
			}
			if h := c.requests[0].Header; h.Get("X-Tenant") != "shop" || h.Get("Authorization") != "Basic aHVzaA==" {
				t.Errorf("headers %v", h)
			}
		})
	}
}

// TestACollectorThatDoesNotTakeSpansDisturbsNobody: one line says so, and
// another one when it begins again.
func TestACollectorThatDoesNotTakeSpansDisturbsNobody(t *testing.T) {
	c := newCollector(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", strings.Replace(c.URL, "http://", "http://user:hush@", 1))
	t.Setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1") // each span is a batch
	var log bytes.Buffer
	traces := start(t, &log)
	for _, status := range []int{503, 503, 503, 200, 200, 429, 429} {
		c.answer(status)
		call(traces, simulator.Observation{Status: 200})
		<-c.came // the next answer is for the next span
	}
	traces.Stop(t.Context())
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "503") || !strings.Contains(lines[1], "429") ||
		strings.Count(log.String(), "traces are lost until their collector takes them") != 2 || strings.Contains(log.String(), "hush") {
		t.Errorf("the log:\n%s", &log)
	}
}

// TestNothingIsWaitedForAtTheStop beyond its limit: this collector answers when
// the test has ended.
func TestNothingIsWaitedForAtTheStop(t *testing.T) {
	c := newCollector(t)
	ended, cancel := context.WithCancel(t.Context())
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-ended.Done() }))
	t.Cleanup(func() { cancel(); silent.Close() })
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", silent.URL)
	t.Setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000")
	var log bytes.Buffer
	traces := start(t, &log)
	call(traces, simulator.Observation{Status: 200})
	stopped := make(chan struct{})
	go func() { traces.Stop(t.Context()); close(stopped) }()
	select {
	case <-stopped:
	case <-t.Context().Done():
		t.Fatal("it waits for the collector")
	}
	if !strings.Contains(log.String(), "the last traces were not sent") || len(c.requests) > 0 {
		t.Errorf("the log: %s", &log)
	}
}

func TestNoTracingDoesNothing(t *testing.T) {
	var none *tracing.Tracing
	handler, transport := http.NotFoundHandler(), http.DefaultTransport
	if got := none.Handler(handler); reflect.ValueOf(got).Pointer() != reflect.ValueOf(handler).Pointer() {
		t.Error("there is something in front of the handler")
	}
	if none.Transport(transport) != transport || none.Propagate(t.Context()) != nil {
		t.Error("deliveries are traced")
	}
	none.Request(t.Context(), simulator.Observation{})
	none.Stop(t.Context())
}
