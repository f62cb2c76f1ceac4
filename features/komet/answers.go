package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/target"
)

// members returns the object of an answer, numbers as they are written; nil
// where the answer is no JSON object and nothing else.
func members(a *target.Answer) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	var found map[string]any
	if decoder.Decode(&found) != nil || decoder.More() {
		return nil
	}
	return found
}

// objects returns the objects of an array of an answer or of its parts.
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

// entries returns the entries of a list of a kind.
func entries(kind string, a *target.Answer) []map[string]any {
	return objects(members(a), listMember(kind))
}

// Lists tells whether a list of a kind has an entry of that id.
func Lists(kind, id string, a *target.Answer) bool {
	for _, entry := range entries(kind, a) {
		if text := plain(entry["id"]); text != "" && same(text, id) {
			return true
		}
	}
	return false
}

// items returns what became of the items of a creation.
func items(a *target.Answer) []map[string]any { return objects(members(a), "items") }

// plain writes a number or a text without what tells one from the other, since
// documentation and samples differ in that; empty for anything else.
func plain(value any) string {
	switch v := value.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}

// same tells whether two plain values are one number or one text.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, xIs := new(big.Rat).SetString(a)
	y, yIs := new(big.Rat).SetString(b)
	return xIs && yIs && x.Cmp(y) == 0
}

// Succeeded tells whether an answer has status 1, as a number or as text. No
// page prints an HTTP status, so any 2xx will do.
func Succeeded(a *target.Answer) bool {
	return a.Status/100 == 2 && told(a, "1")
}

// told tells whether an answer has a status, as a number or as text.
func told(a *target.Answer, status string) bool {
	text := plain(members(a)["status"])
	return text != "" && same(text, status)
}

// RefusedWhole tells whether an answer refuses the call as a whole: by a status
// of 0, or, since no page names HTTP statuses, by a 4xx.
func RefusedWhole(a *target.Answer) bool {
	return a.Status/100 == 4 || a.Status/100 == 2 && told(a, "0")
}

// EmptyList tells whether an answer says of a list that nothing was found, by a
// status of 0. Clients of the vendor test for such messages; no page shows with
// which status they come.
func EmptyList(a *target.Answer) bool {
	if a.Operation == nil || !strings.HasPrefix(a.Operation.ID, "list") || a.Status >= http.StatusInternalServerError || !told(a, "0") {
		return false
	}
	return strings.Contains(strings.ToLower(plain(members(a)["message"])), "not found")
}

// ListRead tells whether a list was read, entries or none.
func ListRead(a *target.Answer) bool { return Succeeded(a) || EmptyList(a) }

// Missing tells whether a method that is no matter of the document is none that
// the target has.
func Missing(a *target.Answer) bool {
	switch a.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return !EmptyList(a)
	}
	return false
}

// Refused tells whether an answer refuses the call or one of its items. The
// documentation does not say which of the two a wrong item leads to.
func Refused(a *target.Answer) bool {
	if RefusedWhole(a) {
		return true
	}
	for _, item := range items(a) {
		if status := plain(item["status"]); status != "" && same(status, "0") {
			return true
		}
	}
	return false
}

// Told is an answer for people, cut where it is long.
func Told(a *target.Answer) string {
	const most = 300
	body := string(bytes.TrimSpace(a.Body))
	if len(body) > most {
		body = body[:most] + "…"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, body))
}

// numbers returns the purchase order numbers of an answer.
func numbers(a *target.Answer) []string {
	text, _ := members(a)["purchaseOrderNumbers"].(string)
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

const (
	wantSuccess = "2xx with status 1, and no item with status 0"
	wantRefusal = "2xx with status 0, or 4xx"
)

// isAccepted tells whether the last call succeeded with all its items.
func (s *steps) isAccepted() bool { return Succeeded(s.answer) && !Refused(s.answer) }

func (s *steps) accepted(ctx context.Context) error {
	if s.isAccepted() {
		return nil
	}
	return s.unless(ctx, target.Mismatch("answer", Told(s.answer), wantSuccess))
}

func (s *steps) refused(ctx context.Context) error {
	if RefusedWhole(s.answer) {
		return s.owner().Awake(ctx)
	}
	return target.Mismatch("answer", Told(s.answer), wantRefusal)
}

// itemRefused wants that a wrong item is not taken, alone or with the request.
func (s *steps) itemRefused(ctx context.Context) error {
	if Refused(s.answer) {
		return s.owner().Awake(ctx)
	}
	return target.Mismatch("answer", Told(s.answer), wantRefusal, "2xx with status 0 for an item")
}

// wasRefused leaves a rule open where what it is about was not refused.
func (s *steps) wasRefused(ctx context.Context, refused bool) error {
	if !refused {
		return needed("what was to be refused", false, s.answer)
	}
	return s.owner().Awake(ctx)
}

// needed leaves a rule open where what it presupposes did not happen.
func needed(what string, holds bool, a *target.Answer) error {
	if holds {
		return nil
	}
	return &target.Inconclusive{Reason: "precondition: " + what + " was answered with " + Told(a)}
}
