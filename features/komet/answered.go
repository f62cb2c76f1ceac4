package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *features.Steps) {
	sc.Step(`^it is accepted$`, s.accepted)
	sc.Step(`^it is refused$`, s.refused)
	sc.Step(`^the item is refused$`, s.itemRefused)
	sc.Step(`^it was refused, or nothing can be said$`, func(ctx context.Context) error { return s.wasRefused(ctx, RefusedWhole(s.answer)) })
	sc.Step(`^the item was refused, or nothing can be said$`, func(ctx context.Context) error { return s.wasRefused(ctx, Refused(s.answer)) })
	sc.Step(`^a refusal has HTTP status 200, status 0 and a message$`, s.refusedAsAssumed)
	sc.Step(`^the status at the top is a (number|text)$`, func(form string) error { return s.topForm("status", form) })
	sc.Step(`^the prebookNumber is a number$`, func() error { return s.topForm("prebookNumber", "number") })
	sc.Step(`^the prebookNumber is a text, filled with leading zeros to six digits$`, s.sixDigits)
	sc.Step(`^the prebookNumber is a text, without leading zeros$`, s.unpadded)
	sc.Step(`^the answer has the documented members, types and lengths$`, s.typed)
	sc.Step(`^the status of each item is a (number|text)$`, s.itemStatusForm)
	sc.Step(`^every status is 1 or 0$`, s.statusesKnown)
	sc.Step(`^the answer has a prebookId and a prebookNumber$`, s.hasPrebook)
	sc.Step(`^it is refused, or the prebook is another one than before$`, func(ctx context.Context) error {
		if RefusedWhole(s.answer) {
			return s.owner().Awake(ctx)
		}
		return s.comparePrebooks("another")
	})
	sc.Step(`^the prebook is (another|the same) one(?: than| as)? before$`, s.comparePrebooks)
	sc.Step(`^the message says: (.+)$`, func(words string) error { return says("message", plain(members(s.answer)["message"]), words) })
	sc.Step(`^the message of each item says: (.+)$`, s.itemsSay)
	sc.Step(`^the answer has no items$`, func() error { return s.itemsAre("absent") })
	sc.Step(`^the answer has an empty array of items$`, func() error { return s.itemsAre("[]") })
	sc.Step(`^the answer has (an empty|no) purchaseOrderNumbers$`, s.noOrderNumbers)
}

func (s *steps) bindAnsweredItems(sc *features.Steps) {
	sc.Step(`^(\d+) items are answered, each with a status and a message$`, s.itemsAnswered)
	sc.Step(`^the items are answered with:$`, s.compareItems)
	sc.Step(`^the answered items have the identifiers: (.+)$`, s.compareOrder)
	sc.Step(`^every answered item of the scenario has a prebookItemId of its own$`, s.ownIDs)
	sc.Step(`^every answered item has a prebookItemId$`, s.haveIDs)
	sc.Step(`^the answered items have one prebookItemId$`, s.sharedID)
	sc.Step(`^item (\d+) is answered with status ([01])(?: and a message)?$`, s.itemStatus)
}

// refusedAsAssumed wants a refusal in the one form that is assumed.
func (s *steps) refusedAsAssumed() error {
	if !RefusedWhole(s.answer) {
		return nil // what is refused at all is no matter of this
	}
	body := members(s.answer)
	message, _ := body["message"].(string)
	if s.answer.Status == 200 && told(s.answer, "0") && strings.TrimSpace(message) != "" {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "200 with status 0 and a message that is not empty")
}

// topForm wants a member of the answer as a number or as a text of digits.
func (s *steps) topForm(name, form string) error {
	value := members(s.answer)[name]
	_, number := value.(json.Number)
	text, isText := value.(string)
	if form == "number" && number || form == "text" && isText && text != "" && strings.Trim(text, "0123456789") == "" {
		return nil
	}
	return target.Mismatch(name, written(value), "a "+form+" of digits")
}

