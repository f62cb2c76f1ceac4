package akinon_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// byOmnitronID names one item as out of stock and gives another one a barcode,
// with select_items_by_omnitron_id.
func byOmnitronID(packageItem, orderItem int) string {
	return fmt.Sprintf(`{"transition":71,"input_parameters":{"select_items_by_omnitron_id":true,"create_manual_oos_package":false,`+
		`"oos_package_items":[%d],"barcodes":[{"order_item":%d,"barcode":"7"}]}}`, packageItem, orderItem)
}

// arrived is an order of three products, one of which lies in the warehouse.
const arrived = `{"orders":[{"id":80,"number":"5550001","items":[
	{"id":3001,"omnitron_id":8001,"sku":"10030","quantity":2},
	{"id":3002,"omnitron_id":8002,"sku":"10029","quantity":1},
	{"id":3003,"omnitron_id":8003,"sku":"10031","quantity":1}]}]}`

func packageRows() map[string]row {
	return map[string]row{
		"akinon/distributed-to-packages": {silent: true, run: func(w *world) {
			w.seed(arrived)
			list := w.get(listPath+"?order_number=5550001").is(200).has("count", 2)
			list.holds("results.0.packageitem_set", 282704, 282706).holds("results.1.packageitem_set", 282705)
			list.has("results.0.packageitem_set.282704.order_item.id", 3001).has("results.0.packageitem_set.282706.order_item.id", 3003).
				has("results.1.packageitem_set.282705.order_item.id", 3002)
			list.has("results.0.stock_location.id", 2).has("results.1.stock_location.id", 3)
		}},
		"akinon/commences-in-waiting": {run: func(w *world) {
			w.seed(arrived)
			w.get(created).is(200).has("state.enum_value", "100").has("state.name", "Waiting")
		}},
		"akinon/only-from-waiting": {run: func(w *world) {
			w.prepare("").is(200)
			w.prepare("").is(400)
			for _, state := range []int{200, 400, 500, 920, 1100} {
				w.seed(fmt.Sprintf(`{"packages":[{"id":124,"state":%d}]}`, state))
				w.post(otherCommand, command("")).is(400)
				w.get(otherPath).is(200).has("state.enum_value", state)
			}
			w.seed(`{"packages":[{"id":124,"state":100}]}`)
			w.post(otherCommand, command("")).is(200)
		}},
		"akinon/becomes-preparing": {run: func(w *world) {
			w.prepare("").is(200).has("state", nil)
			w.reads().has("state.enum_value", "200").has("state.name", "Preparing")
		}},
		"akinon/one-indivisible-change": {run: func(w *world) {
			w.prepare(missing + replaced + `,"barcodes":[{"order_item":2045,"barcode":"123"},{"order_item":1,"barcode":"123"}]`).is(400)
			w.prepare(missing + replaced + labelled + `,"denial_reason":99`).is(400)
			w.reads().has("state.enum_value", "100").keeps("282687", "10029", 2).keeps("282689", "10031", 1).
				has("packageitem_set.282688.state.enum_value", "100")
			w.prepare(missing + replaced + labelled).is(200)
			w.reads().has("state.enum_value", "200").has("packageitem_set.282689.barcode", "123").
				has("packageitem_set.282687.order_item.product.sku", "10034")
		}},
		"akinon/reads-package": {run: func(w *world) {
			w.reads().has("id", 123).has("number", "1234567891234567P3").has("state.enum_value", "100").has("order.id", 73).
				has("order.number", "1234567891234567").has("stock_location.id", 2).has("created_date", "2026-11-22T08:00:00Z").
				lists(282687, 282688, 282689, 282690, 282691)
		}},
		"akinon/item-members=objects": {run: func(w *world) {
			w.reads().has("packageitem_set.282688.quantity", 3).has("packageitem_set.282688.order_item.id", 2044).
				has("packageitem_set.282688.state.enum_value", "100")
			w.prepare("").is(200).has("packageitem_set.282688.quantity", 3).has("packageitem_set.282688.order_item.id", 2044)
		}},
		"akinon/item-members=ids": {run: func(w *world) {
			w.reads().has("packageitem_set.282688.quantity", 3)
			w.prepare(missing).is(200).has("packageitem_set", "[282687 282689 282690 282691]")
		}},
		"akinon/item-details": {run: func(w *world) {
			w.post(otherCommand, command(`,"barcodes":[{"order_item":2101,"barcode":"123"}]`)).is(200)
			w.get(otherPath).is(200).has("packageitem_set.282701.barcode", "123").has("packageitem_set.282701.order_item.id", 2101).
				has("packageitem_set.282701.order_item.omnitron_id", 9101).has("packageitem_set.282701.order_item.product.sku", "10031")
		}},
		"akinon/state-numbers=text":   {run: func(w *world) { numbered(w, `"%d"`) }},
		"akinon/state-numbers=number": {run: func(w *world) { numbered(w, "%d") }},
		"akinon/runnable-commands": {run: func(w *world) {
			w.reads().has("commands.0.transition", 71).has("commands.1", nil)
			w.prepare("").is(200)
			w.reads().has("commands.0", nil)
		}},
		"akinon/runnable-command-members": {run: func(w *world) {
			w.reads().has("commands.0.transition", 71).has("commands.0.slug", "PREPARE_PACKAGE_COMMAND")
		}},
		"akinon/lists-packages": {run: listsPackages},
		"akinon/lists-packages-of-order": {run: func(w *world) {
			w.get(listPath+"?order_number=1234567891234568").is(200).has("count", 1).holds("results", 124)
			w.get(listPath+"?order_number=12345678912345").is(200).has("count", 2).holds("results", 123, 124)
			w.get(listPath+"?order_number=34567").is(200).has("count", 0).holds("results")
			w.get(listPath+"?order_number=1234567891234567/0").is(200).has("count", 0)
		}},
		"akinon/unknown-package-is-404": {run: func(w *world) {
			for _, id := range []string{"999", "0", "-1", "9007199254740992", "99999999999999999999", "abc", "1.5", "%20"} {
				w.get(listPath + id + "/").is(404)
				w.post(listPath+id+"/command/", command("")).is(404)
			}
		}},
	}
}

