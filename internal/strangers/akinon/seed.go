package akinon

import (
	"fmt"
	"time"
)

// Numbers of states: Waiting from the document, the others from the vendor's pages on sibling commands.
const (
	waiting    = 100
	preparing  = 200
	ready      = 400
	packed     = 500
	outOfStock = 920
)

var stateNames = map[int]string{
	waiting: "Waiting", preparing: "Preparing", ready: "Ready for Packaging", packed: "Packed", outOfStock: "Out of Stock",
}

// The installation's two commands; only the first can be run.
const (
	prepareTransition = 71
	prepareSlug       = "PREPARE_PACKAGE_COMMAND"
	otherTransition   = 72
	otherSlug         = "COMPLETE_PACKAGING"
)

type user struct {
	name, password, key string
	handlesPackages     bool
}

// users are invented, as are their secrets.
var users = []user{
	{"store-2", "sample-password", "sample-key-of-store-2", true},
	{"visitor", "sample-password-2", "sample-key-of-visitor", false},
}

func userOfKey(key string) (user, bool) {
	for _, u := range users {
		if u.key == key {
			return u, true
		}
	}
	return user{}, false
}

var (
	products      = map[string]bool{"10031": true, "10032": true, "10033": true, "10034": true, "10035": true}
	denialReasons = map[int64]bool{1: true, 2: true, 3: false} // by id; false is not active
)

// parcel is a packaging order.
type parcel struct {
	id, order, location int64
	number, orderNumber string
	state               int
	items               []*item
	created, modified   time.Time
}

type item struct {
	id, orderItem, omnitron int64
	sku                     string
	quantity, state         int
	barcode                 *string
	weight                  *float64
}

func (s *server) add(p *parcel) {
	p.created = now()
	p.modified = p.created
	s.packages[p.id] = p
	s.order = append(s.order, p.id)
}

// seed makes package 123, to which the document's example fits, and plenty of others: 1001 to 1400 in Waiting, and
// ten each from 2001 in Out of Stock, from 3001 in Packed, from 4001 in Ready for Packaging and from 5001 in Preparing.
func (s *server) seed() {
	example := &parcel{id: 123, number: "1234567891234567P3", orderNumber: "1234567891234567", order: 73, location: 2, state: waiting}
	for i, omnitron := range []int64{282687, 282688, 2045, 2046, 2047} {
		example.items = append(example.items, &item{id: 282687 + int64(i), orderItem: 501 + int64(i), omnitron: omnitron, sku: "10031", quantity: 1, state: waiting})
	}
	s.add(example)
	for _, kind := range []struct {
		first, count int64
		state        int
	}{{1001, 400, waiting}, {2001, 10, outOfStock}, {3001, 10, packed}, {4001, 10, ready}, {5001, 10, preparing}} {
		for n := range kind.count {
			s.add(sample(kind.first+n, kind.state))
		}
	}
}

// sample is a package of four items whose three kinds of ids have nothing in common.
func sample(id int64, state int) *parcel {
	number := fmt.Sprintf("77000000%08d", id)
	p := &parcel{id: id, number: number + "P1", orderNumber: number, order: 60000 + id, location: 2 + id%2, state: state}
	for i := range int64(4) {
		p.items = append(p.items, &item{
			id: 300000 + id*10 + i, orderItem: 400000 + id*10 + i, omnitron: 500000 + id*10 + i,
			sku: []string{"10031", "10032", "10033"}[i%3], quantity: int(1 + i%2), state: state,
		})
	}
	return p
}
