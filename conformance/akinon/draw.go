package akinon

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/target"
)

func notMirrored() error {
	return &target.Inconclusive{Reason: "reading a package does not show all that the reference needs: its number, order, stock location, and of each item order_item with id, omnitron_id and product, and quantity"}
}

// drawnItem is an item of a package by the three ids that requests name it by.
type drawnItem struct{ id, orderItem, omnitron json.Number }

// drawnPackage is a package of two to four items. The Omnitron id of one item may
// be the id of another, so that it shows which of them is meant.
func drawnPackage(d *reference.Draw) map[string]any {
	const room = 100 // ids that belong to one package
	id := (1 + d.Random.Int64N(10_000_000)) * room
	e := &reference.Entity{ID: strconv.FormatInt(id, 10), Data: map[string]any{}}
	d.Entities = append(d.Entities, e)
	var items []drawnItem
	var seeded []any
	count := reference.One[int64](d, 1, 2, 3, 3, 4)
	crossed := d.Chance(3)
	for i := range count {
		it := drawnItem{number(id + 1 + i), number(id + 30 + i), number(id + 60 + i)}
		if crossed {
			it.orderItem, it.omnitron = number(id+1+(i+1)%count), number(id+1+(i+2)%count)
		}
		items = append(items, it)
		one := map[string]any{
			"id": it.id, "order_item": it.orderItem, "omnitron_id": it.omnitron, "sku": fmt.Sprint(10029 + i%3), "quantity": reference.One(d, 1, 2, 5),
		}
		if d.Chance(4) {
			one["barcode"], one["unit_weight"] = "869", json.Number("1.5")
		}
		seeded = append(seeded, one)
	}
	order := fmt.Sprintf("%016d", d.Random.Int64N(10_000_000_000_000_000))
	e.Data["items"], e.Data["order"] = items, order
	p := map[string]any{
		"id": id, "number": order + "P1", "stock_location": 2, "order": map[string]any{"id": id + 1, "number": order}, "items": seeded,
	}
	if state := reference.One(d, 0, 0, 0, 0, 100, 200, 400, 920); state != 0 {
		p["state"] = state
	}
	return p
}

// look reads a package, and lists those of its order.
func look(_ *reference.Draw, e *reference.Entity) []reference.Request {
	list := []reference.Request{{
		Operation: "readPackage", Name: "read the package", Method: http.MethodGet, Path: packagesPath + e.ID + "/", Role: withKey,
	}}
	if order, known := e.Data["order"].(string); known {
		list = append(list, reference.Request{
			Operation: "listPackages", Name: "list the packages of the order", Method: http.MethodGet, Path: packagesPath, Role: withKey,
			Query: url.Values{"order_number": {order}, "page_size": {"100"}}.Encode(),
		})
	}
	return list
}

const packagesPath = "/api/v1/oms/packages/"

func post(path string, body any) reference.Request {
	return reference.Request{
		Method: http.MethodPost, Path: path, Body: reference.JSON(body), Role: withKey, Header: http.Header{"Content-Type": {"application/json"}},
	}
}

// logInMove is for profiles without a key.
func (c calls) logInMove(*reference.Draw, *reference.Entity) (reference.Request, bool) {
	access := c.fixtures().Access
	r := post("/api/i1/auth/login/", map[string]any{"username": userName, "password": userPassword})
	r.Role, r.Looks = "none", true
	return r, access.Key == "" && access.Username != ""
}

func moves(c calls) []reference.Move {
	prepare := func(name string, weight int, parts ...func(d *reference.Draw, e *reference.Entity, omnitron bool) map[string]any) reference.Move {
		return reference.Move{Name: name, Operation: "preparePackage", Weight: weight, Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			omnitron := d.Chance(4)
			parameters := map[string]any{"select_items_by_omnitron_id": omnitron, "create_manual_oos_package": d.Chance(2)}
			for _, part := range parts {
				if len(parts) == 1 || !d.Chance(4) {
					maps.Copy(parameters, part(d, e, omnitron))
				}
			}
			r := post(packagesPath+e.ID+"/command/", c.command(d, e, parameters))
			r.Entity = e.ID
			return r, true
		}}
	}
	list := []reference.Move{
		prepare("prepare with nothing missing", 1),
		prepare("prepare with items that are missing", 2, c.missingItems),
		prepare("prepare with other products", 2, c.otherProducts),
		prepare("prepare with barcodes", 2, barcodes),
		prepare("prepare with all of it", 3, c.missingItems, c.otherProducts, barcodes),
		{Name: "send what is no command", Operation: "preparePackage", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r := post(packagesPath+e.ID+"/command/", nil)
			r.Entity, r.Body = e.ID, []byte(reference.One(d, "", "{", "[]", "null", "{}"))
			return r, true
		}},
	}
	for _, role := range []string{"none", "wrong", withStranger} {
		list = append(list, reference.Move{Name: "prepare with the key: " + role, Operation: "preparePackage", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r := post(packagesPath+e.ID+"/command/", c.command(d, e, map[string]any{"select_items_by_omnitron_id": false, "create_manual_oos_package": false}))
			r.Entity, r.Role = e.ID, role
			if role == "wrong" {
				r.Header.Set("Authorization", "Token not-a-key-of-anybody")
			}
			return r, role != withStranger || c.fixtures().Access.StrangerKey != ""
		}})
	}
	return append(list, c.otherMoves()...)
}

