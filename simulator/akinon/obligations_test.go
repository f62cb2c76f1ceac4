package akinon_test

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

func TestObligations(t *testing.T) {
	const (
		credentials = `{"username":"store-integration","password":"not-a-real-password"}`
		limit       = `{"installation":{"calls_per_minute":1}}`
	)
	logIn := func(w *world) { w.post(loginPath, credentials, "Authorization", "") }
	wrongly := func(w *world) {
		w.post(loginPath, `{"username":"store-integration","password":"guessed"}`, "Authorization", "")
	}
	read := func(w *world) { w.get(packagePath) }
	keyless := func(w *world) { w.get(packagePath, "Authorization", "") }
	expired := func(w *world) { w.get(packagePath, "Authorization", "Token no-longer-a-key") }
	prepare := func(w *world) { w.prepare("") }
	wrongItem := func(w *world) { w.prepare(`,"oos_package_items":[1]`) }
	limited := func(w *world) { w.seed(limit) }
	sends := func(body string) func(*world) { return func(w *world) { w.post(commandPath, body) } }
	subscribes := func(body string) func(*world) { return func(w *world) { w.post(hooksPath, body) } }
	lists := func(query string) func(*world) { return func(w *world) { w.get(listPath + query) } }
	wait := func(d time.Duration) func(*world) { return func(w *world) { w.wait(d) } }

	for _, row := range []struct {
		name     string
		rule     *specs.Rule
		steps    []func(*world)
		want     obligation.Standing
		brokenBy []uint64
	}{
		{"logs in first", rules.CallerLogsInFirst, []func(*world){logIn, read, prepare}, obligation.Kept, nil},
		{"calls before", rules.CallerLogsInFirst, []func(*world){read, logIn, read}, obligation.Broken, []uint64{1}},
		{"logs in with a wrong password", rules.CallerLogsInFirst, []func(*world){wrongly, read}, obligation.Broken, []uint64{2}},
		{"leaves the key out", rules.CallerLogsInFirst, []func(*world){logIn, keyless, read}, obligation.Broken, []uint64{2}},
		{"only logs in", rules.CallerLogsInFirst, []func(*world){logIn}, obligation.NotSeen, nil},

		{"HTTPS", rules.CallerUsesHTTPS, []func(*world){read}, obligation.NotApplicable, nil},

		{"logs in again", rules.CallerLogsInAgain, []func(*world){expired, logIn, read}, obligation.Kept, nil},
		{"goes on with a refused key", rules.CallerLogsInAgain, []func(*world){expired, expired}, obligation.Broken, []uint64{2}},
		{"goes on with a refused key, after a wrong password", rules.CallerLogsInAgain,
			[]func(*world){expired, wrongly, expired}, obligation.Broken, []uint64{3}},
		{"key never refused", rules.CallerLogsInAgain, []func(*world){logIn, read}, obligation.NotSeen, nil},
		{"no key to be refused", rules.CallerLogsInAgain, []func(*world){keyless, keyless}, obligation.NotSeen, nil},

		{"waits as long as it is told", rules.CallerHeedsRate, []func(*world){limited, read, read, wait(time.Minute), read}, obligation.Kept, nil},
		{"calls too early", rules.CallerHeedsRate, []func(*world){limited, read, read, wait(30 * time.Second), read}, obligation.Broken, []uint64{3}},
		{"never told to wait", rules.CallerHeedsRate, []func(*world){read, read}, obligation.NotSeen, nil},

		{"prepares a package that waits", rules.CallerPreparesWaitingPackages, []func(*world){prepare}, obligation.Kept, nil},
		{"prepares it again", rules.CallerPreparesWaitingPackages, []func(*world){prepare, prepare}, obligation.Broken, []uint64{2}},
		{"mends what was refused for an item", rules.CallerPreparesWaitingPackages, []func(*world){wrongItem, prepare}, obligation.Kept, nil},
		{"prepares nothing", rules.CallerPreparesWaitingPackages, []func(*world){read}, obligation.NotSeen, nil},

		{"names the package", rules.CallerNamesPackage, []func(*world){sends(named(`"transition":71,"package":123,`))}, obligation.Kept, nil},
		{"leaves the package out", rules.CallerNamesPackage, []func(*world){prepare}, obligation.Broken, []uint64{1}},
		{"sends no command", rules.CallerNamesPackage, []func(*world){read}, obligation.NotSeen, nil},

		{"names the command", rules.CallerNamesCommand, []func(*world){prepare}, obligation.Kept, nil},
		{"leaves both names out", rules.CallerNamesCommand, []func(*world){sends(named(""))}, obligation.Broken, []uint64{1}},
		{"is refused for its key", rules.CallerNamesCommand, []func(*world){func(w *world) { w.post(commandPath, named(""), "Authorization", "") }}, obligation.NotSeen, nil},

		{"sends both flags", rules.CallerSendsFlags, []func(*world){prepare}, obligation.Kept, nil},
		{"leaves a flag out", rules.CallerSendsFlags,
			[]func(*world){sends(`{"transition":71,"input_parameters":{"create_manual_oos_package":true}}`), prepare}, obligation.Broken, []uint64{1}},

		{"sends ids as numbers", rules.CallerSendsTypedParameters, []func(*world){prepare}, obligation.Kept, nil},
		{"sends an id as text", rules.CallerSendsTypedParameters, []func(*world){prepare, sends(named(`"transition":"71",`))}, obligation.Broken, []uint64{2}},
		{"sends no JSON", rules.CallerSendsTypedParameters, []func(*world){sends("transition=71")}, obligation.Broken, []uint64{1}},

		{"completes elements", rules.CallerCompletesElements, []func(*world){sends(command(labelled))}, obligation.Kept, nil},
		{"leaves a SKU out", rules.CallerCompletesElements,
			[]func(*world){sends(command(`,"replacement_products":[{"package_item":282687}]`))}, obligation.Broken, []uint64{1}},

		{"completes a subscription", rules.CallerCompletesSubscription, []func(*world){subscribes(hook(""))}, obligation.Kept, nil},
		{"subscribes without an address", rules.CallerCompletesSubscription,
			[]func(*world){subscribes(`{"event_type":"package.created"}`)}, obligation.Broken, []uint64{1}},

		{"lists by numbers", rules.CallerListsByNumbers, []func(*world){lists("?page=1&page_size=50")}, obligation.Kept, nil},
		{"lists by a word", rules.CallerListsByNumbers, []func(*world){lists("?page=first")}, obligation.Broken, []uint64{1}},

		{"short packages", rules.CallerPreparesShortPackages, []func(*world){prepare}, obligation.NotJudged, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			for _, step := range row.steps {
				step(w)
			}
			report := clientReport(t, w)
			i := slices.IndexFunc(report.Rules, func(rule client.Rule) bool { return rule.ID == row.rule.ID })
			if got := report.Rules[i]; got.Standing != row.want || !slices.Equal(got.BrokenBy, row.brokenBy) {
				t.Errorf("%s by %v: %s\nwant %s by %v", got.Standing, got.BrokenBy, got.Reason, row.want, row.brokenBy)
			}
		})
	}
}

// TestClientCoverage prepares a package twice: one transition is met, once.
func TestClientCoverage(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.prepare("").is(200)
	w.prepare("").is(400)
	report := clientReport(t, w)
	met := report.Coverage.Lifecycles[0].Transitions
	if len(met) != 1 || met[0].Name != "Waiting → Preparing" || met[0].Times != 1 {
		t.Errorf("transitions met: %v", met)
	}
	for _, rule := range report.Rules {
		if rule.Standing == obligation.NotJudged && rule.ID != rules.CallerPreparesShortPackages.ID {
			t.Errorf("%s has no obligation", rule.ID)
		}
	}
}

func clientReport(t *testing.T, w *world) client.Vendor {
	t.Helper()
	r, err := client.Judge(t.Context(), w.engine, simulator.DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	return r.Vendors[0]
}
