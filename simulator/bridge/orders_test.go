package bridge_test

import (
	"encoding/json"
	"time"

	"github.com/plumbline-api/plumbline/simulator/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const documentExample = `{"internalNumber": "00001", "notes": "el pedido ha sido cancelado por el cliente"}`

func callRows() []row {
	return []row{
		{rule: rules.PathNamesTheState, do: func(w *world) {
			w.wantAck("the document's example", w.post("/order/state/confirmed", documentExample), 0)
			w.wantState("00001", "confirmed")
		}},
		{rule: rules.NewStateRequired, reading: "answered", do: func(w *world) {
			for _, path := range []string{"/order/state", "/order/state/", "/order/state/%20%20"} {
				got := w.post(path, documentExample)
				w.expect(got.status == 200 && got.ack == 1040, "%s: %d %s", path, got.status, got.body)
			}
		}},
		{rule: rules.NewStateRequired, reading: "no-such-address", do: func(w *world) {
			for _, path := range []string{"/order/state", "/order/state/"} {
				got := w.post(path, documentExample)
				w.expect(got.status == 404, "%s: %d %s", path, got.status, got.body)
			}
			w.expect(w.send("POST", "/order/state", documentExample).status == 404, "without a token the address is known")
			w.wantAck("blanks", w.post("/order/state/%20", documentExample), 9999)
		}},
		{rule: rules.NewStateRequired, reading: "blanks-answered", do: func(w *world) {
			got := w.post("/order/state", documentExample)
			w.expect(got.status == 404, "the bare path: %d %s", got.status, got.body)
			w.wantAck("blanks", w.post("/order/state/%20", documentExample), 1040)
		}},
		{rule: rules.StatesOfTheTable, do: func(w *world) {
			w.wantChange("00001", "confirmed", 0, "confirmed")
			w.wantChange("00001", "cancelled", 0, "cancelled")
		}},
		{rule: rules.UnknownStates, reading: "codes-only", do: func(w *world) {
			for _, state := range []string{"2", "env", "clos", "Confirmed", "tdel"} {
				w.wantChange("00001", state, 9999, "open")
			}
		}},
		{rule: rules.UnknownStates, reading: "numbers-and-cases", do: func(w *world) {
			w.wantChange("00001", "env", 9999, "open")
			w.wantChange("00001", "9", 9999, "open") // rejected has no number
			w.wantChange("00001", "2", 0, "confirmed")
			w.wantChange("00001", "CANCELLED", 0, "cancelled")
		}},
		{rule: rules.UnknownStates, reading: "short-codes", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "n", State: "complete", CarrierNews: []string{"on its way"}})
			w.wantChange("00001", "2", 9999, "open")
			w.wantChange("n", "env", 0, "transit")
			w.wantChange("00001", "clos", 0, "closed")
		}},
		{rule: rules.SameStateIs1021, do: func(w *world) { w.wantChange("00001", "open", 1021, "open") }},
		{rule: rules.SentOrClosedIs1023, reading: "sent-and-closed", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "s", State: "transit"}, bridge.SeedOrder{Number: "c", State: "closed"})
			w.wantChange("s", "closed", 1023, "transit")
			w.wantChange("s", "cancelled", 1023, "transit")
			w.wantChange("c", "open", 1023, "closed")
		}},
		{rule: rules.SentOrClosedIs1023, reading: "transit-may-close", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "s", State: "transit"})
			w.wantChange("s", "open", 1023, "transit")
			w.wantChange("s", "closed", 0, "closed")
			w.wantChange("s", "transit", 1023, "closed")
		}},
		{rule: rules.NumberRequired, reading: "code-991", do: func(w *world) {
			for _, body := range []string{`{}`, `{"notes":"x"}`, ``} {
				w.wantAck(body, w.post("/order/state/confirmed", body), 991)
			}
		}},
		{rule: rules.NumberRequired, reading: "another-refusal", do: func(w *world) {
			w.wantAck("no number", w.post("/order/state/confirmed", `{"notes":"x"}`), 9999)
		}},
		{rule: rules.EmptyNumberIsMissing, do: func(w *world) {
			w.wantAck("change", w.change("", "confirmed"), 991)
			w.wantAck("query", w.status(""), 991)
		}},
		{rule: rules.NumberComparedAsText, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "A7"})
			w.wantAck("1", w.change("1", "paused"), 1022)
			w.wantAck("a7", w.status("a7"), 1022)
			w.wantChange("A7", "paused", 0, "paused")
		}},
		{rule: rules.UnknownOrderIs1022, reading: "code-1022", do: func(w *world) {
			w.wantAck("change", w.change("99999", "confirmed"), 1022)
			w.wantAck("query", w.status("99999"), 1022)
		}},
		{rule: rules.UnknownOrderIs1022, reading: "another-refusal", do: func(w *world) {
			w.wantAck("change", w.change("99999", "confirmed"), 9999)
			w.wantAck("query", w.status("99999"), 9999)
		}},
		{rule: rules.NotesOptional, do: func(w *world) {
			w.wantAck("without notes", w.post("/order/state/confirmed", `{"internalNumber":"00001"}`), 0)
			w.wantState("00001", "confirmed")
		}},
		{rule: rules.FirstRefusalDecides, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "s", State: "transit"}, bridge.SeedOrder{Number: "c", State: "closed"})
			w.wantAck("no token, no state", w.send("POST", "/order/state/", `{}`), 9999)
			w.wantAck("no state, no number", w.post("/order/state/%20", `{}`), 1040)
			w.wantAck("unreadable, no number", w.post("/order/state/open", `{"notes":1}`), 9999)
			w.wantAck("unknown state, no number", w.post("/order/state/env", `{}`), 9999)
			w.wantAck("no number", w.post("/order/state/open", `{}`), 991)
			w.wantChange("s", "transit", 1021, "transit")
			w.wantChange("c", "confirmed", 1023, "closed")
		}},
	}
}

