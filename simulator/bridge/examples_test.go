package bridge_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// TestDocumentExample pastes the document's call and wants its answer, without
// the comma that makes the printed one no JSON.
func TestDocumentExample(t *testing.T) {
	w := newWorld(t, nil)
	got := w.post("/order/state/confirmed", "{\n\"internalNumber\": \"00001\",\n\"notes\": \"el pedido ha sido cancelado por el cliente\"\n}")
	if got.status != 200 || string(got.body) != `{"ack":0,"message":"-"}` {
		t.Fatalf("answered %d %s", got.status, got.body)
	}
	checkAnswers(t, w)
}

// TestContractExamples sends every request example of the contract to a fresh
// world, which executes it.
func TestContractExamples(t *testing.T) {
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, op := range c.Operations {
		if op.Operation.RequestBody == nil {
			continue
		}
		for name, example := range op.Operation.RequestBody.Value.Content["application/json"].Examples {
			w := newWorld(t, nil)
			body, err := json.Marshal(example.Value.Value)
			if err != nil {
				t.Fatal(err)
			}
			got := w.post(strings.ReplaceAll(op.Path, "{orderState}", "confirmed"), string(body))
			if got.status != 200 || got.ack != 0 {
				t.Errorf("%s, example %s: answered %d %s", op.ID, name, got.status, got.body)
			}
			checkAnswers(t, w)
			sent++
		}
	}
	if sent < 4 {
		t.Errorf("only %d examples were sent", sent)
	}
}

// TestDay brings an order from the import to its end with the actions alone
// doing what the API cannot.
func TestDay(t *testing.T) {
	w := newWorld(t, nil)
	act := func(name string) {
		t.Helper()
		if err := w.engine.Act(t.Context(), w.name, "bridge", name); err != nil {
			t.Fatal(err)
		}
	}
	w.wantChange("00001", "confirmed", 0, "confirmed")
	w.orders(bridge.SeedOrder{Number: "00001", Shipping: "Calle 1", Label: "L"})
	w.wantChange("00001", "readyToPick", 0, "readyToPick")
	act("take-into-packing-list")
	w.wantChange("00001", "inproc", 0, "inproc")
	act("confirm-items")
	w.wantChange("00001", "complete", 0, "complete")
	act("carrier-news")
	w.wantChange("00001", "transit", 0, "transit")
	act("deliver")
	w.wantState("00001", "closed")
	for _, failure := range w.failures {
		t.Error(failure)
	}
	checkAnswers(t, w)
}

// TestAnOrderCanBeClosed wants a way to the end of an order in every combination
// of the readings that bear on it, the default ones first: from complete to
// transit with the carrier's news, and from there by a call or by the delivery.
func TestAnOrderCanBeClosed(t *testing.T) {
	for _, sent := range rules.SentOrClosedIs1023.Readings {
		for _, transit := range rules.TransitNeedsCarrierOrHand.Readings {
			for _, flow := range rules.FreeFlow.Readings {
				t.Run(sent.Name+"/"+transit.Name+"/"+flow.Name, func(t *testing.T) {
					w := newWorld(t, map[string]string{
						rules.SentOrClosedIs1023.ID: sent.Name, rules.TransitNeedsCarrierOrHand.ID: transit.Name, rules.FreeFlow.ID: flow.Name,
					})
					w.orders(bridge.SeedOrder{Number: "o", State: "complete"})
					w.orders(bridge.SeedOrder{Number: "o", CarrierNews: []string{"on its way"}})
					if w.status("o").text("currentStatus") != "transit" {
						w.wantChange("o", "transit", 0, "transit")
					}
					if w.change("o", "closed").ack != 0 {
						if err := w.engine.Act(t.Context(), w.name, "bridge", "deliver"); err != nil {
							t.Fatal(err)
						}
					}
					w.wantState("o", "closed")
					for _, failure := range w.failures {
						t.Error(failure)
					}
				})
			}
		}
	}
}

// TestSeedsThatAreRefused wants an error, and a world that is as before.
func TestSeedsThatAreRefused(t *testing.T) {
	for name, document := range map[string]string{
		"no JSON":          `{`,
		"unknown member":   `{"order":[]}`,
		"no number":        `{"orders":[{"customer":"x"}]}`,
		"control byte":     `{"orders":[{"number":"a\u0000b"}]}`,
		"unknown state":    `{"orders":[{"number":"a"},{"number":"b","state":"env"}]}`,
		"no quantity":      `{"orders":[{"number":"a","items":[{"code":"TV"}]}]}`,
		"client no secret": `{"clients":[{"id":"a"}]}`,
		"channel no code":  `{"channels":[{"news":["http://x"]}]}`,
		"flow":             `{"flow":{"steps":[{"from":"open","to":"env"}]}}`,
	} {
		w := newWorld(t, nil)
		if err := w.engine.Seed(t.Context(), w.name, "bridge", []byte(document)); err == nil {
			t.Errorf("%s: taken", name)
		}
		if got := w.state(); len(got.Orders) != 2 || got.Flow != nil || len(got.Clients) != 1 {
			t.Errorf("%s: the world has changed: %+v", name, got)
		}
	}
}

// TestStateCanBeSeeded wants what one world shows to make another like it.
func TestStateCanBeSeeded(t *testing.T) {
	w, twin := newWorld(t, nil), newWorld(t, nil)
	w.orders(bridge.SeedOrder{Number: "g", State: "complete", CarrierNews: []string{"picked up"}, Items: []bridge.Item{{Code: "TV", Quantity: 1}}})
	shown := w.state()
	shown.Clients, shown.Shortages = nil, nil // secrets are not shown
	shown.Orders = shown.Orders[2:]
	twin.seed(shown)
	a, _ := json.Marshal(w.order("g"))
	b, _ := json.Marshal(twin.order("g"))
	if string(a) != string(b) {
		t.Errorf("%s is not %s", b, a)
	}
}

// TestLaterChangeIsJudgedAgain wants a change that was taken not to be executed
// where something has happened meanwhile that forbids it.
func TestLaterChangeIsJudgedAgain(t *testing.T) {
	w := newWorld(t, map[string]string{rules.AckZeroMeansExecuted.ID: "after-a-while"})
	w.wantChange("00001", "confirmed", 0, "open")
	w.orders(bridge.SeedOrder{Number: "00001", State: "closed"})
	w.advance(executionDelay)
	w.wantState("00001", "closed")
	for _, failure := range w.failures {
		t.Error(failure)
	}
}

// TestAutomaticCircleEnds wants a flow that goes in circles by itself to come
// to an end.
func TestAutomaticCircleEnds(t *testing.T) {
	w := newWorld(t, nil)
	w.seed(bridge.Seed{Flow: &bridge.SeedFlow{Steps: []bridge.FlowStep{
		{From: "open", To: "paused", Automatic: true}, {From: "paused", To: "open", Automatic: true},
	}}})
	if got := w.status("00001"); got.ack != 0 {
		t.Errorf("answered %s", got.body)
	}
}