// sixDigits wants a text that zeros fill to six digits, and no further.
func (s *steps) sixDigits() error {
	if err := s.topForm("prebookNumber", "text"); err != nil {
		return err
	}
	text := plain(members(s.answer)["prebookNumber"])
	if len(text) == 6 || len(text) > 6 && text[0] != '0' {
		return nil
	}
	return target.Mismatch("prebookNumber", text, "a number filled with leading zeros to six digits")
}

// typed wants an answer in which nothing departs from the contract.
func (s *steps) typed() error {
	var wrong []error
	for _, f := range s.answer.Findings {
		wrong = append(wrong, target.Mismatch("answer", f.Message, "what the contract has at "+f.Pointer))
	}
	return target.Mismatches(wrong...)
}

// written shows a value as JSON.
func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// unpadded wants a text of digits that begins with none that says nothing.
func (s *steps) unpadded() error {
	if err := s.topForm("prebookNumber", "text"); err != nil {
		return err
	}
	text := plain(members(s.answer)["prebookNumber"])
	if text != "0" && text[0] == '0' {
		return target.Mismatch("prebookNumber", text, "digits without leading zeros")
	}
	return nil
}

func (s *steps) itemStatusForm(form string) error {
	list := items(s.answer)
	if len(list) == 0 {
		return needed("a creation with an item", false, s.answer)
	}
	var wrong []error
	for i, item := range list {
		_, number := item["status"].(json.Number)
		_, text := item["status"].(string)
		if form == "number" && !number || form == "text" && !text {
			wrong = append(wrong, target.Mismatch(fmt.Sprintf("status of item %d", i+1), written(item["status"]), "a "+form))
		}
	}
	return target.Mismatches(wrong...)
}

// statusesKnown looks at the status at the top and at that of every item, in
// any form.
func (s *steps) statusesKnown() error {
	all := append([]map[string]any{members(s.answer)}, items(s.answer)...)
	var wrong []error
	for i, object := range all {
		status := plain(object["status"])
		if status == "" || !same(status, "1") && !same(status, "0") {
			wrong = append(wrong, target.Mismatch(fmt.Sprintf("status %d of the answer", i), written(object["status"]), "1 or 0"))
		}
	}
	return target.Mismatches(wrong...)
}

// hasPrebook wants an id of at most 20 digits and a number of at most ten.
func (s *steps) hasPrebook() error {
	var wrong []error
	for name, most := range map[string]int{"prebookId": 20, "prebookNumber": 10} {
		value := plain(members(s.answer)[name])
		if value == "" || strings.Trim(value, "0123456789") != "" || len(value) > most {
			wrong = append(wrong, target.Mismatch(name, written(members(s.answer)[name]), fmt.Sprintf("at most %d digits", most)))
		}
	}
	return target.Mismatches(wrong...)
}

// prebookID is the id that an answer has for its prebook.
func prebookID(a *target.Answer) string { return plain(members(a)["prebookId"]) }

// PrebooksIn names for the ledger the prebook that an answer tells of.
func PrebooksIn(a *target.Answer) []target.Entity {
	if a.Operation.ID != "createPrebook" || prebookID(a) == "" {
		return nil
	}
	return []target.Entity{{What: "prebook", ID: prebookID(a)}}
}

func (s *steps) comparePrebooks(which string) error {
	if len(s.answers) < 2 {
		return fmt.Errorf("komet: the scenario has one creation only")
	}
	before := prebookID(s.answers[len(s.answers)-2])
	if got := prebookID(s.answer); (got == before) != (which == "the same") {
		return target.Mismatch("prebookId", got, which+" than before, "+before)
	}
	return nil
}

// says wants words in a message, whatever stands around them.
func says(what, message, words string) error {
	for word := range strings.SplitSeq(words, ", ") {
		if !strings.Contains(strings.ToLower(message), strings.Trim(word, `"`)) {
			return target.Mismatch(what, strconv.Quote(message), "a message with the words "+words)
		}
	}
	return nil
}

