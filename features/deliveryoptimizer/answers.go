package deliveryoptimizer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *features.Steps) {
	sc.Step(`^the answer is (true|false)$`, s.answerIs)
	sc.Step(`^the answer is a bare boolean$`, s.answerIsBare)
	sc.Step(`^the answer is written "([^"]*)"(?: or "([^"]*)")?$`, s.answerIsWritten)
	sc.Step(`^the call is refused$`, func() error { return s.status("4xx", s.answer.Status/100 == 4) })
	sc.Step(`^the call is refused without a boolean$`, func() error {
		if _, isBoolean := Boolean(s.answer.Body); isBoolean {
			return target.Mismatch("answer", fmt.Sprintf("%d %s", s.answer.Status, clip(string(s.answer.Body))), "4xx without a boolean")
		}
		return s.status("4xx", s.answer.Status/100 == 4)
	})
	sc.Step(`^the call is accepted$`, func() error { return s.status("2xx", s.answer.Status/100 == 2) })
	sc.Step(`^the answer has status (\d+)$`, func(want int) error {
		return s.status(strconv.Itoa(want), s.answer.Status == want)
	})
	sc.Step(`^the answer has no order but null$`, func() error {
		if err := s.status("2xx", s.answer.Status/100 == 2); err != nil {
			return err
		}
		return target.Compare("body", clip(string(bytes.TrimSpace(s.answer.Body))), "null")
	})
	sc.Step(`^the answer has the members:$`, s.hasMembers)
	s.bindReadings(sc)
}

func (s *steps) bindReadings(sc *features.Steps) {
	sc.Step(`^the order( "[^"]*")? reads back as it was sent last$`, func(ctx context.Context, name string) error {
		return s.readsBack(ctx, name, sentLast, everything)
	})
	sc.Step(`^the order reads back line by line as it was sent last$`, func(ctx context.Context) error {
		return s.readsBack(ctx, "", sentLast, lineByLine)
	})
	sc.Step(`^the order reads back as the service held it$`, func(ctx context.Context) error {
		return s.readsBack(ctx, "", heldLast, everything)
	})
	sc.Step(`^the order reads back with the tenant of the path$`, func(ctx context.Context) error {
		return s.readsBack(ctx, "", func(o *order) *View {
			want := viewOf(o.sent)
			want.TenantID = strconv.Itoa(int(s.fixtures.Tenant))
			return want
		}, everything)
	})
	// Who takes lines away may note that as the last change.
	sc.Step(`^the order keeps its lines$`, func(ctx context.Context) error {
		return s.readsBack(ctx, "", heldLast, butLastUpdated)
	})
	sc.Step(`^the order reads back with the lines:$`, func(ctx context.Context, table *godog.Table) error {
		return s.readsBackWithLines(ctx, table)
	})
	sc.Step(`^the order( "[^"]*")? is not there$`, func(ctx context.Context, name string) error {
		return s.absent(ctx, name, RoleOMS, s.fixtures.Tenant)
	})
	sc.Step(`^the order is not there for the other tenant$`, func(ctx context.Context) error {
		return s.absent(ctx, "", RoleOther, s.fixtures.OtherTenant)
	})
	sc.Step(`^the order( "[^"]*")? is there for the other tenant$`, func(ctx context.Context, name string) error {
		_, err := s.present(ctx, name, RoleOther, s.fixtures.OtherTenant)
		return err
	})
	sc.Step(`^the order is there unless it was refused$`, func(ctx context.Context) error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		_, err := s.present(ctx, "", RoleOMS, s.fixtures.Tenant)
		return err
	})
	sc.Step(`^the order is not there unless that was refused$`, s.goneUnlessRefused)
	sc.Step(`^no line of it is left unless that was refused$`, s.emptyUnlessRefused)
}

func (s *steps) status(want string, ok bool) error {
	if ok {
		return nil
	}
	return target.Mismatch("status", strconv.Itoa(s.answer.Status), want)
}

// answered wants a status that goes with a boolean: the document names none, so
// that an order which is not there may be answered with 404 and false.
func (s *steps) answered(value bool) error {
	return s.status("2xx", s.answer.Status/100 == 2 || !value && s.answer.Status == http.StatusNotFound)
}

// answerIs compares a boolean answer however its letters are cased: their case
// is a rule of its own.
func (s *steps) answerIs(want string) error {
	if err := s.answered(want == "true"); err != nil {
		return err
	}
	if got := string(bytes.TrimSpace(s.answer.Body)); !strings.EqualFold(got, want) {
		return target.Mismatch("body", clip(got), want)
	}
	return nil
}

func (s *steps) answerIsBare() error {
	value, isBoolean := Boolean(s.answer.Body)
	if !isBoolean {
		return target.Mismatch("body", clip(string(s.answer.Body)), "true", "false")
	}
	return s.answered(value)
}

func (s *steps) answerIsWritten(one, other string) error {
	got := string(bytes.TrimSpace(s.answer.Body))
	if got == one || other != "" && got == other {
		return nil
	}
	if other == "" {
		return target.Mismatch("body", clip(got), one)
	}
	return target.Mismatch("body", clip(got), one, other)
}

