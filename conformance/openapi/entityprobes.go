package openapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/target"
)

// members are those of a schema that is an object.
func (a *api) members(schema any) map[string]any { return sample.Properties(a.schemas.Flat(schema)) }

func (p *planned) entityProbes(r *resource.Resource) []conformance.Case {
	var all []conformance.Case
	if r.Create == nil {
		return nil
	}
	effect := p.effects()[r.Create.ID]
	if rule := p.rules.readable[r]; rule != nil {
		all = append(all, p.probe(rule, effect, r.Create.ID, "what was created can be read", func(ctx context.Context, c *caller) error { return c.readableProbe(ctx, r) }))
	}
	if rule := p.rules.listed[r]; rule != nil {
		all = append(all, p.probe(rule, effect, r.List.ID, "what was created stands in the list", func(ctx context.Context, c *caller) error { return c.listedProbe(ctx, r) }))
	}
	if rule := p.rules.filtered[r]; rule != nil {
		for _, f := range p.filters(r) {
			all = append(all, p.probe(rule, effect, r.List.ID, "the list filtered by "+f.parameter, func(ctx context.Context, c *caller) error { return c.filterProbe(ctx, r, f) }))
		}
	}
	if rule := p.rules.limited[r]; rule != nil {
		limit, _ := p.limit(r.List)
		all = append(all, p.probe(rule, effect, r.List.ID, "a page of one element", func(ctx context.Context, c *caller) error { return c.limitProbe(ctx, r, limit.name) }))
	}
	if rule := p.rules.leavesRest[r]; rule != nil {
		for _, name := range p.updatable(r) {
			all = append(all, p.probe(rule, effect, r.Update.ID, "an update of "+name+" alone", func(ctx context.Context, c *caller) error { return c.updateProbe(ctx, r, name) }))
		}
	}
	if rule := p.rules.gone[r]; rule != nil {
		all = append(all, p.probe(rule, effect, r.Delete.ID, "what was deleted can't be read", func(ctx context.Context, c *caller) error { return c.goneProbe(ctx, r) }))
	}
	return all
}

// madeNow makes an entity, whatever the profile has.
func (c *caller) madeNow(ctx context.Context, r *resource.Resource) (*entity, error) {
	e, err := c.make(ctx, r)
	if err == nil {
		c.settle(e)
	}
	return e, err
}

// until looks again for as long as the profile says that a target needs to
// settle, where it accepted something for later.
func (c *caller) until(ctx context.Context, look func() (bool, error)) (bool, error) {
	later := slices.ContainsFunc(c.s.Answers(), func(a target.Answer) bool { return a.Status == http.StatusAccepted })
	settle := c.s.Settle(usualSettle)
	for end := time.Now().Add(settle); ; {
		done, err := look()
		if done || err != nil || !later || time.Now().After(end) {
			return done, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(settle / 20):
		}
	}
}

// usualSettle is how long a target has for what it does later.
const usualSettle = 5 * time.Second

func (c *caller) readableProbe(ctx context.Context, r *resource.Resource) error {
	e, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	var answer *target.Answer
	there, err := c.until(ctx, func() (bool, error) {
		answer, err = c.readAnswer(ctx, e)
		return err == nil && c.plan.accepts(answer), err
	})
	if err != nil || there {
		return err
	}
	return target.Mismatch(fmt.Sprintf("%s of what %s created", r.Read.ID, r.Create.ID), told(answer), "2xx")
}

func (c *caller) listedProbe(ctx context.Context, r *resource.Resource) error {
	e, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	id := e.path[r.Param]
	var seen *seenList
	there, err := c.until(ctx, func() (bool, error) {
		if seen, err = c.listed(ctx, r, e.path, nil); err != nil || seen == nil {
			return false, err
		}
		return has(seen, r, id), nil
	})
	switch {
	case err != nil || there:
		return err
	case seen == nil:
		return &target.Inconclusive{Reason: "the correct request of " + r.List.ID + " was refused"}
	case !seen.whole:
		return &target.Inconclusive{Reason: "it is not on the first page, and there may be more pages"}
	}
	return target.Mismatch("the list of "+r.List.ID, fmt.Sprintf("%d elements without it", len(seen.elements)), "what was created, "+id)
}

