package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindOrders(sc *features.Steps) {
	sc.Step(`^(\d+) purchase orders? (?:is|are) answered$`, s.countOrders)
	sc.Step(`^no purchase order is answered$`, func() error { return s.countOrders(0) })
	sc.Step(`^each of them is listed$`, func(ctx context.Context) error { return s.ordersListed(ctx, "", true) })
	sc.Step(`^each of them is listed among those in the state "([^"]*)"$`, func(ctx context.Context, state string) error {
		return s.ordersListed(ctx, state, true)
	})
	sc.Step(`^none of them is listed among those in the state "([^"]*)"$`, func(ctx context.Context, state string) error {
		return s.ordersListed(ctx, state, false)
	})
	sc.Step(`^the first of them alone is listed when it is asked for alone$`, s.firstListed)
	sc.Step(`^the numbers are separated by "([^"]*)"$`, s.separated)
	sc.Step(`^the numbers are separated by commas$`, s.separatedByCommas)
	sc.Step(`^those of the ship date are listed with each of them$`, s.orderedOnDay)
	sc.Step(`^no number is cut$`, func(ctx context.Context) error { return s.ordersListed(ctx, "", true) })
	sc.Step(`^the purchaseOrderNumbers have at most 200 characters and whole numbers only$`, s.within200)
	sc.Step(`^it has an item of each vendor$`, s.itemOfEachVendor)
	sc.Step(`^the availableBoxes of item (\d+) are (\d+)$`, s.available)
	sc.Step(`^the availableBoxes of item 1 are (\d+) or, without the item's, (\d+)$`, s.oneOf)
	sc.Step(`^the second creation finds (\d+) boxes less than the first$`, s.less)
	sc.Step(`^the order is not what was drawn on$`, s.notDrawnOn)
	sc.Step(`^the boxes of the order \S+ are told, which are (\d+) or, without the item's, (\d+)$`, s.oneOf)
	sc.Step(`^(\d+) boxes of the inventory are left$`, s.inventoryLeft)
	sc.Step(`^the company has no purchase orders$`, s.noOrders)
	sc.Step(`^the simulator keeps the prebook with:$`, func(ctx context.Context, table *godog.Table) error { return s.compareKept(ctx, "", table) })
	sc.Step(`^the simulator keeps the (?:prebook's line|line of the prebook) with:$`, func(ctx context.Context, table *godog.Table) error {
		return s.compareKept(ctx, "lines", table)
	})
}

func (s *steps) countOrders(want int) error {
	return target.Compare("numbers in purchaseOrderNumbers", len(numbers(s.last())), want)
}

// listOrders lists purchase orders by number, and returns the numbers found.
func (s *steps) listOrders(ctx context.Context, wanted []string, state string) ([]string, error) {
	f := Filter{}
	if state != "" {
		f["status"] = state
	}
	answer, err := s.owner().Orders(ctx, orderNumbers(wanted), f)
	if err != nil {
		return nil, err
	}
	if !ListRead(answer) {
		return nil, s.unless(ctx, target.Mismatch("purchase.order.list", Told(answer), "2xx with status 1"))
	}
	var found []string
	for _, o := range objects(members(answer), "purchaseOrders") {
		if shown, told := o["status"].(string); state != "" && told && shown != state {
			return nil, target.Mismatch("status of the purchase order "+plain(o["number"]), shown, state)
		}
		found = append(found, plain(o["number"]))
	}
	slices.Sort(found)
	return found, nil
}

func (s *steps) ordersListed(ctx context.Context, state string, there bool) error {
	wanted := numbers(s.last())
	if len(wanted) == 0 {
		return needed("a creation that generates purchase orders", false, s.last())
	}
	slices.Sort(wanted)
	want := strings.Join(wanted, ", ")
	if !there {
		want = ""
	}
	return s.eventually(ctx, func() error {
		found, err := s.listOrders(ctx, wanted, state)
		if err != nil {
			return err
		}
		return target.Compare("purchase orders listed", strings.Join(found, ", "), want)
	})
}

func (s *steps) firstListed(ctx context.Context) error {
	wanted := numbers(s.last())
	if len(wanted) < 2 {
		return needed("a creation that generates several purchase orders", false, s.last())
	}
	return s.eventually(ctx, func() error {
		found, err := s.listOrders(ctx, wanted[:1], "")
		if err != nil {
			return err
		}
		return target.Compare("purchase orders listed", strings.Join(found, ", "), wanted[0])
	})
}

// separated leaves the rule open where one number only is answered; a text that
// is more than that has other separators.
func (s *steps) separated(by string) error {
	list := numbers(s.last())
	text, _ := members(s.last())["purchaseOrderNumbers"].(string)
	if len(list) < 2 && !strings.ContainsAny(text, " ;|/\t\n") {
		return needed("a creation that generates several purchase orders", false, s.last())
	}
	if len(list) < 2 {
		return target.Mismatch("purchaseOrderNumbers", strconv.Quote(text), "numbers that are separated by "+strconv.Quote(by))
	}
	return target.Compare("purchaseOrderNumbers", text, strings.Join(list, by))
}

// separatedByCommas leaves the rule open where one number only is answered.
func (s *steps) separatedByCommas() error {
	list := numbers(s.last())
	text, _ := members(s.last())["purchaseOrderNumbers"].(string)
	if len(list) < 2 && !strings.ContainsAny(text, " ;|/\t\n") {
		return needed("a creation that generates several purchase orders", false, s.last())
	}
	for _, number := range list {
		if strings.ContainsAny(number, " ;|/\t\n") {
			return target.Mismatch("purchaseOrderNumbers", strconv.Quote(text), "numbers that are separated by commas")
		}
	}
	return nil
}

