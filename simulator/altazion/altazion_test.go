package altazion_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// elsewhere names server rules that this package does not carry out.
var elsewhere = map[string]string{
	rules.UnconfirmedEventIsRepeated.ID: "delivery is the engine's",
}

func TestEveryServerRule(t *testing.T) {
	seen, schemas := map[string]bool{}, newResponseSchemas(t)
	usual := newEngine(t, nil)
	for _, r := range rows() {
		reading := r.reading
		if reading == "" {
			reading = r.rule.DefaultReading()
		}
		name := strings.TrimSuffix(strings.TrimPrefix(r.rule.ID, "altazion/")+"/"+reading, "/")
		if seen[name] {
			t.Errorf("two rows %s", name)
		}
		seen[name] = true
		t.Run(name, func(t *testing.T) { t.Parallel(); runRow(t, r, usual, schemas) })
	}
	for _, rule := range rules.Book().Rules {
		checkRow(t, rule, seen)
	}
}

// checkRow wants a row for every reading of a server rule.
func checkRow(t *testing.T, rule *specs.Rule, seen map[string]bool) {
	t.Helper()
	if rule.Binds != specs.Server || rule.Basis == specs.Integrity || elsewhere[rule.ID] != "" {
		return
	}
	short := strings.TrimPrefix(rule.ID, "altazion/")
	if len(rule.Readings) == 0 && !seen[short] {
		t.Errorf("no row for %s", rule.ID)
	}
	for _, reading := range rule.Readings {
		if !seen[short+"/"+reading.Name] {
			t.Errorf("no row for %s, reading %s", rule.ID, reading.Name)
		}
	}
}

// runRow wants a row to hold, and to fail once its rule is switched off. The
// engine is for the usual dialect.
func runRow(t *testing.T, r row, engine *simulator.Engine, schemas *responseSchemas) {
	dialect := map[string]string{}
	for id, reading := range r.with {
		dialect[id] = reading
	}
	if r.reading != "" {
		dialect[r.rule.ID] = r.reading
	}
	if len(dialect) > 0 {
		engine = newEngine(t, dialect)
	}
	p := &probe{engine: engine, world: path.Base(r.rule.ID), schemas: schemas}
	r.act(p)
	for _, f := range append(p.failures, p.breaches...) {
		t.Error(f)
	}
	if r.unjournaled == "" && !p.decided(t, r.rule) {
		t.Error("the journal does not have the rule as a deciding one")
	}
	broken := &probe{engine: newEngine(t, dialect, r.rule.ID), world: "row"}
	r.act(broken)
	if len(broken.failures) == 0 {
		t.Error("with the rule switched off nothing fails")
	}
}

func TestExamplesOfTheContract(t *testing.T) {
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	engine, schemas, pasted := newEngine(t, nil), newResponseSchemas(t), 0
	for _, op := range c.Operations {
		if op.Operation.RequestBody == nil {
			continue
		}
		for name, example := range op.Operation.RequestBody.Value.Content["application/json"].Examples {
			pasted++
			t.Run(op.ID+"/"+name, func(t *testing.T) {
				body, err := json.Marshal(example.Value.Value)
				if err != nil {
					t.Fatal(err)
				}
				p := &probe{engine: engine, world: op.ID + "." + name, schemas: schemas}
				for _, id := range []string{"BP-1001", guid1001} { // the examples of the parameter
					p.world += "x"
					p.ok("/altazion"+strings.Replace(op.Path, "{bon}", id, 1), string(body))
					p.get(id)
				}
				for _, f := range append(p.failures, p.breaches...) {
					t.Error(f)
				}
			})
		}
	}
	if pasted != 5 {
		t.Errorf("%d examples, want 5", pasted)
	}
}

func TestActionsAndInspection(t *testing.T) {
	p := &probe{engine: newEngine(t, nil), world: "actions", schemas: newResponseSchemas(t)}
	p.seed(everyEvent)
	p.act("confirm-orders")
	p.shows("BP-1004", "Validé")
	p.act("release-orders")
	p.shows("BP-1005", "Déclenché")
	p.act("start-preparation")
	p.shows("BP-1006", "En cours")
	p.ok(expe+"BP-1001", also(lines(shipA3, shipB), `"PiecesComptables":[{"Numero":"I-1"}]`))
	p.act("cancel-orders")
	p.shows("BP-1006", "Annulé")
	p.advance(moment)
	p.shows("BP-1001", "Terminé") // its shipment was accepted before
	for _, f := range append(p.failures, p.breaches...) {
		t.Error(f)
	}
	state, err := p.engine.State(context.Background(), "actions", "altazion")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "sample-key") || strings.Contains(string(text), "sample-token") {
		t.Error("inspection shows secrets")
	}
	b, found, err := altazion.In(p.engine, "actions").Bon(context.Background(), "BP-1001")
	if err != nil || !found || b.Lines[0].Shipped.String() != "3" || len(b.Documents) != 1 {
		t.Errorf("BP-1001: %+v, %v, %v", b, found, err)
	}
}

