package deliveryoptimizer

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strconv"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
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
	}
}

func (c calls) upsertRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	id := newID(random)
	order := c.typedOrder(random)
	order.OrderID = id
	s.Created(entityOf(id), func(ctx context.Context) error { return c.delete(ctx, s, id) })
	added, err := race(ctx, func(ctx context.Context) (bool, error) {
		req, err := api.NewUpsertOrderRequest(s.Base(), c.tenant, order)
		if err != nil {
			return false, err
		}
		return c.answersTrue(s.Send(ctx, req))
	})
	if err != nil || added == 1 {
		return err
	}
	return target.Mismatch("answers true of "+strconv.Itoa(atOnce)+" upserts", strconv.Itoa(added), "1")
}

func (c calls) deleteRace(ctx context.Context, s *target.Session, random *rand.Rand) error {
	order := c.typedOrder(random)
	req, err := api.NewUpsertOrderRequest(s.Base(), c.tenant, order)
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	if answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: "precondition: an upsert of a correct order was answered with " + strconv.Itoa(answer.Status)}
	}
	s.Created(entityOf(order.OrderID), func(ctx context.Context) error { return c.delete(ctx, s, order.OrderID) })
	found, err := race(ctx, func(ctx context.Context) (bool, error) {
		req, err := api.NewDeleteOrderRequest(s.Base(), c.tenant, order.OrderID)
		if err != nil {
			return false, err
		}
		return c.answersTrue(s.Send(ctx, req))
	})
	if err != nil || found == 1 {
		return err
	}
	return target.Mismatch("answers true of "+strconv.Itoa(atOnce)+" deletions", strconv.Itoa(found), "1")
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
func (calls) answersTrue(answer *target.Answer, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	return bytes.EqualFold(bytes.TrimSpace(answer.Body), []byte("true")), nil
}

func (c calls) typedOrder(random *rand.Rand) api.Order {
	return api.Order{
		OrderID: newID(random), TenantID: c.tenant, Type: api.OrderTypeOrder, LastUpdated: c.now(),
		Lines: []api.OrderLine{{Code: "FRA:MAG:0125", ArtGUID: newID(random), Qty: 1}},
	}
}
