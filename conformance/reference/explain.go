package reference

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// mostReplays is how often a difference is replayed to explain it.
const mostReplays = 64

// explanation is what became of explaining a difference.
type explanation struct {
	dialect   map[string]string // with which there is none; nil where nothing explains it
	lines     []string          // what of the dialect explains it, as a dialect file has it
	exhausted bool              // more may explain it than was tried
	// varies tells, where nothing explains it, that the model's answer hangs on a choice.
	varies bool
	// contradicts tells that with this dialect the model differs where it agreed.
	contradicts bool
}

// choice is one line of a dialect that may explain a difference.
type choice struct{ key, value string }

func (c choice) line() string {
	if c.value == "" {
		return c.key + ": not departed from"
	}
	return c.key + ": " + c.value
}

// explainer tries choices.
type explainer struct {
	vendor  *Vendor
	model   Model
	trace   *Trace
	dialect map[string]string
	first   *followed // with the dialect as it is
	before  []Trace   // in which target and model agreed
	left    int
}

// explain replays a trace whose last step differs on models that speak otherwise:
// one choice, then two at a time. A pair is tried where one of the two changes
// in what the model differs. Of what explains it that is preferred which holds
// contradicts nothing of what was seen before.
func (v *Vendor) explain(ctx context.Context, m Model, dialect map[string]string, t *Trace, before []Trace) (explanation, *followed, error) {
	first, err := v.follow(ctx, m, dialect, t)
	if err != nil || first.at == len(t.Steps) {
		return explanation{dialect: dialect}, first, err
	}
	e := &explainer{v, m, t, dialect, first, before, mostReplays}
	x, err := e.all(ctx)
	return x, first, err
}

// all tries the choices one by one, and then in pairs.
func (e *explainer) all(ctx context.Context) (explanation, error) {
	type change struct {
		choice
		followed *followed
	}
	var moving []change     // those that change the difference
	var breaking []change   // those that make an earlier one
	var second *explanation // what explains it and contradicts what was seen before
	attempt := func(c ...choice) (f *followed, done bool, x explanation, err error) {
		f, found, err := e.try(ctx, c...)
		switch {
		case err != nil:
			return f, true, x, err
		case f == nil:
			return f, true, explanation{exhausted: true}, nil
		case found:
			x = e.found(c...)
			holds, err := e.holds(ctx, x.dialect)
			if err == nil && !holds && second == nil {
				second = &x
			}
			return f, err != nil || holds, x, err
		case len(c) == 1 && f.at == e.first.at && !slices.Equal(f.differences, e.first.differences):
			moving = append(moving, change{c[0], f})
		case len(c) == 1 && f.at < e.first.at:
			breaking = append(breaking, change{c[0], f})
		}
		return f, false, x, nil
	}
	alone := e.choices(e.first)
	for _, c := range alone {
		if _, done, x, err := attempt(c); done {
			return x, err
		}
	}
	type pair struct {
		a, b     choice
		followed *followed
	}
	var deeper []pair // that lead to yet another answer
	tried := map[[2]choice]bool{}
	pairs := func(far bool) (done bool, x explanation, err error) {
		for _, a := range moving {
			for _, b := range e.choices(a.followed) {
				moves := slices.ContainsFunc(moving, func(m change) bool { return m.choice == b }) || !slices.Contains(alone, b)
				if a.key == b.key || tried[[2]choice{b, a.choice}] || moves == far {
					continue
				}
				tried[[2]choice{a.choice, b}] = true
				f, done, x, err := attempt(a.choice, b)
				if done {
					return done, x, err
				}
				if f.at == e.first.at && !slices.Equal(f.differences, a.followed.differences) && !slices.Equal(f.differences, e.first.differences) {
					deeper = append(deeper, pair{a.choice, b, f})
				}
			}
		}
		return false, x, nil
	}
	// First the pairs of which both change the answer, or of which the model asks
	// the second because of the first.
	if done, x, err := pairs(false); done {
		return orSecond(x, second), err
	}
	// Then those that need a second choice at once, of a rule that is asked because
	// of the first.
	for _, a := range breaking {
		for _, b := range e.choices(a.followed) {
			if b.key == a.key || !e.asks(a.followed, b.key) || e.asks(e.first, b.key) {
				continue
			}
			if _, done, x, err := attempt(a.choice, b); done {
				return orSecond(x, second), err
			}
		}
	}
	// Then a refusal behind the refusal behind the first.
	for _, p := range deeper {
		for _, c := range e.choices(p.followed) {
			if c.key == p.a.key || c.key == p.b.key || slices.Contains(alone, c) && !slices.ContainsFunc(moving, func(m change) bool { return m.choice == c }) {
				continue
			}
			if _, done, x, err := attempt(p.a, p.b, c); done {
				return orSecond(x, second), err
			}
		}
	}
	// Then all other pairs, as far as replays are left.
	if done, x, err := pairs(true); done && !x.exhausted {
		return orSecond(x, second), err
	}
	return orSecond(explanation{varies: len(moving) > 0}, second), nil
}

