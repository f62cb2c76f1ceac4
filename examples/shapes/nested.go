package shapes

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

// NestedKey is the key that Nested wants in X-Api-Key.
const NestedKey = "key-of-the-boards"

// Nested serves nested/openapi.yaml: boards, and their cards page by page.
func Nested() http.Handler {
	b := &boards{}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /boards":                            b.list,
		"POST /boards":                           b.add,
		"GET /boards/{boardId}":                  b.read,
		"DELETE /boards/{boardId}":               b.drop,
		"GET /boards/{boardId}/cards":            b.cards,
		"POST /boards/{boardId}/cards":           b.addCard,
		"GET /boards/{boardId}/cards/{cardId}":   b.card,
		"PATCH /boards/{boardId}/cards/{cardId}": b.changeCard,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Api-Key") != NestedKey {
				problem(w, http.StatusUnauthorized, "key")
				return
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			serve(w, r)
		})
	}
	return mux
}

type boards struct {
	mu   sync.Mutex
	last int
	all  []*board
}

type board struct {
	id, title, colour string
	cards             []map[string]any
}

func (b *board) shown() any { return map[string]any{"id": b.id, "title": b.title, "colour": b.colour} }

func problem(w http.ResponseWriter, status int, code string) {
	answer(w, status, map[string]any{"code": code, "text": http.StatusText(status)})
}

// page answers with a part of a list.
func page(w http.ResponseWriter, r *http.Request, all []any) {
	number, size := 1, 10
	for name, into := range map[string]*int{"page": &number, "size": &size} {
		if query := r.URL.Query(); query.Has(name) {
			n, err := strconv.Atoi(query.Get(name))
			if err != nil || n < 1 || name == "size" && n > 50 {
				problem(w, http.StatusBadRequest, name)
				return
			}
			*into = n
		}
	}
	from := min((number-1)*size, len(all))
	answer(w, http.StatusOK, map[string]any{"data": all[from:min(from+size, len(all))], "total": len(all)})
}

func (b *boards) list(w http.ResponseWriter, r *http.Request) {
	all := []any{}
	for _, one := range b.all {
		all = append(all, one.shown())
	}
	page(w, r, all)
}

func (b *boards) add(w http.ResponseWriter, r *http.Request) {
	object := body(r)
	colour := func(v any) bool { s, _ := v.(string); return slices.Contains([]string{"red", "green", "blue"}, s) }
	if object == nil || !text(1, 50)(object["title"]) || !optional(object, "colour", colour) {
		problem(w, http.StatusBadRequest, "board")
		return
	}
	b.last++
	one := &board{id: fmt.Sprintf("b%d", b.last), colour: "green"}
	one.title, _ = object["title"].(string)
	if given, ok := object["colour"].(string); ok {
		one.colour = given
	}
	b.all = append(b.all, one)
	answer(w, http.StatusCreated, one.shown())
}

// find returns a board, or answers that there is none.
func (b *boards) find(w http.ResponseWriter, r *http.Request) *board {
	for _, one := range b.all {
		if one.id == r.PathValue("boardId") {
			return one
		}
	}
	problem(w, http.StatusNotFound, "board")
	return nil
}

func (b *boards) read(w http.ResponseWriter, r *http.Request) {
	if one := b.find(w, r); one != nil {
		answer(w, http.StatusOK, one.shown())
	}
}

func (b *boards) drop(w http.ResponseWriter, r *http.Request) {
	if one := b.find(w, r); one != nil {
		b.all = slices.DeleteFunc(b.all, func(other *board) bool { return other == one })
		w.WriteHeader(http.StatusNoContent)
	}
}

func (b *boards) cards(w http.ResponseWriter, r *http.Request) {
	one := b.find(w, r)
	if one == nil {
		return
	}
	query := r.URL.Query()
	if done := query.Get("done"); query.Has("done") && done != "true" && done != "false" {
		problem(w, http.StatusBadRequest, "done")
		return
	}
	all := []any{}
	for _, c := range one.cards {
		if !query.Has("done") || fmt.Sprint(c["done"]) == query.Get("done") {
			all = append(all, c)
		}
	}
	page(w, r, all)
}

func (b *boards) addCard(w http.ResponseWriter, r *http.Request) {
	one := b.find(w, r)
	if one == nil {
		return
	}
	object := body(r)
	if object == nil || !text(1, 100)(object["text"]) || !optional(object, "done", boolean) {
		problem(w, http.StatusBadRequest, "card")
		return
	}
	done, _ := object["done"].(bool)
	card := map[string]any{"number": len(one.cards) + 1, "text": object["text"], "done": done}
	one.cards = append(one.cards, card)
	answer(w, http.StatusCreated, card)
}

func boolean(v any) bool { _, ok := v.(bool); return ok }

// findCard returns a card, or answers that there is none.
func (b *boards) findCard(w http.ResponseWriter, r *http.Request) map[string]any {
	one := b.find(w, r)
	if one == nil {
		return nil
	}
	n, err := strconv.Atoi(r.PathValue("cardId"))
	if err != nil || n < 1 || n > len(one.cards) {
		problem(w, http.StatusNotFound, "card")
		return nil
	}
	return one.cards[n-1]
}

func (b *boards) card(w http.ResponseWriter, r *http.Request) {
	if c := b.findCard(w, r); c != nil {
		answer(w, http.StatusOK, c)
	}
}

func (b *boards) changeCard(w http.ResponseWriter, r *http.Request) {
	c := b.findCard(w, r)
	if c == nil {
		return
	}
	object := body(r)
	if len(object) == 0 || !optional(object, "text", text(1, 100)) || !optional(object, "done", boolean) {
		problem(w, http.StatusBadRequest, "card")
		return
	}
	for _, name := range []string{"text", "done"} {
		if value, there := object[name]; there {
			c[name] = value
		}
	}
	answer(w, http.StatusOK, c)
}
