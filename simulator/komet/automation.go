package komet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// PurchaseOrder is an order to a vendor, generated with a prebook.
type PurchaseOrder struct {
	ID      uint64 `json:"id"`
	Number  string `json:"number"`
	Vendor  uint64 `json:"vendor"`
	Prebook uint64 `json:"prebook"`
	Status  string `json:"status"`
	Date    string `json:"date"` // YYYY-MM-DD
}

// Lot is a part of the inventory.
type Lot struct {
	ID       uint64 `json:"id"`
	Product  uint64 `json:"product"`
	BoxType  uint64 `json:"boxType"`
	Vendor   uint64 `json:"vendor"`
	Boxes    int64  `json:"boxes"`
	Age      int    `json:"age"`      // in days; in the store 0, Received counts
	Received string `json:"received"` // day of UTC; where it is left out, Age days ago
}

var (
	purchaseOrders = store.NewKind[PurchaseOrder]("komet.purchase-order")
	// lots lie under scope, product and box type, so that a line finds its own.
	lots = store.NewKind[Lot]("komet.lot")
)

const (
	// oldest is the greatest age of what is allocated, in days.
	oldest = 5
	// orderListLength is what the field table allows purchaseOrderNumbers.
	orderListLength = 200
	firstOrder      = 7_000_001
)

func lotPrefix(scope string, product, boxType uint64) string {
	return fmt.Sprintf("%s%020d/%020d/", scope, product, boxType)
}

func (l *Lot) key(scope string) string {
	return fmt.Sprintf("%s%020d", lotPrefix(scope, l.Product, l.BoxType), l.ID)
}

// ageAt is the number of days since the lot was received.
func (l *Lot) ageAt(now time.Time) int {
	received, err := time.Parse(time.DateOnly, l.Received)
	if err != nil {
		return 0 // seed has checked it
	}
	today := now.UTC().Truncate(24 * time.Hour)
	return int(today.Sub(received) / (24 * time.Hour))
}

// generates tells whether the caller wants purchase orders.
func (w *work) generates() bool { return wantsOrders(w.in) && !w.misread() }

func wantsOrders(in *api.PrebookCreate) bool {
	if in.AutoGeneratePOsfromPrebooks == nil {
		return false
	}
	wish, err := strconv.ParseFloat(in.AutoGeneratePOsfromPrebooks.String(), 64) // 1.0 is 1 by the contract
	return err == nil && wish == 1
}

// misread tells of the defect that does not understand the number 1.
func (w *work) misread() bool {
	wish := w.in.AutoGeneratePOsfromPrebooks
	return wish != nil && !wish.Quoted && !w.env.Applies(rules.AutoGenerateForm)
}

// allocates tells whether the caller wants boxes of the inventory allocated.
func (w *work) allocates() bool {
	return w.in.AutoAllocate != nil && *w.in.AutoAllocate == api.PrebookCreateAutoAllocateYes
}

// vendorsNamed wants a vendor for every item of which a purchase order is to
// be generated.
func (w *work) vendorsNamed() (why string, err error) {
	if !w.generates() {
		return "", nil
	}
	if !w.env.Applies(rules.VendorAndCosts) && len(items(w.in)) > 0 {
		return "Purchase orders are not generated here.", nil
	}
	own := w.caller.token.Kind == ofVendor && w.env.Applies(rules.VendorTokenIsTheVendor)
	for i := range items(w.in) {
		item := &(*w.in.PrebookItems)[i]
		has := own || item.VendorID != nil || given(item.VendorCode)
		if !has && given(item.FutureSalesPoNumber) {
			has = w.env.Reading(rules.VendorAndCosts) != "always"
		}
		if !has && item.VendorCode != nil { // empty: where that counts as given, the item fails later
			has = w.env.Reading(rules.EmptyTextIsNotGiven) == "given"
		}
		if w.env.Violates(rules.VendorAndCostsDemanded, !has) {
			return "For purchase orders every item needs a vendor.", nil
		}
	}
	return "", nil
}

// automate allocates and generates as the caller wishes.
func (w *work) automate() error {
	both := w.allocates() && w.generates()
	together := !both || w.env.Applies(rules.BothOptions)
	if w.allocates() && together && w.env.Applies(rules.AutoAllocates) {
		for i := range w.outcomes {
			if line := w.outcomes[i].line; line != nil {
				if err := w.allocate(line); err != nil {
					return err
				}
			}
		}
	}
	if !w.generates() || !w.env.Applies(rules.PurchaseOrdersGenerated) {
		return nil
	}
	return w.generate(both && w.env.Reading(rules.BothOptions) == "allocation-first")
}

