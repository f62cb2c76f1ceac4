package assistant

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
)

// session is an assistant, by the SDK's own client.
type session struct {
	t *testing.T
	*mcp.ClientSession
}

// open starts the server in this process. The simulators that it starts have a
// defect each, so that there is something to find.
func open(t *testing.T, defects ...string) session {
	t.Helper()
	start := func(_ context.Context, names []string) (Address, error) {
		var list []*simulator.Vendor
		for _, v := range vendors.All() {
			if len(names) == 0 || slices.Contains(names, v.Book.Vendor) {
				list = append(list, v.Simulator())
			}
		}
		engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1, Defects: defects}, list...)
		if err != nil {
			return Address{}, err
		}
		api, err := control.New(engine, "test", "not-a-real-token", "127.0.0.1")
		if err != nil {
			return Address{}, err
		}
		vendorsAt, controlAt := httptest.NewServer(engine), httptest.NewServer(api)
		t.Cleanup(vendorsAt.Close)
		t.Cleanup(controlAt.Close)
		return Address{Vendors: vendorsAt.URL, Control: controlAt.URL, Token: "not-a-real-token"}, nil
	}
	here, there := mcp.NewInMemoryTransports()
	if _, err := New(t.Context(), Options{Version: "test", Vendors: vendors.All(), Start: start}).Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return session{t, client}
}

// call calls a tool, and reads its typed output.
func call[Out any](s session, tool string, arguments map[string]any) Out {
	s.t.Helper()
	out, refusal := try[Out](s, tool, arguments)
	if refusal != "" {
		s.t.Fatalf("%s: %s", tool, refusal)
	}
	return out
}

// try does the same, and returns why the tool refused.
func try[Out any](s session, tool string, arguments map[string]any) (out Out, refusal string) {
	s.t.Helper()
	result, err := s.CallTool(s.t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		s.t.Fatal(err)
	}
	if result.IsError {
		return out, result.Content[0].(*mcp.TextContent).Text
	}
	text, err := json.Marshal(result.StructuredContent)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &out); err != nil {
		s.t.Fatal(err)
	}
	return out, ""
}

