package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// The names of what cases need, as the scenarios' tags have them.
const (
	NeedsShipTo        = "ship-to"
	NeedsFutureOrder   = "future-order"
	NeedsPlaces        = "several-locations"
	NeedsUser          = "user"
	NeedsCustomerToken = "customer-token"
	NeedsVendorToken   = "vendor-token"
	NeedsLimitedToken  = "limited-token"
	NeedsOther         = "other-company"
)

// FutureBoxes is how many boxes a future sales order of the fixtures has.
const FutureBoxes = 10

func (s *steps) bindCompanies(sc *features.Steps) {
	sc.Step(`^a customer with a delivery address$`, s.haveShipTo)
	sc.Step(`^a company with several locations$`, s.havePlaces)
	sc.Step(`^another company$`, s.haveOther)
	sc.Step(`^a company with one location$`, func(ctx context.Context) error { return s.own(ctx, object{}) })
	sc.Step(`^a company that lets the prices of vendors count$`, func(ctx context.Context) error {
		return s.own(ctx, object{"vendorPrices": true})
	})
	sc.Step(`^a company with (\d+) vendors$`, s.haveVendors)
	sc.Step(`^a customer whose id is (\d+)$`, s.haveCustomer)
}

func (s *steps) bindStock(sc *features.Steps) {
	sc.Step(`^a future sales order of 10 boxes$`, s.haveFuture)
	sc.Step(`^a future sales order (\S+) of (\d+) boxes$`, s.seedFuture)
	sc.Step(`^an inventory of:$`, s.haveInventory)
	sc.Step(`^(\d+) days? pass(?:es)?$`, s.passDays)
}

// haveShipTo makes the first customer one with a delivery address.
func (s *steps) haveShipTo(ctx context.Context) error {
	if s.session.Controlled() {
		return s.own(ctx, object{}) // whose customers have addresses
	}
	addresses := s.access.ShipTos()
	if len(addresses) == 0 {
		return &target.Inconclusive{Reason: "the profile names no delivery address"}
	}
	s.company.prefer(Customer, addresses[0].Customer)
	list := s.company.lister
	s.company.lister = func(ctx context.Context, kind string) ([]Entry, error) {
		found, err := list(ctx, kind)
		if kind != Customer {
			return found, err
		}
		var known []Entry
		for _, e := range found {
			for _, address := range addresses {
				if address.Customer == e.ID {
					e.ShipTos = append(e.ShipTos, address.ID)
				}
			}
			known = append(known, e)
		}
		return known, err
	}
	return nil
}

func (s *steps) havePlaces(ctx context.Context) error {
	if s.session.Controlled() {
		err := s.own(ctx, object{"locations": []object{
			{"id": 1, "code": "MIA", "name": "Miami"}, {"id": 2, "code": "BOG", "name": "Bogota"},
		}})
		s.company.Locations = []string{"MIA", "BOG"}
		return err
	}
	s.company = &Company{Token: s.access.PlacesToken, Locations: s.access.Places, lister: s.access.reader(s.session, s.access.PlacesToken)}
	return nil
}

func (s *steps) haveOther(ctx context.Context) (err error) {
	if s.session.Controlled() {
		s.other, err = newCompany(ctx, s.session, s.random, object{})
		return err
	}
	s.other = &Company{Token: s.access.OtherToken, lister: s.access.reader(s.session, s.access.OtherToken)}
	return nil
}

func (s *steps) haveVendors(ctx context.Context, count int) error {
	if err := s.own(ctx, object{}); err != nil {
		return err
	}
	known := s.company.seeded.entries
	for n := len(known[Vendor]); n < count; n++ {
		known[Vendor] = append(known[Vendor], Entry{ID: strconv.Itoa(30_000 + n), Code: fmt.Sprintf("F%d", n), Name: fmt.Sprintf("Finca %d", n)})
	}
	return s.own(ctx, object{"vendors": s.company.seeded.records(Vendor)})
}

// haveCustomer makes a customer of that id the first one.
func (s *steps) haveCustomer(ctx context.Context, id string) error {
	if err := s.own(ctx, object{}); err != nil {
		return err
	}
	known := s.company.seeded.entries
	known[Customer] = append([]Entry{{ID: id, Code: "BIG", Name: "Big Numbers"}}, known[Customer]...)
	return s.own(ctx, object{"customers": s.company.seeded.records(Customer)})
}

func (s *steps) haveFuture(ctx context.Context) error {
	if s.session.Controlled() {
		return s.seedFuture(ctx, "P057116", FutureBoxes)
	}
	order, free := s.access.Futures.take()
	if !free && s.session.Provide(ctx, NeedsFutureOrder) {
		order, free = s.access.Futures.take()
	}
	if !free {
		return &target.Inconclusive{Reason: "no future sales order is left in the profile's fixtures." + NeedsFutureOrder}
	}
	s.future = &order
	return nil
}

// seedFuture gives a simulator a future sales order of the second vendor. The
// first of a scenario is the one that it speaks of.
func (s *steps) seedFuture(ctx context.Context, number string, boxes int) error {
	if err := s.own(ctx, object{}); err != nil {
		return err
	}
	vendor, err := s.company.Entry(ctx, Vendor, 1)
	if err != nil {
		return err
	}
	if s.future == nil {
		s.future = &Future{Number: number, Vendor: vendor.ID}
	}
	return s.own(ctx, object{"futureOrders": []object{{"number": number, "vendor": json.Number(vendor.ID), "boxes": boxes}}})
}

// haveInventory gives the company lots by a table of members and words.
func (s *steps) haveInventory(ctx context.Context, table *godog.Table) error {
	if err := s.own(ctx, object{}); err != nil {
		return err
	}
	var lots []object
	for n, row := range table.Rows[1:] {
		lot := object{"id": n + 1}
		for i, cell := range row.Cells {
			value, err := s.value(ctx, cell.Value)
			if err != nil {
				return err
			}
			lot[table.Rows[0].Cells[i].Value] = value
		}
		lots = append(lots, lot)
	}
	return s.own(ctx, object{"inventory": lots})
}
