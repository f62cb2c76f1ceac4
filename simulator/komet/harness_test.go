package komet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

const (
	token      = "token_info_goes_here" // of company 77, in the sample
	twoPlaces  = "sample-two-places-token"
	vendorsOwn = "sample-vendor-token" // of vendor 999
	shipDate   = "2030-05-01"
)

// noon is when every test begins.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// try is one run of a row against one engine. It gathers what is wrong, so
// that the same assertions can be run where they have to fail.
type try struct {
	t      *testing.T
	engine *simulator.Engine
	world  string
	strict bool // answers have to keep to the contract
	wrong  []string
}

func newEngine(t testing.TB, defects []string, dialect map[string]string) *simulator.Engine {
	t.Helper()
	engine, err := simulator.New(simulator.Options{
		Now: func() time.Time { return noon }, Defects: defects, Dialect: dialect,
	}, komet.New())
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func (w *try) check(ok bool, format string, args ...any) {
	if !ok {
		w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
	}
}

// is compares a part of an answer with JSON.
func (w *try) is(what string, got any, want string) {
	text, err := json.Marshal(got)
	w.check(err == nil && string(text) == want, "%s is %s, want %s", what, text, want)
}

// must stops a run that cannot go on for reasons outside of the simulator.
func (w *try) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// reply is an answer.
type reply struct {
	status int
	body   map[string]any
}

// at follows member names and places into the answer; nil where there is nothing.
func (r reply) at(path ...any) any { return at(r.body, path...) }

func at(node any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := node.(map[string]any)
			node = object[step]
		case int:
			list, _ := node.([]any)
			if step >= len(list) {
				return nil
			}
			node = list[step]
		}
	}
	return node
}

func (w *try) send(method, path string, header http.Header, body []byte) reply {
	w.t.Helper()
	r := httptest.NewRequest(method, "/@"+w.world+"/komet"+path, bytes.NewReader(body))
	r.Header = header
	recorder := httptest.NewRecorder()
	w.engine.ServeHTTP(recorder, r)
	out := reply{status: recorder.Code}
	w.check(recorder.Code < 500, "%s %s is answered %d", method, path, recorder.Code)
	dec := json.NewDecoder(recorder.Body)
	dec.UseNumber()
	err := dec.Decode(&out.body)
	if w.strict {
		w.check(err == nil, "%s %s is answered no JSON object: %v", method, path, err)
		w.keepsTo(method, path, out)
	}
	return out
}

// keepsTo checks an answer with the schema that the contract has for it.
func (w *try) keepsTo(method, path string, r reply) {
	path, _, _ = strings.Cut(path, "?")
	if r.status != http.StatusOK {
		return // the contract leaves the body of every 4XX open
	}
	schema, err := responseSchema(contract.Pointer("paths", path, strings.ToLower(method), "responses", "2XX", "content", "application/json", "schema"))
	w.must(err)
	if err := schema.Validate(any(r.body)); err != nil {
		w.check(false, "%s %s breaks the contract: %v", method, path, err)
	}
}

var responses struct {
	sync.Mutex
	compiler *jsonschema.Compiler
}

func responseSchema(pointer string) (*jsonschema.Schema, error) {
	responses.Lock()
	defer responses.Unlock()
	if responses.compiler == nil {
		c, err := contract.Load(rules.Book().OpenAPI)
		if err != nil {
			return nil, err
		}
		responses.compiler = jsonschema.NewCompiler()
		responses.compiler.DefaultDraft(jsonschema.Draft2020)
		responses.compiler.AssertFormat()
		if err := responses.compiler.AddResource("contract:openapi.json", c.Tree()); err != nil {
			return nil, err
		}
	}
	return responses.compiler.Compile("contract:openapi.json#" + (&url.URL{Fragment: pointer}).EscapedFragment())
}

// create sends a creation: bytes as they are, anything else as JSON.
func (w *try) create(body any) reply {
	w.t.Helper()
	raw, isText := body.(string)
	if !isText {
		encoded, err := json.Marshal(body)
		w.must(err)
		raw = string(encoded)
	}
	return w.send(http.MethodPost, "/api/prebook.create", http.Header{"Content-Type": {"application/json"}}, []byte(raw))
}

