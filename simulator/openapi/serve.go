package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/simulator"
)

type handler struct {
	service *service
	failed  simulator.ErrorHandlers
}

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	op, path, _ := h.service.contract.Match(r.Method, r.URL.EscapedPath())
	if op == nil {
		h.failed.Request(w, r, errors.New("the document has no such operation"))
		return
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		h.failed.Request(w, r, err)
		return
	}
	var body any
	if len(raw) > 0 {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		if err := dec.Decode(&body); err != nil {
			body = nil // of another media type
		}
	}
	answer, err := h.service.serve(simulator.FromContext(r.Context()), op, path, r, body)
	if err != nil {
		h.failed.Response(w, r, err)
		return
	}
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // into memory
}

// serve does what the document tells of an operation.
func (s *service) serve(env *simulator.Env, op *contract.Operation, path map[string]string, r *http.Request, body any) (simulator.Response, error) {
	res := s.about(op)
	if res == nil {
		if name := s.stranger(op, path); name != "" {
			return s.refused(op, "there is no "+name+" "+path[name], http.StatusNotFound, "404"), nil
		}
		return s.fromExample(env, op), nil
	}
	if missing, err := s.missingParent(env, res, path); err != nil {
		return simulator.Response{}, err
	} else if missing != "" {
		return s.refused(op, "there is no "+missing, http.StatusNotFound, "404", "410"), nil
	}
	switch op {
	case res.Create:
		return s.create(env, res, op, path, body)
	case res.List:
		return s.list(env, res, op, path, r)
	}
	key := keyOf(res.Item, path)
	e, there, err := s.entities.Get(env.Store(), key)
	if err != nil {
		return simulator.Response{}, err
	}
	if !there && op == res.Replace && res.Create == nil {
		return s.put(env, res, op, path, body)
	}
	if !there {
		return s.refused(op, "there is no "+res.Name+" "+path[res.Param], http.StatusNotFound, "404", "410"), nil
	}
	return s.ofEntity(env, res, op, key, e, body)
}

// ofEntity does what the document tells of an operation on an entity.
func (s *service) ofEntity(env *simulator.Env, res *resource.Resource, op *contract.Operation, key string, e entity, body any) (simulator.Response, error) {
	switch op {
	case res.Read:
		return s.shown(op, res, e), nil
	case res.Replace, res.Update:
		changed := s.changed(res, e, body, op == res.Replace)
		if err := s.entities.Put(env.Store(), key, changed); err != nil {
			return simulator.Response{}, err
		}
		return s.shown(op, res, changed), nil
	case res.Delete:
		var below []string
		if err := s.entities.Scan(env.Store(), key, func(k string, _ entity) bool {
			if k == key || strings.HasPrefix(k, key+"/") {
				below = append(below, k)
			}
			return true
		}); err != nil {
			return simulator.Response{}, err
		}
		for _, k := range below {
			if _, err := s.entities.Delete(env.Store(), k); err != nil {
				return simulator.Response{}, err
			}
		}
		return s.shown(op, res, e), nil
	}
	env.Applies(s.fromExamples) // what the action does to the entity no schema says
	return s.shown(op, res, e), nil
}

// about is the resource whose collection or item, or what is below it, an
// operation is about; nil where the document does not tell enough.
func (s *service) about(op *contract.Operation) *resource.Resource {
	var found *resource.Resource
	for _, r := range s.resources {
		about := op.Path == r.Collection && (op == r.Create || op == r.List) || op.Path == r.Item || strings.HasPrefix(op.Path, r.Item+"/")
		if about && (r.Create != nil || r.Replace != nil) && r.ID != "" && (found == nil || len(r.Item) > len(found.Item)) {
			found = r
		}
	}
	if found != nil && strings.Count(op.Path, "{") > strings.Count(found.Item, "{") {
		return nil // an entity below it, which nothing creates
	}
	return found
}

// missingParent names an entity of the path, above the resource, that is not
// there.
func (s *service) missingParent(env *simulator.Env, res *resource.Resource, path map[string]string) (string, error) {
	for _, above := range s.resources {
		if above.Create == nil || !strings.HasPrefix(res.Collection, above.Item+"/") {
			continue
		}
		_, there, err := s.entities.Get(env.Store(), keyOf(above.Item, path))
		if err != nil || !there {
			return above.Name + " " + path[above.Param], err
		}
	}
	return "", nil
}

