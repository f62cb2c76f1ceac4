package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	steps "github.com/plumbline-api/plumbline/features/komet"
	"github.com/plumbline-api/plumbline/target"
)

// look is what one call of the contract phase sees of the prebooks of its day.
type look struct {
	caller
	session *target.Session
	date    string
	mark    string                 // the customer's purchase order of the call
	known   []string               // ids of the prebooks that were there before
	found   map[string]steps.Entry // what the call names
}

// day is the prebooks of a day.
type day struct {
	prebooks []map[string]any
	ids      []string
	lines    string // to be compared
}

// How long a prebook that was created may take to be listed, unless the profile
// says otherwise, and how often it is looked for.
const (
	patience = 3 * time.Second
	looks    = 30
)

// day reads the prebooks of the day, but for those of other calls of this phase.
// A header alone has no lines: where an item fails the documentation leaves open
// whether one is created.
func (l *look) day(ctx context.Context) (day, error) {
	answer, err := l.client(l.session).Details(ctx, l.date, nil)
	if err != nil {
		return day{}, err
	}
	if !steps.ListRead(answer) {
		return day{}, &target.Inconclusive{Reason: "precondition: prebook.details.list was answered with " + steps.Told(answer)}
	}
	decoder := json.NewDecoder(bytes.NewReader(answer.Body))
	decoder.UseNumber()
	var list struct{ Prebooks []map[string]any }
	if err := decoder.Decode(&list); err != nil {
		return day{}, target.Mismatch("prebook.details.list", steps.Told(answer), "a list of prebooks")
	}
	var seen day
	var lines []string
	for _, p := range list.Prebooks {
		if order := plain(p["customerPONumber"]); strings.HasPrefix(order, markOf) && order != l.mark {
			continue
		}
		seen.prebooks, seen.ids = append(seen.prebooks, p), append(seen.ids, plain(p["id"]))
		for _, line := range objects(p, "details") {
			lines = append(lines, lineText(line))
		}
	}
	slices.Sort(lines)
	seen.lines = strings.Join(lines, "\n")
	return seen, nil
}

// lineText is what the pages have of a line, in one form.
func lineText(line map[string]any) string {
	text := only(line, "prebookItemId", "vendorId", "productId", "totalBoxes", "boxType", "bunches", "stemsBunch", "unitPrice", "unitType", "totalPrice", "markCode")
	for _, part := range objects(line, "breakdowns") {
		text += " (" + only(part, "productId", "bunches", "stemsBunch", "price") + ")"
	}
	return text
}

func only(object map[string]any, names ...string) string {
	var list []string
	for _, name := range names {
		if text := plain(object[name]); text != "" {
			list = append(list, name+" "+text)
		}
	}
	return strings.Join(list, ", ")
}

// fresh waits for the one prebook that was not there before; nil where there is
// none by itself.
func (l *look) fresh(ctx context.Context) (found map[string]any, seen day, err error) {
	limit := l.session.Settle(patience)
	for range looks {
		if seen, err = l.day(ctx); err != nil {
			return nil, seen, err
		}
		list := slices.DeleteFunc(slices.Clone(seen.prebooks), func(p map[string]any) bool { return slices.Contains(l.known, plain(p["id"])) })
		if len(list) == 1 {
			return list[0], seen, nil
		}
		if l.session.Controlled() || len(list) > 1 {
			break
		}
		select {
		case <-ctx.Done():
			return nil, seen, ctx.Err()
		case <-time.After(limit / looks):
		}
	}
	return nil, seen, nil
}

// observe looks at the lines of the day. What the call has just made is given
// time to show.
func (l *look) observe(ctx context.Context) (string, error) {
	answers := l.session.Answers()
	if n := len(answers); n > 0 && answers[n-1].Operation != nil && answers[n-1].Operation.ID == "createPrebook" && steps.Succeeded(&answers[n-1]) {
		_, seen, err := l.fresh(ctx)
		return seen.lines, err
	}
	seen, err := l.day(ctx)
	return seen.lines, err
}

