package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// toyContract has one resource, of which everything can be seen.
const toyContract = `
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
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
        "404": {description: none}
    put:
      operationId: putThing
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
      responses:
        "200": {description: stored}
        "400": {description: refused}
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 5}
        size: {type: integer, minimum: 1, maximum: 10}
        # A thing without a size has a long name: "only the required members" would
        # be allowed by required and forbidden here.
      if: {not: {required: [size]}}
      then: {properties: {name: {minLength: 4}}}
`

// The rules of the toy.
var (
	toyMembers = &specs.Rule{
		ID: "toy/members", Binds: specs.Server, Level: specs.Must, Basis: specs.Documented,
		Schema: []string{"/components/schemas/Thing", "/paths/~1things~1{id}/put/requestBody"},
	}
	toyAnswers = &specs.Rule{
		ID: "toy/answers", Binds: specs.Server, Level: specs.Must, Basis: specs.Documented,
		Schema: []string{"/paths/~1things~1{id}/get/responses/200"},
	}
	toyProbed = &specs.Rule{ID: "toy/probed", Binds: specs.Server, Level: specs.Must, Basis: specs.Documented}
	toyClient = &specs.Rule{ID: "toy/caller", Binds: specs.Client, Level: specs.Must, Basis: specs.Documented}
)

// toyServer keeps to the contract, save for what disturb does.
type toyServer struct {
	mu       sync.Mutex
	things   map[string][]byte
	requests int
	// disturb answers in place of the server, and may change what it holds; it
	// lets the server answer by returning nil.
	disturb func(s *toyServer, r *http.Request, body []byte) *http.Response
}

// RoundTrip makes the server a transport.
func (s *toyServer) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body) // of memory
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	if s.things == nil {
		s.things = map[string][]byte{}
	}
	if s.disturb != nil {
		if resp := s.disturb(s, r, body); resp != nil {
			return resp, nil
		}
	}
	return s.answer(r, body), nil
}

func (s *toyServer) answer(r *http.Request, body []byte) *http.Response {
	id := path.Base(r.URL.Path)
	if r.Method == http.MethodGet {
		if thing, known := s.things[id]; known {
			return toyResponse(r, http.StatusOK, string(thing))
		}
		return toyResponse(r, http.StatusNotFound, "")
	}
	if !toyAllows(body) {
		return toyResponse(r, http.StatusBadRequest, "")
	}
	s.things[id] = body
	return toyResponse(r, http.StatusOK, "")
}

// toyAllows is the contract, written a second time.
func toyAllows(body []byte) bool {
	var thing map[string]any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&thing); err != nil || dec.More() || thing == nil {
		return false
	}
	name, named := thing["name"].(string)
	if _, sized := thing["size"]; !sized && len(name) < 4 {
		return false
	}
	if size, there := thing["size"]; there {
		n, isNumber := size.(json.Number)
		if i, err := n.Int64(); !isNumber || err != nil || i < 1 || i > 10 {
			return false
		}
	}
	return named && len(name) <= 5
}

func toyResponse(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// toyVendor has the contract's cases and these probes.
func toyVendor(probes ...Case) *Vendor {
	return &Vendor{
		Book: specs.Book{
			Vendor: "toy", Title: "Toy", OpenAPI: []byte(toyContract),
			Rules: []*specs.Rule{toyMembers, toyAnswers, toyProbed, toyClient},
		},
		Prepare: func(*Profile) (*Plan, error) {
			return &Plan{
				Authorize: func(*http.Request, string) error { return nil },
				Missing: func(need string) string {
					return map[string]string{"a-fixture": "give the profile fixtures.a-fixture"}[need]
				},
				Contact: func(ctx context.Context, s *target.Session) error {
					_, err := toyRead(ctx, s, "contact")
					return err
				},
				Steps:   func(*target.Session, *rand.Rand) func(*features.Steps) { return func(*features.Steps) {} },
				Call:    toyCall,
				Effects: map[string]features.Effect{"putThing": features.Reversible, "getThing": features.Read},
				Refused: func(status int) bool { return status/100 == 4 }, Refusal: "4xx",
				Probes: probes,
			}, nil
		},
	}
}

func toyCall(operation string, s *target.Session, random *rand.Rand) (Call, error) {
	id := fmt.Sprintf("thing-%x", random.Uint64())
	call := Call{Path: map[string]string{"id": id}}
	if operation == "putThing" {
		call.Body = map[string]any{"name": "toy", "size": json.Number("3")}
		call.Observe = func(ctx context.Context) (string, error) { return toyRead(ctx, s, id) }
	}
	return call, nil
}

func toyRead(ctx context.Context, s *target.Session, id string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base()+"things/"+id, nil)
	if err != nil {
		return "", err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return "", err
	}
	return string(answer.Body), nil
}

// probe is a case of toy/probed.
func probe(name string, run func(ctx context.Context, s *target.Session) error) Case {
	return Case{
		Rule: toyProbed, Name: name, Phase: RulesPhase, Effect: features.Read,
		Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error { return run(ctx, s) },
	}
}

// judgeToy runs the toy vendor against a server.
func judgeToy(t *testing.T, ctx context.Context, server *toyServer, o Options, probes ...Case) report.Vendor {
	t.Helper()
	out, err := Run(ctx, toyVendor(probes...), toyOptions(server, o))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func toyOptions(server *toyServer, o Options) Options {
	if o.Profile == nil {
		o.Profile = &Profile{Vendor: "toy", Target: "http://toy.test"}
	}
	o.Transport, o.RandomSeed = server, 1
	return o
}

func verdictOf(t *testing.T, v report.Vendor, rule *specs.Rule) report.Rule {
	t.Helper()
	for _, r := range v.Rules {
		if r.ID == rule.ID {
			return r
		}
	}
	t.Fatalf("%s was not judged: %+v", rule.ID, v)
	return report.Rule{}
}

// wants compares a rule's verdict, and looks for text in its reason and those
// of its cases.
func wants(t *testing.T, r report.Rule, verdict report.Verdict, text string) {
	t.Helper()
	all := r.Reason
	for _, c := range r.Cases {
		all += "\n" + c.Name + ": " + c.Reason
		for _, m := range c.Mismatches {
			all += "; " + m.String()
		}
	}
	if r.Verdict != verdict || !strings.Contains(all, text) {
		t.Errorf("%s: %s, want %s with %q; its reasons: %s", r.ID, r.Verdict, verdict, text, all)
	}
}

var errOurs = errors.New("a bug of ours")
