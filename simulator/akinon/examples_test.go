package akinon_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// documentRequest is the request of the document, as it is printed.
const documentRequest = `{
  "transition": 71,
  "input_parameters": {
    "select_items_by_omnitron_id": true,
    "replacement_products": [
      {
        "package_item": 282687,
        "new_product_sku": "10034"
      }
    ],
    "create_manual_oos_package": true,
    "oos_package_items": [
      282688
    ],
    "barcodes": [
      {
        "order_item": 2047,
        "barcode": "123"
      },
      {
        "order_item": 2046,
        "barcode": "123"
      },
      {
        "order_item": 2045,
        "barcode": "123"
      }
    ]
  }
}`

// good fails the test for what the world found wrong.
func (w *world) good() {
	w.t.Helper()
	for _, complaint := range append(w.wrong, w.breaches...) {
		w.t.Error(complaint)
	}
}

func TestDocumentExampleAnswersAsDocumented(t *testing.T) {
	for _, reading := range []string{"package-items", "order-items"} {
		t.Run(reading, func(t *testing.T) {
			w := newWorld(t, simulator.Options{Dialect: map[string]string{rules.SelectByOmnitronID.ID: reading}})
			w.post(commandPath, documentRequest).is(200).has("id", 123).has("number", "1234567891234567P3").
				has("stock_location", 2).lists(282687, 282689, 282690, 282691)
			w.reads().has("state.enum_value", "200").lists(282687, 282689, 282690, 282691).
				has("packageitem_set.282687.order_item.product.sku", "10034").
				has("packageitem_set.282689.barcode", "123").has("packageitem_set.282690.barcode", "123").
				has("packageitem_set.282691.barcode", "123")
			w.get(created).is(200).has("state.enum_value", "920").lists(282688)
			w.good()
		})
	}
}

// TestContractExamplesAreAnswered pastes every request example of the contract.
func TestContractExamplesAreAnswered(t *testing.T) {
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]int{"logIn": 200, "preparePackage": 200, "subscribeWebhook": 201}
	count := 0
	for _, op := range c.Operations {
		if op.Operation.RequestBody == nil {
			continue
		}
		for name, example := range op.Operation.RequestBody.Value.Content["application/json"].Examples {
			count++
			t.Run(op.ID+" "+name, func(t *testing.T) {
				body, err := json.Marshal(example.Value.Value)
				if err != nil {
					t.Fatal(err)
				}
				w := newWorld(t, simulator.Options{})
				w.post(strings.ReplaceAll(op.Path, "{package_id}", "123"), string(body)).is(documented[op.ID])
				w.good()
			})
		}
	}
	if count < 5 {
		t.Errorf("only %d examples were found", count)
	}
}

func TestActions(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.act("order-arrives")
	w.get(listPath).is(200).has("count", 4) // one package in the shop, one in the warehouse
	w.get(created).is(200).has("state.enum_value", "100").has("commands.0.transition", 71)
	w.post(created+"command/", command("")).is(200)
	w.good()
}

// TestOneLogInKeyPerUser holds a user's key until it expires.
func TestOneLogInKeyPerUser(t *testing.T) {
	w := newWorld(t, simulator.Options{RandomSeed: 7})
	first := w.post(loginPath, readable).is(200).at("key")
	w.post(loginPath, readable).is(200).has("key", first)
	w.act("keys-expire")
	if second := w.post(loginPath, readable).is(200).at("key"); second == first {
		t.Error("the key is the same after it expired")
	}
	w.good()
}

func TestSeedRefusesWhatCannotBe(t *testing.T) {
	for _, row := range []struct{ name, document, says string }{
		{"no JSON", `{`, "seed"},
		{"a member nobody knows", `{"package":[]}`, `has no member "package"; did you mean packages?`},
		{"an id of zero", `{"packages":[{"id":0}]}`, "an id lies between"},
		{"a package without an order", `{"packages":[{"id":9,"number":"9","stock_location":2}]}`, "order"},
		{"a state nobody knows", `{"packages":[{"id":123,"state":7}]}`, "no state has the number 7"},
		{"an item without quantity", `{"packages":[{"id":123,"items":[{"id":1,"order_item":1,"omnitron_id":1,"sku":"1"}]}]}`, "quantity"},
		{"an event that is none", `{"subscriptions":[{"id":1,"event_type":"x","target_url":"http://a.test"}]}`, "no event"},
		{"a user without a name", `{"users":[{"password":"x"}]}`, "no name"},
		{"an order without a number", `{"orders":[{"id":1,"items":[]}]}`, "no number"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			err := w.engine.Seed(t.Context(), simulator.DefaultWorld, "akinon", []byte(row.document))
			if err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("the error is %v, want one that says %q", err, row.says)
			}
		})
	}
}

func TestGoDoor(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	door, state := akinon.In(w.engine, simulator.DefaultWorld), 400
	if err := door.Seed(t.Context(), akinon.Seed{Packages: []akinon.SeedPackage{{ID: 123, State: &state}}}); err != nil {
		t.Fatal(err)
	}
	w.reads().has("state.enum_value", "400").has("commands.0.transition", 72).lists(282687, 282688, 282689, 282690, 282691)
	seen, err := door.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.Packages) != 2 || *seen.Packages[0].State != 400 || *seen.Packages[1].State != 100 {
		t.Errorf("the packages are %+v", seen.Packages)
	}
	raw, err := json.Marshal(seen)
	if err != nil || strings.Contains(string(raw), "not-a-real") {
		t.Errorf("the state shows a password or a key (%v): %s", err, raw)
	}
	w.good()
}

// TestStateSeedsAnotherWorld holds that what is inspected can be seeded.
func TestStateSeedsAnotherWorld(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.post(commandPath, documentRequest).is(200)
	w.wait(time.Hour)
	seen, err := akinon.In(w.engine, simulator.DefaultWorld).Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := akinon.In(w.engine, "other").Seed(t.Context(), seen); err != nil {
		t.Fatal(err)
	}
	again, err := akinon.In(w.engine, "other").Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one, _ := json.Marshal(seen)
	two, _ := json.Marshal(again)
	if string(one) != string(two) {
		t.Errorf("seeded:\n%s\nfound:\n%s", one, two)
	}
	w.good()
}
