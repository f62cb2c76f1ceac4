package client_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report/junit"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
)

func clientEngine(t testing.TB, options simulator.Options) *simulator.Engine {
	t.Helper()
	options.Now = func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	engine, err := simulator.New(options, altazion.New(), bridge.New())
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

const (
	clientBon  = "/altazion/api/logistique/preparation/BP-1001"
	clientSave = "/altazion/api/logistique/preparation/prepa/BP-1001"
)

// ask makes a call of Altazion, with credentials or without.
func ask(engine *simulator.Engine, method, path, body string, known bool) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if known {
		r.SetBasicAuth("sample-app", "sample-key")
	}
	engine.ServeHTTP(httptest.NewRecorder(), r)
}

func reportOf(t testing.TB, engine *simulator.Engine, world string) client.Report {
	t.Helper()
	r, err := client.Judge(t.Context(), engine, world)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ruleOf(t testing.TB, v client.Vendor, id string) client.Rule {
	t.Helper()
	i := slices.IndexFunc(v.Rules, func(r client.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no rule %s", id)
	}
	return v.Rules[i]
}

func TestClientReport(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	ask(engine, "GET", clientBon, "", true)
	ask(engine, "GET", clientBon, "", false)
	ask(engine, "GET", "/altazion/no/such/path", "", true)
	ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":2}]}`, true)
	ask(engine, "GET", "/@elsewhere"+clientBon, "", true)
	if _, err := engine.ChangeClock(t.Context(), "default", simulator.ClockChange{Advance: time.Minute}); err != nil {
		t.Fatal(err)
	}
	r := reportOf(t, engine, "default")
	if r.Requests != 4 || r.Lost != 0 || r.World != "default" || !slices.Equal(r.Unused, []string{"bridge"}) || len(r.Vendors) != 1 {
		t.Fatalf("%+v", r)
	}
	v := r.Vendors[0]
	if v.Name != "altazion" || v.Requests != 4 || v.Unmatched != 1 {
		t.Errorf("%s: %d requests, %d unmatched", v.Name, v.Requests, v.Unmatched)
	}
	clients := 0
	for _, rule := range altazion.New().Book.Rules {
		if rule.Binds == specs.Client {
			clients++
		}
	}
	if len(v.Rules) != clients {
		t.Errorf("%d rules bind the caller, and %d are reported", clients, len(v.Rules))
	}
	if got := ruleOf(t, v, "altazion/caller-authenticates"); !got.Fails() || !slices.Equal(got.BrokenBy, []uint64{2}) {
		t.Errorf("%+v", got)
	}
	met := map[string]int{}
	for _, op := range v.Coverage.Operations {
		met[op.ID] = op.Calls
		for _, e := range op.Errors {
			met[op.ID+" "+e.Name] = e.Times
		}
	}
	for _, m := range v.Coverage.Rules.Decided {
		met[m.Name] = m.Times
	}
	for _, m := range v.Coverage.Lifecycles[0].Transitions {
		met[m.Name] = m.Times
	}
	for name, want := range map[string]int{
		"getBon": 2, "savePreparation": 1, "shipBon": 0, "getBon 401": 1, "getBon 404": 0,
		"altazion/basic-or-token": 1, "altazion/finished-is-409": 0,
		"En cours → Préparé": 1, "Préparé → Terminé": 0,
	} {
		if met[name] != want {
			t.Errorf("%s was met %d times, want %d", name, met[name], want)
		}
	}
	if !slices.Contains(v.Coverage.Rules.Asked, "altazion/finished-is-409") || !slices.Contains(v.Coverage.Rules.Never, "altazion/line-named-twice") {
		t.Errorf("asked %v, never %v", v.Coverage.Rules.Asked, v.Coverage.Rules.Never)
	}
}

func TestClientReportTellsWhatTheJournalLost(t *testing.T) {
	engine := clientEngine(t, simulator.Options{JournalLimit: 2})
	ask(engine, "GET", clientBon, "", false)
	for range 4 {
		ask(engine, "GET", clientBon, "", true)
	}
	r := reportOf(t, engine, "default")
	if r.Requests != 5 || r.Lost != 3 || r.Vendors[0].Requests != 2 {
		t.Errorf("%d requests, %d lost, %d judged", r.Requests, r.Lost, r.Vendors[0].Requests)
	}
	var text bytes.Buffer
	if err := r.Text(&text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "3 of them are no longer in the journal") {
		t.Error(text.String())
	}
}

// A rule that nobody can judge is named, and never called kept.
func TestRuleWithoutObligation(t *testing.T) {
	vendor := altazion.New()
	vendor.Obligations = nil
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Unix(0, 0) }}, vendor)
	if err != nil {
		t.Fatal(err)
	}
	ask(engine, "GET", clientBon, "", false)
	for _, rule := range reportOf(t, engine, "default").Vendors[0].Rules {
		if rule.Standing != obligation.NotJudged || !strings.Contains(rule.Reason, "cannot be judged") {
			t.Errorf("%s: %s: %s", rule.ID, rule.Standing, rule.Reason)
		}
	}
}

