package altazion_test

import (
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

func TestObligations(t *testing.T) {
	type call struct {
		path, body string
		options    []option
	}
	const (
		bon   = "BP-1001"
		guid  = "7C9E6679-7425-40DE-944B-E07FC1F90AE7" // of that bon
		lineA = `"Guid":"1b4e28ba-2fa1-41d2-883f-0016d3cca427"`
	)
	save := func(id, lines string) call { return call{path: prepa + id, body: `{"Lignes":[` + lines + `]}`} }
	ship := func(lines, more string) call {
		return call{path: expe + bon, body: `{"Lignes":[` + lines + `]` + more + `}`}
	}
	const (
		twoA, oneA = `{"Reference":"REF-A","QtePreparee":2}`, `{"Reference":"REF-A","QtePreparee":1}`
		oneB       = `{"Reference":"REF-B","QtePreparee":1}`
		shippedA   = `{"Reference":"REF-A","QteExpediee":1}`
		parcel     = `,"Colis":[{"Numero":"1"}]`
	)
	read := call{path: read + bon}

	for _, row := range []struct {
		name     string
		rule     *specs.Rule
		calls    []call
		want     obligation.Standing
		brokenBy []uint64
	}{
		{"credentials with every call", rules.CallerAuthenticates, []call{read}, obligation.Kept, nil},
		{"a call without credentials", rules.CallerAuthenticates, []call{read, {path: read.path, options: []option{anonymous}}}, obligation.Broken, []uint64{2}},
		{"HTTPS", rules.CallerUsesHTTPS, []call{read}, obligation.NotApplicable, nil},

		{"JSON announced", rules.CallerAnnouncesJSON, []call{save(bon, twoA)}, obligation.Kept, nil},
		{"JSON announced as text", rules.CallerAnnouncesJSON,
			[]call{{prepa + bon, `{"Lignes":[` + twoA + `]}`, []option{header("Content-Type", "text/plain")}}}, obligation.Broken, []uint64{1}},
		{"nothing sent", rules.CallerAnnouncesJSON, []call{read}, obligation.NotSeen, nil},

		{"totals grow", rules.CallerSendsTotals, []call{save(bon, oneA), save(bon, twoA+","+oneB)}, obligation.Kept, nil},
		{"less than before", rules.CallerSendsTotals, []call{save(bon, twoA), save(bon, oneA)}, obligation.Broken, []uint64{2}},
		{"less than before, bon and line by GUID", rules.CallerSendsTotals,
			[]call{save(bon, twoA), save(guid, `{`+lineA+`,"QtePreparee":1}`)}, obligation.Broken, []uint64{2}},
		{"the same line by GUID", rules.CallerSendsTotals, []call{save(bon, twoA), save(bon, `{`+lineA+`,"QtePreparee":3}`)}, obligation.Kept, nil},
		{"a line left out", rules.CallerSendsTotals, []call{save(bon, twoA), save(bon, oneB)}, obligation.Broken, []uint64{2}},
		{"a line left out at the shipping point", rules.CallerSendsTotals, []call{save(bon, twoA), ship(oneB, "")}, obligation.Broken, []uint64{2}},
		{"a refused repetition", rules.CallerSendsTotals,
			[]call{save(bon, twoA), save(bon, `{"Reference":"REF-A","QtePreparee":-1}`)}, obligation.NotSeen, nil},
		{"one call", rules.CallerSendsTotals, []call{save(bon, twoA)}, obligation.NotSeen, nil},

		{"a call for each step", rules.CallerDoesNotSplitStep, []call{save(bon, twoA), ship(shippedA, "")}, obligation.Kept, nil},
		{"first step in two calls", rules.CallerDoesNotSplitStep, []call{save(bon, twoA), ship(twoA+","+oneB, "")}, obligation.Broken, []uint64{2}},
		{"the same call again", rules.CallerDoesNotSplitStep, []call{save(bon, twoA), save(bon, twoA)}, obligation.Kept, nil},
		{"no step", rules.CallerDoesNotSplitStep, []call{read}, obligation.NotSeen, nil},

		{"prepared with lines only", rules.CallerPreparesWithLinesOnly, []call{ship(twoA, "")}, obligation.Kept, nil},
		{"prepared with a parcel", rules.CallerPreparesWithLinesOnly, []call{ship(twoA, parcel)}, obligation.Broken, []uint64{1}},
		{"prepared with an empty list of documents", rules.CallerPreparesWithLinesOnly, []call{ship(twoA, `,"PiecesComptables":[]`)}, obligation.Kept, nil},
		{"prepared at the point of its own", rules.CallerPreparesWithLinesOnly, []call{save(bon, twoA), ship(shippedA, parcel)}, obligation.NotSeen, nil},

		{"shipped with a parcel", rules.CallerSendsParcels, []call{ship(shippedA, parcel)}, obligation.Kept, nil},
		{"shipped without", rules.CallerSendsParcels, []call{ship(shippedA, "")}, obligation.Broken, []uint64{1}},
		{"a shipment refused", rules.CallerSendsParcels, []call{ship(`{"Reference":"REF-A","QteExpediee":99}`, "")}, obligation.NotSeen, nil},
		{"nothing shipped", rules.CallerSendsParcels, []call{ship(twoA, "")}, obligation.NotSeen, nil},

		{"answers of handlers", rules.HandlerConfirms, []call{read}, obligation.NotJudged, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := probe{engine: newEngine(t, nil), world: "obligations"}
			for _, c := range row.calls {
				method := "POST"
				if c.body == "" {
					method = "GET"
				}
				p.send(method, c.path, c.body, c.options...)
			}
			r, err := client.Judge(t.Context(), p.engine, p.world)
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

// Every rule that binds the caller has an obligation, be it one that says why
// it can't be judged.
func TestEveryClientRuleHasAnObligation(t *testing.T) {
	engine := newEngine(t, nil)
	p := probe{engine: engine, world: "w"}
	p.get("BP-1001")
	r, err := client.Judge(t.Context(), engine, "w")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range r.Vendors[0].Rules {
		unseen := rule.ID == rules.HandlerConfirms.ID || rule.ID == rules.CallerRegistersForEvents.ID
		if rule.Standing == obligation.NotJudged && !unseen {
			t.Errorf("%s: %s", rule.ID, rule.Reason)
		}
	}
}
