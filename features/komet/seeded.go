package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// seeded is a company that a simulator has for one scenario only.
type seeded struct {
	id      uint64
	entries map[string][]Entry
	user    string
}

// userPassword is the password of a seeded company's user.
const userPassword = "plumbline-password"

// The tokens of a seeded company, by whom they belong to.
const (
	ofCompany  = "company"
	ofCustomer = "customer" // the first one
	ofVendor   = "vendor"   // the first one
	ofLimited  = "limited"  // to two list methods
)

func (s *seeded) token(owner string) string { return fmt.Sprintf("plumbline-%d-%s", s.id, owner) }

type object = map[string]any

// newCompany adds a company to a simulator, with entries of every kind and
// tokens of every sort; more is what it has besides, or otherwise.
func newCompany(ctx context.Context, session *target.Session, random *rand.Rand, more object) (*Company, error) {
	// A world of an earlier run may be used again: no company may be there twice.
	s := &seeded{id: uint64(time.Now().UnixMilli())*1000 + random.Uint64N(1000)}
	first := s.id % 1_000_000_000 * 10
	at := func(n uint64) string { return strconv.FormatUint(first+n, 10) }
	s.user = fmt.Sprintf("jane.roe.%d", s.id)
	// The last two of each kind have codes that begin with that of the first, or
	// with which it begins: naming the first means neither of them.
	s.entries = map[string][]Entry{
		Customer: {
			{at(1), "ANG", "Ang Flowers", []string{at(11)}}, {at(2), "BLM", "Bloom and Sons", []string{at(12)}},
			{ID: at(0), Code: "ANG0", Name: "Ang Flowers Too"}, {ID: at(9), Code: "AN", Name: "An"},
		},
		Carrier: {
			{ID: at(1), Code: "AR", Name: "Armellini"}, {ID: at(2), Code: "PF", Name: "Prime Floral"},
			{ID: at(0), Code: "AR0", Name: "Armellini Too"}, {ID: at(9), Code: "A", Name: "Air"},
		},
		Product: {
			{ID: at(1), Code: "Rs55B", Name: "Roses 55cm Blue"}, {ID: at(2), Code: "RF567", Name: "Roses Red Freedom"},
			{ID: at(3), Code: "TUL20", Name: "Tulips 20cm"},
			{ID: at(0), Code: "Rs55B0", Name: "Roses 55cm Blue Too"}, {ID: at(9), Code: "Rs55", Name: "Roses 55cm"},
		},
		BoxType: {
			{ID: at(1), Code: "HB", Name: "HB"}, {ID: at(2), Code: "QB", Name: "QB"},
			{ID: at(0), Code: "HB0", Name: "HB0"}, {ID: at(9), Code: "H", Name: "H"},
		},
		Vendor: {
			{ID: at(1), Code: "ABC", Name: "Flores ABC"}, {ID: at(2), Code: "RIO", Name: "Rio Verde"},
			{ID: at(3), Code: "SOL", Name: "Sol de Sabana"},
			{ID: at(0), Code: "ABC0", Name: "Flores ABC Too"}, {ID: at(9), Code: "AB", Name: "Flores AB"},
		},
	}
	c := &Company{Token: s.token(ofCompany), seeded: s, lister: s.list}
	document := object{
		"name": "Plumbline Flowers", "locations": []object{{"id": 1, "code": "MIA", "name": "Miami"}},
		"users": []object{{"name": s.user, "password": userPassword, "token": s.token("user")}},
		"tokens": []object{
			{"token": s.token(ofCompany), "kind": "company"},
			{"token": s.token(ofCustomer), "kind": "customer", "owner": json.Number(at(1))},
			{"token": s.token(ofVendor), "kind": "vendor", "owner": json.Number(at(1))},
			{"token": s.token(ofLimited), "kind": "company", "methods": []string{"customer.list", "carrier.list"}},
		},
		"customers": s.records(Customer), "carriers": s.records(Carrier), "products": s.records(Product),
		"boxTypes": s.records(BoxType), "vendors": s.records(Vendor),
	}
	for name, value := range more {
		document[name] = value
	}
	return c, c.seed(ctx, session, document)
}

func (s *seeded) list(_ context.Context, kind string) ([]Entry, error) { return s.entries[kind], nil }

// records writes entries in the form of the vendor's seed document.
func (s *seeded) records(kind string) []object {
	var list []object
	for _, e := range s.entries[kind] {
		record := object{"id": json.Number(e.ID), "code": e.Code, "name": e.Name}
		var addresses []json.Number
		for _, id := range e.ShipTos {
			addresses = append(addresses, json.Number(id))
		}
		if addresses != nil {
			record["shipTos"] = addresses
		}
		list = append(list, record)
	}
	return list
}

// seed adds to the company, in the form of the vendor's seed document.
func (c *Company) seed(ctx context.Context, session *target.Session, more object) error {
	if c.seeded == nil {
		return fmt.Errorf("komet: the scenario has no company of its own that could be given more")
	}
	more["id"] = c.seeded.id
	document, err := json.Marshal(object{"companies": []object{more}})
	if err != nil {
		return fmt.Errorf("komet: seed document: %w", err)
	}
	return session.Seed(ctx, document)
}
