package akinon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls a race has.
const atOnce = 8

func probe(rule *specs.Rule, name string, run func(context.Context, *target.Session, *rand.Rand) error) conformance.Case {
	return conformance.Case{
		Rule: rule, Name: name, Phase: conformance.RulesPhase, Effect: features.Spending, Needs: []string{steps.Waiting}, Run: run,
	}
}

// races are commands that arrive together.
func (c calls) races() []conformance.Case {
	return []conformance.Case{
		probe(rules.OnlyFromWaiting, "of several commands to one package at once exactly one succeeds", c.prepareRace),
		probe(rules.OneIndivisibleChange, "of different commands to one package at once one is done as a whole", c.differentRace),
	}
}

func (c calls) prepareRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	client := steps.NewClient(s, c.fixtures().Access)
	if err := c.prepareOne(ctx, s, client, random); err != nil {
		return err
	}
	pkg, err := c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting)
	if err != nil {
		return err
	}
	answers, err := race(func(int) (*target.Answer, error) {
		return client.Prepare(ctx, c.fixtures().Command, pkg.ID, api.InputParameters{})
	})
	if err != nil {
		return err
	}
	return target.Compare(fmt.Sprintf("commands that succeed of %d", atOnce), len(succeeded(answers)), 1)
}

// prepareOne lets one command succeed before the race, where a package more costs
// nothing: a server may answer out of what it remembers.
func (c calls) prepareOne(ctx context.Context, s *target.Session, client *steps.Client, random *rand.Rand) error {
	if !s.Controlled() {
		return nil
	}
	pkg, err := c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting)
	if err != nil {
		return err
	}
	_, err = client.Prepare(ctx, c.fixtures().Command, pkg.ID, api.InputParameters{})
	return err
}

// differentRace lets each command mark another item and give a barcode of its
// own: what the package shows afterwards has to be that of one command alone.
func (c calls) differentRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	client := steps.NewClient(s, c.fixtures().Access)
	pkg, err := c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting)
	if err != nil {
		return err
	}
	first, second, third, err := pkg.Items()
	if err != nil {
		return err
	}
	marked := []steps.Item{first, second}
	barcode := func(i int) string { return fmt.Sprintf("869052601%04d", i) }
	answers, err := race(func(i int) (*target.Answer, error) {
		return client.Prepare(ctx, c.fixtures().Command, pkg.ID, api.InputParameters{
			OosPackageItems: &[]int64{marked[i%2].ID}, Barcodes: &[]api.ItemBarcode{{OrderItem: third.OrderItem, Barcode: barcode(i)}},
		})
	})
	if err != nil {
		return err
	}
	done := succeeded(answers)
	if len(done) != 1 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: %d of %d commands at once succeeded", len(done), atOnce)}
	}
	won := done[0]
	after, err := client.Now(ctx, pkg)
	if err != nil {
		return err
	}
	var other error
	if got, shown := after.Barcode(third); shown {
		other = target.Compare("barcode of the third item", got, barcode(won))
	}
	return target.Mismatches(
		other,
		target.Compare("the item of the command that succeeded is out of stock", after.OutOfStock(marked[won%2]), true),
		target.Compare("the item of the others is out of stock", after.OutOfStock(marked[1-won%2]), false),
	)
}

// race makes calls at the same time.
func race(call func(i int) (*target.Answer, error)) ([]*target.Answer, error) {
	var wg sync.WaitGroup
	answers, errs := make([]*target.Answer, atOnce), make([]error, atOnce)
	for i := range atOnce {
		wg.Go(func() { answers[i], errs[i] = call(i) })
	}
	wg.Wait()
	return answers, errors.Join(errs...)
}

// succeeded lists which calls did.
func succeeded(answers []*target.Answer) []int {
	var list []int
	for i, a := range answers {
		if a.Status/100 == 2 {
			list = append(list, i)
		}
	}
	return list
}

// malformed are bodies that are hardly any text. Lenient readers of JSON take
// some of them: what is refused has to change nothing.
func (c calls) malformed() []conformance.Case {
	var cases []conformance.Case
	for _, b := range []struct{ name, body string }{
		{"bytes that are no UTF-8", "{\"transition\": 71, \"slug\": \"\xff\xfe\"}"},
		{"UTF-16", "\xff\xfe{\x00}\x00"},
		{"a zero byte after the object", "{}\x00"},
		{"an array that is nested deeply and left open", strings.Repeat("[", 20_000)},
	} {
		cases = append(cases, probe(rules.RefusalChangesNothing, "a body of "+b.name+" changes nothing if it is refused",
			func(ctx context.Context, s *target.Session, random *rand.Rand) error {
				return c.unchangedBy(ctx, s, random, []byte(b.body))
			}))
	}
	return cases
}

func (c calls) unchangedBy(ctx context.Context, s *target.Session, random *rand.Rand, body []byte) error {
	client := steps.NewClient(s, c.fixtures().Access)
	pkg, err := c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting)
	if err != nil {
		return err
	}
	before, err := client.Seen(ctx, pkg.ID)
	if err != nil {
		return err
	}
	req, err := api.NewPreparePackageRequestWithBody(s.Base(), pkg.ID, "application/json", bytes.NewReader(body))
	answer, err := client.Send(ctx, req, err)
	if err != nil || answer.Status/100 != 4 {
		return err
	}
	after, err := client.Seen(ctx, pkg.ID)
	if err != nil {
		return err
	}
	return target.Compare("the package", after, before)
}
