package akinon

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// prepareSlug is the command's slug: rules.RunnableCommandMembers.
const prepareSlug = "PREPARE_PACKAGE_COMMAND"

// command is one of the installation's package commands.
type command struct {
	Transition int64  `json:"transition"`
	Slug       string `json:"slug"`
	States     []int  `json:"states,omitempty"` // that allow it; those of preparing are not the installation's to choose
}

func (c command) allows(state int) bool { return slices.Contains(c.States, state) }

// PreparePackage prepares a package. What the Accept header, the caller and
// the form of the body deserve has been refused by now.
func (service) PreparePackage(ctx context.Context, r api.PreparePackageRequestObject) (api.PreparePackageResponseObject, error) {
	env := simulator.FromContext(ctx)
	p, found, err := packages.Get(env.Store(), idKey(r.PackageID))
	if err != nil {
		return nil, err
	}
	if !found {
		if env.Violates(rules.UnknownPackageIs404, true) {
			return answer(notFound().response(env, preparePackage)), nil
		}
		return gone(), nil
	}
	inst, err := installationOf(env)
	if err != nil {
		return nil, err
	}
	parameters, why := parametersOf(env, r.Body)
	c := commandOf(r.Body, parameters)
	if why == nil {
		why = form(env, r.Body, c)
	}
	if why == nil {
		why = inst.runs(env, c)
	}
	if why == nil {
		p, why, err = addressed(env, p, c.packageID)
	}
	if why == nil && err == nil && env.Violates(rules.OnlyFromWaiting, !p.waits()) {
		why = inWrongState(env)
	}
	var done outcome
	if why == nil && err == nil {
		done, why, err = prepare(env, inst, p, c)
	}
	if why == nil && err == nil && done.subscribers > 0 && !env.Applies(rules.DeliveredAsynchronously) {
		// A defect: the call delivers the event itself, and fails with a subscriber.
		why = invalid(env, general, "A subscriber could not be told.")
	}
	switch {
	case err != nil:
		return nil, err
	case why != nil:
		return answer(why.response(env, preparePackage)), nil
	}
	return prepared(env, done)
}

// request is a command as it is carried out, without what the contract would
// have refused: an id out of bounds, a text that is empty, a slug of foreign
// letters. These get here only where a defect let them pass, and count as not
// sent then.
type request struct {
	packageID, transition int64  // 0: not sent
	slug                  string // empty: not sent
	byOmnitronID          bool
	manualPackage         bool
	outOfStock            []api.ID
	replacements          []api.Replacement
	barcodes              []api.ItemBarcode
	weights               []api.ItemUnitWeight
	denialReason          int64 // 0: not sent
}

var slugAlphabet = regexp.MustCompile(`^[-a-zA-Z0-9_]+$`)

func commandOf(body *api.PreparePackage, p api.InputParameters) request {
	c := request{
		packageID: usableID(body.Package), transition: usableID(body.Transition), denialReason: usableID(p.DenialReason),
		byOmnitronID: p.SelectItemsByOmnitronID, manualPackage: p.CreateManualOosPackage,
		outOfStock:   usable(p.OosPackageItems, inBounds),
		replacements: usable(p.ReplacementProducts, func(r api.Replacement) bool { return inBounds(r.PackageItem) && r.NewProductSku != "" }),
		barcodes:     usable(p.Barcodes, func(b api.ItemBarcode) bool { return inBounds(b.OrderItem) && b.Barcode != "" }),
		weights:      usable(p.UnitWeights, func(w api.ItemUnitWeight) bool { return inBounds(w.OrderItem) }),
	}
	if body.Slug != nil && slugAlphabet.MatchString(*body.Slug) {
		c.slug = *body.Slug
	}
	return c
}

const maxID = 1<<53 - 1

func inBounds(id int64) bool { return id >= 1 && id <= maxID }

func usableID(id *api.ID) int64 {
	if id == nil || !inBounds(*id) {
		return 0
	}
	return *id
}

func usable[T any](list *[]T, fits func(T) bool) []T {
	if list == nil {
		return nil
	}
	out := make([]T, 0, len(*list))
	for _, one := range *list {
		if fits(one) {
			out = append(out, one)
		}
	}
	return out
}

