package akinon

import (
	"slices"

	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// The sub-commands that an installation may have added to the command.
const (
	detectOutOfStock = "DETECTED_OUT_OF_STOCK_ITEM"
	replaceProduct   = "REPLACE_PRODUCT"
	stateTransition  = "PKG_STATE_TRANSITION"
)

// The members that name items.
const (
	oosMember         = "oos_package_items"
	replacementMember = "replacement_products"
	barcodeMember     = "barcodes"
	weightMember      = "unit_weights"
)

// plan is what a command does to the items of a package, by their places in
// it, and to its state.
type plan struct {
	marked   map[int]bool
	products map[int]string
	barcodes map[int]string
	weights  map[int]wire.Decimal
	state    int // of the package afterwards

	unknown []string // members that name an item which is not in the package
	twice   []string // members that name an item twice

	// What only a defect makes of it.
	barcodesOfMarked bool
	productsOfMarked bool
	partOnly         bool // items marked or replaced lose the rest of their quantity
}

// places finds items by the ids that a request uses for them.
type places struct{ byItem, byOrderItem map[int64][]int }

// placesOf follows rules.SelectByOmnitronID.
func placesOf(env *simulator.Env, p packaging, byOmnitronID bool) places {
	itemBy := func(it item) int64 { return it.ID }
	orderItemBy := func(it item) int64 { return it.OrderItem }
	omnitron := func(it item) int64 { return it.OmnitronID }
	if env.Applies(rules.SelectByOmnitronID) && byOmnitronID {
		switch env.Reading(rules.SelectByOmnitronID) {
		case "order-items":
			orderItemBy = omnitron
		case "all":
			itemBy, orderItemBy = omnitron, omnitron
		default:
			itemBy = omnitron
		}
	}
	out := places{map[int64][]int{}, map[int64][]int{}}
	for i, it := range p.Items {
		out.byItem[itemBy(it)] = append(out.byItem[itemBy(it)], i)
		out.byOrderItem[orderItemBy(it)] = append(out.byOrderItem[orderItemBy(it)], i)
	}
	return out
}

// planOf works out what a request asks for, whether it is allowed or not. Of
// what is named twice the last holds: rules.NamedTwice.
func planOf(env *simulator.Env, p packaging, c request) *plan {
	at := placesOf(env, p, c.byOmnitronID)
	out := &plan{
		marked: map[int]bool{}, products: map[int]string{}, barcodes: map[int]string{}, weights: map[int]wire.Decimal{},
		state: preparing,
	}
	names := out.namesOf(oosMember, at.byItem)
	for _, id := range c.outOfStock {
		for _, i := range names(id) {
			out.marked[i] = true
		}
	}
	names = out.namesOf(replacementMember, at.byItem)
	for _, r := range c.replacements {
		for _, i := range names(r.PackageItem) {
			out.products[i] = r.NewProductSku
		}
	}
	names = out.namesOf(barcodeMember, at.byOrderItem)
	for _, b := range c.barcodes {
		for _, i := range names(b.OrderItem) {
			out.barcodes[i] = b.Barcode
		}
	}
	names = out.namesOf(weightMember, at.byOrderItem)
	for _, w := range c.weights {
		for _, i := range names(w.OrderItem) {
			out.weights[i] = w.UnitWeight
		}
	}
	return out
}

// namesOf returns a function that finds the items of one member's ids and
// notes which ids are strange.
func (pl *plan) namesOf(member string, index map[int64][]int) func(id int64) []int {
	seen := map[int64]bool{}
	return func(id int64) []int {
		if seen[id] {
			pl.twice = append(pl.twice, member)
		}
		seen[id] = true
		if len(index[id]) == 0 {
			pl.unknown = append(pl.unknown, member)
		}
		return index[id]
	}
}

// subCommands takes out of the plan what lacks its sub-command, or refuses the
// request, as rules.MissingSubCommand has it in this world.
func (pl *plan) subCommands(env *simulator.Env, inst installation) *refusal {
	stateToo := env.Reading(rules.BarcodesNeedCommand) == "barcodes-and-state"
	missing := ""
	if env.Violates(rules.OutOfStockNeedsCommand, len(pl.marked) > 0 && !inst.added(detectOutOfStock)) {
		missing = detectOutOfStock
	}
	if env.Violates(rules.ReplacementNeedsCommand, len(pl.products) > 0 && !inst.added(replaceProduct)) {
		missing = replaceProduct
	}
	if env.Violates(rules.BarcodesNeedCommand, (len(pl.barcodes) > 0 || stateToo) && !inst.added(stateTransition)) {
		missing = stateTransition
	}
	switch {
	case missing == "":
		return nil
	case env.Applies(rules.MissingSubCommand) && env.Reading(rules.MissingSubCommand) == "left-out":
		pl.leaveOut(env, inst, stateToo)
		return nil
	}
	return invalid(env, general, "The installation has not added the command "+missing+".")
}

// leaveOut takes the effects out whose sub-commands are missing, but for those
// that a defect allows all the same.
func (pl *plan) leaveOut(env *simulator.Env, inst installation, stateToo bool) {
	if !inst.added(detectOutOfStock) && env.Applies(rules.OutOfStockNeedsCommand) {
		pl.marked = nil
	}
	if !inst.added(replaceProduct) && env.Applies(rules.ReplacementNeedsCommand) {
		pl.products = nil
	}
	if !inst.added(stateTransition) && env.Applies(rules.BarcodesNeedCommand) {
		pl.barcodes = nil
		if stateToo {
			pl.state = unmoved
		}
	}
}

// items refuses what the items do not allow.
func (pl *plan) items(env *simulator.Env, p packaging, c request) (*refusal, error) {
	if env.Violates(rules.UnknownItemRefused, len(pl.unknown) > 0) {
		return invalid(env, pl.unknown[0], "An item is not in the package."), nil
	}
	if len(pl.twice) > 0 && !env.Applies(rules.NamedTwice) {
		return invalid(env, pl.twice[0], "An item is named twice."), nil
	}
	if why := pl.conflicts(env); why != nil {
		return why, nil
	}
	if pl.sameBarcodes() && !env.Applies(rules.BarcodesNeedNotDiffer) {
		return invalid(env, barcodeMember, "Two items have the same barcode."), nil
	}
	for i := range p.Items {
		sku, replaced := pl.products[i]
		if !replaced {
			continue
		}
		_, known, err := products.Get(env.Store(), sku)
		if err != nil {
			return nil, err
		}
		if env.Violates(rules.NewProductKnown, !known) {
			return invalid(env, replacementMember, "There is no product "+sku+"."), nil
		}
	}
	if why := pl.nothingLeft(env, p); why != nil {
		return why, nil
	}
	return denial(env, pl, c)
}

// conflicts judges items that are marked as out of stock and named for
// something else as well.
func (pl *plan) conflicts(env *simulator.Env) *refusal {
	both, labelled := false, false
	for i := range pl.marked {
		_, replaced := pl.products[i]
		_, barcode := pl.barcodes[i]
		both, labelled = both || replaced, labelled || barcode
	}
	if both {
		switch {
		case !env.Applies(rules.ReplacedAndOutOfStock):
			pl.productsOfMarked = true
		case env.Reading(rules.ReplacedAndOutOfStock) != "out-of-stock-wins":
			return invalid(env, replacementMember, "An item is to be replaced and out of stock.")
		}
	}
	if labelled {
		switch {
		case !env.Applies(rules.BarcodeOfMarkedItem):
			pl.barcodesOfMarked = true
		case env.Reading(rules.BarcodeOfMarkedItem) == "refused":
			return invalid(env, barcodeMember, "An item with a barcode is out of stock.")
		}
	}
	return nil
}

func (pl *plan) sameBarcodes() bool {
	seen := map[string]bool{}
	for _, barcode := range pl.barcodes {
		if seen[barcode] {
			return true
		}
		seen[barcode] = true
	}
	return false
}

// nothingLeft judges a request that leaves no item in the package.
func (pl *plan) nothingLeft(env *simulator.Env, p packaging) *refusal {
	if len(pl.marked) == 0 {
		return nil
	}
	for i, it := range p.Items {
		if !pl.marked[i] && it.State != outOfStock {
			return nil
		}
	}
	if !env.Applies(rules.AllItemsOutOfStock) {
		pl.state = unmoved
		return nil
	}
	switch env.Reading(rules.AllItemsOutOfStock) {
	case "out-of-stock":
		if pl.state != unmoved {
			pl.state = outOfStock
		}
	case "refused":
		return invalid(env, oosMember, "No item would be left.")
	}
	return nil
}

// denial judges the reason that a request gives, or that it gives none.
func denial(env *simulator.Env, pl *plan, c request) (*refusal, error) {
	if c.denialReason == 0 {
		if !env.Applies(rules.DenialReasonOptional) && len(pl.marked) > 0 {
			return invalid(env, "denial_reason", "Items out of stock need a reason."), nil
		}
		return nil, nil
	}
	reason, found, err := denialReasons.Get(env.Store(), idKey(c.denialReason))
	if err != nil {
		return nil, err
	}
	if env.Violates(rules.DenialReasonKnown, !found || !reason.Active) {
		return invalid(env, "denial_reason", "There is no such active denial reason."), nil
	}
	return nil, nil
}

// restrain takes out of the plan the effects that defects switch off.
func (pl *plan) restrain(env *simulator.Env) {
	if len(pl.marked) > 0 && !env.Applies(rules.OutOfStockMarked) {
		pl.marked = nil
	}
	if len(pl.products) > 0 && !env.Applies(rules.ProductReplaced) {
		pl.products = nil
	}
	if len(pl.barcodes) > 0 && !env.Applies(rules.BarcodesUpdated) {
		pl.barcodes = nil
	}
	if len(pl.weights) > 0 && !env.Applies(rules.UnitWeightsKept) {
		pl.weights = nil
	}
	if len(pl.marked) > 0 && len(pl.products)+len(pl.barcodes) > 0 && !env.Applies(rules.OneIndivisibleChange) {
		pl.products, pl.barcodes = nil, nil // of several effects one is done
	}
	for i, barcode := range pl.barcodes {
		if !env.Applies(rules.KeepsWhatItAccepts) {
			pl.barcodes[i] = barcode[:len(barcode)-1]
		}
	}
	if len(pl.marked)+len(pl.products) > 0 && !env.Applies(rules.ItemsAreWhole) {
		pl.partOnly = true
	}
}

// applied returns the items as the plan leaves them, in new values.
func (pl *plan) applied(env *simulator.Env, items []item) []item {
	out := slices.Clone(items)
	now := env.Now().UTC()
	for i := range out {
		it := &out[i]
		marked := pl.marked[i]
		remains := !marked && it.State != outOfStock
		sku, replaced := pl.products[i]
		replaced = replaced && (!marked || pl.productsOfMarked)
		if replaced {
			it.SKU = sku
		}
		if barcode, given := pl.barcodes[i]; given && (remains || pl.barcodesOfMarked) {
			it.Barcode = &barcode
		}
		if weight, given := pl.weights[i]; given && remains {
			it.UnitWeight = &weight
		}
		if pl.partOnly && (marked || replaced) {
			it.Quantity = 1
		}
		switch {
		case marked:
			it.State = outOfStock
		case remains && pl.state != unmoved:
			it.State = pl.state
		}
		if *it != items[i] {
			it.Modified = now
		}
	}
	return out
}
