package akinon

import (
	"context"
	"fmt"
	"net/http"
	"time"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// The numbers of the states that the command knows. A package that nothing has
// moved since it was assigned is in the state of rules.CommencesInWaiting.
const (
	unmoved    = 0
	waiting    = 100
	preparing  = 200
	ready      = 400
	outOfStock = 920
)

// packaging is a package: what the document calls a packaging order.
type packaging struct {
	ID          int64     `json:"id"`
	Number      string    `json:"number"`
	State       int       `json:"state,omitempty"`
	OrderID     int64     `json:"order_id"`
	OrderNumber string    `json:"order_number"`
	Location    int64     `json:"stock_location"`
	Created     time.Time `json:"created_date"`
	Modified    time.Time `json:"modified_date"`
	Items       []item    `json:"items"`
}

// waits tells whether the package may be prepared.
func (p packaging) waits() bool { return p.State == unmoved || p.State == waiting }

// item is a part of a package, which carries out an item of the order.
type item struct {
	ID         int64         `json:"id"`
	OrderItem  int64         `json:"order_item"`
	OmnitronID int64         `json:"omnitron_id"` // of the order item
	SKU        string        `json:"sku"`
	Quantity   int64         `json:"quantity"`
	State      int           `json:"state,omitempty"`
	UnitWeight *wire.Decimal `json:"unit_weight,omitempty"`
	Barcode    *string       `json:"barcode,omitempty"`
	Created    time.Time     `json:"created_date"`
	Modified   time.Time     `json:"modified_date"`
}

var (
	packages = store.NewKind[packaging]("akinon.package")
	ofOrders = store.NewKind[string]("akinon.order_package") // by orderPrefix and package key: the package's number
	counts   = store.NewKind[int64]("akinon.count")
	lasts    = store.NewKind[int64]("akinon.last") // the highest id of a sort of thing
)

const packageCount = "package"

// idKey sorts as the numbers do.
func idKey(id int64) string { return fmt.Sprintf("%016d", id) }

// orderPrefix is the prefix of the packages of one order.
func orderPrefix(number string) string { return number + "/" }

// putPackage stores a package, new or changed, with what finds it.
func putPackage(env *simulator.Env, p packaging) error {
	key := idKey(p.ID)
	old, found, err := packages.Get(env.Store(), key)
	if err != nil {
		return err
	}
	if found && old.OrderNumber != p.OrderNumber {
		if _, err := ofOrders.Delete(env.Store(), orderPrefix(old.OrderNumber)+key); err != nil {
			return err
		}
	}
	if !found {
		count, _, err := counts.Get(env.Store(), packageCount)
		if err != nil {
			return err
		}
		if err := counts.Put(env.Store(), packageCount, count+1); err != nil {
			return err
		}
	}
	if err := ofOrders.Put(env.Store(), orderPrefix(p.OrderNumber)+key, p.Number); err != nil {
		return err
	}
	return packages.Put(env.Store(), key, p)
}

// nextID returns an id that nothing of the sort has.
func nextID(env *simulator.Env, sort string) (int64, error) {
	last, _, err := lasts.Get(env.Store(), sort)
	if err != nil {
		return 0, err
	}
	return last + 1, lasts.Put(env.Store(), sort, last+1)
}

// taken notes that an id is in use.
func taken(env *simulator.Env, sort string, id int64) error {
	last, _, err := lasts.Get(env.Store(), sort)
	if err != nil || id <= last {
		return err
	}
	return lasts.Put(env.Store(), sort, id)
}

// newPackage gives a package of an order an id, and a number that no other
// package of the order has.
func newPackage(env *simulator.Env, p packaging) (packaging, error) {
	id, err := nextID(env, "package")
	if err != nil {
		return p, err
	}
	numbers := map[string]bool{}
	if err := ofOrders.Scan(env.Store(), orderPrefix(p.OrderNumber), func(_, number string) bool {
		numbers[number] = true
		return true
	}); err != nil {
		return p, err
	}
	n := len(numbers) + 1
	for numbers[packageNumber(p.OrderNumber, n)] {
		n++
	}
	p.ID, p.Number = id, packageNumber(p.OrderNumber, n)
	p.Created, p.Modified = env.Now().UTC(), env.Now().UTC()
	return p, nil
}

func packageNumber(order string, n int) string { return fmt.Sprintf("%sP%d", order, n) }

// ReadPackage reads one package.
func (service) ReadPackage(ctx context.Context, r api.ReadPackageRequestObject) (api.ReadPackageResponseObject, error) {
	env := simulator.FromContext(ctx)
	p, found, err := packages.Get(env.Store(), idKey(r.PackageID))
	if err != nil {
		return nil, err
	}
	if !found {
		return gone(), nil
	}
	v, err := newView(env)
	if err != nil {
		return nil, err
	}
	whole, err := v.packaging(p)
	if err != nil {
		return nil, err
	}
	if !env.Applies(rules.ReadsPackage) {
		return lacking(whole, "order")
	}
	return api.ReadPackage200JSONResponse(whole), nil
}

// gone answers for a package that is not there where the defect of
// rules.UnknownPackageIs404 let the call through.
func gone() answer { return answer{Status: http.StatusGone} }