func listsPackages(w *world) {
	w.get(listPath).is(200).has("count", 2).has("next", nil).has("previous", nil).holds("results", 123, 124)
	w.seed(`{"packages":[` + strings.TrimSuffix(manyPackages(100), ",") + `]}`)
	size := func(r reply, want int) {
		if list, _ := r.at("results").([]any); len(list) != want {
			w.fail("%s: %d packages, want %d", r.call, len(list), want)
		}
	}
	size(w.get(listPath).is(200).has("count", 102), 20)
	size(w.get(listPath+"?page_size=1000").is(200).has("count", 102), 100)
	second := w.get(listPath+"?page=2&page_size=3&order_number=7").is(200).has("count", 100).holds("results", 204, 205, 206)
	next, _ := second.at("next").(string)
	previous, _ := second.at("previous").(string)
	const root = "http://example.com/akinon"
	if len(next) < len(root) || len(previous) < len(root) {
		w.fail("the neighbours are %q and %q", next, previous)
	} else {
		w.get(next[len(root):]).is(200).holds("results", 207, 208, 209)
		w.get(previous[len(root):]).is(200).holds("results", 201, 202, 203).has("previous", nil)
	}
	w.get(listPath+"?page=2&page_size=100").is(200).holds("results", 299, 300).has("next", nil)
	w.get(listPath + "?page=9000000000000000000").is(200).holds("results")
}

// numbered asserts the states' numbers as they are written.
func numbered(w *world, as string) {
	reads := func(path string, number int) {
		value := w.get(path).is(200).has("state.enum_class", "PackageStatus").at("state.enum_value")
		if encoded, err := json.Marshal(value); err != nil || string(encoded) != fmt.Sprintf(as, number) {
			w.fail("%s: the state is %s, want %s", path, encoded, fmt.Sprintf(as, number))
		}
	}
	reads(packagePath, 100)
	w.post(commandPath, manual).is(200)
	reads(packagePath, 200)
	reads(created, 920)
}
