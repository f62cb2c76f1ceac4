// Package tracing sends a span for every request to a simulator, and for every
// attempt to deliver a notification, to a collector of OpenTelemetry. It is set
// up by OpenTelemetry's environment variables and does nothing without them.
package tracing

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// Tracing is how one process traces. Nil is a process that does not; all methods
// take it. It is safe for concurrent use.
type Tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
	carry    propagation.TraceContext // W3C's headers traceparent and tracestate
	log      *slog.Logger
}

// Start returns the tracing that the environment asks for, nil where it asks for
// none. A variable with a value that can't be followed is an error.
func Start(ctx context.Context, version string, log *slog.Logger) (*Tracing, error) {
	c, err := fromEnvironment()
	if err != nil || c == nil {
		return nil, err
	}
	c.log = log
	described, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "plumbline"), attribute.String("service.version", version)),
		resource.WithTelemetrySDK(),
		resource.WithFromEnv(), // the last one wins
	)
	if err != nil {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	exporter, err := otlptrace.New(ctx, c)
	if err != nil {
		return nil, err
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(described))
	return &Tracing{
		provider: provider, tracer: provider.Tracer("github.com/plumbline-api/plumbline/simulator", trace.WithInstrumentationVersion(version)), log: log,
	}, nil
}

// stopWithin is how long the last spans may take to be sent.
const stopWithin = 3 * time.Second

// Stop sends what is left, within a few seconds. What could not be sent is
// logged and is no error: it is no part of what the simulator was asked to do.
func (t *Tracing) Stop(ctx context.Context) {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, stopWithin)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		t.log.Warn("the last traces were not sent", "error", err)
	}
}

// Handler makes every request a span that continues its caller's trace. The
// engine behind it completes the span by Request.
func (t *Tracing) Handler(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := t.carry.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer),
			trace.WithAttributes(attribute.String("http.request.method", r.Method)))
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Request completes the span of a request with what became of it. Paths and
// bodies are left to the journal, which takes secrets out.
func (t *Tracing) Request(ctx context.Context, o simulator.Observation) {
	span := trace.SpanFromContext(ctx)
	if t == nil || !span.IsRecording() {
		return
	}
	if o.Operation != "" {
		span.SetName(o.Vendor + " " + o.Operation)
	}
	for _, a := range []struct{ key, value string }{
		{"plumbline.vendor", o.Vendor}, {"plumbline.operation", o.Operation}, {"plumbline.world", o.World}, {"plumbline.fault", string(o.Fault)},
	} {
		if a.value != "" {
			span.SetAttributes(attribute.String(a.key, a.value))
		}
	}
	if o.Journal != 0 {
		span.SetAttributes(attribute.Int64("plumbline.journal", int64(o.Journal)))
	}
	if len(o.Refused) > 0 {
		span.SetAttributes(attribute.StringSlice("plumbline.refused_by", o.Refused))
	}
	if rules := decided(o.Consulted); len(rules) > 0 {
		span.SetAttributes(attribute.StringSlice("plumbline.decided_by", rules))
	}
	switch {
	case o.Status == 0:
		span.SetStatus(codes.Error, "no answer")
		return
	case o.Status >= http.StatusInternalServerError:
		span.SetStatus(codes.Error, "")
	}
	span.SetAttributes(attribute.Int("http.response.status_code", o.Status))
}

// decided returns the rules that made a difference, refusals and behaviours.
func decided(consulted []journal.Consultation) []string {
	var rules []string
	for _, c := range consulted {
		if c.Outcome == journal.Decided && !slices.Contains(rules, c.Rule) {
			rules = append(rules, c.Rule)
		}
	}
	return rules
}

// Propagate returns the headers by which a notification leads to the span of
// this context.
func (t *Tracing) Propagate(ctx context.Context) http.Header {
	if t == nil {
		return nil
	}
	header := http.Header{}
	t.carry.Inject(ctx, propagation.HeaderCarrier(header))
	return header
}

// Transport makes every delivery a span, in the trace of the request that
// caused it, and tells the subscriber so.
func (t *Tracing) Transport(next http.RoundTripper) http.RoundTripper {
	if t == nil {
		return next
	}
	return transport{t, next}
}

type transport struct {
	*Tracing
	next http.RoundTripper
}

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := t.carry.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, "deliver", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("http.request.method", r.Method), attribute.String("server.address", r.URL.Hostname()),
		attribute.String("plumbline.world", r.Header.Get("Plumbline-World")),
	))
	defer span.End()
	if number, err := strconv.ParseInt(r.Header.Get("Plumbline-Delivery"), 10, 64); err == nil {
		span.SetAttributes(attribute.Int64("plumbline.delivery", number))
	}
	r = r.Clone(ctx)
	t.carry.Inject(ctx, propagation.HeaderCarrier(r.Header))
	response, err := t.next.RoundTrip(r)
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		return response, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", response.StatusCode))
	if response.StatusCode >= http.StatusBadRequest {
		span.SetStatus(codes.Error, "")
	}
	return response, nil
}