func TestClientReportsOfUsedWorlds(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	if _, err := engine.Clock(t.Context(), "idle"); err != nil {
		t.Fatal(err)
	}
	ask(engine, "GET", "/@b"+clientBon, "", true)
	ask(engine, "GET", "/@a"+clientBon, "", true)
	reports, others, err := client.JudgeAll(t.Context(), engine, 100)
	if err != nil || others != 0 {
		t.Fatal(err, others)
	}
	if len(reports) != 2 || reports[0].World != "a" || reports[1].World != "b" {
		t.Errorf("%+v", reports)
	}
	ask(engine, "GET", "/@c"+clientBon, "", true)
	ask(engine, "GET", "/@c"+clientBon, "", true)
	ask(engine, "GET", "/@b"+clientBon, "", true)
	reports, others, err = client.JudgeAll(t.Context(), engine, 2)
	if err != nil || others != 1 || len(reports) != 2 || reports[0].World != "b" || reports[1].World != "c" {
		t.Errorf("the busiest two: %+v and %d others (%v)", reports, others, err)
	}
	if _, err := client.Judge(t.Context(), engine, "no world!"); err == nil {
		t.Error("a name that is none was accepted")
	}
}

func TestClientReportFormats(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	ask(engine, "GET", clientBon, "", false)
	ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":2}]}`, true)
	ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":3}]}`, true)
	r := reportOf(t, engine, "default")
	for _, row := range []struct {
		name   string
		render func(io.Writer) error
		want   []string
	}{
		{"text", r.Text, []string{
			"client report of world default at 2026-11-22T12:00:00Z: 3 requests\n",
			"  BROKEN         altazion/caller-authenticates: Request 1 (getBon) has no header Authorization.\n", "journal: 1\n",
			"  broken/should  altazion/caller-does-not-split-step: ", "  not applicable altazion/caller-uses-https: ",
			"  kept           altazion/caller-sends-totals: ", "  not seen       altazion/caller-sends-parcels: ",
			"  not judged     altazion/handler-confirms: ", "  operations     2 of 3 called; never: shipBon\n", "\nnot called: bridge\n",
		}},
		{"markdown", r.Markdown, []string{
			"# Client report of world default\n", "| altazion/caller-authenticates | BROKEN | ", "has no header Authorization.<br>",
			"| operations | 2 of 3 called; never: shipBon |\n", "Not called: bridge.",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := row.render(&b); err != nil {
				t.Fatal(err)
			}
			for _, want := range row.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("lacks %q:\n%s", want, b.String())
				}
			}
		})
	}
}

func TestClientReportJUnit(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	ask(engine, "GET", clientBon, "", false)
	ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":2}]}`, true)
	ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":3}]}`, true)
	var b bytes.Buffer
	if err := reportOf(t, engine, "default").JUnit(&b); err != nil {
		t.Fatal(err)
	}
	var got junit.Report
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if want := (junit.Totals{Tests: 10, Failures: 1, Skipped: 5}); len(got.Suites) != 1 || got.Suites[0].Totals != want || got.Tests != 10 || got.Failures != 1 {
		t.Fatalf("%+v, want one suite with %+v", got, want)
	}
	for _, c := range got.Suites[0].Cases {
		id, _, _ := strings.Cut(c.Name, ":")
		if failed := c.Failure != nil; failed != (id == "altazion/caller-authenticates") {
			t.Errorf("%s: failed is %v", id, failed)
		}
		if warned := strings.Contains(c.Output, "warning"); warned != (id == "altazion/caller-does-not-split-step") {
			t.Errorf("%s: warned is %v", id, warned)
		}
	}
}