// send sends a request to a vendor, and returns the status.
func (s session) send(method, url, body string) int {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.SetBasicAuth("sample-app", "sample-key")
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// TestTools holds what an assistant reads of each tool before it calls one:
// whether it may be called without asking, and few words.
func TestTools(t *testing.T) {
	s := open(t)
	list, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	type hints struct{ ReadOnly, Destructive, Idempotent, OpenWorld bool }
	want := map[string]hints{
		"find_rules":      {ReadOnly: true, Idempotent: true},
		"explain_rule":    {ReadOnly: true, Idempotent: true},
		"list_operations": {ReadOnly: true, Idempotent: true},
		"explain_request": {ReadOnly: true, Idempotent: true},
		"client_report":   {ReadOnly: true, Idempotent: true},
		"explain_failure": {ReadOnly: true, Idempotent: true},
		"judge_target":    {ReadOnly: true, Idempotent: true, OpenWorld: true},
		"start_simulator": {},
		"reach_simulator": {Idempotent: true, OpenWorld: true},
		"make_world":      {Idempotent: true},
		"seed_world":      {Destructive: true}, // an entity that is there is changed
		"move_clock":      {Destructive: true}, // what becomes due ends carts and tokens
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "mcp.md"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]hints{}
	for _, tool := range list.Tools {
		a := tool.Annotations
		got[tool.Name] = hints{a.ReadOnlyHint, *a.DestructiveHint, a.IdempotentHint, *a.OpenWorldHint}
		if words := len(strings.Fields(tool.Description)); words < 5 || words > 30 {
			t.Errorf("%s is described in %d words: %s", tool.Name, words, tool.Description)
		}
		row := regexp.MustCompile("(?m)^\\| `" + tool.Name + "` \\|.*\\| nothing.*\\|$")
		if !strings.Contains(string(page), "| `"+tool.Name+"` |") || row.Match(page) != a.ReadOnlyHint {
			t.Errorf("docs/mcp.md has no row of %s, or says another thing of what it changes", tool.Name)
		}
		if tool.InputSchema == nil || tool.OutputSchema == nil {
			t.Errorf("%s has no typed input or output", tool.Name)
		}
	}
	if !maps.Equal(want, got) {
		t.Errorf("tools %v, want %v", got, want)
	}
}

// TestASession is an assistant's work from its beginning: it starts a simulator,
// sends what the tools propose, is refused, and asks why.
func TestASession(t *testing.T) {
	s := open(t)
	if _, refusal := try[any](s, "explain_request", nil); !strings.Contains(refusal, "call start_simulator") {
		t.Errorf("without a simulator: %q", refusal)
	}
	started := call[simulatorOutput](s, "start_simulator", map[string]any{"vendors": []string{"altazion"}})
	if !slices.Equal(started.Vendors, []string{"altazion"}) {
		t.Errorf("vendors %v", started.Vendors)
	}
	made := call[makeWorldOutput](s, "make_world", map[string]any{"world": "mine"})
	if want := started.VendorsURL + "/@mine/altazion"; made.URLs["altazion"] != want {
		t.Errorf("the world is at %v, want %s", made.URLs, want)
	}
	operations := call[listOperationsOutput](s, "list_operations", map[string]any{"vendor": "altazion", "world": "mine"})
	if operations.BaseURL != made.URLs["altazion"] || len(operations.Operations) != 3 || len(operations.Examples) < 3 {
		t.Errorf("%+v", operations)
	}
	for _, e := range operations.Examples {
		if !strings.HasPrefix(e.Command, "curl ") || !strings.Contains(e.Command, made.URLs["altazion"]) {
			t.Errorf("example %q", e.Command)
		}
	}

	bon := made.URLs["altazion"] + "/api/logistique/preparation/"
	if status := s.send("POST", bon+"prepa/BP-1001", `{"Lignes": [{"Reference": "REF-A", "QtePreparee": 99}]}`); status != 422 {
		t.Errorf("status %d", status)
	}
	why := call[explainRequestOutput](s, "explain_request", map[string]any{"world": "mine"})
	if why.Status != 422 || why.RefusedBy == nil || why.RefusedBy.ID != "altazion/prepared-more-than-contained" {
		t.Fatalf("%+v", why)
	}
	if p := why.RefusedBy.Passage; p.Document != "000" || p.Place != "Remarques, table of errors, row 422, line 29" {
		t.Errorf("passage %+v", p)
	}
	if !strings.Contains(why.RequestBody, "99") || why.Request != "POST /@mine/altazion/api/logistique/preparation/prepa/BP-1001" {
		t.Errorf("request %q %q", why.Request, why.RequestBody)
	}
	if again := call[explainRequestOutput](s, "explain_request", map[string]any{"world": "mine", "journal": why.Journal}); again.Journal != why.Journal {
		t.Errorf("entry %d by its number is %d", why.Journal, again.Journal)
	}
	if _, refusal := try[any](s, "explain_request", map[string]any{"world": "other"}); !strings.Contains(refusal, "none of the last 0 requests") {
		t.Errorf("a world without refusals: %q", refusal)
	}

	for _, total := range []string{"2", "1"} {
		s.send("POST", bon+"prepa/BP-1001", `{"Lignes": [{"Reference": "REF-A", "QtePreparee": `+total+`}]}`)
	}
	report := call[clientReportOutput](s, "client_report", map[string]any{"world": "mine"})
	if report.Requests != 3 || report.Counts["broken"] != 2 || len(report.Findings) != 2 {
		t.Fatalf("%+v", report)
	}
	// It also spreads the step over several calls, which the document advises against.
	if f := report.Findings[0]; f.ID != "altazion/caller-sends-totals" || f.Passage.Place != "Remarques, paragraph on combined and repeated calls, line 15" {
		t.Errorf("%+v", f)
	}
	if all := call[clientReportOutput](s, "client_report", map[string]any{"world": "mine", "all": true}); len(all.Findings) < 5 || all.Findings[0].Standing != "broken" {
		t.Errorf("all findings: %+v", all.Findings)
	}
}

func TestSeedsAndTheClock(t *testing.T) {
	s := open(t)
	call[simulatorOutput](s, "start_simulator", nil)
	handler := map[string]any{"name": "oms", "url": "http://127.0.0.1:9/hook", "events": []string{"PreparationBpr"}}
	seeded := call[seedOutput](s, "seed_world", map[string]any{"world": "w", "vendor": "altazion", "document": map[string]any{"handlers": []any{handler}}})
	if text, _ := json.Marshal(seeded.State["handlers"]); !strings.Contains(string(text), `"oms"`) {
		t.Errorf("handlers %s", text)
	}
	shown := call[seedOutput](s, "seed_world", map[string]any{"world": "w", "vendor": "altazion"})
	if !reflect.DeepEqual(seeded, shown) {
		t.Errorf("without a document something changes: %v, was %v", shown, seeded)
	}
	if _, refusal := try[any](s, "seed_world", map[string]any{"vendor": "altazion", "document": map[string]any{"handlers": 1}}); refusal == "" {
		t.Error("a seed that is none is accepted")
	}
	if frozen := call[moveClockOutput](s, "move_clock", map[string]any{"world": "w", "freeze": true}); !frozen.Frozen {
		t.Errorf("%+v", frozen)
	}
	at := time.Date(2030, 1, 1, 8, 0, 0, 0, time.UTC)
	if moved := call[moveClockOutput](s, "move_clock", map[string]any{"world": "w", "set": "2030-01-01T08:00:00Z"}); !moved.Now.Equal(at) {
		t.Errorf("%+v", moved)
	}
	if moved := call[moveClockOutput](s, "move_clock", map[string]any{"world": "w", "advance": "10m"}); !moved.Now.Equal(at.Add(10 * time.Minute)) {
		t.Errorf("%+v", moved)
	}
	for argument, wants := range map[string]string{"set": "is not a time", "advance": "400"} {
		if _, refusal := try[any](s, "move_clock", map[string]any{argument: "soon"}); !strings.Contains(refusal, wants) {
			t.Errorf("%s: soon is refused with %q, want %q", argument, refusal, wants)
		}
	}
}

func TestRulesAndPassages(t *testing.T) {
	s := open(t)
	found := call[findRulesOutput](s, "find_rules", map[string]any{"vendor": "altazion", "text": "ROW 422", "limit": 1})
	if found.Found < 2 || len(found.Rules) != 1 || !strings.Contains(found.Rules[0].Passage.Place, "row 422") {
		t.Errorf("%+v", found)
	}
	for _, r := range call[findRulesOutput](s, "find_rules", map[string]any{"vendor": "bridge", "binds": "client"}).Rules {
		if r.Binds != "client" {
			t.Errorf("%+v", r)
		}
	}
	if of := call[findRulesOutput](s, "find_rules", map[string]any{"operation": "getBon"}); of.Found == 0 || !strings.HasPrefix(of.Rules[0].ID, "altazion/") {
		t.Errorf("%+v", of)
	}
	told := call[explainRuleOutput](s, "explain_rule", map[string]any{"rule": "deliveryoptimizer/expiry"})
	if len(told.Readings) < 2 || told.Readings[0].Name != "stored-only" || told.Passage.Document != "002" || len(told.Scenarios) == 0 {
		t.Errorf("%+v", told)
	}
	for arguments, wants := range map[string]string{"altazion/none": "find_rules lists them", "none/x": `unknown vendor "none"`, "": "unknown vendor"} {
		if _, refusal := try[any](s, "explain_rule", map[string]any{"rule": arguments}); !strings.Contains(refusal, wants) {
			t.Errorf("rule %q is refused with %q, want %q", arguments, refusal, wants)
		}
	}
	if _, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: "find_rules", Arguments: map[string]any{"vendr": "x"}}); err == nil {
		if _, refusal := try[any](s, "find_rules", map[string]any{"vendr": "x"}); !strings.Contains(refusal, "vendr") {
			t.Errorf("an unknown argument: %q", refusal)
		}
	}
}

