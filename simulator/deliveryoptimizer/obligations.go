package deliveryoptimizer

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// obligations judge the caller, as far as the journal shows what it did.
func obligations() map[*specs.Rule]obligation.Judge {
	return map[*specs.Rule]obligation.Judge{
		rules.CallerAuthenticates:        obligation.SendsHeader("Authorization"),
		rules.CallerUsesHTTPS:            obligation.UsesHTTPS(),
		rules.CallerDeletesShippedPart:   deletesShippedPart,
		rules.CallerDeletesAbandonedCart: deletesAbandonedCart,
		rules.CallerDeletesEResaByCode:   deletesEResaByCode,

		rules.CallerSendsEveryMember:    keepsContract,
		rules.CallerSendsTypedMembers:   keepsContract,
		rules.CallerSendsGUIDs:          keepsContract,
		rules.CallerSendsKnownType:      keepsContract,
		rules.CallerSendsQuantities:     keepsContract,
		rules.CallerNamesPositiveTenant: keepsContract,
		rules.CallerSendsTypedConfig:    keepsContract,
	}
}

// keepsContract is the obligation to break none of the constraints that a rule
// claims, whether the simulator refused or tolerated the breach.
func keepsContract(h obligation.History) obligation.Finding {
	var t obligation.Tally
	book := rules.Book()
	for i := range h.Entries {
		e := &h.Entries[i]
		if !h.Concerns(e) {
			continue
		}
		mine := func(b contract.Breach) bool { return book.Owner(b.Pointer) == h.Rule && !nullDate(e, b) }
		switch at := slices.IndexFunc(e.Breaches, mine); {
		case at >= 0:
			t.Break(e, "(%s) breaks the contract at %q: %q", e.Operation, e.Breaches[at].At, e.Breaches[at].Message)
		case obligation.Accepted(e):
			t.Keep()
		}
	}
	return t.Finding("Every accepted request kept to it.", "No request that could break it was accepted.")
}

// nullDate tells whether a breach is null in place of the date that may be left
// out, which the document does not exclude.
func nullDate(e *journal.Entry, b contract.Breach) bool {
	const date = "expiresAt"
	if !strings.HasSuffix(b.Pointer, "/"+date+"/type") {
		return false
	}
	var one map[string]any
	var all []map[string]any
	if e.Request.Decode(&one) {
		return one[date] == nil
	}
	i, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(b.At, "/"), "/"+date))
	return err == nil && e.Request.Decode(&all) && i >= 0 && i < len(all) && all[i][date] == nil
}

// deletesShippedPart can only be seen to be kept: that something has shipped,
// the caller tells nobody but by deleting.
func deletesShippedPart(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		if e := &h.Entries[i]; e.Operation == "deleteOrderByCode" && deleted(e) {
			t.Keep()
		}
	}
	return t.Finding("Parts of orders were deleted by code; a shipment without such a call leaves no trace.",
		"No part of an order was deleted by code; whether anything has shipped, the journal does not show.")
}

// cart is a cart that a call has put, until it is deleted or becomes an order.
type cart struct {
	put *journal.Entry
	end time.Time // zero where it has none
}

// deletesAbandonedCart is broken by a cart whose end came after it was put, and
// which nobody deleted or ordered by now.
func deletesAbandonedCart(h obligation.History) obligation.Finding {
	var t obligation.Tally
	carts := map[string]cart{}
	var puts []string // keys of carts, in the order of the calls that put them
	put := func(e *journal.Entry, key string, o api.Order) {
		delete(carts, key)
		if o.Type != api.OrderTypeCart {
			return
		}
		c := cart{put: e}
		if o.ExpiresAt != nil && o.ExpiresAt.After(e.At) {
			c.end = *o.ExpiresAt
		}
		carts[key], puts = c, append(puts, key)
	}
	for i := range h.Entries {
		e := &h.Entries[i]
		if !obligation.Accepted(e) {
			continue
		}
		prefix := h.Param(e, "tenantId") + "/"
		switch e.Operation {
		case "upsertOrder":
			var o api.Order
			if e.Request.Decode(&o) {
				put(e, prefix+o.OrderID.String(), o)
			}
		case "replaceOrders":
			for key := range carts {
				if strings.HasPrefix(key, prefix) {
					delete(carts, key)
				}
			}
			var all []api.Order
			if e.Request.Decode(&all) {
				for _, o := range all {
					put(e, prefix+o.OrderID.String(), o)
				}
			}
		case "deleteOrder", "deleteOrderByCode":
			key := prefix + strings.ToLower(h.Param(e, "orderId"))
			if _, known := carts[key]; known && deleted(e) {
				t.Keep()
				delete(carts, key)
			}
		}
	}
	for _, key := range puts {
		if c, left := carts[key]; left && !c.end.IsZero() && c.end.Before(h.Now) {
			_, id, _ := strings.Cut(key, "/")
			t.Break(c.put, "put the cart %s, which expired at %s and was not deleted", id, c.end.Format(time.RFC3339))
			delete(carts, key) // it may have been put more than once
		}
	}
	return t.Finding("Carts were deleted; one that its customer left without a date leaves no trace.",
		"No cart was deleted, and none that was put has expired since.")
}

// deletesEResaByCode can only be seen to be kept: no member tells an e-resa
// from another order. What is taken for one has a single origin.
func deletesEResaByCode(h obligation.History) obligation.Finding {
	var t obligation.Tally
	single := map[string]string{} // the only code of an order
	for i := range h.Entries {
		e := &h.Entries[i]
		if !obligation.Accepted(e) {
			continue
		}
		prefix := h.Param(e, "tenantId") + "/"
		switch e.Operation {
		case "upsertOrder":
			var o api.Order
			if e.Request.Decode(&o) {
				single[prefix+o.OrderID.String()] = onlyCode(o)
			}
		case "deleteOrderByCode":
			code := h.Param(e, "code")
			if code == single[prefix+strings.ToLower(h.Param(e, "orderId"))] && deleted(e) {
				t.Keep()
			}
		}
	}
	return t.Finding("Orders that a single origin serves were deleted by its code.",
		"No order that a single origin serves was deleted by its code; which orders are e-resas, the journal does not show.")
}

// onlyCode is the code that all lines of an order have, if they have one.
func onlyCode(o api.Order) string {
	code := ""
	for i, line := range o.Lines {
		if i > 0 && line.Code != code {
			return ""
		}
		code = line.Code
	}
	return code
}

// deleted tells whether a deletion found what it was to delete.
func deleted(e *journal.Entry) bool {
	return obligation.Accepted(e) && bytes.EqualFold(bytes.TrimSpace(e.Response.Body), []byte("true"))
}
