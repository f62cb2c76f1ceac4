package akinon

import (
	"strconv"

	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// view shows packages on the wire. It asks each rule once, however many
// packages and items a call shows.
type view struct {
	env  *simulator.Env
	inst installation

	members bool         // rules.ItemMembers
	details bool         // rules.ItemDetails
	asked   map[int]bool // what applies of the rules that only some packages need
}

// The rules that only some packages need.
const (
	numbered = iota
	initial
	runnable
	named
)

func newView(env *simulator.Env) (*view, error) {
	inst, err := installationOf(env)
	return &view{
		env: env, inst: inst, asked: map[int]bool{},
		members: env.Applies(rules.ItemMembers), details: env.Applies(rules.ItemDetails),
	}, err
}

func (v *view) applies(which int) bool {
	applies, known := v.asked[which]
	if !known {
		switch which {
		case numbered:
			applies = v.env.Applies(rules.StateNumbers)
		case initial:
			applies = v.env.Applies(rules.CommencesInWaiting)
		case runnable:
			applies = v.env.Applies(rules.RunnableCommands)
		case named:
			applies = v.env.Applies(rules.RunnableCommandMembers)
		}
		v.asked[which] = applies
	}
	return applies
}

// packaging shows a package.
func (v *view) packaging(p packaging) (api.Package, error) {
	place, err := v.location(p.Location)
	if err != nil {
		return api.Package{}, err
	}
	items := v.items(p.ID, p.Items)
	return api.Package{
		ID: p.ID, Number: p.Number, State: v.stateOf(p),
		Order:         api.Order{ID: &p.OrderID, Number: &p.OrderNumber},
		StockLocation: place,
		CreatedDate:   p.Created, ModifiedDate: p.Modified,
		Commands:       v.commands(p),
		PackageitemSet: &items,
	}, nil
}

func (v *view) location(id int64) (api.StockLocation, error) {
	place, found, err := locations.Get(v.env.Store(), idKey(id))
	out := api.StockLocation{ID: &id}
	if found {
		out.Name, out.ErpCode = &place.Name, &place.ErpCode
	}
	return out, err
}

// stateOf shows the state of a package.
func (v *view) stateOf(p packaging) api.State {
	number := p.State
	if number == unmoved {
		number = waiting
		if !v.applies(initial) {
			number = ready
		}
	}
	state := stateObject("PackageStatus", number)
	switch {
	case !v.applies(numbered):
		state.EnumValue = wire.Text(*state.Name)
	case v.env.Reading(rules.StateNumbers) == "number":
		state.EnumValue = wire.Number(strconv.Itoa(number))
	}
	return state
}

// stateNames are the sample installation's names of the published numbers.
var stateNames = map[int]string{
	waiting: "Waiting", preparing: "Preparing", ready: "Ready for Packaging",
	500: "Packed", outOfStock: "Out of Stock", 1100: "Packed for Refund",
}

// stateIDs are the sample installation's ids of its states.
var stateIDs = map[int]int64{waiting: 50, preparing: 51, ready: 52, 500: 53, outOfStock: 54, 1100: 55}

func stateObject(class string, number int) api.State {
	id, name := stateIDs[number], stateNames[number]
	return api.State{
		ID: &id, Name: &name, Config: &map[string]any{}, EnumClass: class, EnumValue: wire.Text(strconv.Itoa(number)),
	}
}

// commands lists what may be done to a package in its state.
func (v *view) commands(p packaging) []api.RunnableCommand {
	list := []api.RunnableCommand{}
	for _, c := range v.inst.Commands {
		allowed := c.allows(p.State)
		if c.Slug == prepareSlug {
			allowed = p.waits() || !v.applies(runnable)
		}
		if !allowed {
			continue
		}
		shown := api.RunnableCommand{Transition: &c.Transition, Slug: &c.Slug}
		if !v.applies(named) {
			shown.Slug = nil
		}
		list = append(list, shown)
	}
	return list
}

// items shows items of a package.
func (v *view) items(packageID int64, items []item) []api.PackageItem {
	out := make([]api.PackageItem, 0, len(items))
	for _, it := range items {
		out = append(out, v.item(packageID, it))
	}
	return out
}

func (v *view) item(packageID int64, it item) api.PackageItem {
	number := it.State
	if number == unmoved {
		number = waiting
	}
	shown := api.PackageItem{
		ID: it.ID, OrderItem: api.OrderItem{ID: it.OrderItem}, State: stateObject("PackageItemStatus", number),
		CreatedDate: &it.Created, ModifiedDate: &it.Modified,
		UnitWeight: nullable.NewNullNullable[wire.Decimal](),
	}
	shown.Package.Set(map[string]int64{"id": packageID})
	if it.UnitWeight != nil {
		shown.UnitWeight.Set(*it.UnitWeight)
	}
	if v.members {
		shown.Quantity = it.Quantity
	}
	if v.details {
		shown.Barcode.SetNull()
		if it.Barcode != nil {
			shown.Barcode.Set(*it.Barcode)
		}
		shown.OrderItem.OmnitronID = &it.OmnitronID
		shown.OrderItem.Product = &api.Product{Sku: &it.SKU}
	}
	return shown
}
