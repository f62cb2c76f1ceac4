package deliveryoptimizer

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// entities are what of the profile's fixtures a run uses, with what its command
// makes meanwhile.
type entities struct {
	mu          sync.Mutex
	origins     []string // codes of stock origins of the tenant
	otherTenant int32
	otherOrigin string
}

// add takes a fixture in.
func (e *entities) add(fixture string, entity map[string]any) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch fixture {
	case "origin":
		code, isText := entity["code"].(string)
		if !isText || code == "" {
			return errors.New("code: say the code of a stock origin as text, such as {code: FRA:MAG:0125}")
		}
		e.origins = append(e.origins, code)
	case "other-tenant":
		id, err := tenantNumber(entity)
		if err != nil {
			return err
		}
		if e.otherTenant == 0 {
			e.otherTenant = id
			e.otherOrigin, _ = entity["origin"].(string)
		}
	default:
		return fmt.Errorf("fixtures.%s: the profile itself has to name it", fixture)
	}
	return nil
}

func tenantNumber(entity map[string]any) (int32, error) {
	id, err := strconv.ParseInt(fmt.Sprint(entity["id"]), 10, 32)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("id: %v is no tenant: a whole number above zero", entity["id"])
	}
	return int32(id), nil
}

func (e *entities) other() (tenant int32, origin string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.otherTenant, e.otherOrigin
}

// origin is the code of the stock origin whose load is looked at; empty where
// none is known.
func (e *entities) origin() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.origins) == 0 {
		return ""
	}
	return e.origins[0]
}

// codes are those that orders are sent with: of the profile's origins, and where
// there are fewer than three, of the document's example and of the vendor's other
// pages.
func (e *entities) codes() [3]string {
	e.mu.Lock()
	list := slices.Concat(e.origins, []string{"FRA:MAG:0125", "FRA:MAG:0953", "FRA:WEB:CENTRALE"})
	e.mu.Unlock()
	var codes [3]string
	n := 0
	for _, code := range list {
		if n < len(codes) && !slices.Contains(codes[:n], code) {
			codes[n] = code
			n++
		}
	}
	return codes
}
