package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// settle is how long a change may take to be seen.
const settle = 15 * time.Second

// comparing is what the comparator needs of this vendor.
func (c caller) comparing(api *contract.Contract) *reference.Vendor {
	return &reference.Vendor{
		Book: rules.Book(), Contract: api, Outcome: outcome,
		Kinds: map[string]reference.Kind{
			"logIn /token": reference.Chosen, "* /message": reference.Wording,
			"getOrderStatus /history/*/createdDate": reference.Present,
		},
		Sign: c.sign, Saw: saw, About: about, Start: start,
		Explore: &reference.Explorer{
			Begin: c.begin, Settle: settle, Look: look, Moves: moves(),
			First: []reference.Move{{Name: "log in", Operation: "logIn", Make: logInMove}},
			Step:  step,
		},
	}
}

// outcome is the ack of a change that the document or another page of the vendor
// has, and whether its message says anything.
func outcome(operation string, a *reference.Answer) string {
	answer := &target.Answer{Status: a.Status, Header: a.Header, Body: a.Body}
	if steps.Executed(answer) {
		return reference.Accepted
	}
	code, told := steps.Ack(answer)
	if operation != "changeOrderState" || !told || a.Status/100 != 2 {
		return reference.Refused
	}
	switch code {
	case 1021, 1023, 1040, 991, 1022:
		var said struct{ Message string }
		if json.Unmarshal(a.Body, &said) != nil || said.Message == "" || said.Message == "-" {
			return fmt.Sprintf("refused with ack %d and no word why", code)
		}
		return fmt.Sprintf("refused with ack %d", code)
	}
	return reference.Refused
}

// The names of what stands for credentials until a request is sent.
const (
	withToken  = "token"
	clientName = "plumbline-client-id"
	secretName = "plumbline-client-secret"
)

// sign puts the token of the side that a request goes to into its header, and the
// client into a log-in.
func (c caller) sign(r *reference.Request, vars map[string]string, model bool) {
	login := c.login
	if model {
		login = steps.Login{Client: "example-client", Secret: "not-a-real-secret"}
	}
	if r.Operation == "logIn" && (model || strings.Contains(string(r.Body), clientName)) {
		var body map[string]any
		if json.Unmarshal(r.Body, &body) == nil && (body["clientId"] == clientName || body["clientId"] == c.login.Client) {
			if body["clientSecret"] == secretName || body["clientSecret"] == c.login.Secret {
				body["clientSecret"] = login.Secret
			}
			body["clientId"] = login.Client
			r.Body = reference.JSON(body)
		}
	}
	if r.Role == withToken || model && r.Header.Get(steps.TokenName) != "" && r.Role == "" {
		if r.Header == nil {
			r.Header = http.Header{}
		}
		token := vars["token"]
		if token == "" && !model {
			token = c.login.Token
		}
		r.Header.Set(steps.TokenName, token)
	}
	r.Role = ""
}

// saw keeps the token of a log-in.
func saw(r *reference.Request, a *reference.Answer, vars map[string]string) {
	if r.Operation != "logIn" {
		return
	}
	var told struct{ Token string }
	if json.Unmarshal(a.Body, &told) == nil && told.Token != "" {
		vars["token"] = told.Token
	}
}

func post(path string, body any) reference.Request {
	return reference.Request{
		Method: http.MethodPost, Path: path, Body: reference.JSON(body), Role: withToken, Header: http.Header{"Content-Type": {"application/json"}},
	}
}

func logInMove(*reference.Draw, *reference.Entity) (reference.Request, bool) {
	r := post("/auth/login", map[string]any{"clientId": clientName, "clientSecret": secretName})
	r.Role, r.Looks = "", true
	return r, true
}

// begin seeds orders in any states, or takes one of the profile's.
func (c caller) begin(ctx context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	if !d.Session.Controlled() {
		client := steps.NewClient(d.Session, c.login)
		number, err := c.borrow(ctx, client, paid)
		if err != nil {
			return nil, nil, err
		}
		d.Entities = append(d.Entities, &reference.Entity{ID: number})
		return nil, reference.JSON(map[string]any{"orders": []any{map[string]any{"number": number, "state": "open", "isPaid": true}}}), nil
	}
	var orders []any
	for i := range 2 {
		e := &reference.Entity{ID: fmt.Sprintf("00%08d%d", d.Random.IntN(100_000_000), i), Data: map[string]any{}}
		d.Entities = append(d.Entities, e)
		orders = append(orders, drawnOrder(d, e.ID)...)
	}
	return reference.JSON(map[string]any{
		"channels": []any{map[string]any{"code": "MARKETPLACE"}}, "stock": map[string]any{"TV-50": 1}, "orders": orders,
	}), nil, nil
}

