package openapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/openapi"
)

// books may have an id of the caller's own, and a count that nothing tells.
const books = `
openapi: 3.1.0
info: {title: Books, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      parameters: [{name: shelf, in: query, schema: {type: string}}]
      responses:
        "200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}}}
    post:
      operationId: addBook
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
      responses:
        "201": {$ref: "#/components/responses/Book"}
        "400": {$ref: "#/components/responses/Problem"}
        "409": {$ref: "#/components/responses/Problem"}
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBook
      responses: {"200": {$ref: "#/components/responses/Book"}, "404": {$ref: "#/components/responses/Problem"}}
    patch:
      operationId: changeBook
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {shelf: {type: string}}}}}}
      responses: {"200": {$ref: "#/components/responses/Book"}, "404": {$ref: "#/components/responses/Problem"}}
    delete:
      operationId: dropBook
      responses: {"204": {description: Gone.}, "404": {$ref: "#/components/responses/Problem"}}
  /opening-hours:
    get:
      operationId: openingHours
      responses:
        "200": {description: When., content: {application/json: {schema: {type: object}, example: {monday: 9-17}}}}
  /notes:
    get:
      operationId: listNotes
      responses: {"200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Note"}}}}}}
    post:
      operationId: addNote
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
      responses: {"201": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getNote
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}}
components:
  responses:
    Book: {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
    Problem: {description: Why not., content: {application/problem+json: {schema: {type: object, properties: {title: {type: string}, status: {type: integer}, detail: {type: string}}}}}}
  schemas:
    Book:
      type: object
      required: [title]
      properties: {id: {type: string}, title: {type: string, minLength: 1}, shelf: {type: string}}
    Note:
      type: object
      required: [text]
      properties: {id: {type: string}, text: {type: string}}
`

// library is a simulator of that document.
type library struct {
	t      *testing.T
	engine *simulator.Engine
}

func newLibrary(t *testing.T) library {
	t.Helper()
	v, err := openapi.Read(fstest.MapFS{"books.yaml": {Data: []byte(books)}}, "books.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1}, v)
	if err != nil {
		t.Fatal(err)
	}
	return library{t, engine}
}

// send sends a request, wants a status, and returns what the body is.
func (l library) send(status int, method, path, body string) any {
	l.t.Helper()
	req, err := http.NewRequestWithContext(l.t.Context(), method, "http://localhost/books"+path, strings.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := simulator.Transport{Handler: l.engine}.RoundTrip(req)
	if err != nil {
		l.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	if resp.StatusCode != status {
		l.t.Fatalf("%s %s: %d, want %d: %s", method, path, resp.StatusCode, status, raw)
	}
	var value any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &value); err != nil {
			l.t.Fatalf("%s %s: %v: %s", method, path, err, raw)
		}
	}
	return value
}

// member is a member of an object; nil where it is none.
func member(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}

// TestAnEntityLives follows one from its creation to its end.
func TestAnEntityLives(t *testing.T) {
	l := newLibrary(t)
	id, _ := member(l.send(http.StatusCreated, "POST", "/books", `{"title": "Emma", "shelf": "A"}`), "id").(string)
	if id == "" {
		t.Fatal("the answer shows no id")
	}
	l.send(http.StatusCreated, "POST", "/books", `{"title": "Persuasion", "shelf": "B"}`)
	if got := member(l.send(http.StatusOK, "GET", "/books/"+id, ""), "title"); got != "Emma" {
		t.Errorf("read: %v", got)
	}
	if all, _ := l.send(http.StatusOK, "GET", "/books", "").([]any); len(all) != 2 {
		t.Errorf("listed: %v", all)
	}
	if some, _ := l.send(http.StatusOK, "GET", "/books?shelf=B", "").([]any); len(some) != 1 || member(some[0], "title") != "Persuasion" {
		t.Errorf("filtered: %v", some)
	}
	changed := l.send(http.StatusOK, "PATCH", "/books/"+id, `{"shelf": "C"}`)
	if member(changed, "shelf") != "C" || member(changed, "title") != "Emma" {
		t.Errorf("changed: %v", changed)
	}
	l.send(http.StatusNoContent, "DELETE", "/books/"+id, "")
	for _, method := range []string{"GET", "DELETE"} {
		l.send(http.StatusNotFound, method, "/books/"+id, "")
	}
	if all, _ := l.send(http.StatusOK, "GET", "/books", "").([]any); len(all) != 1 {
		t.Errorf("listed once it is gone: %v", all)
	}
}

func TestRefusals(t *testing.T) {
	l := newLibrary(t)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"an unknown id is read", "GET", "/books/nobody", "", http.StatusNotFound},
		{"an unknown id is changed", "PATCH", "/books/nobody", `{"shelf": "A"}`, http.StatusNotFound},
		{"a required member is missing", "POST", "/books", `{}`, http.StatusBadRequest},
		{"a text is too short", "POST", "/books", `{"title": ""}`, http.StatusBadRequest},
		{"no JSON", "POST", "/books", `{"title`, http.StatusBadRequest},
		{"a path that is not there", "GET", "/shelves", "", http.StatusNotFound},
		{"a method that is not there", "PUT", "/books/1", "", http.StatusMethodNotAllowed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := library{t, l.engine}
			if got := l.send(tt.status, tt.method, tt.path, tt.body); member(got, "status") != nil && member(got, "status") != float64(tt.status) {
				t.Errorf("the problem says %v", got)
			}
		})
	}
}

// TestAnIDInUse is refused where the document has 409 for it. Where it does not,
// nothing says what follows: the entity is written anew.
func TestAnIDInUse(t *testing.T) {
	l := newLibrary(t)
	l.send(http.StatusCreated, "POST", "/books", `{"id": "emma", "title": "Emma"}`)
	l.send(http.StatusConflict, "POST", "/books", `{"id": "emma", "title": "Another"}`)
	if got := member(l.send(http.StatusOK, "GET", "/books/emma", ""), "title"); got != "Emma" {
		t.Errorf("after the refusal it is %v", got)
	}
	l.send(http.StatusNoContent, "DELETE", "/books/emma", "")
	l.send(http.StatusCreated, "POST", "/books", `{"id": "emma", "title": "Another"}`)
	for range 2 {
		l.send(http.StatusCreated, "POST", "/notes", `{"id": "n", "text": "Return it."}`)
	}
}

// TestExamplesAreMarked: what nothing creates is answered from an example, and the
// journal tells.
func TestExamplesAreMarked(t *testing.T) {
	l := newLibrary(t)
	if got := member(l.send(http.StatusOK, "GET", "/opening-hours", ""), "monday"); got != "9-17" {
		t.Errorf("%v", got)
	}
	l.send(http.StatusOK, "GET", "/books", "")
	entries, err := l.engine.Journal(t.Context(), simulator.DefaultWorld, journal.Filter{})
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		marked := false
		for _, c := range e.Consulted {
			marked = marked || c.Rule == "books/answered-from-examples"
		}
		if want := e.Operation == "openingHours"; marked != want {
			t.Errorf("%s: marked %v", e.Operation, marked)
		}
	}
}
