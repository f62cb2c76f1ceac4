package komet

import (
	"math"
	"unicode/utf8"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// shortNotes is what the field table allows notes, in characters.
const shortNotes = 7

// form says why the form of a request that keeps to the contract is refused:
// by a reading that is narrower than the contract, or by a defect.
func form(env *simulator.Env, in *api.PrebookCreate) (why string) {
	for _, check := range []func() string{
		func() string { return namesOfCodes(env, in) },
		func() string { return emptyCodes(env, in) },
		func() string { return numberOnly(env, in.AutoGeneratePOsfromPrebooks) },
		func() string { return narrowHeader(env, in) },
	} {
		if why = check(); why != "" {
			return why
		}
	}
	for i := range items(in) {
		item := &(*in.PrebookItems)[i]
		if why = itemForm(env, item); why == "" {
			why = narrowItem(env, item)
		}
		if why != "" {
			return why
		}
	}
	return ""
}

// items are the items of a request, none where they were left out.
func items(in *api.PrebookCreate) []api.PrebookItem {
	if in.PrebookItems == nil {
		return nil
	}
	return *in.PrebookItems
}

// namesOfCodes wants the name under the field table's own member; its defect
// does not know that member.
func namesOfCodes(env *simulator.Env, in *api.PrebookCreate) string {
	named := in.CustomerID == nil && in.CustomerDescription != nil || in.CarrierID == nil && in.CarrierDescription != nil
	if named && !env.Applies(rules.CodeGoesWithName) {
		return "The name of customer or carrier is missing."
	}
	if env.Reading(rules.CodeGoesWithName) != "description" {
		return ""
	}
	if in.CustomerID == nil && env.Violates(rules.CodeGoesWithName, in.CustomerDescription == nil) {
		return "The customerDescription is missing."
	}
	if in.CarrierID == nil && env.Violates(rules.CodeGoesWithName, in.CarrierDescription == nil) {
		return "The carrierDescription is missing."
	}
	return ""
}

// emptyCodes refuses an empty code beside an id where it counts as given.
func emptyCodes(env *simulator.Env, in *api.PrebookCreate) string {
	customer := in.CustomerID != nil && in.CustomerCode != nil && *in.CustomerCode == ""
	carrier := in.CarrierID != nil && in.CarrierCode != nil && *in.CarrierCode == ""
	if !customer && !carrier {
		return ""
	}
	// Without the rule it does not count here and, for an item's vendor, does: that
	// is none of the readings.
	if env.Applies(rules.EmptyTextIsNotGiven) && env.Reading(rules.EmptyTextIsNotGiven) != "not-given" {
		return "Customer and carrier are named by id or by code, not by both."
	}
	return ""
}

func numberOnly(env *simulator.Env, generate *wire.NumberOrText) string {
	if generate == nil || !generate.Quoted || env.Reading(rules.AutoGenerateForm) != "number-only" {
		return ""
	}
	if env.Violates(rules.AutoGenerateForm, true) {
		return "autoGeneratePOsfromPrebooks is not a number."
	}
	return ""
}

func itemForm(env *simulator.Env, item *api.PrebookItem) string {
	length := utf8.RuneCountInString(text(item.Notes))
	if length > shortNotes/2 && !env.Applies(rules.NotesLength) {
		return "The notes are too long."
	}
	long := length > shortNotes
	if env.Reading(rules.NotesLength) == "seven" && env.Violates(rules.NotesLength, long) {
		return "The notes have more than 7 characters."
	}
	return unitForm(env, string(item.UnitType))
}

// unitForm refuses a unit that a narrower reading does not know; its defect does
// not know the bunch.
func unitForm(env *simulator.Env, unit string) string {
	another := false
	switch env.Reading(rules.UnitTypes) {
	case "lower-case":
		another = unit != lower(unit)
	case "as-printed":
		another = unit[1:] != lower(unit[1:])
	}
	if env.Violates(rules.UnitTypes, another) || unit == "bunch" && !env.Applies(rules.UnitTypes) {
		return "The unitType is neither stem nor bunch."
	}
	return ""
}

// narrowHeader refuses what the rules accept, where a defect has it so.
func narrowHeader(env *simulator.Env, in *api.PrebookCreate) string {
	switch {
	case in.PrebookItems == nil && !env.Applies(rules.HeaderOnly):
		return "The prebookItems are missing."
	case in.PrebookItems != nil && len(*in.PrebookItems) == 0 && !env.Applies(rules.EmptyItemsAreNone):
		return "The prebookItems are empty."
	case bareHeader(in) && !env.Applies(rules.OptionalMembers):
		return "The comments are missing."
	case day(in.ShipDate.Time) < day(env.Now()) && !env.Applies(rules.PastShipDate):
		return "The shipDate is past."
	case in.ShipToID != nil && !env.Applies(rules.ShipToAccepted):
		return "The shipToId is not known."
	case in.CustomerID != nil && *in.CustomerID > math.MaxInt64 && !env.Applies(rules.IDsFit64Bits):
		return "The customerId is too great."
	}
	return narrowValues(env, in)
}

// narrowValues is narrowHeader for the flags.
func narrowValues(env *simulator.Env, in *api.PrebookCreate) string {
	switch {
	case in.ShipViaID != nil && *in.ShipViaID == api.PrebookCreateShipViaIDGrower && !env.Applies(rules.ShipVia):
		return "The shipViaId is not known."
	case in.IsEcommerce != nil && *in.IsEcommerce == api.PrebookCreateIsEcommerceWeb && !env.Applies(rules.EcommerceValues):
		return "The isEcommerce is not known."
	case in.AutoAllocate != nil && *in.AutoAllocate == api.PrebookCreateAutoAllocateYes && !env.Applies(rules.AutoAllocateValues):
		return "The autoAllocate is not known."
	}
	return ""
}

func bareHeader(in *api.PrebookCreate) bool {
	return in.CreatedBy == nil && in.ShipViaID == nil && in.CustomerPO == nil && in.IsEcommerce == nil &&
		in.Comments == nil && in.AutoGeneratePOsfromPrebooks == nil && in.AutoAllocate == nil
}

// narrowItem is narrowHeader for an item.
func narrowItem(env *simulator.Env, item *api.PrebookItem) string {
	if bareItem(item) && !env.Applies(rules.OptionalMembers) {
		return "The cost of an item is missing."
	}
	if item.VendorDescription != nil && !env.Applies(rules.VendorNamedTwoWays) {
		return "The vendorDescription is not known."
	}
	if item.Breakdowns == nil || len(*item.Breakdowns) == 0 {
		return ""
	}
	var bunches int64
	for _, part := range *item.Breakdowns {
		bunches += part.Bunches
		if part.Identifier != nil && !env.Applies(rules.BreakdownIdentifier) {
			return "A breakdown has no identifier."
		}
	}
	if bunches != item.Bunches && !env.Applies(rules.BreakdownsNotSummed) {
		return "The breakdowns do not add up to their item."
	}
	return ""
}

func bareItem(item *api.PrebookItem) bool {
	return item.Identifier == nil && item.VendorID == nil && item.VendorCode == nil && item.VendorName == nil &&
		item.Cost == nil && item.MarkCode == nil && item.Notes == nil && item.FutureSalesPoNumber == nil && item.Breakdowns == nil
}