// keyOf is the path of an entity with its ids.
func keyOf(item string, path map[string]string) string {
	for name, value := range path {
		item = strings.ReplaceAll(item, "{"+name+"}", strings.ReplaceAll(value, "/", "%2F"))
	}
	return item
}

// fromExample answers from the document's examples, and says so in the journal.
func (s *service) fromExample(env *simulator.Env, op *contract.Operation) simulator.Response {
	env.Applies(s.fromExamples)
	status, said := s.success(op)
	return s.written(status, said, s.body(said))
}

// stranger names a parameter of the path whose value is not the one of the
// document's example, where the document says that there may be none: what
// nothing creates is there by its example alone.
func (s *service) stranger(op *contract.Operation, path map[string]string) string {
	if _, _, documented := s.response(op, "404"); !documented {
		return ""
	}
	for i, p := range op.Parameters {
		if p.Value.In != "path" {
			continue
		}
		_, pointer := op.ParameterPointers(i)
		node, err := s.contract.Resolve(pointer)
		if err != nil {
			continue
		}
		said := s.schemas.Follow(node)
		example, there := s.schemas.Example(said)
		if !there {
			example, there = s.schemas.Example(s.schemas.Flat(said["schema"]))
		}
		if there && fmt.Sprint(example) != path[p.Value.Name] {
			return p.Value.Name
		}
	}
	return ""
}

func (s *service) create(env *simulator.Env, res *resource.Resource, op *contract.Operation, path map[string]string, body any) (simulator.Response, error) {
	n, err := env.NewID(res.Item)
	if err != nil {
		return simulator.Response{}, err
	}
	e := entity{Number: n, Members: s.made(env, res, body)}
	id := s.newID(env, res, n, e.Members[res.ID], body)
	e.Members[res.ID] = id
	text := fmt.Sprint(id)
	path = maps.Clone(path)
	if path == nil {
		path = map[string]string{}
	}
	path[res.Param] = text
	if _, _, documented := s.response(op, "409"); documented {
		_, taken, err := s.entities.Get(env.Store(), keyOf(res.Item, path))
		if err != nil {
			return simulator.Response{}, err
		}
		if taken {
			return s.refused(op, "there is a "+res.Name+" "+text+" already", http.StatusConflict, "409"), nil
		}
	}
	if err := s.entities.Put(env.Store(), keyOf(res.Item, path), e); err != nil {
		return simulator.Response{}, err
	}
	answer := s.shown(op, res, e)
	if answer.Status == http.StatusCreated {
		if answer.Header == nil {
			answer.Header = http.Header{}
		}
		answer.Header.Set("Location", keyOf(res.Item, path))
	}
	return answer, nil
}

// put creates an entity whose id the caller has chosen.
func (s *service) put(env *simulator.Env, res *resource.Resource, op *contract.Operation, path map[string]string, body any) (simulator.Response, error) {
	n, err := env.NewID(res.Item)
	if err != nil {
		return simulator.Response{}, err
	}
	e := entity{Number: n, Members: s.made(env, res, body)}
	e.Members[res.ID] = path[res.Param]
	if err := s.entities.Put(env.Store(), keyOf(res.Item, path), e); err != nil {
		return simulator.Response{}, err
	}
	return s.shown(op, res, e), nil
}

// entitySchema is the schema of an entity as responses show it.
func (s *service) entitySchema(res *resource.Resource) map[string]any {
	for _, op := range []*contract.Operation{res.Read, res.Create, res.Update, res.Replace} {
		if op == nil {
			continue
		}
		flat := s.schemas.Flat(resource.SuccessSchema(s.schemas, op))
		if schema, _ := s.inside(flat, res.ID, 0); schema != nil {
			return schema
		}
	}
	return nil
}

// inside finds the schema that has a member, and the members that lead there.
func (s *service) inside(flat map[string]any, member string, depth int) (map[string]any, []string) {
	properties := sample.Properties(flat)
	if properties[member] != nil {
		return flat, nil
	}
	if depth > 2 {
		return nil, nil
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if found, way := s.inside(s.schemas.Flat(properties[name]), member, depth+1); found != nil {
			return found, append([]string{name}, way...)
		}
	}
	return nil, nil
}

