package shapes

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
)

var phone = regexp.MustCompile(`^\+[0-9]{6,15}$`)

// CRUD serves crud/openapi.json: contacts by number.
func CRUD() http.Handler {
	c := &contacts{by: map[int]map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /contacts", c.list)
	mux.HandleFunc("POST /contacts", c.add)
	mux.HandleFunc("GET /contacts/{id}", c.read)
	mux.HandleFunc("PUT /contacts/{id}", c.replace)
	mux.HandleFunc("DELETE /contacts/{id}", c.remove)
	return mux
}

type contacts struct {
	mu   sync.Mutex
	last int
	by   map[int]map[string]any
}

func wrong(object map[string]any) string {
	switch {
	case object == nil:
		return "the body is no JSON object"
	case !text(1, 60)(object["name"]):
		return "name has 1 to 60 characters"
	case !optional(object, "phone", func(v any) bool { s, ok := v.(string); return v == nil || ok && phone.MatchString(s) }):
		return "phone is + and digits, or null"
	case !optional(object, "birthday", func(v any) bool {
		s, _ := v.(string)
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	}):
		return "birthday is a date"
	case !optional(object, "weight", func(v any) bool { n, ok := v.(float64); return ok && n > 0 && n <= 500 }):
		return "weight is above 0 and at most 500"
	case !optional(object, "tags", func(v any) bool {
		list, ok := v.([]any)
		return ok && len(list) <= 5 && !slices.ContainsFunc(list, func(one any) bool { return !text(0, 12)(one) })
	}):
		return "tags are up to 5 texts of up to 12 characters"
	}
	return ""
}

func (c *contacts) list(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := []any{}
	for i := range c.last {
		if one := c.by[i+1]; one != nil {
			all = append(all, one)
		}
	}
	answer(w, http.StatusOK, all)
}

func (c *contacts) add(w http.ResponseWriter, r *http.Request) {
	object := body(r)
	if why := wrong(object); why != "" {
		answer(w, http.StatusUnprocessableEntity, map[string]any{"message": why})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	answer(w, http.StatusCreated, c.keep(c.last, object))
}

// keep keeps what the document has of a contact.
func (c *contacts) keep(id int, object map[string]any) map[string]any {
	kept := map[string]any{"id": id}
	for _, name := range []string{"name", "phone", "birthday", "weight", "tags"} {
		if value, there := object[name]; there {
			kept[name] = value
		}
	}
	c.by[id] = kept
	return kept
}

// find returns a contact, or answers that there is none; c.mu is held.
func (c *contacts) find(w http.ResponseWriter, r *http.Request) (int, map[string]any) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || c.by[id] == nil {
		answer(w, http.StatusNotFound, map[string]any{"message": "there is no such contact"})
		return 0, nil
	}
	return id, c.by[id]
}

func (c *contacts) read(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, one := c.find(w, r); one != nil {
		answer(w, http.StatusOK, one)
	}
}

func (c *contacts) replace(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id, one := c.find(w, r)
	if one == nil {
		return
	}
	object := body(r)
	if why := wrong(object); why != "" {
		answer(w, http.StatusUnprocessableEntity, map[string]any{"message": why})
		return
	}
	answer(w, http.StatusOK, c.keep(id, object))
}

func (c *contacts) remove(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id, one := c.find(w, r); one != nil {
		delete(c.by, id)
		w.WriteHeader(http.StatusNoContent)
	}
}
