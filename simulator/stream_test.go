package simulator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const (
	replaceAll = "/deliveryoptimizer/1/orders"
	// oneOrder is a limit of bodies that an order is within and two are not.
	oneOrder = 600
)

// ordersOf writes so many orders as an array.
func ordersOf(n int) string {
	var list []string
	for i := range n {
		list = append(list, orderOf(i, ""))
	}
	return "[" + strings.Join(list, ",\n") + "]"
}

// orderOf is the document's example with a number's GUID, and one text in place
// of another: "old=>new".
func orderOf(n int, change string) string {
	id := uuid.NewSHA1(uuid.Nil, []byte(fmt.Sprint(n))).String()
	order := strings.Replace(documentOrder, "3fa85f64-5717-4562-b3fc-2c963f66afa6", id, 1)
	old, replacement, _ := strings.Cut(change, "=>")
	return strings.Replace(order, old, replacement, 1)
}

func streamEngines(tb testing.TB, options simulator.Options) (whole, streamed *simulator.Engine) {
	tb.Helper()
	whole = newEngine(tb, options, deliveryoptimizer.New())
	options.BodyLimit = oneOrder
	return whole, newEngine(tb, options, deliveryoptimizer.New())
}

// stateOf is what an engine's default world holds, as text.
func stateOf(tb testing.TB, engine *simulator.Engine) string {
	tb.Helper()
	state, err := engine.State(tb.Context(), simulator.DefaultWorld, "deliveryoptimizer")
	if err != nil {
		tb.Fatal(err)
	}
	text, err := json.Marshal(state)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// TestStreamedIsAsWhole sends bodies that are read as a whole by one engine and
// element by element by another: answers and states are the same.
func TestStreamedIsAsWhole(t *testing.T) {
	many := strings.TrimSuffix(ordersOf(1234), "]")
	for name, tt := range map[string]struct {
		body    string
		status  int
		dialect map[string]string
		defects []string
		headers []string
	}{
		"orders":                 {body: ordersOf(3), status: 200},
		"many":                   {body: many + "]", status: 200},
		"one GUID twice":         {body: "[" + orderOf(1, "") + "," + orderOf(2, "") + "," + orderOf(1, `"Order"=>"Cart"`) + "]", status: 200},
		"the first of a GUID":    {body: "[" + orderOf(1, "") + "," + orderOf(1, `"Order"=>"Cart"`) + "]", status: 200, defects: []string{rules.ReplaceAllLastDuplicateWins.ID}},
		"none of an empty array": {body: "[" + strings.Repeat(" ", oneOrder) + "]", status: 200},
		"white space around":     {body: strings.Repeat("\n", 300) + ordersOf(2) + strings.Repeat(" ", 300), status: 200},
		"a misspelt member":      {body: "[" + orderOf(1, `"type": "Order"=>"Type": "Cart", "type": "Order"`) + "," + orderOf(2, "") + "]", status: 200},
		"a breach":               {body: many + "," + orderOf(7, `"qty": 2=>"qty": 0`) + "]", status: 400},
		"a breach of the root":   {body: many + `, 7]`, status: 400},
		"a breach in the middle": {body: "[" + orderOf(7, `"Order"=>"EResa"`) + "," + many[1:] + "]", status: 400},
		"no array":               {body: orderOf(1, `"Order"=>"Order", "a": "`+strings.Repeat("x", oneOrder)+`"`), status: 400},
		"a long text":            {body: `"` + strings.Repeat("x", 2*oneOrder) + `"`, status: 400},
		"no JSON":                {body: strings.Repeat("no", oneOrder), status: 400},
		"cut off":                {body: many, status: 400},
		"cut off in an order":    {body: many[:len(many)-30], status: 400},
		"two arrays":             {body: ordersOf(2) + ordersOf(2), status: 400},
		"a member twice":         {body: "[" + orderOf(1, `"tenantId": 0=>"tenantId": 0, "tenantId": 0`) + "," + orderOf(2, "") + "]", status: 400},
		"of another type":        {body: ordersOf(3), status: 400, headers: []string{"Content-Type: text/plain"}},
		"nobody":                 {body: ordersOf(3), status: 401, headers: []string{"Authorization: Basic bm9ib2R5Og=="}},
		"of another tenant":      {body: many + "," + orderOf(9, `"tenantId": 0=>"tenantId": 7`) + "]", status: 400, dialect: map[string]string{rules.PathTenantDecides.ID: "must-match"}},
		"lines refused": {
			body: "[" + orderOf(1, "") + "," + strings.Replace(orderOf(2, ""), documentOrder[strings.Index(documentOrder, `"lines"`):], `"lines": []}`, 1) + "]", status: 400,
			dialect: map[string]string{rules.EmptyLines.ID: "refused"},
		},
		"added, not instead": {body: ordersOf(3), status: 200, defects: []string{rules.ReplaceAllReplaces.ID}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, streamed := streamEngines(t, simulator.Options{Dialect: tt.dialect, Defects: tt.defects})
			var answers, states []string
			for _, engine := range []*simulator.Engine{whole, streamed} {
				send(engine, "POST", "/deliveryoptimizer/1/order", documentOrder, basic("sample-oms"))
				w := send(engine, "PUT", replaceAll, tt.body, append([]string{basic("sample-oms")}, tt.headers...)...)
				if w.Code != tt.status {
					t.Errorf("answer %d %s, want %d", w.Code, w.Body, tt.status)
				}
				answers, states = append(answers, fmt.Sprint(w.Code, w.Body)), append(states, stateOf(t, engine))
			}
			if answers[0] != answers[1] && !strings.Contains(answers[0], "is not JSON") { // the place that it tells differs
				t.Errorf("as a whole: %s\nstreamed:   %s", answers[0], answers[1])
			}
			if states[0] != states[1] {
				t.Errorf("states differ: %d bytes as a whole, %d streamed", len(states[0]), len(states[1]))
			}
		})
	}
}

