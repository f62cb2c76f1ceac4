package akinon

import (
	"errors"
	"fmt"

	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// order comes from Omnitron.
type order struct {
	ID     int64       `json:"id"`
	Number string      `json:"number"`
	Items  []orderItem `json:"items"`
}

// orderItem is one product of an order.
type orderItem struct {
	ID         int64  `json:"id"`
	OmnitronID int64  `json:"omnitron_id"`
	SKU        string `json:"sku"`
	Quantity   int64  `json:"quantity"`
}

// route is one line of the brand's distribution scenario: where a product
// comes from.
type route struct {
	SKU           string `json:"sku"`
	StockLocation int64  `json:"stock_location"`
}

// locationOf follows the scenario.
func (inst installation) locationOf(sku string) int64 {
	for _, r := range inst.Distribution {
		if r.SKU == sku {
			return r.StockLocation
		}
	}
	return inst.DefaultLocation
}

// distribute lays every item of an order into a package, one package for each
// stock location, and tells of the packages.
func distribute(env *simulator.Env, o order) error {
	inst, err := installationOf(env)
	if err != nil {
		return err
	}
	items := o.Items
	if len(items) > 0 && !env.Applies(rules.DistributedToPackages) {
		items = items[:len(items)-1] // a defect: a product lies in no package
	}
	var places []int64
	byPlace := map[int64][]item{}
	for _, of := range items {
		place := inst.locationOf(of.SKU)
		if byPlace[place] == nil {
			places = append(places, place)
		}
		it, err := newItem(env, of)
		if err != nil {
			return err
		}
		byPlace[place] = append(byPlace[place], it)
	}
	for _, place := range places {
		p, err := newPackage(env, packaging{OrderID: o.ID, OrderNumber: o.Number, Location: place, Items: byPlace[place]})
		if err != nil {
			return err
		}
		if err := putPackage(env, p); err != nil {
			return err
		}
		if err := announceNew(env, p); err != nil {
			return err
		}
	}
	return nil
}

func newItem(env *simulator.Env, of orderItem) (item, error) {
	id, err := nextID(env, "item")
	now := env.Now().UTC()
	return item{
		ID: id, OrderItem: of.ID, OmnitronID: of.OmnitronID, SKU: of.SKU, Quantity: of.Quantity, Created: now, Modified: now,
	}, err
}

// orderArrives is an action: an order of the first three products.
func orderArrives(env *simulator.Env) error {
	var skus []string
	if err := products.Scan(env.Store(), "", func(sku string, _ bool) bool {
		skus = append(skus, sku)
		return len(skus) < 3
	}); err != nil {
		return err
	}
	if len(skus) == 0 {
		return errors.New("akinon: no product is there to be ordered")
	}
	id, err := nextID(env, "order")
	if err != nil {
		return err
	}
	o := order{ID: id, Number: fmt.Sprintf("%016d", id)}
	for _, sku := range skus {
		of := orderItem{SKU: sku, Quantity: 1}
		if of.ID, err = nextID(env, "order item"); err != nil {
			return err
		}
		if of.OmnitronID, err = nextID(env, "omnitron item"); err != nil {
			return err
		}
		o.Items = append(o.Items, of)
	}
	return distribute(env, o)
}
