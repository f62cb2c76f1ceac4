package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// journal returns the entries of the default world, the newest first.
func journalOf(t *testing.T, engine *simulator.Engine) []journal.Entry {
	t.Helper()
	list, err := engine.Journal(t.Context(), simulator.DefaultWorld, journal.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheJournalIsBoundedAndBeginsWithTheNewest(t *testing.T) {
	engine := newEngine(t, simulator.Options{JournalLimit: 3}, toy())
	for n := range 5 {
		send(engine, "GET", "/toy/things/"+strconv.Itoa(n), "")
	}
	var kept []string
	for _, e := range journalOf(t, engine) {
		kept = append(kept, fmt.Sprintf("%d %s", e.ID, e.Request.URL))
	}
	if got := strings.Join(kept, ", "); got != "5 /toy/things/4, 4 /toy/things/3, 3 /toy/things/2" {
		t.Errorf("kept: %s", got)
	}
	if _, err := engine.Entry(t.Context(), simulator.DefaultWorld, 3); err != nil {
		t.Error(err)
	}
	_, err := engine.Entry(t.Context(), simulator.DefaultWorld, 2)
	if err == nil || err.Error() != "the journal of world default has no entry 2; it keeps the last 3" {
		t.Errorf("error %v", err)
	}
	if _, err := simulator.New(simulator.Options{Now: noonNow, JournalLimit: -1}); err == nil {
		t.Error("a limit below zero is taken")
	}
}

func TestTheJournalCanBeFiltered(t *testing.T) {
	other := toy()
	other.Book.Vendor = "other"
	engine := newEngine(t, simulator.Options{}, toy(), other)
	send(engine, "GET", "/toy/things/a", "")
	send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
	send(engine, "GET", "/other/things/a", "")
	send(engine, "GET", "/toy/nosuch", "")
	for name, tt := range map[string]struct {
		vendor, operation string
		limit             int
		ids               []uint64
	}{
		"everything":              {"", "", 10, []uint64{4, 3, 2, 1}},
		"a vendor":                {"toy", "", 10, []uint64{4, 2, 1}},
		"an operation":            {"", "getThing", 10, []uint64{3, 1}},
		"both":                    {"toy", "getThing", 10, []uint64{1}},
		"the newest two":          {"", "", 2, []uint64{4, 3}},
		"the newest of a vendor":  {"other", "", 1, []uint64{3}},
		"without a limit":         {"", "", 0, []uint64{4, 3, 2, 1}},
		"a vendor nobody knows":   {"nosuch", "", 10, nil},
		"an operation of no name": {"", "nosuch", 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := engine.Journal(t.Context(), simulator.DefaultWorld, journal.Filter{Vendor: tt.vendor, Operation: tt.operation, Limit: tt.limit})
			var ids []uint64
			for _, e := range list {
				ids = append(ids, e.ID)
			}
			if err != nil || !slices.Equal(ids, tt.ids) {
				t.Errorf("entries %d (%v), want %d", ids, err, tt.ids)
			}
		})
	}
}

func TestTheJournalKeepsNoSecrets(t *testing.T) {
	vendor := toyVendor(func(_ *simulator.Env, w http.ResponseWriter) error {
		w.Header().Set("Set-Cookie", "session=hush")
		w.Header().Set("X-Kept", "kept")
		return nil
	}, nil)
	engine := newEngine(t, simulator.Options{}, vendor)
	r, err := http.NewRequest("POST", "http://hush:hush@sim.test/toy/do", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{
		"Authorization": {"Basic hush", "Basic hush"}, "authorization": {"hush"}, "Proxy-Authorization": {"hush"},
		"Cookie": {"session=hush"}, "X-Key": {"hush"}, "X-Kept": {"kept"},
	}
	response, err := (&http.Client{Transport: simulator.Transport{Handler: engine}}).Do(r)
	read(t, response, err)
	if response.Header.Get("Set-Cookie") != "session=hush" {
		t.Error("the client does not get what is redacted in the journal")
	}
	text, err := json.Marshal(journalOf(t, engine))
	if err != nil || strings.Contains(string(text), "hush") || strings.Count(string(text), "[redacted]") != 6 || strings.Count(string(text), `["kept"]`) != 2 {
		t.Errorf("the journal: %s (%v)", text, err)
	}
}

func TestTheJournalCutsLongBodies(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	vendor := toyVendor(func(_ *simulator.Env, w http.ResponseWriter) error {
		_, err := w.Write([]byte(long))
		return err
	}, nil)
	engine := newEngine(t, simulator.Options{}, vendor)
	want(t, send(engine, "POST", "/toy/do", long), 200, long)
	want(t, send(engine, "PUT", "/toy/things/a", `{"qty": 1}`), 200, "polite")
	list := journalOf(t, engine)
	for name, m := range map[string]journal.Message{"request": list[1].Request, "response": list[1].Response} {
		if len(m.Body) != 64<<10 || !m.Truncated {
			t.Errorf("%s: %d bytes, truncated: %v", name, len(m.Body), m.Truncated)
		}
	}
	if m := list[0].Request; string(m.Body) != `{"qty": 1}` || m.Truncated {
		t.Errorf("a short body: %s, truncated: %v", m.Body, m.Truncated)
	}
}

func TestTheJournalTellsWhichRulesWereAsked(t *testing.T) {
	type asked = []journal.Consultation
	for name, tt := range map[string]struct {
		defect, method, path, body string
		status                     int
		operation                  string
		breaches                   int
		consulted                  asked
		explained                  []string
	}{
		"held": {
			"", "PUT", "/things/a", `{"qty": 1}`, 200, "putThing", 0,
			asked{{Rule: "toy/heavy", Outcome: journal.Held}, {Rule: "toy/tone", Outcome: journal.Decided}},
			[]string{
				"The request is the operation putThing.",
				"The rule toy/tone decided: The answer has a tone. (documented, document 999, line 1, https://toy.example.test)",
				"toy.thing a came into being.",
				"The answer was 200.",
			},
		},
		"decided": {
			"", "PUT", "/things/a", `{"qty": 101}`, 422, "putThing", 0,
			asked{{Rule: "toy/heavy", Outcome: journal.Decided}},
			[]string{
				"The request is the operation putThing.",
				"The rule toy/heavy decided: A thing of more than a hundred is refused. (documented, document 999, line 1, https://toy.example.test)",
				"The answer was 422.",
			},
		},
		"looked away": {
			"toy/heavy", "PUT", "/things/a", `{"qty": 101}`, 200, "putThing", 0,
			asked{{Rule: "toy/heavy", Outcome: journal.LookedAway}, {Rule: "toy/tone", Outcome: journal.Decided}},
			[]string{
				"The request is the operation putThing.",
				"The rule toy/heavy is switched off by a defect.",
				"The rule toy/tone decided: The answer has a tone. (documented, document 999, line 1, https://toy.example.test)",
				"toy.thing a came into being.",
				"The answer was 200.",
			},
		},
		"looked away from a behaviour": {
			"toy/tone", "PUT", "/things/a", `{"qty": 1}`, 200, "putThing", 0,
			asked{{Rule: "toy/heavy", Outcome: journal.Held}, {Rule: "toy/tone", Outcome: journal.LookedAway}},
			[]string{"The request is the operation putThing.", "The rule toy/tone is switched off by a defect.", "toy.thing a came into being.", "The answer was 200."},
		},
		"a breach, of the rule that names the keyword most closely": {
			"", "PUT", "/things/a", `{"qty": 0}`, 400, "putThing", 1,
			asked{{Rule: "toy/quantity", Outcome: journal.Decided}},
			[]string{
				"The request is the operation putThing.",
				"The contract is broken at /qty: minimum: got 0, want 1 (/components/schemas/Thing/properties/qty/minimum).",
				"The rule toy/quantity decided: A quantity is at least one. (documented, document 999, line 1, https://toy.example.test)",
				"The answer was 400.",
			},
		},
		"a breach, of the rule that names the whole": {
			"", "PUT", "/things/a", `{}`, 400, "putThing", 1,
			asked{{Rule: "toy/thing", Outcome: journal.Decided}},
			[]string{
				"The request is the operation putThing.",
				"The contract is broken at body: missing property 'qty' (/components/schemas/Thing/required).",
				"The rule toy/thing decided: A thing is an object. (documented, document 999, line 1, https://toy.example.test)",
				"The answer was 400.",
			},
		},
		"a breach that a defect lets through": {
			"toy/quantity", "PUT", "/things/a", `{"qty": 0}`, 200, "putThing", 0,
			asked{{Rule: "toy/heavy", Outcome: journal.Held}, {Rule: "toy/tone", Outcome: journal.Decided}}, nil,
		},
		"a breach that no rule claims": {
			"", "GET", "/things/" + strings.Repeat("x", 41), "", 400, "getThing", 1, nil, nil,
		},
		"no rule": {
			"", "GET", "/things/a", "", 404, "getThing", 0, nil, []string{"The request is the operation getThing.", "The answer was 404."},
		},
		"no operation": {
			"", "GET", "/nosuch", "", 404, "", 0, nil, []string{"No operation of the contract has this path and method.", "The answer was 404."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var options simulator.Options
			if tt.defect != "" {
				options.Defects = []string{tt.defect}
			}
			engine := newEngine(t, options, toy())
			w := send(engine, tt.method, "/toy"+tt.path, tt.body)
			e := journalOf(t, engine)[0]
			if w.Code != tt.status || e.Response.Status != tt.status || e.Operation != tt.operation || len(e.Breaches) != tt.breaches {
				t.Errorf("status %d, entry %+v", w.Code, e)
			}
			if !slices.Equal(e.Consulted, tt.consulted) {
				t.Errorf("consulted %v, want %v", e.Consulted, tt.consulted)
			}
			if got := e.Explain(engine.Citation); tt.explained != nil && !slices.Equal(got, tt.explained) {
				t.Errorf("explained:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.explained, "\n"))
			}
		})
	}
}

func TestARuleIsNotedOnceHoweverOftenItIsAsked(t *testing.T) {
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
		for range 3 {
			env.Applies(toyTone)
			env.Violates(toyHeavy, false)
		}
		env.Violates(toyHeavy, true)
		return nil
	}, nil)
	engine := newEngine(t, simulator.Options{}, vendor)
	send(engine, "POST", "/toy/do", "")
	wanted := []journal.Consultation{
		{Rule: toyTone.ID, Outcome: journal.Decided}, {Rule: toyHeavy.ID, Outcome: journal.Held}, {Rule: toyHeavy.ID, Outcome: journal.Decided},
	}
	if got := journalOf(t, engine)[0].Consulted; !slices.Equal(got, wanted) {
		t.Errorf("consulted %v, want %v", got, wanted)
	}
}

// TestTheSameCallsGiveTheSameJournal compares two engines byte for byte.
func TestTheSameCallsGiveTheSameJournal(t *testing.T) {
	run := func(seed uint64, backend store.Store) string {
		random := toyVendor(func(env *simulator.Env, w http.ResponseWriter) error {
			id, err := env.NewID("draw")
			fmt.Fprint(w, id, env.Rand().Uint64(), env.Rand().Uint64())
			return err
		}, nil)
		engine := newEngine(t, simulator.Options{RandomSeed: seed, Store: backend}, deliveryoptimizer.New(), random)
		change := func(c simulator.ClockChange) {
			if _, err := engine.ChangeClock(t.Context(), simulator.DefaultWorld, c); err != nil {
				t.Fatal(err)
			}
		}
		change(simulator.ClockChange{To: noon.Add(time.Hour), Freeze: true})
		const order = "/deliveryoptimizer/1/order"
		auth := basic("sample-oms")
		for n := range 3 {
			send(engine, "POST", order, documentOrder, auth)
			send(engine, "POST", order, `{"lines": [{"qty": 0, "x": [1, {}]}], "type": "EResa", "orderId": 1}`, auth, "X-B: 2", "X-A: 1")
			send(engine, "POST", order, documentOrder)
			send(engine, "GET", "/deliveryoptimizer/1/stock-origins/code/FRA%3AMAG%3A0125/saturation", "", auth)
			send(engine, "DELETE", "/deliveryoptimizer/1/order/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6/code/FRA:MAG:0125", "", auth)
			send(engine, "POST", "/toy/do", "")
			send(engine, "PATCH", "/toy/do", "{", "Cookie: c="+strconv.Itoa(n))
			change(simulator.ClockChange{Advance: 11 * time.Minute})
		}
		text, err := json.Marshal(journalOf(t, engine))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := run(7, nil)
	if strings.Count(first, `"id":`) != 21 || !strings.Contains(first, rules.RefusedIs400.ID) || !strings.Contains(first, `"breaches":[{`) {
		t.Fatalf("the journal does not hold what was sent: %.2000s", first)
	}
	if again := run(7, nil); again != first {
		t.Errorf("the same calls give another journal:\n%s\n%s", first, again)
	}
	if again := run(7, &failingStore{Memory: store.NewMemory(), again: true}); again != first {
		t.Error("a store that runs transactions again gives another journal")
	}
	if other := run(8, nil); other == first {
		t.Error("another random seed gives the same numbers")
	}
}
