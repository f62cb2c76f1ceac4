// Package metrics counts what a simulator does, for Prometheus. Every label has
// few values: vendors, operations, rules and effects are known, and what a
// request names beside these is counted as "none".
package metrics

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"

	"github.com/plumbline-api/plumbline/simulator"
)

// none is the value of a label that does not apply: of the vendor and the
// operation of a request that matches none, of the status where no answer went
// out.
const none = "none"

// durations are the upper bounds of the histogram's buckets, in seconds: most
// requests take less than a millisecond, and faults hold some back for long.
var durations = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Metrics are those of one process. They are safe for concurrent use.
type Metrics struct {
	registry      *prometheus.Registry
	requests      *prometheus.CounterVec
	durations     *prometheus.HistogramVec
	inProgress    prometheus.Gauge
	refusals      *prometheus.CounterVec
	faults        *prometheus.CounterVec
	attempts      *prometheus.CounterVec
	storeFailures prometheus.Counter
}

// New returns metrics that count from nought, for a build of that version.
func New(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: counter("plumbline_requests_total", "Requests to the vendors' APIs.", "vendor", "operation", "status"),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "plumbline_request_duration_seconds", Help: "Real time from a request to the end of its answer.", Buckets: durations,
		}, []string{"vendor", "operation"}),
		inProgress:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "plumbline_requests_in_progress", Help: "Requests that wait for their answer."}),
		refusals:      counter("plumbline_refusals_total", "Refusals by the rule that decided them.", "vendor", "rule"),
		faults:        counter("plumbline_faults_total", "Faults that struck a request, by their effect.", "vendor", "effect"),
		attempts:      counter("plumbline_delivery_attempts_total", "Attempts to deliver a notification.", "vendor", "outcome"),
		storeFailures: prometheus.NewCounter(prometheus.CounterOpts{Name: "plumbline_store_failures_total", Help: "Failures of the store."}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "plumbline_build_info", Help: "Always 1; the labels tell the build.",
		ConstLabels: prometheus.Labels{"version": version, "go_version": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.durations, m.inProgress, m.refusals, m.faults, m.attempts, m.storeFailures, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler counts the requests that are in progress.
func (m *Metrics) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.inProgress.Inc()
		defer m.inProgress.Dec()
		next.ServeHTTP(w, r)
	})
}

// Request counts one request.
func (m *Metrics) Request(_ context.Context, o simulator.Observation) {
	vendor, operation, status := named(o.Vendor), named(o.Operation), none
	if o.Status != 0 {
		status = strconv.Itoa(o.Status)
	}
	m.requests.WithLabelValues(vendor, operation, status).Inc()
	m.durations.WithLabelValues(vendor, operation).Observe(o.Duration.Seconds())
	for _, rule := range o.Refused {
		m.refusals.WithLabelValues(vendor, rule).Inc()
	}
	if o.Fault != "" {
		m.faults.WithLabelValues(vendor, string(o.Fault)).Inc()
	}
}

func named(name string) string {
	if name == "" {
		return none
	}
	return name
}

// Attempt counts one attempt to deliver a notification.
func (m *Metrics) Attempt(a simulator.DeliveryAttempt) {
	m.attempts.WithLabelValues(a.Vendor, outcome(a)).Inc()
}

func outcome(a simulator.DeliveryAttempt) string {
	switch {
	case a.Confirmed:
		return "confirmed"
	case a.Attempt.Stopped:
		return "interrupted"
	case a.Attempt.Refused:
		return "refused" // by us: the target is inside the machine's own network
	case a.Attempt.Status == 0:
		return "unanswered"
	}
	return "unconfirmed"
}

// StoreFailed counts one failure of the store.
func (m *Metrics) StoreFailed(error) { m.storeFailures.Inc() }

// CountWorlds makes the metrics tell how many worlds there are, by a function
// such as Engine.Worlds.
func (m *Metrics) CountWorlds(list func(context.Context) ([]string, error)) {
	m.registry.MustRegister(worlds{list, prometheus.NewDesc("plumbline_worlds", "Worlds in use.", nil, nil)})
}

// Write writes all metrics in Prometheus' text format.
func (m *Metrics) Write(w io.Writer) error {
	families, err := m.registry.Gather()
	if err != nil {
		return err
	}
	encoder := expfmt.NewEncoder(w, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			return err
		}
	}
	return nil
}

// worlds is the gauge of worlds, which asks the store at every scrape.
type worlds struct {
	list func(context.Context) ([]string, error)
	desc *prometheus.Desc
}

// worldsWithin is how long the store may take, less than a scrape commonly may.
const worldsWithin = 5 * time.Second

// Describe implements prometheus.Collector.
func (w worlds) Describe(to chan<- *prometheus.Desc) { to <- w.desc }

// Collect implements prometheus.Collector. A store that fails leaves this gauge
// out, not the others; the failure itself is counted by StoreFailed.
func (w worlds) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), worldsWithin)
	defer cancel()
	if names, err := w.list(ctx); err == nil {
		to <- prometheus.MustNewConstMetric(w.desc, prometheus.GaugeValue, float64(len(names)))
	}
}
