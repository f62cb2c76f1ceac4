package altazion_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// row shows one rule, in one of its readings where it has several.
type row struct {
	rule    *specs.Rule
	reading string            // empty for the default one
	with    map[string]string // further readings
	act     func(*probe)
	// unjournaled says why no request can be answered because of the rule.
	unjournaled string
}

const (
	prepA1   = `{"Reference":"REF-A","QtePreparee":1}`
	prepA2   = `{"Reference":"REF-A","QtePreparee":2}`
	prepA3   = `{"Reference":"REF-A","QtePreparee":3}`
	prepB1   = `{"Reference":"REF-B","QtePreparee":1}`
	shipA1   = `{"Reference":"REF-A","QteExpediee":1}`
	shipA2   = `{"Reference":"REF-A","QteExpediee":2}`
	shipA3   = `{"Reference":"REF-A","QteExpediee":3}`
	shipB    = `{"Reference":"REF-B","QteExpediee":1.5}`
	guid1001 = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	lineA    = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
	lineB    = "0f8fad5b-d9cb-469f-a165-70867728950e"
)

func lines(list ...string) string { return `{"Lignes":[` + strings.Join(list, ",") + `]}` }

// also adds members to a body.
func also(body string, members ...string) string {
	return strings.TrimSuffix(body, "}") + "," + strings.Join(members, ",") + "}"
}

var withTheCall = map[string]string{rules.StateFollows.ID: "with-the-call"}

func rows() []row {
	var all []row
	for _, group := range [][]row{preparationRows(), shippingRows(), bonRows(), refusalRows(), orderOfRefusalRows(), accessRows(), eventRows(), openRows()} {
		all = append(all, group...)
	}
	return all
}

func preparationRows() []row {
	repeated := func(want string) func(*probe) {
		return func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA3, prepB1))
			p.shows("BP-1001", "", "3", "1")
			p.ok(prepa+"BP-1001", lines(prepA2))
			p.shows("BP-1001", "", "2", want)
		}
	}
	return []row{
		{rule: rules.PreparationLeadsToPrepared, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.advance(moment)
			p.shows("BP-1001", "Préparé", "3", "0")
			p.check(p.get("BP-1001").text("EstTermine") == "false", "finished")
		}},
		{rule: rules.ShippingPointPrepares, act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(prepA3))
			p.advance(moment)
			p.shows("BP-1001", "Préparé", "3", "0")
			p.check(p.get("BP-1001").text("EstTermine") == "false", "finished")
		}},
		{rule: rules.RepeatReplaces, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA2))
			p.ok(expe+"BP-1001", lines(prepA1))
			p.shows("BP-1001", "", "1", "0")
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.shows("BP-1001", "", "3", "0")
		}},
		{rule: rules.LinesLeftOut, act: repeated("0")},
		{rule: rules.LinesLeftOut, reading: "line-replaces-line", act: repeated("1")},
		{rule: rules.RepeatedFirstStep, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1))
			p.ok(expe+"BP-1001", lines(prepA2))
			p.shows("BP-1001", "", "2", "0")
		}},
		{rule: rules.RepeatedFirstStep, reading: "refused-by-configuration", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1))
			p.status(405, expe+"BP-1001", lines(prepA2))
			p.status(405, prepa+"BP-1001", lines(prepA2))
			p.status(405, prepa+"BP-1001", lines()) // the state is judged before the 422
			p.shows("BP-1001", "", "1", "0")
			p.ok(expe+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3}`, shipB))
			p.shows("BP-1001", "", "3", "0")
		}},
		{rule: rules.TwoOccasions, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.advance(moment)
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
			p.ok(expe+"BP-1007", lines(prepA2))
			p.ok(expe+"BP-1007", lines(shipA2))
		}},
		{rule: rules.SavingDoesNotShip, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":99}`, shipB))
			p.advance(moment)
			p.shows("BP-1001", "Préparé", "3", "0")
			p.ok(prepa+"BP-1007", lines(shipA2))
			p.advance(moment)
			p.shows("BP-1007", "Préparé")
		}},
		{rule: rules.PartialFlagWithoutEffect, act: func(p *probe) {
			p.ok(prepa+"BP-1001", also(lines(prepA1), `"EstPartielle":true`))
			p.ok(prepa+"BP-1007", lines(prepA1))
			p.advance(moment)
			p.shows("BP-1001", "Préparé", "1", "0")
			p.shows("BP-1007", "Préparé", "1")
		}},
		{rule: rules.OmittedPreparedQuantity, act: omitted("2", "0")},
		{rule: rules.OmittedPreparedQuantity, reading: "zero", act: omitted("0", "0")},
	}
}

