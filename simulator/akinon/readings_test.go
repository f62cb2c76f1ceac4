package akinon_test

// everything marks all items of package 124 as out of stock.
var everything = command(`,"oos_package_items":[282701,282702,282703]`)

// itemReadingRows are the rows of the rules on items that can be understood in
// several ways.
func itemReadingRows() map[string]row {
	return map[string]row{
		"akinon/barcodes-need-command=barcodes": {run: func(w *world) {
			w.lacks("PKG_STATE_TRANSITION")
			w.prepare(labelled)
			w.reads().has("packageitem_set.282689.barcode", nil)
			w.prepare(missing + replaced).is(200)
			w.reads().has("state.enum_value", "200")
		}},
		"akinon/barcodes-need-command=barcodes-and-state": {run: func(w *world) {
			w.prepare(labelled).is(200)
			w.reads().has("state.enum_value", "200")
			w.lacks("PKG_STATE_TRANSITION")
			w.post(otherCommand, command(""))
			w.post(otherCommand, command(`,"barcodes":[{"order_item":2101,"barcode":"123"}]`))
			w.get(otherPath).is(200).has("state.enum_value", "100").has("packageitem_set.282701.barcode", nil)
		}},
		"akinon/missing-sub-command=refused": {run: func(w *world) {
			for subCommand, parameters := range map[string]string{
				"DETECTED_OUT_OF_STOCK_ITEM": missing, "REPLACE_PRODUCT": replaced, "PKG_STATE_TRANSITION": labelled,
			} {
				w.lacks(subCommand)
				w.prepare(parameters).is(400)
				w.reads().has("state.enum_value", "100").keeps("282687", "10029", 2).keeps("282689", "10031", 1).
					has("packageitem_set.282688.state.enum_value", "100")
			}
		}},
		"akinon/missing-sub-command=left-out": {run: func(w *world) {
			w.lacks("DETECTED_OUT_OF_STOCK_ITEM")
			w.prepare(missing+replaced).is(200).lists(282687, 282688, 282689, 282690, 282691)
			w.reads().has("state.enum_value", "200").has("packageitem_set.282688.state.enum_value", "200").
				has("packageitem_set.282687.order_item.product.sku", "10034")
			w.lacks("PKG_STATE_TRANSITION")
			w.post(otherCommand, command(`,"barcodes":[{"order_item":2101,"barcode":"123"}]`)).is(200)
			w.get(otherPath).is(200).has("state.enum_value", "200").has("packageitem_set.282701.barcode", nil)
		}},
		"akinon/select-by-omnitron-id=package-items": {run: func(w *world) {
			w.post(otherCommand, byOmnitronID(282701, 2102)).is(400)
			w.post(otherCommand, byOmnitronID(9101, 9102)).is(400)
			w.post(otherCommand, byOmnitronID(9101, 2102)).is(200).lists(282702, 282703)
			w.get(otherPath).is(200).has("packageitem_set.282702.barcode", "7")
		}},
		"akinon/select-by-omnitron-id=order-items": {run: func(w *world) {
			w.post(otherCommand, byOmnitronID(9101, 2102)).is(400)
			w.post(otherCommand, byOmnitronID(282701, 2102)).is(400)
			w.post(otherCommand, byOmnitronID(282701, 9102)).is(200).lists(282702, 282703)
			w.get(otherPath).is(200).has("packageitem_set.282702.barcode", "7")
		}},
		"akinon/select-by-omnitron-id=all": {run: func(w *world) {
			w.post(otherCommand, byOmnitronID(9101, 2102)).is(400)
			w.post(otherCommand, byOmnitronID(282701, 9102)).is(400)
			w.post(otherCommand, byOmnitronID(9101, 9102)).is(200).lists(282702, 282703)
			w.get(otherPath).is(200).has("packageitem_set.282702.barcode", "7")
		}},
		"akinon/barcode-of-marked-item=ignored": {run: func(w *world) {
			w.prepare(missing + `,"barcodes":[{"order_item":2044,"barcode":"123"}]`).is(200)
			w.reads().has("packageitem_set.282688.barcode", nil).has("packageitem_set.282688.state.enum_value", "920")
		}},
		"akinon/barcode-of-marked-item=refused": {run: func(w *world) {
			w.prepare(missing + `,"barcodes":[{"order_item":2044,"barcode":"123"}]`).is(400)
			w.reads().has("packageitem_set.282688.barcode", nil).has("packageitem_set.282688.state.enum_value", "100")
		}},
		"akinon/replaced-and-out-of-stock=refused": {run: func(w *world) {
			w.prepare(replaced + `,"oos_package_items":[282687]`).is(400)
			w.reads().keeps("282687", "10029", 2).has("packageitem_set.282687.state.enum_value", "100")
		}},
		"akinon/replaced-and-out-of-stock=out-of-stock-wins": {run: func(w *world) {
			w.prepare(replaced+`,"oos_package_items":[282687]`).is(200).lists(282688, 282689, 282690, 282691)
			w.reads().keeps("282687", "10029", 2).has("packageitem_set.282687.state.enum_value", "920")
		}},
		"akinon/all-items-out-of-stock=preparing": {run: func(w *world) {
			w.post(otherCommand, everything).is(200).lists()
			w.get(otherPath).is(200).has("state.enum_value", "200")
		}},
		"akinon/all-items-out-of-stock=out-of-stock": {run: func(w *world) {
			w.post(otherCommand, everything).is(200).lists()
			w.get(otherPath).is(200).has("state.enum_value", "920")
		}},
		"akinon/all-items-out-of-stock=refused": {run: func(w *world) {
			w.post(otherCommand, everything).is(400)
			w.get(otherPath).is(200).has("state.enum_value", "100").has("packageitem_set.282701.state.enum_value", "100")
		}},
	}
}
