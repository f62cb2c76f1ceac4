package client_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// A report names some of the entries that broke a rule, however long the journal is.
func TestReportsNameSomeEntries(t *testing.T) {
	vendor := altazion.New()
	vendor.Obligations = map[*specs.Rule]obligation.Judge{}
	var broken []uint64
	for n := range uint64(100_000) {
		broken = append(broken, n+1)
	}
	for _, rule := range rules.Book().Rules {
		vendor.Obligations[rule] = func(obligation.History) obligation.Finding {
			return obligation.Finding{Standing: obligation.Broken, Judged: len(broken), BrokenBy: broken, Reason: "For the test."}
		}
	}
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }}, vendor)
	if err != nil {
		t.Fatal(err)
	}
	ask(engine, "GET", clientBon, "", true)
	r := reportOf(t, engine, "default")
	text, err := json.Marshal(r)
	if err != nil || len(text) > 256<<10 {
		t.Errorf("the report has %d bytes (%v)", len(text), err)
	}
	for _, rule := range r.Vendors[0].Rules {
		if len(rule.BrokenBy) != 100 || rule.More != 99_900 {
			t.Errorf("%s: %d entries are named, and %d more", rule.ID, len(rule.BrokenBy), rule.More)
		}
	}
	var written strings.Builder
	if err := client.Write(&written, "text", []client.Report{r}); err != nil || !strings.Contains(written.String(), "9, 10, and 99990 more") {
		t.Errorf("as text (%v): %.2000s", err, &written)
	}
}
