package openapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/target"
)

// call builds the correct request of an operation that the contract phase varies.
// What it needs is arranged by Prepare, which fills in path, query and body.
func (p *planned) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	op := p.contract.Operation(operation)
	if op == nil {
		return conformance.Call{}, fmt.Errorf("there is no operation %s", operation)
	}
	c := p.caller(s, random)
	call := conformance.Call{Path: map[string]string{}, Query: url.Values{}, Header: http.Header{}, Partial: true}
	object := map[string]any{}
	first := c.body(op, bodies(p.api, op)[0])
	_, isObject := first.(map[string]any)
	call.Body = first
	if isObject {
		call.Body = object
	}
	v := &view{caller: c, op: op, resource: p.resourceOf(op)}
	call.Prepare = func(ctx context.Context) error {
		request, err := c.correct(ctx, op)
		if err != nil {
			return err
		}
		maps.Copy(call.Path, request.path)
		maps.Copy(call.Query, request.query)
		maps.Copy(call.Header, request.header)
		if op.Operation.RequestBody != nil {
			call.Header.Set("Content-Type", mediaOf(op))
		}
		if body, ok := request.body.(map[string]any); ok && isObject {
			clear(object)
			maps.Copy(object, body)
		}
		v.request = request
		return nil
	}
	if reads(op) || v.resource == nil {
		return call, nil
	}
	r := v.resource
	switch {
	case op == r.Create:
		call.Made = func(answer *target.Answer) (target.Entity, func(context.Context) error) {
			e := c.created(r, v.request, answer)
			if e == nil {
				return target.Entity{}, nil
			}
			if v.made == nil {
				v.made = e
			}
			return c.undoing(e)
		}
		call.Observe = v.observe
		if r.Read != nil {
			call.Shown = v.shown
		}
	case strings.HasPrefix(op.Path, r.Item) && r.Read != nil:
		call.Observe = v.observe
		if op == r.Replace || op == r.Update {
			call.Shown = v.shown
		}
	}
	return call, nil
}

// view looks at what a call is about.
type view struct {
	*caller
	op       *contract.Operation
	resource *resource.Resource
	request  *request
	made     *entity // what a creating call made
}

// entity is what the call is about; nil where a creating call made nothing.
func (v *view) entity() *entity {
	if v.op == v.resource.Create || v.request == nil {
		return v.made
	}
	e := &entity{resource: v.resource, path: map[string]string{}}
	for _, name := range parameters(v.resource.Item) {
		e.path[name] = v.request.path[name]
	}
	return e
}

// observe returns what can be seen of the state: the members of the entity that a
// caller can have written, or, before it exists, the ids in its collection.
func (v *view) observe(ctx context.Context) (string, error) {
	e := v.entity()
	if e == nil {
		return v.ids(ctx)
	}
	shown, err := v.read(ctx, e)
	if err != nil {
		return "", err
	}
	if shown == nil {
		return "it is not there", nil
	}
	seen := map[string]any{}
	for name := range v.written() {
		if value, there := shown[name]; there && !serverOwned(name) {
			seen[name] = value
		}
	}
	raw, err := json.Marshal(seen)
	return string(raw), err
}

// written are the members of the bodies that create or change the entity.
func (v *view) written() map[string]bool {
	names := map[string]bool{}
	for _, op := range []*contract.Operation{v.resource.Create, v.resource.Replace, v.resource.Update} {
		if op == nil {
			continue
		}
		if media := v.content(op); media != nil {
			for name := range v.members(media["schema"]) {
				names[name] = true
			}
		}
	}
	return names
}

// ids lists what the collection shows, where nobody else writes to it.
func (v *view) ids(ctx context.Context) (string, error) {
	if v.resource.List == nil || !v.plan.local && !v.s.Controlled() {
		return "", nil
	}
	seen, err := v.listed(ctx, v.resource, v.request.path, nil)
	if err != nil || seen == nil {
		return "", err
	}
	var ids []string
	for _, one := range seen.elements {
		ids = append(ids, plain(one[v.resource.ID]))
	}
	slices.Sort(ids)
	return strings.Join(ids, " "), nil
}

