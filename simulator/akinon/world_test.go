package akinon_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

const (
	packagePath = "/api/v1/oms/packages/123/"
	commandPath = packagePath + "command/"
	otherPath   = "/api/v1/oms/packages/124/"
	listPath    = "/api/v1/oms/packages/"
	loginPath   = "/api/i1/auth/login/"
	hooksPath   = "/whisperer/hooks/"
)

// started is what every test's real clock shows.
var started = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// world is one engine with the sample world. It gathers what it finds wrong,
// so that a test can ask whether anything was.
type world struct {
	t        testing.TB
	engine   *simulator.Engine
	schemas  *schemas
	now      time.Time
	wrong    []string // answers that are not what a row expects
	breaches []string // answers that break the contract
}

func newWorld(t testing.TB, options simulator.Options) *world {
	t.Helper()
	w := &world{t: t, schemas: contractSchemas(), now: started}
	options.Now = func() time.Time { return w.now }
	engine, err := simulator.New(options, akinon.New())
	if err != nil {
		t.Fatal(err)
	}
	w.engine = engine
	return w
}

func (w *world) fail(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// seed adds to the world by a seed document.
func (w *world) seed(document string) {
	w.t.Helper()
	if err := w.engine.Seed(w.t.Context(), simulator.DefaultWorld, "akinon", []byte(document)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) act(action string) {
	w.t.Helper()
	if err := w.engine.Act(w.t.Context(), simulator.DefaultWorld, "akinon", action); err != nil {
		w.t.Fatal(err)
	}
}

// wait lets time pass.
func (w *world) wait(d time.Duration) { w.now = w.now.Add(d) }

// reply is an answer, with what to say about it.
type reply struct {
	w      *world
	call   string
	status int
	header http.Header
	raw    string
	body   any
}

// call sends a request; headers are given as name and value in turn, an
// empty one for none, and the sample's key goes along unless there is another
// Authorization.
func (w *world) call(method, path, body string, headers ...string) reply {
	w.t.Helper()
	r := httptest.NewRequest(method, "/akinon"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Token not-a-real-key")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	recorder := httptest.NewRecorder()
	w.engine.ServeHTTP(recorder, r)
	out := reply{w: w, call: method + " " + path + " " + body, status: recorder.Code, header: recorder.Header(), raw: recorder.Body.String()}
	if out.raw != "" {
		out.body, _ = jsonschema.UnmarshalJSON(strings.NewReader(out.raw))
	}
	w.breaches = append(w.breaches, w.schemas.check(method, path, out)...)
	return out
}

func (w *world) get(path string, headers ...string) reply { return w.call("GET", path, "", headers...) }

func (w *world) post(path, body string, headers ...string) reply {
	return w.call("POST", path, body, headers...)
}

func (w *world) remove(path string, headers ...string) reply {
	return w.call("DELETE", path, "", headers...)
}

// prepare sends the command to package 123 with both flags false and further
// parameters, which start with a comma.
func (w *world) prepare(parameters string) reply { return w.post(commandPath, command(parameters)) }

func command(parameters string) string {
	return `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":false` + parameters + `}}`
}

func (r reply) is(status int) reply {
	if r.status != status {
		r.w.fail("%s: status %d, want %d: %s", r.call, r.status, status, r.raw)
	}
	return r
}

// at follows a path such as state.enum_value into the answer; an element of a
// list of objects is named by its id, or by its place.
func (r reply) at(path string) any {
	node := r.body
	for token := range strings.SplitSeq(path, ".") {
		switch value := node.(type) {
		case map[string]any:
			node = value[token]
		case []any:
			node = element(value, token)
		default:
			return nil
		}
	}
	return node
}

func element(list []any, token string) any {
	for i, one := range list {
		object, _ := one.(map[string]any)
		if fmt.Sprint(object["id"]) == token || fmt.Sprint(i) == token {
			return one
		}
	}
	return nil
}

func (r reply) has(path string, want any) reply {
	if got := fmt.Sprint(r.at(path)); got != fmt.Sprint(want) {
		r.w.fail("%s: %s is %s, want %v", r.call, path, got, want)
	}
	return r
}

// lists says which items the answer has, by their ids.
func (r reply) lists(ids ...int) reply { return r.holds("packageitem_set", ids...) }

func (r reply) holds(path string, ids ...int) reply {
	list, _ := r.at(path).([]any)
	got := []string{}
	for _, one := range list {
		object, _ := one.(map[string]any)
		got = append(got, fmt.Sprint(object["id"]))
	}
	want := []string{}
	for _, id := range ids {
		want = append(want, fmt.Sprint(id))
	}
	sort.Strings(got)
	sort.Strings(want)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.w.fail("%s: %s holds %v, want %v", r.call, path, got, want)
	}
	return r
}

// reads asserts of package 123, read anew, what follows.
func (w *world) reads() reply { return w.get(packagePath).is(200) }

// ledger returns the events that have been handed over for delivery.
func (w *world) ledger() []event.Event {
	w.t.Helper()
	var events []event.Event
	err := w.engine.With(w.t.Context(), simulator.DefaultWorld, "akinon", func(env *simulator.Env) error {
		return store.NewKind[event.Delivery]("plumbline.delivery").Scan(env.Store(), "", func(_ string, d event.Delivery) bool {
			events = append(events, d.Event)
			return true
		})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return events
}

// told asserts which events have been handed over, and returns them.
func (w *world) told(names ...string) []event.Event {
	w.t.Helper()
	got := []string{}
	events := w.ledger()
	for _, e := range events {
		got = append(got, e.Name)
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		w.fail("the ledger holds %v, want %v", got, names)
	}
	return events
}

// event shows the body of an event as an answer.
func (w *world) event(e event.Event) reply {
	body, _ := jsonschema.UnmarshalJSON(strings.NewReader(string(e.Body)))
	if err := w.schemas.compile("/components/schemas/PackageEvent").Validate(body); err != nil {
		w.breaches = append(w.breaches, err.Error())
	}
	return reply{w: w, call: "event " + e.Name, raw: string(e.Body), body: body}
}

// schemas checks answers against the contract's response schemas.
type schemas struct {
	contract *contract.Contract
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// contractSchemas reads the contract once, since every row needs it. The tests
// here run one after the other.
var contractSchemas = sync.OnceValue(func() *schemas {
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("contract:openapi.json", c.Tree()); err != nil {
		panic(err)
	}
	return &schemas{c, compiler, map[string]*jsonschema.Schema{}}
})

func (s *schemas) compile(pointer string) *jsonschema.Schema {
	if s.compiled[pointer] == nil {
		escaped := strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer)
		s.compiled[pointer] = s.compiler.MustCompile("contract:openapi.json#" + escaped)
	}
	return s.compiled[pointer]
}

// check returns how an answer breaks the contract.
func (s *schemas) check(method, path string, r reply) []string {
	path, _, _ = strings.Cut(path, "?")
	op, _, _ := s.contract.Match(method, path)
	if op == nil {
		return nil
	}
	base := contract.Pointer("paths", op.Path, strings.ToLower(method), "responses")
	pointer := base + fmt.Sprintf("/%d", r.status)
	node, err := s.contract.Resolve(pointer)
	if err != nil {
		pointer = base + fmt.Sprintf("/%dXX", r.status/100)
		node, err = s.contract.Resolve(pointer)
	}
	if err != nil {
		return []string{fmt.Sprintf("%s: the status %d is not documented", r.call, r.status)}
	}
	if ref, ok := node.(map[string]any)["$ref"].(string); ok {
		pointer = strings.TrimPrefix(ref, "#")
	}
	pointer += "/content/application~1json/schema"
	if _, err := s.contract.Resolve(pointer); err != nil {
		return nil // nothing is said of the body
	}
	if !json.Valid([]byte(r.raw)) || r.header.Get("Content-Type") != "application/json" {
		return []string{fmt.Sprintf("%s: the answer is no JSON: %q", r.call, r.raw)}
	}
	if err := s.compile(pointer).Validate(r.body); err != nil {
		return []string{fmt.Sprintf("%s: %v", r.call, err)}
	}
	return nil
}