func has(seen *seenList, r *resource.Resource, id string) bool {
	return slices.ContainsFunc(seen.elements, func(one map[string]any) bool { return plain(one[r.ID]) == id })
}

// filter is a query parameter of a list that is named as a member of its elements
// is, and can only mean one thing: a choice, a truth, an id.
type filter struct {
	parameter, member string
	values            []any // that it takes; empty where it takes any
}

func (a *api) filters(r *resource.Resource) []filter {
	if r.List == nil {
		return nil
	}
	_, media := resource.SuccessMedia(a.schemas, r.List)
	items := a.elementSchema(media["schema"], 0)
	var all []filter
	for _, p := range r.List.Parameters {
		if p.Value.In != "query" || p.Value.Required {
			continue
		}
		schema := a.schemas.Flat(a.parameter(r.List, "query", p.Value.Name)["schema"])
		for _, member := range sortedKeys(items) {
			if !strings.EqualFold(strings.ReplaceAll(member, "_", ""), strings.ReplaceAll(p.Value.Name, "_", "")) {
				continue
			}
			values, _ := schema["enum"].([]any)
			types := sample.Types(schema)
			switch {
			case len(values) > 0:
			case len(types) > 0 && types[0] == "boolean":
				values = []any{true, false}
			default:
				continue
			}
			if same := sample.Types(a.schemas.Flat(items[member])); len(types) > 0 && slices.Equal(same, types) {
				all = append(all, filter{p.Value.Name, member, values})
			}
		}
	}
	return all
}

// elementSchema are the members of what a list shows.
func (a *api) elementSchema(schema any, depth int) map[string]any {
	flat := a.schemas.Flat(schema)
	if items := flat["items"]; items != nil {
		return a.members(items)
	}
	if depth > 1 {
		return nil
	}
	for _, name := range sortedKeys(sample.Properties(flat)) {
		if found := a.elementSchema(sample.Properties(flat)[name], depth+1); found != nil {
			return found
		}
	}
	return nil
}

func (c *caller) filterProbe(ctx context.Context, r *resource.Resource, f filter) error {
	e, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	id := e.path[r.Param]
	whole, err := c.listed(ctx, r, e.path, nil)
	if err != nil {
		return err
	}
	var own any // the value of what was created, as the list shows it
	if whole != nil {
		for _, one := range whole.elements {
			if plain(one[r.ID]) == id {
				own = one[f.member]
			}
		}
	}
	if own == nil {
		return &target.Inconclusive{Reason: "what was created is not seen in the list, or without " + f.member}
	}
	for _, value := range f.values {
		seen, err := c.listed(ctx, r, e.path, map[string]string{f.parameter: fmt.Sprint(value)})
		if err != nil {
			return err
		}
		if seen == nil {
			return &target.Inconclusive{Reason: fmt.Sprintf("%s with %s=%v was refused", r.List.ID, f.parameter, value)}
		}
		for _, one := range seen.elements {
			if got, there := one[f.member]; there && !target.SameValue(got, value) {
				return target.Mismatch(fmt.Sprintf("%s of an element of %s with %s=%v", f.member, r.List.ID, f.parameter, value), fmt.Sprint(got), fmt.Sprint(value))
			}
		}
		if matches := target.SameValue(own, value); matches && seen.whole && !has(seen, r, id) {
			return target.Mismatch(fmt.Sprintf("%s with %s=%v", r.List.ID, f.parameter, value), "a list without it", "what was created, which has "+f.member+" "+fmt.Sprint(own))
		}
	}
	return nil
}

// updatable are the members that an update can name alone.
func (p *planned) updatable(r *resource.Resource) []string {
	media := p.content(r.Update)
	if media == nil {
		return nil
	}
	schema := p.schemas.Flat(media["schema"])
	var names []string
	for _, name := range sortedKeys(sample.Properties(schema)) {
		member := p.schemas.Flat(sample.Properties(schema)[name])
		types := sample.Types(member)
		isText := len(types) > 0 && types[0] == "string"
		if isText && !serverOwned(name) && p.schemas.Follow(member)["readOnly"] != true && !sample.Required(schema, name) {
			names = append(names, name)
		}
	}
	const most = 3
	return names[:min(len(names), most)]
}

