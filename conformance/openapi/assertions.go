package openapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// status wants one of several statuses.
func (s *scenario) status(list string) error {
	answer, err := s.answer()
	if err != nil {
		return err
	}
	want := strings.FieldsFunc(list, func(c rune) bool { return c < '0' || c > '9' })
	if slices.Contains(want, strconv.Itoa(answer.Status)) {
		return nil
	}
	return target.Mismatch("status", told(answer), want...)
}

func (s *scenario) isAccepted() error {
	answer, err := s.answer()
	if err != nil || s.plan.accepts(answer) {
		return err
	}
	return target.Mismatch("the call", told(answer), "it is carried out")
}

func (s *scenario) isRefused(with string) error {
	answer, err := s.answer()
	if err != nil {
		return err
	}
	if with == "" {
		if s.plan.refuses(answer) {
			return nil
		}
		return target.Mismatch("the call", told(answer), "it is refused")
	}
	return s.status(with)
}

// countAccepted counts the calls that were carried out.
func (s *scenario) countAccepted(how string, want int) error {
	n := 0
	for _, a := range s.answers {
		if s.plan.accepts(a) {
			n++
		}
	}
	return count(fmt.Sprintf("accepted calls of %d", len(s.answers)), how, n, want)
}

func count(what, how string, got, want int) error {
	switch {
	case how == "at least" && got >= want, how == "at most" && got <= want, (how == "" || how == "exactly") && got == want:
		return nil
	}
	return target.Mismatch(what, strconv.Itoa(got), strings.TrimSpace(how+" "+strconv.Itoa(want)))
}

var rememberedAs = regexp.MustCompile(`^remembered as "([^"]+)"$`)

// place compares what the response has at a place.
func (s *scenario) place(pointer, how, said string) error {
	value, there, err := s.at(pointer)
	if err != nil {
		return err
	}
	if name := rememberedAs.FindStringSubmatch(said); how == "is" && name != nil {
		if !there {
			return &target.Inconclusive{Reason: "the response has nothing at " + pointer + " that could be remembered"}
		}
		s.remembered[name[1]] = value
		return nil
	}
	if how == "is" && said == "there" {
		return s.present(pointer, value, there)
	}
	want, err := s.value(said)
	if err != nil {
		return err
	}
	if !there {
		if _, out := want.(absent); out == (how == "is") && out || how == "is not" && !out {
			return nil
		}
		return target.Mismatch(pointer, "nothing there", how+" "+said)
	}
	return s.compare(pointer, how, value, want)
}

func (s *scenario) present(pointer string, _ any, there bool) error {
	if there {
		return nil
	}
	return target.Mismatch(pointer, "nothing there", "a value")
}

func (s *scenario) compare(what, how string, got, want any) error {
	holds := false
	switch how {
	case "is":
		holds = same(got, want)
	case "is not":
		holds = !same(got, want)
	case "contains":
		text, isText := got.(string)
		part, _ := want.(string)
		elements, _ := got.([]any)
		holds = isText && strings.Contains(text, part) || slices.ContainsFunc(elements, func(one any) bool { return same(one, want) })
	case "matches":
		pattern, err := regexp.Compile(strings.Trim(plainValue(want), `"`))
		if err != nil {
			return fmt.Errorf("%q is no pattern: %w", want, err)
		}
		holds = pattern.MatchString(plainValue(got))
	case "is at least", "is at most":
		order, comparable := ordered(got, want)
		holds = comparable && (how == "is at least" && order >= 0 || how == "is at most" && order <= 0)
	}
	if holds {
		return nil
	}
	return target.Mismatch(what, asJSON(got), strings.TrimPrefix(how+" ", "is ")+shown(want))
}

func shown(want any) string {
	if _, out := want.(absent); out {
		return "nothing there"
	}
	return asJSON(want)
}

// same compares what a step says: a text of digits is the number as well.
func same(got, want any) bool {
	if _, out := want.(absent); out {
		return false
	}
	if target.SameValue(got, want) {
		return true
	}
	text, isText := got.(string)
	n, isNumber := want.(json.Number)
	return isText && isNumber && text == n.String()
}

// ordered compares numbers by their value and texts, times among them, by their
// letters.
func ordered(a, b any) (int, bool) {
	x, okX := new(big.Rat).SetString(plain(a))
	y, okY := new(big.Rat).SetString(plain(b))
	if okX && okY {
		return x.Cmp(y), true
	}
	at, errA := time.Parse(time.RFC3339Nano, plain(a))
	bt, errB := time.Parse(time.RFC3339Nano, plain(b))
	if errA == nil && errB == nil {
		return at.Compare(bt), true
	}
	return strings.Compare(plain(a), plain(b)), plain(a) != "" && plain(b) != ""
}

