package akinon_test

import (
	"fmt"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

const (
	otherCommand = otherPath + "command/"
	flags        = `"select_items_by_omnitron_id":false,"create_manual_oos_package":false`
)

// named is a command with what stands beside its parameters.
func named(members string) string {
	return `{` + members + `"input_parameters":{` + flags + `}}`
}

func commandRows() map[string]row {
	return map[string]row{
		"akinon/transition-or-slug": {run: func(w *world) {
			w.post(commandPath, named(`"transition":71,`)).is(200)
			w.post(otherCommand, named(`"slug":"PREPARE_PACKAGE_COMMAND",`)).is(200)
			w.seed(`{"packages":[{"id":124,"state":100}]}`)
			w.post(otherCommand, named(`"transition":71,"slug":"PREPARE_PACKAGE_COMMAND",`)).is(200)
		}},
		"akinon/transition-and-slug-agree": {run: func(w *world) {
			other := "COMPLETE_PACKAGING_WITHOUT_SHIPMENT_COMMAND"
			w.post(commandPath, named(`"transition":71,"slug":"`+other+`",`)).is(400)
			w.post(commandPath, named(`"transition":72,"slug":"PREPARE_PACKAGE_COMMAND",`)).is(400)
			w.reads().has("state.enum_value", "100")
		}},
		"akinon/unknown-command-refused": {run: func(w *world) {
			w.post(commandPath, named(`"transition":99,`)).is(400)
			w.post(commandPath, named(`"slug":"UNKNOWN_COMMAND",`)).is(400)
			w.reads().has("state.enum_value", "100")
		}},
		"akinon/package-in-body=optional": {run: func(w *world) {
			w.post(commandPath, named(`"transition":71,`)).is(200)
			w.post(otherCommand, named(`"transition":71,"package":124,`)).is(200)
		}},
		"akinon/package-in-body=mandatory": {run: func(w *world) {
			w.post(commandPath, named(`"transition":71,`)).is(400).has("package.0", "This field is required.")
			w.reads().has("state.enum_value", "100")
			w.post(commandPath, named(`"transition":71,"package":123,`)).is(200)
		}},
		"akinon/package-in-body-agrees=refused": {run: func(w *world) {
			w.post(commandPath, named(`"transition":71,"package":124,`)).is(400)
			w.reads().has("state.enum_value", "100")
			w.get(otherPath).is(200).has("state.enum_value", "100")
		}},
		"akinon/package-in-body-agrees=path-decides": {run: func(w *world) {
			w.post(commandPath, named(`"transition":71,"package":124,`)).is(200).has("id", 123)
			w.reads().has("state.enum_value", "200")
			w.get(otherPath).is(200).has("state.enum_value", "100")
		}},
		"akinon/parameters-nested=nested": {run: func(w *world) {
			w.post(commandPath, `{"transition":71,`+flags+missing+`}`).is(400).has("input_parameters.0", "This field is required.")
			w.reads().has("state.enum_value", "100")
			w.prepare(missing).is(200).lists(282687, 282689, 282690, 282691)
		}},
		"akinon/parameters-nested=nested-or-flat": {run: func(w *world) {
			w.post(commandPath, `{"transition":71`+missing+`}`).is(400).has("select_items_by_omnitron_id.0", "This field is required.")
			w.post(commandPath, `{"transition":71,`+flags+`,"barcodes":[{"order_item":2045}]}`).is(400)
			w.post(commandPath, `{"transition":71,`+flags+missing+`}`).is(200).lists(282687, 282689, 282690, 282691)
			w.post(otherCommand, command(`,"oos_package_items":[282701]`)).is(200).lists(282702, 282703)
		}},
		"akinon/flags-either-way": {run: func(w *world) {
			w.post(commandPath, manual).is(200)
			w.post(otherCommand, byOmnitronID(9101, 2102)).is(200)
			w.seed(`{"packages":[{"id":124,"state":100}]}`)
			w.post(otherCommand, command("")).is(200)
		}},
		"akinon/lists-optional": {run: func(w *world) {
			w.prepare("").is(200).lists(282687, 282688, 282689, 282690, 282691)
			w.reads().has("state.enum_value", "200").has("packageitem_set.282687.order_item.product.sku", "10029").
				has("packageitem_set.282689.barcode", nil)
			w.post(otherCommand, command(`,"oos_package_items":[282701]`)).is(200).lists(282702, 282703)
			w.seed(`{"packages":[{"id":124,"state":100}]}`)
			w.post(otherCommand, command(`,"barcodes":[{"order_item":2102,"barcode":"9"}]`)).is(200).lists(282702, 282703)
		}},
		"akinon/unknown-members-ignored": {run: func(w *world) {
			w.post(commandPath, `{"note":[1],"transition":71,"input_parameters":{`+flags+`,"extra":{"a":null},"barcodes":[{"order_item":2045,"barcode":"7","more":1}]}}`).is(200)
			w.post(otherCommand, command(`,"oos_package_items":[],"barcodes":[],"replacement_products":[],"unit_weights":[]`)).is(200).
				lists(282701, 282702, 282703)
			w.get(packagePath).is(200).has("packageitem_set.282689.barcode", "7")
		}},
		"akinon/answers-package": {run: func(w *world) {
			w.prepare("").is(200).has("id", 123).has("number", "1234567891234567P3").has("stock_location", 2).
				lists(282687, 282688, 282689, 282690, 282691)
		}},
		"akinon/remaining-items=left-in-package": {run: func(w *world) {
			w.prepare(missingAndReplaced).is(200).lists(282687, 282689, 282690, 282691)
		}},
		"akinon/remaining-items=untouched": {run: func(w *world) {
			w.prepare(missingAndReplaced).is(200).lists(282689, 282690, 282691)
			w.reads().lists(282687, 282688, 282689, 282690, 282691)
		}},
		"akinon/malformed-is-400=400":      {run: func(w *world) { malformedWith(w, 400) }},
		"akinon/malformed-is-400=422":      {run: func(w *world) { malformedWith(w, 422) }},
		"akinon/refusal-status=400":        {run: func(w *world) { refusedWith(w, 400, 400) }},
		"akinon/refusal-status=406":        {run: func(w *world) { refusedWith(w, 406, 406) }},
		"akinon/refusal-status=409-or-422": {run: func(w *world) { refusedWith(w, 422, 409) }},
		"akinon/refusal-body": {run: func(w *world) {
			w.prepare(`,"oos_package_items":[1]`).is(400).has("oos_package_items.0", "An item is not in the package.")
			w.prepare("").is(200)
			w.prepare("").is(400).has("non_field_errors", "The package is not in the state Waiting.")
			if w.post(commandPath, `{"transition":71}`).is(400).at("input_parameters") == nil {
				w.fail("a malformed command is not told what it lacks")
			}
		}},
		"akinon/refusal-order": {run: func(w *world) {
			const nowhere = "/api/v1/oms/packages/999/command/"
			w.post(nowhere, `{}`, "Accept", "text/html", "Authorization", "").is(406)
			w.post(nowhere, `{}`, "Authorization", "").is(401)
			w.post(nowhere, `{}`, "Authorization", reporting).is(403)
			w.post(nowhere, `{}`).is(404)
			w.prepare("").is(200)
			w.post(commandPath, `{}`).is(400).has("transition.0", "This field is required.")
			w.seed(`{"installation":{"calls_per_minute":1}}`)
			w.post(nowhere, `{}`).is(404)
			w.post(nowhere, `{}`).is(429)
		}},
	}
}

const missingAndReplaced = `,"oos_package_items":[282688],"replacement_products":[{"package_item":282687,"new_product_sku":"10034"}]`

// malformedWith asserts the status of JSON of a wrong form; what is no JSON is
// 400 in every reading.
func malformedWith(w *world, status int) {
	w.post(commandPath, `{"transition":71,`).is(400)
	w.post(commandPath, "").is(400)
	w.post(hooksPath, `nothing`).is(400)
	w.post(commandPath, `{"transition":71}`).is(status)
	w.post(commandPath, named(`"transition":"71",`)).is(status)
	w.get(listPath + "?page=first").is(status)
}

// refusedWith asserts the status of what items and installation do not allow,
// and of what the package's state does not.
func refusedWith(w *world, status, inState int) {
	for _, body := range []string{
		named(`"transition":99,`), named(`"transition":71,"package":124,`),
		command(`,"oos_package_items":[1]`), command(`,"denial_reason":99`),
		command(`,"replacement_products":[{"package_item":282687,"new_product_sku":"none"}]`),
	} {
		w.post(commandPath, body).is(status)
	}
	w.prepare("").is(200)
	w.prepare("").is(inState)
	w.seed(fmt.Sprintf(`{"installation":{"sub_commands":[%q,%q]}}`, "REPLACE_PRODUCT", "PKG_STATE_TRANSITION"))
	w.post(otherCommand, command(`,"oos_package_items":[282701]`)).is(status)
}

// TestFormIsStrict sends what breaks the caller's duties: no document says what
// a server does with it, and the simulator refuses it unless it is told to
// tolerate it.
func TestFormIsStrict(t *testing.T) {
	for _, body := range []string{
		"", `7`, named(""), named(`"transition":"71",`), named(`"transition":71.5,`), named(`"transition":71,"slug":7,`),
		named(`"transition":71,"package":"123",`), named(`"slug":"PREPARE PACKAGE COMMAND",`),
		command(`,"denial_reason":"4"`), command(`,"oos_package_items":282688`), command(`,"oos_package_items":["282688"]`),
		command(`,"replacement_products":{}`), command(`,"barcodes":"123"`), command(`,"unit_weights":true`),
		`{"transition":71,"input_parameters":"none"}`,
		`{"transition":71,"input_parameters":{"select_items_by_omnitron_id":true}}`,
		`{"transition":71,"input_parameters":{"create_manual_oos_package":true}}`,
		`{"transition":71,"input_parameters":{"select_items_by_omnitron_id":"no","create_manual_oos_package":false}}`,
		`{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":0}}`,
		command(`,"replacement_products":[{"package_item":282687}]`), command(`,"replacement_products":[{"new_product_sku":"10034"}]`),
		command(`,"replacement_products":[{"package_item":282687,"new_product_sku":10034}]`), command(`,"replacement_products":[282687]`),
		command(`,"barcodes":[{"order_item":2045}]`), command(`,"barcodes":[{"order_item":2045,"barcode":123}]`), command(`,"barcodes":["123"]`),
		command(`,"unit_weights":[{"order_item":2045,"unit_weight":-1}]`), command(`,"unit_weights":[{"order_item":2045}]`),
		named(`"transition":71,"package":0,`), named(`"transition":0,`), named(`"transition":9007199254740992,`),
		command(`,"oos_package_items":[0]`), command(`,"oos_package_items":[-1]`), command(`,"denial_reason":0`),
		command(`,"replacement_products":[{"package_item":282687,"new_product_sku":""}]`), command(`,"barcodes":[{"order_item":2045,"barcode":""}]`),
	} {
		t.Run(body, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			w.post(commandPath, body).is(400)
			w.reads().has("state.enum_value", "100")
			w.good()
		})
	}
}