// list calls a list method with parameters in pairs.
func (w *try) list(method, token string, parameters ...string) reply {
	w.t.Helper()
	query := url.Values{}
	if token != "" {
		query.Set("authenticationToken", token)
	}
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	return w.send(http.MethodGet, "/api/"+method+"?"+query.Encode(), http.Header{}, nil)
}

// details reads the prebooks of the usual ship date.
func (w *try) details(parameters ...string) reply {
	w.t.Helper()
	return w.list("prebook.details.list", token, append([]string{"date", shipDate}, parameters...)...)
}

func (w *try) login(name, password string) reply {
	w.t.Helper()
	query := url.Values{"username": {name}, "password": {password}}
	return w.send(http.MethodPost, "/api/login?"+query.Encode(), http.Header{}, nil)
}

// created asserts success.
func (w *try) created(r reply) {
	w.t.Helper()
	w.check(r.status == http.StatusOK, "HTTP status %d", r.status)
	w.is("status", r.at("status"), "1")
}

// refused asserts a refusal as a whole, which changes nothing.
func (w *try) refused(r reply) {
	w.t.Helper()
	before := len(w.wrong)
	w.check(r.status == http.StatusOK, "HTTP status %d", r.status)
	w.is("status", r.at("status"), "0")
	message, _ := r.at("message").(string)
	w.check(message != "", "the message is empty")
	w.check(r.at("prebookId") == nil, "a refusal has the prebookId %v", r.at("prebookId"))
	if len(w.wrong) > before {
		w.wrong[len(w.wrong)-1] += fmt.Sprintf(" in %v", r.body)
	}
}

// refuses asserts that each of the bodies is refused.
func (w *try) refuses(bodies ...any) {
	w.t.Helper()
	before := w.prebooks()
	for _, body := range bodies {
		w.refused(w.create(body))
	}
	w.check(w.prebooks() == before, "refusals changed the prebooks from %d to %d", before, w.prebooks())
}

// prebooks counts the prebooks of all companies.
func (w *try) prebooks() int {
	w.t.Helper()
	n := 0
	for _, c := range w.state().Companies {
		n += len(c.Prebooks)
	}
	return n
}

func (w *try) state() komet.Seed {
	w.t.Helper()
	s, err := komet.In(w.engine, w.world).State(context.Background())
	w.must(err)
	return s
}

func (w *try) seed(c komet.SeedCompany) {
	w.t.Helper()
	w.must(komet.In(w.engine, w.world).Seed(context.Background(), komet.Seed{Companies: []komet.SeedCompany{c}}))
}

// pass moves the virtual clock on.
func (w *try) pass(d time.Duration) {
	w.t.Helper()
	_, err := w.engine.ChangeClock(context.Background(), w.world, simulator.ClockChange{Advance: d, Freeze: true})
	w.must(err)
}

// body is a JSON object.
type body = map[string]any

// gone as the value of a member leaves it out.
type gone struct{}

// with returns a copy of an object with members changed, in pairs.
func with(object body, pairs ...any) body {
	out := body{}
	for name, value := range object {
		out[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		name := pairs[i].(string)
		if out[name] = pairs[i+1]; pairs[i+1] == (gone{}) {
			delete(out, name)
		}
	}
	return out
}

// header is the least that a creation needs.
func header(pairs ...any) body {
	return with(body{"authenticationToken": token, "customerId": 9999, "carrierId": 1878, "shipDate": shipDate}, pairs...)
}

// item is the least that an item needs.
func item(pairs ...any) body {
	return with(body{
		"productId": 999, "boxTypeId": 900, "boxes": 5, "unitType": "stem", "bunches": 10, "stemsBunch": 2,
		"price": json.Number("2.50"),
	}, pairs...)
}

// part is the least that a breakdown needs.
func part(pairs ...any) body {
	return with(body{"productId": 999, "bunches": 2, "stemsBunch": 3, "cost": json.Number("0.75"), "price": json.Number("1.50")}, pairs...)
}

// holding is a creation with items.
func holding(items ...any) body { return header("prebookItems", items) }

// withPart is a creation with one item of one breakdown.
func withPart(part body) body { return holding(item("breakdowns", []any{part})) }

// letters is a text of n characters.
func letters(n int) string { return strings.Repeat("é", n) }

// text is a part of an answer as JSON.
func text(node any) string {
	encoded, err := json.Marshal(node)
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}

// length is how many elements an array has.
func length(node any) int {
	list, _ := node.([]any)
	return len(list)
}
