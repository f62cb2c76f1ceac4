package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// state is what the target tells of an order.
type state struct {
	code, name string // as they are told
	history    []change
	hasHistory bool // an empty one may be null
	notes      any  // of the last change, where the history has them; no page says that it does
}

// change is one entry of a history, its states by the document's codes where
// they are known.
type change struct{ from, to, at string }

func (s state) String() string { return fmt.Sprintf("%q (%s)", s.code, s.name) }

// view reads the answer to a question for a state. No page publishes its forms,
// so that a state may be text, a number or an object, and a time anything.
func view(a *target.Answer) state {
	body := members(a)
	if inner, is := body["data"].(map[string]any); is && body["currentStatus"] == nil {
		body = inner
	}
	found := state{code: word(body["currentStatus"], "code", "id"), name: word(body["currentStatusName"], "name")}
	if found.name == "" {
		found.name = word(body["currentStatus"], "name")
	}
	history, there := body["history"]
	entries, list := history.([]any)
	found.hasHistory = list || there && history == nil
	for _, entry := range entries {
		member, _ := entry.(map[string]any)
		c := change{from: known(word(member["initialState"], "code", "id"), ""), to: known(word(member["finalState"], "code", "id"), "")}
		if at := member["createdDate"]; at != nil {
			c.at = fmt.Sprint(at)
		}
		found.history, found.notes = append(found.history, c), member["notes"]
	}
	return found
}

// word returns a value as text; of an object that of the first member which has
// one.
func word(value any, members ...string) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case map[string]any:
		for _, name := range members {
			if text := word(value[name]); text != "" {
				return text
			}
		}
	}
	return ""
}

// known returns the document's code for a state that is told by a code, a number
// or a name; the word itself where it is none of them.
func known(told, name string) string {
	numbered := codes()[:8]
	if n, err := strconv.Atoi(told); err == nil && n >= 1 && n <= len(numbered) {
		return numbered[n-1]
	}
	for _, code := range codes() {
		if strings.EqualFold(code, told) {
			return code
		}
	}
	for _, text := range []string{told, name} {
		for code, list := range names() {
			if slices.Contains(list, strings.ToLower(text)) {
				return code
			}
		}
	}
	return told
}

// names lists the names that the document gives to each state, in lower case.
func names() map[string][]string {
	return map[string][]string{
		"open": {"abierto/creado", "abierto", "creado", "abierta"}, "confirmed": {"confirmado"}, "readyToPick": {"listo para surtir"},
		"inproc": {"surtiendo", "en proceso de surtido"}, "complete": {"completo", "el pedido se ha surtido"},
		"transit": {"entregado", "en proceso de envío", "el pedido se ha enviado al cliente"}, "closed": {"cerrado"},
		"cancelled": {"cancelado"}, "rejected": {"rechazado"}, "paused": {"pausado"}, "negotiation": {"en proceso de negociación"},
	}
}

// judge compares the state with the one that is wanted, by its code or by its
// name: which of them a target speaks is not documented.
func (s state) judge(want string) error {
	is := known(s.code, s.name)
	switch {
	case is == want:
		return nil
	case !slices.Contains(codes(), is):
		return &target.Inconclusive{Reason: "the target tells a state that the document does not have: currentStatus " + s.String()}
	}
	return target.Mismatch("state of the order", s.String(), want)
}

// notOffered tells whether a question for a state was answered as a call that
// the target does not know. Only another page than the document has it.
func notOffered(a *target.Answer) bool {
	_, told := Ack(a)
	return !told && (a.Status == http.StatusNotFound || a.Status == http.StatusMethodNotAllowed || a.Status == http.StatusNotImplemented)
}

// isIn compares the state of an order with the one that is wanted. Where the
// target has no question for it, the document's own call tells: one for the
// state that the order is in is refused with 1021. It moves an order that is
// elsewhere, which is no loss: the case has failed then.
func (c *Client) isIn(ctx context.Context, number, want string) error {
	answer, err := c.Status(ctx, number)
	if err != nil {
		return err
	}
	if !notOffered(answer) {
		return judged(answer, want)
	}
	asked, err := c.Change(ctx, want, number, remark)
	if err != nil {
		return err
	}
	sent := want == "transit" || want == "closed" // which are told apart by nothing here
	switch code, _ := Ack(asked); {
	case code == 1021, code == 1023 && sent:
		return nil
	case Executed(asked):
		return target.Mismatch("state of the order", "another: a call for "+want+" was executed", want)
	}
	return &target.Inconclusive{Reason: fmt.Sprintf("the state of the order can't be read: %s; nor does a call for %s tell: %s", Told(answer), want, Told(asked))}
}

// state reads an order. That an order is unknown differs from what was wanted
// of it; any other refusal leaves open where the order is.
func (c *Client) state(ctx context.Context, number string) (state, error) {
	answer, err := c.Status(ctx, number)
	if err != nil {
		return state{}, err
	}
	return stateIn(answer)
}

// judged compares the state that an answer tells with the one that is wanted.
func judged(answer *target.Answer, want string) error {
	found, err := stateIn(answer)
	if err != nil {
		return err
	}
	return found.judge(want)
}

func stateIn(answer *target.Answer) (state, error) {
	if code, _ := Ack(answer); code == 1022 {
		return state{}, target.Mismatch("reading the order", Told(answer), "its state")
	}
	if !Executed(answer) {
		return state{}, &target.Inconclusive{Reason: "the state of the order can't be read: " + Told(answer)}
	}
	return view(answer), nil
}

// Shown returns what can be read back of a change of an order, laid out as its
// body: the notes, which a simulator shows and the histories of some targets.
func (c *Client) Shown(ctx context.Context, number string) (any, error) {
	if !c.session.Controlled() {
		answer, err := c.Status(ctx, number)
		shown := map[string]any{}
		if err != nil {
			return nil, err
		}
		if notes := view(answer).notes; notes != nil {
			shown["notes"] = notes
		}
		return shown, nil
	}
	for _, wait := range append([]time.Duration{0}, moments()...) { // the change may be made after its answer
		if wait > 0 {
			if err := c.session.Advance(ctx, wait); err != nil {
				return nil, err
			}
		}
		notes, err := c.held(ctx, number)
		if err != nil || notes != "" {
			return map[string]any{"notes": notes}, err
		}
	}
	return map[string]any{"notes": nil}, nil
}

// held returns the notes that a simulator holds of an order.
func (c *Client) held(ctx context.Context, number string) (string, error) {
	raw, err := c.session.State(ctx)
	if err != nil {
		return "", err
	}
	var all struct {
		Orders []struct{ Number, Notes string }
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return "", fmt.Errorf("bridge: the simulator's state: %w", err)
	}
	for _, o := range all.Orders {
		if o.Number == number {
			return o.Notes, nil
		}
	}
	return "", nil
}

// Changes counts the entries of an order's history from one state to another;
// an empty one stands for any. Where the history can't be read there are none.
func (c *Client) Changes(ctx context.Context, number, from, to string) (int, error) {
	answer, err := c.Status(ctx, number)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, change := range view(answer).history {
		if (from == "" || change.from == from) && (to == "" || change.to == to) {
			n++
		}
	}
	return n, nil
}
