package target

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
)

// openapi is a contract of one resource, small enough to be seen whole.
const openapi = `
openapi: 3.1.0
info: {title: toy, version: "1"}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getThing
      responses:
        "200":
          description: the thing
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties: {name: {type: string}}
        "404": {description: none}
    put:
      operationId: putThing
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses:
        "200": {description: stored}
`

// toy compiles the contract once: its judge takes a while.
var toy = sync.OnceValues(func() (*contract.Contract, *judge.Judge) {
	c, err := contract.Load([]byte(openapi))
	if err != nil {
		panic(err)
	}
	j, err := judge.New(c, []byte(openapi))
	if err != nil {
		panic(err)
	}
	return c, j
})

// newTarget returns a target with defaults for what options leave open.
func newTarget(t *testing.T, options Options) *Target {
	t.Helper()
	options.Contract, options.Judge = toy()
	if options.Base == "" {
		options.Base = "http://toy.test/root"
	}
	if options.Authorize == nil {
		options.Authorize = func(*http.Request, string) error { return nil }
	}
	target, err := New(options, "run-1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(target.CloseIdle)
	return target
}

// serving returns a target behind a real socket.
func serving(t *testing.T, options Options, handler http.HandlerFunc) *Target {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	options.Base = server.URL
	return newTarget(t, options)
}

// transport answers without a socket.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering returns a transport that always gives the same answer.
func answering(status int, header http.Header, body string) transport {
	return func(r *http.Request) (*http.Response, error) {
		return response(r, status, header, body), nil
	}
}

func response(r *http.Request, status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: header.Clone(),
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}
}

// hanging never answers.
func hanging(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// send sends one request in a session.
func send(t *testing.T, s *Session, method, body string) (*Answer, error) {
	t.Helper()
	return sendWithin(t.Context(), t, s, method, body)
}

func sendWithin(ctx context.Context, t *testing.T, s *Session, method, body string) (*Answer, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, s.Base()+"things/1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return s.Send(ctx, req)
}
