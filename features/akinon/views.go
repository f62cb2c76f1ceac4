package akinon

import (
	"bytes"
	"cmp"
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

// whole returns the whole number at a path, be it written as 1, 1.0 or in
// quotes; 0 where there is none.
func whole(o members, path ...string) int64 {
	value, _ := at(o, path...)
	return number(value)
}

func number(value any) int64 {
	switch value.(type) {
	case json.Number, string:
	default:
		return 0
	}
	written := fmt.Sprint(value)
	if n, err := strconv.ParseInt(written, 10, 64); err == nil {
		return n
	}
	r, ok := new(big.Rat).SetString(written)
	if _, isText := value.(string); isText || len(written) > maxDigits || !ok || !r.IsInt() || !r.Num().IsInt64() {
		return 0
	}
	return r.Num().Int64()
}

// maxDigits bounds what is read as a number with a fraction or an exponent.
const maxDigits = 40

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
	listed  bool      // the items are there as a list
}

// viewOf reads an answer that shows a package.
func viewOf(a *target.Answer) (view, error) {
	o, err := object(a)
	if err != nil {
		return view{}, err
	}
	return viewIn(o), nil
}

// viewIn reads a package. An item that is no object is its id.
func viewIn(o members) view {
	v := view{members: o}
	var list []any
	for _, name := range []string{"packageitem_set", "package_items", "items"} {
		if list, v.listed = o[name].([]any); v.listed {
			break
		}
	}
	for _, element := range list {
		it, isObject := element.(members)
		if !isObject {
			it = members{"id": element}
		}
		v.items = append(v.items, it)
	}
	slices.SortStableFunc(v.items, func(a, b members) int { return cmp.Compare(whole(a, "id"), whole(b, "id")) })
	return v
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
	commands, _ := v.members["commands"].([]any)
	known["commands"] = knownOf(slices.SortedFunc(slices.Values(commands), func(a, b any) int { return strings.Compare(quoted(a), quoted(b)) }))
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
// all, is a rule of its own, so the vendor's names will do, and a state that is
// no object.
func stateOf(o members) string {
	number, name := text(o, "state", "enum_value"), text(o, "state", "name")
	if _, isObject := o["state"].(members); !isObject {
		number = text(o, "state")
	}
	named := map[string]string{
		"waiting": waiting, "preparing": preparing, "ready for packaging": readyForPackaging, "packed": packed, "out of stock": outOfStock,
	}
	for _, told := range []string{number, name} {
		if known := named[strings.ToLower(strings.ReplaceAll(told, "_", " "))]; known != "" && !isNumber(number) {
			return known
		}
	}
	if n := whole(members{"n": json.Number(number)}, "n"); n != 0 {
		return strconv.FormatInt(n, 10)
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

// itemOf returns what has become of an item: the item of its id, or else the
// one that carries out the same item of the order; nil where neither is listed.
func (v view) itemOf(before members) members {
	if now := v.item(whole(before, "id")); now != nil {
		return now
	}
	of := orderItemOf(before)
	for _, it := range v.items {
		if of != 0 && orderItemOf(it) == of {
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
func (v view) marked(before members) bool {
	now := v.itemOf(before)
	if now == nil {
		return true
	}
	state := stateOf(now)
	return state == outOfStock || state != stateOf(before) && state != v.state()
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
