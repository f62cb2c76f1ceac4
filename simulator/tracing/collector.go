package tracing

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collector sends spans as protobuf over HTTP. It stands in for the exporter of
// OpenTelemetry, which brings gRPC along: docs/decisions/0012.
type collector struct {
	endpoint *url.URL
	header   http.Header
	client   *http.Client
	log      *slog.Logger
	failing  atomic.Bool // the last sending failed, and that has been logged
}

// defaultTimeout of one sending is OpenTelemetry's.
const defaultTimeout = 10 * time.Second

// fromEnvironment reads OpenTelemetry's variables. There is no collector where
// none names an endpoint, and where tracing is switched off.
func fromEnvironment() (*collector, error) {
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return nil, nil
	}
	endpoint, err := endpointOf()
	if err != nil || endpoint == nil {
		return nil, err
	}
	if name, protocol := setting("PROTOCOL"); protocol != "" && protocol != "http/protobuf" {
		return nil, fmt.Errorf("%s=%s: traces are sent by http/protobuf only; leave it out, or name a collector that takes that", name, protocol)
	}
	timeout := defaultTimeout
	if name, value := setting("TIMEOUT"); value != "" {
		ms, err := strconv.Atoi(value)
		if err != nil || ms <= 0 {
			return nil, fmt.Errorf("%s=%s: it is a number of milliseconds above zero", name, value)
		}
		timeout = time.Duration(ms) * time.Millisecond
	}
	header, err := headers()
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment}
	return &collector{endpoint: endpoint, header: header, client: &http.Client{Transport: transport, Timeout: timeout}}, nil
}

// setting returns the variable of the exporter that holds for traces, with its
// name.
func setting(what string) (name, value string) {
	name = "OTEL_EXPORTER_OTLP_TRACES_" + what
	if value = os.Getenv(name); value != "" {
		return name, value
	}
	name = "OTEL_EXPORTER_OTLP_" + what
	return name, os.Getenv(name)
}

// endpointOf returns the whole address, nil for none. The variable for all
// signals names the root of the collector, that for traces its very path.
func endpointOf() (*url.URL, error) {
	name, value := setting("ENDPOINT")
	if value == "" {
		return nil, nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%s: it is no address such as http://127.0.0.1:4318", name) // not shown: it may hold a password
	}
	if name == "OTEL_EXPORTER_OTLP_ENDPOINT" {
		u = u.JoinPath("v1", "traces")
	}
	u.Path = cmp.Or(u.Path, "/")
	return u, nil
}

// headers are written as name=value,name=value, with escapes as in an address.
func headers() (http.Header, error) {
	header := http.Header{"Content-Type": {"application/x-protobuf"}}
	name, list := setting("HEADERS")
	for pair := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		key, escaped, found := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(escaped))
		if key = strings.TrimSpace(key); !found || key == "" || err != nil {
			return nil, fmt.Errorf("%s: it is a list of name=value, separated by commas, with other characters escaped like %%20", name) // not shown: secrets
		}
		header.Set(key, value)
	}
	return header, nil
}

// Start implements otlptrace.Client. A connection is made with the first spans.
func (c *collector) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (c *collector) Stop(context.Context) error {
	c.client.CloseIdleConnections()
	return nil
}

// UploadTraces implements otlptrace.Client. A failure is logged when it begins,
// and not returned, for then the SDK would print each one; those spans are lost.
func (c *collector) UploadTraces(ctx context.Context, list []*spans.ResourceSpans) error {
	err := c.send(ctx, list)
	if failed := err != nil; c.failing.Swap(failed) != failed && failed {
		c.log.Warn("traces are lost until their collector takes them", "collector", c.endpoint.Redacted(), "error", err)
	}
	return nil
}

func (c *collector) send(ctx context.Context, list []*spans.ResourceSpans) error {
	// The message of the protocol is ExportTraceServiceRequest, in a package that
	// imports gRPC. On the wire this one is the same.
	body, err := proto.Marshal(&spans.TracesData{ResourceSpans: list})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header = c.header.Clone()
	response, err := c.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)); err != nil { // so that the connection is used again
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("it answers %s", response.Status)
	}
	return nil
}
