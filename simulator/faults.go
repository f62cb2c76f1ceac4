package simulator

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/internal/nearest"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

// Faults returns the faults of a world in order, with how often each matched
// and struck. It is empty where there are none, never nil.
func (e *Engine) Faults(ctx context.Context, world string) (list []fault.Fault, err error) {
	err = e.within(ctx, world, func(w *worldTx) error {
		list, err = fault.List(&w.tx)
		return err
	})
	return list, err
}

// SetFaults puts a list in the place of a world's faults; its counts begin
// anew. What is not there (vendor, operation, rule, code, effect) is an
// *UnknownError that says what there is; then nothing changes.
func (e *Engine) SetFaults(ctx context.Context, world string, list []fault.Fault) error {
	list, err := fault.Copy(list)
	if err != nil {
		return err
	}
	return e.within(ctx, world, func(w *worldTx) error {
		if err := w.checkFaults(list); err != nil {
			return err
		}
		return fault.Set(&w.tx, list)
	})
}

// ClearFaults removes every fault of a world.
func (e *Engine) ClearFaults(ctx context.Context, world string) error {
	return e.SetFaults(ctx, world, nil)
}

// checkFaults returns an error that says which fault cannot be, and why.
func (w *worldTx) checkFaults(list []fault.Fault) error {
	seen := map[string]bool{}
	for i := range list {
		f := &list[i]
		if seen[f.ID] {
			return fmt.Errorf("faults: the ID %q is there twice", f.ID)
		}
		seen[f.ID] = true
		for _, check := range []func(*fault.Fault) error{w.checkAim, checkKind, (*fault.Fault).Check, w.checkDocumented} {
			if err := check(f); err != nil {
				return fmt.Errorf("fault %s: %w", f.ID, err)
			}
		}
	}
	return nil
}

func unknown(format string, values ...any) error {
	return &UnknownError{fmt.Sprintf(format, values...)}
}

// checkAim looks at vendor and operation.
func (w *worldTx) checkAim(f *fault.Fault) error {
	e := w.engine
	if f.Vendor == "" {
		if f.Operation != "" {
			return fmt.Errorf("the operation %s needs its vendor", f.Operation)
		}
		return nil
	}
	if e.vendors[f.Vendor] == nil {
		return unknown("no vendor %q is served here%s; there are: %s", f.Vendor, nearest.DidYouMean(f.Vendor, e.names), strings.Join(e.names, ", "))
	}
	c := e.served[f.Vendor].contract
	if f.Operation == "" || c.Operation(f.Operation) != nil {
		return nil
	}
	var ids []string
	for _, op := range c.Operations {
		ids = append(ids, op.ID)
	}
	return unknown("%s has no operation %q%s; it has: %s", f.Vendor, f.Operation, nearest.DidYouMean(f.Operation, ids), strings.Join(ids, ", "))
}

func checkKind(f *fault.Fault) error {
	kinds := fault.EffectKinds()
	if slices.Contains(kinds, f.Effect.Kind) {
		return nil
	}
	names := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		names = append(names, string(kind))
	}
	return unknown("there is no effect %q%s; there are: %s", f.Effect.Kind, nearest.DidYouMean(string(f.Effect.Kind), names), strings.Join(names, ", "))
}

// checkDocumented makes sure that the vendor has the error of a
// refuse-documented, as the world is now.
func (w *worldTx) checkDocumented(f *fault.Fault) error {
	x := f.Effect
	if x.Kind != fault.RefuseDocumented {
		return nil
	}
	if (x.Rule == "") == (x.Code == "") {
		return fmt.Errorf("%s needs a rule or a code, one of the two", x.Kind)
	}
	if x.Code != "" {
		return w.checkCode(f)
	}
	rule := w.engine.rules[x.Rule]
	if rule == nil {
		return unknown("no vendor that is served has a rule %q%s; %s", x.Rule, w.engine.nearestRule(x.Rule), w.engine.known(x.Rule, w.refusable(f)))
	}
	if f.Vendor == "" {
		f.Vendor, _, _ = strings.Cut(x.Rule, "/")
	}
	if !w.refusable(f)(rule) {
		return unknown("%s answers no refusal of its own for the rule %s there; %s", f.Vendor, x.Rule, w.engine.known(f.Vendor+"/", w.refusable(f)))
	}
	return nil
}

// refusable tells of a rule whether the fault can force its refusal: it is the
// vendor's, speaks of the operation, and has a refusal there.
func (w *worldTx) refusable(f *fault.Fault) func(*specs.Rule) bool {
	return func(rule *specs.Rule) bool {
		name, _, _ := strings.Cut(rule.ID, "/")
		v := w.engine.vendors[name]
		if v == nil || v.Documented == nil || f.Vendor != "" && f.Vendor != name {
			return false
		}
		for _, op := range rule.Operations {
			if f.Operation != "" && f.Operation != op {
				continue
			}
			if _, found := v.Documented(w.trial(v, op), rule); found {
				return true
			}
		}
		return false
	}
}

func (w *worldTx) checkCode(f *fault.Fault) error {
	v := w.engine.vendors[f.Vendor]
	switch {
	case v == nil:
		return fmt.Errorf("the code %s needs its vendor", f.Effect.Code)
	case v.Coded == nil:
		return unknown("%s has no error codes of its own", f.Vendor)
	}
	for _, op := range w.engine.served[f.Vendor].contract.Operations {
		if f.Operation != "" && f.Operation != op.ID {
			continue
		}
		if _, found := v.Coded(w.trial(v, op.ID), f.Effect.Code); found {
			return nil
		}
	}
	if v.ErrorCodes == nil {
		return unknown("%s answers no error code %q there", f.Vendor, f.Effect.Code)
	}
	codes := v.ErrorCodes.Documented
	return unknown("%s answers no error code %q there%s; its codes: %s", f.Vendor, f.Effect.Code, nearest.DidYouMean(f.Effect.Code, codes), strings.Join(codes, ", "))
}

// trial is an Env for asking a vendor what it would answer: of an operation, in
// no request, and with an entry that nobody keeps.
func (w *worldTx) trial(v *Vendor, operation string) *Env {
	env := w.env(v, w.now())
	env.entry = &journal.Entry{Vendor: v.Book.Vendor, Operation: operation}
	return env
}
