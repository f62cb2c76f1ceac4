package komet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindDetails(sc *features.Steps) {
	sc.Step(`^the day's prebooks are noted$`, s.noteDay)
	sc.Step(`^the day has (no|one|two) new prebooks?$`, s.newOnDay)
	sc.Step(`^if the whole was refused, the day has no new prebook$`, func(ctx context.Context) error {
		if !RefusedWhole(s.answer) {
			return nil
		}
		return s.newOnDay(ctx, "no")
	})
	sc.Step(`^the status tells whether the day has a new prebook$`, s.statusIsTrue)
	soon := func(compare func(context.Context, *godog.Table) error) func(context.Context, *godog.Table) error {
		return func(ctx context.Context, table *godog.Table) error {
			return s.eventually(ctx, func() error { return compare(ctx, table) })
		}
	}
	sc.Step(`^the prebook is listed with:$`, soon(s.comparePrebook))
	sc.Step(`^it is listed without lines$`, func(ctx context.Context) error {
		return s.eventually(ctx, func() error { return s.compareLines(ctx, headings) })
	})
	sc.Step(`^its lines are listed with:$`, soon(s.compareLines))
	sc.Step(`^the breakdowns of its line are listed with:$`, soon(s.compareBreakdowns))
	sc.Step(`^no line is listed but those that were answered as added$`, s.linesAsAnswered)
	sc.Step(`^the two prebooks are not listed with one shipVia$`, s.shipViaDiffers)
	sc.Step(`^the day after is listed$`, func(ctx context.Context) error { return s.listDay(ctx, 1, nil) })
	sc.Step(`^its ship date is listed$`, func(ctx context.Context) error { return s.listDay(ctx, 0, nil) })
	sc.Step(`^its ship date is listed by (\w+) (.+)$`, s.listFiltered)
	sc.Step(`^it is listed there with the lines:$`, func(ctx context.Context, table *godog.Table) error {
		return s.lookingAgain(ctx, func() error {
			p, err := s.there()
			if err != nil {
				return err
			}
			return s.matchRows(ctx, "lines of the prebook", objects(p, "details"), table)
		})
	})
	sc.Step(`^it is listed there with:$`, func(ctx context.Context, table *godog.Table) error {
		return s.lookingAgain(ctx, func() error {
			p, err := s.there()
			if err != nil {
				return err
			}
			return s.compareMembers(ctx, p, table)
		})
	})
	sc.Step(`^no line shows the other vendor$`, func(ctx context.Context) error {
		return s.eventually(ctx, func() error { return s.noLineHas(ctx, "vendorId", "the other vendor's id") })
	})
	sc.Step(`^no line has the price (\S+)$`, func(ctx context.Context, price string) error {
		return s.eventually(ctx, func() error { return s.noLineHas(ctx, "unitPrice", price) })
	})
	sc.Step(`^(?:the )?prebooks? (\d(?: and \d)*) (?:is|are) listed, of those that were created$`, func(ctx context.Context, numbers string) error {
		return s.lookingAgain(ctx, func() error { return s.compareFound(numbers) })
	})
	sc.Step(`^no prebook that was created is listed$`, func() error { return s.compareFound("") })
}

// headings is a table without rows.
var headings = &godog.Table{Rows: []*messages.PickleTableRow{{}}}

// day reads the prebooks of the scenario's ship date, as the company sees them.
func (s *steps) day(ctx context.Context) ([]map[string]any, error) {
	answer, err := s.owner().Details(ctx, fmt.Sprint(s.shipDate()), nil)
	if err != nil {
		return nil, err
	}
	return objects(members(answer), "prebooks"), needed("prebook.details.list", ListRead(answer), answer)
}

// shipDate is that of the scenario's prebook, which may have another than most.
func (s *steps) shipDate() string {
	if text, is := s.header["shipDate"].(string); is && regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(text) {
		return text
	}
	return s.date
}

func (s *steps) noteDay(ctx context.Context) error {
	list, err := s.day(ctx)
	s.noted = nil
	for _, p := range list {
		s.noted = append(s.noted, plain(p["id"]))
	}
	return err
}

