package reference

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
)

const toy = `
openapi: 3.1.0
info: {title: toy, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing
      responses:
        "200":
          description: the thing
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
    put:
      operationId: putThing
      requestBody:
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, maxLength: 5}}}}}
      responses: {"200": {description: done}, "400": {description: refused}}
components:
  schemas:
    Thing:
      type: object
      properties:
        id: {type: string}
        owner: {type: string}
        name: {type: string}
        at: {type: string}
        note: {type: string}
        tags: {type: array, items: {type: string}}
`

func toyVendor(t *testing.T) *Vendor {
	t.Helper()
	c, err := contract.Load([]byte(toy))
	if err != nil {
		t.Fatal(err)
	}
	return &Vendor{
		Contract: c,
		Outcome: func(_ string, a *Answer) string {
			if a.Status/100 == 2 {
				return Accepted
			}
			return Refused
		},
		Kinds: map[string]Kind{
			"getThing /id": Chosen, "* /owner": Chosen, "getThing /at": Present, "getThing /note": Free, "getThing /tags": Unordered,
		},
	}
}

func ok(body string) *Answer { return &Answer{Status: http.StatusOK, Body: []byte(body)} }

func TestCompare(t *testing.T) {
	for _, row := range []struct {
		name          string
		got, expected *Answer
		want          string // What of the differences
	}{
		{"the same", ok(`{"name":"a"}`), ok(`{"name":"a"}`), ""},
		{"another value", ok(`{"name":"a"}`), ok(`{"name":"b"}`), "body at /name"},
		{"another order of members, another number of digits", ok(`{"name":1.0,"tags":[]}`), ok(`{"tags":[],"name":1}`), ""},
		{"a member that is not documented", ok(`{"name":"a","x":1}`), ok(`{"name":"a"}`), ""},
		{"a documented member is missing", ok(`{}`), ok(`{"name":"a"}`), "body at /name"},
		{"a documented member is there", ok(`{"name":"a"}`), ok(`{}`), "body at /name"},
		{"null is absent", ok(`{"name":null}`), ok(`{}`), ""},
		{"values that the target chooses", ok(`{"id":"1","owner":"2"}`), ok(`{"id":"a","owner":"b"}`), ""},
		{"one chosen value for two", ok(`{"id":"1","owner":"1"}`), ok(`{"id":"a","owner":"b"}`), "body at /owner"},
		{"two chosen values for one", ok(`{"id":"1","owner":"2"}`), ok(`{"id":"a","owner":"a"}`), "body at /owner"},
		{"a time", ok(`{"at":"now"}`), ok(`{"at":"then"}`), ""},
		{"no time", ok(`{}`), ok(`{"at":"then"}`), "body at /at"},
		{"what is free", ok(`{"note":"x"}`), ok(`{"note":"y"}`), ""},
		{"another order of a list without order", ok(`{"tags":["a","b"]}`), ok(`{"tags":["b","a"]}`), ""},
		{"another element of a list without order", ok(`{"tags":["a","c"]}`), ok(`{"tags":["b","a"]}`), "body at /tags/0"},
		{"fewer elements", ok(`{"tags":["a"]}`), ok(`{"tags":["b","a"]}`), "body at /tags"},
		{"refused and not accepted", &Answer{Status: 404}, ok(`{}`), "outcome"},
		{"refused in both, in other words", &Answer{Status: 404, Body: []byte("x")}, &Answer{Status: 400, Body: []byte("y")}, ""},
		{"a server error", &Answer{Status: 500}, &Answer{Status: 400}, "status"},
		{"no answer", &Answer{Lost: "closed"}, ok(`{}`), "response"},
		{"no JSON and not the same", ok(`True`), ok(`false`), "body"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var what []string
			for _, d := range toyVendor(t).compare(&Request{Operation: "getThing"}, row.got, row.expected, NewIdentity()) {
				what = append(what, d.What)
			}
			if got := strings.Join(what, ", "); got != row.want {
				t.Errorf("differs in %q, want %q", got, row.want)
			}
		})
	}
}

func TestRequestsAreTranslated(t *testing.T) {
	i := NewIdentity()
	if !i.Bind("t 1", "m/1") || !i.Bind("7", "42") || !i.Bind("tok", "other") {
		t.Fatal("new values can't be matched")
	}
	got := i.Translate(&Request{
		Path: "/things/t%201/7", Query: "id=7&q=77", Header: http.Header{"X-Token": {"tok"}},
		Body: []byte(`{"id":7,"text":"7","list":["t 1","t 11"],"more":77}`),
	})
	for _, row := range []struct{ what, got, want string }{
		{"path", got.Path, "/things/m%2F1/42"},
		{"query", got.Query, "id=42&q=77"},
		{"header", got.Header.Get("X-Token"), "other"},
		{"body", string(got.Body), `{"id":42,"list":["m/1","t 11"],"more":77,"text":"42"}`},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %s, want %s", row.what, row.got, row.want)
		}
	}
}
