package altazion_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

const (
	prepa = "/altazion/api/logistique/preparation/prepa/"
	expe  = "/altazion/api/logistique/preparation/expe/"
	read  = "/altazion/api/logistique/preparation/"

	// moment is longer than the state takes to follow.
	moment = 2 * time.Second
)

// deliveries is the engine's ledger, which has no reader of its own yet.
var deliveries = store.NewKind[event.Delivery]("plumbline.delivery")

func newEngine(t testing.TB, dialect map[string]string, defects ...string) *simulator.Engine {
	t.Helper()
	engine, err := simulator.New(simulator.Options{
		Now:     func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
		Dialect: dialect, Defects: defects,
	}, altazion.New())
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// probe talks to one world and collects what is not as it has to be.
type probe struct {
	engine   *simulator.Engine
	world    string
	schemas  *responseSchemas
	failures []string
	breaches []string // of the contract, by answers
}

func (p *probe) check(ok bool, format string, args ...any) {
	if !ok {
		p.failures = append(p.failures, fmt.Sprintf(format, args...))
	}
}

func (p *probe) must(err error) {
	p.check(err == nil, "%v", err)
}

// answer is a response with its body decoded, numbers as they are written.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

// option changes a request before it is sent.
type option func(*http.Request)

func header(name, value string) option {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func anonymous(r *http.Request) { r.Header.Del("Authorization") }

func as(user, key string) option {
	return func(r *http.Request) { r.SetBasicAuth(user, key) }
}

func (p *probe) send(method, path, body string, options ...option) answer {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Plumbline-World", p.world)
	r.SetBasicAuth("sample-app", "sample-key")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, o := range options {
		o(r)
	}
	w := httptest.NewRecorder()
	p.engine.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), raw: w.Body.String()}
	dec := json.NewDecoder(bytes.NewReader(w.Body.Bytes()))
	dec.UseNumber()
	_ = dec.Decode(&a.body)
	if p.schemas != nil {
		if err := p.schemas.check(method, strings.TrimPrefix(path, "/altazion"), a); err != nil {
			p.breaches = append(p.breaches, fmt.Sprintf("%s %s: %d: %v", method, path, a.status, err))
		}
	}
	return a
}

func (p *probe) post(path, body string, options ...option) answer {
	return p.send(http.MethodPost, path, body, options...)
}

// ok posts and wants 200.
func (p *probe) ok(path, body string, options ...option) answer {
	return p.status(200, path, body, options...)
}

// status posts and wants that status.
func (p *probe) status(want int, path, body string, options ...option) answer {
	a := p.post(path, body, options...)
	p.check(a.status == want, "POST %s %s: %d, want %d: %s", path, body, a.status, want, a.raw)
	return a
}

func (p *probe) get(id string) answer {
	a := p.send(http.MethodGet, read+id, "")
	p.check(a.status == 200, "GET %s: %d: %s", id, a.status, a.raw)
	return a
}

// shows reads a bon and compares its state and what is prepared of its lines.
func (p *probe) shows(id, state string, prepared ...string) {
	a := p.get(id)
	p.check(state == "" || a.text("Etat") == state, "%s is %s, want %s", id, a.text("Etat"), state)
	p.check(len(prepared) == 0 || a.prepared() == strings.Join(prepared, " "), "%s has %s prepared, want %s", id, a.prepared(), prepared)
}

func (p *probe) advance(d time.Duration) {
	_, err := p.engine.ChangeClock(context.Background(), p.world, simulator.ClockChange{Advance: d})
	p.must(err)
}

func (p *probe) seed(document string) {
	p.must(p.engine.Seed(context.Background(), p.world, "altazion", []byte(document)))
}

func (p *probe) act(action string) {
	p.must(p.engine.Act(context.Background(), p.world, "altazion", action))
}

// events returns the ledger of the world, oldest first.
func (p *probe) events() []event.Delivery {
	var list []event.Delivery
	p.must(p.engine.With(context.Background(), p.world, "altazion", func(env *simulator.Env) error {
		return deliveries.Scan(env.Store(), "", func(_ string, d event.Delivery) bool {
			list = append(list, d)
			return true
		})
	}))
	return list
}

