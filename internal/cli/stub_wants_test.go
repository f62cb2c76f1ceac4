package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/uuid"

	akinonsteps "github.com/plumbline-api/plumbline/features/akinon"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// stubbed is the verdict that a stub has to get on a rule.
type stubbed struct {
	rule    string
	verdict report.Verdict
	says    string // part of the reason
	because string
}

// stateless lists what has to come of every server that answers with the
// contract's examples and keeps nothing.
func stateless() map[string][]stubbed {
	return map[string][]stubbed{
		"altazion": {
			{"preparation-leads-to-prepared", report.Fail, "", "no call moves a bon"},
			{"quantities-at-once", report.Fail, "", "no quantity is kept"},
			{"read-answers-bon", report.Fail, "", "every bon is answered as the example's"},
			{"read-unknown-is-404", report.Fail, "", "a bon that is not there is answered"},
			{"finished-is-409", report.Inconclusive, "did not reach the finished state within 20ms", "no bon ever is finished, so that none can be saved after that"},
		},
		"akinon": {
			// The one package of the examples is in Waiting and has one item: nothing
			// can be told of packages in other states, nor of three items.
			{"only-from-waiting", report.Inconclusive, "wanted: a package in", "no package can be had in another state"},
			{"becomes-preparing", report.Inconclusive, "has 1 items; wanted: a package in Waiting with at least three items", "the command can't be made whole"},
			{"malformed-is-400", report.Fail, "", "what is no JSON is not refused with 400"},
		},
		"deliveryoptimizer": {
			{"upsert-tells-added-from-modified", report.Fail, "", "the second upsert of an order answers true like the first"},
			{"upsert-redefines-entirely", report.Fail, "", "the order that is read is not the one that was sent"},
			{"get-returns-order", report.Fail, "", "every order is answered as the example's"},
			{"delete-removes", report.Fail, "", "a deleted order is answered"},
			{"delete-unknown-answers-false", report.Fail, "", "every deletion answers true"},
			{"empty-lines", report.Fail, "", "each reading says what becomes of the order, and nothing does"},
			{"tenants-isolated", report.Fail, "", "each tenant sees the example's order"},
			{"saturation-members", report.Pass, "", "the example has the documented members"},
			{"bare-booleans", report.Warning, "matches none of the readings", "every answer is true, so that no reading of false is met"},
		},
		"bridge": {
			{"order-enters-open", report.Fail, "", "every order is in the example's state, which is confirmed"},
			{"unknown-order-is-1022", report.Fail, "", "an order that is not there is changed"},
			{"unknown-client-is-refused", report.Fail, "", "everyone gets the example's token"},
			{"same-state-is-1021", report.Inconclusive, "needs an order that is open", "no open order can be had that is then confirmed twice"},
			{"cancelled-is-final", report.Inconclusive, "needs an order that is open", "no order becomes cancelled"},
			{"token-is-jwt", report.Pass, "", "the example's token has the documented form"},
		},
		"komet": {
			{"creates-prebook", report.Fail, "", "every creation answers the id of the example"},
			{"lines-have-own-ids", report.Warning, "matches none of the readings", "every line has the id of the example, and the document prints one that repeats"},
			{"token-is-checked", report.Fail, "", "any token will do"},
			{"details-by-truck-date", report.Fail, "", "each day has the prebook of the example"},
			{"failed-item", report.Inconclusive, "what was to be refused was answered with 200", "no item ever fails"},
			{"lists-filter-exactly", report.Inconclusive, "customer.list has 1 entries", "the example has one customer to tell from others"},
			{"customers-listed", report.Pass, "", "the example has the documented members"},
			{"vendors-listed", report.Pass, "", "the example has the documented members"},
		},
	}
}

// unchecked lists what has to come in addition of a server that looks at no
// request.
func unchecked() map[string][]stubbed {
	return map[string][]stubbed{
		"altazion":          {{"body-format-is-400", report.Fail, "", "a body that is no JSON is taken"}, {"basic-or-token", report.Pass, "", "a server that asks nobody is a reading"}},
		"akinon":            {{"subscription-members", report.Pass, "", "what becomes of a subscription without an event is strictness"}},
		"deliveryoptimizer": {{"basic-authentication", report.Fail, "", "so is a call without credentials"}},
		"bridge":            {{"login-members", report.Fail, "", "a log-in without a client is taken"}},
		"komet":             {{"customer-by-id-or-code", report.Pass, "", "what becomes of id and code together is strictness"}, {"unit-types", report.Pass, "", "so is an unknown unit"}},
	}
}

// checked lists what has to come in addition of a server that checks requests
// against the contract.
func checked() map[string][]stubbed {
	return map[string][]stubbed{
		"akinon":            {{"subscription-members", report.Pass, "", "a subscription without an event is refused"}},
		"deliveryoptimizer": {{"saturation-members", report.Pass, "", "the example has the documented members"}},
		"bridge":            {{"login-members", report.Pass, "", "a log-in without a client is refused"}},
		"komet":             {{"customer-by-id-or-code", report.Pass, "", "id and code together are refused, and neither"}, {"unit-types", report.Pass, "", "an unknown unit is refused"}},
	}
}

// stubProfile writes a profile of the sample world for a stub, with more
// entities than a run can use up: it has every one that it is asked for.
func stubProfile(t *testing.T, v vendors.Vendor, address string) string {
	t.Helper()
	judged := v.Conformance()
	p := judged.Sample()
	p.Target, p.Control, p.Writes, p.Destructive = address, "off", "allowed", "allowed"
	p.Limits.Settle = "20ms" // nothing will ever follow
	if p.Fixtures == nil {
		p.Fixtures = map[string][]map[string]any{}
	}
	next := 1000
	for _, fixture := range sortedNames(judged.Fixtures) {
		for range 200 {
			next++
			if entity := stubFixture(v.Book.Vendor, fixture, next); entity != nil {
				p.Fixtures[fixture] = append(p.Fixtures[fixture], entity)
			}
		}
	}
	text, err := yaml.MarshalWithOptions(p, yaml.OmitEmpty())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "profile.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// stubFixture is one more entity of a fixture; nil for those of which the sample
// names all that there need be.
func stubFixture(vendor, fixture string, n int) map[string]any {
	line := func(reference string) map[string]any {
		return map[string]any{"guid": uuid.NewString(), "reference": reference}
	}
	switch {
	case vendor == "altazion":
		return map[string]any{"number": fmt.Sprintf("BP-%d", n), "guid": uuid.NewString(), "lines": []any{line("REF-A"), line("REF-B")}}
	case vendor == "bridge":
		return map[string]any{"number": fmt.Sprintf("%05d", n)}
	case vendor == "akinon" && akinonsteps.Kinds()[fixture] != "":
		return map[string]any{"id": n}
	case fixture == "future-order":
		return map[string]any{"number": fmt.Sprintf("F%d", n), "vendor": 999}
	}
	return nil
}