// orSecond is the second best, where there is one, for what explains nothing.
func orSecond(x explanation, second *explanation) explanation {
	if x.dialect == nil && second != nil {
		second.contradicts = true
		return *second
	}
	return x
}

func (e *explainer) found(choices ...choice) explanation {
	x := explanation{dialect: e.dialect}
	for _, c := range choices {
		x.dialect = changed(x.dialect, c.key, c.value)
		x.lines = append(x.lines, c.line())
	}
	return x
}

// holds tells whether traces in which target and model agreed still do.
func (e *explainer) holds(ctx context.Context, dialect map[string]string) (bool, error) {
	for i := range e.before {
		f, err := e.vendor.follow(ctx, e.model, dialect, &e.before[i])
		if err != nil || f.at < len(e.before[i].Steps) {
			return false, err
		}
	}
	return true, nil
}

// try replays the trace with choices; it returns nil where no replay is left.
func (e *explainer) try(ctx context.Context, choices ...choice) (f *followed, found bool, err error) {
	if e.left == 0 {
		return nil, false, nil
	}
	e.left--
	dialect := e.dialect
	for _, c := range choices {
		dialect = changed(dialect, c.key, c.value)
	}
	f, err = e.vendor.follow(ctx, e.model, dialect, e.trace)
	if seed := (*SeedError)(nil); errors.As(err, &seed) {
		return e.first, false, nil // with this choice there can be no such beginning
	}
	return f, err == nil && f.at == len(e.trace.Steps), err
}

// asks tells whether the model asked a rule, or met a breach, while it followed.
func (e *explainer) asks(f *followed, key string) bool {
	return slices.ContainsFunc(f.replies, func(r *Reply) bool {
		return slices.Contains(r.Consulted, key) || slices.Contains(r.Decided, key) || slices.ContainsFunc(r.Breaches, func(pointer string) bool {
			return strings.HasPrefix(key, e.vendor.Book.Vendor+":"+pointer+"#")
		})
	})
}

// choices lists what of the dialect may bear on the steps: that of rules which
// were asked, of breaches, and of operations that need not be offered. What is
// nearest to the difference comes first.
func (e *explainer) choices(f *followed) []choice {
	var keys []string
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	vendor := e.vendor.Book.Vendor
	values := map[string][]string{}
	for _, a := range e.model.Alternatives() {
		values[a.Key] = a.Values
	}
	known := slices.Sorted(maps.Keys(values))
	for i := len(f.replies) - 1; i >= 0; i-- {
		step, reply := &e.trace.Steps[i], f.replies[i]
		switch step.Answer.Status {
		case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
			add(vendor + "/" + step.Request.Operation)
		}
		for _, pointer := range reply.Breaches {
			for _, key := range known {
				if strings.HasPrefix(key, vendor+":"+pointer+"#") {
					add(key)
				}
			}
		}
		for _, rule := range slices.Concat(reply.Decided, reply.Consulted) {
			add(rule)
		}
	}
	if e.trace.seeded() {
		// What a seed means may hang on a reading, and no journal tells that.
		for _, rule := range e.vendor.Book.Rules {
			if len(rule.Readings) > 0 && slices.Contains(rule.Operations, e.trace.Steps[e.first.at].Request.Operation) {
				add(rule.ID)
			}
		}
	}
	var list []choice
	for _, key := range keys {
		now := e.dialect[key]
		for i, value := range values[key] {
			if value == now || now == "" && i == 0 && !strings.Contains(key, "#") {
				continue
			}
			list = append(list, choice{key, value})
		}
	}
	return list
}