// news are the day's prebooks that were not there when they were noted.
func (s *steps) news(ctx context.Context) ([]map[string]any, error) {
	list, err := s.day(ctx)
	return slices.DeleteFunc(list, func(p map[string]any) bool { return slices.Contains(s.noted, plain(p["id"])) }), err
}

// newOnDay gives what was created time to show, and what must not be there too.
func (s *steps) newOnDay(ctx context.Context, want string) error {
	if want == "no" {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	return s.eventually(ctx, func() error {
		list, err := s.news(ctx)
		if err != nil {
			return err
		}
		return target.Compare("new prebooks on "+s.shipDate(), len(list), slices.Index([]string{"no", "one", "two"}, want))
	})
}

// statusIsTrue compares what the answer says with what it did.
func (s *steps) statusIsTrue(ctx context.Context) error {
	return s.eventually(ctx, func() error {
		list, err := s.news(ctx)
		if err != nil {
			return err
		}
		message, _ := members(s.answer)["message"].(string)
		switch {
		case len(list) > 0 && (!Succeeded(s.answer) || strings.TrimSpace(message) == ""):
			return target.Mismatch("answer to a creation that left a prebook", Told(s.answer), "2xx with status 1 and a message")
		case len(list) == 0 && s.answer.Status/100 == 2 && (!told(s.answer, "0") || strings.TrimSpace(message) == ""):
			return target.Mismatch("answer to a creation that left no prebook", Told(s.answer), "status 0 and a message", "4xx")
		}
		return nil
	})
}

// prebook finds the prebook of the last creation on its day.
func (s *steps) prebook(ctx context.Context) (map[string]any, error) {
	list, err := s.day(ctx)
	if err != nil {
		return nil, err
	}
	return s.among(list)
}

// there finds it in what was listed last.
func (s *steps) there() (map[string]any, error) {
	if err := needed("prebook.details.list", ListRead(s.answer), s.answer); err != nil {
		return nil, err
	}
	return s.among(objects(members(s.answer), "prebooks"))
}

func (s *steps) among(list []map[string]any) (map[string]any, error) {
	id := prebookID(s.last())
	for _, p := range list {
		if id != "" && same(plain(p["id"]), id) {
			return p, nil
		}
	}
	return nil, target.Mismatch("prebooks on "+s.shipDate(), fmt.Sprintf("%d, none with the id %s", len(list), id), "the prebook that was created")
}

func (s *steps) comparePrebook(ctx context.Context, table *godog.Table) error {
	p, err := s.prebook(ctx)
	if err != nil {
		return err
	}
	return s.compareMembers(ctx, p, table)
}

// compareMembers compares an object with a table of members and values.
func (s *steps) compareMembers(ctx context.Context, members map[string]any, table *godog.Table) error {
	var wrong []error
	for _, row := range table.Rows {
		wrong = append(wrong, s.compareMember(ctx, members, row.Cells[0].Value, row.Cells[1].Value))
	}
	return target.Mismatches(wrong...)
}

func (s *steps) compareLines(ctx context.Context, table *godog.Table) error {
	p, err := s.prebook(ctx)
	if err != nil {
		return err
	}
	return s.matchRows(ctx, "lines of the prebook", objects(p, "details"), table)
}

func (s *steps) compareBreakdowns(ctx context.Context, table *godog.Table) error {
	p, err := s.prebook(ctx)
	if err != nil {
		return err
	}
	var parts []map[string]any
	for _, line := range objects(p, "details") {
		parts = append(parts, objects(line, "breakdowns")...)
	}
	priced := false // no page says by which name, or whether a breakdown has one
	for i, part := range parts {
		if price, there := part["unitPrice"]; there && part["price"] == nil {
			parts[i] = maps.Clone(part)
			parts[i]["price"] = price
		}
		priced = priced || parts[i]["price"] != nil
	}
	if priced || len(parts) == 0 {
		return s.matchRows(ctx, "breakdowns of the line", parts, table)
	}
	if err := s.matchRows(ctx, "breakdowns of the line", parts, withoutColumn(table, "price")); err != nil {
		return err
	}
	return &target.Inconclusive{Reason: "the breakdowns that are listed show no price"}
}

// withoutColumn is a table without the column of that name.
func withoutColumn(table *godog.Table, name string) *godog.Table {
	at := slices.IndexFunc(table.Rows[0].Cells, func(c *messages.PickleTableCell) bool { return c.Value == name })
	if at < 0 {
		return table
	}
	out := &godog.Table{}
	for _, row := range table.Rows {
		out.Rows = append(out.Rows, &messages.PickleTableRow{Cells: slices.Delete(slices.Clone(row.Cells), at, at+1)})
	}
	return out
}

// nothing in a cell stands for a member that is left out, empty or zero.
const nothing = "none"

// compareMember compares a member with a cell, as a number or as text.
func (s *steps) compareMember(ctx context.Context, members map[string]any, name, cell string) error {
	value, there := members[name]
	got := plain(value)
	switch {
	case cell == "(some)" && got != "":
		return nil
	case cell == "(absent)" && value == nil, cell == nothing && (value == nil || value == "" || got != "" && same(got, "0")):
		return nil
	case name == "boxType" && cell != "(some)":
		return s.compareBoxType(ctx, value, cell)
	case cell == "(some)", cell == "(absent)", cell == nothing:
		return target.Mismatch(name, written(value), cell)
	}
	wanted, err := s.value(ctx, cell)
	if err != nil {
		return err
	}
	want := plain(wanted)
	if flag, is := wanted.(bool); is {
		if value == flag {
			return nil
		}
		want = written(flag)
	}
	if there && (same(got, want) || name == "unitType" && strings.EqualFold(got, want)) {
		return nil
	}
	if !there {
		return target.Mismatch(name, "absent", want)
	}
	return target.Mismatch(name, written(value), want)
}

// compareBoxType takes the code, the name or the id of a box type for it, since
// no page says which is read back. Words that are none of any box type's are
// not judged.
func (s *steps) compareBoxType(ctx context.Context, value any, cell string) error {
	got := plain(value)
	m := anEntry.FindStringSubmatch(cell)
	if m == nil || got == "" {
		return target.Mismatch("boxType", written(value), cell)
	}
	which := slices.Index([]string{"the", "the other", "the third"}, m[1])
	for number := range which + 3 {
		e, err := s.company.Entry(ctx, BoxType, number)
		var none *target.Inconclusive
		if errors.As(err, &none) {
			break
		}
		if err != nil {
			return err
		}
		if known := strings.EqualFold(got, e.Code) || strings.EqualFold(got, e.Name) || same(got, e.ID); known && number != which {
			return target.Mismatch("boxType", written(value), e.Code+" is another one than "+cell)
		}
	}
	return nil
}

// matchRows wants as many objects as a table has rows below its first, and one
// for each row, in any order.
func (s *steps) matchRows(ctx context.Context, what string, list []map[string]any, table *godog.Table) error {
	if len(list) != len(table.Rows)-1 {
		return target.Mismatch(what, strconv.Itoa(len(list)), strconv.Itoa(len(table.Rows)-1))
	}
	left := slices.Clone(list)
	for _, row := range table.Rows[1:] {
		at, nearest, fewest := -1, error(nil), len(row.Cells)+1
		for i, candidate := range left {
			differences, err := s.compareRow(ctx, candidate, table.Rows[0], row)
			if err != nil {
				return err
			}
			if len(differences) == 0 {
				at = i
				break
			}
			if len(differences) < fewest {
				nearest, fewest = target.Mismatches(differences...), len(differences)
			}
		}
		if at < 0 {
			return nearest
		}
		left = slices.Delete(left, at, at+1)
	}
	return nil
}

// compareRow returns the differences between an object and a row.
func (s *steps) compareRow(ctx context.Context, members map[string]any, names, row *messages.PickleTableRow) ([]error, error) {
	var differences []error
	for i, cell := range row.Cells {
		if cell.Value == "" {
			continue
		}
		err := s.compareMember(ctx, members, names.Cells[i].Value, cell.Value)
		if target.Mismatches(err) == nil {
			continue
		}
		var mismatched *target.Mismatched
		if !errors.As(err, &mismatched) {
			return nil, err
		}
		differences = append(differences, err)
	}
	return differences, nil
}
