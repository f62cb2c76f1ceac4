package komet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// The messages of the document's samples.
const (
	createdMessage   = "Prebook was successfully created."
	generatedMessage = " All the purchase orders were successfully created"
	addedMessage     = "Item successfully added to the order"
	// answeredIdentifier is what the field table allows an answered identifier.
	answeredIdentifier = 20
	// What the field table allows of an item's answer, in characters.
	answeredCode, answeredOrder, longestIdentifier = 20, 7, 30
)

// answer is what a creation that succeeded is told.
func (w *work) answer() api.PrebookAnswer {
	number := numberForm(w.env)(w.prebook.Number)
	answer := api.PrebookAnswer{
		Status: topStatus(w.env, true), Message: w.message(), PrebookID: &w.prebook.ID, PrebookNumber: &number,
		PurchaseOrderNumbers: w.orderNumbers(),
	}
	list := w.itemAnswers()
	if len(items(w.in)) > 0 || w.env.Reading(rules.HeaderOnly) == "empty-items" {
		answer.Items = &list
	}
	return answer
}

// topStatus is the status at the top of the answer.
func topStatus(env *simulator.Env, success bool) wire.NumberOrText {
	digit := "0"
	if success {
		digit = "1"
	}
	switch {
	case !env.Applies(rules.StatusForm):
		return wire.Text(strconv.FormatBool(success))
	case env.Reading(rules.StatusForm) != "number":
		return wire.Text(digit)
	}
	return wire.Number(digit)
}

// itemStatus is the status of an item.
func itemStatus(env *simulator.Env, digit string) wire.NumberOrText {
	if env.Reading(rules.StatusForm) == "text-everywhere" {
		return wire.Text(digit)
	}
	return wire.Number(digit)
}

// numberForm returns how the number of a prebook is told.
func numberForm(env *simulator.Env) func(uint64) wire.NumberOrText {
	switch {
	case !env.Applies(rules.PrebookNumberForm):
		return func(n uint64) wire.NumberOrText { return wire.Text(fmt.Sprintf("%012d", n)) }
	case env.Reading(rules.PrebookNumberForm) == "text":
		return func(n uint64) wire.NumberOrText { return wire.Text(fmt.Sprintf("%06d", n)) }
	case env.Reading(rules.PrebookNumberForm) == "plain-text":
		return func(n uint64) wire.NumberOrText { return wire.Text(strconv.FormatUint(n, 10)) }
	}
	return func(n uint64) wire.NumberOrText { return wire.Number(strconv.FormatUint(n, 10)) }
}

func (w *work) message() string {
	switch {
	case !w.env.Applies(rules.SuccessMessages):
		return "OK"
	case len(w.generated) > 0:
		return createdMessage + generatedMessage
	}
	return createdMessage
}

// orderNumbers lists the purchase orders that were generated; nil leaves the
// member out.
func (w *work) orderNumbers() *string {
	list := ""
	if !w.generates() {
		if !w.env.Applies(rules.NoPurchaseOrderNumbers) {
			list = "none"
		} else if w.env.Reading(rules.NoPurchaseOrderNumbers) == "left-out" {
			return nil
		}
		return &list
	}
	separator := ", "
	if len(w.generated) > 1 {
		separator = w.separator()
	}
	list = strings.Join(w.generated, separator)
	if len(list) > orderListLength {
		list = w.tooLong(list, separator)
	}
	return &list
}

func (w *work) separator() string {
	switch {
	case !w.env.Applies(rules.PurchaseOrderSeparator):
		return ";"
	case w.env.Reading(rules.PurchaseOrderSeparator) == "comma":
		return ","
	}
	return ", "
}

// tooLong is what becomes of a list that is longer than its member may be.
func (w *work) tooLong(list, separator string) string {
	switch {
	case !w.env.Applies(rules.PurchaseOrdersOver200):
		return list[:orderListLength] // through the middle of a number
	case w.env.Reading(rules.PurchaseOrdersOver200) == "complete":
		return list
	}
	fits := w.generated
	for len(strings.Join(fits, separator)) > orderListLength {
		fits = fits[:len(fits)-1]
	}
	return strings.Join(fits, separator)
}

