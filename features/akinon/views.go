package akinon

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/target"
)

// The numbers of states that the rules name.
const (
	waiting           = "100"
	preparing         = "200"
	readyForPackaging = "400"
	packed            = "500"
	outOfStock        = "920"
)

// object reads the object of an answer, numbers as they are written.
func object(a *target.Answer) (members, error) {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	var o members
	if err := decoder.Decode(&o); err != nil || o == nil || decoder.More() {
		return nil, target.Mismatch("body", told(a), "a JSON object")
	}
	return o, nil
}

// at returns what is at a path of members, and whether there is anything.
func at(o members, path ...string) (any, bool) {
	var value any = o
	for _, name := range path {
		inner, _ := value.(members)
		var there bool
		if value, there = inner[name]; !there {
			return nil, false
		}
	}
	return value, true
}

// text returns what is at a path as text, a number as it is written; empty
// where there is nothing.
func text(o members, path ...string) string {
	value, there := at(o, path...)
	if !there || value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// whole returns the whole number at a path; 0 where there is none.
func whole(o members, path ...string) int64 {
	value, _ := at(o, path...)
	number, _ := value.(json.Number)
	n, err := strconv.ParseInt(number.String(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// objects returns the objects of a list.
func objects(o members, name string) []members {
	list, _ := o[name].([]any)
	var found []members
	for _, element := range list {
		inner, _ := element.(members)
		found = append(found, inner)
	}
	return found
}

// view is a package as it is read.
type view struct {
	members members
	items   []members // by their ids
}

// viewOf reads an answer to reading a package.
func viewOf(a *target.Answer) (view, error) {
	o, err := object(a)
	if err != nil {
		return view{}, err
	}
	v := view{members: o, items: objects(o, "packageitem_set")}
	slices.SortFunc(v.items, func(a, b members) int { return int(whole(a, "id") - whole(b, "id")) })
	return v, nil
}

// view reads a package. One that can't be read leaves the case open.
func (c *Client) view(ctx context.Context, id int64) (view, error) {
	answer, err := c.Read(ctx, id)
	if err != nil {
		return view{}, err
	}
	if answer.Status != 200 {
		return view{}, &target.Inconclusive{Reason: fmt.Sprintf("precondition: reading the package %d was answered with %s", id, told(answer))}
	}
	return viewOf(answer)
}

// seen is what the contract knows of a package, as text to be compared: other
// members, the order of items and commands, and white space mean nothing.
func (v view) seen() (string, error) {
	known, _ := knownOf(v.members).(members)
	known["packageitem_set"] = knownOf(anys(v.items))
	commands := objects(v.members, "commands")
	slices.SortFunc(commands, func(a, b members) int { return strings.Compare(text(a, "slug"), text(b, "slug")) })
	known["commands"] = knownOf(anys(commands))
	encoded, err := json.Marshal(known)
	if err != nil {
		return "", fmt.Errorf("akinon: %w", err)
	}
	return string(encoded), nil
}

func anys(list []members) []any {
	all := []any{}
	for _, o := range list {
		all = append(all, o)
	}
	return all
}

// knownOf leaves out the members that no schema of a package has.
func knownOf(value any) any {
	switch value := value.(type) {
	case members:
		known := members{}
		for _, name := range []string{
			"id", "number", "state", "enum_class", "enum_value", "name", "order", "stock_location", "erp_code", "created_date", "modified_date",
			"commands", "transition", "slug", "packageitem_set", "order_item", "omnitron_id", "product", "sku", "quantity", "unit_weight", "barcode",
		} {
			if inner, there := value[name]; there {
				known[name] = knownOf(inner)
			}
		}
		return known
	case []any:
		all := []any{}
		for _, inner := range value {
			all = append(all, knownOf(inner))
		}
		return all
	}
	return value
}

// state returns the number of the package's state.
func (v view) state() string { return stateOf(v.members) }

// stateOf tells a state by its number: whether that is a text, and there at
// all, is a rule of its own, so the vendor's names will do.
func stateOf(o members) string {
	number, name := text(o, "state", "enum_value"), text(o, "state", "name")
	named := map[string]string{
		"waiting": waiting, "preparing": preparing, "ready for packaging": readyForPackaging, "packed": packed, "out of stock": outOfStock,
	}
	for _, told := range []string{number, name} {
		if known := named[strings.ToLower(told)]; known != "" && !isNumber(number) {
			return known
		}
	}
	return number
}

func isNumber(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

// item returns the item with an id; nil where it is not listed.
func (v view) item(id int64) members {
	for _, it := range v.items {
		if whole(it, "id") == id {
			return it
		}
	}
	return nil
}

// ids returns the ids of all items.
func (v view) ids() []int64 {
	var list []int64
	for _, it := range v.items {
		list = append(list, whole(it, "id"))
	}
	return list
}

// marked tells whether an item is out of stock: it is not listed any more, or
// in a state that is neither the one it had nor that of the package. How it is
// listed is a rule of its own.
func (v view) marked(id int64, before view) bool {
	now := v.item(id)
	if now == nil {
		return true
	}
	state := stateOf(now)
	return state == outOfStock || state != stateOf(before.item(id)) && state != v.state()
}

// sameNumber compares two numbers by their value.
func sameNumber(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}

// told is an answer for people, cut where it is long.
func told(a *target.Answer) string {
	const most = 200
	body := string(bytes.TrimSpace(a.Body))
	if len(body) > most {
		body = strings.ToValidUTF8(body[:most], "") + "…"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, body))
}
