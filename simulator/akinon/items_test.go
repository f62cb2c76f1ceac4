package akinon_test

// keeps asserts that an item has the product and the quantity that it began
// with, and no barcode.
func (r reply) keeps(id, sku string, quantity int) reply {
	item := "packageitem_set." + id
	return r.has(item+".order_item.product.sku", sku).has(item+".quantity", quantity).has(item+".barcode", nil)
}

// lacks sets the installation up without one sub-command.
func (w *world) lacks(subCommand string) {
	left := ""
	for _, one := range []string{"DETECTED_OUT_OF_STOCK_ITEM", "REPLACE_PRODUCT", "PKG_STATE_TRANSITION"} {
		if one != subCommand {
			left += `"` + one + `",`
		}
	}
	w.seed(`{"installation":{"sub_commands":[` + left[:len(left)-1] + `]}}`)
}

const (
	missing  = `,"oos_package_items":[282688]`
	replaced = `,"replacement_products":[{"package_item":282687,"new_product_sku":"10034"}]`
	labelled = `,"barcodes":[{"order_item":2045,"barcode":"123"}]`
	manual   = `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":true,"oos_package_items":[282688,282690]}}`
	created  = "/api/v1/oms/packages/125/" // the id that follows those of the sample
)

func itemRows() map[string]row {
	return map[string]row{
		"akinon/out-of-stock-marked": {run: func(w *world) {
			w.prepare(missing).is(200).lists(282687, 282689, 282690, 282691)
			w.reads().has("packageitem_set.282688.state.enum_value", "920").has("packageitem_set.282689.state.enum_value", "200")
		}},
		"akinon/out-of-stock-needs-command": {run: func(w *world) {
			w.lacks("DETECTED_OUT_OF_STOCK_ITEM")
			w.prepare(missing)
			w.reads().has("packageitem_set.282688.state.enum_value", "100")
			w.prepare(replaced + labelled).is(200)
		}},
		"akinon/product-replaced": {run: func(w *world) {
			w.prepare(replaced).is(200)
			w.reads().has("packageitem_set.282687.order_item.product.sku", "10034").keeps("282688", "10030", 3)
		}},
		"akinon/replacement-needs-command": {run: func(w *world) {
			w.lacks("REPLACE_PRODUCT")
			w.prepare(replaced)
			w.reads().keeps("282687", "10029", 2)
			w.prepare(missing + labelled).is(200)
		}},
		"akinon/barcodes-updated": {run: func(w *world) {
			w.seed(`{"packages":[{"id":124,"items":[{"id":282701,"order_item":2101,"omnitron_id":9101,"sku":"10031","quantity":1,"barcode":"old"},` +
				`{"id":282702,"order_item":2102,"omnitron_id":9102,"sku":"10032","quantity":4,"barcode":"old"}]}]}`)
			w.post(otherCommand, command(`,"barcodes":[{"order_item":2101,"barcode":"new"}]`)).is(200).has("packageitem_set.282701.barcode", "new")
			w.get(otherPath).is(200).has("packageitem_set.282701.barcode", "new").has("packageitem_set.282702.barcode", "old")
		}},
		"akinon/unknown-item-refused": {run: func(w *world) {
			w.prepare(`,"oos_package_items":[282688,282701]`).is(400)
			w.prepare(`,"replacement_products":[{"package_item":282701,"new_product_sku":"10034"}]`).is(400)
			w.prepare(`,"barcodes":[{"order_item":2101,"barcode":"123"}]`).is(400)
			w.prepare(`,"unit_weights":[{"order_item":282689,"unit_weight":1}]`).is(400)
			w.reads().has("state.enum_value", "100").has("packageitem_set.282688.state.enum_value", "100")
		}},
		"akinon/named-twice": {run: func(w *world) {
			w.prepare(`,"oos_package_items":[282688,282688],"barcodes":[{"order_item":2045,"barcode":"1"},{"order_item":2045,"barcode":"2"}]`+
				`,"unit_weights":[{"order_item":2046,"unit_weight":1},{"order_item":2046,"unit_weight":2}]`).is(200).lists(282687, 282689, 282690, 282691)
			w.reads().has("packageitem_set.282689.barcode", "2").has("packageitem_set.282690.unit_weight", 2)
		}},
		"akinon/items-are-whole": {run: func(w *world) {
			w.prepare(missing+replaced).is(200).has("packageitem_set.282687.quantity", 2)
			w.reads().has("packageitem_set.282688.quantity", 3).has("packageitem_set.282687.quantity", 2).
				lists(282687, 282688, 282689, 282690, 282691)
		}},
		"akinon/barcodes-need-not-differ": {run: func(w *world) {
			w.prepare(`,"barcodes":[{"order_item":2045,"barcode":"123"},{"order_item":2046,"barcode":"123"}]`).is(200)
			w.reads().has("packageitem_set.282689.barcode", "123").has("packageitem_set.282690.barcode", "123")
		}},
		"akinon/unit-weights-kept": {run: func(w *world) {
			w.prepare(missing + `,"unit_weights":[{"order_item":2045,"unit_weight":1234567.8901},{"order_item":2046,"unit_weight":0},{"order_item":2044,"unit_weight":5}]`).is(200)
			w.reads().has("packageitem_set.282689.unit_weight", "1234567.8901").has("packageitem_set.282690.unit_weight", 0).
				has("packageitem_set.282688.unit_weight", nil)
		}},
		"akinon/denial-reason-optional": {run: func(w *world) {
			w.prepare(missing).is(200)
			w.post(otherCommand, command(`,"denial_reason":4`)).is(200)
		}},
		"akinon/denial-reason-known": {run: func(w *world) {
			w.prepare(missing + `,"denial_reason":99`).is(400)
			w.prepare(missing + `,"denial_reason":5`).is(400)
			w.reads().has("state.enum_value", "100")
			w.prepare(missing + `,"denial_reason":4`).is(200)
		}},
		"akinon/new-product-known": {run: func(w *world) {
			w.prepare(`,"replacement_products":[{"package_item":282687,"new_product_sku":"99999"}]`).is(400)
			w.reads().keeps("282687", "10029", 2)
		}},
		"akinon/manual-out-of-stock-package": {run: func(w *world) {
			w.post(commandPath, manual).is(200).lists(282687, 282689, 282691)
			w.get(listPath).is(200).has("count", 3)
			w.reads().lists(282687, 282689, 282691)
			w.post(otherCommand, command(`,"oos_package_items":[282701]`)).is(200)
			w.get(listPath).is(200).has("count", 3)
		}},
		"akinon/manual-package-contents": {run: func(w *world) {
			w.post(commandPath, manual).is(200)
			w.get(created).is(200).has("state.enum_value", "920").has("order.id", 73).has("order.number", "1234567891234567").
				has("stock_location.id", 2).lists(282688, 282690).has("packageitem_set.282688.state.enum_value", "920").
				has("packageitem_set.282688.package.id", 125)
			if number := w.get(created).at("number"); number == w.reads().at("number") || number == nil {
				w.fail("the new package has the number %v", number)
			}
			w.post(otherCommand, `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":true}}`).is(200)
			w.get(listPath).is(200).has("count", 3)
		}},
		"akinon/marked-item-state": {run: func(w *world) {
			w.prepare(missing).is(200)
			w.reads().lists(282687, 282688, 282689, 282690, 282691).has("packageitem_set.282688.state.enum_value", "920")
		}},
	}
}
