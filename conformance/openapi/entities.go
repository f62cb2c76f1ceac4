package openapi

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/target"
)

// caller sends correct requests of an API to one target.
type caller struct {
	*api
	plan     *planned
	s        *target.Session
	random   *rand.Rand
	depth    int               // of entities that are made for others
	params   map[string]string // ids that are settled already, by path up to them
	answered map[string]any    // what operations answered that the profile's values name
	role     string            // who calls; the session's own where empty
}

// entity is something on the target: the values of all parameters of its item's
// path.
type entity struct {
	resource *resource.Resource
	path     map[string]string
	sent     any  // the body that made it; nil where the run did not
	own      bool // the run made it, or the profile gives it up
}

// deepest is how many entities are made for one.
const deepest = 5

// entity finds an entity of a resource: the profile's own, one that is made for
// it, or, for reading, one that is listed.
func (c *caller) entity(ctx context.Context, r *resource.Resource, reading bool) (*entity, error) {
	if c.depth > deepest {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("what %s needs needs itself: give the profile fixtures.%s", r.Item, c.plan.fixture(r))}
	}
	if e := c.plan.given(r, c.s); e != nil {
		return e, nil
	}
	mayMake := c.plan.mayWrite || c.s.Controlled()
	var refused error
	if r.Create != nil && mayMake {
		e, err := c.make(ctx, r)
		if err == nil {
			return e, nil
		}
		refused = err
	}
	if r.List != nil && reading {
		if e, err := c.first(ctx, r); e != nil || err != nil {
			return e, err
		}
	}
	if refused != nil {
		return nil, refused
	}
	if e := c.example(r); e != nil {
		return e, nil
	}
	return nil, &target.Inconclusive{Reason: fmt.Sprintf("needs an entity of %s: give the profile fixtures.%s", r.Item, c.plan.fixture(r))}
}

// example is the entity that the document's own examples name: they are what a
// caller pastes. It is nil where a parameter has none.
func (c *caller) example(r *resource.Resource) *entity {
	for _, op := range c.contract.Operations {
		if !strings.HasPrefix(op.Path, r.Item) {
			continue
		}
		e := &entity{resource: r, path: map[string]string{}, own: true}
		for _, name := range parameters(r.Item) {
			said := c.parameter(op, "path", name)
			value, there := c.schemas.Example(said)
			schema := c.schemas.Flat(said["schema"])
			if !there {
				value, there = c.schemas.Example(schema)
			}
			if list, ok := schema["enum"].([]any); !there && ok && len(list) > 0 {
				value, there = list[0], true
			}
			if !there {
				return nil
			}
			e.path[name] = plainValue(value)
		}
		return e
	}
	return nil
}

// settle keeps the ids of an entity, so that what lies below it is looked for
// there.
func (c *caller) settle(e *entity) {
	for name, value := range e.path {
		end := strings.Index(e.resource.Item, "{"+name+"}") + len(name) + 2
		c.params[e.resource.Item[:end]] = value
	}
}

// below is the caller for what an entity needs.
func (c *caller) below() *caller {
	other := *c
	other.depth++
	return &other
}

// parameters lists the names in a path, from left to right.
func parameters(path string) []string {
	var names []string
	for segment := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(segment, "{") {
			names = append(names, strings.Trim(segment, "{}"))
		}
	}
	return names
}

// make creates an entity by a correct request.
func (c *caller) make(ctx context.Context, r *resource.Resource) (*entity, error) {
	request, err := c.correct(ctx, r.Create)
	if err != nil {
		return nil, err
	}
	answer, err := c.send(ctx, request)
	if err != nil {
		return nil, err
	}
	if !c.plan.accepts(answer) {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("precondition: the correct request of %s was answered with %s", r.Create.ID, told(answer))}
	}
	e := c.created(r, request, answer)
	if e == nil {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("precondition: the answer of %s does not show the id of what it created (member %s)", r.Create.ID, r.ID)}
	}
	made, undo := c.undoing(e)
	c.s.Created(made, undo)
	return e, nil
}

// created reads from the answer of a creating operation what came to be; nil
// where that is not seen.
func (c *caller) created(r *resource.Resource, request *request, answer *target.Answer) *entity {
	id := ""
	if object := holding(decoded(answer.Body), r.ID, 0); object != nil {
		id = plain(object[r.ID])
	}
	if location, err := url.Parse(answer.Header.Get("Location")); id == "" && err == nil && location.Path != "" {
		id = path.Base(location.Path)
	}
	if body, ok := request.body.(map[string]any); ok && id == "" {
		id = plain(body[r.ID]) // the caller has chosen it
	}
	if id == "" {
		return nil
	}
	e := &entity{resource: r, path: map[string]string{r.Param: id}, sent: request.body, own: true}
	for _, name := range parameters(r.Collection) {
		e.path[name] = request.path[name]
	}
	return e
}