// TestResources reads every resource, and one rule by its template.
func TestResources(t *testing.T) {
	s := open(t)
	list, err := s.ListResources(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := 2*len(vendors.All()) + 1; len(list.Resources) != want {
		t.Errorf("%d resources, want %d", len(list.Resources), want)
	}
	for _, r := range list.Resources {
		if text := s.read(r.URI); !strings.HasPrefix(text, "openapi: 3.") && !json.Valid([]byte(text)) {
			t.Errorf("%s is %.100s", r.URI, text)
		}
	}
	if text := s.read("plumbline://rules/altazion/read-unknown-is-404"); !strings.Contains(text, "row 404") {
		t.Error(text)
	}
	for _, uri := range []string{"plumbline://rules/altazion/none", "plumbline://contracts/none", "plumbline://reports/1"} {
		if _, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: uri}); err == nil {
			t.Errorf("%s is there", uri)
		}
	}
}

func (s session) read(uri string) string {
	s.t.Helper()
	got, err := s.ReadResource(s.t.Context(), &mcp.ReadResourceParams{URI: uri})
	if err != nil {
		s.t.Fatalf("%s: %v", uri, err)
	}
	return got.Contents[0].Text
}

// TestAFailureIsExplained judges a simulator that shows a bon which it has not
// got, where document 000 wants 404.
func TestAFailureIsExplained(t *testing.T) {
	s := open(t, "altazion/read-unknown-is-404")
	started := call[simulatorOutput](s, "start_simulator", map[string]any{"vendors": []string{"altazion"}})
	profile := filepath.Join(t.TempDir(), "altazion.yaml")
	if err := os.WriteFile(profile, []byte("vendor: altazion\ncredentials: {application: {value: sample-app}, key: {value: sample-key}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, refusal := try[any](s, "judge_target", map[string]any{"vendor": "altazion", "profile": profile}); !strings.Contains(refusal, "target") {
		t.Errorf("without a target: %q", refusal)
	}
	judged := call[judgeOutput](s, "judge_target", map[string]any{"vendor": "altazion", "target": started.VendorsURL + "/altazion", "profile": profile})
	if judged.Conclusion != "not conformant" || len(judged.Failures) != 1 || judged.Failures[0].Rule != "altazion/read-unknown-is-404" {
		t.Fatalf("%+v", judged)
	}
	file := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(file, []byte(s.read(judged.Report)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{judged.Report, file} {
		told := call[explainFailureOutput](s, "explain_failure", map[string]any{"report": where, "rule": "altazion/read-unknown-is-404"})
		if told.Verdict != "fail" || told.Means != "The target departs from what the document says." || told.Passage.Place != "Codes d'erreurs, row 404" {
			t.Errorf("%+v", told)
		}
		if len(told.Cases) == 0 || len(told.Cases[0].Mismatches) == 0 || !strings.Contains(told.Cases[0].Curl, "curl ") || told.Cases[0].Status != 200 {
			t.Errorf("%+v", told.Cases)
		}
		if strings.Contains(told.Cases[0].Curl, "sample-key") {
			t.Errorf("the key is shown: %s", told.Cases[0].Curl)
		}
	}
	for arguments, wants := range map[[2]string]string{
		{judged.Report, "altazion/none"}: "no rule", {"plumbline://reports/9", "x"}: "no report", {"no-such-file", "x"}: "no-such-file",
	} {
		_, refusal := try[any](s, "explain_failure", map[string]any{"report": arguments[0], "rule": arguments[1]})
		if !strings.Contains(refusal, wants) {
			t.Errorf("%v is refused with %q, want %q", arguments, refusal, wants)
		}
	}
}
