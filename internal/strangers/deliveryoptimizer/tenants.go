package deliveryoptimizer

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// config is what a tenant may set; a supplement, as the document only names ConfigDo.
type config struct {
	CartLifeSpan            *int   `json:"cartLifeSpan"`
	AlgoType                string `json:"algoType"`
	MaxOrderable            string `json:"maxOrderable"`
	MaxShipments            *int   `json:"maxShipments"`
	EnableInternalOrderSync bool   `json:"enableInternalOrderSync"`
}

// Points that an order of a type costs each stock origin that serves a line of it; from the vendor's business rules.
const (
	orderPoints = 5
	cartPoints  = 1
)

func (s *server) putConfig(w http.ResponseWriter, c call) {
	var sent *config
	err := s.body(c, &sent)
	if err == nil {
		err = sent.check()
	}
	if err != nil {
		s.refuseBody(w, err)
		return
	}
	s.mu.Lock()
	s.configs[c.tenant] = *sent
	s.mu.Unlock()
	s.boolean(w, true, http.StatusOK)
}

func (c *config) check() error {
	negative := func(n *int) bool { return n != nil && *n < 0 }
	switch {
	case c == nil:
		return errors.New("an object is expected")
	case negative(c.CartLifeSpan) || negative(c.MaxShipments):
		return errors.New("a number is below 0")
	case !slices.Contains([]string{"", "PUSH"}, c.AlgoType):
		return errors.New("algoType is unknown")
	case !slices.Contains([]string{"", "MINIMUM", "MAXIMUM", "TOP70PCT"}, c.MaxOrderable):
		return errors.New("maxOrderable is unknown")
	}
	return nil
}

func (s *server) saturation(w http.ResponseWriter, c call) {
	code := c.PathValue("code")
	capacity, ok := s.origins[c.tenant][code]
	if !ok {
		s.refuse(w, http.StatusNotFound, "no stock origin of this code")
		return
	}
	carts, orders := s.load(c.tenant, code)
	used := cartPoints*carts + orderPoints*orders
	if s.choices.OwnNames {
		s.write(w, http.StatusOK, map[string]any{"stockOrigin": code, "points": used, "capacity": capacity})
		return
	}
	s.write(w, http.StatusOK, map[string]any{
		"code": code, "isSaturated": used > capacity, "saturationPercent": 100 * float64(used) / float64(capacity),
		"maxCapacity": capacity, "usedCapacity": used, "remainingCapacity": capacity - used,
		"cartsCount": carts, "ordersCount": orders,
	})
}

// load counts the carts and orders that have a line of the code.
func (s *server) load(tenant int32, code string) (carts, orders int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orders[tenant] {
		for _, l := range o.lines {
			if l.code != code {
				continue
			}
			switch o.kind {
			case "Cart":
				carts++
			case "Order":
				orders++
			}
			break
		}
	}
	return carts, orders
}

func sampleUsers() map[string]user {
	return map[string]user{
		"oms-1204":      {password: "spring-tide", tenant: 1204, oms: true},
		"commerce-1204": {password: "neap-tide", tenant: 1204},
		"oms-1305":      {password: "ebb-tide", tenant: 1305, oms: true},
	}
}

// sampleOrigins gives each tenant the same codes: shops 0101 to 0130, the two of the document's example, and a warehouse.
func sampleOrigins() map[int32]map[string]int {
	origins := map[int32]map[string]int{}
	for _, tenant := range []int32{1204, 1305} {
		codes := map[string]int{"FRA:MAG:0953": 1000, "FRA:WEB:CENTRALE": 100000}
		for shop := 101; shop <= 130; shop++ {
			codes[fmt.Sprintf("FRA:MAG:%04d", shop)] = 1000
		}
		origins[tenant] = codes
	}
	return origins
}
