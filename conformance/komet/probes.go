package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls a race has.
const atOnce = 8

// races are calls that arrive together.
func (c caller) races() []conformance.Case {
	return []conformance.Case{
		{
			Rule: rules.CreatesPrebook, Phase: conformance.RulesPhase, Effect: features.Spending,
			Name: "several creations at once are as many prebooks, each with an id and a number of its own",
			Run:  c.createRace,
		},
		{
			Rule: rules.LinesHaveOwnIDs, Reading: "own", Phase: conformance.RulesPhase, Effect: features.Spending,
			Name: "the lines of prebooks that are created at once have ids of their own",
			Run:  c.lineRace,
		},
	}
}

// answered is what the races look at.
type answered struct {
	PrebookID     any `json:"prebookId"`
	PrebookNumber any `json:"prebookNumber"` // a number or text
	Items         []struct {
		ID any `json:"prebookItemId"`
	} `json:"items"`
}

// race creates several prebooks at once, each with a purchase order of its own:
// whether a repeat is one is another matter.
func (c caller) race(ctx context.Context, s *target.Session, random *rand.Rand) ([]answered, error) {
	company := c.access.Company(s)
	header, err := company.Header(ctx, steps.NewDate(random))
	if err != nil {
		return nil, err
	}
	item, err := company.Item(ctx)
	if err != nil {
		return nil, err
	}
	header["prebookItems"] = []any{item}
	header["authenticationToken"] = c.access.Token
	var bodies [atOnce]string
	for i := range bodies {
		header["customerPO"] = fmt.Sprintf("PO453%d", i)
		body, err := json.Marshal(header)
		if err != nil {
			return nil, fmt.Errorf("komet: %w", err)
		}
		bodies[i] = string(body)
	}
	var wg sync.WaitGroup
	answers, errs := make([]*target.Answer, atOnce), make([]error, atOnce)
	for i := range atOnce {
		wg.Go(func() { answers[i], errs[i] = c.client(s).CreateWithText(ctx, bodies[i]) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	list := make([]answered, atOnce)
	for i, a := range answers {
		if !steps.Succeeded(a) || decode(a.Body, &list[i]) != nil {
			if err := c.client(s).Awake(ctx); err != nil {
				return nil, err
			}
			return nil, target.Mismatch("answer to one of several creations at once", steps.Told(a), "2xx with status 1")
		}
	}
	return list, nil
}

// decode keeps numbers as they are written.
func decode(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(into)
}

func (c caller) createRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	list, err := c.race(ctx, s, random)
	if err != nil {
		return err
	}
	var ids, numbers []string
	for _, a := range list {
		ids, numbers = append(ids, plain(a.PrebookID)), append(numbers, plain(a.PrebookNumber))
	}
	return target.Mismatches(distinct("prebookId", ids), distinct("prebookNumber", numbers))
}

func (c caller) lineRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	list, err := c.race(ctx, s, random)
	if err != nil {
		return err
	}
	var ids []string
	for _, a := range list {
		for _, item := range a.Items {
			ids = append(ids, plain(item.ID))
		}
	}
	return distinct("prebookItemId", ids)
}

// distinct wants as many different values as there were calls.
func distinct(what string, values []string) error {
	slices.Sort(values)
	return target.Compare(fmt.Sprintf("different values of %s after %d creations at once, %s", what, atOnce, strings.Join(values, ", ")),
		len(slices.Compact(slices.Clone(values))), atOnce)
}

// malformed are bodies that are no text, or hardly any. Whether they are refused
// is the target's strictness; no server error comes of them.
func (c caller) malformed() []conformance.Case {
	bodies := []struct{ name, body string }{
		{"bytes that are no UTF-8", "{\"authenticationToken\": \"TOKEN\", \"comments\": \"\xff\xfe\"}"},
		{"UTF-16", "\xff\xfe{\x00}\x00"},
		{"a zero byte after the object", "{\"authenticationToken\": \"TOKEN\"}\x00"},
		{"an array that is nested deeply and left open", strings.Repeat("[", 20_000)},
	}
	var cases []conformance.Case
	for _, b := range bodies {
		cases = append(cases, conformance.Case{
			Rule: rules.Book().Integrity.NoServerError, Phase: conformance.RulesPhase, Effect: features.Spending,
			Name: "a body of " + b.name + " is no server error",
			Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error {
				answer, err := c.client(s).CreateWithText(ctx, strings.ReplaceAll(b.body, "TOKEN", c.access.Token))
				if err != nil {
					return err
				}
				if answer.Status >= http.StatusInternalServerError {
					return target.Mismatch("status", strconv.Itoa(answer.Status), "below 500")
				}
				return nil
			},
		})
	}
	return cases
}
