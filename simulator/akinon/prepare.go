package akinon

import (
	"slices"

	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// outcome is what a command that was carried out leaves behind.
type outcome struct {
	packaging   packaging
	remaining   []item
	subscribers int // that are told
}

// prepare carries a command out on a package, or refuses it: all of it is one
// change.
func prepare(env *simulator.Env, inst installation, p packaging, c request) (outcome, *refusal, error) {
	pl := planOf(env, p, c)
	if why := pl.subCommands(env, inst); why != nil {
		if !env.Applies(rules.MissingSubCommand) {
			p.State = preparing // a defect: refused, and moved all the same
			return outcome{}, why, putPackage(env, p)
		}
		return outcome{}, why, nil
	}
	why, err := pl.items(env, p, c)
	if err != nil {
		return outcome{}, nil, err
	}
	if why != nil {
		if env.Applies(rules.RefusalChangesNothing) {
			return outcome{}, why, nil
		}
		pl.state = unmoved // a defect: what could be done is done
		p.Items = pl.applied(env, p.Items)
		return outcome{}, why, putPackage(env, p)
	}
	pl.restrain(env)
	done, err := pl.carryOut(env, p, c.manualPackage)
	return done, nil, err
}

// carryOut changes the package, and tells of it.
func (pl *plan) carryOut(env *simulator.Env, p packaging, manualPackage bool) (outcome, error) {
	before := p.State
	if pl.state != unmoved && env.Applies(rules.BecomesPreparing) {
		p.State = pl.state
	}
	p.Modified = env.Now().UTC()
	all := pl.applied(env, p.Items)
	p.Items = all
	apart := len(pl.marked) > 0 && manualPackage && env.Applies(rules.ManualOutOfStockPackage)
	switch {
	case apart:
		if err := pl.setApart(env, p); err != nil {
			return outcome{}, err
		}
		p.Items = pl.unmarked(all)
	case len(pl.marked) > 0 && !env.Applies(rules.MarkedItemState):
		p.Items = pl.unmarked(all)
	}
	if err := putPackage(env, p); err != nil {
		return outcome{}, err
	}
	done := outcome{packaging: p, remaining: pl.remaining(env, all)}
	var err error
	if p.State != before && env.Applies(rules.PreparingEvent) {
		done.subscribers, err = announce(env, transitionedEvent, p)
	}
	return done, err
}

// setApart gives the items that were marked a package of their own.
func (pl *plan) setApart(env *simulator.Env, p packaging) error {
	apart, err := newPackage(env, packaging{OrderID: p.OrderID, OrderNumber: p.OrderNumber, Location: p.Location, State: outOfStock})
	if err != nil {
		return err
	}
	if !env.Applies(rules.ManualPackageContents) {
		apart.State = waiting
	}
	for i, it := range p.Items {
		if pl.marked[i] {
			apart.Items = append(apart.Items, it)
		}
	}
	if err := putPackage(env, apart); err != nil {
		return err
	}
	return announceNew(env, apart)
}

// unmarked returns the items without those that the plan marks.
func (pl *plan) unmarked(items []item) []item {
	out := make([]item, 0, len(items))
	for i, it := range items {
		if !pl.marked[i] {
			out = append(out, it)
		}
	}
	return slices.Clip(out)
}

// remaining returns the items that the answer lists.
func (pl *plan) remaining(env *simulator.Env, items []item) []item {
	if !env.Applies(rules.RemainingItems) {
		return items // those out of stock too, which no reading has
	}
	untouched := env.Reading(rules.RemainingItems) == "untouched"
	var out []item
	for i, it := range items {
		_, replaced := pl.products[i]
		if it.State != outOfStock && !(untouched && replaced) {
			out = append(out, it)
		}
	}
	return out
}
