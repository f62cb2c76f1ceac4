package reference

import (
	"context"
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
	exhausted bool              // the replays were used up before all was tried
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
	left    int
}

// explain replays a trace whose last step differs on models that speak otherwise:
// one choice, then two at a time. A pair is tried where one of the two changes
// what the model answers at all.
func (v *Vendor) explain(ctx context.Context, m Model, dialect map[string]string, t *Trace) (explanation, *followed, error) {
	first, err := v.follow(ctx, m, dialect, t)
	if err != nil || first.at == len(t.Steps) {
		return explanation{dialect: dialect}, first, err
	}
	e := &explainer{v, m, t, dialect, first, mostReplays}
	choices := e.choices()
	var moving []choice // those that change an answer
	for _, c := range choices {
		f, found, err := e.try(ctx, c)
		switch {
		case err != nil || found:
			return explanation{dialect: changed(dialect, c.key, c.value), lines: []string{c.line()}}, first, err
		case f == nil:
			return explanation{exhausted: true}, first, nil
		case !f.same(first):
			moving = append(moving, c)
		}
	}
	for i, a := range moving {
		for _, b := range choices {
			if a.key == b.key || slices.Contains(moving[:i], b) {
				continue
			}
			f, found, err := e.try(ctx, a, b)
			switch {
			case err != nil || found:
				return explanation{
					dialect: changed(changed(dialect, a.key, a.value), b.key, b.value), lines: []string{a.line(), b.line()},
				}, first, err
			case f == nil:
				return explanation{exhausted: true}, first, nil
			}
		}
	}
	return explanation{}, first, nil
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
	return f, err == nil && f.at == len(e.trace.Steps), err
}

// choices lists what of the dialect may bear on the steps: that of rules which
// were asked, of breaches, and of operations that need not be offered. What is
// nearest to the difference comes first.
func (e *explainer) choices() []choice {
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
	for i := len(e.first.replies) - 1; i >= 0; i-- {
		step, reply := &e.trace.Steps[i], e.first.replies[i]
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
