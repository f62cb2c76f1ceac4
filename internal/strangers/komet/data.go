package komet

import (
	"fmt"
	"strings"
	"time"
)

// entity is a customer, carrier, product, box type or vendor.
type entity struct {
	id         int64
	code, name string
}

// futureOrder is a future sales order with what is left of its boxes.
type futureOrder struct{ vendor, boxes int64 }

// lot is a part of the inventory; only those of at most five days are allocated.
type lot struct{ product, age, boxes int64 }

type company struct {
	locations                                        []string
	customers, carriers, products, boxTypes, vendors []entity
	shipTos                                          map[int64]int64
	users                                            []int64
	futures                                          map[string]*futureOrder
	stock                                            []*lot
	prebooks                                         []*prebook
	orders                                           []purchaseOrder
}

// caller is whom a token stands for. Without methods it may call all.
type caller struct {
	company *company
	kind    string
	vendor  int64
	methods []string
}

type purchaseOrder struct {
	id                   int64
	number, status, date string
}

type prebook struct {
	id, number         int64
	location           string
	customer, carrier  entity
	date, po, comments string
	via                string
	lines              []*line
	created            time.Time
}

type line struct {
	id                        int64
	identifier                any
	product, box, vendor      entity
	byID, byCode              bool
	code                      string
	future                    string
	available                 int64
	boxes, bunches, stems     int64
	unitType, mark, notes     string
	price, cost               float64
	hasCost, priced, failedPO bool
	allocated                 int64
	parts                     []part
}

type part struct {
	product        entity
	bunches, stems int64
	price, cost    float64
}

// newCompany makes a company whose ids begin after base; prefix sets its codes apart.
func newCompany(base int64, prefix string, locations ...string) *company {
	many := func(from int64, kind, name string, count int) []entity {
		var out []entity
		for n := range count {
			out = append(out, entity{base + from + int64(n), fmt.Sprintf("%s%s%d", prefix, kind, n+1), fmt.Sprintf("%s %d", name, n+1)})
		}
		return out
	}
	c := &company{
		locations: locations,
		customers: many(100, "C", "Flower shop", 12),
		carriers:  many(200, "T", "Armellini line", 12),
		products:  many(300, "R", "Roses 55cm Blue", 14),
		vendors:   many(400, "V", "Flores ABC", 12),
		shipTos:   map[int64]int64{},
		users:     []int64{base + 501, base + 502},
		futures:   map[string]*futureOrder{},
	}
	for n, code := range strings.Fields("HB QB EB FB DB SB") {
		c.boxTypes = append(c.boxTypes, entity{base + 900 + int64(n), code, "Box " + code})
	}
	for _, customer := range c.customers {
		c.shipTos[customer.id+600] = customer.id
	}
	for n := range int64(60) {
		c.futures[fmt.Sprintf("P%06d", base+n)] = &futureOrder{vendor: c.vendors[n%12].id, boxes: 10}
	}
	for _, p := range c.products {
		c.stock = append(c.stock, &lot{p.id, 7, 1000}, &lot{p.id, 2, 1000})
	}
	return c
}

// tokens are the sample credentials.
func tokens() map[string]*caller {
	home := newCompany(10000, "A")
	return map[string]*caller{
		"fake-company-token-000001":  {company: home, kind: "company"},
		"fake-customer-token-000001": {company: home, kind: "customer"},
		"fake-limited-token-000001":  {company: home, kind: "company", methods: []string{"customer.list", "carrier.list"}},
		"fake-vendor-token-000001":   {company: home, kind: "vendor", vendor: 10402},
		"fake-places-token-000001":   {company: newCompany(20000, "B", "MIA", "BOG", "UIO"), kind: "company"},
		"fake-other-token-000001":    {company: newCompany(30000, "C"), kind: "company"},
	}
}
