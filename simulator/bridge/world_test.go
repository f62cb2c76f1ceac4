package bridge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const logInBody = `{"clientId":"example-client","clientSecret":"not-a-real-secret"}`

var start = time.Date(2026, 11, 22, 10, 15, 0, 500, time.UTC)

// world is one world of an engine, and what went wrong in it.
type world struct {
	t        testing.TB
	engine   *simulator.Engine
	name     string
	token    string
	answers  []*reply
	failures []string
}

// engines are shared by the worlds of the same defects and dialect, since it is
// building them that takes the time.
var (
	engines sync.Map
	count   atomic.Int64
)

func newWorld(t testing.TB, dialect map[string]string, defects ...string) *world {
	t.Helper()
	key := fmt.Sprint(dialect, defects)
	engine, built := engines.Load(key)
	if !built {
		e, err := simulator.New(simulator.Options{Now: func() time.Time { return start }, Dialect: dialect, Defects: defects}, bridge.New())
		if err != nil {
			t.Fatal(err)
		}
		engine, _ = engines.LoadOrStore(key, e)
	}
	return &world{t: t, engine: engine.(*simulator.Engine), name: fmt.Sprintf("w%d", count.Add(1))}
}

// reply is one answer of the simulator.
type reply struct {
	status    int
	operation string // for its schema; empty where no operation answers
	body      []byte
	ack       int // -1 where there is none
	members   map[string]any
}

func (r *reply) text(member string) string {
	s, _ := r.members[member].(string)
	return s
}

func (w *world) expect(holds bool, format string, args ...any) {
	w.t.Helper()
	if !holds {
		w.failures = append(w.failures, fmt.Sprintf(format, args...))
	}
}

// send makes a call; headers are name and value in turn.
func (w *world) send(method, path, body string, headers ...string) *reply {
	w.t.Helper()
	r := httptest.NewRequest(method, "http://localhost/@"+w.name+"/bridge"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.engine.ServeHTTP(recorder, r)
	answer := &reply{status: recorder.Code, body: recorder.Body.Bytes(), ack: -1, operation: operationAt(path)}
	if json.Unmarshal(answer.body, &answer.members) == nil {
		if ack, ok := answer.members["ack"].(float64); ok {
			answer.ack = int(ack)
		}
	}
	w.answers = append(w.answers, answer)
	return answer
}

func operationAt(path string) string {
	path, _, _ = strings.Cut(path, "?")
	switch {
	case strings.HasPrefix(path, "/order/state/") && path != "/order/state/":
		return "/paths/~1order~1state~1{orderState}"
	case path == "/order/status" || path == "/auth/login" || path == "/auth/me":
		return "/paths" + contract.Pointer(path)
	}
	return ""
}

func (w *world) logIn() string {
	w.t.Helper()
	return w.send("POST", "/auth/login", logInBody).text("token")
}

// post makes a call with a token of this world.
func (w *world) post(path, body string) *reply {
	w.t.Helper()
	if w.token == "" {
		w.token = w.logIn()
	}
	return w.send("POST", path, body, "x-access-token", w.token)
}

func (w *world) change(number, state string) *reply {
	w.t.Helper()
	body, _ := json.Marshal(map[string]string{"internalNumber": number, "notes": "cambio"})
	return w.post("/order/state/"+url.PathEscape(state), string(body))
}

func (w *world) status(number string) *reply {
	w.t.Helper()
	body, _ := json.Marshal(map[string]string{"internalOrderNumber": number})
	return w.post("/order/status", string(body))
}

// wantChange makes a change and wants an ack, and the state that is left.
func (w *world) wantChange(number, state string, ack int, left string) {
	w.t.Helper()
	got := w.change(number, state)
	w.expect(got.ack == ack, "%s to %s: ack %d, want %d", number, state, got.ack, ack)
	w.wantState(number, left)
}

func (w *world) wantState(number, want string) {
	w.t.Helper()
	got := w.status(number).text("currentStatus")
	w.expect(got == want, "%s is %q, want %q", number, got, want)
}

func (w *world) wantAck(what string, got *reply, want int) {
	w.t.Helper()
	w.expect(got.ack == want, "%s: ack %d, want %d (%s)", what, got.ack, want, got.body)
}

func (w *world) seed(s bridge.Seed) {
	w.t.Helper()
	w.expect(w.try(s) == nil, "the seed is refused")
}

func (w *world) try(s bridge.Seed) error {
	w.t.Helper()
	return bridge.In(w.engine, w.name).Seed(w.t.Context(), s)
}

// orders seeds orders.
func (w *world) orders(list ...bridge.SeedOrder) {
	w.t.Helper()
	w.seed(bridge.Seed{Orders: list})
}

// order returns an order as the Go door shows it.
func (w *world) order(number string) bridge.SeedOrder {
	w.t.Helper()
	for _, o := range w.state().Orders {
		if o.Number == number {
			return o
		}
	}
	return bridge.SeedOrder{}
}

func (w *world) state() bridge.Seed {
	w.t.Helper()
	s, err := bridge.In(w.engine, w.name).State(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) advance(d time.Duration) {
	w.t.Helper()
	if _, err := w.engine.ChangeClock(w.t.Context(), w.name, simulator.ClockChange{Advance: d, Freeze: true}); err != nil {
		w.t.Fatal(err)
	}
}

// news returns what was emitted, as the ledger has it.
func (w *world) news() []event.Event {
	w.t.Helper()
	var list []event.Event
	err := w.engine.With(w.t.Context(), w.name, "bridge", func(env *simulator.Env) error {
		list = nil
		ledger := store.NewKind[event.Delivery]("plumbline.delivery")
		return ledger.Scan(env.Store(), "", func(_ string, d event.Delivery) bool {
			list = append(list, d.Event)
			return true
		})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// schema compiles a schema of the contract, once for each pointer.
func schema(t testing.TB, pointer string) *jsonschema.Schema {
	t.Helper()
	if s, ok := schemas.Load(pointer); ok {
		return s.(*jsonschema.Schema)
	}
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("contract:x", c.Tree()); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("contract:x#" + (&url.URL{Fragment: pointer}).EscapedFragment())
	if err != nil {
		t.Fatal(err)
	}
	schemas.Store(pointer, s)
	return s
}

var schemas sync.Map

// valid tells what is wrong with a body by a schema of the contract.
func valid(t testing.TB, pointer string, body []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema(t, pointer).Validate(value)
}

// checkAnswers holds every answer of an operation to the contract.
func checkAnswers(t *testing.T, w *world) {
	t.Helper()
	for _, a := range w.answers {
		if a.operation == "" {
			continue
		}
		if a.status != 200 {
			t.Errorf("status %d is not documented: %s", a.status, a.body)
			continue
		}
		if err := valid(t, a.operation+"/post/responses/2XX/content/application~1json/schema", a.body); err != nil {
			t.Errorf("%s breaks the contract: %v", a.body, err)
		}
	}
	for _, event := range w.news() {
		if err := valid(t, "/webhooks/orderStateNews/post/requestBody/content/application~1json/schema", event.Body); err != nil {
			t.Errorf("%s breaks the contract: %v", event.Body, err)
		}
	}
}

func is(b bool) *bool { return &b }

func payments(means ...string) []api.Payment {
	var list []api.Payment
	for _, m := range means {
		list = append(list, api.Payment{Means: m})
	}
	return list
}
