package altazion

import (
	"fmt"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// incoherent says what in the data cannot be right, given the bon; nothing
// where all can. It finds the lines on the way.
func (w *write) incoherent() string {
	if why := w.findLines(); why != "" {
		return why
	}
	if why := w.brokenPieces(); why != "" {
		return why
	}
	contained := w.contained()
	if why := w.tooMuchPrepared(contained); why != "" || !w.shipment {
		return why
	}
	if why := w.tooMuchShipped(contained); why != "" {
		return why
	}
	return w.badShipment(contained)
}

// findLines finds the bon's line for each line sent.
func (w *write) findLines() string {
	eachEnough := w.env.Applies(rules.LineByGUIDOrReference)
	guidFirst := !w.namedBothWays() || w.env.Applies(rules.GUIDBeforeReference)
	w.targets = make([]int, len(w.lines))
	seen := make(map[int]bool, len(w.lines))
	for i, sent := range w.lines {
		at := w.find(sent, eachEnough, guidFirst)
		w.targets[i] = at
		if at < 0 {
			if why := w.unknownLine(sent); why != "" {
				return why
			}
			continue
		}
		if seen[at] && w.env.Violates(rules.LineNamedTwice, true) {
			return fmt.Sprintf("Line %s is named twice.", name(sent))
		}
		seen[at] = true
	}
	return ""
}

func (w *write) namedBothWays() bool {
	for _, sent := range w.lines {
		if _, hasGUID := lineGUID(sent); hasGUID && value(sent.Reference) != "" {
			return true
		}
	}
	return false
}

// unknownLine judges a line that the bon does not have.
func (w *write) unknownLine(sent api.LigneExpeditionBonPreparation) string {
	switch {
	case !named(sent):
	case !w.env.Applies(rules.UnknownLine):
		w.ignored = true
	case w.env.Reading(rules.UnknownLine) == "refused":
		return fmt.Sprintf("Line %s is not in the bon.", name(sent))
	}
	return ""
}

// contained is how much the bon contains, by line.
func (w *write) contained() []wire.Decimal {
	toPrepare := w.env.Applies(rules.ContainedIsToBePrepared)
	out := make([]wire.Decimal, len(w.bon.Lines))
	for i, l := range w.bon.Lines {
		out[i] = l.ToPrepare
		if !toPrepare {
			out[i] = l.Ordered
		}
	}
	return out
}

func (w *write) tooMuchPrepared(contained []wire.Decimal) string {
	for i, sent := range w.lines {
		at := w.targets[i]
		if at < 0 || sent.QtePreparee == nil || !more(*sent.QtePreparee, contained[at]) || w.capped {
			continue
		}
		switch {
		case !w.env.Applies(rules.PreparedMoreThanContained):
			w.capped = true
		case w.env.Reading(rules.PreparedMoreThanContained) == "refused":
			return fmt.Sprintf("Line %s: %s prepared, %s in the bon.", name(sent), sent.QtePreparee, contained[at])
		}
	}
	return ""
}

// brokenPieces judges quantities that are no whole numbers.
func (w *write) brokenPieces() string {
	if w.env.Reading(rules.QuantitiesAreDecimals) != "whole-pieces" || !w.env.Applies(rules.QuantitiesAreDecimals) {
		return ""
	}
	for _, sent := range w.lines {
		shipped, stated := quantity(sent.QteExpediee)
		if stated && !shipped.IsInt() || sent.QtePreparee != nil && !sent.QtePreparee.IsInt() {
			return fmt.Sprintf("Line %s: pieces are whole.", name(sent))
		}
	}
	return ""
}

// tooMuchShipped adds up what is shipped and compares it.
func (w *write) tooMuchShipped(contained []wire.Decimal) string {
	w.shipped = make([]wire.Decimal, len(w.bon.Lines))
	// What was shipped before counts as long as the bon is open; a shipment that
	// finishes replaces it, where one is accepted at all.
	if w.bon.Accepted != Finished {
		for i, l := range w.bon.Lines {
			w.shipped[i] = l.Shipped
		}
	}
	totals := w.env.Reading(rules.PartialShipment) == "stays-open-for-totals"
	for i, sent := range w.lines {
		at := w.targets[i]
		stated, isStated := quantity(sent.QteExpediee)
		if at < 0 || !isStated {
			continue
		}
		if totals {
			w.shipped[at] = wire.Decimal{}
		}
		total, ok := sum(w.shipped[at], stated)
		if ok {
			w.shipped[at] = total
		}
		if tooMany := !ok || w.moreThan(at, contained); tooMany && w.env.Violates(rules.ShippedMoreThanContainedIs422, true) {
			return fmt.Sprintf("Line %s: %s shipped, %s in the bon.", name(sent), total, contained[at])
		}
		if why := w.moreThanPrepared(sent, w.bon.Lines[at], w.shipped[at]); why != "" {
			return why
		}
	}
	return ""
}

// together tells whether two lines of the bon are counted together, by the
// world's reading.
func (w *write) together(a, b int) bool {
	switch w.env.Reading(rules.ShippedMoreThanContainedIs422) {
	case "by-article":
		return w.bon.Lines[a].Reference == w.bon.Lines[b].Reference
	case "by-bon":
		return true
	}
	return a == b
}

// counted returns what is shipped of a line and of those that are counted with
// it, and what they contain.
func (w *write) counted(at int, contained []wire.Decimal) (shipped, content wire.Decimal) {
	for i := range w.bon.Lines {
		if !w.together(at, i) {
			continue
		}
		if total, ok := sum(shipped, w.shipped[i]); ok {
			shipped = total
		}
		if total, ok := sum(content, contained[i]); ok {
			content = total
		}
	}
	return shipped, content
}

func (w *write) moreThan(at int, contained []wire.Decimal) bool {
	shipped, content := w.counted(at, contained)
	return more(shipped, content)
}

// moreThanPrepared judges a shipment of more than was prepared, by this call or
// before.
func (w *write) moreThanPrepared(sent api.LigneExpeditionBonPreparation, line Line, shipped wire.Decimal) string {
	prepared := line.Prepared
	if sent.QtePreparee != nil {
		prepared = *sent.QtePreparee
	}
	switch {
	case !more(shipped, prepared):
	case !w.env.Applies(rules.ShippedMoreThanPrepared):
		w.ignored = true
	case w.env.Reading(rules.ShippedMoreThanPrepared) == "refused":
		return fmt.Sprintf("Line %s: %s shipped, %s prepared.", name(sent), shipped, prepared)
	}
	return ""
}

// badShipment holds what a shipment is not refused for, unless by a defect.
func (w *write) badShipment(contained []wire.Decimal) string {
	var why []string
	if w.bon.FirstStep && !w.statesPrepared() && !w.env.Applies(rules.ShipmentWithShippedQuantities) {
		why = append(why, "The prepared quantities are missing.")
	}
	if !w.env.Applies(rules.ParcelsAndDocumentsOptional) && (len(w.parcels) == 0) != (len(w.documents) == 0) {
		why = append(why, "Parcels and accounting documents go together.")
	}
	if !w.complete(contained) && !w.env.Applies(rules.PartialShipment) {
		why = append(why, "Not all of the bon is shipped.")
	}
	return strings.Join(why, " ")
}

// complete tells whether all that the bon contains is shipped.
func (w *write) complete(contained []wire.Decimal) bool {
	for i := range w.bon.Lines {
		if shipped, content := w.counted(i, contained); more(content, shipped) {
			return false
		}
	}
	return true
}

// statesPrepared tells whether any line has a prepared quantity.
func (w *write) statesPrepared() bool {
	for _, l := range w.lines {
		if l.QtePreparee != nil {
			return true
		}
	}
	return false
}