// TestTheJournalDigestsAStreamedBody has what an entry tells of a body that it
// does not keep.
func TestTheJournalDigestsAStreamedBody(t *testing.T) {
	_, engine := streamEngines(t, simulator.Options{})
	body := ordersOf(700)
	want(t, send(engine, "PUT", replaceAll, body, basic("sample-oms")), 200, "true")
	entry, err := engine.Entry(t.Context(), simulator.DefaultWorld, 1)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(body))
	m := entry.Request
	if m.Digest != "sha-256:"+hex.EncodeToString(sum[:]) || m.Size != int64(len(body)) || m.Elements != 700 || !m.Truncated || len(m.Body) > 0 {
		t.Errorf("the entry has %+v, want the digest of %d bytes", m, len(body))
	}
	if entry.Response.Status != 200 || entry.Operation != "replaceOrders" {
		t.Errorf("the entry is of %s, %d", entry.Operation, entry.Response.Status)
	}
}

// TestStreamsAreBounded has bodies that go on for too long, or break off. What
// they had brought is gone, and the orders are what they were.
func TestStreamsAreBounded(t *testing.T) {
	endless := func(text string) io.Reader { return &endless{text: text} }
	for name, tt := range map[string]struct {
		body   io.Reader
		status int
		says   string
	}{
		"too long as a whole":   {io.MultiReader(strings.NewReader("["), endless(orderOf(1, "")+",")), 413, "the body is longer than 1000000 bytes"},
		"too long an element":   {io.MultiReader(strings.NewReader("["+orderOf(1, "")+`,{"type":"`), endless("x")), 413, "an element of the body is longer than 600 bytes"},
		"too long a white":      {io.MultiReader(strings.NewReader("["), endless(" ")), 413, "an element of the body is longer than 600 bytes"},
		"too long a text":       {io.MultiReader(strings.NewReader(`"`), endless("x")), 400, ""},
		"endless brackets":      {endless("["), 413, "an element of the body is longer than 600 bytes"},
		"broken off":            {io.MultiReader(strings.NewReader("["+orderOf(1, "")+","+orderOf(2, "")), iotest.ErrReader(errors.New("reset by peer"))), 400, "the body could not be read"},
		"broken off after many": {io.MultiReader(strings.NewReader(strings.TrimSuffix(ordersOf(1200), "]")), iotest.ErrReader(errors.New("reset by peer"))), 400, "the body could not be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			backend := store.NewMemory()
			engine := newEngine(t, simulator.Options{BodyLimit: oneOrder, StreamLimit: 1_000_000, Store: backend}, deliveryoptimizer.New())
			send(engine, "POST", "/deliveryoptimizer/1/order", documentOrder, basic("sample-oms"))
			before := stateOf(t, engine)
			r := httptest.NewRequest("PUT", replaceAll, tt.body)
			r.Header.Set("Content-Type", "application/json")
			name, value, _ := strings.Cut(basic("sample-oms"), ": ")
			r.Header.Set(name, value)
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("answer %d %s, want %d and %q", w.Code, w.Body, tt.status, tt.says)
			}
			if after := stateOf(t, engine); after != before {
				t.Errorf("the state has become %.300s", after)
			}
			for _, kind := range []string{"order", "load", "stage"} {
				asides(t, backend, "deliveryoptimizer."+kind)
			}
		})
	}
}