// shown is the one new prebook of the day, laid out as the body that made it.
func (l *look) shown(ctx context.Context, body map[string]any) (any, error) {
	found, _, err := l.fresh(ctx)
	switch {
	case err != nil:
		return nil, err
	case found == nil:
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("what was created on %s is not listed there by itself", l.date)}
	}
	return l.asSent(found, body), nil
}

// asSent lays a prebook out as a creation: what the list does not have is left
// out, and what it has empty is empty.
func (l *look) asSent(p, body map[string]any) map[string]any {
	out := map[string]any{}
	texts(out, p, map[string]string{"customerPONumber": "customerPO", "comments": "comments"})
	if _, sent := body["companyLocationCode"]; sent {
		texts(out, p, map[string]string{"locationCode": "companyLocationCode"})
	}
	if date := plain(p["truckDate"]); len(date) >= len(time.DateOnly) {
		out["shipDate"] = date[:len(time.DateOnly)]
	}
	switch via := strings.ToLower(plain(p["shipVia"])); {
	case strings.Contains(via, "warehouse"):
		out["shipViaId"] = json.Number("0")
	case strings.Contains(via, "grower"):
		out["shipViaId"] = json.Number("1")
	}
	l.named(out, p, steps.Customer, "customer", "customerId")
	l.named(out, p, steps.Carrier, "carrier", "carrierId")
	sent := objects(body, "prebookItems")
	if details, there := p["details"].([]any); there && len(details) == len(sent) && len(sent) == 1 {
		out["prebookItems"] = []any{l.lineAsSent(objects(p, "details")[0], sent[0])}
	} else if there && len(sent) > 0 {
		out["prebookItems"] = details
	}
	return out
}

func (l *look) lineAsSent(line, sent map[string]any) map[string]any {
	out := map[string]any{}
	texts(out, line, map[string]string{"markCode": "markCode"})
	numbers(out, line, map[string]string{"totalBoxes": "boxes", "bunches": "bunches", "stemsBunch": "stemsBunch", "unitPrice": "price"})
	if unit := plain(line["unitType"]); unit != "" {
		out["unitType"] = unit
		if strings.EqualFold(unit, plain(sent["unitType"])) {
			out["unitType"] = sent["unitType"]
		}
	}
	l.named(out, line, steps.Product, "product", "productId")
	l.named(out, line, steps.Vendor, "vendor", "vendorId")
	parts := objects(line, "breakdowns")
	if len(parts) == 0 || len(parts) != len(objects(sent, "breakdowns")) {
		return out
	}
	var list []any
	for _, part := range parts {
		one := map[string]any{}
		numbers(one, part, map[string]string{"bunches": "bunches", "stemsBunch": "stemsBunch", "price": "price"})
		l.named(one, part, steps.Product, "product", "productId")
		list = append(list, one)
	}
	out["breakdowns"] = list
	return out
}

// named shows an entry by the code that the call sent where the id is that
// entry's, and by its id otherwise.
func (l *look) named(out, in map[string]any, kind, prefix, id string) {
	text := plain(in[id])
	if text == "" {
		return
	}
	out[prefix+"Id"] = json.Number(text)
	if entry := l.found[kind]; entry.Code != "" {
		out[prefix+"Code"] = "of " + kind + " " + text
		if text == entry.ID {
			out[prefix+"Code"] = entry.Code
		}
	}
}

// texts takes over members that are there, by their names in the body.
func texts(out, in map[string]any, names map[string]string) {
	for from, to := range names {
		if value, there := in[from]; there {
			out[to] = plain(value)
		}
	}
}

// numbers takes over numbers, be they written as such or as text.
func numbers(out, in map[string]any, names map[string]string) {
	for from, to := range names {
		if text := plain(in[from]); text != "" {
			out[to] = json.Number(text)
		}
	}
}

// plain writes a number or a text without what tells one from the other.
func plain(value any) string {
	switch v := value.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}

// objects returns the objects of an array of an object.
func objects(of map[string]any, name string) []map[string]any {
	array, _ := of[name].([]any)
	var list []map[string]any
	for _, element := range array {
		if one, is := element.(map[string]any); is {
			list = append(list, one)
		}
	}
	return list
}
