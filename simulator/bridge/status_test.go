package bridge_test

import (
	"encoding/json"
	"fmt"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// names are those of the rule StatusSpeaksTheTable.
var names = map[api.OrderState]string{
	"open": "abierto/creado", "confirmed": "confirmado", "readyToPick": "listo para surtir", "inproc": "surtiendo",
	"complete": "completo", "transit": "entregado", "closed": "cerrado", "cancelled": "cancelado",
	"rejected": "Rechazado", "paused": "Pausado", "negotiation": "En proceso de negociación",
}

const listener = "http://127.0.0.1:9/news"

func statusRows() []row {
	return []row{
		{rule: rules.StatusTellsState, do: func(w *world) {
			got := w.status("00001")
			_, history := got.members["history"].([]any)
			w.expect(got.ack == 0 && got.text("currentStatus") == "open" && got.text("currentStatusName") != "" && history, "%s", got.body)
		}},
		{rule: rules.StatusNumberRequired, do: func(w *world) {
			w.wantAck("no number", w.post("/order/status", `{}`), 991)
			w.wantAck("no body", w.post("/order/status", ``), 991)
			w.wantAck("a number that is no text", w.post("/order/status", `{"internalOrderNumber":1}`), 9999)
			w.wantAck("no object", w.post("/order/status", `[]`), 9999)
		}},
		{rule: rules.HistoryGrows, do: func(w *world) {
			w.change("00001", "confirmed")
			w.change("00001", "confirmed") // refused
			w.advance(time.Minute)
			w.change("00001", "paused")
			want := `[map[createdDate:2026-11-22 10:15:00 finalState:confirmed initialState:open] map[createdDate:2026-11-22 10:16:00 finalState:paused initialState:confirmed]]`
			got := fmt.Sprint(w.status("00001").members["history"])
			w.expect(got == want, "history: %s", got)
		}},
		{rule: rules.StatusSpeaksTheTable, do: func(w *world) {
			for state, name := range names {
				w.orders(bridge.SeedOrder{Number: string(state), State: state})
				got := w.status(string(state))
				w.expect(got.text("currentStatus") == string(state) && got.text("currentStatusName") == name, "%s: %s", state, got.body)
			}
		}},
		{rule: rules.StateNewsAreSent, do: func(w *world) {
			w.seed(bridge.Seed{Channels: []bridge.SeedChannel{{Code: "EXAMPLE", News: []string{listener}}}})
			w.change("00001", "confirmed")
			w.change("00001", "confirmed") // refused
			w.orders(bridge.SeedOrder{Number: "00001", State: "paused"})
			list := w.news()
			w.expect(len(list) == 2, "%d news", len(list))
			for _, event := range list {
				var news struct{ ChannelCode, Queue string }
				err := json.Unmarshal(event.Body, &news)
				w.expect(err == nil && news.ChannelCode == "EXAMPLE" && event.URL == listener, "%s to %s", event.Body, event.URL)
			}
		}},
		{rule: rules.StateNewsMembers, do: func(w *world) {
			w.seed(bridge.Seed{Channels: []bridge.SeedChannel{{Code: "EXAMPLE", News: []string{listener}}}})
			w.post("/order/state/confirmed", documentExample)
			want := `{"channelCode":"EXAMPLE","queue":"queueForOrderState_EXAMPLE","message":{"internalNumber":"00001","initialState":"open",` +
				`"finalState":"confirmed","createdDate":"2026-11-22 10:15:00","notes":"el pedido ha sido cancelado por el cliente","payments":[{"means":"VISA"}]}}`
			list := w.news()
			w.expect(len(list) == 1, "%d news", len(list))
			for _, event := range list {
				w.expect(sameJSON(string(event.Body), want), "%s", event.Body)
			}
		}},
	}
}

func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}
