package deliveryoptimizer

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls a race has.
const atOnce = 8

// probes are the cases that Gherkin tells badly.
func probes(c calls) []conformance.Case {
	return []conformance.Case{
		{
			Rule: rules.UpsertTellsAddedFromModified, Phase: conformance.RulesPhase, Effect: features.Reversible,
			Name: "of several upserts of one new order at once exactly one adds it",
			Run:  c.upsertRace,
		},
		{
			Rule: rules.DeleteRemoves, Phase: conformance.RulesPhase, Effect: features.Reversible,
			Name: "of several deletions of one order at once exactly one finds it",
			Run:  c.deleteRace,
		},
		{
			Rule: rules.OrderWithoutLinesIsDeleted, Phase: conformance.RulesPhase, Effect: features.Reversible,
			Name: "of several deletions of an order's only part at once exactly one finds it",
			Run:  c.deletePartRace,
		},
	}
}

func (c calls) upsertRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	order := c.newOrder(random)
	s.Created(entityOf(order.OrderID), func(ctx context.Context) error { return c.delete(ctx, s, order.OrderID) })
	added, err := race(ctx, func(ctx context.Context) (bool, error) {
		req, err := api.NewUpsertOrderRequest(s.Base(), c.tenant, order)
		if err != nil {
			return false, err
		}
		answer, err := s.Send(ctx, req)
		if err == nil && answer.Status/100 != 2 {
			err = &target.Inconclusive{Reason: "precondition: an upsert of a correct order was answered with " + strconv.Itoa(answer.Status)}
		}
		return answersTrue(answer, err)
	})
	if err != nil || added == 1 {
		return err
	}
	return target.Mismatch("answers true of "+strconv.Itoa(atOnce)+" upserts", strconv.Itoa(added), "1")
}

func (c calls) deleteRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	order := c.newOrder(random)
	return c.onlyOne(ctx, s, order, "deletions", func() (*http.Request, error) {
		return api.NewDeleteOrderRequest(s.Base(), c.tenant, order.OrderID)
	})
}

func (c calls) deletePartRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	order := c.newOrder(random)
	order.Lines = order.Lines[:1]
	return c.onlyOne(ctx, s, order, "deletions of the part", func() (*http.Request, error) {
		return api.NewDeleteOrderByCodeRequest(s.Base(), c.tenant, order.OrderID, order.Lines[0].Code)
	})
}

// onlyOne wants one of several calls at once to find an order that the service
// holds.
func (c calls) onlyOne(ctx context.Context, s *target.Session, order api.Order, what string, call func() (*http.Request, error)) error {
	if err := c.hold(ctx, s, order); err != nil {
		return err
	}
	found, err := race(ctx, func(ctx context.Context) (bool, error) {
		req, err := call()
		if err != nil {
			return false, err
		}
		return answersTrue(s.Send(ctx, req))
	})
	if err != nil || found == 1 {
		return err
	}
	return target.Mismatch("answers true of "+strconv.Itoa(atOnce)+" "+what, strconv.Itoa(found), "1")
}

// race runs a call several times at once and counts the answers true.
func race(ctx context.Context, call func(context.Context) (bool, error)) (int, error) {
	var wg sync.WaitGroup
	answers, errs := make([]bool, atOnce), make([]error, atOnce)
	for i := range atOnce {
		wg.Go(func() { answers[i], errs[i] = call(ctx) })
	}
	wg.Wait()
	count := 0
	for i := range atOnce {
		if errs[i] != nil {
			return 0, errs[i]
		}
		if answers[i] {
			count++
		}
	}
	return count, nil
}

// answersTrue reads a boolean however its letters are cased.
func answersTrue(answer *target.Answer, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	value, _ := steps.Boolean(answer.Body)
	return value, nil
}