// orderedOnDay lists the orders of the ship date. When a vendor ships what was
// ordered with a prebook is not said: a day without them tells nothing.
func (s *steps) orderedOnDay(ctx context.Context) error {
	answer, err := s.owner().Orders(ctx, "", Filter{"number": "", "date": s.shipDate()})
	if err != nil {
		return err
	}
	if !ListRead(answer) {
		return s.unless(ctx, target.Mismatch("purchase.order.list by date", Told(answer), "2xx with status 1"))
	}
	return nil
}

// within200 wants a list that is cut where a number ends. Whether the numbers
// are whole shows in that each is listed.
func (s *steps) within200(ctx context.Context) error {
	text, _ := members(s.last())["purchaseOrderNumbers"].(string)
	if n := len([]rune(text)); n > 200 {
		return target.Mismatch("length of purchaseOrderNumbers", fmt.Sprint(n), "at most 200")
	}
	return s.ordersListed(ctx, "", true)
}

func (s *steps) itemOfEachVendor(ctx context.Context) error {
	for _, v := range s.company.seeded.entries[Vendor] {
		item, err := s.company.Item(ctx)
		if err != nil {
			return err
		}
		item["vendorId"], item["cost"] = json.Number(v.ID), json.Number("0.70")
		s.items = append(s.items, item)
	}
	return nil
}

// boxesFound is what an answer tells of the first item's future sales order.
func boxesFound(a *target.Answer, item int) (json.Number, error) {
	list := items(a)
	if item > len(list) {
		return "", target.Mismatch("answered items", fmt.Sprint(len(list)), fmt.Sprintf("at least %d", item))
	}
	text := plain(list[item-1]["availableBoxes"])
	if text == "" {
		return "", target.Mismatch("availableBoxes", written(list[item-1]["availableBoxes"]), "a number")
	}
	return json.Number(text), nil
}

func (s *steps) available(item int, want string) error {
	got, err := boxesFound(s.last(), item)
	if err != nil {
		return err
	}
	return target.Compare("availableBoxes", got.String(), want)
}

// oneOf compares with what the item found or left: which of them is told is a
// reading of another rule.
func (s *steps) oneOf(found, left string) error {
	got, err := boxesFound(s.last(), 1)
	if err != nil || got.String() == found || got.String() == left {
		return err
	}
	return target.Mismatch("availableBoxes", got.String(), found, left)
}

// notDrawnOn wants that an item which named another number did not get the
// boxes of the order: it fails, or finds none.
func (s *steps) notDrawnOn(ctx context.Context) error {
	if Refused(s.last()) {
		return s.owner().Awake(ctx)
	}
	for _, item := range items(s.last()) {
		if boxes := plain(item["availableBoxes"]); boxes != "" && boxes != "0" {
			return target.Mismatch("availableBoxes for another number", boxes, "0", "a refusal")
		}
	}
	return nil
}

// less compares the last two creations, each with one item of a future order.
func (s *steps) less(want int64) error {
	if len(s.answers) < 2 {
		return fmt.Errorf("komet: the scenario has one creation only")
	}
	var found [2]int64
	for i, a := range s.answers[len(s.answers)-2:] {
		number, err := boxesFound(a, 1)
		if err != nil {
			return needed("an item that names a future sales order", false, a)
		}
		if found[i], err = number.Int64(); err != nil {
			return target.Mismatch("availableBoxes", number.String(), "a whole number")
		}
	}
	return target.Compare("boxes that the second creation finds less", found[0]-found[1], want)
}

// kept is what a simulator shows of the scenario's company.
type kept struct {
	ID             json.Number
	Prebooks       []map[string]any
	Inventory      []struct{ Boxes int }
	PurchaseOrders []json.RawMessage
}

func (s *steps) keptState(ctx context.Context) (kept, error) {
	raw, err := s.session.State(ctx)
	if err != nil {
		return kept{}, err
	}
	var all struct{ Companies []kept }
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&all); err != nil {
		return kept{}, fmt.Errorf("komet: the simulator's state: %w", err)
	}
	for _, c := range all.Companies {
		if s.company.seeded != nil && c.ID.String() == fmt.Sprint(s.company.seeded.id) {
			return c, nil
		}
	}
	return kept{}, fmt.Errorf("komet: the simulator shows nothing of the scenario's company")
}

func (s *steps) inventoryLeft(ctx context.Context, want int) error {
	state, err := s.keptState(ctx)
	if err != nil {
		return err
	}
	got := 0
	for _, lot := range state.Inventory {
		got += lot.Boxes
	}
	return target.Compare("boxes of the inventory", got, want)
}

func (s *steps) noOrders(ctx context.Context) error {
	state, err := s.keptState(ctx)
	if err != nil {
		return err
	}
	return target.Compare("purchase orders of the company", len(state.PurchaseOrders), 0)
}

// compareKept compares the last prebook, or its one line, with what a simulator
// has of it, for members that no list shows.
func (s *steps) compareKept(ctx context.Context, part string, table *godog.Table) error {
	state, err := s.keptState(ctx)
	if err != nil {
		return err
	}
	for _, p := range state.Prebooks {
		if !same(plain(p["id"]), prebookID(s.last())) {
			continue
		}
		if part == "" {
			return s.compareMembers(ctx, p, table)
		}
		lines := objects(p, part)
		if len(lines) != 1 {
			return target.Mismatch("lines of the prebook", strconv.Itoa(len(lines)), "1")
		}
		return s.compareMembers(ctx, lines[0], table)
	}
	return target.Mismatch("prebooks of the company", strconv.Itoa(len(state.Prebooks)), "the one that was created")
}