// omitted ships a line without its prepared quantity, then saves a line so.
func omitted(shipped, saved string) func(*probe) {
	return func(p *probe) {
		p.ok(prepa+"BP-1001", lines(prepA2))
		p.ok(expe+"BP-1001", lines(shipA2))
		p.shows("BP-1001", "", shipped, "0")
		p.ok(prepa+"BP-1007", lines(`{"Reference":"REF-A"}`))
		p.shows("BP-1007", "", saved)
	}
}

func shippingRows() []row {
	const parcel = `"Colis":[{"Numero":"P-1","DateExpedition":"2026-11-20T14:30:00Z"}]`
	const documents = `"PiecesComptables":[{"Type":"Facture","Numero":"I-1","Url":null}]`
	named := func(read, other string) func(*probe) {
		return func(p *probe) {
			p.status(400, expe+"BP-1001", also(lines(shipA3), `"`+read+`":5`))
			p.ok(expe+"BP-1001", also(lines(shipA3, shipB), `"`+other+`":5`))
			p.ok(expe+"BP-1007", also(lines(shipA2), `"`+read+`":[{"Numero":"I-1"}]`))
			p.status(400, expe+"BP-1008", also(lines(shipB), `"`+read+`":5`, `"`+other+`":[]`))
		}
	}
	return []row{
		{rule: rules.ShipmentFinishes, act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
			p.check(p.get("BP-1001").text("EstTermine") == "true", "not finished")
		}},
		{rule: rules.ShipmentWithShippedQuantities, act: func(p *probe) {
			p.ok(expe+"BP-1009", lines(shipA2, `{"Reference":"REF-B","QteExpediee":1}`))
			p.shows("BP-1009", "", "2", "1")
		}},
		{rule: rules.PartialShipment, act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(shipA1))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
			p.status(409, expe+"BP-1001", lines(shipA1))
		}},
		{rule: rules.PartialShipment, reading: "stays-open", act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(shipA1, shipB))
			p.advance(moment)
			p.shows("BP-1001", "En cours")
			p.status(422, expe+"BP-1001", lines(shipA3)) // with the 1 before that is 4 of 3
			p.ok(expe+"BP-1001", lines(shipA2))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
		}},
		{rule: rules.CombinedCall, act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3}`, `{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}`))
			p.shows("BP-1001", "En cours", "3", "1.5")
			p.advance(moment)
			p.shows("BP-1001", "Terminé", "3", "1.5")
			p.ok(prepa+"BP-1007", lines(prepA1))
			p.ok(expe+"BP-1007", lines(`{"Reference":"REF-A","QtePreparee":2,"QteExpediee":2}`))
			p.shows("BP-1007", "", "2")
		}},
		{rule: rules.ParcelsAndDocumentsOptional, act: func(p *probe) {
			p.ok(expe+"BP-1001", also(lines(shipA3, shipB), parcel, documents))
			p.ok(expe+"BP-1006", also(lines(shipA2), parcel))
			p.ok(expe+"BP-1007", also(lines(shipA2), documents))
			p.ok(expe+"BP-1009", lines(shipA2, `{"Reference":"REF-B","QteExpediee":1}`))
			p.advance(moment)
			for _, id := range []string{"BP-1001", "BP-1006", "BP-1007", "BP-1009"} {
				p.shows(id, "Terminé")
			}
		}},
		{rule: rules.AccountingDocumentsName, act: named("PiecesComptables", "PieceComptable")},
		{rule: rules.AccountingDocumentsName, reading: "PieceComptable", act: named("PieceComptable", "PiecesComptables")},
		{rule: rules.ParcelsReadBack, act: func(p *probe) {
			p.ok(expe+"BP-1001", also(lines(shipA3, shipB), `"Colis":[{"Numero":"P-1"},{"Numero":"P-2"}]`))
			p.check(fmt.Sprint(p.get("BP-1001").body["InfosColis"]) == "map[LesColis:[map[Numero:P-1] map[Numero:P-2]] NbColis:2]",
				"parcels: %v", p.get("BP-1001").body["InfosColis"])
		}},
		{rule: rules.ShippedQuantityMakesShipment, act: func(p *probe) {
			p.ok(expe+"BP-1009", lines(`{"Reference":"REF-A","QteExpediee":0}`))
			p.ok(expe+"BP-1001", also(lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":null}`), parcel))
			p.advance(moment)
			p.shows("BP-1009", "Terminé", "2", "1")
			p.shows("BP-1001", "Préparé", "3", "0")
		}},
		{rule: rules.ShippedMoreThanPrepared, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1))
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
		}},
		{rule: rules.ShippedMoreThanPrepared, reading: "refused", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1))
			p.status(422, expe+"BP-1001", lines(shipA3))
			p.advance(moment)
			p.shows("BP-1001", "Préparé", "1", "0")
			p.ok(expe+"BP-1001", lines(shipA1))
		}},
	}
}

