package akinon

import (
	"encoding/json"
	"strconv"
)

// PlainPackage is a package as every server shows it that the documents allow:
// what may be written in several ways is written in one, and what an answer does
// not show is left out. The commands count as far as names finds that of preparing.
func PlainPackage(o map[string]any, names func(command any) bool) map[string]any {
	v := viewIn(o)
	out := map[string]any{}
	keep := func(name, value string) {
		if value != "" {
			out[name] = value
		}
	}
	keep("id", text(o, "id"))
	keep("number", text(o, "number"))
	keep("order", orderNumberOf(o))
	keep("location", locationOf(o))
	if _, shown := o["state"]; shown {
		out["state"] = stateOf(o)
	}
	if commands, shown := o["commands"].([]any); shown {
		out["preparable"] = false
		for _, c := range commands {
			if names(c) {
				out["preparable"] = true
			}
		}
	}
	if v.listed {
		items := []any{}
		for _, it := range v.items {
			plain := plainItem(it)
			plain["id alone"] = len(it) == 1 // such an item is not one that shows the rest
			items = append(items, plain)
		}
		out["items"] = items
	}
	return out
}

// plainItem is an item that is listed. Of its state it counts whether it is out
// of stock: what else it may be called is not published.
func plainItem(it members) map[string]any {
	out := map[string]any{"id": text(it, "id")}
	if id := orderItemOf(it); id != 0 {
		out["order item"] = strconv.FormatInt(id, 10)
	}
	if _, shown := it["state"]; shown {
		out["out of stock"] = stateOf(it) == outOfStock
	}
	for _, p := range properties() {
		value, shown := p.shown(it)
		switch {
		case shown && p.numeric && value != "":
			out[p.name] = json.Number(value)
		case shown:
			out[p.name] = value
		}
	}
	return out
}

// OmnitronOf is the Omnitron id of an item as it is shown; 0 where none is.
func OmnitronOf(it map[string]any) int64 {
	id, guessed := omnitronOf(it)
	if guessed {
		return 0
	}
	return id
}