// What is compared of an order that is read back.
const (
	everything = iota
	butLastUpdated
	lineByLine // the order of the lines as well, and which are one
)

func sentLast(o *order) *View { return viewOf(o.sent) }
func heldLast(o *order) *View { return viewOf(o.held) }

// readsBack reads an order and compares member by member.
func (s *steps) readsBack(ctx context.Context, name string, want func(*order) *View, how int) error {
	o, err := s.order(name)
	if err != nil {
		return err
	}
	expected := want(o)
	got, err := s.look(ctx, name, RoleOMS, s.fixtures.Tenant, func(v *View) bool { return v != nil && differs(v, expected, how) == nil })
	switch {
	case err != nil:
		return err
	case got == nil:
		return target.Mismatch("reading the order", s.told(), "the order")
	}
	return differs(got, expected, how)
}

func differs(got, expected *View, how int) error {
	lines, wanted := sums(got.Lines), sums(expected.Lines)
	if how == lineByLine {
		lines, wanted = describe(got.Lines), describe(expected.Lines)
	}
	updated := got.LastUpdated
	if how == butLastUpdated {
		updated = expected.LastUpdated
	}
	return target.Mismatches(
		target.Compare("orderId", got.OrderID, expected.OrderID),
		target.Compare("tenantId", got.TenantID, expected.TenantID),
		target.Compare("type", got.Type, expected.Type),
		target.Compare("lastUpdated", updated, expected.LastUpdated),
		target.Compare("expiresAt", orNone(got.ExpiresAt), orNone(expected.ExpiresAt)),
		target.Compare("lines", lines, wanted),
	)
}

func (s *steps) readsBackWithLines(ctx context.Context, table *godog.Table) error {
	lines, err := s.lines(table)
	if err != nil {
		return err
	}
	return s.readsBack(ctx, "", func(o *order) *View {
		left := o.sent
		left.Lines = lines
		return viewOf(left)
	}, butLastUpdated)
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// look reads an order until what it shows is as wanted. It asks again only while
// the target may still be at work: after it has accepted something for later.
func (s *steps) look(ctx context.Context, name, role string, tenant int32, wanted func(*View) bool) (*View, error) {
	if refused := s.answer != nil && s.answer.Status/100 == 4; refused && s.session.Late() { // what was refused must not come about late either
		if err := s.session.Rest(ctx, usualSettle); err != nil {
			return nil, err
		}
	}
	until := time.Now().Add(s.session.Settle(usualSettle))
	for late := false; ; late = true {
		if err := s.read(ctx, name, role, tenant); err != nil {
			return nil, err
		}
		v, err := ReadOrder(s.answer)
		if err == nil && wanted(v) && late {
			s.session.Came(late)
		}
		if err != nil || wanted(v) || !s.later || time.Now().After(until) {
			return v, err
		}
		if err := pause(ctx, s.session.Settle(usualSettle)/20); err != nil {
			return nil, err
		}
	}
}

// usualSettle is how long a target has for what it does later.
const usualSettle = 5 * time.Second

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (s *steps) present(ctx context.Context, name, role string, tenant int32) (*View, error) {
	v, err := s.look(ctx, name, role, tenant, func(v *View) bool { return v != nil })
	if err == nil && v == nil {
		err = target.Mismatch("reading the order", s.told(), "the order")
	}
	return v, err
}

func (s *steps) absent(ctx context.Context, name, role string, tenant int32) error {
	v, err := s.look(ctx, name, role, tenant, func(v *View) bool { return v == nil })
	if err == nil && v != nil {
		err = target.Mismatch("reading the order", s.told(), "no order")
	}
	return err
}

// told is the last answer, for people.
func (s *steps) told() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", s.answer.Status, clip(string(bytes.TrimSpace(s.answer.Body)))))
}

func (s *steps) goneUnlessRefused(ctx context.Context) error {
	if s.answer.Status/100 == 4 {
		return nil
	}
	return s.absent(ctx, "", RoleOMS, s.fixtures.Tenant)
}

// emptyUnlessRefused wants the lines of an order gone, with the order or without.
func (s *steps) emptyUnlessRefused(ctx context.Context) error {
	if s.answer.Status/100 == 4 {
		return nil
	}
	v, err := s.look(ctx, "", RoleOMS, s.fixtures.Tenant, func(v *View) bool { return v == nil || len(v.Lines) == 0 })
	if err != nil || v == nil {
		return err
	}
	return target.Compare("lines", sums(v.Lines), "none")
}

func object(a *target.Answer) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(a.Body))
	dec.UseNumber()
	var body map[string]any
	if err := dec.Decode(&body); err != nil {
		return nil, target.Mismatch("body", clip(string(a.Body)), "a JSON object")
	}
	return body, nil
}

func (s *steps) hasMembers(table *godog.Table) error {
	body, err := object(s.answer)
	if err != nil {
		return err
	}
	var present []string
	for name := range body {
		present = append(present, name)
	}
	slices.Sort(present)
	var missing []error
	for _, row := range table.Rows {
		if name := row.Cells[0].Value; !slices.Contains(present, name) {
			missing = append(missing, target.Mismatch("members", strings.Join(present, ", "), name))
		}
	}
	return target.Mismatches(missing...)
}
