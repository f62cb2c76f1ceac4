package altazion

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// obligations judge the caller, as far as the journal shows what it did.
func obligations() map[*specs.Rule]obligation.Judge {
	return map[*specs.Rule]obligation.Judge{
		rules.CallerAuthenticates:         obligation.SendsHeader("Authorization"),
		rules.CallerUsesHTTPS:             obligation.UsesHTTPS(),
		rules.CallerAnnouncesJSON:         obligation.SendsJSON(),
		rules.CallerSendsTotals:           obligation.StatesTotals(firstStepTotals),
		rules.CallerDoesNotSplitStep:      obligation.OneCallForEach(stepOf),
		rules.CallerPreparesWithLinesOnly: preparesWithLinesOnly,
		rules.CallerSendsParcels:          sendsParcels,
		rules.CallerKeepsToTypes:          keepsToTypes,
		rules.CallerRegistersForEvents:    obligation.Unjudged("Handlers are registered in the back office, and not by a request."),
		rules.HandlerConfirms:             obligation.Unjudged("What handlers answer is in the ledger of deliveries, and not in the journal of requests."),
	}
}

func lifecycles() []simulator.Lifecycle {
	return []simulator.Lifecycle{{
		Lifecycle: rules.BonLifecycle(), Kind: bons,
		State: func(value any) string {
			b, _ := value.(Bon)
			return string(b.State)
		},
	}}
}

// written is a call of a write point as its request tells it.
type written struct {
	Lignes           []api.LigneExpeditionBonPreparation
	Colis            json.RawMessage
	PiecesComptables json.RawMessage
	PieceComptable   json.RawMessage // the name on the generated page
	shipping         bool            // the shipping point was called
}

// writtenBy reads the request of an entry; readable is false where it is no
// call of a write point, or has no body of the right shape.
func writtenBy(e *journal.Entry) (w written, readable bool) {
	w.shipping = e.Operation == "shipBon"
	return w, (w.shipping || e.Operation == "savePreparation") && e.Request.Decode(&w)
}

// shipment tells whether the call states what was shipped.
func (w written) shipment() bool {
	return w.shipping && slices.ContainsFunc(w.Lignes, func(l api.LigneExpeditionBonPreparation) bool {
		_, stated := quantity(l.QteExpediee)
		return stated
	})
}

// more tells whether anything but lines came with the call.
func (w written) more() bool {
	return full(w.Colis) || full(w.PiecesComptables) || full(w.PieceComptable)
}

func full(member json.RawMessage) bool {
	text := strings.TrimSpace(string(member))
	return text != "" && text != "null" && text != "[]"
}

// answered is the bon that an accepted call answers with.
func answered(e *journal.Entry) (bon api.BonPreparation, ok bool) {
	return bon, obligation.Accepted(e) && e.Response.Decode(&bon)
}

// stepOf names the step of a bon that a call does. A call for both steps counts
// as the second.
func stepOf(_ obligation.History, e *journal.Entry) string {
	w, readable := writtenBy(e)
	bon, ok := answered(e)
	switch {
	case !readable || !ok:
		return ""
	case w.shipment():
		return bon.Numero + " shipped"
	}
	return bon.Numero + " prepared"
}

// firstStepTotals are the quantities of a first step, by the references that
// the answer has for the lines, or their GUIDs.
func firstStepTotals(_ obligation.History, e *journal.Entry) (string, obligation.Totals) {
	w, readable := writtenBy(e)
	bon, ok := answered(e)
	if !readable || !ok || w.shipment() {
		return "", nil
	}
	totals := obligation.Totals{}
	for _, sent := range w.Lignes {
		if sent.QtePreparee != nil {
			totals[lineName(bon, sent)] = *sent.QtePreparee
		}
	}
	return bon.Numero, totals
}

// lineName is one name for a line, by whichever the caller named it.
func lineName(bon api.BonPreparation, sent api.LigneExpeditionBonPreparation) string {
	guid, hasGUID := lineGUID(sent)
	for _, l := range bon.Lignes {
		if hasGUID && l.GUID == guid || !hasGUID && l.Reference == value(sent.Reference) {
			return l.Reference + " " + l.GUID.String()
		}
	}
	return name(sent)
}

// preparesWithLinesOnly judges the calls of the shipping point that ship
// nothing, refused ones too.
func preparesWithLinesOnly(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		w, readable := writtenBy(e)
		switch {
		case !readable || !w.shipping || w.shipment():
		case w.more():
			t.Break(e, "(shipBon) ships nothing, and yet has parcels or accounting documents")
		default:
			t.Keep()
		}
	}
	return t.Finding("The shipping point was called for the first step with lines only.", "The shipping point was not called for the first step.")
}

// sendsParcels is broken where not one shipment of several or few had any.
func sendsParcels(h obligation.History) obligation.Finding {
	var t obligation.Tally
	var without []*journal.Entry
	for i := range h.Entries {
		e := &h.Entries[i]
		w, readable := writtenBy(e)
		switch {
		case !readable || !obligation.Accepted(e) || !w.shipment():
		case w.more():
			t.Keep()
		default:
			without = append(without, e)
		}
	}
	unseen := "Nothing was shipped."
	finding := t.Finding("Parcels or accounting documents came with shipments.", unseen)
	if finding.Standing == obligation.Kept || len(without) == 0 {
		return finding
	}
	for _, e := range without {
		t.Break(e, "(shipBon) has neither parcels nor accounting documents, and no shipment had any")
	}
	return t.Finding("", unseen)
}

// keepsToTypes judges the calls of the write points by the breaches that are of
// published members.
func keepsToTypes(h obligation.History) obligation.Finding {
	var t obligation.Tally
	book := rules.Book()
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.Operation != "savePreparation" && e.Operation != "shipBon" {
			continue
		}
		at := slices.IndexFunc(e.Breaches, func(b contract.Breach) bool { return book.Owner(b.Pointer) == rules.CallerKeepsToTypes })
		if at < 0 {
			t.Keep()
			continue
		}
		t.Break(e, "(%s) %s %s", e.Operation, e.Breaches[at].At, e.Breaches[at].Message)
	}
	return t.Finding("Lines, parcels and accounting documents had the published types.", "Nothing was saved or shipped.")
}
