package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/komet"
)

// joined adds the lists of a page to what came before. Folders are known by their id.
func joined(before, page map[string]any) map[string]any {
	for name, value := range page {
		switch value := value.(type) {
		case []any:
			list, _ := before[name].([]any)
			for _, one := range value {
				list = addTo(list, one)
			}
			before[name] = list
		case map[string]any:
			of, _ := before[name].(map[string]any)
			if of == nil {
				of = map[string]any{}
			}
			before[name] = joined(of, value)
		default:
			before[name] = value
		}
	}
	return before
}

func addTo(list []any, one any) []any {
	member, _ := one.(map[string]any)
	for i := range list {
		if last, _ := list[i].(map[string]any); i == len(list)-1 && member["id"] != nil && last["id"] == member["id"] {
			list[i] = joined(last, member)
			return list
		}
	}
	return append(list, one)
}

func valueOf(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The pages of a state, however short, are the whole when they are joined, and each is
// a seed document. What names no list stands once.
func TestPagesOfAStateAreTheWhole(t *testing.T) {
	vendors := []*simulator.Vendor{akinon.New(), altazion.New(), bridge.New(), deliveryoptimizer.New(), komet.New()}
	engine := newEngine(t, simulator.Options{}, vendors...)
	for _, v := range vendors {
		name := v.Book.Vendor
		t.Run(name, func(t *testing.T) {
			whole, err := engine.State(t.Context(), "w", name)
			if err != nil {
				t.Fatal(err)
			}
			for _, room := range []int{1, 600, 1 << 20} {
				all, pages := map[string]any{}, 0
				for from := 0; from > 0 || pages == 0; pages++ {
					page, next, err := engine.StatePage(t.Context(), "w", name, from, room)
					if err != nil {
						t.Fatal(err)
					}
					if reflect.TypeOf(page) != reflect.TypeOf(whole) || next != 0 && next <= from {
						t.Fatalf("a page from %d is a %T, and the next begins at %d", from, page, next)
					}
					all, from = joined(all, valueOf(t, page)), next
				}
				if got, want := fmt.Sprint(all), fmt.Sprint(valueOf(t, whole)); got != want {
					t.Errorf("pages of %d bytes: %s\nwant %s", room, got, want)
				}
				if room == 1 && pages < 4 || room == 1<<20 && pages != 1 {
					t.Errorf("%d pages of %d bytes", pages, room)
				}
			}
		})
	}
}

type shelf struct {
	ID    int      `json:"id"`
	Books []string `json:"books,omitempty"`
}

func (shelf) Folder() {}

// GET …/state of much is read by pages of some 4 MB.
func TestAStateIsBoundedInBytes(t *testing.T) {
	type library struct {
		Name    string         `json:"name,omitempty"`
		Shelves []shelf        `json:"shelves"`
		Cards   map[string]int `json:"cards,omitempty"`
	}
	whole := library{Name: "town", Shelves: []shelf{{ID: 1}, {ID: 2}, {ID: 3}}, Cards: map[string]int{"a": 1, "b": 2}}
	for i := range 400 {
		whole.Shelves[1].Books = append(whole.Shelves[1].Books, strings.Repeat(fmt.Sprint(i%10), 50_000))
	}
	v := toy()
	v.State = func(*simulator.Env) (any, error) { return whole, nil }
	handler, _ := controlOf(t, newEngine(t, simulator.Options{}, v), "")
	all, pages := map[string]any{}, 0
	for query := "from=0"; query != ""; pages++ {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/worlds/w/vendors/toy/state?"+query, nil))
		if w.Code != http.StatusOK || w.Body.Len() > 5<<20 {
			t.Fatalf("page %d: %d with %d bytes", pages, w.Code, w.Body.Len())
		}
		all = joined(all, valueOf(t, json.RawMessage(w.Body.Bytes())))
		query = ""
		if link := w.Header().Get("Link"); link != "" {
			query = nextPage.FindStringSubmatch(link)[1][1:]
		}
	}
	if !reflect.DeepEqual(all, valueOf(t, whole)) {
		t.Error("the pages are not the whole")
	}
	if pages != 5 {
		t.Errorf("%d pages of 20 MB", pages)
	}
	want(t, send(handler, "GET", "/worlds/w/vendors/toy/state?from=10000", ""), http.StatusOK, `{"shelves":[]}`)
}
