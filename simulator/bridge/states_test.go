package bridge_test

import (
	"slices"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

func stateRows() []row {
	shortOrder := bridge.Seed{
		Stock:  map[string]int{"TV": 1, "PC": 5},
		Orders: []bridge.SeedOrder{{Number: "s", Items: []bridge.Item{{Code: "PC", Quantity: 5}, {Code: "TV", Quantity: 2}}}},
	}
	reported := func(w *world) {
		list := w.state().Shortages
		w.expect(len(list) == 1 && list[0].Number == "s" && slices.Equal(list[0].Items, []string{"TV"}), "reported: %v", list)
	}
	return []row{
		{rule: rules.OrderEntersOpen, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "new"})
			w.wantState("new", "open")
		}},
		{rule: rules.ShortageAtImport, reading: "not-created", do: func(w *world) {
			w.seed(shortOrder)
			w.wantAck("change", w.change("s", "cancelled"), 1022)
			reported(w)
		}},
		{rule: rules.ShortageAtImport, reading: "negotiated", do: func(w *world) {
			w.seed(shortOrder)
			w.wantState("s", "negotiation")
			reported(w)
		}},
		{rule: rules.UnnumberedStates, reading: "accepted", do: func(w *world) {
			for _, state := range []string{"rejected", "paused", "negotiation"} {
				w.wantChange("00002", state, 0, state)
				w.wantChange("00002", "open", 0, "open")
			}
		}},
		{rule: rules.UnnumberedStates, reading: "withdrawn", do: func(w *world) {
			for _, state := range []string{"rejected", "paused", "negotiation"} {
				w.wantChange("00002", state, 9999, "open")
				w.wantAck("without number, "+state, w.post("/order/state/"+state, `{}`), 9999)
			}
		}},
		{rule: rules.ReadyNeedsShippingAndLabel, reading: "checked", do: func(w *world) {
			w.wantChange("00001", "readyToPick", 9999, "open")
			w.orders(bridge.SeedOrder{Number: "00001", Shipping: "Calle 1"}, bridge.SeedOrder{Number: "00002", Label: "L"})
			w.wantChange("00001", "readyToPick", 9999, "open")
			w.wantChange("00002", "readyToPick", 9999, "open")
			w.orders(bridge.SeedOrder{Number: "00001", Label: "L"})
			w.wantChange("00001", "readyToPick", 0, "readyToPick")
		}},
		{rule: rules.ReadyNeedsShippingAndLabel, reading: "not-checked", do: func(w *world) {
			w.wantChange("00001", "readyToPick", 0, "readyToPick")
		}},
		picking("list-allows", 9999, "open", 0),
		picking("list-moves", 9999, "inproc", 1021),
		picking("call-tells", 0, "open", 0),
		picking("list-or-call", 0, "inproc", 1021),
		{rule: rules.CompleteNeedsItems, reading: "checked", do: func(w *world) {
			item := bridge.Item{Code: "TV", Quantity: 2, Serialized: true}
			w.orders(bridge.SeedOrder{Number: "o", Items: []bridge.Item{item}}, bridge.SeedOrder{Number: "empty"})
			w.wantChange("empty", "complete", 9999, "open")
			w.wantChange("o", "complete", 9999, "open")
			item.Confirmed, item.Serials = 2, []string{"1"}
			w.orders(bridge.SeedOrder{Number: "o", Items: []bridge.Item{item}})
			w.wantChange("o", "complete", 9999, "open")
			item.Serials = []string{"1", "2"}
			w.orders(bridge.SeedOrder{Number: "o", Items: []bridge.Item{item}})
			w.wantChange("o", "complete", 0, "complete")
		}},
		{rule: rules.CompleteNeedsItems, reading: "not-checked", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "empty"})
			w.wantChange("empty", "complete", 0, "complete")
		}},
		{rule: rules.CompleteIsTotal, reading: "checked", do: func(w *world) {
			w.orders(inPart()...)
			w.wantChange("quantity", "complete", 9999, "open")
			w.wantChange("items", "complete", 9999, "open")
		}},
		{rule: rules.CompleteIsTotal, reading: "not-checked", do: func(w *world) {
			w.orders(inPart()...)
			w.wantChange("quantity", "complete", 0, "complete")
			w.wantChange("items", "complete", 0, "complete")
		}},
		{rule: rules.CompleteWaits, do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "o", Items: []bridge.Item{{Code: "TV", Quantity: 1, Confirmed: 1}}})
			w.wantChange("o", "complete", 0, "complete")
			w.advance(30 * 24 * time.Hour)
			w.token = ""
			w.wantState("o", "complete")
		}},
	}
}

