package akinon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/target"
)

// The kinds of package that a case can need; the profile's fixtures have the
// same names.
const (
	Waiting           = "package-waiting"
	ReadyForPackaging = "package-ready-for-packaging"
	Packed            = "package-packed"
	OutOfStock        = "package-out-of-stock"
)

// Kinds lists the kinds of package with what they are, for people.
func Kinds() map[string]string {
	return map[string]string{
		Waiting:           "a package in Waiting with at least three items",
		ReadyForPackaging: "a package in Ready for Packaging",
		Packed:            "a package in Packed",
		OutOfStock:        "a package in Out of Stock",
	}
}

// numbers are those of the kinds' states, as the vendor's pages give them.
func numbers() map[string]string {
	return map[string]string{Waiting: waiting, ReadyForPackaging: readyForPackaging, Packed: packed, OutOfStock: outOfStock}
}

// named is how many items of a package have a name in the scenarios.
const named = 3

// Package is a packaging order of the target, as it was before a case did
// anything to it.
type Package struct {
	ID       int64
	before   view
	siblings []int64 // the packages of its order; nil where nobody has looked for them
	unlisted error   // why they can't be listed
}

// Item is an item of a package by two of its ids.
type Item struct{ ID, OrderItem int64 }

// Items returns the first three items.
func (p Package) Items() (first, second, third Item, err error) {
	list, err := p.items(named)
	if err != nil {
		return first, second, third, err
	}
	return list[0], list[1], list[2], nil
}

// All returns all items.
func (p Package) All() ([]Item, error) { return p.items(len(p.before.items)) }

func (p Package) items(n int) ([]Item, error) {
	list := make([]Item, n)
	for i := range list {
		it := p.before.items[i]
		list[i].ID = whole(it, "id")
		var err error
		if list[i].OrderItem, _, err = idOf(it, byOrderItem); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Changed is a package as it is after something was done to it.
type Changed struct{ before, now view }

// Now reads a package again.
func (c *Client) Now(ctx context.Context, p Package) (Changed, error) {
	now, err := c.view(ctx, p.ID)
	return Changed{p.before, now}, err
}

// OutOfStock tells whether an item is out of stock.
func (c Changed) OutOfStock(it Item) bool { return c.now.marked(c.before.item(it.ID)) }

// Product returns the SKU of an item; false where none is shown.
func (c Changed) Product(it Item) (string, bool) {
	return propertyNamed("product").shown(c.now.itemOf(c.before.item(it.ID)))
}

// Barcode returns the barcode of an item; false where none is shown.
func (c Changed) Barcode(it Item) (string, bool) {
	return propertyNamed("barcode").shown(c.now.itemOf(c.before.item(it.ID)))
}

// What a simulator is given; the profile's fixtures name what another target
// has.
const (
	firstBarcode = "8690526000001" // of the first item
	firstWeight  = "1.25"
	shop         = 2 // a stock location
	warehouse    = 3 // another
	reason       = 4 // an active denial reason
	withdrawn    = 5 // an inactive one
	newProduct   = "10034"
	otherProduct = "10035"
)

// How ids are drawn for a simulator.
const (
	idsOfOne      = 100           // kept for what belongs to one package
	orderItems    = 30            // from the package's id to those of its order items
	omnitronItems = 60            // from the package's id to their Omnitron ids
	mostIDs       = 10_000_000    // packages
	beyondSeeds   = 2_000_000_000 // from here on ids are nobody's
)

// newID draws an id that leaves room for what belongs to it.
func newID(random *rand.Rand) int64 { return (1 + random.Int64N(mostIDs)) * idsOfOne }

// nobodys is an id that nothing on the target has.
func nobodys(random *rand.Rand) int64 { return beyondSeeds + random.Int64N(mostIDs) }

// members are those of a JSON object.
type members = map[string]any

// stock is what a simulator's installation has of products, places and reasons.
func stock() members {
	return members{
		// The last two begin with the new product's, or are its beginning.
		"products": []string{"10029", "10030", "10031", newProduct, otherProduct, newProduct + "0", newProduct[:len(newProduct)-1]},
		"stock_locations": []members{
			{"id": shop, "name": "Example shop", "erp_code": "369"}, {"id": warehouse, "name": "Example warehouse", "erp_code": "370"},
		},
		"denial_reasons": []members{
			{"id": reason, "title": "Not on the shelf", "is_active": true}, {"id": withdrawn, "title": "Withdrawn", "is_active": false},
		},
	}
}

// seeded is the seed document of a package of three items in a state, of an
// order of its own. All ids in it differ.
func seeded(id int64, random *rand.Rand, state string) members {
	return seededOf(named, id, random, state)
}

// seededOf is that of a package of so many items.
func seededOf(n int, id int64, random *rand.Rand, state string) members {
	return seededAs(n, id, 1, newOrderNumber(random), state)
}

// seededAs has every id so many times as great.
func seededAs(n int, id, times int64, order, state string) members {
	var items []members
	for i := range int64(n) {
		items = append(items, members{
			"id": (id + 1 + i) * times, "order_item": (id + orderItems + i) * times, "omnitron_id": (id + omnitronItems + i) * times,
			"sku": fmt.Sprint(10029 + i), "quantity": 1,
		})
	}
	items[0]["barcode"], items[0]["unit_weight"] = firstBarcode, json.Number(firstWeight)
	items[2]["quantity"] = 2
	p := members{
		"id": id * times, "number": order + "P1", "stock_location": shop,
		"order": members{"id": (id + 1) * times, "number": order}, "items": items,
	}
	if state != waiting {
		p["state"] = json.Number(state)
	}
	document := stock()
	document["packages"] = []members{p}
	return document
}

// Alike seeds two waiting packages on a simulator, of which every id of the second
// begins with an id of the first.
func (c *Client) Alike(ctx context.Context, random *rand.Rand) (both [2]Package, err error) {
	id := newID(random)
	for i, times := range []int64{1, 10} {
		if err := seed(ctx, c.session, seededAs(named, id, times, newOrderNumber(random), waiting)); err != nil {
			return both, err
		}
		if both[i], err = c.have(ctx, id*times, Waiting); err != nil {
			if open := new(unfitError); errors.As(err, &open) {
				err = &target.Inconclusive{Reason: "precondition: " + open.Error()}
			}
			return both, err
		}
	}
	return both, nil
}

// newOrderNumber is one like the document's, of 16 digits.
func newOrderNumber(random *rand.Rand) string {
	return fmt.Sprintf("%016d", random.Int64N(10_000_000_000_000_000))
}

func seed(ctx context.Context, s *target.Session, document members) error {
	text, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("akinon: seed document: %w", err)
	}
	return s.Seed(ctx, text)
}