// drawnOrder is an order with what may be known of it, and what happens to it next.
func drawnOrder(d *reference.Draw, number string) []any {
	order := map[string]any{"number": number, "channel": "MARKETPLACE"}
	if !d.Chance(4) { // else it is imported
		order["state"] = reference.One(d, "open", "open", "open", "confirmed", "confirmed", "readyToPick", "inproc", "inproc",
			"complete", "complete", "transit", "closed", "cancelled", "rejected", "paused", "negotiation")
	}
	maybe := func(name string, values ...any) {
		if d.Chance(2) {
			order[name] = reference.One(d, values...)
		}
	}
	maybe("isPaid", true, true, false)
	maybe("payments", []any{map[string]any{"means": "VISA"}})
	maybe("paymentMeans", "Rapipago", "VISA")
	maybe("customer", "Garbarino", "Fravega", "MKTPlace", "Otro")
	maybe("defaultPaymentMeans", "TARJETA GARBARINO")
	maybe("shipping", "Av. Rivadavia 4975, Buenos Aires")
	maybe("label", "ORDER-01")
	maybe("packingList", "PL-1")
	maybe("items",
		[]any{map[string]any{"code": "HDMI-2", "quantity": 2, "confirmed": 2}},
		[]any{map[string]any{"code": "HDMI-2", "quantity": 2, "confirmed": d.Random.IntN(2)}},
		[]any{map[string]any{"code": "TV-50", "quantity": 1, "confirmed": 1, "serialized": true, "serials": []any{"SN-4711"}}},
		[]any{map[string]any{"code": "TV-50", "quantity": 2, "confirmed": 2, "serialized": true, "serials": []any{"SN-4711"}}})
	maybe("carrierNews", []any{"on its way"})
	if order["state"] == nil {
		for _, name := range []string{"packingList", "carrierNews", "isPaid", "payments"} { // an import is one thing, what happens next another
			delete(order, name)
		}
	}
	list := []any{order}
	if final := order["state"] == "closed" || order["state"] == "cancelled"; !final && d.Chance(3) {
		list = append(list, map[string]any{"number": number, reference.One(d, "packingList", "state"): reference.One(d, "paused", "cancelled", "closed")})
		if last := list[1].(map[string]any); last["packingList"] != nil { //nolint:forcetypeassert // made above
			last["packingList"] = "PL-2"
		}
	}
	if d.Chance(5) {
		list = append(list, map[string]any{"number": number, "carrierNews": []any{reference.One(d, "on its way", "delivered")}})
	}
	return list
}

// look reads the state of an order.
func look(_ *reference.Draw, e *reference.Entity) []reference.Request {
	r := post("/order/status", map[string]any{"internalOrderNumber": e.ID})
	r.Operation, r.Name = "getOrderStatus", "read the state of the order"
	return []reference.Request{r}
}

func states() []string {
	return []string{"open", "confirmed", "readyToPick", "inproc", "complete", "transit", "closed", "cancelled", "rejected", "paused", "negotiation"}
}

