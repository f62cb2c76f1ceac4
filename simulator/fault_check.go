package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/specs"
)

// checkFaults returns an error that says which fault cannot be, and why.
func (w *worldTx) checkFaults(list []Fault) error {
	seen := map[string]bool{}
	for i := range list {
		f := &list[i]
		if seen[f.ID] {
			return fmt.Errorf("faults: the ID %q is there twice", f.ID)
		}
		seen[f.ID] = true
		for _, check := range []func(*Fault) error{w.checkAim, checkCondition, checkEffect, w.checkDocumented} {
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

// checkAim looks at vendor, operation and probability.
func (w *worldTx) checkAim(f *Fault) error {
	e := w.engine
	if f.Probability != nil && !(0 <= *f.Probability && *f.Probability <= 1) {
		return fmt.Errorf("a probability is a number from 0 to 1, not %v", *f.Probability)
	}
	if f.Vendor == "" {
		if f.Operation != "" {
			return fmt.Errorf("the operation %s needs its vendor", f.Operation)
		}
		return nil
	}
	if e.vendors[f.Vendor] == nil {
		return unknown("no vendor %q is served here; there are: %s", f.Vendor, strings.Join(e.names, ", "))
	}
	c := e.served[f.Vendor].contract
	if f.Operation == "" || c.Operation(f.Operation) != nil {
		return nil
	}
	var ids []string
	for _, op := range c.Operations {
		ids = append(ids, op.ID)
	}
	return unknown("%s has no operation %q; it has: %s", f.Vendor, f.Operation, strings.Join(ids, ", "))
}

func checkCondition(f *Fault) error {
	when := f.When
	if when == nil {
		return nil
	}
	if (when.Header == "") == (when.Pointer == "") {
		return fmt.Errorf("a condition names a header or a pointer, one of the two")
	}
	if when.Pointer != "" && when.Pointer[0] != '/' {
		return fmt.Errorf("the pointer %q does not begin with /", when.Pointer)
	}
	if _, isText := when.Value.(string); when.Header != "" && when.Value != nil && !isText {
		return fmt.Errorf("the value of the header %s is text, not %v", when.Header, when.Value)
	}
	return nil
}

func checkEffect(f *Fault) error {
	x := f.Effect
	switch {
	case !slices.Contains(EffectKinds(), x.Kind):
		var names []string
		for _, kind := range EffectKinds() {
			names = append(names, string(kind))
		}
		return unknown("there is no effect %q; there are: %s", x.Kind, strings.Join(names, ", "))
	case x.takesTime() && x.Delay <= 0:
		return fmt.Errorf("%s needs a delay above zero", x.Kind)
	case x.Chunk < 0:
		return fmt.Errorf("a chunk has at least one byte, not %d", x.Chunk)
	case x.setsStatus():
		return checkAnswer(x)
	}
	return checkHeaderValue("Content-Type", x.ContentType)
}

func (x Effect) takesTime() bool {
	return x.Kind == AnswerLatency || x.Kind == AnswerVirtualLatency || x.Kind == AnswerSlow
}

func (x Effect) setsStatus() bool { return x.Kind == RefuseStatus || x.Kind == AnswerStatus }

// checkAnswer looks at the answer that refuse-status and answer-status give.
func checkAnswer(x Effect) error {
	if x.Status < 200 || x.Status > 599 {
		return fmt.Errorf("%s needs a status from 200 to 599, not %d", x.Kind, x.Status)
	}
	if x.Body != "" && bodyless(x.Status) {
		return fmt.Errorf("a status %d has no body", x.Status)
	}
	for name, value := range x.Header {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return fmt.Errorf("%q is no name of a header", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Transfer-Encoding":
			return fmt.Errorf("the header %s follows from the body", name)
		}
		if err := checkHeaderValue(name, value); err != nil {
			return err
		}
	}
	return checkHeaderValue("Content-Type", x.ContentType)
}

func checkHeaderValue(name, value string) error {
	control := func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }
	if strings.ContainsFunc(value, control) {
		return fmt.Errorf("%q is no value of the header %s", value, name)
	}
	return nil
}

// notInName tells whether a character cannot stand in a header's name.
func notInName(c rune) bool {
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
}

// bodyless tells whether answers of a status never have a body.
func bodyless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// checkDocumented makes sure that the vendor has the error of a
// refuse-documented, as the world is now.
func (w *worldTx) checkDocumented(f *Fault) error {
	x := f.Effect
	if x.Kind != RefuseDocumented {
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
		return unknown("no vendor that is served has a rule %q; %s", x.Rule, w.engine.known(x.Rule, w.refusable(f)))
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
func (w *worldTx) refusable(f *Fault) func(*specs.Rule) bool {
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

func (w *worldTx) checkCode(f *Fault) error {
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
	return unknown("%s answers no error code %q there", f.Vendor, f.Effect.Code)
}

// trial is an Env for asking a vendor what it would answer: of an operation, in
// no request, and with an entry that nobody keeps.
func (w *worldTx) trial(v *Vendor, operation string) *Env {
	env := w.env(v, w.now())
	env.entry = &Entry{Vendor: v.Book.Vendor, Operation: operation}
	return env
}

// guessType is the content type of a body that was given without one.
func guessType(body string) string {
	if json.Valid([]byte(body)) {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}
