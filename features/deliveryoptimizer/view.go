package deliveryoptimizer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// View is an order as a target shows it, in one form whatever the target's: GUIDs
// in lower case, numbers by their value, dates in UTC to the millisecond. What
// can't be understood stays as it came.
type View struct {
	OrderID, TenantID, LastUpdated, ExpiresAt, Type string // ExpiresAt is empty for none
	Lines                                           []LineView
}

// LineView is a line of a View.
type LineView struct{ Code, ArtGUID, Qty string }

// ReadOrder returns the order that an answer shows; nil where it says that there
// is none: by a 4xx, or by a success without an order, since no page says how.
func ReadOrder(a *target.Answer) (*View, error) {
	body := bytes.TrimSpace(a.Body)
	switch {
	case a.Status/100 == 4, a.Status/100 == 2 && (len(body) == 0 || string(body) == "null"):
		return nil, nil
	case a.Status/100 != 2:
		return nil, target.Mismatch("status of reading the order", strconv.Itoa(a.Status), "2xx", "4xx where there is none")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var order map[string]any
	if err := dec.Decode(&order); err != nil {
		return nil, target.Mismatch("body of reading the order", clip(string(body)), "an order as a JSON object")
	}
	v := &View{
		OrderID: guid(order["orderId"]), TenantID: number(order["tenantId"]), Type: plain(order["type"]),
		LastUpdated: instant(order["lastUpdated"]), ExpiresAt: instant(order["expiresAt"]),
	}
	list, isList := order["lines"].([]any)
	if !isList && order["lines"] != nil {
		return nil, target.Mismatch("lines of the order", clip(plain(order["lines"])), "a JSON array")
	}
	for i, one := range list {
		line, isObject := one.(map[string]any)
		if !isObject {
			return nil, target.Mismatch(fmt.Sprintf("lines/%d of the order", i), clip(plain(one)), "a JSON object")
		}
		v.Lines = append(v.Lines, LineView{Code: plain(line["code"]), ArtGUID: guid(line["artGuid"]), Qty: number(line["qty"])})
	}
	return v, nil
}

// viewOf is how an order that was sent is to be read back.
func viewOf(o api.Order) *View {
	v := &View{
		OrderID: o.OrderID.String(), TenantID: strconv.Itoa(int(o.TenantID)), Type: string(o.Type), LastUpdated: o.LastUpdated.UTC().Format(milliseconds),
	}
	if o.ExpiresAt != nil {
		v.ExpiresAt = o.ExpiresAt.UTC().Format(milliseconds)
	}
	for _, l := range o.Lines {
		v.Lines = append(v.Lines, LineView{l.Code, l.ArtGUID.String(), strconv.Itoa(int(l.Qty))})
	}
	return v
}

// JSON lays the order out as a request's body has it, its lines in the order of
// the articles given.
func (v *View) JSON(articles []string) map[string]any {
	lines := slices.Clone(v.Lines)
	place := func(l LineView) int {
		if i := slices.Index(articles, l.ArtGUID); i >= 0 {
			return i
		}
		return len(articles)
	}
	slices.SortStableFunc(lines, func(a, b LineView) int { return cmp.Compare(place(a), place(b)) })
	list := []any{}
	for _, l := range lines {
		list = append(list, map[string]any{"code": l.Code, "artGuid": l.ArtGUID, "qty": json.Number(l.Qty)})
	}
	out := map[string]any{
		"orderId": v.OrderID, "tenantId": json.Number(v.TenantID), "type": v.Type, "lastUpdated": v.LastUpdated, "expiresAt": nil, "lines": list,
	}
	if v.ExpiresAt != "" {
		out["expiresAt"] = v.ExpiresAt
	}
	return out
}

// milliseconds is as precise as the document's own dates.
const milliseconds = "2006-01-02T15:04:05.000Z07:00"

// instant reads a date, with an offset or without, which is taken for UTC.
func instant(value any) string {
	text := plain(value)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC().Format(milliseconds)
		}
	}
	return text
}

// guid reads a GUID in any of its usual forms.
func guid(value any) string {
	text := strings.ToLower(strings.Trim(plain(value), "{}()"))
	if len(text) == 32 {
		text = text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
	}
	return text
}

// number writes a number, or a text that is one, by its value: 1 for 1.0. What
// is none comes back as a number that nobody sends.
func number(value any) string {
	text := plain(value)
	if len(text) > 64 || strings.ContainsAny(text, "eE") { // a short text may stand for a huge number
		return text
	}
	r, ok := new(big.Rat).SetString(text)
	switch {
	case !ok:
		return text
	case r.IsInt():
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(9), "0")
}

// plain is a value as text; empty for null and for what is not there.
func plain(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(raw)
}

// describe tells what lines there are, as they stand.
func describe(lines []LineView) string {
	if len(lines) == 0 {
		return "none"
	}
	texts := make([]string, 0, len(lines))
	for _, l := range lines {
		texts = append(texts, fmt.Sprintf("%s of %s from %s", l.Qty, l.ArtGUID, l.Code))
	}
	return strings.Join(texts, ", ")
}

// sums tells how many of each article come from each origin, whatever the lines
// they stand in and their order.
func sums(lines []LineView) string {
	total := map[string]*big.Rat{}
	var odd []string
	for _, l := range lines {
		key := fmt.Sprintf("%s from %s", l.ArtGUID, l.Code)
		quantity, ok := new(big.Rat).SetString(l.Qty)
		switch {
		case !ok:
			odd = append(odd, fmt.Sprintf("%q of %s", l.Qty, key))
		case total[key] == nil:
			total[key] = quantity
		default:
			total[key].Add(total[key], quantity)
		}
	}
	texts := odd
	for key, quantity := range total {
		texts = append(texts, quantity.RatString()+" of "+key)
	}
	if len(texts) == 0 {
		return "none"
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// Boolean reads a boolean however its letters are cased; false where a body is
// none.
func Boolean(body []byte) (value, ok bool) {
	switch text := string(bytes.TrimSpace(body)); {
	case strings.EqualFold(text, "true"):
		return true, true
	case strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

// Missing tells whether a status says that there is no such call.
func Missing(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented
}

func clip(text string) string {
	if len(text) > 200 {
		return text[:200] + "…"
	}
	return text
}
