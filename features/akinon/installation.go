package akinon

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// bindInstallation binds what takes a simulator: how it is set up, and what
// comes from outside.
func (s *steps) bindInstallation(sc *features.Steps) {
	sc.Step(`^the installation has not added (\w+) to the command$`, func(ctx context.Context, without string) error {
		all := []string{"DETECTED_OUT_OF_STOCK_ITEM", "REPLACE_PRODUCT", "PKG_STATE_TRANSITION"}
		added := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return name == without })
		if len(added) == len(all) {
			return fmt.Errorf("akinon: there is no sub-command %q", without)
		}
		return s.setUp(ctx, members{"sub_commands": added})
	})
	sc.Step(`^the installation allows (\d+) calls a minute$`, func(ctx context.Context, calls int) error {
		return s.setUp(ctx, members{"calls_per_minute": calls})
	})
	sc.Step(`^the installation keeps "([^"]*)" in the warehouse and all else in the shop$`, func(ctx context.Context, sku string) error {
		return s.setUp(ctx, members{
			"default_stock_location": shop, "distribution": []members{{"sku": sku, "stock_location": warehouse}},
		})
	})
	sc.Step(`^an order of (.+) comes from Omnitron$`, s.orderComes)
	sc.Step(`^each product of the order lies in exactly one of its packages$`, s.distributed)
	sc.Step(`^each package of the order is assigned to one stock location$`, s.assigned)
	sc.Step(`^"([^"]*)" is assigned to the warehouse, "([^"]*)" and "([^"]*)" to the shop$`, s.assignedTo)
	sc.Step(`^each package of the order is in the state (\d+)$`, s.orderIsIn)
}

func (s *steps) setUp(ctx context.Context, installation members) error {
	document := stock()
	document["installation"] = installation
	return seed(ctx, s.session, document)
}

// order is an order that has come from Omnitron.
type order struct {
	number string
	skus   []string
}

func (s *steps) orderComes(ctx context.Context, products string) error {
	id := newID(s.random)
	s.order = order{number: newOrderNumber(s.random)}
	var items []members
	for name := range strings.SplitSeq(strings.ReplaceAll(products, " and ", ", "), ", ") {
		sku, err := strconv.Unquote(name)
		if err != nil {
			return fmt.Errorf("akinon: %s is no product", name)
		}
		n := int64(len(items))
		items = append(items, members{"id": id + orderItems + n, "omnitron_id": id + omnitronItems + n, "sku": sku, "quantity": 1})
		s.order.skus = append(s.order.skus, sku)
	}
	return seed(ctx, s.session, members{"orders": []members{{"id": id, "number": s.order.number, "items": items}}})
}

// ordersPackages lists the packages of the order, of which there is at least
// one when it has had time to be distributed.
func (s *steps) ordersPackages(ctx context.Context) ([]members, error) {
	if err := s.session.Advance(ctx, patience); err != nil {
		return nil, err
	}
	list, err := s.client.packagesOf(ctx, s.order.number, 0)
	if err == nil && len(list) == 0 {
		err = target.Mismatch("packages of the order", "none", "at least one")
	}
	return list, err
}

// holders lists the packages that hold a product.
func holders(list []members, sku string) []members {
	var found []members
	for _, p := range list {
		for _, it := range viewIn(p).items {
			if got, _ := propertyNamed("product").shown(it); got == sku {
				found = append(found, p)
			}
		}
	}
	return found
}

// showProducts tells whether an item shows its product, or there is none to.
func showProducts(list []members) bool {
	shown, items := 0, 0
	for _, p := range list {
		for _, it := range viewIn(p).items {
			items++
			if got, _ := propertyNamed("product").shown(it); got != "" {
				shown++
			}
		}
	}
	return shown > 0 || items == 0
}

func (s *steps) distributed(ctx context.Context) error {
	list, err := s.ordersPackages(ctx)
	if err != nil {
		return err
	}
	if !showProducts(list) {
		return &target.Inconclusive{Reason: "no item of the order's packages shows its product, which akinon/item-details is about"}
	}
	var differences []error
	for _, sku := range s.order.skus {
		differences = append(differences, target.Compare("packages that hold "+sku, len(holders(list, sku)), 1))
	}
	return target.Mismatches(differences...)
}

func (s *steps) assigned(ctx context.Context) error {
	list, err := s.ordersPackages(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, p := range list {
		if locationOf(p) == "" {
			differences = append(differences, target.Mismatch("stock location of a package", quoted(p["stock_location"]), "one, with its id"))
		}
	}
	return target.Mismatches(differences...)
}

func (s *steps) assignedTo(ctx context.Context, apart string, one, two string) error {
	list, err := s.ordersPackages(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for sku, wants := range map[string]int64{apart: warehouse, one: shop, two: shop} {
		for _, p := range holders(list, sku) {
			differences = append(differences, target.Compare("stock location of "+sku, locationOf(p), strconv.FormatInt(wants, 10)))
		}
	}
	return target.Mismatches(differences...)
}

func (s *steps) orderIsIn(ctx context.Context, want string) error {
	list, err := s.ordersPackages(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, p := range list {
		differences = append(differences, target.Compare("state of a package of the order", stateOf(p), want))
	}
	return target.Mismatches(differences...)
}