func moves() []reference.Move {
	var list []reference.Move
	change := func(name string, weight int, path func(d *reference.Draw) string, body func(*reference.Draw, *reference.Entity) any) {
		list = append(list, reference.Move{Name: name, Operation: "changeOrderState", Weight: weight, Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r := post("/order/state/"+path(d), body(d, e))
			r.Entity = e.ID
			return r, true
		}})
	}
	usual := func(d *reference.Draw, e *reference.Entity) any {
		body := map[string]any{"internalNumber": e.ID}
		if !d.Chance(3) {
			body["notes"] = reference.One(d, "cambio pedido por la tienda", "closed", "el pedido ha sido cancelado por el cliente")
		}
		return body
	}
	for _, state := range states() {
		change("ask for "+state, 2, func(*reference.Draw) string { return state }, usual)
	}
	change("ask for no state of the table", 1, func(d *reference.Draw) string {
		return reference.One(d, "delivered", "2", "CONFIRMED", "Open", "env", "clos", "confirmed%20", "%20", "none")
	}, usual)
	change("ask for a state in the body", 1, func(d *reference.Draw) string { return reference.One(d, "paused", "confirmed") },
		func(d *reference.Draw, e *reference.Entity) any {
			return map[string]any{"internalNumber": e.ID, "notes": "cancelled", "state": "cancelled", "orderState": "cancelled"}
		})
	change("ask for the state of an order that nobody has", 1, func(d *reference.Draw) string { return reference.One(d, states()...) },
		func(_ *reference.Draw, e *reference.Entity) any { return map[string]any{"internalNumber": "9" + e.ID} })
	list = append(list, reference.Move{Name: "ask for no state", Operation: "changeOrderState", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
		r := post(reference.One(d, "/order/state/", "/order/state"), usual(d, e))
		r.Entity = e.ID
		return r, true
	}})
	for _, bad := range []string{"", "invented", "altered"} {
		list = append(list, reference.Move{
			Name: strings.TrimSpace("ask with " + map[string]string{"": "no"}[bad] + bad + " token"), Operation: "changeOrderState",
			Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
				r := post("/order/state/"+reference.One(d, states()...), usual(d, e))
				r.Entity, r.Role = e.ID, "none"
				if bad != "" {
					r.Header.Set(steps.TokenName, "plumbline."+bad+".token")
				}
				return r, true
			},
		})
	}
	return append(list,
		reference.Move{Name: "check the token", Operation: "checkToken", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			r := reference.Request{Method: http.MethodPost, Path: "/auth/me", Role: reference.One(d, withToken, "none"), Looks: true}
			return r, true
		}},
		reference.Move{Name: "read a state", Operation: "getOrderStatus", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r := post("/order/status", map[string]any{"internalOrderNumber": reference.One(d, e.ID, e.ID, "9"+e.ID)})
			r.Entity, r.Looks, r.Settle = e.ID, true, settle
			if d.Chance(3) {
				r.Role = "none"
			}
			return r, true
		}},
	)
}

// about names the order of a request.
func about(r *reference.Request) string {
	var body struct{ InternalNumber, InternalOrderNumber string }
	if json.Unmarshal(r.Body, &body) != nil {
		return ""
	}
	return body.InternalNumber + body.InternalOrderNumber
}

// start tells what an order was that is seen for the first time.
func start(r *reference.Request, a *reference.Answer) reference.Start {
	if r.Operation != "getOrderStatus" {
		return reference.Start{}
	}
	if outcome(r.Operation, a) != reference.Accepted {
		return reference.Start{Known: true}
	}
	var told struct{ CurrentStatus string }
	if json.Unmarshal(a.Body, &told) != nil || told.CurrentStatus == "" {
		return reference.Start{}
	}
	number := about(r)
	order := func(members map[string]any) []byte {
		members["number"] = number
		return reference.JSON(map[string]any{"orders": []any{members}})
	}
	s := reference.Start{Known: true, After: true, Seed: order(map[string]any{"state": told.CurrentStatus})}
	// What an order has been prepared with is not shown, and is not prepared by calls.
	s.Meanwhile = [][]byte{
		order(map[string]any{
			"isPaid": true, "payments": []any{map[string]any{"means": "VISA"}}, "shipping": "known", "label": "known",
			"items": []any{map[string]any{"code": "ANY", "quantity": 1, "confirmed": 1}},
		}),
		order(map[string]any{"packingList": "known"}),
		order(map[string]any{"carrierNews": []any{"on its way"}}),
	}
	return s
}

// step writes a request in the steps of the features, where they have it.
func step(r *reference.Request, _ string) string {
	switch r.Operation {
	case "changeOrderState":
		state, err := url.PathUnescape(strings.TrimPrefix(r.Path, "/order/state/"))
		var body struct{ InternalNumber, Notes string }
		if err != nil || r.Role != withToken || json.Unmarshal(r.Body, &body) != nil || strings.Contains(state, "/") {
			return ""
		}
		if body.Notes == "" {
			return fmt.Sprintf("%q is asked for without notes", state)
		}
		return fmt.Sprintf("%q is asked for with the notes %q", state, body.Notes)
	case "getOrderStatus":
		return "the state of the order is read"
	}
	return ""
}