func TestClientReportJSON(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	ask(engine, "GET", clientBon, "", false)
	var b bytes.Buffer
	r := reportOf(t, engine, "default")
	if err := client.Write(&b, "json", []client.Report{r}); err != nil {
		t.Fatal(err)
	}
	var back []client.Report
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if len(back) != 1 || back[0].Schema != "plumbline.client-report/v1" || !ruleOf(t, back[0].Vendors[0], "altazion/caller-authenticates").Fails() {
		t.Errorf("%s", b.String())
	}
	if err := client.Write(&b, "xml", nil); err == nil || !strings.Contains(err.Error(), "json, junit, markdown, text") {
		t.Errorf("an unknown format: %v", err)
	}
}

func TestWhatFails(t *testing.T) {
	for _, row := range []struct {
		name     string
		level    specs.Level
		basis    specs.Basis
		standing obligation.Standing
		want     bool
	}{
		{"a documented must, broken", specs.Must, specs.Documented, obligation.Broken, true},
		{"a supplement's must, broken", specs.Must, specs.Supplement, obligation.Broken, true},
		{"an assumed must, broken", specs.Must, specs.Assumed, obligation.Broken, false},
		{"a should, broken", specs.Should, specs.Documented, obligation.Broken, false},
		{"a must, not judged", specs.Must, specs.Documented, obligation.NotJudged, false},
		{"a must, kept", specs.Must, specs.Documented, obligation.Kept, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := client.Rule{Level: row.level, Basis: row.basis, Finding: obligation.Finding{Standing: row.standing}}
			if r.Fails() != row.want {
				t.Errorf("fails: %v", r.Fails())
			}
		})
	}
}

// What callers sent reaches the report as text and nothing else.
func TestClientReportIsHarmless(t *testing.T) {
	r := client.Report{World: "w", Vendors: []client.Vendor{{Name: "v", Rules: []client.Rule{{
		ID: "v/rule", Level: specs.Must, Finding: obligation.Finding{Standing: obligation.Broken, Reason: "<script>|`x`\x1b[2J", BrokenBy: []uint64{1}},
	}}}}}
	var b bytes.Buffer
	if err := r.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); strings.Contains(text, "\x1b") || !strings.Contains(text, "\\<script\\>\\|\\`x\\`") {
		t.Error(text)
	}
	b.Reset()
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Errorf("%q", b.String())
	}
}

func BenchmarkClientReport(b *testing.B) {
	engine := clientEngine(b, simulator.Options{})
	for range 1000 {
		ask(engine, "POST", clientSave, `{"Lignes":[{"Reference":"REF-A","QtePreparee":2}]}`, true)
	}
	for b.Loop() {
		reportOf(b, engine, "default")
	}
}

// TestHTML: what is broken stands before what is folded, each state is drawn, and
// what a caller sent is no markup.
func TestHTML(t *testing.T) {
	engine := clientEngine(t, simulator.Options{})
	ask(engine, "POST", "/@shop/bridge/order/state/confirmed", `{"internalNumber":"00001"}`, false)
	ask(engine, "GET", "/@shop"+clientBon, "", true)
	r, err := client.Judge(t.Context(), engine, "shop")
	if err != nil {
		t.Fatal(err)
	}
	r.Vendors[0].Rules[0].Reason = "<script>pwned()</script>"
	var page bytes.Buffer
	if err := client.Write(&page, "html", []client.Report{r}); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	bridge := strings.Index(text, "<h3>bridge")
	broken, folded, drawn := strings.Index(text, "bridge/caller-logs-in-first"), strings.Index(text[bridge:], "<details>")+bridge, strings.Index(text[bridge:], "<svg")+bridge
	if bridge < 0 || broken < bridge || broken > folded || folded > drawn {
		t.Errorf("bridge at %d, what is broken at %d, what is folded at %d, its states at %d", bridge, broken, folded, drawn)
	}
	for _, want := range []string{"BROKEN", " broken</span>", ">confirmed<", "&lt;script&gt;pwned()"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(text, "<script") || strings.Contains(text, "http-equiv") || strings.Contains(text, "<link") {
		t.Error("the page runs or loads something")
	}
}