// itemAnswers are the answers of the items, in the order of the request.
func (w *work) itemAnswers() []api.PrebookItemAnswer {
	list := make([]api.PrebookItemAnswer, 0, len(w.outcomes))
	for i := range w.outcomes {
		list = append(list, w.itemAnswer(&w.outcomes[i]))
	}
	if w.env.Reading(rules.LinesHaveOwnIDs) == "shared" {
		share(list)
	}
	if len(list) > 0 && !w.env.Applies(rules.EveryItemAnswered) {
		list = list[:len(list)-1]
	}
	if len(list) > 1 && !w.env.Applies(rules.ItemsInRequestOrder) {
		slices.Reverse(list)
	}
	return list
}

// share gives all lines the id of the first.
func share(list []api.PrebookItemAnswer) {
	var first *int64
	for i := range list {
		if list[i].PrebookItemID == nil {
			continue
		}
		if first == nil {
			first = list[i].PrebookItemID
		}
		list[i].PrebookItemID = first
	}
}

func (w *work) itemAnswer(o *outcome) api.PrebookItemAnswer {
	a := api.PrebookItemAnswer{Status: itemStatus(w.env, "0"), Message: o.why, Identifier: w.identifier(o.item)}
	if o.line != nil {
		a.Status, a.Message, a.PrebookItemID = itemStatus(w.env, "1"), addedMessage, &o.line.ID
		if !w.env.Applies(rules.SuccessMessages) {
			a.Message = "OK"
		}
		if !w.env.Applies(rules.LinesHaveOwnIDs) {
			a.PrebookItemID = nil
		}
	}
	w.answerProduct(&a, o)
	if o.available != nil && utf8.RuneCountInString(*o.item.FutureSalesPoNumber) <= answeredOrder && w.env.Applies(rules.FutureOrderAnswered) {
		a.FutureSalesPoNumber, a.AvailableBoxes = o.item.FutureSalesPoNumber, o.available
	}
	return a
}

// answerProduct names the product as the item did.
func (w *work) answerProduct(a *api.PrebookItemAnswer, o *outcome) {
	if !w.env.Applies(rules.ProductAnsweredAsGiven) {
		return // in no way, which is in no reading
	}
	a.ProductID = o.item.ProductID
	if given(o.item.ProductCode) && utf8.RuneCountInString(*o.item.ProductCode) <= answeredCode {
		a.ProductCode = o.item.ProductCode
	}
	if a.ProductID == nil && o.line != nil && w.env.Reading(rules.ProductAnsweredAsGiven) == "id-for-code" {
		a.ProductID, a.ProductCode = &o.line.Product.ID, nil
	}
}

// identifier is the caller's mark of an item, as it is told; nil for none.
func (w *work) identifier(item *api.PrebookItem) *string {
	id := item.Identifier
	if id == nil {
		if id = w.partIdentifier(item); id == nil {
			return nil
		}
	}
	if short := cut(*id, longestIdentifier); short != *id {
		id = &short
	}
	if utf8.RuneCountInString(*id) >= answeredIdentifier {
		if !w.env.Applies(rules.LongIdentifier) {
			return nil // neither whole nor cut, which is in no reading
		}
		if w.env.Reading(rules.LongIdentifier) == "cut" {
			short := cut(*id, answeredIdentifier)
			return &short
		}
		return id
	}
	if id == item.Identifier && !w.env.Applies(rules.IdentifierAnswered) {
		return nil
	}
	return id
}

// partIdentifier is the identifier of the first breakdown that has one.
func (w *work) partIdentifier(item *api.PrebookItem) *string {
	if item.Breakdowns == nil {
		return nil
	}
	for _, part := range *item.Breakdowns {
		if part.Identifier != nil {
			if w.env.Reading(rules.BreakdownIdentifier) != "answered" {
				return nil
			}
			return part.Identifier
		}
	}
	return nil
}
