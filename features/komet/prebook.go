package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindPrebooks(sc *features.Steps) {
	sc.Step(`^a prebook$`, func(ctx context.Context) error { return s.newPrebook(ctx, nil) })
	sc.Step(`^a prebook with:$`, s.newPrebook)
	sc.Step(`^it has:$`, func(ctx context.Context, table *godog.Table) error { return s.change(ctx, s.header, table.Rows) })
	sc.Step(`^it has an item$`, func(ctx context.Context) error { return s.addItem(ctx, nil) })
	sc.Step(`^it has an item with:$`, s.addItem)
	sc.Step(`^it has the items:$`, s.addItems)
	sc.Step(`^(?:it|the last item) has a breakdown$`, func(ctx context.Context) error { return s.addBreakdown(ctx, nil) })
	sc.Step(`^(?:it|the last item) has a breakdown with:$`, s.addBreakdown)
	sc.Step(`^it has prebookItems (.+)$`, func(text string) { s.header["prebookItems"] = json.RawMessage(text) })
}

// Header is a creation with the required members only, without its token.
func (c *Company) Header(ctx context.Context, date string) (map[string]any, error) {
	customer, err := c.Entry(ctx, Customer, 0)
	if err != nil {
		return nil, err
	}
	carrier, err := c.Entry(ctx, Carrier, 0)
	if err != nil {
		return nil, err
	}
	header := map[string]any{"customerId": json.Number(customer.ID), "carrierId": json.Number(carrier.ID), "shipDate": date}
	if len(c.Locations) > 0 {
		header["companyLocationCode"] = c.Locations[0]
	}
	return header, nil
}

// Item is an item with the required members only.
func (c *Company) Item(ctx context.Context) (map[string]any, error) {
	product, err := c.Entry(ctx, Product, 0)
	if err != nil {
		return nil, err
	}
	boxType, err := c.Entry(ctx, BoxType, 0)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"productId": json.Number(product.ID), "boxTypeId": json.Number(boxType.ID), "boxes": json.Number("5"),
		"unitType": "stem", "bunches": json.Number("10"), "stemsBunch": json.Number("2"), "price": json.Number("2.50"),
	}, nil
}

// newPrebook begins a prebook in place of the one before.
func (s *steps) newPrebook(ctx context.Context, table *godog.Table) (err error) {
	if s.header, err = s.company.Header(ctx, s.date); err != nil {
		return err
	}
	s.items = nil
	if table == nil {
		return nil
	}
	return s.change(ctx, s.header, table.Rows)
}

func (s *steps) addItem(ctx context.Context, table *godog.Table) error {
	item, err := s.company.Item(ctx)
	if err != nil {
		return err
	}
	s.items = append(s.items, item)
	if table == nil {
		return nil
	}
	return s.change(ctx, item, table.Rows)
}

// addItems adds an item for each row of a table; its first row names members,
// and an empty cell leaves a member as it is.
func (s *steps) addItems(ctx context.Context, table *godog.Table) error {
	for _, row := range table.Rows[1:] {
		item, err := s.company.Item(ctx)
		if err != nil {
			return err
		}
		for i, cell := range row.Cells {
			if cell.Value == "" {
				continue
			}
			if err := s.set(ctx, item, table.Rows[0].Cells[i].Value, cell.Value); err != nil {
				return err
			}
		}
		s.items = append(s.items, item)
	}
	return nil
}

func (s *steps) addBreakdown(ctx context.Context, table *godog.Table) error {
	product, err := s.company.Entry(ctx, Product, 0)
	if err != nil {
		return err
	}
	part := map[string]any{
		"productId": json.Number(product.ID), "bunches": json.Number("10"), "stemsBunch": json.Number("2"),
		"cost": json.Number("0.75"), "price": json.Number("1.50"),
	}
	item := s.items[len(s.items)-1]
	list, _ := item["breakdowns"].([]any)
	item["breakdowns"] = append(list, part)
	if table == nil {
		return nil
	}
	return s.change(ctx, part, table.Rows)
}

// change sets members by a table of names and values.
func (s *steps) change(ctx context.Context, members map[string]any, rows []*messages.PickleTableRow) error {
	for _, row := range rows {
		if err := s.set(ctx, members, row.Cells[0].Value, row.Cells[1].Value); err != nil {
			return err
		}
	}
	return nil
}

func (s *steps) set(ctx context.Context, members map[string]any, name, cell string) error {
	if cell == "(left out)" {
		delete(members, name)
		return nil
	}
	value, err := s.value(ctx, cell)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	members[name] = value
	return nil
}

// Ids and codes that nobody has, in the hope that no company does.
const (
	nobodysID   = "987654321987654"
	nobodysCode = "~?"
)

var (
	anEntry    = regexp.MustCompile(`^(the|the other|the third|the other company's) (customer|carrier|product|box type|vendor)'s (id|code|name|address)( as text)?$`)
	characters = regexp.MustCompile(`^(\d+) characters$`)
)

// value reads a cell: words for what the target has, else JSON.
func (s *steps) value(ctx context.Context, cell string) (any, error) {
	if m := anEntry.FindStringSubmatch(cell); m != nil {
		return s.entryValue(ctx, m[1], m[2], m[3], m[4] != "")
	}
	if m := characters.FindStringSubmatch(cell); m != nil {
		n, err := strconv.Atoi(m[1])
		return strings.Repeat("0123456789", n/10+1)[:n], err
	}
	switch cell {
	case "nobody's id":
		return json.Number(nobodysID), nil
	case "an order number of its own": // a live company keeps what earlier runs have sent
		if s.ownPO == "" {
			s.ownPO = fmt.Sprintf("PO%010d", s.random.Int64N(10_000_000_000))
		}
		return s.ownPO, nil
	case "nobody's code":
		return nobodysCode, nil
	case "the ship date":
		return s.date, nil
	case "the future order's number":
		return s.future.Number, nil
	case "that number without its letter":
		return strings.TrimLeft(s.future.Number, letters), nil
	case "that number in small letters":
		return strings.ToLower(s.future.Number), nil
	case "the future order's vendor":
		return json.Number(s.future.Vendor), nil
	case "the location":
		return s.company.Locations[0], nil
	case "the other location":
		if len(s.company.Locations) < 2 {
			return nil, &target.Inconclusive{Reason: "fixtures.places has one location only"}
		}
		return s.company.Locations[1], nil
	}
	decoder := json.NewDecoder(strings.NewReader(cell))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("%q is neither JSON nor words that the steps know", cell)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("%q is more than one JSON value", cell)
	}
	return value, nil
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func (s *steps) entryValue(ctx context.Context, which, kind, part string, asText bool) (any, error) {
	company, number := s.company, slices.Index([]string{"the", "the other", "the third"}, which)
	if which == "the other company's" {
		company, number = s.other, 0
	}
	entry, err := company.Entry(ctx, kind, number)
	if err != nil {
		return nil, err
	}
	switch part {
	case "code", "name":
		text := map[string]string{"code": entry.Code, "name": entry.Name}[part]
		if text == "" {
			return nil, &target.Inconclusive{Reason: "the " + part + " of the " + kind + " " + entry.ID + " is not known: " + method(kind) + " does not tell it"}
		}
		return text, nil
	case "address":
		if len(entry.ShipTos) == 0 {
			return nil, &target.Inconclusive{Reason: "no delivery address of the customer " + entry.ID + " is known"}
		}
		if asText {
			return entry.ShipTos[0], nil
		}
		return json.Number(entry.ShipTos[0]), nil
	}
	if asText {
		return entry.ID, nil
	}
	return json.Number(entry.ID), nil
}