func TestSeedRefusesNonsense(t *testing.T) {
	engine := newEngine(t, nil)
	for _, document := range []string{
		`{`, `{"applications":[{}]}`, `{"handlers":[{"name":"a"}]}`, `{"orders":[{}]}`,
		`{"orders":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"X","bons":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"-"}]}]}`,
		`{"orders":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"X","bons":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"N","state":"Fini"}]}]}`,
		`{"orders":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"X","bons":[{"guid":"16fd2706-8baf-433b-82eb-8c7fada847da","number":"BP-1002","state":"Créé"}]}]}`,
		`{"changes":[{"order":"CMD-1001","to":"lost"}]}`, `{"changes":[{"order":"CMD-9","to":"ready"}]}`, `{"changes":[{"order":"CMD-1001","to":"ready"}]}`,
	} {
		if err := engine.Seed(context.Background(), "nonsense", "altazion", []byte(document)); err == nil {
			t.Errorf("taken: %s", document)
		}
	}
}

// TestReseedingVoidsTimers replaces a bon while its state is on its way.
func TestReseedingVoidsTimers(t *testing.T) {
	p := &probe{engine: newEngine(t, nil), world: "again"}
	p.ok(prepa+"BP-1001", lines(prepA3))
	p.seed(`{"orders":[{"guid":"` + order1001 + `","number":"CMD-1001","amount":1,"bons":[{"guid":"` + guid1001 + `","number":"BP-2001","state":"En cours","lines":[]}]}]}`)
	p.advance(moment)
	p.shows("BP-2001", "En cours")
	a := p.send("GET", read+"BP-1001", "")
	p.check(a.status == 404, "the old number reads %d", a.status)
	for _, f := range p.failures {
		t.Error(f)
	}
}

func FuzzAnyBytes(f *testing.F) {
	f.Add("POST", "api/logistique/preparation/prepa/BP-1001", "application/json", "", []byte(lines(prepA1)))
	f.Add("POST", "api/logistique/preparation/expe/BP-1001", "application/json", "", []byte(also(lines(shipA1, shipB), `"Colis":[{"Numero":"P","DateExpedition":"2026-11-20T14:30:00Z"}]`, `"PiecesComptables":[{"Type":null}]`)))
	f.Add("POST", "api/logistique/preparation/expe/"+guid1001, "application/json", "", []byte(lines(`{"Guid":"`+lineA+`","QteExpediee":1e18,"QtePreparee":99999999999999999999}`)))
	f.Add("GET", "api/logistique/preparation/BP-1001", "", "Bearer sample-token", []byte(nil))
	f.Add("PUT", "api//%2e%2e/é", "text/plain", "Basic x", []byte("{"))
	engines := []*simulator.Engine{
		newEngine(f, nil),
		newEngine(f, map[string]string{
			rules.StateFollows.ID: "with-the-call", rules.PartialShipment.ID: "stays-open", rules.UnknownLine.ID: "passed-over",
			rules.PreparedMoreThanContained.ID: "accepted", rules.OmittedPreparedQuantity.ID: "zero", rules.FormatOrCoherence.ID: "types",
		}),
		// The defects that let through what the schemas keep away.
		newEngine(f, nil, rules.AccountingDocumentsName.ID, rules.StrictJSON.ID, rules.FormatOrCoherence.ID, rules.LineIsNamed.ID,
			rules.AtLeastOneLine.ID, rules.BodyFormatIs400.ID, rules.ShippedMoreThanContainedIs422.ID, rules.FinishedIs409.ID),
	}
	f.Fuzz(func(t *testing.T, method, place, contentType, authorization string, body []byte) {
		for i, engine := range engines {
			r := httptest.NewRequest("GET", "/altazion/", strings.NewReader(string(body)))
			r.Method, r.URL.Path, r.URL.RawPath = method, "/altazion/"+place, ""
			r.SetBasicAuth("sample-app", "sample-key")
			if authorization != "" {
				r.Header.Set("Authorization", authorization)
			}
			r.Header.Set("Content-Type", contentType)
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			if w.Code >= 500 || w.Code < 200 {
				t.Errorf("engine %d: %d: %s", i, w.Code, w.Body)
			}
			if err := engine.Drop(context.Background(), "default"); err != nil {
				t.Fatal(err)
			}
		}
	})
}
