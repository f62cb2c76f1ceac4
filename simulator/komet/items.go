package komet

import (
	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// Line is a product of a prebook.
type Line struct {
	ID           int64         `json:"id"`
	Product      Ref           `json:"product"`
	BoxType      Ref           `json:"boxType"`
	Vendor       Ref           `json:"vendor"`                 // id 0: none was named
	FutureOrder  string        `json:"futureOrder,omitempty"`  // its number
	FutureVendor uint64        `json:"futureVendor,omitempty"` // the vendor of that order
	Boxes        int64         `json:"boxes"`
	Bunches      int64         `json:"bunches"`
	StemsBunch   int64         `json:"stemsBunch"`
	UnitType     string        `json:"unitType"`
	Price        wire.Decimal  `json:"price"`
	Cost         *wire.Decimal `json:"cost,omitempty"`
	MarkCode     string        `json:"markCode,omitempty"`
	Notes        string        `json:"notes,omitempty"`
	Allocated    int64         `json:"allocated,omitempty"` // boxes of the inventory
	Parts        []Part        `json:"parts,omitempty"`
}

// Part is a breakdown of a line.
type Part struct {
	Product    Ref          `json:"product"`
	Bunches    int64        `json:"bunches"`
	StemsBunch int64        `json:"stemsBunch"`
	Price      wire.Decimal `json:"price"`
	Cost       wire.Decimal `json:"cost"`
}

// The ids of lines begin high, so that nobody takes one for a prebook's.
const firstLine = 3_000_001

// owner is the vendor that a line belongs to: the one that was named, else
// that of its future sales order.
func (l *Line) owner() uint64 {
	if l.Vendor.ID != 0 {
		return l.Vendor.ID
	}
	return l.FutureVendor
}

// outcome is what becomes of an item: a line, or the reason why not.
type outcome struct {
	item      *api.PrebookItem
	line      *Line
	why       string
	available *int64 // boxes of the future sales order, where one was named
	spare     *Line  // of a failed item that becomes a line all the same, which is a defect
}

// fail turns the outcome into a failure.
func (o *outcome) fail(why string) { o.line, o.why = nil, why }

// resolveItems makes the items' outcomes.
func (w *work) resolveItems() error {
	list := items(w.in)
	w.outcomes = make([]outcome, len(list))
	for i := range list {
		o := &w.outcomes[i]
		o.item = &list[i]
		line := newLine(o.item)
		why, err := w.fill(line, o.item)
		if err != nil {
			return err
		}
		o.line = line
		if why != "" {
			o.fail(why)
			if !w.env.Applies(rules.FailedItem) {
				o.spare = line
			}
		}
		if err := w.draw(o); err != nil {
			return err
		}
	}
	return nil
}

// newLine takes over what an item says without reference to anything.
func newLine(item *api.PrebookItem) *Line {
	return &Line{
		Boxes: item.Boxes, Bunches: item.Bunches, StemsBunch: item.StemsBunch, UnitType: string(item.UnitType),
		Price: item.Price, Cost: item.Cost, MarkCode: text(item.MarkCode), Notes: text(item.Notes),
	}
}

// fill finds what the item refers to, or says why the item fails.
func (w *work) fill(line *Line, item *api.PrebookItem) (why string, err error) {
	line.Product, why, err = w.reference(products, rules.ProductByIDOrCode, "product", named{item.ProductID, item.ProductCode, item.ProductDescription})
	if err != nil || why != "" {
		return why, err
	}
	line.BoxType, why, err = w.reference(boxTypes, rules.BoxTypeByIDOrCode, "box type", named{item.BoxTypeID, item.BoxTypeCode, item.BoxTypeDescription})
	if err != nil || why != "" {
		return why, err
	}
	if why, err = w.vendor(line, item); err != nil || why != "" {
		return why, err
	}
	return w.parts(line, item)
}

// reference finds a product or box type; the defect of byRule takes no code.
func (w *work) reference(r register, byRule *specs.Rule, what string, n named) (ref Ref, why string, err error) {
	if !w.env.Applies(byRule) && n.id == nil {
		return ref, "The " + what + " is named by code.", nil
	}
	if n.id != nil && given(n.code) && !w.env.Applies(rules.IDWithCodeInItems) {
		return ref, "The " + what + " is named by id and by code.", nil
	}
	record, found, err := r.find(w.env, w.caller.scope, n)
	if err != nil {
		return ref, "", err
	}
	if w.env.Violates(rules.UnknownItemReference, !found) {
		return ref, "There is no such " + what + ".", nil
	}
	if !found {
		record = n.asSent()
	}
	return record.Ref, "", nil
}

// vendor decides which vendor a line belongs to, and whether its price counts.
func (w *work) vendor(line *Line, item *api.PrebookItem) (why string, err error) {
	if w.caller.token.Kind == ofVendor && w.env.Applies(rules.VendorTokenIgnores) {
		if !w.caller.company.VendorPrices {
			line.Price = wire.Decimal{}
		}
		if !w.env.Applies(rules.VendorTokenIsTheVendor) {
			return "", nil
		}
		own, _, err := vendors.find(w.env, w.caller.scope, named{id: &w.caller.token.Owner})
		line.Vendor = own.Ref
		line.Vendor.ID = w.caller.token.Owner
		return "", err
	}
	n := named{item.VendorID, item.VendorCode, item.VendorName}
	if n.nothing() {
		return w.noVendor(item), nil
	}
	if n.id != nil && given(n.code) && !w.env.Applies(rules.IDWithCodeInItems) {
		return "The vendor is named by id and by code.", nil
	}
	record, found, err := vendors.find(w.env, w.caller.scope, n)
	if err != nil {
		return "", err
	}
	if w.env.Violates(rules.UnknownItemReference, !found) {
		return "There is no such vendor.", nil
	}
	line.Vendor = record.Ref
	return "", nil
}

// noVendor says why an item without vendor fails, if it does.
func (w *work) noVendor(item *api.PrebookItem) string {
	given := w.env.Reading(rules.EmptyTextIsNotGiven) == "given"
	if item.VendorCode != nil && (!w.env.Applies(rules.EmptyTextIsNotGiven) || given) {
		return "There is no vendor of an empty code."
	}
	if !w.env.Applies(rules.VendorOptional) {
		return "The vendor is missing."
	}
	return ""
}

// parts finds the products of an item's breakdowns.
func (w *work) parts(line *Line, item *api.PrebookItem) (why string, err error) {
	if item.Breakdowns == nil || len(*item.Breakdowns) == 0 {
		return "", nil
	}
	parts := make([]Part, 0, len(*item.Breakdowns))
	for _, b := range *item.Breakdowns {
		product, why, err := w.reference(products, rules.BreakdownProductByIDOrCode, "product", named{b.ProductID, b.ProductCode, b.ProductDescription})
		if err != nil || why != "" {
			return why, err
		}
		parts = append(parts, Part{Product: product, Bunches: b.Bunches, StemsBunch: b.StemsBunch, Price: b.Price, Cost: b.Cost})
	}
	if w.env.Applies(rules.HeaderWithBreakdowns) {
		line.Parts = parts
	}
	return "", nil
}

// failed decides what a failed item does to the creation: why it is refused as
// a whole, or nothing.
func (w *work) failed() (why string) {
	for i := range w.outcomes {
		if w.outcomes[i].line == nil {
			why = w.outcomes[i].why
			break
		}
	}
	if why == "" {
		return ""
	}
	if !w.env.Applies(rules.FailedItem) { // its line is there all the same
		return ""
	}
	switch reading := w.env.Reading(rules.FailedItem); {
	case reading == "nothing-is-added", reading == "others-or-nothing" && len(w.added()) == 0:
		w.failAll()
		return "The prebook was not created: " + why
	}
	return ""
}

// failAll fails the items that have not failed by themselves.
func (w *work) failAll() {
	w.futures = nil
	for i := range w.outcomes {
		if o := &w.outcomes[i]; o.line != nil {
			o.fail("Item was not added, because another one failed.")
		}
	}
}

// added are the lines that the creation adds.
func (w *work) added() []Line {
	var lines []Line
	for i := range w.outcomes {
		line := w.outcomes[i].line
		if line == nil {
			line = w.outcomes[i].spare
		}
		if line != nil {
			lines = append(lines, *line)
		}
	}
	return lines
}