// picking shows a reading of the rule on packing lists: what a call without one
// is answered with, where the list leaves an order, and what a call then gets.
func picking(reading string, without int, left string, then int) row {
	return row{rule: rules.PickingNeedsPackingList, reading: reading, do: func(w *world) {
		w.orders(bridge.SeedOrder{Number: "without"})
		w.wantAck("without a list", w.change("without", "inproc"), without)
		w.orders(bridge.SeedOrder{Number: "00001", PackingList: "PL-1"})
		w.wantState("00001", left)
		w.wantChange("00001", "inproc", then, "inproc")
	}}
}

func inPart() []bridge.SeedOrder {
	return []bridge.SeedOrder{
		{Number: "quantity", Items: []bridge.Item{{Code: "TV", Quantity: 2, Confirmed: 1}}},
		{Number: "items", Items: []bridge.Item{{Code: "TV", Quantity: 1, Confirmed: 1}, {Code: "PC", Quantity: 1}}},
	}
}

func paymentRows() []row {
	return []row{
		{rule: rules.ConfirmedNeedsPayment, reading: "checked", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "p", Payments: payments("VISA")}, bridge.SeedOrder{Number: "t", IsPaid: is(true)})
			w.wantChange("00002", "confirmed", 9999, "open")
			w.wantChange("p", "confirmed", 0, "confirmed")
			w.wantChange("t", "confirmed", 0, "confirmed")
		}},
		{rule: rules.ConfirmedNeedsPayment, reading: "not-checked", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "p", Payments: payments("VISA")})
			w.wantChange("00002", "confirmed", 0, "confirmed")
			w.wantChange("p", "confirmed", 0, "confirmed")
		}},
		{rule: rules.GarbarinoNeedsDefaultMeans, reading: "binds-the-customer", do: func(w *world) {
			w.orders(garbarinos()...)
			w.wantChange("paid", "confirmed", 9999, "open")
			w.wantChange("nothing", "confirmed", 9999, "open")
			w.wantChange("means", "confirmed", 0, "confirmed")
		}},
		{rule: rules.GarbarinoNeedsDefaultMeans, reading: "is-an-example", do: func(w *world) {
			w.orders(garbarinos()...)
			w.wantChange("paid", "confirmed", 0, "confirmed")
			w.wantChange("nothing", "confirmed", 9999, "open")
			w.wantChange("means", "confirmed", 0, "confirmed")
		}},
		{rule: rules.GarbarinoMeansIsExported, do: func(w *world) {
			w.orders(garbarinos()...)
			w.wantChange("means", "confirmed", 0, "confirmed")
			got := w.order("means").Payments
			w.expect(slices.Equal(got, payments("CASH")), "payments: %v", got)
		}},
		{rule: rules.MarketplacePaymentComesLater, do: func(w *world) {
			for _, customer := range []string{"Fravega", "MKTPlace"} {
				w.orders(bridge.SeedOrder{Number: customer, Customer: customer, IsPaid: is(true)})
				w.wantChange(customer, "confirmed", 0, "confirmed")
			}
			w.expect(w.engine.Act(w.t.Context(), w.name, "bridge", "late-payments") == nil, "the action fails")
			w.wantState("Fravega", "confirmed")
			w.expect(len(w.order("Fravega").Payments) == 1, "the payment is not taken")
		}},
		{rule: rules.OtherMeansEitherWay, do: func(w *world) {
			w.orders(
				bridge.SeedOrder{Number: "data", PaymentMeans: "Rapipago", Payments: payments("Rapipago")},
				bridge.SeedOrder{Number: "report", PaymentMeans: "Rapipago", IsPaid: is(true)},
			)
			w.wantChange("data", "confirmed", 0, "confirmed")
			w.wantChange("report", "confirmed", 0, "confirmed")
		}},
	}
}

