package altazion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls a race has.
const atOnce = 8

// races are calls that arrive together.
func (c calls) races() []conformance.Case {
	probe := func(rule *specs.Rule, reading, name string, run func(context.Context, *target.Session, *rand.Rand) error) conformance.Case {
		return conformance.Case{
			Rule: rule, Reading: reading, Name: name, Phase: conformance.RulesPhase,
			Needs: []string{steps.BonToPrepare}, Effect: features.Spending, Run: run,
		}
	}
	return []conformance.Case{
		probe(rules.CallBeforeStateFollows, "by-what-was-accepted", "of several shipments of one bon at once exactly one is accepted", c.shipRace),
		probe(rules.RepeatReplaces, "", "several first steps at once are not added up", c.saveRace),
	}
}

func (c calls) shipRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	if s.Controlled() { // a bon more costs nothing; a server may answer out of what it remembers
		alone, err := c.bons.Obtain(ctx, s, random, steps.BonToPrepare)
		if err != nil {
			return err
		}
		if _, err := ship(ctx, s, alone); err != nil {
			return err
		}
	}
	bon, err := c.bons.Obtain(ctx, s, random, steps.BonToPrepare)
	if err != nil {
		return err
	}
	answers, err := race(func() (*target.Answer, error) { return ship(ctx, s, bon) })
	if err != nil {
		return err
	}
	return target.Compare(fmt.Sprintf("accepted of %d shipments", atOnce), accepted(answers), 1)
}

// ship sends all of a bon.
func ship(ctx context.Context, s *target.Session, bon steps.Bon) (*target.Answer, error) {
	body := fmt.Sprintf(`{"Lignes": [{"Guid": %q, "QtePreparee": %s, "QteExpediee": %[2]s}, {"Guid": %q, "QtePreparee": %s, "QteExpediee": %[4]s}]}`,
		bon.Lines[0].GUID, bon.All(0), bon.Lines[1].GUID, bon.All(1))
	req, err := api.NewShipBonRequestWithBody(s.Base(), bon.Number, "application/json", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	return s.Send(ctx, req)
}

func (c calls) saveRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	bon, err := c.bons.Obtain(ctx, s, random, steps.BonToPrepare)
	if err != nil {
		return err
	}
	body := fmt.Sprintf(`{"Lignes": [{"Guid": %q, "QtePreparee": 1}]}`, bon.Lines[0].GUID)
	answers, err := race(func() (*target.Answer, error) {
		req, err := api.NewSavePreparationRequestWithBody(s.Base(), bon.Number, "application/json", strings.NewReader(body))
		if err != nil {
			return nil, err
		}
		return s.Send(ctx, req)
	})
	if err != nil {
		return err
	}
	if accepted(answers) == 0 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: none of %d correct first steps was accepted", atOnce)}
	}
	answer, err := read(ctx, s, bon.Number)
	if err != nil {
		return err
	}
	got, _ := steps.PreparedOf(answer.Body, bon, 0)
	if target.SameValue(got, json.Number("1")) {
		return nil
	}
	return target.Mismatch("QtePreparee of the line that each call names", fmt.Sprint(got), "1")
}

// race makes a call several times at once.
func race(call func() (*target.Answer, error)) ([]*target.Answer, error) {
	var wg sync.WaitGroup
	answers, errs := make([]*target.Answer, atOnce), make([]error, atOnce)
	for i := range atOnce {
		wg.Go(func() { answers[i], errs[i] = call() })
	}
	wg.Wait()
	return answers, errors.Join(errs...)
}

func accepted(answers []*target.Answer) int {
	count := 0
	for _, a := range answers {
		if a.Status/100 == 2 {
			count++
		}
	}
	return count
}

// malformed are bodies that are no text, or hardly any.
func (c calls) malformed() []conformance.Case {
	bodies := []struct {
		rule       *specs.Rule
		name, body string
	}{
		{rules.BodyFormatIs400, "an array that is nested deeply and left open", strings.Repeat("[", 20_000)},
		{rules.StrictJSON, "bytes that are no UTF-8", "{\"Lignes\": [{\"Reference\": \"\xff\xfe\", \"QtePreparee\": 1}]}"},
		{rules.StrictJSON, "UTF-16", "\xff\xfe{\x00}\x00"},
		{rules.StrictJSON, "an object with a zero byte after it", "{\"Lignes\": []}\x00"},
		{rules.StrictJSON, "two objects", "{\"Lignes\": []} {}"},
		{rules.StrictJSON, "an object with a comma after it", "{\"Lignes\": []},"},
		{rules.StrictJSON, "an array with a comma at its end", "{\"Lignes\": [{\"Reference\": \"REF-A\", \"QtePreparee\": 3},]}"},
		{rules.StrictJSON, "NaN as a number", "{\"Lignes\": [{\"Reference\": \"REF-A\", \"QtePreparee\": NaN}]}"},
		{rules.StrictJSON, "text in single quotes", "{'Lignes': [{'Reference': 'REF-A', 'QtePreparee': 3}]}"},
	}
	var cases []conformance.Case
	for _, b := range bodies {
		cases = append(cases, conformance.Case{
			Rule: b.rule, Phase: conformance.RulesPhase, Effect: features.Spending,
			Needs: []string{steps.BonToPrepare}, Name: "a body of " + b.name + " is refused with 400",
			Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
				return c.refusesBytes(ctx, s, random, []byte(b.body))
			},
		})
	}
	return cases
}

func (c calls) refusesBytes(ctx context.Context, s *target.Session, random *rand.Rand, body []byte) error {
	bon, err := c.bons.Obtain(ctx, s, random, steps.BonToPrepare)
	if err != nil {
		return err
	}
	req, err := api.NewSavePreparationRequestWithBody(s.Base(), bon.Number, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	return target.Compare("status", answer.Status, http.StatusBadRequest)
}
