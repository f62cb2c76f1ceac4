package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// Borrow finds an order of a kind for one case: a new one on a simulator, else
// one of the profile's. One of the profile's that the case leaves as it was is
// given back in the end.
func (o Orders) Borrow(ctx context.Context, c *Client, k Kind) (string, error) {
	if c.session.Controlled() {
		number := o.NewNumber()
		for _, document := range k.documents(number) {
			if err := c.session.Seed(ctx, []byte(document)); err != nil {
				return "", err
			}
		}
		return number, nil
	}
	number, found := o.Take(k.Fixture)
	if !found {
		return "", &target.Inconclusive{Reason: Lacking(k)}
	}
	kept := c.session.Used(k.Fixture, number)
	before, err := c.Seen(ctx, number)
	if err != nil {
		return "", err
	}
	c.session.Undo(func(ctx context.Context) error {
		after, err := NewClient(c.session, c.login).Seen(ctx, number)
		if err == nil && after == before {
			o.GiveBack(k.Fixture, number)
			kept()
		}
		return err
	})
	return number, o.check(ctx, c, k, number)
}

// check compares an order of the profile with what the profile calls it.
func (Orders) check(ctx context.Context, c *Client, k Kind, number string) error {
	if k.State == "" {
		return nil
	}
	found, err := c.state(ctx, number)
	if err == nil && found.judge(k.State) != nil {
		err = &target.Inconclusive{Reason: fmt.Sprintf("the order %s of fixtures.%s is %s and not %s", number, k.Fixture, found, k.State)}
	}
	return err
}

// Lacking says what the profile has to have for an order of a kind.
func Lacking(k Kind) string {
	return fmt.Sprintf(`needs an order %s that no other case has used: give the profile fixtures.%s: [{number: "00001"}]`, k.Phrase, k.Fixture)
}

// FixtureKind returns the kind of order that a fixture is.
func FixtureKind(fixture string) (Kind, bool) {
	return findKind(func(k Kind) bool { return k.Fixture == fixture })
}

// state is what the target tells of an order.
type state struct {
	code, name string
	history    []change
}

// change is one entry of a history.
type change struct{ from, to, at string }

func (s state) String() string { return fmt.Sprintf("%q (%s)", s.code, s.name) }

// state reads an order. That an order is unknown differs from what was wanted
// of it; any other refusal leaves open where the order is.
func (c *Client) state(ctx context.Context, number string) (state, error) {
	answer, err := c.Status(ctx, number)
	if err != nil {
		return state{}, err
	}
	if code, _ := Ack(answer); code == 1022 {
		return state{}, target.Mismatch("reading the order", Told(answer), "its state")
	}
	if !Executed(answer) {
		return state{}, &target.Inconclusive{Reason: "the state of the order can't be read: " + Told(answer)}
	}
	found := state{code: textOf(answer, "currentStatus"), name: textOf(answer, "currentStatusName")}
	history, _ := members(answer)["history"].([]any)
	for _, entry := range history {
		member, _ := entry.(map[string]any)
		text := func(name string) string { value, _ := member[name].(string); return value }
		found.history = append(found.history, change{text("initialState"), text("finalState"), text("createdDate")})
	}
	return found, nil
}

// names lists the names that the document gives to each state.
func names() map[string][]string {
	return map[string][]string{
		"open": {"abierto/creado", "abierto", "creado", "abierta"}, "confirmed": {"confirmado"}, "readyToPick": {"listo para surtir"},
		"inproc": {"surtiendo", "en proceso de surtido"}, "complete": {"completo", "el pedido se ha surtido"},
		"transit": {"entregado", "en proceso de envío", "el pedido se ha enviado al cliente"}, "closed": {"cerrado"},
		"cancelled": {"cancelado"}, "rejected": {"rechazado"}, "paused": {"pausado"}, "negotiation": {"en proceso de negociación"},
	}
}

