package openapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/simulator"
)

// list answers with the entities of a collection, filtered by the parameters that
// are named as their members are, page by page where the document has pages.
func (s *service) list(env *simulator.Env, res *resource.Resource, op *contract.Operation, path map[string]string, r *http.Request) (simulator.Response, error) {
	prefix := keyOf(res.Collection, path) + "/"
	var all []entity
	err := s.entities.Scan(env.Store(), prefix, func(key string, e entity) bool {
		if strings.HasPrefix(key, prefix) && !strings.Contains(key[len(prefix):], "/") && matches(e, r.URL.Query()) {
			all = append(all, e)
		}
		return true
	})
	if err != nil {
		return simulator.Response{}, err
	}
	slices.SortFunc(all, func(a, b entity) int { return int(a.Number) - int(b.Number) })
	total := len(all)
	all = page(all, r.URL.Query())
	elements := []any{}
	for _, e := range all {
		elements = append(elements, e.Members)
	}
	status, said := s.success(op)
	schema := s.schemas.Flat(mediaSchema(s, said))
	if schema["items"] != nil || len(sample.Properties(schema)) == 0 {
		return s.written(status, said, elements), nil
	}
	return s.written(status, said, s.wrapped(schema, elements, total)), nil
}

// wrapped puts a list into what its schema wraps it in: the first member that is
// an array. What counts is the number of all.
func (s *service) wrapped(schema map[string]any, elements []any, total int) any {
	whole := map[string]any{}
	put := false
	for _, name := range slices.Sorted(maps.Keys(sample.Properties(schema))) {
		member := s.schemas.Flat(sample.Properties(schema)[name])
		types := sample.Types(member)
		switch {
		case !put && slices.Contains(types, "array"):
			whole[name], put = elements, true
		case slices.Contains(types, "integer") && counts(name):
			whole[name] = json.Number(strconv.Itoa(total))
		case sample.Required(schema, name):
			whole[name] = s.schemas.Value(member, sample.Options{})
		}
	}
	return whole
}

func counts(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "total") || strings.Contains(name, "count")
}

// matches tells whether an entity has what the parameters ask for by its members'
// names.
func matches(e entity, query url.Values) bool {
	for name := range query {
		value, there := e.Members[name]
		if !there {
			continue
		}
		switch value.(type) {
		case string, bool, json.Number, float64:
			if fmt.Sprint(value) != query.Get(name) {
				return false
			}
		}
	}
	return true
}

// page is the part of a list that the parameters ask for.
func page(all []entity, query url.Values) []entity {
	number := func(names ...string) (int, bool) {
		for _, name := range names {
			if n, err := strconv.Atoi(query.Get(name)); err == nil && n >= 0 {
				return n, true
			}
		}
		return 0, false
	}
	from := 0
	size, sized := number("limit", "size", "pageSize", "page_size", "per_page", "perPage", "count", "top")
	if offset, given := number("offset", "skip", "start"); given {
		from = offset
	} else if n, given := number("page"); given && n > 0 && sized {
		from = (n - 1) * size
	}
	all = all[min(from, len(all)):]
	if sized {
		all = all[:min(size, len(all))]
	}
	return all
}

// seed adds entities to a world: an object of paths, such as /orders/1, with their
// members.
func (s *service) seed(env *simulator.Env, document []byte) error {
	var given map[string]map[string]any
	if err := json.Unmarshal(document, &given); err != nil {
		return fmt.Errorf("%s: a seed is an object of paths and entities, such as {\"/orders/1\": {\"id\": \"1\"}}: %w", s.document.Slug, err)
	}
	for _, path := range slices.Sorted(maps.Keys(given)) {
		if !slices.ContainsFunc(s.resources, func(r *resource.Resource) bool { return fits(path, r.Item) }) {
			return fmt.Errorf("%s: %s is no path of an entity of the document", s.document.Slug, path)
		}
		n, err := env.NewID("seed")
		if err != nil {
			return err
		}
		if err := s.entities.Put(env.Store(), path, entity{Number: n, Members: given[path]}); err != nil {
			return err
		}
	}
	return nil
}

func fits(path, item string) bool {
	a, b := strings.Split(path, "/"), strings.Split(item, "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !strings.HasPrefix(b[i], "{") && a[i] != b[i] {
			return false
		}
	}
	return true
}

// state is what a world holds, by path.
func (s *service) state(env *simulator.Env) (any, error) {
	all := map[string]any{}
	err := s.entities.Scan(env.Store(), "", func(key string, e entity) bool {
		all[key] = e.Members
		return true
	})
	return all, err
}
