package altazion_test

import (
	"net/http"
	"strconv"
	"strings"

	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

func refusalRows() []row {
	formatOrCoherence := func(missing, below int) func(*probe) {
		return func(p *probe) {
			p.status(missing, prepa+"BP-1001", `{"EstPartielle":true}`)
			p.status(missing, expe+"BP-1001", `{}`)
			p.status(below, prepa+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":-1}`))
			p.status(below, expe+"BP-1001", lines(`{"Reference":"REF-A","QteExpediee":-0.5}`))
			p.shows("BP-1001", "", "0", "0")
		}
	}
	finished := func(status int) func(*probe) {
		return func(p *probe) {
			p.status(status, prepa+"BP-1003", lines(prepA1))
			p.status(status, expe+"BP-1003", lines(shipA1))
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.advance(moment)
			p.status(status, expe+"BP-1001", lines(shipA3, shipB))
			p.shows("BP-1003", "Terminé", "1")
		}
	}
	return []row{
		{rule: rules.BodyFormatIs400, act: func(p *probe) {
			for _, body := range []string{"", "{", "[]", "5", "null", `{"Lignes":{}}`, `{"Lignes":null}`, lines(prepA1) + "{}", `{"Lignes":[],"Lignes":[]}`} {
				p.status(400, prepa+"BP-1001", body)
				p.status(400, expe+"BP-1001", body)
			}
		}},
		{rule: rules.FormatOrCoherence, act: formatOrCoherence(400, 422)},
		{rule: rules.FormatOrCoherence, reading: "types", act: formatOrCoherence(422, 422)},
		{rule: rules.FormatOrCoherence, reading: "values", act: formatOrCoherence(400, 400)},
		{rule: rules.UnusableIdentifierIs404, act: func(p *probe) {
			for _, id := range []string{"BP-9999", "00000000-0000-4000-8000-000000000000", "-BP", "a%2Fb"} {
				p.status(404, prepa+id, lines(prepA1))
				p.status(404, expe+id, lines(prepA1))
			}
		}},
		{rule: rules.IdentifierForm, act: func(p *probe) {
			for _, id := range []string{"-BP", "BP%C3%A9", "a%2Fb", strings.Repeat("1", 51)} {
				p.status(404, prepa+id, "{")
				p.status(404, expe+id, `{"Lignes":5}`)
				a := p.send(http.MethodGet, read+id, "")
				p.check(a.status == 404, "GET %s: %d", id, a.status)
			}
			p.status(400, prepa+"BP%20_.-1", "{") // well-formed, so the body comes first
		}},
		{rule: rules.ReadUnknownIs404, act: func(p *probe) {
			for _, id := range []string{"BP-9999", "00000000-0000-4000-8000-000000000000"} {
				a := p.send(http.MethodGet, read+id, "")
				p.check(a.status == 404 && a.text("ErrorCode") == "404", "GET %s: %d %s", id, a.status, a.raw)
			}
		}},
		{rule: rules.StateForbidsIs405, act: func(p *probe) {
			p.status(405, prepa+"BP-1002", lines(prepA1))
			a := p.status(405, expe+"BP-1002", lines(shipA1))
			p.check(a.header.Get("Allow") == "", "Allow is %s", a.header.Get("Allow"))
			p.shows("BP-1002", "Annulé", "0")
		}},
		{rule: rules.StatesThatForbid, act: func(p *probe) {
			for _, id := range []string{"BP-1004", "BP-1005"} {
				p.status(405, prepa+id, lines(prepA1))
				p.status(405, expe+id, lines(shipA1))
			}
			for _, id := range []string{"BP-1006", "BP-1001", "BP-1009"} {
				p.ok(prepa+id, lines(prepA1))
			}
		}},
		{rule: rules.FinishedIs409, act: finished(409)},
		{rule: rules.FinishedIs409, reading: "405", act: finished(405)},
		{rule: rules.WrongMethodIs405, act: func(p *probe) {
			for path, allow := range map[string]string{prepa + "BP-1001": "POST", expe + "BP-1001": "POST", read + "BP-1001": "GET"} {
				a := p.send(http.MethodPut, path, lines(prepA1))
				p.check(a.status == 405 && a.header.Get("Allow") == allow, "PUT %s: %d, Allow %q", path, a.status, a.header.Get("Allow"))
				_, has := a.body["ErrorCode"]
				p.check(!has, "the router's 405 has an ErrorCode: %s", a.raw)
			}
		}},
		{rule: rules.ShippedMoreThanContainedIs422, act: func(p *probe) {
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QteExpediee":3.01}`, `{"Reference":"REF-B","QteExpediee":0}`))
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":3,"QteExpediee":4}`))
			p.shows("BP-1001", "", "0", "0")
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
		}},
		{rule: rules.ContainedIsToBePrepared, act: func(p *probe) {
			// BP-1006 was ordered with 4, announced with 3 and contains 2.
			p.status(422, prepa+"BP-1006", lines(prepA3))
			p.status(422, expe+"BP-1006", lines(shipA3))
			p.ok(expe+"BP-1006", lines(shipA2))
		}},
		{rule: rules.PreparedMoreThanContained, act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":4}`, prepB1))
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":4}`))
			p.shows("BP-1001", "", "0", "0")
		}},
		{rule: rules.PreparedMoreThanContained, reading: "accepted", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":4}`))
			p.shows("BP-1001", "", "4", "0")
		}},
		{rule: rules.UnknownLine, act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines(prepA1, `{"Reference":"REF-Z","QtePreparee":1}`))
			p.status(422, expe+"BP-1001", lines(shipA1, `{"Guid":"`+guid1001+`","QteExpediee":1}`))
			p.shows("BP-1001", "", "0", "0")
		}},
		{rule: rules.UnknownLine, reading: "passed-over", act: func(p *probe) {
			p.ok(prepa+"BP-1001", lines(prepA1, `{"Reference":"REF-Z","QtePreparee":1}`))
			p.shows("BP-1001", "", "1", "0")
		}},
		{rule: rules.LineIsNamed, act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines(`{"QtePreparee":1}`))
			p.status(422, expe+"BP-1001", lines(`{"Guid":null,"Reference":"","QteExpediee":1}`))
		}},
		{rule: rules.AtLeastOneLine, act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines())
			p.status(422, expe+"BP-1001", lines())
			p.status(409, prepa+"BP-1003", lines())
			p.status(404, prepa+"BP-9999", lines())
		}},
		{rule: rules.LineNamedTwice, act: func(p *probe) {
			p.status(422, prepa+"BP-1001", lines(prepA1, prepA1))
			p.status(422, expe+"BP-1001", lines(shipA1, `{"Guid":"`+lineA+`","QteExpediee":1}`))
		}},
		{rule: rules.RefusalChangesNothing, act: func(p *probe) {
			p.seed(`{"handlers":[{"name":"h","url":"https://h.example.test","events":["PreparationBpr"]}]}`)
			p.status(422, prepa+"BP-1001", lines(prepA1, `{"Reference":"REF-B","QtePreparee":9}`))
			p.status(422, expe+"BP-1001", lines(`{"Reference":"REF-A","QtePreparee":1,"QteExpediee":1}`, `{"Reference":"REF-B","QteExpediee":9}`))
			p.advance(moment)
			p.shows("BP-1001", "En cours", "0", "0")
			p.check(len(p.events()) == 0, "%d events", len(p.events()))
		}},
		{rule: rules.UnknownMembersPassedOver, act: func(p *probe) {
			p.ok(prepa+"BP-1001", also(lines(`{"Reference":"REF-A","QtePreparee":1,"qtePreparee":"x","Note":{"a":[1]}}`), `"lignes":5`, `"estPartielle":5`, `"Colis":5`))
			p.shows("BP-1001", "", "1", "0")
			p.ok(expe+"BP-1001", also(lines(shipA3, shipB), `"Colis":[{"numero":5,"Poids":1}]`, `"piecesComptables":5`))
		}},
		{rule: rules.ErrorEnvelope, act: func(p *probe) {
			for _, a := range []answer{
				p.status(400, prepa+"BP-1001", "{"), p.status(404, prepa+"BP-9999", lines(prepA1)), p.status(405, prepa+"BP-1002", lines(prepA1)),
				p.status(409, prepa+"BP-1003", lines(prepA1)), p.status(422, prepa+"BP-1001", lines()),
				p.status(401, prepa+"BP-1001", "", anonymous), p.status(415, prepa+"BP-1001", "x", header("Content-Type", "text/plain")),
			} {
				p.check(a.text("ErrorCode") == strconv.Itoa(a.status), "%d: %s", a.status, a.raw)
				p.check(a.text("Message") != "" && a.body["ErrorIdentifier"] == nil, "%s", a.raw)
			}
		}},
	}
}

