package komet

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/plumbline-api/plumbline/target"
)

// Access is what a profile gives: tokens, and what may be used with them. What
// it does not have is empty. It is safe for concurrent use, and read-only but
// for what it finds in the lists of the target.
type Access struct {
	Token          string // of the company that most scenarios create for
	User, Password string // of a user of that company
	CustomerToken  string // of one of its customers
	VendorToken    string // of one of its vendors
	TokenVendor    string // that vendor's id
	LimitedToken   string // limited to customer.list and carrier.list
	OtherToken     string // of another company
	PlacesToken    string // of a company that has several locations

	Chosen   map[string][]string // ids to be used, by kind of entry; the lists decide where there are none
	Location string              // that the first company's prebooks belong to; empty where it has one only
	Places   []string            // codes of the locations of the company that has several
	Futures  *Futures

	mu      sync.Mutex
	shipTos []ShipTo
	lists   map[string][]Entry // what was read, by token and kind
}

// ShipTos are the delivery addresses that are at hand.
func (a *Access) ShipTos() []ShipTo {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.shipTos)
}

// AddShipTo puts a delivery address at hand.
func (a *Access) AddShipTo(s ShipTo) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.shipTos = append(a.shipTos, s)
}

// ShipTo is a delivery address of a customer.
type ShipTo struct{ Customer, ID string }

// Company is the one that the profile's token belongs to.
func (a *Access) Company(s *target.Session) *Company {
	c := &Company{Token: a.Token, Chosen: a.Chosen, lister: a.reader(s, a.Token)}
	if a.Location != "" {
		c.Locations = []string{a.Location}
	}
	return c
}

// reader reads the lists of a token's company, each once in a run.
func (a *Access) reader(s *target.Session, token string) lister {
	return func(ctx context.Context, kind string) ([]Entry, error) {
		a.mu.Lock()
		defer a.mu.Unlock()
		if found, known := a.lists[token+" "+kind]; known {
			return found, nil
		}
		answer, err := (&Client{Session: s, Token: token}).List(ctx, kind, nil)
		if err != nil {
			return nil, err
		}
		if !ListRead(answer) {
			return nil, &target.Inconclusive{Reason: fmt.Sprintf("precondition: %s was answered with %s", method(kind), Told(answer))}
		}
		found := usable(kind, entries(kind, answer))
		if a.lists == nil {
			a.lists = map[string][]Entry{}
		}
		a.lists[token+" "+kind] = found
		return found, nil
	}
}

// Future is a future sales purchase order.
type Future struct{ Number, Vendor string }

// Futures hands out the future sales orders of a profile, each once.
type Futures struct {
	mu   sync.Mutex
	free []Future
}

// NewFutures returns what hands out the given orders.
func NewFutures(free []Future) *Futures { return &Futures{free: free} }

// Left tells how many orders nobody has taken yet.
func (f *Futures) Left() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.free)
}

// MoveTo gives all orders that nobody has taken to another.
func (f *Futures) MoveTo(other *Futures) {
	for order, there := f.take(); there; order, there = f.take() {
		other.mu.Lock()
		other.free = append(other.free, order)
		other.mu.Unlock()
	}
}

func (f *Futures) take() (Future, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.free) == 0 {
		return Future{}, false
	}
	first := f.free[0]
	f.free = f.free[1:]
	return first, true
}
