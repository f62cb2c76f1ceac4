package akinon

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// comparing is what the comparator needs of this vendor.
func (c calls) comparing(api *contract.Contract) *reference.Vendor {
	v := &reference.Vendor{
		Book: rules.Book(), Contract: api, Outcome: outcome, Plain: c.plain,
		Kinds: map[string]reference.Kind{
			"logIn ":                reference.Free,
			"subscribeWebhook /id":  reference.Chosen,
			"listPackages /results": reference.Unordered,
		},
		Sign: c.sign, Saw: saw, About: about, Start: c.start,
		Explore: &reference.Explorer{
			Begin: c.begin, Look: look, Moves: moves(c),
			First: []reference.Move{{Name: "log in", Operation: "logIn", Make: c.logInMove}},
		},
	}
	for _, place := range []string{"", "/results/*"} {
		v.Kinds["* "+place+"/id"], v.Kinds["* "+place+"/number"] = reference.Chosen, reference.Chosen
		v.Kinds["* "+place+"/items"] = reference.Unordered
	}
	return v
}

// outcome does not tell refusals apart: the document has none of them.
func outcome(_ string, a *reference.Answer) string {
	if a.Status/100 == 2 {
		return reference.Accepted
	}
	return reference.Refused
}

// plain writes packages in one way.
func (c calls) plain(operation string, body any) any {
	o, isObject := body.(map[string]any)
	if !isObject {
		return body
	}
	switch operation {
	case "preparePackage", "readPackage":
		return steps.PlainPackage(o, c.prepares)
	case "listPackages":
		list, _ := o["results"].([]any)
		results := []any{}
		for _, one := range list {
			if p, isObject := one.(map[string]any); isObject {
				results = append(results, steps.PlainPackage(p, c.prepares))
			}
		}
		return map[string]any{"count": o["count"], "results": results, "more": o["next"] != nil}
	case "subscribeWebhook":
		return map[string]any{"id": o["id"]}
	}
	return body
}

// prepares tells whether a command of a package is the one that prepares it. How
// it is named is published of our own simulator alone.
func (c calls) prepares(command any) bool {
	names := []any{command}
	if o, isObject := command.(map[string]any); isObject {
		names = []any{o["transition"], o["slug"]}
	}
	known := c.fixtures().Command
	for _, name := range names {
		switch text := fmt.Sprint(name); text {
		case "PREPARE_PACKAGE_COMMAND", known.Slug, strconv.FormatInt(known.Transition, 10):
			return true
		}
	}
	return false
}

// What stands for credentials until a request is sent.
const (
	withKey      = "key"
	withStranger = "stranger"
	userName     = "plumbline-username"
	userPassword = "plumbline-password"
)