func garbarinos() []bridge.SeedOrder {
	return []bridge.SeedOrder{
		{Number: "paid", Customer: "Garbarino", IsPaid: is(true)},
		{Number: "means", Customer: "Garbarino", DefaultPaymentMeans: "CASH"},
		{Number: "nothing", Customer: "Garbarino"},
	}
}

// flowOf is a flow without automatic steps but for the one given.
func flowOf(auto bridge.FlowStep, others ...bridge.FlowStep) *bridge.SeedFlow {
	auto.Automatic = true
	return &bridge.SeedFlow{Steps: append(others, auto)}
}

func flowRows() []row {
	ready := bridge.SeedOrder{Number: "00001", Shipping: "Calle 1", Label: "L", PackingList: "PL-1"}
	return []row{
		{rule: rules.CancelNeedsNothing, do: func(w *world) {
			for _, state := range []api.OrderState{"open", "confirmed", "readyToPick", "inproc", "complete", "rejected", "paused", "negotiation"} {
				w.orders(bridge.SeedOrder{Number: string(state), State: state})
				w.wantChange(string(state), "cancelled", 0, "cancelled")
			}
		}},
		{rule: rules.CancelledIsFinal, reading: "final", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "c", State: "cancelled", IsPaid: is(true)})
			for _, state := range []string{"open", "confirmed", "paused"} {
				w.expect(w.change("c", state).ack != 0, "%s is not refused", state)
				w.wantState("c", "cancelled")
			}
		}},
		{rule: rules.CancelledIsFinal, reading: "may-be-revived", do: func(w *world) {
			w.orders(bridge.SeedOrder{Number: "c", State: "cancelled", IsPaid: is(true)}, bridge.SeedOrder{Number: "n", State: "cancelled"})
			w.wantChange("n", "confirmed", 9999, "cancelled")
			w.wantChange("c", "confirmed", 0, "confirmed")
			w.wantChange("n", "open", 0, "open")
		}},
		{rule: rules.FreeFlow, reading: "any-step", do: func(w *world) {
			w.orders(ready)
			w.wantChange("00001", "inproc", 0, "inproc")
			w.wantChange("00001", "open", 0, "open")
			w.wantChange("00001", "confirmed", 0, "confirmed")
		}},
		{rule: rules.FreeFlow, reading: "next-number", do: func(w *world) {
			w.orders(ready)
			w.wantChange("00001", "readyToPick", 9999, "open")
			w.wantChange("00001", "confirmed", 0, "confirmed")
			w.wantChange("00001", "open", 9999, "confirmed")
			w.wantChange("00001", "inproc", 9999, "confirmed")
			w.wantChange("00001", "paused", 0, "paused")
			w.wantChange("00001", "cancelled", 0, "cancelled")
		}},
		{rule: rules.FlowIsConfigurable, do: func(w *world) {
			w.seed(bridge.Seed{Flow: &bridge.SeedFlow{Steps: []bridge.FlowStep{{From: "open", To: "confirmed"}}}, Orders: []bridge.SeedOrder{ready}})
			w.wantChange("00001", "readyToPick", 9999, "open")
			w.wantChange("00001", "confirmed", 0, "confirmed")
			w.wantChange("00001", "open", 9999, "confirmed")
		}},
		{rule: rules.FlowMayAdvanceByItself, do: func(w *world) {
			steps := flowOf(bridge.FlowStep{From: "confirmed", To: "readyToPick"}, bridge.FlowStep{From: "open", To: "confirmed"})
			w.seed(bridge.Seed{Flow: steps})
			w.wantChange("00001", "confirmed", 0, "confirmed")
			w.orders(ready)
			w.wantState("00001", "readyToPick")
			w.orders(bridge.SeedOrder{Number: "o", IsPaid: is(true), Shipping: "Calle 2", Label: "L"})
			w.wantChange("o", "confirmed", 0, "readyToPick")
		}},
	}
}