// generate makes a purchase order for every vendor of the lines, but for lines
// that are allocated in full where allocation comes first.
func (w *work) generate(allocationFirst bool) error {
	seen := map[uint64]bool{}
	for i := range w.outcomes {
		line := w.outcomes[i].line
		if line == nil || line.owner() == 0 || allocationFirst && line.Allocated >= line.Boxes {
			continue
		}
		if seen[line.owner()] && w.env.Applies(rules.OnePurchaseOrderPerVendor) {
			continue
		}
		seen[line.owner()] = true
		n, err := w.env.NewID("purchase-order")
		if err != nil {
			return err
		}
		order := PurchaseOrder{
			ID: firstOrder - 1 + n, Number: fmt.Sprintf("P%06d", n), Vendor: line.owner(), Prebook: w.prebook.ID, Status: "Approved", Date: w.prebook.ShipDate,
		}
		if !w.env.Applies(rules.PurchaseOrdersApproved) {
			order.Status = "Pending Approval"
		}
		if err := purchaseOrders.Put(w.env.Store(), w.caller.scope+order.Number, order); err != nil {
			return err
		}
		w.generated = append(w.generated, order.Number)
	}
	return nil
}

// allocate takes boxes for a line from the lots that fit, the oldest first.
func (w *work) allocate(line *Line) error {
	fitting, err := w.fittingLots(line)
	if err != nil {
		return err
	}
	var there int64
	for _, lot := range fitting {
		there += lot.Boxes
	}
	if there < line.Boxes && !w.env.Applies(rules.AllocatesWhatIsThere) {
		return nil
	}
	for _, lot := range fitting {
		take := min(lot.Boxes, line.Boxes-line.Allocated)
		line.Allocated += take
		lot.Boxes -= take
		if lot.Boxes == 0 {
			_, err = lots.Delete(w.env.Store(), lot.key(w.caller.scope))
		} else {
			err = lots.Put(w.env.Store(), lot.key(w.caller.scope), lot)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *work) fittingLots(line *Line) ([]Lot, error) {
	var fitting []Lot
	err := lots.Scan(w.env.Store(), lotPrefix(w.caller.scope, line.Product.ID, line.BoxType.ID), func(_ string, lot Lot) bool {
		tooOld := lot.ageAt(w.env.Now()) > oldest
		other := line.Vendor.ID != 0 && lot.Vendor != line.Vendor.ID
		if other && w.env.Applies(rules.AllocatesWhatIsThere) || w.env.Violates(rules.AllocatesYoungProducts, tooOld) {
			return true
		}
		fitting = append(fitting, lot)
		return true
	})
	slices.SortStableFunc(fitting, func(a, b Lot) int { return strings.Compare(a.Received, b.Received) })
	return fitting, err
}

// draw takes the boxes of an item from the future sales order that it names.
// An item that has failed takes none and is told what is there all the same.
func (w *work) draw(o *outcome) error {
	if !given(o.item.FutureSalesPoNumber) {
		return nil
	}
	order, err := w.future(*o.item.FutureSalesPoNumber)
	if err != nil {
		return err
	}
	o.available = new(int64)
	if order == nil {
		if o.line != nil && w.env.Violates(rules.UnknownItemReference, true) {
			o.fail("There is no such future sales order.")
		}
		return nil
	}
	*o.available = order.Boxes
	if o.line == nil {
		return nil
	}
	boxes := o.line.Boxes
	o.line.FutureOrder, o.line.FutureVendor = order.Number, order.Vendor
	switch {
	case !w.env.Applies(rules.AvailableBoxes): // a number that is in no reading
		*o.available = order.Boxes + boxes
	case w.env.Reading(rules.AvailableBoxes) == "found":
	case boxes > order.Boxes:
		o.fail("The future sales order has fewer boxes.")
		return nil
	case w.env.Reading(rules.AvailableBoxes) == "left":
		*o.available = order.Boxes - boxes
	}
	if w.env.Applies(rules.FutureOrderUsedUp) {
		order.Boxes = max(0, order.Boxes-boxes)
	}
	return nil
}

// future finds an order by its exact number, as the items before left it; nil
// where there is none.
func (w *work) future(number string) (*FutureOrder, error) {
	for _, candidate := range append([]string{number}, almost(number)...) {
		order, err := w.futureOf(candidate)
		if err != nil {
			return nil, err
		}
		if order == nil {
			continue
		}
		if w.env.Violates(rules.FutureOrderExactNumber, candidate != number) {
			return nil, nil
		}
		return order, nil
	}
	return nil, nil
}

func (w *work) futureOf(number string) (*FutureOrder, error) {
	for _, order := range w.futures {
		if order.Number == number {
			return order, nil
		}
	}
	order, found, err := futures.Get(w.env.Store(), w.caller.scope+number)
	if err != nil || !found {
		return nil, err
	}
	w.futures = append(w.futures, &order)
	return &order, nil
}

// almost are the numbers that a server which is not exact takes for the same.
func almost(number string) []string {
	digits := strings.TrimLeft(strings.TrimPrefix(strings.ToUpper(number), "P"), "0")
	padded := strings.Repeat("0", max(0, 6-len(digits))) + digits
	return slices.DeleteFunc([]string{"P" + padded, digits, padded, "P" + digits}, func(s string) bool { return s == number })
}