// undoing is what takes an entity back, and its name for the ledger.
func (c *caller) undoing(e *entity) (target.Entity, func(context.Context) error) {
	made := target.Entity{What: e.resource.Name, ID: e.path[e.resource.Param]}
	op := c.plan.undo[e.resource.Create]
	if op == nil {
		return made, nil
	}
	return made, func(ctx context.Context) error {
		request := &request{op: op, path: e.path}
		if op.Operation.RequestBody != nil {
			request.body = c.body(op, bodies(c.api, op)[0])
		}
		answer, err := c.send(ctx, request)
		if err != nil {
			return fmt.Errorf("%s %s: %w", made.What, made.ID, err)
		}
		if c.plan.accepts(answer) || c.gone(ctx, e, answer) {
			return nil
		}
		return fmt.Errorf("%s %s: taking it back was answered with %d", made.What, made.ID, answer.Status)
	}
}

// gone tells whether an answer shows that an entity is not there: it says so, and
// the entity can't be read.
func (c *caller) gone(ctx context.Context, e *entity, answer *target.Answer) bool {
	if answer.Status != http.StatusNotFound && answer.Status != http.StatusGone {
		return false
	}
	if e.resource.Read == nil {
		return true
	}
	seen, err := c.send(ctx, &request{op: e.resource.Read, path: e.path})
	return err == nil && !c.plan.accepts(seen)
}

// first is the first entity that a list shows.
func (c *caller) first(ctx context.Context, r *resource.Resource) (*entity, error) {
	request, err := c.correct(ctx, r.List)
	if err != nil {
		return nil, nil // the list needs what is not at hand
	}
	answer, err := c.send(ctx, request)
	if err != nil {
		return nil, err
	}
	if !c.plan.accepts(answer) {
		return nil, nil
	}
	for _, one := range elements(decoded(answer.Body), r.ID) {
		if id := plain(one[r.ID]); id != "" {
			e := &entity{resource: r, path: map[string]string{r.Param: id}}
			for _, name := range parameters(r.Collection) {
				e.path[name] = request.path[name]
			}
			return e, nil
		}
	}
	return nil, nil
}

// holding finds the object that has a member: the value itself, or one that it
// wraps.
func holding(value any, member string, depth int) map[string]any {
	object, ok := value.(map[string]any)
	if !ok || depth > 2 {
		return nil
	}
	if v, there := object[member]; there && plain(v) != "" {
		return object
	}
	for _, name := range sortedKeys(object) {
		if found := holding(object[name], member, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// list finds the list of entities in an answer: the value itself, or the first
// array of objects that it wraps; nil where there is none.
func list(value any, depth int) []any {
	switch v := value.(type) {
	case []any:
		return v
	case map[string]any:
		for _, name := range sortedKeys(v) {
			if found := list(v[name], depth+1); found != nil && depth < 2 {
				return found
			}
		}
	}
	return nil
}

// elements are the objects of the list in an answer that have a member, or hold
// one that has it.
func elements(value any, member string) []map[string]any {
	var all []map[string]any
	for _, one := range list(value, 0) {
		if object := holding(one, member, 0); object != nil {
			all = append(all, object)
		}
	}
	return all
}

// plain writes an id as a path has it; empty for what is none.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func decoded(body []byte) any {
	value, err := decode(body)
	if err != nil {
		return nil
	}
	return value
}

// send sends a request with the credentials of the caller.
func (c *caller) send(ctx context.Context, r *request) (*target.Answer, error) {
	req, err := r.encode(ctx, c.s.Base())
	if err != nil {
		return nil, err
	}
	if c.role != "" {
		return c.s.As(c.role).Send(ctx, req)
	}
	return c.s.Send(ctx, req)
}

// told is an answer in a few words.
func told(a *target.Answer) string {
	const most = 160
	body := strings.Join(strings.Fields(string(a.Body)), " ")
	if body == "" {
		return fmt.Sprint(a.Status)
	}
	return fmt.Sprintf("%d %s", a.Status, body[:min(len(body), most)])
}

func sortedKeys[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// operationOf finds the operation of an id, or says that there is none.
func (a *api) operationOf(place, id string) (*contract.Operation, error) {
	if op := a.contract.Operation(id); op != nil {
		return op, nil
	}
	return nil, fmt.Errorf("%s: there is no operation %q", place, id)
}