func (s *steps) itemsSay(words string) error {
	list := items(s.answer)
	if len(list) == 0 {
		return needed("a creation with an item", false, s.answer)
	}
	var wrong []error
	for i, item := range list {
		wrong = append(wrong, says(fmt.Sprintf("message of item %d", i+1), plain(item["message"]), words))
	}
	return target.Mismatches(wrong...)
}

// shown is a member of the answer as JSON; null is absent.
func (s *steps) shown(name string) string {
	if value := members(s.answer)[name]; value != nil {
		return written(value)
	}
	return "absent"
}

func (s *steps) itemsAre(want string) error { return target.Compare("items", s.shown("items"), want) }

func (s *steps) noOrderNumbers(which string) error {
	want := "absent"
	if which == "an empty" {
		want = `""`
	}
	return target.Compare("purchaseOrderNumbers", s.shown("purchaseOrderNumbers"), want)
}

func (s *steps) itemsAnswered(count int) error {
	list := items(s.answer)
	wrong := []error{target.Compare("answered items", len(list), count)}
	for i, item := range list {
		status := plain(item["status"])
		message, _ := item["message"].(string)
		if status == "" || !same(status, "0") && !same(status, "1") || strings.TrimSpace(message) == "" {
			wrong = append(wrong, target.Mismatch(fmt.Sprintf("item %d", i+1), written(item), "a status and a message"))
		}
	}
	return target.Mismatches(wrong...)
}

// compareItems compares what is answered of the items with the rows of a table,
// in any order, since that of the answer is a rule of its own.
func (s *steps) compareItems(ctx context.Context, table *godog.Table) error {
	return s.matchRows(ctx, "answered items", items(s.answer), table)
}

func (s *steps) compareOrder(want string) error {
	var got []string
	for _, item := range items(s.answer) {
		got = append(got, plain(item["identifier"]))
	}
	return target.Compare("identifiers of the answered items", strings.Join(got, ", "), want)
}

func (s *steps) ownIDs() error {
	var ids []string
	for _, a := range s.answers {
		for _, item := range items(a) {
			id := plain(item["prebookItemId"])
			if id == "" || slices.Contains(ids, id) {
				return target.Mismatch("prebookItemId", written(item["prebookItemId"]), "an id that no other line has; the others have "+strings.Join(ids, ", "))
			}
			ids = append(ids, id)
		}
	}
	return nil
}

// lineIDs are the ids that an answer has for its lines.
func lineIDs(a *target.Answer) []string {
	var ids []string
	for _, item := range items(a) {
		ids = append(ids, plain(item["prebookItemId"]))
	}
	return ids
}

func (s *steps) haveIDs() error {
	ids := lineIDs(s.answer)
	if len(ids) == 0 {
		return needed("a creation with an item", false, s.answer)
	}
	for _, id := range ids {
		if id == "" || strings.Trim(id, "0123456789") != "" || len(id) > 10 {
			return target.Mismatch("prebookItemId", strconv.Quote(id), "at most 10 digits")
		}
	}
	return nil
}

func (s *steps) sharedID() error {
	ids := lineIDs(s.answer)
	if slices.Sort(ids); len(ids) < 2 || len(slices.Compact(ids)) != 1 || ids[0] == "" {
		return target.Mismatch("prebookItemId of the items", strings.Join(lineIDs(s.answer), ", "), "one for all")
	}
	return nil
}

// itemStatus looks at an item by its place or, where it has one, by its
// identifier, which scenarios number like the items.
func (s *steps) itemStatus(number int, want string) error {
	list := items(s.answer)
	at := slices.IndexFunc(list, func(item map[string]any) bool { return plain(item["identifier"]) == fmt.Sprintf("L%d", number) })
	if at < 0 {
		at = number - 1
	}
	if at >= len(list) {
		return target.Mismatch("answered items", strconv.Itoa(len(list)), "at least "+strconv.Itoa(number))
	}
	message, _ := list[at]["message"].(string)
	if status := plain(list[at]["status"]); status != "" && same(status, want) && strings.TrimSpace(message) != "" {
		return nil
	}
	return target.Mismatch(fmt.Sprintf("item %d", number), written(list[at]), "status "+want+" and a message")
}