func answerRows() []row {
	return []row{
		{rule: rules.AckZeroMeansExecuted, reading: "at-once", do: func(w *world) { w.wantChange("00001", "confirmed", 0, "confirmed") }},
		{rule: rules.AckZeroMeansExecuted, reading: "after-a-while", do: func(w *world) {
			w.wantChange("00001", "confirmed", 0, "open")
			w.advance(2 * time.Second)
			w.wantState("00001", "confirmed")
		}},
		{rule: rules.ErrorsHaveOtherAcks, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "c", State: "closed"})
			for what, got := range map[string]*reply{
				"no state": w.post("/order/state/", documentExample), "unknown state": w.change("00001", "env"),
				"no number": w.post("/order/state/open", `{}`), "no such order": w.change("x", "open"),
				"same state": w.change("00001", "open"), "closed": w.change("c", "open"), "not paid": w.change("00002", "confirmed"),
			} {
				w.expect(got.ack > 0, "%s: %s", what, got.body)
			}
		}},
		{rule: rules.RefusalChangesNothing, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "s", State: "transit"})
			w.wantChange("00002", "confirmed", 9999, "open")
			w.wantChange("s", "open", 1023, "transit")
		}},
		{rule: rules.AnswerEnvelope, do: func(w *world) {
			for what, got := range map[string]*reply{"done": w.change("00001", "confirmed"), "refused": w.change("00001", "confirmed")} {
				var envelope struct {
					Ack     *int    `json:"ack"`
					Message *string `json:"message"`
				}
				err := json.Unmarshal(got.body, &envelope)
				w.expect(err == nil && envelope.Ack != nil && envelope.Message != nil, "%s: %s", what, got.body)
			}
		}},
		{rule: rules.SuccessMessage, reading: "dash", do: func(w *world) {
			got := w.change("00001", "confirmed")
			w.expect(got.text("message") == "-", "%s", got.body)
		}},
		{rule: rules.SuccessMessage, reading: "nothing", do: func(w *world) {
			got := w.change("00001", "confirmed")
			w.expect(got.ack == 0 && got.text("message") == "", "%s", got.body)
		}},
		{rule: rules.SuccessMessage, reading: "described", do: func(w *world) {
			got := w.change("00001", "confirmed")
			w.expect(got.text("message") == "La operación se ha ejecutado con éxito.", "%s", got.body)
		}},
		{rule: rules.MessageDescribesError, do: func(w *world) {
			for _, got := range []*reply{w.change("00001", "open"), w.change("00001", "env"), w.change("x", "open"), w.change("00002", "confirmed")} {
				w.expect(len(got.text("message")) > 1, "%s", got.body)
			}
		}},
		{rule: rules.StatusIs200, do: func(w *world) {
			for _, got := range []*reply{
				w.change("00001", "confirmed"), w.change("00001", "confirmed"), w.status("x"), w.send("POST", "/auth/me", ""),
				w.send("POST", "/auth/login", `{}`), w.send("POST", "/order/status", `{}`), w.post("/order/state/%20", `{}`),
			} {
				w.expect(got.status == 200, "%d %s", got.status, got.body)
			}
		}},
		{rule: rules.UnknownErrorIs9999, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "x", State: "cancelled"})
			w.wantAck("unreadable", w.post("/order/state/open", `no JSON`), 9999)
			w.wantAck("unknown state", w.change("00001", "env"), 9999)
			w.wantAck("cancelled", w.change("x", "open"), 9999)
			w.wantAck("prerequisite", w.change("00002", "confirmed"), 9999)
			w.wantAck("log-in", w.send("POST", "/auth/login", `{"clientId":"a","clientSecret":"b"}`), 9999)
			w.wantAck("query", w.post("/order/status", `[]`), 9999)
			w.seed(bridge.Seed{Flow: &bridge.SeedFlow{Steps: []bridge.FlowStep{{From: "open", To: "confirmed"}}}})
			w.wantAck("flow", w.change("00001", "rejected"), 9999)
		}},
	}
}