func bonRows() []row {
	return []row{
		{rule: rules.NumberOrGUID, act: func(p *probe) {
			p.ok(prepa+guid1001, lines(prepA1))
			p.ok(expe+strings.ToUpper(guid1001), lines(prepA2))
			p.check(p.get(guid1001).raw == p.get("BP-1001").raw, "the two identifiers read differently")
			p.shows(strings.ToUpper(guid1001), "", "2", "0")
		}},
		{rule: rules.LineByGUIDOrReference, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA2, `{"Guid":"`+strings.ToUpper(lineB)+`","QtePreparee":1}`))
			p.shows("BP-1001", "", "2", "1")
		}},
		{rule: rules.GUIDBeforeReference, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(`{"Guid":"`+lineB+`","Reference":"REF-A","QtePreparee":1}`))
			p.shows("BP-1001", "", "0", "1")
			p.ok(prepa+"BP-1010", lines(prepA1)) // two lines have this reference
			p.shows("BP-1010", "", "1", "0", "0")
		}},
		{rule: rules.QuantitiesAreDecimals, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(`{"Reference":"REF-B","QtePreparee":1.5}`))
			p.shows("BP-1001", "", "0", "1.5")
		}},
		{rule: rules.WriteAnswersBon, act: func(p *probe) {
			for _, a := range []answer{p.ok(prepa+"BP-1001", lines(prepA1)), p.ok(expe+"BP-1001", lines(prepA1))} {
				p.check(a.header.Get("Content-Type") == "application/json", "type %s", a.header.Get("Content-Type"))
				p.check(a.text("Numero") == "BP-1001" && a.text("Guid") == guid1001, "%s", a.raw)
				list, _ := a.body["Lignes"].([]any)
				p.check(len(list) == 2, "%d lines, want 2", len(list))
			}
		}},
		{rule: rules.ReadAnswersBon, act: func(p *probe) {
			a := p.get("BP-1001")
			p.check(a.text("MontantCommande") == "74.70" && a.text("CliNom") == "Client Exemple", "%s", a.raw)
			list, _ := a.body["Lignes"].([]any)
			p.check(len(list) == 2, "%d lines, want 2", len(list))
		}},
		{rule: rules.ReadableInEveryState, act: func(p *probe) {
			for id, state := range map[string]string{
				"BP-1001": "En cours", "BP-1002": "Annulé", "BP-1003": "Terminé", "BP-1004": "Créé", "BP-1005": "Validé",
				"BP-1006": "Déclenché", "BP-1009": "Préparé",
			} {
				p.shows(id, state)
				p.shows(id, state)
			}
		}},
		{rule: rules.QuantitiesAtOnce, act: func(p *probe) {
			a := p.ok(prepa+"BP-1001", lines(prepA3))
			p.check(a.prepared() == "3 0", "the answer has %s", a.prepared())
			p.shows("BP-1001", "", "3", "0")
		}},
		{rule: rules.StateFollows, act: func(p *probe) {
			a := p.ok(prepa+"BP-1001", lines(prepA3))
			p.check(a.text("Etat") == "En cours", "the answer has the state %s", a.text("Etat"))
			p.shows("BP-1001", "En cours")
			p.advance(time.Minute)
			p.shows("BP-1001", "Préparé")
		}},
		{rule: rules.StateFollows, reading: "with-the-call", act: func(p *probe) {
			a := p.ok(prepa+"BP-1001", lines(prepA3))
			p.check(a.text("Etat") == "Préparé", "the answer has the state %s", a.text("Etat"))
			a = p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.check(a.text("EstTermine") == "true", "the answer has the state %s", a.text("Etat"))
		}},
		{rule: rules.TwoSecondsToFollow, act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.advance(time.Second)
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.shows("BP-1001", "En cours")
			p.advance(time.Second)
			p.shows("BP-1001", "Préparé")
			p.advance(time.Second - time.Nanosecond)
			p.shows("BP-1001", "Préparé")
			p.advance(time.Nanosecond)
			p.shows("BP-1001", "Terminé")
		}},
		{rule: rules.CallBeforeStateFollows, act: func(p *probe) {
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.shows("BP-1001", "En cours")
			p.status(409, prepa+"BP-1001", lines(prepA3))
			p.status(409, expe+"BP-1001", lines(shipA3, shipB))
		}},
		{rule: rules.CallBeforeStateFollows, reading: "by-the-state-shown", act: func(p *probe) {
			p.ok(expe+"BP-1001", also(lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3}`, shipB), `"Colis":[{"Numero":"P-1"}]`))
			p.ok(expe+"BP-1001", also(lines(`{"Reference":"REF-A","QtePreparee":2,"QteExpediee":2}`), `"Colis":[{"Numero":"P-2"}]`))
			p.shows("BP-1001", "En cours", "2", "0")
			p.check(strings.Contains(p.get("BP-1001").raw, `"LesColis":[{"Numero":"P-2"}]`), "parcels: %s", p.get("BP-1001").raw)
			p.advance(moment)
			p.shows("BP-1001", "Terminé")
			p.status(409, expe+"BP-1001", lines(shipA3))
		}},
		{rule: rules.StateNames, act: func(p *probe) {
			for id, want := range map[string]string{
				"BP-1004": "Créé false false false false false", "BP-1005": "Validé true false false false false",
				"BP-1006": "Déclenché true true false false false", "BP-1001": "En cours true true true false false",
				"BP-1009": "Préparé true true true false false", "BP-1003": "Terminé true true false true false",
			} {
				a := p.get(id)
				got := strings.Join([]string{a.text("Etat"), a.text("EstValide"), a.text("EstDeclenchee"), a.text("EstEncours"), a.text("EstTermine"), a.text("EstAnnule")}, " ")
				p.check(got == want, "%s is %s, want %s", id, got, want)
			}
			p.check(p.get("BP-1002").text("Etat") == "Annulé" && p.get("BP-1002").text("EstAnnule") == "true" && p.get("BP-1002").text("EstEncours") == "false", "BP-1002")
		}},
	}
}
