package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
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
	for wrong, asked := "", false; ; {
		number, found := o.Take(k.Fixture)
		if !found && !asked && c.session.Provide(ctx, k.Fixture) {
			asked = true // once: what is made may be as wrong as what was there
			continue
		}
		if !found {
			return "", &target.Inconclusive{Reason: Lacking(k) + wrong}
		}
		err := o.check(ctx, c, k, number)
		if used := (*otherState)(nil); errors.As(err, &used) {
			wrong = "; " + err.Error()
			continue
		}
		return number, cmp.Or(err, o.giveBackUnused(ctx, c, k, number))
	}
}

// giveBackUnused puts an order back in the end that a case left as it was. Where
// it can't be read it was not moved if no change was executed, and it is still
// where it was found.
func (o Orders) giveBackUnused(ctx context.Context, c *Client, k Kind, number string) error {
	kept := c.session.Used(k.Fixture, number)
	before, err := c.Seen(ctx, number)
	if err != nil {
		return err
	}
	c.session.Undo(func(ctx context.Context) error {
		after, err := NewClient(c.session, c.login).Seen(ctx, number)
		same := err == nil && after == before
		if same && strings.HasPrefix(after, notTold) {
			same = k.State != "" && !executedAny(c.session) && c.isIn(ctx, number, k.State) == nil
		}
		if same {
			o.GiveBack(k.Fixture, number)
			kept()
		}
		return err
	})
	return nil
}

func executedAny(s *target.Session) bool {
	return slices.ContainsFunc(s.Answers(), func(a target.Answer) bool {
		return a.Operation != nil && a.Operation.ID == "changeOrderState" && Executed(&a)
	})
}

// otherState is why an order of the profile is passed over: it was used.
type otherState struct{ why string }

func (e *otherState) Error() string { return e.why }

// check compares an order of the profile with what the profile calls it.
func (Orders) check(ctx context.Context, c *Client, k Kind, number string) error {
	if k.State == "" {
		return nil
	}
	err := c.isIn(ctx, number, k.State)
	if wrong := (*target.Mismatched)(nil); errors.As(err, &wrong) {
		return &otherState{fmt.Sprintf("the order %s of fixtures.%s is not %s: %s", number, k.Fixture, k.State, err)}
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

// moments are how long the virtual clock is moved before an order is looked at
// again, and how often and long it is waited where there is none.
func moments() []time.Duration { return []time.Duration{5 * time.Second, 30 * time.Second} }

const (
	looks        = 6
	realPatience = 3 * time.Second // unless the profile says otherwise
)

// becomes waits for an order to be in a state, in which it may be already.
func (s *steps) becomes(ctx context.Context, want string) error {
	if s.session.Controlled() {
		err := s.atOnce(ctx, want)
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
	answer, err := s.client.Status(ctx, s.number)
	if err != nil {
		return err
	}
	if notOffered(answer) { // the look moves an order that is elsewhere, so there is one
		return cmp.Or(pause(ctx, s.session.Settle(realPatience)), s.atOnce(ctx, want))
	}
	err = judged(answer, want)
	for i := range looks {
		if err == nil {
			s.orders.Lag.note(i > 0)
			return nil
		}
		if err := pause(ctx, s.session.Settle(realPatience)/looks); err != nil {
			return err
		}
		err = s.atOnce(ctx, want)
	}
	return err
}

// Lag is what a run has seen of how soon a live target shows what it does.
type Lag struct{ prompt, late atomic.Bool }

func (l *Lag) note(late bool) {
	switch {
	case l == nil:
	case late:
		l.late.Store(true)
	default:
		l.prompt.Store(true)
	}
}

// awaited tells whether an order has to be left for a while before it can be
// said to stay where it is.
func (l *Lag) awaited() bool { return l != nil && (l.late.Load() || !l.prompt.Load()) }

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
	return s.client.isIn(ctx, s.number, want)
}

// isNot wants another state, or no such order.
func (s *steps) isNot(ctx context.Context, unwanted string) error {
	answer, err := s.client.Status(ctx, s.number)
	if err == nil && notOffered(answer) {
		err = &target.Inconclusive{Reason: "the state of the order can't be read: " + Told(answer)}
	}
	if err != nil || Refused(answer) {
		return err
	}
	if found := view(answer); found.judge(unwanted) == nil {
		return target.Mismatch("state of the order", found.String(), "another than "+unwanted)
	}
	return nil
}

// becomesUnlessRefused wants the order where it was asked to, or where it was
// when the call was refused.
func (s *steps) becomesUnlessRefused(ctx context.Context, want, before string) error {
	if Refused(s.answer) {
		return s.stays(ctx, before)
	}
	return s.becomes(ctx, want)
}

func (s *steps) becomesIfExecuted(ctx context.Context, want string) error {
	if code, told := Ack(s.answer); !told || code != 0 {
		return nil
	}
	return s.becomes(ctx, want)
}

func (s *steps) staysIfRefused(ctx context.Context, want string) error {
	if !Refused(s.answer) {
		return nil
	}
	return s.stays(ctx, want)
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
	} else if s.orders.Lag.awaited() {
		if err := pause(ctx, s.session.Settle(realPatience)); err != nil {
			return err
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
	from, to := known(s.noted.code, s.noted.name), known(now.code, now.name)
	if len(now.history) == len(s.noted.history)+1 && len(added) == 1 && added[0].from == from && added[0].to == to && added[0].at != "" {
		return nil
	}
	return target.Mismatch("new entries of the history", fmt.Sprint(added), fmt.Sprintf("one from %s to %s, with its time", from, to))
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
