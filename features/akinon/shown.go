package akinon

import "encoding/json"

// first returns the value at the first of several places where there is one
// that is neither an object nor a list. No page prints an item in full, so that
// it may stand in an object of its own, or flat.
func first(o members, places ...[]string) (value any, there bool) {
	for _, path := range places {
		value, there = at(o, path...)
		switch value.(type) {
		case members, []any:
			there = false
		}
		if there {
			return value, true
		}
	}
	return nil, false
}

func asText(value any) string { return text(members{"value": value}, "value") }

// orderItemOf is the id of the item of the order; 0 where none is shown.
func orderItemOf(it members) int64 {
	value, _ := first(it, []string{"order_item", "id"}, []string{"order_item"}, []string{"order_item_id"})
	return number(value)
}

// omnitronOf is the Omnitron id of an item; guessed says that the name of the
// member does not prove it to be one.
func omnitronOf(it members) (id int64, guessed bool) {
	value, there := first(it, []string{"order_item", "omnitron_id"}, []string{"omnitron_id"})
	if there && value != nil {
		return number(value), false
	}
	value, _ = first(it, []string{"order_item", "remote_id"}, []string{"remote_id"})
	return number(value), true
}

// orderNumberOf is the number of a package's order; empty where none is shown.
func orderNumberOf(o members) string {
	value, _ := first(o, []string{"order", "number"}, []string{"order_number"}, []string{"order"})
	return asText(value)
}

// locationOf is the id of a package's stock location; empty where none is shown.
func locationOf(o members) string {
	value, _ := first(o, []string{"stock_location", "id"}, []string{"stock_location"})
	if n := number(value); n != 0 {
		return asText(json.Number(asText(n)))
	}
	return asText(value)
}
