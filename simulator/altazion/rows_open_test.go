package altazion_test

import (
	"net/http"
	"testing"

	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// openRows show the readings that servers follow which know the document alone.
func openRows() []row {
	return []row{
		{rule: rules.PartialShipment, reading: "stays-open-for-totals", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA3, `{"Reference":"REF-B","QtePreparee":1.5}`))
			p.ok(expe+"BP-1001", lines(shipA1, shipB))
			p.advance(moment)
			p.shows("BP-1001", "Préparé")
			p.ok(expe+"BP-1001", lines(shipA3))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
		}},
		{rule: rules.AccountingDocumentsName, reading: "both", act: func(p *probe) {
			p.status(400, expe+"BP-1001", also(lines(shipA3, shipB), `"PiecesComptables":"FA-1"`))
			p.status(400, expe+"BP-1001", also(lines(shipA3, shipB), `"PieceComptable":"FA-1"`))
			p.ok(expe+"BP-1001", also(lines(shipA3, shipB), `"PieceComptable":[{"Numero":"FA-1"}]`))
		}},
		{rule: rules.NumberOrGUID, reading: "number-alone", act: func(p *probe) {
			p.status(404, prepa+guid1001, lines(prepA1))
			a := p.send(http.MethodGet, read+guid1001, "")
			p.check(a.status == 404, "GET by GUID: %d", a.status)
			p.ok(prepa+"BP-1001", lines(prepA1))
		}},
		{rule: rules.QuantitiesAreDecimals, reading: "whole-pieces", act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines(`{"Reference":"REF-B","QtePreparee":1.5}`))
			p.ok(prepa+"BP-1001", lines(`{"Reference":"REF-B","QtePreparee":1.0}`))
		}},
		{rule: rules.WriteAnswersBon, reading: "nothing", act: func(p *probe) {
			for _, path := range []string{prepa, expe} {
				a := p.status(204, path+"BP-1001", lines(prepA1))
				p.check(a.raw == "", "%s", a.raw)
			}
		}},
		{rule: rules.StrictJSON, act: func(p *probe) {
			for _, body := range []string{lines(prepA1) + "{}", `{"Lignes":[` + prepA1 + `,]}`, `{'Lignes':[]}`, "{\"Lignes\":[{\"Reference\":\"\xff\"}]}"} {
				p.status(400, prepa+"BP-1001", body)
			}
		}},
		{rule: rules.ReadUnknownIs404, reading: "nothing", act: func(p *probe) {
			a := p.send(http.MethodGet, read+"BP-9999", "")
			p.check(a.status == 204 && a.raw == "", "GET: %d %s", a.status, a.raw)
		}},
		{rule: rules.FinishedIs409, reading: "405-and-409", act: func(p *probe) {
			p.status(405, prepa+"BP-1003", lines(prepA1))
			p.status(409, expe+"BP-1003", lines(shipA1))
		}},
		{rule: rules.ShippedMoreThanContainedIs422, reading: "by-article", act: func(p *probe) {
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QteExpediee":3.5}`, `{"Reference":"REF-B","QteExpediee":1}`))
		}},
		{rule: rules.ShippedMoreThanContainedIs422, reading: "by-bon", act: func(p *probe) {
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QteExpediee":3.5}`, `{"Reference":"REF-B","QteExpediee":1.5}`))
			p.ok(expe+"BP-1001", lines(`{"Reference":"REF-A","QteExpediee":3.5}`, `{"Reference":"REF-B","QteExpediee":1}`))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
		}},
		{rule: rules.ErrorEnvelope, reading: "another", act: func(p *probe) {
			a := p.status(404, prepa+"BP-9999", lines(prepA1))
			_, has := a.body["ErrorCode"]
			p.check(!has && a.header.Get("Content-Type") == "application/problem+json", "%s", a.raw)
		}},
		{rule: rules.LackingPermissionIs403, reading: "not-looked-at", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1), as("sample-stranger", "sample-key"))
		}},
		{rule: rules.BasicOrToken, reading: "not-asked-for", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1), anonymous)
			p.ok(expe+"BP-1001", lines(prepA1), as("sample-app", "wrong"))
		}},
	}
}

// The page has C#'s DateTime, which the vendor's own client writes without an
// offset where it is of no kind.
func TestDatesWithAndWithoutOffset(t *testing.T) {
	for name, tt := range map[string]struct {
		date   string
		status int
	}{
		"in UTC":                  {`"2026-11-20T14:30:00Z"`, 200},
		"with an offset":          {`"2026-11-20T14:30:00+01:00"`, 200},
		"without an offset":       {`"2026-11-20T14:30:00"`, 200},
		"with seven digits":       {`"2026-11-20T14:30:00.1234567"`, 200},
		"with a leap second":      {`"2026-12-31T23:59:60Z"`, 400},
		"in small letters":        {`"2026-11-20t14:30:00z"`, 200},
		"a day that no month has": {`"2026-11-40T14:30:00"`, 400},
		"a day alone":             {`"2026-11-20"`, 400},
		"words":                   {`"yesterday"`, 400},
		"a number":                {`20261120`, 400},
	} {
		t.Run(name, func(t *testing.T) {
			p := &probe{engine: newEngine(t, nil), world: "dates"}
			p.status(tt.status, expe+"BP-1001", also(lines(shipA3, shipB), `"Colis":[{"Numero":"P1","DateExpedition":`+tt.date+`}]`))
			if tt.status == 200 {
				p.advance(moment)
				p.shows("BP-1001", "Terminé")
			}
			for _, f := range p.failures {
				t.Error(f)
			}
		})
	}
}
