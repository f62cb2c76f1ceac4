package altazion_test

import (
	"fmt"
	"strings"

	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// everyEvent registers a handler for all events.
const everyEvent = `{"handlers":[{"name":"all","url":"https://h.example.test/all","events":["PreparationBpr","ProgressionBcd","ConfirmationBcd","MiseEnPrepaBcd","EnPrepaBcd","PréparationBcd","CommandePreparee","ExpeditionBcd","AnnulationBcd"]}]}`

const order1001 = "16fd2706-8baf-433b-82eb-8c7fada847da"

// eventRows let the state follow with the call, so that the journal has what
// was asked about the events.
func eventRows() []row {
	return []row{
		{rule: rules.RegisteredHandlerIsNotified, with: withTheCall, act: func(p *probe) {
			p.seed(`{"handlers":[
				{"name":"bon","url":"https://h.example.test/bon","events":["PreparationBpr"]},
				{"name":"other","url":"https://h.example.test/other","events":["AnnulationBcd"]}]}`)
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.check(len(p.events()) == 1, "%d events after the first step, want 1", len(p.events()))
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			p.check(len(p.events()) == 2, "%d events after the shipment, want 2", len(p.events()))
			for _, d := range p.events() {
				p.check(d.Event.URL == "https://h.example.test/bon" && d.Event.Method == "POST", "%s %s", d.Event.Method, d.Event.URL)
			}
		}},
		{rule: rules.EventEnvelope, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(expe+"BP-1001", lines(shipA3, shipB))
			for _, name := range []string{"PreparationBpr", "ProgressionBcd", "PréparationBcd", "CommandePreparee", "ExpeditionBcd"} {
				p.event(name)
			}
		}},
		{rule: rules.EventCredentials, with: withTheCall, act: func(p *probe) {
			p.seed(`{"handlers":[
				{"name":"a","url":"https://h.example.test","events":["PreparationBpr"]},
				{"name":"b","url":"https://h.example.test","events":["PreparationBpr"],"user":"u","password":"p"},
				{"name":"c","url":"https://h.example.test","events":["PreparationBpr"],"token":"t"}]}`)
			p.ok(prepa+"BP-1001", lines(prepA3))
			var got []string
			for _, d := range p.events() {
				got = append(got, d.Event.Header.Get("Authorization"))
			}
			p.check(strings.Join(got, ",") == ",Basic dTpw,Bearer t", "credentials %q", got)
		}},
		{rule: rules.PreparationBprNamesBon, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(prepa+"BP-1001", lines(prepA3))
			data := p.event("PreparationBpr")
			p.check(data["BcdGuid"] == order1001 && data["BprGuid"] == guid1001, "%v", data)
			_, tells := data["Etat"]
			p.check(!tells, "the event tells the state")
		}},
		{rule: rules.OrderProgressIsAnnounced, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(prepa+"BP-1001", lines(prepA3))
			p.check(p.event("ProgressionBcd")["BcdGuid"] == order1001, "another order")
		}},
		{rule: rules.PreparedOrderIsAnnounced, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(prepa+"BP-1007", lines(prepA2)) // of two bons
			data := p.event("PréparationBcd")
			p.check(data["EstMultiPrepa"] == true && data["EstPrepaTerminee"] == false, "%v", data)
		}},
		{rule: rules.PreparedStateIsAnnounced, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(prepa+"BP-1007", lines(prepA2))
			p.check(strings.Count(p.names(), "CommandePreparee") == 0, "%s", p.names())
			p.ok(prepa+"BP-1008", lines(prepB1))
			data := p.event("CommandePreparee")
			list, _ := data["ListeProduits"].([]any)
			p.check(len(list) == 2, "%v", data)
			for _, l := range list {
				product, _ := l.(map[string]any)
				want := map[any]string{"REF-A": "2 2", "REF-B": "2 1"}[product["ArticleRef"]]
				p.check(fmt.Sprint(product["QuantiteCommande"], product["QuantitePrep"]) == want, "%v", product)
			}
		}},
		{rule: rules.ShippedOrderIsAnnounced, with: withTheCall, act: func(p *probe) {
			p.seed(everyEvent)
			p.ok(expe+"BP-1007", also(lines(shipA2), `"Colis":[{"Numero":"P-1"}]`))
			data := p.event("ExpeditionBcd")
			p.check(data["EstTotalementExpediee"] == false && strings.Contains(fmt.Sprint(data["Colis"]), "P-1"), "%v", data)
		}},
		{rule: rules.OrderLifeIsAnnounced, unjournaled: "no request does it", act: func(p *probe) {
			p.seed(everyEvent)
			for _, to := range []string{"confirmed", "ready", "entered", "cancelled"} {
				p.seed(`{"changes":[{"order":"CMD-1004","to":"` + to + `","by":1,"reason":"CLIENT"}]}`)
			}
			for _, name := range []string{"ConfirmationBcd", "MiseEnPrepaBcd", "EnPrepaBcd"} {
				p.check(p.event(name) != nil, "no %s", name)
			}
			p.check(p.event("AnnulationBcd")["CodeRaisonAnnulation"] == "CLIENT", "another reason")
			p.shows("BP-1004", "Annulé")
		}},
	}
}

// names lists the events of the world.
func (p *probe) names() string {
	var names []string
	for _, d := range p.events() {
		names = append(names, d.Event.Name)
	}
	return strings.Join(names, " ")
}
