package akinon

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// plan is a command whose ids have been looked up: nothing in it can be refused any more.
type plan struct {
	missing  map[*item]bool
	replaced map[*item]string
	barcodes map[*item]string
	weights  map[*item]float64
}

// prepare carries the command out, or refuses it and changes nothing. The caller holds the lock.
func (s *server) prepare(p *parcel, c *command) error {
	if err := s.addressed(p, c); err != nil {
		return err
	}
	todo, err := s.plan(p, c)
	if err != nil {
		return err
	}
	if p.state != waiting {
		return &refusal{http.StatusBadRequest, "", "The package is not in a suitable state for this command."}
	}
	s.apply(p, c, todo)
	return nil
}

// addressed tells whether the command is Prepare Package and meant for this package.
func (s *server) addressed(p *parcel, c *command) error {
	if c.pkg != nil && *c.pkg != p.id {
		return s.invalid("package", "is not the package of the path.")
	}
	if c.transition != nil && *c.transition != prepareTransition {
		return s.invalid("transition", "is not a command that can be run.")
	}
	if c.slug != nil && *c.slug != prepareSlug && (c.transition == nil || s.variant == Natural) {
		return s.invalid("slug", "is not a command that can be run.")
	}
	return nil
}

// byPackageItem finds the item that a replacement or a missing item names.
func (s *server) byPackageItem(p *parcel, c *command, id int64) *item {
	return find(p, func(i *item) bool {
		if c.byOmnitron && s.variant == Natural {
			return i.omnitron == id
		}
		return i.id == id
	})
}

// byOrderItem finds the item that a barcode or a weight names.
func (s *server) byOrderItem(p *parcel, c *command, id int64) *item {
	return find(p, func(i *item) bool {
		if c.byOmnitron {
			return i.omnitron == id
		}
		return i.orderItem == id
	})
}

func find(p *parcel, is func(*item) bool) *item {
	if n := slices.IndexFunc(p.items, is); n >= 0 {
		return p.items[n]
	}
	return nil
}

func (s *server) plan(p *parcel, c *command) (*plan, error) {
	todo := &plan{map[*item]bool{}, map[*item]string{}, map[*item]string{}, map[*item]float64{}}
	// once refuses what is not in the package, and in Other what has been named before.
	once := func(member string, id int64, i *item, before bool) error {
		if i == nil {
			return s.invalid(member, fmt.Sprintf("Item %d is not in the package.", id))
		}
		if before && s.variant == Other {
			return s.invalid(member, fmt.Sprintf("Item %d stands there twice.", id))
		}
		return nil
	}
	for _, id := range c.missing {
		i := s.byPackageItem(p, c, id)
		if err := once("oos_package_items", id, i, todo.missing[i]); err != nil {
			return nil, err
		}
		todo.missing[i] = true
	}
	for _, r := range c.replacements {
		i := s.byPackageItem(p, c, r.item)
		if err := once("replacement_products", r.item, i, todo.replaced[i] != ""); err != nil {
			return nil, err
		}
		if s.variant == Natural && (!products[r.sku] || todo.missing[i]) {
			return nil, s.invalid("replacement_products", "The product is unknown, or its item is out of stock.")
		}
		todo.replaced[i] = r.sku
	}
	for _, b := range c.barcodes {
		i := s.byOrderItem(p, c, b.orderItem)
		if err := once("barcodes", b.orderItem, i, todo.barcodes[i] != ""); err != nil {
			return nil, err
		}
		todo.barcodes[i] = b.value
	}
	for _, w := range c.weights {
		i := s.byOrderItem(p, c, w.orderItem)
		if err := once("unit_weights", w.orderItem, i, false); err != nil {
			return nil, err
		}
		todo.weights[i] = w.value
	}
	for n, w := range c.weightsInOrder {
		if n >= len(p.items) {
			return nil, s.invalid("unit_weights", "has more elements than the package has items.")
		}
		todo.weights[p.items[n]] = w
	}
	if s.variant == Natural && c.denialReason != nil && !denialReasons[*c.denialReason] {
		return nil, s.invalid("denial_reason", "Invalid pk - object does not exist.")
	}
	if s.variant == Other && len(todo.missing) == len(p.items) {
		return nil, s.invalid("oos_package_items", "leaves nothing in the package.")
	}
	return todo, nil
}

func (s *server) apply(p *parcel, c *command, todo *plan) {
	var gone, kept []*item
	for _, i := range p.items {
		if todo.missing[i] {
			i.state = outOfStock
			gone = append(gone, i)
			if s.variant == Other || c.ownPackage {
				continue
			}
			kept = append(kept, i)
			continue
		}
		i.state = preparing
		if sku := todo.replaced[i]; sku != "" {
			i.sku = sku
			if s.variant == Other {
				i.id = s.newID()
			}
		}
		if value, ok := todo.barcodes[i]; ok {
			i.barcode = &value
		}
		if value, ok := todo.weights[i]; ok {
			i.weight = &value
		}
		kept = append(kept, i)
	}
	p.items, p.state, p.modified = kept, preparing, now()
	s.tell("package.status.transitioned", p)
	if !c.ownPackage || len(gone) == 0 {
		return
	}
	if s.variant == Other {
		time.AfterFunc(200*time.Millisecond, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.openOutOfStock(p, gone)
		})
		return
	}
	s.openOutOfStock(p, gone)
}

// openOutOfStock puts the missing items of p into a package of their own.
func (s *server) openOutOfStock(p *parcel, gone []*item) {
	own := &parcel{id: s.newID(), order: p.order, orderNumber: p.orderNumber, location: p.location, state: outOfStock, items: gone}
	own.number = fmt.Sprintf("%sP%d", p.orderNumber, own.id)
	s.add(own)
	s.tell("package.created", own)
}

func (s *server) newID() int64 {
	s.nextID++
	return s.nextID
}