// form refuses what the world's readings and the defects want in the body
// beyond the contract.
func form(env *simulator.Env, body *api.PreparePackage, c request) *refusal {
	switch {
	case c.packageID != 0:
		if !env.Applies(rules.PackageInBody) {
			return malformed(env, "package", "The package stands in the path.")
		}
	case env.Reading(rules.PackageInBody) == "mandatory":
		if env.Violates(rules.PackageInBody, body.Package == nil) {
			return malformed(env, "package", "This field is required.")
		}
	default:
		env.Applies(rules.PackageInBody)
	}
	if (c.transition == 0) != (c.slug == "") && !env.Applies(rules.TransitionOrSlug) {
		return malformed(env, general, "Transition and slug are both required.")
	}
	if (c.byOmnitronID || c.manualPackage) && !env.Applies(rules.FlagsEitherWay) {
		return malformed(env, general, "A flag is true.")
	}
	none := c.replacements == nil && c.outOfStock == nil && c.barcodes == nil && c.weights == nil
	if none && !env.Applies(rules.ListsOptional) {
		return malformed(env, general, "All lists are missing.")
	}
	return nil
}

// runs tells whether the request names the command that is simulated here,
// among those that the installation knows.
func (inst installation) runs(env *simulator.Env, c request) *refusal {
	byID, known := inst.command(func(k command) bool { return k.Transition == c.transition })
	if env.Violates(rules.UnknownCommandRefused, c.transition != 0 && !known) {
		return invalid(env, "transition", "There is no such command.")
	}
	bySlug, known := inst.command(func(k command) bool { return k.Slug == c.slug })
	if env.Violates(rules.UnknownCommandRefused, c.slug != "" && !known) {
		return invalid(env, "slug", "There is no such command.")
	}
	differ := byID.Slug != "" && bySlug.Slug != "" && byID.Slug != bySlug.Slug
	if env.Violates(rules.TransitionAndSlugAgree, differ) {
		return invalid(env, general, "Transition and slug name different commands.")
	}
	if differ {
		return nil // a defect looked away: preparing is one of the two, or the other is as good
	}
	for _, named := range []command{byID, bySlug} {
		if named.Slug != "" && named.Slug != prepareSlug {
			return invalid(env, general, "The command "+named.Slug+" is not simulated.")
		}
	}
	return nil
}

func (inst installation) command(is func(command) bool) (command, bool) {
	for _, c := range inst.Commands {
		if is(c) {
			return c, true
		}
	}
	return command{}, false
}

// addressed is the package that is prepared where the body names one as well.
func addressed(env *simulator.Env, p packaging, inBody int64) (packaging, *refusal, error) {
	if inBody == 0 || inBody == p.ID {
		return p, nil, nil
	}
	if !env.Applies(rules.PackageInBodyAgrees) {
		other, found, err := packages.Get(env.Store(), idKey(inBody))
		if found {
			p = other
		}
		return p, nil, err
	}
	if env.Reading(rules.PackageInBodyAgrees) == "path-decides" {
		return p, nil, nil
	}
	return p, invalid(env, "package", "The package is not the one of the path."), nil
}

// prepared is the answer to a command that was carried out.
func prepared(env *simulator.Env, done outcome) (api.PreparePackageResponseObject, error) {
	v, err := newView(env)
	if err != nil {
		return nil, err
	}
	out := api.PreparedPackage{
		ID: done.packaging.ID, Number: done.packaging.Number, StockLocation: done.packaging.Location,
		PackageitemSet: v.items(done.packaging.ID, done.remaining),
	}
	if !env.Applies(rules.AnswersPackage) {
		return lacking(out, "number")
	}
	if env.Reading(rules.ItemMembers) == "ids" {
		return withIDs(out), nil
	}
	return api.PreparePackage200JSONResponse(out), nil
}

// withIDs is an answer that lists items as its placeholder does, by a text each.
func withIDs(out api.PreparedPackage) answer {
	ids := make([]string, 0, len(out.PackageitemSet))
	for _, it := range out.PackageitemSet {
		ids = append(ids, strconv.FormatInt(it.ID, 10))
	}
	return answer(simulator.JSON(http.StatusOK, jsonType, map[string]any{
		"id": out.ID, "number": out.Number, "stock_location": out.StockLocation, "packageitem_set": ids,
	}))
}