// sign adds the key of the side that a request goes to.
func (c calls) sign(r *reference.Request, vars map[string]string, model bool) {
	access := c.fixtures().Access
	if model {
		access = steps.Access{
			Username: "store-integration", Password: "not-a-real-password", Key: "not-a-real-key", StrangerKey: "not-a-real-reporting-key",
		}
	}
	if r.Operation == "logIn" {
		r.Body = []byte(strings.NewReplacer(userName, access.Username, userPassword, access.Password).Replace(string(r.Body)))
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	key := access.Key
	if key == "" {
		key = vars["key"]
	}
	switch {
	case r.Role == withStranger:
		r.Header.Set("Authorization", "Token "+access.StrangerKey)
	case r.Role == withKey:
		r.Header.Set("Authorization", "Token "+key)
	case model && r.Role == "" && r.Header.Get("Authorization") != "": // of a client whose key the model does not know
		scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		r.Header.Set("Authorization", scheme+" "+key)
	}
	r.Role = ""
}

// saw keeps the key of a log-in, and the last subscription.
func saw(r *reference.Request, a *reference.Answer, vars map[string]string) {
	var told struct {
		Key string
		ID  json.Number
	}
	if a.Status/100 != 2 || json.Unmarshal(a.Body, &told) != nil {
		return
	}
	if r.Operation == "logIn" && told.Key != "" {
		vars["key"] = told.Key
	}
	if r.Operation == "subscribeWebhook" && told.ID != "" {
		vars["hook"] = told.ID.String()
	}
}

// about names the package that a request is about. What a list or a log-in shows
// hangs on what the reference never sees.
func about(r *reference.Request) string {
	switch r.Operation {
	case "preparePackage", "readPackage":
		_, rest, _ := strings.Cut(r.Path, "/packages/")
		id, _, _ := strings.Cut(rest, "/")
		return id
	}
	return r.Operation
}

// start tells what a package was that is seen for the first time: only reading
// shows it.
func (c calls) start(r *reference.Request, a *reference.Answer) reference.Start {
	switch {
	case r.Operation != "readPackage":
		return reference.Start{}
	case a.Status == http.StatusNotFound:
		return reference.Start{Known: true}
	case a.Status/100 != 2:
		return reference.Start{}
	}
	seed := c.mirrorOf(a.Body)
	return reference.Start{Known: seed != nil, Seed: seed, Hidden: hidden(seed)}
}

// hidden are the same beginnings where the installation lacks sub-commands: no
// answer shows which it has.
func hidden(seed []byte) [][]byte {
	all := []string{"DETECTED_OUT_OF_STOCK_ITEM", "REPLACE_PRODUCT", "PKG_STATE_TRANSITION"}
	var list [][]byte
	for without := 1; seed != nil && without < 1<<len(all); without++ {
		var document map[string]any
		if decode(seed, &document) != nil {
			return nil
		}
		installation, _ := document["installation"].(map[string]any)
		has := []string{}
		for i, name := range all {
			if without&(1<<i) == 0 {
				has = append(has, name)
			}
		}
		installation["sub_commands"] = has
		list = append(list, reference.JSON(document))
	}
	return list
}

// mirrorOf makes a seed of a package as it is read, with the installation's names
// and what else the profile tells; nil where it shows too little.
func (c calls) mirrorOf(body []byte) []byte {
	var o map[string]any
	if decode(body, &o) != nil {
		return nil
	}
	p := steps.PlainPackage(o, c.prepares)
	read, _ := p["items"].([]any)
	raw, _ := o["packageitem_set"].([]any)
	if p["id"] == nil || p["number"] == nil || p["order"] == nil || p["location"] == nil || p["state"] == nil || len(read) != len(raw) {
		return nil
	}
	items := []any{}
	for i := range read {
		it, _ := read[i].(map[string]any)
		omnitron := omnitronOf(raw, fmt.Sprint(it["id"]))
		if it["order item"] == nil || it["product"] == nil || it["quantity"] == nil || omnitron == 0 {
			return nil
		}
		item := map[string]any{
			"id": wholeOf(it["id"]), "order_item": wholeOf(it["order item"]), "omnitron_id": number(omnitron), "sku": it["product"], "quantity": it["quantity"],
		}
		if out, _ := it["out of stock"].(bool); out {
			item["state"] = json.Number("920")
		}
		for member, name := range map[string]string{"barcode": "barcode", "unit_weight": "unit weight"} {
			if value := it[name]; value != nil && value != "" {
				item[member] = value
			}
		}
		items = append(items, item)
	}
	document := c.installation()
	document["stock_locations"] = []any{map[string]any{"id": wholeOf(p["location"]), "name": "of the target"}}
	document["packages"] = []any{map[string]any{
		"id": wholeOf(p["id"]), "number": p["number"], "state": wholeOf(p["state"]), "stock_location": wholeOf(p["location"]),
		"order": map[string]any{"id": wholeOf(p["id"]), "number": p["order"]}, "items": items,
	}}
	return reference.JSON(document)
}

// installation is what the profile tells of the target's, as a seed.
func (c calls) installation() map[string]any {
	f := c.fixtures()
	named := func(k steps.Command, prepare bool) map[string]any {
		slug := k.Slug
		if prepare { // the reference knows the command by the slug that the document has
			slug = "PREPARE_PACKAGE_COMMAND"
		}
		return map[string]any{"transition": number(k.Transition), "slug": slug}
	}
	commands := []any{named(f.Command, true)}
	if f.Other.Slug != "" {
		commands = append(commands, named(f.Other, false))
	}
	document := map[string]any{"installation": map[string]any{"commands": commands}}
	var known []string
	for _, sku := range f.Products {
		if sku != "" {
			known = append(known, sku)
		}
	}
	document["products"] = known
	var reasons []any
	for id, active := range map[int64]bool{f.Reason: true, f.Inactive: false} {
		if id != 0 {
			reasons = append(reasons, map[string]any{"id": number(id), "title": "of the target", "is_active": active})
		}
	}
	document["denial_reasons"] = reasons
	return document
}

func omnitronOf(raw []any, id string) int64 {
	for _, one := range raw {
		if it, isObject := one.(map[string]any); isObject && fmt.Sprint(it["id"]) == id {
			return steps.OmnitronOf(it)
		}
	}
	return 0
}

func wholeOf(v any) json.Number { return json.Number(fmt.Sprint(v)) }

func decode(body []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	return d.Decode(into)
}

// begin seeds a few packages in any states, or takes one of the profile's.
func (c calls) begin(ctx context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	if !d.Session.Controlled() {
		return c.borrow(ctx, d)
	}
	f := c.fixtures().On(d.Session)
	document := c.installation()
	document["products"] = []string{"10029", "10030", "10031", f.Products[0], f.Products[1]}
	document["denial_reasons"] = []any{
		map[string]any{"id": number(f.Reason), "title": "Not on the shelf", "is_active": true},
		map[string]any{"id": number(f.Inactive), "title": "Withdrawn", "is_active": false},
	}
	document["stock_locations"] = []any{map[string]any{"id": 2, "name": "Example shop", "erp_code": "369"}}
	if d.Chance(3) { // else the installation of the sample, which has all sub-commands
		document["installation"].(map[string]any)["sub_commands"] = reference.One(d, //nolint:forcetypeassert // made above
			[]string{}, []string{"REPLACE_PRODUCT", "PKG_STATE_TRANSITION"}, []string{"DETECTED_OUT_OF_STOCK_ITEM", "PKG_STATE_TRANSITION"},
			[]string{"DETECTED_OUT_OF_STOCK_ITEM", "REPLACE_PRODUCT"})
	}
	var list []any
	for range 4 { // a package can be prepared once
		list = append(list, drawnPackage(d))
	}
	document["packages"] = list
	return reference.JSON(document), nil, nil
}

// borrow is for targets whose packages are those of the profile.
func (c calls) borrow(ctx context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	client := steps.NewClient(d.Session, c.fixtures().Access)
	p, err := c.fixtures().Packages.Obtain(ctx, client, d.Random, steps.Waiting)
	if err != nil {
		return nil, nil, err
	}
	answer, err := client.Read(ctx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	if mirror = c.mirrorOf(answer.Body); mirror == nil {
		return nil, nil, notMirrored()
	}
	var o map[string]any
	if err := decode(answer.Body, &o); err != nil {
		return nil, nil, notMirrored()
	}
	e := &reference.Entity{ID: strconv.FormatInt(p.ID, 10), Data: map[string]any{}}
	var items []drawnItem
	raw, _ := o["packageitem_set"].([]any)
	for _, one := range raw {
		it, _ := one.(map[string]any)
		plain, _ := steps.PlainPackage(map[string]any{"packageitem_set": []any{it}}, c.prepares)["items"].([]any)
		m, _ := plain[0].(map[string]any)
		items = append(items, drawnItem{wholeOf(it["id"]), wholeOf(m["order item"]), number(steps.OmnitronOf(it))})
	}
	e.Data["items"] = items
	d.Entities = append(d.Entities, e)
	return nil, mirror, nil
}
