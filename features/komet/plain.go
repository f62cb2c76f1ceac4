package komet

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Plain writes the body of an answer that succeeded in one way, where the pages
// leave several; what an answer does not show is left out.
func Plain(operation string, body map[string]any) map[string]any {
	switch operation {
	case "createPrebook":
		return plainCreation(body)
	case "listPrebookDetails":
		return map[string]any{"prebooks": each(objects(body, "prebooks"), plainPrebook)}
	case "listPurchaseOrders":
		return map[string]any{"orders": each(objects(body, "purchaseOrders"), func(o map[string]any) map[string]any {
			return shown(o, map[string]string{"id": "id", "number": "number", "status": "status"})
		})}
	case "login":
		return map[string]any{"token": plain(body["apiKey"])}
	}
	for _, kind := range Kinds() {
		if list, there := body[listMember(kind)]; there && list != nil {
			return map[string]any{"entries": each(objects(body, listMember(kind)), func(o map[string]any) map[string]any {
				return shown(o, map[string]string{"id": "id", codeMember(kind): "code", nameMember(kind): "name"})
			})}
		}
	}
	return map[string]any{"entries": []any{}}
}

func each(list []map[string]any, write func(map[string]any) map[string]any) []any {
	out := []any{}
	for _, one := range list {
		out = append(out, write(one))
	}
	return out
}

// shown takes members over by other names, as texts: a number may be written
// either way.
func shown(in map[string]any, names map[string]string) map[string]any {
	out := map[string]any{}
	for from, to := range names {
		if text := plain(in[from]); text != "" || in[from] == "" {
			out[to] = text
		}
	}
	return out
}

func plainCreation(body map[string]any) map[string]any {
	out := shown(body, map[string]string{"prebookId": "id", "prebookNumber": "number"})
	out["status"] = body["status"] // how it is written is a rule
	if text, isText := body["prebookNumber"].(string); isText {
		out["number written"] = "as text"
		if strings.HasPrefix(text, "0") {
			out["number written"] = "as text with zeros"
		}
	} else {
		out["number written"] = "as a number"
	}
	orders, separator := []any{}, ""
	written, given := body["purchaseOrderNumbers"]
	text := plain(written)
	if strings.TrimSpace(text) != "" {
		for _, number := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			orders = append(orders, number)
		}
		if at := strings.IndexAny(text, ",; "); at >= 0 {
			separator = text[at:][:len(text[at:])-len(strings.TrimLeft(text[at:], ",; "))]
		}
	}
	out["orders"], out["separator"], out["orders are told"] = orders, separator, given && written != nil
	out["says created"] = saysAll(body, "prebook", "successfully", "created")
	out["says ordered"] = len(orders) == 0 || saysAll(body, "purchase orders")
	out["items are told"] = body["items"] != nil
	out["items"] = each(objects(body, "items"), plainAnswer)
	return out
}

func saysAll(body map[string]any, words ...string) bool {
	message := strings.ToLower(plain(body["message"]))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(message, w) })
}

// plainAnswer is what an item is told.
func plainAnswer(item map[string]any) map[string]any {
	out := map[string]any{"status": item["status"]}
	for name, as := range map[string]string{
		"prebookItemId": "id", "identifier": "identifier", "productId": "product", "productCode": "code",
		"futureSalesPoNumber": "future order", "availableBoxes": "available boxes",
	} {
		out[as] = plain(item[name])
	}
	if same(plain(item["status"]), "1") {
		out["says added"] = saysAll(item, "added", "order")
	}
	return out
}

func plainPrebook(p map[string]any) map[string]any {
	out := shown(p, map[string]string{
		"id": "id", "number": "number", "locationCode": "location", "customerId": "customer", "customerPONumber": "customer PO",
		"carrierId": "carrier", "comments": "comments",
	})
	if date := plain(p["truckDate"]); len(date) >= len(time.DateOnly) {
		out["date"] = date[:len(time.DateOnly)]
	}
	for _, via := range []string{"warehouse", "grower"} {
		if strings.Contains(strings.ToLower(plain(p["shipVia"])), via) {
			out["ship via"] = via
		}
	}
	if p["details"] != nil {
		out["lines"] = each(objects(p, "details"), plainLine)
	}
	return out
}

func plainLine(l map[string]any) map[string]any {
	out := shown(l, map[string]string{"prebookItemId": "id", "productId": "product", "boxType": "box type", "markCode": "mark code"})
	for from, to := range map[string]string{
		"totalBoxes": "boxes", "bunches": "bunches", "stemsBunch": "stems a bunch", "unitPrice": "price", "totalPrice": "total", "allocatedBoxes": "allocated",
	} {
		if text := plain(l[from]); text != "" {
			out[to] = json.Number(text)
		}
	}
	out["unit"] = strings.ToLower(plain(l["unitType"]))
	out["vendor"] = plain(l["vendorId"]) // empty where none is
	out["parts"] = each(objects(l, "breakdowns"), func(part map[string]any) map[string]any {
		one := map[string]any{"product": plain(part["productId"])}
		for from, to := range map[string]string{"bunches": "bunches", "stemsBunch": "stems a bunch", "unitPrice": "price", "price": "price"} {
			if text := plain(part[from]); text != "" {
				one[to] = json.Number(text)
			}
		}
		return one
	})
	return out
}
