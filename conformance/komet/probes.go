package komet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
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
			Rule: rules.LinesHaveOwnIDs, Phase: conformance.RulesPhase, Effect: features.Spending,
			Name: "the lines of prebooks that are created at once have ids of their own",
			Run:  c.lineRace,
		},
	}
}

// answered is what the races look at.
type answered struct {
	PrebookID     json.Number `json:"prebookId"`
	PrebookNumber any         `json:"prebookNumber"` // a number or text
	Items         []struct {
		ID json.Number `json:"prebookItemId"`
	} `json:"items"`
}

// race creates the same prebook several times at once.
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
	body, err := json.Marshal(header)
	if err != nil {
		return nil, fmt.Errorf("komet: %w", err)
	}
	var wg sync.WaitGroup
	answers, errs := make([]*target.Answer, atOnce), make([]error, atOnce)
	for i := range atOnce {
		wg.Go(func() { answers[i], errs[i] = c.client(s).CreateWithText(ctx, string(body)) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	list := make([]answered, atOnce)
	for i, a := range answers {
		if !steps.Succeeded(a) || json.Unmarshal(a.Body, &list[i]) != nil {
			if err := c.client(s).Awake(ctx); err != nil {
				return nil, err
			}
			return nil, target.Mismatch("answer to one of several creations at once", steps.Told(a), "200 with status 1")
		}
	}
	return list, nil
}

func (c caller) createRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	list, err := c.race(ctx, s, random)
	if err != nil {
		return err
	}
	var ids, numbers []string
	for _, a := range list {
		ids, numbers = append(ids, a.PrebookID.String()), append(numbers, fmt.Sprint(a.PrebookNumber))
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
			ids = append(ids, item.ID.String())
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

// malformed are bodies that are no text, or hardly any.
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
			Rule: rules.RequestIsJSONObject, Phase: conformance.RulesPhase, Effect: features.Spending,
			Name: "a body of " + b.name + " is refused",
			Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error {
				answer, err := c.client(s).CreateWithText(ctx, strings.ReplaceAll(b.body, "TOKEN", c.access.Token))
				if err != nil {
					return err
				}
				if steps.RefusedWhole(answer) {
					return c.client(s).Awake(ctx)
				}
				return target.Mismatch("answer", steps.Told(answer), "200 with status 0", "4xx")
			},
		})
	}
	return cases
}