// judge compares a state with that wanted. No document says that states are
// told by the codes of the call, so a name of the table will do, and a word
// that the table does not have leaves the case open.
func (s state) judge(want string) error {
	is := ""
	if slices.Contains(codes(), s.code) {
		is = s.code
	} else {
		for code, list := range names() {
			if slices.Contains(list, strings.ToLower(s.name)) {
				is = code
			}
		}
	}
	switch is {
	case want:
		return nil
	case "":
		return &target.Inconclusive{Reason: "the target tells a state that the document does not have: " + s.String()}
	}
	return target.Mismatch("state of the order", s.String(), want)
}

// moments are how long the virtual clock is moved before an order is looked at
// again, and how often and long it is waited where there is none.
func moments() []time.Duration { return []time.Duration{5 * time.Second, 30 * time.Second} }

const (
	looks        = 6
	realPatience = 3 * time.Second // unless the profile says otherwise
)

// becomes waits for an order to be in a state, in which it may be already.
func (s *steps) becomes(ctx context.Context, want string) error {
	err := s.atOnce(ctx, want)
	if s.session.Controlled() {
		for _, d := range moments() {
			if err == nil {
				return nil
			}
			if err := s.session.Advance(ctx, d); err != nil {
				return err
			}
			err = s.atOnce(ctx, want)
		}
		return err
	}
	for range looks {
		if err == nil {
			return nil
		}
		if err := pause(ctx, s.session.Settle(realPatience)/looks); err != nil {
			return err
		}
		err = s.atOnce(ctx, want)
	}
	return err
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// atOnce compares the state without waiting.
func (s *steps) atOnce(ctx context.Context, want string) error {
	found, err := s.client.state(ctx, s.number)
	if err != nil {
		return err
	}
	return found.judge(want)
}

// stays wants that the order is in the state, and that nothing is under way
// that moves it, as far as the clock can be moved to see that.
func (s *steps) stays(ctx context.Context, want string) error {
	if s.session.Controlled() {
		for _, d := range moments() {
			if err := s.session.Advance(ctx, d); err != nil {
				return err
			}
		}
	}
	return s.atOnce(ctx, want)
}

func (s *steps) noteHistory(ctx context.Context) (err error) {
	s.noted, err = s.client.state(ctx, s.number)
	return err
}

// grown wants one entry more than noted, wherever the target puts it: that
// histories are told oldest first is a rule of its own.
func (s *steps) grown(ctx context.Context) error {
	now, err := s.client.state(ctx, s.number)
	if err != nil {
		return err
	}
	added := slices.Clone(now.history)
	for _, old := range s.noted.history {
		if i := slices.Index(added, old); i >= 0 {
			added = slices.Delete(added, i, i+1)
		}
	}
	if len(now.history) == len(s.noted.history)+1 && len(added) == 1 && added[0].from == s.noted.code && added[0].to == now.code && added[0].at != "" {
		return nil
	}
	return target.Mismatch("new entries of the history", fmt.Sprint(added), fmt.Sprintf("one from %s to %s, with its time", s.noted.code, now.code))
}

func (s *steps) unchanged(ctx context.Context) error {
	now, err := s.client.state(ctx, s.number)
	if err != nil {
		return err
	}
	return target.Compare("history", fmt.Sprint(now.history), fmt.Sprint(s.noted.history))
}

func (s *steps) lastChanges(ctx context.Context, changes ...change) error {
	now, err := s.client.state(ctx, s.number)
	if err != nil {
		return err
	}
	var got []change
	for _, c := range now.history[max(0, len(now.history)-len(changes)):] {
		got = append(got, change{from: c.from, to: c.to})
	}
	return target.Compare("last changes of the history", fmt.Sprint(got), fmt.Sprint(changes))
}

// control reads what a simulator holds of its vendor.
func (s *steps) control(ctx context.Context, into any) error {
	raw, err := s.session.State(ctx)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("bridge: the simulator's state: %w", err)
	}
	return nil
}