// made are the members of a new entity: what was sent, and what its schema has
// beside.
func (s *service) made(env *simulator.Env, res *resource.Resource, body any) map[string]any {
	schema := s.entitySchema(res)
	now := env.Now().UTC().Format(time.RFC3339)
	given, _ := sample.Clone(body).(map[string]any)
	if given == nil {
		given = map[string]any{}
	}
	members := map[string]any{}
	for name, value := range given {
		if s.schemas.Follow(sample.Properties(schema)[name])["writeOnly"] != true {
			members[name] = value
		}
	}
	for name, of := range sample.Properties(schema) {
		if _, there := members[name]; there || s.schemas.Follow(of)["writeOnly"] == true {
			continue
		}
		flat := s.schemas.Flat(of)
		_, fixed := flat["default"]
		if sample.Required(schema, name) || fixed || flat["readOnly"] == true {
			value := s.schemas.Value(of, sample.Options{Now: now})
			if flat["format"] == "date-time" {
				value = now
			}
			members[name] = value
		}
	}
	return members
}

// newID is an id of the kind that the schema has.
func (s *service) newID(env *simulator.Env, res *resource.Resource, n uint64, example, body any) any {
	if sent, ok := body.(map[string]any); ok && sent[res.ID] != nil {
		if s.schemas.Follow(sample.Properties(s.entitySchema(res))[res.ID])["readOnly"] != true {
			return sent[res.ID] // the caller chooses it
		}
	}
	schema := s.schemas.Flat(sample.Properties(s.entitySchema(res))[res.ID])
	types := sample.Types(schema)
	switch {
	case schema["format"] == "uuid":
		random := env.Rand()
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", random.Uint32(), random.Uint32()>>16, random.Uint32()>>20, random.Uint32()>>20, random.Uint64()>>16)
	case slices.Contains(types, "integer"), slices.Contains(types, "number"):
		return json.Number(strconv.FormatUint(n, 10))
	}
	if _, isNumber := example.(json.Number); isNumber && len(types) == 0 {
		return json.Number(strconv.FormatUint(n, 10))
	}
	return fmt.Sprintf("%s-%d", strings.TrimSuffix(res.Name, "s"), n)
}

// changed is an entity after an update, or a replacement.
func (s *service) changed(res *resource.Resource, e entity, body any, replaced bool) entity {
	sent, _ := sample.Clone(body).(map[string]any)
	schema := s.entitySchema(res)
	out := entity{Number: e.Number, Members: map[string]any{}}
	for name, value := range e.Members {
		member := s.schemas.Follow(sample.Properties(schema)[name])
		if !replaced || name == res.ID || member["readOnly"] == true || sample.Required(schema, name) {
			out.Members[name] = value
		}
	}
	for name, value := range sent {
		member := s.schemas.Follow(sample.Properties(schema)[name])
		if name != res.ID && member["readOnly"] != true && member["writeOnly"] != true {
			out.Members[name] = value
		}
	}
	return out
}

// shown is the answer of an operation that is about an entity, in what the
// document wraps it in.
func (s *service) shown(op *contract.Operation, res *resource.Resource, e entity) simulator.Response {
	status, said := s.success(op)
	schema := s.schemas.Flat(mediaSchema(s, said))
	_, way := s.inside(schema, res.ID, 0)
	if len(way) == 0 {
		types := sample.Types(schema)
		if sample.Properties(schema)[res.ID] == nil && (len(sample.Properties(schema)) > 0 || len(types) > 0 && types[0] != "object") {
			return s.written(status, said, s.body(said)) // it shows something else
		}
		return s.written(status, said, e.Members)
	}
	whole, _ := s.body(said).(map[string]any)
	if whole == nil {
		whole = map[string]any{}
	}
	at := whole
	for _, name := range way[:len(way)-1] {
		next, _ := at[name].(map[string]any)
		if next == nil {
			next = map[string]any{}
		}
		at[name], at = next, next
	}
	at[way[len(way)-1]] = e.Members
	return s.written(status, said, whole)
}
