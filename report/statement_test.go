package report

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func stated(t *testing.T) []byte {
	t.Helper()
	text, err := fixture().Statement(StatementBasis{ToolSHA256: "aa", ProfileSHA256: "bb", Vendors: map[string]StatementVendor{
		"altazion": {ContractSHA256: "cc", Document: "000", DocumentURL: "https://docs.example.test/bp", DocumentDate: "2026-11-22", DocumentSHA256: "dd"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestStatement(t *testing.T) {
	got := stated(t)
	golden(t, "statement.yaml", got)
	if !bytes.Equal(got, stated(t)) {
		t.Error("written again, it differs")
	}
	mustBePrintable(t, string(got))
}

// TestEveryByteCounts alters a signed statement at every byte, one at a time.
func TestEveryByteCounts(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	signed := Sign(stated(t), key)
	public, err := CheckSignature(signed)
	if err != nil || !public.Equal(key.Public()) {
		t.Fatalf("as it was signed: %v", err)
	}
	for i := range signed {
		altered := slices.Clone(signed)
		altered[i] ^= 1
		if key, err := CheckSignature(altered); err == nil {
			t.Fatalf("byte %d is %q in place of %q, and it is taken as signed by %s", i, altered[i], signed[i], Fingerprint(key))
		}
	}
	for _, test := range []struct {
		name string
		text []byte
		want error
	}{
		{"a byte behind it", append(slices.Clone(signed), '\n'), ErrAltered},
		{"a byte less", signed[:len(signed)-1], ErrAltered},
		{"signed twice", Sign(signed, key), nil},
		{"not signed", stated(t), ErrNotSigned},
		{"nothing", nil, ErrNotSigned},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := CheckSignature(test.text); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	before, after := fixture(), fixture()
	rules := after.Vendors[2].Rules
	rules[0].Verdict, rules[0].Reason = Fail, "it broke"       // bare-booleans
	rules[1].Verdict = Pass                                    // order-members-typed
	after.Vendors[2].Rules = append(rules[:3:3], rules[4:]...) // without expiry
	after.Vendors[2].Dialect = map[string]string{"deliveryoptimizer/empty-lines": "taken", "deliveryoptimizer/expiry": "stored-only"}
	after.Vendors[3].Rules[0].Verdict = Inconclusive
	after.Vendors[0].Rules[0].Cases[0].Exchanges[0].Notes = []string{"undocumented member /x"}
	before.Vendors[0].Strictness = []Strictness{{Pointer: "/a", Class: "null", Does: "refuses"}}
	after.Vendors[0].Strictness = []Strictness{{Pointer: "/a", Class: "null", Does: "tolerates", Became: "absent"}}
	c := Compare(before, after)
	var got []string
	for _, change := range c.Changes {
		got = append(got, fmt.Sprintf("%s: %s", change.What.heading(), change))
	}
	want := []string{
		"Newly failing: deliveryoptimizer/bare-booleans: pass → fail; it broke",
		"No longer judged: bridge/order-state-changes: pass → inconclusive; no reason was recorded",
		"Fixed: deliveryoptimizer/order-members-typed: fail → pass",
		"Readings changed: deliveryoptimizer/empty-lines: refused → taken",
		"Strictness changed: /a null: refuses → tolerates (absent)",
		"New notes: POST /passing: undocumented member /x",
		"Rules that are gone: deliveryoptimizer/expiry: error → (gone)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !c.Failed() || Compare(before, fixture()).Failed() {
		t.Error("only what fails and did not is a failure")
	}
	var b bytes.Buffer
	if err := c.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "compare.md", b.Bytes())
}

func TestBadge(t *testing.T) {
	golden(t, "badge.svg", written(t, FormatBadge, &Report{Vendors: []Vendor{binding("a", Pass, Warning, Pass)}}))
}