func (c calls) otherMoves() []reference.Move {
	read := func(path string, query url.Values) reference.Request {
		return reference.Request{Method: http.MethodGet, Path: path, Query: query.Encode(), Role: withKey, Looks: true}
	}
	return []reference.Move{
		{Name: "read a package that nobody has", Operation: "readPackage", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			r := read(packagesPath+strconv.FormatInt(2_000_000_000+d.Random.Int64N(1000), 10)+"/", nil)
			r.Entity = e.ID
			return r, true
		}},
		{Name: "list packages", Operation: "listPackages", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			query := url.Values{"page_size": {reference.One(d, "1", "2", "3", "100")}}
			if d.Chance(2) {
				query.Set("page", reference.One(d, "1", "2", "3", "50"))
			}
			return read(packagesPath, query), d.Session.Controlled() // else others change what is listed
		}},
		{Name: "subscribe", Operation: "subscribeWebhook", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			return post("/whisperer/hooks/", map[string]any{
				"event_type": reference.One(d, "package.created", "package.status.transitioned"), "target_url": "http://127.0.0.1:9/" + reference.One(d, "a", "b"),
			}), d.Session.Controlled()
		}},
		{Name: "unsubscribe", Operation: "unsubscribeWebhook", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			id := d.Vars["hook"]
			return reference.Request{Method: http.MethodDelete, Path: "/whisperer/hooks/" + id + "/", Role: withKey}, id != ""
		}},
	}
}

// command is the body of a command with parameters.
func (c calls) command(d *reference.Draw, e *reference.Entity, parameters map[string]any) map[string]any {
	f := c.fixtures()
	body := map[string]any{"input_parameters": parameters}
	switch reference.One(d, 0, 0, 1, 1, 2, 3) {
	case 0:
		body["transition"] = number(f.Command.Transition)
	case 1:
		body["slug"] = prepareSlug(f.Command.Slug)
	case 2:
		body["transition"], body["slug"] = number(f.Command.Transition), prepareSlug(f.Command.Slug)
	case 3:
		if f.Other.Slug != "" && d.Chance(2) {
			body["transition"], body["slug"] = number(f.Command.Transition), f.Other.Slug
		} else {
			body[reference.One(d, "transition", "slug")] = "no_such_command"
		}
	}
	if d.Chance(2) {
		body["package"] = json.Number(e.ID)
		if d.Chance(4) {
			body["package"] = json.Number(reference.One(d, d.Entities...).ID)
		}
	}
	return body
}

func prepareSlug(known string) string {
	if known == "" {
		return "PREPARE_PACKAGE_COMMAND"
	}
	return known
}

// named lists some items by one of their ids, and every now and then a strange
// one, or one of them twice.
func named(d *reference.Draw, e *reference.Entity, id func(drawnItem) json.Number) []json.Number {
	items, _ := e.Data["items"].([]drawnItem)
	var list []json.Number
	for _, it := range items {
		if d.Chance(2) {
			list = append(list, id(it))
		}
	}
	if len(list) == 0 && len(items) > 0 {
		list = append(list, id(reference.One(d, items...)))
	}
	switch {
	case d.Chance(12):
		list = append(list, "1")
	case d.Chance(12):
		list = append(list, list[0])
	case d.Chance(12):
		list = nil
		for _, it := range items {
			list = append(list, id(it))
		}
	}
	return list
}

// ids is how a command that names items by their Omnitron ids, or does not, names
// them. Which lists that is for is left open, so items of the order go by either.
func ids(d *reference.Draw, omnitron, ofOrder bool) func(drawnItem) json.Number {
	switch {
	case ofOrder && (!omnitron || !d.Chance(3)):
		return orderItemID
	case omnitron:
		return func(it drawnItem) json.Number { return it.omnitron }
	}
	return itemID
}

func itemID(it drawnItem) json.Number      { return it.id }
func orderItemID(it drawnItem) json.Number { return it.orderItem }

func (c calls) missingItems(d *reference.Draw, e *reference.Entity, omnitron bool) map[string]any {
	f := c.fixtures().On(d.Session)
	p := map[string]any{"oos_package_items": named(d, e, ids(d, omnitron, false))}
	if f.Reason != 0 && d.Chance(2) {
		p["denial_reason"] = number(f.Reason)
		if d.Chance(4) {
			p["denial_reason"] = reference.One(d, number(987_654), number(max(f.Inactive, 1)))
		}
	}
	return p
}

func (c calls) otherProducts(d *reference.Draw, e *reference.Entity, omnitron bool) map[string]any {
	f := c.fixtures().On(d.Session)
	var list []any
	for _, item := range named(d, e, ids(d, omnitron, false)) {
		sku := reference.One(d, f.Products[0], f.Products[1])
		if d.Chance(10) || sku == "" {
			sku = "no-such-product"
		}
		list = append(list, map[string]any{"package_item": item, "new_product_sku": sku})
	}
	return map[string]any{"replacement_products": list}
}

func barcodes(d *reference.Draw, e *reference.Entity, omnitron bool) map[string]any {
	p := map[string]any{}
	var list, weights []any
	for _, item := range named(d, e, ids(d, omnitron, true)) {
		list = append(list, map[string]any{"order_item": item, "barcode": reference.One(d, "8690526010024", "8690526010025", "8690526010026")})
		weights = append(weights, map[string]any{"order_item": item, "unit_weight": reference.One(d, json.Number("0.75"), "2")})
	}
	if d.Chance(4) {
		p["unit_weights"] = weights
	}
	p["barcodes"] = list
	return p
}
