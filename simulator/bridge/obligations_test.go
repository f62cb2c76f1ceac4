package bridge_test

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

func TestObligations(t *testing.T) {
	const (
		confirm = "/order/state/confirmed"
		ready   = "/order/state/readyToPick"
		paid    = `{"internalNumber":"00001"}`
		unpaid  = `{"internalNumber":"00002"}`
	)
	logIn := func(w *world) { w.token = w.logIn() }
	change := func(path, body string) func(*world) {
		return func(w *world) { w.send("POST", path, body, "x-access-token", w.token) }
	}
	without := func(w *world) { w.send("POST", confirm, paid) }
	with := func(token string) func(*world) {
		return func(w *world) { w.send("POST", confirm, paid, "x-access-token", token) }
	}
	twoDays := func(w *world) {
		if _, err := w.engine.ChangeClock(w.t.Context(), w.name, simulator.ClockChange{Advance: 48 * time.Hour}); err != nil {
			w.t.Fatal(err)
		}
	}
	ship := func(w *world) {
		if err := w.engine.Seed(w.t.Context(), w.name, "bridge", []byte(`{"orders":[{"number":"00001","shipping":"S","label":"L"}]}`)); err != nil {
			w.t.Fatal(err)
		}
	}

	for _, row := range []struct {
		name     string
		rule     *specs.Rule
		steps    []func(*world)
		want     obligation.Standing
		brokenBy []uint64
	}{
		{"logs in first", rules.CallerLogsInFirst, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"calls before", rules.CallerLogsInFirst, []func(*world){without, logIn, change(confirm, paid)}, obligation.Broken, []uint64{1}},
		{"only logs in", rules.CallerLogsInFirst, []func(*world){logIn}, obligation.NotSeen, nil},

		{"sends the token", rules.CallerSendsToken, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"leaves the token out", rules.CallerSendsToken, []func(*world){logIn, without}, obligation.Broken, []uint64{2}},
		{"has no use for the token", rules.CallerSendsToken, []func(*world){logIn}, obligation.NotSeen, nil},

		{"renews an expired token", rules.CallerRenewsToken,
			[]func(*world){logIn, twoDays, change(confirm, paid), logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"keeps an expired token", rules.CallerRenewsToken,
			[]func(*world){logIn, twoDays, change(confirm, paid), change(confirm, paid)}, obligation.Broken, []uint64{3}},
		{"goes back to a refused token", rules.CallerRenewsToken,
			[]func(*world){with("a.b.c"), logIn, with("a.b.c")}, obligation.Broken, []uint64{3}},
		{"renews twice, two days apart", rules.CallerRenewsToken,
			[]func(*world){with("a.b.c"), logIn, twoDays, change(confirm, paid), logIn}, obligation.Kept, nil},
		{"token never refused", rules.CallerRenewsToken, []func(*world){logIn, change(confirm, paid)}, obligation.NotSeen, nil},
		{"no token to be refused", rules.CallerRenewsToken, []func(*world){without, without}, obligation.NotSeen, nil},

		{"HTTPS", rules.CallerUsesHTTPS, []func(*world){logIn}, obligation.NotApplicable, nil},

		{"asks by POST", rules.CallerPosts, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"asks by PUT", rules.CallerPosts, []func(*world){logIn, func(w *world) { w.send("PUT", confirm, paid, "x-access-token", w.token) }}, obligation.Broken, []uint64{2}},
		{"asks for nothing", rules.CallerPosts, []func(*world){logIn}, obligation.NotSeen, nil},
		{"names a state", rules.CallerNamesAState, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"names none", rules.CallerNamesAState, []func(*world){logIn, change("/order/state/env", paid)}, obligation.Broken, []uint64{2}},
		{"sends JSON", rules.CallerSendsJSON, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"sends a number", rules.CallerSendsJSON, []func(*world){logIn, change(confirm, `{"internalNumber":1}`)}, obligation.Broken, []uint64{2}},
		{"sends a list", rules.CallerSendsJSON, []func(*world){logIn, change(confirm, `[]`)}, obligation.Broken, []uint64{2}},

		{"another change after a refusal", rules.CallerDoesNotRepeatRefusals,
			[]func(*world){logIn, change(ready, paid), change(confirm, paid)}, obligation.Kept, nil},
		{"the refused change again", rules.CallerDoesNotRepeatRefusals,
			[]func(*world){logIn, change(confirm, unpaid), change(confirm, unpaid)}, obligation.Broken, []uint64{3}},
		{"the refused change again, another order changed", rules.CallerDoesNotRepeatRefusals,
			[]func(*world){logIn, change(confirm, unpaid), change(confirm, paid), change(confirm, unpaid)}, obligation.Broken, []uint64{4}},
		{"the refused change again, in another state", rules.CallerDoesNotRepeatRefusals,
			[]func(*world){logIn, change(ready, paid), change(confirm, paid), change(ready, paid)}, obligation.Kept, nil},
		{"no refusal", rules.CallerDoesNotRepeatRefusals, []func(*world){logIn, change(confirm, paid)}, obligation.NotSeen, nil},
		{"a refused token is none of a change", rules.CallerDoesNotRepeatRefusals, []func(*world){with("a.b.c"), with("a.b.c")}, obligation.NotSeen, nil},

		{"paid first", rules.CallerDeliversPaymentFirst, []func(*world){logIn, change(confirm, paid)}, obligation.Kept, nil},
		{"not paid", rules.CallerDeliversPaymentFirst, []func(*world){logIn, change(confirm, unpaid)}, obligation.Broken, []uint64{2}},
		{"not confirmed at all", rules.CallerDeliversPaymentFirst, []func(*world){logIn, change("/order/state/cancelled", unpaid)}, obligation.NotSeen, nil},

		{"shipping data first", rules.CallerDeliversShippingFirst,
			[]func(*world){logIn, change(confirm, paid), ship, change(ready, paid)}, obligation.Kept, nil},
		{"no shipping data", rules.CallerDeliversShippingFirst,
			[]func(*world){logIn, change(confirm, paid), change(ready, paid)}, obligation.Broken, []uint64{3}},
		{"not ready at all", rules.CallerDeliversShippingFirst, []func(*world){logIn, change(confirm, paid)}, obligation.NotSeen, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, nil)
			for _, step := range row.steps {
				step(w)
			}
			r, err := client.Judge(t.Context(), w.engine, w.name)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(r.Vendors[0].Rules, func(rule client.Rule) bool { return rule.ID == row.rule.ID })
			if got := r.Vendors[0].Rules[i]; got.Standing != row.want || !slices.Equal(got.BrokenBy, row.brokenBy) {
				t.Errorf("%s by %v: %s\nwant %s by %v", got.Standing, got.BrokenBy, got.Reason, row.want, row.brokenBy)
			}
		})
	}
}

func TestClientCoverage(t *testing.T) {
	w := newWorld(t, nil)
	w.change("00001", "confirmed")
	w.change("00001", "confirmed")
	w.change("00009", "confirmed")
	r, err := client.Judge(t.Context(), w.engine, w.name)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]int{}
	for _, m := range slices.Concat(r.Vendors[0].Coverage.Codes, r.Vendors[0].Coverage.Lifecycles[0].Transitions) {
		met[m.Name] = m.Times
	}
	for name, want := range map[string]int{
		"1021": 1, "1022": 1, "1023": 0, "991": 0, "1040": 0, "9999": 0,
		"open → confirmed": 1, "confirmed → readyToPick": 0, "open → cancelled": 0,
	} {
		got, listed := met[name]
		if got != want || !listed {
			t.Errorf("%s was met %d times, want %d; listed: %v", name, got, want, listed)
		}
	}
	for _, rule := range r.Vendors[0].Rules {
		if rule.Standing == obligation.NotJudged {
			t.Errorf("%s has no obligation", rule.ID)
		}
	}
}