// has compares several places of a value with a table.
func (s *scenario) has(what string, value any, table *godog.Table) error {
	rows, err := s.rows(table)
	if err != nil {
		return err
	}
	var differs []error
	for _, r := range rows {
		got, err := contract.Find(value, r.at)
		_, out := r.value.(absent)
		switch {
		case err != nil && !out:
			differs = append(differs, target.Mismatch(what+r.at, "nothing there", asJSON(r.value)))
		case err == nil && out:
			differs = append(differs, target.Mismatch(what+r.at, asJSON(got), "nothing there"))
		case err == nil && !same(got, r.value):
			differs = append(differs, target.Mismatch(what+r.at, asJSON(got), asJSON(r.value)))
		}
	}
	return target.Mismatches(differs...)
}

func (s *scenario) responseHas(table *godog.Table) error {
	value, _, err := s.at("")
	if err != nil {
		return err
	}
	return s.has("", value, table)
}

func (s *scenario) responseIs(text *godog.DocString) error {
	value, _, err := s.at("")
	if err != nil {
		return err
	}
	said, err := s.substituted(text.Content)
	if err != nil {
		return err
	}
	want, err := decode([]byte(said))
	if err != nil {
		return fmt.Errorf("what the response is to be is no JSON: %w", err)
	}
	return s.compare("the response", "is", value, want)
}

func (s *scenario) header(name, said string) error {
	answer, err := s.answer()
	if err != nil {
		return err
	}
	got := answer.Header.Get(name)
	if said == "" {
		if got != "" {
			return nil
		}
		return target.Mismatch("the header "+name, "none", "a value")
	}
	want, err := s.substituted(strings.Trim(said, `"`))
	if err != nil || got == want {
		return err
	}
	return target.Mismatch("the header "+name, got, want)
}

// elementsAt is the list at a place.
func (s *scenario) elementsAt(pointer string) ([]any, error) {
	value, there, err := s.at(pointer)
	if err != nil {
		return nil, err
	}
	elements, isList := value.([]any)
	if !there || !isList {
		return nil, target.Mismatch("the list at "+pointer, asJSON(value), "a list")
	}
	return elements, nil
}

func (s *scenario) listHas(pointer, how string, want int) error {
	elements, err := s.elementsAt(pointer)
	if err != nil {
		return err
	}
	return count("elements of the list at "+pointer, how, len(elements), want)
}

func (s *scenario) listElement(pointer, which string, table *godog.Table) error {
	elements, err := s.elementsAt(pointer)
	if err != nil {
		return err
	}
	found := 0
	for _, one := range elements {
		err := s.has("", one, table)
		var mismatched *target.Mismatched
		switch {
		case err == nil:
			found++
		case !errors.As(err, &mismatched):
			return err
		}
	}
	if (which == "an") == (found > 0) {
		return nil
	}
	return target.Mismatch("elements of the list at "+pointer+" that are so", fmt.Sprintf("%d of %d", found, len(elements)), map[string]string{"an": "at least one", "no": "none"}[which])
}

func (s *scenario) everyElement(pointer string, table *godog.Table) error {
	elements, err := s.elementsAt(pointer)
	if err != nil {
		return err
	}
	var differs []error
	for i, one := range elements {
		differs = append(differs, s.has(pointer+"/"+strconv.Itoa(i), one, table))
	}
	return target.Mismatches(differs...)
}

func (s *scenario) listOrdered(pointer, by, way string) error {
	elements, err := s.elementsAt(pointer)
	if err != nil {
		return err
	}
	for i := 1; i < len(elements); i++ {
		a, errA := contract.Find(elements[i-1], by)
		b, errB := contract.Find(elements[i], by)
		if errA != nil || errB != nil {
			return target.Mismatch("elements of the list at "+pointer, "one without "+by, "all have "+by)
		}
		if order, comparable := ordered(a, b); !comparable || way == "descending" && order < 0 || way != "descending" && order > 0 {
			return target.Mismatch(fmt.Sprintf("%s of the elements %d and %d of the list at %s", by, i-1, i, pointer), asJSON(a)+", "+asJSON(b), "in order, "+way)
		}
	}
	return nil
}

// within calls an operation again and again, until its answer is so.
func (s *scenario) within(ctx context.Context, seconds int, id string, holds func() error) error {
	for end, passed := time.Now().Add(time.Duration(seconds)*time.Second), 0; ; passed++ {
		r, err := s.request(ctx, id, nil)
		if err != nil {
			return err
		}
		if _, err := s.do(ctx, r, s.role); err != nil {
			return err
		}
		err = holds()
		var mismatched *target.Mismatched
		over := time.Now().After(end)
		if s.s.Controlled() {
			over = passed >= seconds
		}
		if err == nil || !errors.As(err, &mismatched) || over {
			return err
		}
		if s.s.Controlled() { // whose time stands still for those who wait
			if err := s.s.Advance(ctx, time.Second); err != nil {
				return err
			}
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// longestWait is how long a scenario waits for time to pass on a target whose
// clock can't be moved.
const longestWait = 30 * time.Second

func (s *scenario) pass(ctx context.Context, n int, unit string) error {
	d := time.Duration(n) * map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[unit[0]]
	if s.s.Controlled() {
		return s.s.Advance(ctx, d)
	}
	if d > longestWait {
		return &target.Inconclusive{Reason: fmt.Sprintf("%s would have to pass, and the target's clock can't be moved", d)}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
	}
	return nil
}
