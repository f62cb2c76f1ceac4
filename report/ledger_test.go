package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// touched is a report of a run that made and used things.
func touched() *Report {
	return &Report{Schema: Schema, Vendors: []Vendor{{
		Name: "bridge", Target: "https://bridge.example.test",
		Created: []Created{
			{What: "order", ID: "17", Rule: "bridge/a", Case: "one", Undone: true},
			{What: "order", ID: "18\x1b[31m", Rule: "bridge/b", Case: "two", Reason: "taking it back was answered with 500"},
		},
		Used:  []Used{{Fixture: "order-open", ID: "00001", Rule: "bridge/a", Case: "one"}, {Fixture: "order-open", ID: "00002", Rule: "bridge/b", Case: "two", Kept: true}},
		Rules: []Rule{rule("bridge/a", Pass, "")},
	}}}
}

func TestLedgerOnTheTerminal(t *testing.T) {
	for _, test := range []struct {
		name    string
		verbose bool
		change  func(v *Vendor)
		says    []string
		not     []string
	}{
		{
			name: "what is left", says: []string{"LEFT ON THE TARGET", "2 entities made, 1 of them taken back", `left: order 18\x1b[31m: taking it back was answered with 500`, "bridge/b: two"},
			not: []string{"taken back: order 17", "00001"},
		},
		{
			name: "everything", verbose: true,
			says: []string{"taken back: order 17 (bridge/a: one)", "used up: fixtures.order-open 00001 (bridge/a: one)", "left as it was: fixtures.order-open 00002"},
		},
		{name: "nothing left", change: func(v *Vendor) { v.Created[1].Undone = true }, not: []string{"LEFT ON THE TARGET", "order-open"}},
		{name: "nothing at all", verbose: true, change: func(v *Vendor) { v.Created, v.Used = nil, nil }, not: []string{"LEFT ON THE TARGET"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := touched()
			if test.change != nil {
				test.change(&r.Vendors[0])
			}
			var b strings.Builder
			if err := r.Terminal(&b, TerminalOptions{Verbose: test.verbose}); err != nil {
				t.Fatal(err)
			}
			mustBePrintable(t, b.String())
			for _, text := range test.says {
				if !strings.Contains(b.String(), text) {
					t.Errorf("it does not say %q:\n%s", text, b.String())
				}
			}
			for _, text := range test.not {
				if strings.Contains(b.String(), text) {
					t.Errorf("it says %q:\n%s", text, b.String())
				}
			}
		})
	}
}

func TestLedgerAsJSON(t *testing.T) {
	text := writeJSON(t, touched())
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiledSchema(t).Validate(document); err != nil {
		t.Error(err)
	}
	back, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if v := back.Vendors[0]; len(v.Created) != 2 || v.Created[1] != touched().Vendors[0].Created[1] || len(v.Used) != 2 || v.Used[1] != touched().Vendors[0].Used[1] {
		t.Errorf("read back: %+v", v)
	}
}