// read reads an entity; nil where it is refused.
func (c *caller) read(ctx context.Context, e *entity) (map[string]any, error) {
	answer, err := c.readAnswer(ctx, e)
	if err != nil || !c.plan.accepts(answer) {
		return nil, err
	}
	return c.shownIn(e.resource, answer), nil
}

func (c *caller) readAnswer(ctx context.Context, e *entity) (*target.Answer, error) {
	below := c.below()
	below.params = maps.Clone(c.params)
	below.settle(e)
	request, err := below.correct(ctx, e.resource.Read)
	if err != nil {
		return nil, err
	}
	return c.send(ctx, request)
}

// shownIn is the entity in an answer, out of what wraps it.
func (c *caller) shownIn(r *resource.Resource, answer *target.Answer) map[string]any {
	value := decoded(answer.Body)
	if object := holding(value, r.ID, 0); object != nil && r.ID != "" {
		return object
	}
	object, _ := value.(map[string]any)
	return object
}

// shown returns what can be read back of what was written, without the members
// that the server sets by itself.
func (v *view) shown(ctx context.Context) (any, error) {
	e := v.entity()
	if e == nil {
		return nil, &target.Inconclusive{Reason: "the answer does not show the id of what was created"}
	}
	shown, err := v.read(ctx, e)
	if err != nil {
		return nil, err
	}
	if shown == nil {
		return nil, &target.Inconclusive{Reason: "it can't be read back"}
	}
	return withoutOwned(shown), nil
}

// withoutOwned leaves out what a server may set by itself.
func withoutOwned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range v {
			if !serverOwned(name) {
				out[name] = withoutOwned(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = withoutOwned(v[i])
		}
		return out
	}
	return v
}

// seenList is what a list shows.
type seenList struct {
	elements []map[string]any
	whole    bool // it has no more than this
}

// listed calls a list with as many elements as it may show, and further query
// parameters; nil where it refuses.
func (c *caller) listed(ctx context.Context, r *resource.Resource, path map[string]string, query map[string]string) (*seenList, error) {
	below := c.below()
	below.params = maps.Clone(c.params)
	for name, value := range path {
		if end := strings.Index(r.Collection, "{"+name+"}"); end >= 0 {
			below.params[r.Collection[:end+len(name)+2]] = value
		}
	}
	request, err := below.correct(ctx, r.List)
	if err != nil {
		return nil, err
	}
	limit, paged := c.limit(r.List)
	if limit.name != "" {
		request.query.Set(limit.name, fmt.Sprint(limit.most))
	}
	for name, value := range query {
		request.query.Set(name, value)
	}
	answer, err := c.send(ctx, request)
	if err != nil || !c.plan.accepts(answer) {
		return nil, err
	}
	body := decoded(answer.Body)
	seen := &seenList{elements: elements(body, r.ID)}
	all := len(list(body, 0))
	seen.whole = !paged || limit.name != "" && all < limit.most
	if limit.name == "" && answer.Header.Get("Link") != "" {
		seen.whole = false
	}
	return seen, nil
}

// limit is the parameter that says how many elements a page has; paged tells
// whether the list comes in pages.
func (a *api) limit(op *contract.Operation) (limit struct {
	name string
	most int
}, paged bool) {
	for _, p := range op.Parameters {
		if p.Value.In != "query" {
			continue
		}
		switch strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(p.Value.Name)) {
		case "limit", "size", "pagesize", "perpage", "count", "top", "maxresults", "pagelimit":
			schema := a.schemas.Flat(a.parameter(op, "query", p.Value.Name)["schema"])
			limit.name, limit.most, paged = p.Value.Name, 50, true
			if most, bounded := number(schema["maximum"]); bounded {
				limit.most = min(most, 200)
			}
		case "page", "offset", "cursor", "after", "before", "pagetoken", "start", "skip", "next":
			paged = true
		}
	}
	return limit, paged
}
