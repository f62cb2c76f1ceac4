package bridge_test

import (
	"github.com/plumbline-api/plumbline/simulator/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

func outsideRows() []row {
	complete := bridge.SeedOrder{Number: "o", State: "complete"}
	news := bridge.SeedOrder{Number: "o", CarrierNews: []string{"picked up"}}
	return []row{
		{rule: rules.TransitNeedsCarrierOrHand, reading: "news-allows", do: func(w *world) {
			w.orders(complete)
			w.wantChange("o", "transit", 9999, "complete")
			w.orders(news)
			w.wantState("o", "complete")
			w.wantChange("o", "transit", 0, "transit")
			w.orders(bridge.SeedOrder{Number: "h", State: "complete"})
			w.orders(bridge.SeedOrder{Number: "h", State: "transit"})
			w.wantState("h", "transit")
		}},
		{rule: rules.TransitNeedsCarrierOrHand, reading: "news-moves", do: func(w *world) {
			w.orders(complete)
			w.wantChange("o", "transit", 9999, "complete")
			w.orders(news)
			w.wantState("o", "transit")
		}},
		{rule: rules.TransitNeedsCarrierOrHand, reading: "call-is-news", do: func(w *world) {
			w.orders(complete)
			w.wantChange("o", "transit", 0, "transit")
			w.orders(bridge.SeedOrder{Number: "n", State: "complete"})
			w.orders(bridge.SeedOrder{Number: "n", CarrierNews: []string{"picked up"}})
			w.wantState("n", "complete")
		}},
		{rule: rules.TransitNeedsCarrierOrHand, reading: "news-or-call", do: func(w *world) {
			w.orders(complete, bridge.SeedOrder{Number: "n", State: "complete"})
			w.wantChange("o", "transit", 0, "transit")
			w.orders(bridge.SeedOrder{Number: "n", CarrierNews: []string{"picked up"}})
			w.wantState("n", "transit")
		}},
		{rule: rules.SentOrderIsClosedFromOutside, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "news", State: "transit"}, bridge.SeedOrder{Number: "hand", State: "transit"})
			w.orders(bridge.SeedOrder{Number: "news", CarrierNews: []string{"on its way"}})
			w.wantState("news", "transit")
			w.orders(bridge.SeedOrder{Number: "news", CarrierNews: []string{"delivered"}}, bridge.SeedOrder{Number: "hand", State: "closed"})
			w.wantState("news", "closed")
			w.wantState("hand", "closed")
		}},
		{rule: rules.ClosedIsFinal, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "c", State: "closed"})
			w.wantChange("c", "cancelled", 1023, "closed")
			w.orders(bridge.SeedOrder{Number: "c", CarrierNews: []string{"delivered"}})
			w.wantState("c", "closed")
			err := w.try(bridge.Seed{Orders: []bridge.SeedOrder{{Number: "c", State: "open"}}})
			w.expect(err != nil, "the hand moves a closed order")
			w.wantState("c", "closed")
		}},
		{rule: rules.OtherSystemsChangeToo, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "00001", State: "confirmed"})
			w.wantChange("00001", "confirmed", 1021, "confirmed")
			w.wantChange("00001", "open", 0, "open")
		}},
	}
}
