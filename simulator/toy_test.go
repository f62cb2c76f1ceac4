package simulator_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// noon is real time in most tests, and stands still.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// noonNow is the real time that stands still.
func noonNow() time.Time { return noon }

func newEngine(tb testing.TB, options simulator.Options, vendors ...*simulator.Vendor) *simulator.Engine {
	tb.Helper()
	if options.Now == nil {
		options.Now = noonNow
	}
	engine, err := simulator.New(options, vendors...)
	if err != nil {
		tb.Fatal(err)
	}
	return engine
}

// toySpec is the contract of a vendor that exists for tests: things with a
// quantity, and one operation that does what the test wants.
const toySpec = `
openapi: 3.1.0
info: {title: toy, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 40}}]
    get: {operationId: getThing}
    put:
      operationId: putThing
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
  /do: {post: {operationId: do}}
components:
  schemas:
    Thing: {type: object, required: [qty], properties: {qty: {type: integer, minimum: 1}}}
`

func toyRule(name, text string, change func(*specs.Rule)) *specs.Rule {
	rule := &specs.Rule{
		ID: "toy/" + name, Operations: []string{"putThing"}, Binds: specs.Server, Level: specs.Must, Basis: specs.Documented, Text: text,
		Source: specs.Source{Document: "999", Place: "line 1", URL: "https://toy.example.test", Date: "2026-11-22"},
	}
	change(rule)
	return rule
}

var (
	toyQuantity = toyRule("quantity", "A quantity is at least one.", func(r *specs.Rule) {
		r.Schema = []string{"/components/schemas/Thing/properties/qty"}
	})
	toyThing = toyRule("thing", "A thing is an object.", func(r *specs.Rule) { r.Schema = []string{"/components/schemas/Thing"} })
	toyHeavy = toyRule("heavy", "A thing of more than a hundred is refused.", func(*specs.Rule) {})
	toyTone  = toyRule("tone", "The answer has a tone.", func(r *specs.Rule) {
		r.Readings = []specs.Reading{{Name: "polite"}, {Name: "rude"}}
	})
	toyCaller = toyRule("caller", "The caller says thank you.", func(r *specs.Rule) { r.Binds = specs.Client })

	things = store.NewKind[int]("toy.thing")
)

// toyVendor is the vendor "toy". Its operation do is what the function does, and
// every call of After on "ring" rings.
func toyVendor(do func(*simulator.Env, http.ResponseWriter) error, ring func(*simulator.Env, string) error) *simulator.Vendor {
	return &simulator.Vendor{
		Book: specs.Book{
			Vendor: "toy", OpenAPI: []byte(toySpec), Rules: []*specs.Rule{toyQuantity, toyThing, toyHeavy, toyTone, toyCaller},
		},
		Handler: func(failed simulator.ErrorHandlers) http.Handler { return toyService{failed, do} },
		Refuse: func(_ *simulator.Env, _ *simulator.Request, breaches []contract.Breach) simulator.Response {
			return simulator.JSON(http.StatusBadRequest, "application/json", breaches[0].At)
		},
		NoRoute: func(*simulator.Env, []string) simulator.Response {
			return simulator.Response{Status: http.StatusNotFound}
		},
		Careless: func(*simulator.Request) simulator.Response { return simulator.Response{Status: http.StatusOK} },
		Timers:   map[string]func(*simulator.Env, string) error{"ring": ring},
		Entities: []store.Codec{things},
		Seed:     toySeed,
		State: func(env *simulator.Env) (any, error) {
			state := map[string]int{}
			err := things.Scan(env.Store(), "", func(id string, qty int) bool { state[id] = qty; return true })
			return state, err
		},
		Actions: map[string]simulator.Action{
			"lose":  {Text: "Everything is lost.", Do: func(env *simulator.Env) error { _, err := things.DeleteAll(env.Store(), ""); return err }},
			"panic": {Text: "A bug.", Do: func(*simulator.Env) error { panic("a bug") }},
		},
		Secret: func(header string) bool { return header == "X-Key" },
	}
}

// toySeed wants an object of quantities; the first that is below one is an
// error, after those before it have been stored.
func toySeed(env *simulator.Env, document []byte) error {
	var seed map[string]int
	if err := json.Unmarshal(document, &seed); err != nil {
		return fmt.Errorf("toy: %w", err)
	}
	for _, id := range []string{"a", "b", "c"} {
		if qty, given := seed[id]; given && qty < 1 {
			return errors.New("toy: a quantity below one")
		}
		if err := things.Put(env.Store(), id, seed[id]); err != nil {
			return err
		}
	}
	return nil
}

type toyService struct {
	failed simulator.ErrorHandlers
	do     func(*simulator.Env, http.ResponseWriter) error
}

func (s toyService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	env := simulator.FromContext(r.Context())
	serve := s.do
	switch {
	case r.Method == http.MethodGet:
		serve = func(env *simulator.Env, w http.ResponseWriter) error { return getThing(env, w, path.Base(r.URL.Path)) }
	case r.Method == http.MethodPut:
		serve = func(env *simulator.Env, w http.ResponseWriter) error { return putThing(env, w, r) }
	}
	if err := serve(env, w); err != nil {
		s.failed.Response(w, r, err)
	}
}

func getThing(env *simulator.Env, w http.ResponseWriter, id string) error {
	qty, found, err := things.Get(env.Store(), id)
	if !found {
		w.WriteHeader(http.StatusNotFound)
		return err
	}
	fmt.Fprint(w, qty)
	return nil
}

func putThing(env *simulator.Env, w http.ResponseWriter, r *http.Request) error {
	var thing struct{ Qty int }
	if err := json.NewDecoder(r.Body).Decode(&thing); err != nil {
		return err
	}
	if env.Violates(toyHeavy, thing.Qty > 100) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		return nil
	}
	if env.Applies(toyTone) {
		fmt.Fprint(w, env.Reading(toyTone))
	}
	return things.Put(env.Store(), path.Base(r.URL.Path), thing.Qty)
}

// toy is the vendor whose operation do does nothing.
func toy() *simulator.Vendor {
	return toyVendor(
		func(*simulator.Env, http.ResponseWriter) error { return nil },
		func(*simulator.Env, string) error { return nil },
	)
}

// send sends a request; a body is JSON. Headers are "Name: value".
func send(handler http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, target, nil)
	}
	if body != "" || method == http.MethodPost { // the control API wants it without a body, too
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// want compares status and body, without the line's end.
func want(t *testing.T, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if got := strings.TrimSuffix(w.Body.String(), "\n"); w.Code != status || got != body {
		t.Errorf("answer %d %q, want %d %q", w.Code, got, status, body)
	}
}

// read returns the body of a response and closes it.
func read(t *testing.T, r *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// documentOrder is the example of document 002.
const documentOrder = `{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "tenantId": 0,
  "lastUpdated": "2025-09-22T10:01:20.624Z",
  "expiresAt": "2025-09-23T11:01:20.624Z",
  "type": "Order",
  "lines": [
    {"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1},
    {"code": "FRA:MAG:0953", "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5", "qty": 2}
  ]
}`

// basic is the header by which a user of the sample calls Delivery Optimizer.
func basic(user string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user+":sample-password"))
}