// event returns the data of the one event of that name, or fails.
func (p *probe) event(name string) map[string]any {
	var found []map[string]any
	for _, d := range p.events() {
		if d.Event.Name != name {
			continue
		}
		var envelope struct {
			EventKind, EventCategory string
			Data                     map[string]any
		}
		p.must(json.Unmarshal(d.Event.Body, &envelope))
		p.check(envelope.EventKind == name && envelope.EventCategory == "e/rp", "envelope: %s", d.Event.Body)
		found = append(found, envelope.Data)
		if p.schemas != nil {
			if err := p.schemas.event(name, d.Event.Body); err != nil {
				p.breaches = append(p.breaches, fmt.Sprintf("event %s: %v: %s", name, err, d.Event.Body))
			}
		}
	}
	p.check(len(found) == 1, "%d events %s, want 1", len(found), name)
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// prepared joins the prepared quantities of the lines.
func (a answer) prepared() string {
	var out []string
	lines, _ := a.body["Lignes"].([]any)
	for _, l := range lines {
		line, _ := l.(map[string]any)
		out = append(out, fmt.Sprint(line["QtePreparee"]))
	}
	return strings.Join(out, " ")
}

func (a answer) text(member string) string { return fmt.Sprint(a.body[member]) }

// responseSchemas checks answers and events against the contract.
type responseSchemas struct {
	mu       sync.Mutex
	contract *contract.Contract
	compiler *jsonschema.Compiler
	tree     map[string]any
}

func newResponseSchemas(t testing.TB) *responseSchemas {
	t.Helper()
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	s := &responseSchemas{contract: c, compiler: jsonschema.NewCompiler(), tree: c.Tree().(map[string]any)}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	if err := s.compiler.AddResource("contract:openapi.json", s.tree); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *responseSchemas) check(method, path string, a answer) error {
	op, _, _ := s.contract.Match(method, path)
	if op == nil {
		return nil
	}
	status := strconv.Itoa(a.status)
	if op.Operation.Responses.Value(status) == nil {
		status = status[:1] + "XX"
	}
	ref := op.Operation.Responses.Value(status)
	if ref == nil {
		return fmt.Errorf("the status is not documented")
	}
	pointer := contract.Pointer("paths", op.Path, strings.ToLower(op.Method), "responses", status)
	if ref.Ref != "" {
		pointer = strings.TrimPrefix(ref.Ref, "#")
	}
	if a.header.Get("Content-Type") != "application/json" {
		return nil // a reading that leaves the vendor's pages
	}
	if a.status >= 400 && a.text("ErrorCode") != strconv.Itoa(a.status) {
		return fmt.Errorf("the ErrorCode is %s", a.text("ErrorCode"))
	}
	return s.validate(pointer, []byte(a.raw))
}

func (s *responseSchemas) event(name string, body []byte) error {
	return s.validate(contract.Pointer("webhooks", name, "post", "requestBody"), body)
}

func (s *responseSchemas) validate(pointer string, body []byte) error {
	pointer += contract.Pointer("content", "application/json", "schema")
	escaped := strings.NewReplacer("{", "%7B", "}", "%7D", "é", "%C3%A9").Replace(pointer)
	s.mu.Lock() // the compiler is not safe for concurrent use
	schema, err := s.compiler.Compile("contract:openapi.json#" + escaped)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// decided tells whether the journal has the rule as a deciding one, or a breach
// of a keyword that no other rule claims more closely.
func (p *probe) decided(t *testing.T, rule *specs.Rule) bool {
	t.Helper()
	entries, err := p.engine.Journal(context.Background(), p.world, journal.Filter{Vendor: "altazion"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, c := range e.Consulted {
			if c.Rule == rule.ID && c.Outcome == journal.Decided {
				return true
			}
		}
		for _, b := range e.Breaches {
			if claims(rule, b.Pointer) > 0 && claimedBy(b.Pointer) == rule {
				return true
			}
		}
	}
	return false
}

func claims(rule *specs.Rule, pointer string) int {
	longest := 0
	for _, s := range rule.Schema {
		if pointer == s || strings.HasPrefix(pointer, s+"/") {
			longest = max(longest, len(s))
		}
	}
	return longest
}

func claimedBy(pointer string) *specs.Rule {
	var owner *specs.Rule
	longest := 0
	for _, r := range rules.Book().Rules {
		if n := claims(r, pointer); n > longest {
			owner, longest = r, n
		}
	}
	return owner
}
