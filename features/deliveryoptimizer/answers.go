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

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *godog.ScenarioContext) {
	sc.Step(`^the answer is (true|false)$`, s.answerIs)
	sc.Step(`^the answer is a bare boolean$`, s.answerIsBare)
	sc.Step(`^the call is refused$`, func() error { return s.status("status", "4xx", s.answer.Status/100 == 4) })
	sc.Step(`^the call is accepted$`, func() error { return s.status("status", "2xx", s.answer.Status/100 == 2) })
	sc.Step(`^the answer has status (\d+)$`, func(want int) error {
		return s.status("status", strconv.Itoa(want), s.answer.Status == want)
	})
	sc.Step(`^the order( "[^"]*")? reads back as it was sent last$`, func(ctx context.Context, name string) error {
		o, err := s.order(name)
		if err != nil {
			return err
		}
		return s.readsBack(ctx, o.sent)
	})
	sc.Step(`^the order reads back as the service held it$`, func(ctx context.Context) error {
		o, err := s.order("")
		if err != nil {
			return err
		}
		return s.readsBack(ctx, o.held)
	})
	sc.Step(`^the order reads back with the lines:$`, func(ctx context.Context, table *godog.Table) error {
		o, err := s.order("")
		if err != nil {
			return err
		}
		want := o.sent
		if want.Lines, err = s.lines(table); err != nil {
			return err
		}
		return s.readsBack(ctx, want)
	})
	sc.Step(`^the order( "[^"]*")? is not there$`, func(ctx context.Context, name string) error {
		if _, err := s.order(name); err != nil {
			return err
		}
		return s.absent(ctx, RoleOMS, s.fixtures.Tenant)
	})
	sc.Step(`^the order is not there for the other tenant$`, func(ctx context.Context) error {
		return s.absent(ctx, RoleOther, s.fixtures.OtherTenant)
	})
	sc.Step(`^the answer has the members:$`, s.hasMembers)
}

func (s *steps) status(what, want string, ok bool) error {
	if ok {
		return nil
	}
	return target.Mismatch(what, strconv.Itoa(s.answer.Status), want)
}

// answerIs compares a boolean answer however its letters are cased: their case
// is a rule of its own.
func (s *steps) answerIs(want string) error {
	if s.answer.Status != http.StatusOK {
		return target.Mismatch("status", strconv.Itoa(s.answer.Status), "200")
	}
	if got := string(bytes.TrimSpace(s.answer.Body)); !strings.EqualFold(got, want) {
		return target.Mismatch("body", clip(got), want)
	}
	return nil
}

func (s *steps) answerIsBare() error {
	if s.answer.Status != http.StatusOK {
		return target.Mismatch("status", strconv.Itoa(s.answer.Status), "200")
	}
	if got := string(bytes.TrimSpace(s.answer.Body)); got != "true" && got != "false" {
		return target.Mismatch("body", clip(got), "true", "false")
	}
	return nil
}

func clip(text string) string {
	if len(text) > 200 {
		return text[:200] + "…"
	}
	return text
}

// readsBack reads the current order and compares member by member. Lines are
// compared in the order sent.
func (s *steps) readsBack(ctx context.Context, want api.Order) error {
	if err := s.read(ctx, RoleOMS, s.fixtures.Tenant); err != nil {
		return err
	}
	if s.answer.Status != http.StatusOK {
		return target.Mismatch("status of reading the order", strconv.Itoa(s.answer.Status), "200")
	}
	var got api.Order
	if err := json.Unmarshal(s.answer.Body, &got); err != nil {
		return target.Mismatch("body of reading the order", clip(string(s.answer.Body)), "an order")
	}
	return target.Mismatches(
		target.Compare("orderId", got.OrderID, want.OrderID),
		target.Compare("tenantId", got.TenantID, want.TenantID),
		target.Compare("type", got.Type, want.Type),
		target.Compare("lastUpdated", instant(&got.LastUpdated), instant(&want.LastUpdated)),
		target.Compare("expiresAt", instant(got.ExpiresAt), instant(want.ExpiresAt)),
		target.Compare("lines", describe(got.Lines), describe(want.Lines)),
	)
}

// instant writes a time to the millisecond, as precise as the document's own.
func instant(t *time.Time) string {
	if t == nil {
		return "none"
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

func describe(lines []api.OrderLine) string {
	if len(lines) == 0 {
		return "none"
	}
	texts := make([]string, 0, len(lines))
	for _, l := range lines {
		texts = append(texts, fmt.Sprintf("%d of %s from %s", l.Qty, l.ArtGUID, l.Code))
	}
	return strings.Join(texts, ", ")
}

// absent wants that reading does not return the order: by a 4xx, or by an
// answer without an order, since no page says how.
func (s *steps) absent(ctx context.Context, role string, tenant int32) error {
	if err := s.read(ctx, role, tenant); err != nil {
		return err
	}
	body := string(bytes.TrimSpace(s.answer.Body))
	switch {
	case s.answer.Status/100 == 4, s.answer.Status == http.StatusNoContent,
		s.answer.Status == http.StatusOK && (body == "" || body == "null"):
		return nil
	}
	return target.Mismatch("reading the order", fmt.Sprintf("%d %s", s.answer.Status, clip(body)), "no order")
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

func (s *steps) grownBy(ctx context.Context, points int) error {
	used, err := s.capacity(ctx)
	if err != nil {
		return err
	}
	return target.Mismatches(target.Compare("points in use", used, s.noted+points))
}

func (s *steps) fallen(ctx context.Context) error {
	used, err := s.capacity(ctx)
	if err != nil || used < s.noted {
		return err
	}
	return target.Mismatch("points in use", strconv.Itoa(used), fmt.Sprintf("fewer than %d", s.noted))
}