// endless repeats a text.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

// asides finds what is left of stages.
func asides(t *testing.T, s store.Store, kind string) {
	t.Helper()
	err := s.Update(t.Context(), simulator.DefaultWorld, func(tx store.Tx) error {
		return store.NewKind[any](kind).Scan(tx, "", func(key string, _ any) bool {
			if strings.HasPrefix(key, "~") || strings.HasSuffix(kind, "stage") {
				t.Errorf("%s %s is left", kind, key)
			}
			return true
		})
	})
	if err != nil {
		t.Error(err)
	}
}

// TestAFaultKeepsAStreamFromBeingRead refuses a request before its body.
func TestAFaultKeepsAStreamFromBeingRead(t *testing.T) {
	_, engine := streamEngines(t, simulator.Options{})
	faults := []fault.Fault{{Vendor: "deliveryoptimizer", Operation: "replaceOrders", Count: 1, Effect: fault.Effect{Kind: "refuse-status", Status: 503}}}
	if err := engine.SetFaults(t.Context(), simulator.DefaultWorld, faults); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "PUT", replaceAll, ordersOf(9), basic("sample-oms")), 503, "")
	want(t, send(engine, "PUT", replaceAll, ordersOf(9), basic("sample-oms")), 200, "true")
}

// FuzzStream holds that a body is taken the same as a whole and in elements.
func FuzzStream(f *testing.F) {
	f.Add([]byte(ordersOf(2)))
	f.Add([]byte("[" + orderOf(1, `"qty": 1=>"qty": 0`) + "," + orderOf(2, "") + "]"))
	f.Add([]byte(ordersOf(2) + "]"))
	f.Add([]byte("[" + strings.Repeat(" ", oneOrder) + "[],\"\\ud800\",1e999,null,{\"a\":1,\"a\":2}]"))
	f.Add(bytes.Repeat([]byte("["), oneOrder+1))
	whole, streamed := streamEngines(f, simulator.Options{})
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) <= oneOrder || bytes.ContainsAny(body, "\x00") && len(body) > 1<<16 {
			return
		}
		var states []string
		var status []int
		for _, engine := range []*simulator.Engine{whole, streamed} {
			w := send(engine, http.MethodPut, replaceAll, string(body), basic("sample-oms"))
			status, states = append(status, w.Code), append(states, stateOf(t, engine))
		}
		if status[1] == http.StatusRequestEntityTooLarge {
			return // one element beyond the limit
		}
		if status[0] != status[1] || states[0] != states[1] {
			t.Errorf("as a whole %d, %d bytes; streamed %d, %d bytes", status[0], len(states[0]), status[1], len(states[1]))
		}
	})
}