// orderOfRefusalRows has the causes two by two: the earlier one decides.
func orderOfRefusalRows() []row {
	return []row{{rule: rules.RefusalOrder, act: func(p *probe) {
		p.status(401, prepa+"-BP", "{", anonymous)
		p.status(403, prepa+"-BP", "{", as("sample-reader", "sample-key"))
		p.status(404, prepa+"-BP", "{")
		p.status(400, prepa+"BP-9999", "{")
		p.status(400, prepa+"BP-1003", `{"Lignes":5}`)
		p.status(400, expe+"BP-1003", also(lines(shipA1), `"PiecesComptables":[{"Type":5}]`))
		p.status(400, expe+"BP-1001", also(lines(), `"PiecesComptables":5`))
		p.status(404, prepa+"BP-9999", lines(`{"QtePreparee":1}`))
		p.status(409, expe+"BP-1003", lines(`{"Reference":"REF-A","QteExpediee":99}`))
		p.status(405, expe+"BP-1002", lines(`{"Reference":"REF-Z","QteExpediee":99}`))
		p.status(405, prepa+"BP-1004", lines(`{"QtePreparee":1}`))
	}}}
}

func accessRows() []row {
	return []row{
		{rule: rules.BasicOrToken, act: func(p *probe) {
			strangers := []option{
				anonymous, as("sample-app", "wrong"), as("nobody", "sample-key"), header("Authorization", "Bearer wrong"),
				header("Authorization", "Bearer "), header("Authorization", "Digest x"),
			}
			for _, o := range strangers {
				p.status(401, prepa+"BP-1001", lines(prepA1), o)
				p.status(401, expe+"BP-1001", lines(prepA1), o)
				a := p.send(http.MethodGet, read+"BP-1001", "", o)
				p.check(a.status == 401, "GET: %d", a.status)
			}
			p.shows("BP-1001", "", "0", "0")
			p.ok(prepa+"BP-1001", lines(prepA1), header("Authorization", "bearer sample-token"))
		}},
		{rule: rules.MissingCredentialsAre401, act: func(p *probe) {
			p.status(401, prepa+"BP-1001", lines(prepA1), anonymous)
			p.status(401, expe+"-BP", "{", as("sample-app", "wrong"))
		}},
		{rule: rules.LackingPermissionIs403, act: func(p *probe) {
			p.status(403, prepa+"BP-1001", lines(prepA1), as("sample-reader", "sample-key"))
			p.status(403, expe+"BP-1001", lines(prepA1), header("Authorization", "Bearer sample-reader-token"))
			a := p.send(http.MethodGet, read+"BP-1001", "", as("sample-reader", "sample-key"))
			p.check(a.status == 200, "GET: %d", a.status)
			a = p.send(http.MethodGet, read+"BP-1001", "", as("sample-stranger", "sample-key"))
			p.check(a.status == 403, "GET: %d", a.status)
			p.shows("BP-1001", "", "0", "0")
		}},
		{rule: rules.OtherMediaTypeIs415, act: func(p *probe) {
			for _, kind := range []string{"text/plain", "text/plain; charset=utf-8", "application/xml", "application/json+x", ""} {
				p.status(415, prepa+"BP-1001", lines(prepA1), header("Content-Type", kind))
				p.status(415, expe+"BP-1001", lines(prepA1), header("Content-Type", kind))
			}
			p.ok(prepa+"BP-1001", lines(prepA1), header("Content-Type", "Application/JSON; charset=utf-8"))
		}},
	}
}