func (c *caller) updateProbe(ctx context.Context, r *resource.Resource, name string) error {
	e, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	before, err := c.read(ctx, e)
	if err != nil {
		return err
	}
	if before == nil {
		return &target.Inconclusive{Reason: "what was created can't be read"}
	}
	request, err := c.correct(ctx, r.Update)
	if err != nil {
		return err
	}
	body, _ := request.body.(map[string]any)
	value, there := body[name]
	if !there {
		schema := sample.Properties(c.schemas.Flat(c.content(r.Update)["schema"]))[name]
		value = c.schemas.Value(schema, sample.Options{Writing: true, Text: func(n string, least, most int) any { return c.text(n, least, most, true) }})
	}
	alone := map[string]any{name: value}
	for required := range body {
		if sample.Required(c.schemas.Flat(c.content(r.Update)["schema"]), required) {
			alone[required] = body[required]
		}
	}
	request.body = alone
	answer, err := c.send(ctx, request)
	if err != nil {
		return err
	}
	if !c.plan.accepts(answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("%s with %s alone was answered with %s", r.Update.ID, name, told(answer))}
	}
	after, err := c.read(ctx, e)
	if err != nil {
		return err
	}
	if after == nil {
		return target.Mismatch("the entity after "+r.Update.ID, "it can't be read", "what it was, with "+name+" changed")
	}
	var differs []error
	for _, d := range contractphase.Differences(alone, withoutOwned(after)) {
		differs = append(differs, target.Mismatch("what is read back at "+d.At, d.Got, d.Expected))
	}
	for _, other := range sortedKeys(before) {
		if _, named := alone[other]; named || serverOwned(other) {
			continue
		}
		if now, there := after[other]; !there || !target.SameValue(withoutOwned(before[other]), withoutOwned(now)) {
			differs = append(differs, target.Mismatch("/"+other+", which the request does not name", asJSON(now), asJSON(before[other])))
		}
	}
	return target.Mismatches(differs...)
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

func (c *caller) goneProbe(ctx context.Context, r *resource.Resource) error {
	e, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	before, err := c.read(ctx, e)
	if err != nil {
		return err
	}
	if before == nil {
		return &target.Inconclusive{Reason: "what was created can't be read"}
	}
	request, err := c.correct(ctx, r.Delete)
	if err != nil {
		return err
	}
	answer, err := c.send(ctx, request)
	if err != nil {
		return err
	}
	if !c.plan.accepts(answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("the correct request of %s was answered with %s", r.Delete.ID, told(answer))}
	}
	var after *target.Answer
	gone, err := c.until(ctx, func() (bool, error) {
		after, err = c.readAnswer(ctx, e)
		return err == nil && !c.plan.accepts(after), err
	})
	if err != nil || gone {
		return err
	}
	if !target.SameValue(any(before), any(c.shownIn(r, after))) {
		return &target.Inconclusive{Reason: "it can still be read, and looks otherwise than before: is it marked as deleted?"}
	}
	return target.Mismatch(r.Read.ID+" of what was deleted", told(after), "404 or another refusal")
}

// limitProbe asks for a page of one element, where two are there at least.
func (c *caller) limitProbe(ctx context.Context, r *resource.Resource, limit string) error {
	first, err := c.madeNow(ctx, r)
	if err != nil {
		return err
	}
	if _, err := c.make(ctx, r); err != nil {
		return err
	}
	seen, err := c.listed(ctx, r, first.path, map[string]string{limit: "1"})
	if err != nil {
		return err
	}
	if seen == nil {
		return &target.Inconclusive{Reason: fmt.Sprintf("%s with %s=1 was refused", r.List.ID, limit)}
	}
	if len(seen.elements) > 1 {
		return target.Mismatch(fmt.Sprintf("elements of %s with %s=1", r.List.ID, limit), fmt.Sprint(len(seen.elements)), "at most 1")
	}
	return nil
}
