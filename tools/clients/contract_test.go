package main

import (
	"strings"
	"testing"
)

const small = `
paths:
  /things/{id}:
    parameters:
      - {$ref: "#/components/parameters/ID"}
    get:
      operationId: getThing
      summary: Read a thing.
      parameters:
        - {name: sortBy, in: query, schema: {type: string}}
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        default: {content: {application/json: {schema: {type: string}}}}
    post:
      operationId: renameThing
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [to], properties: {to: {type: string}}}
      responses:
        "204": {description: Done.}
  /events:
    get:
      operationId: listenToEvents
      responses:
        "200": {content: {text/event-stream: {schema: {type: string}}}}
components:
  parameters:
    ID: {name: id, in: path, required: true, schema: {type: integer}}
  schemas:
    Thing:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [big, small]}
        from: {description: "Where it came from.", type: array, items: {$ref: "#/components/schemas/Thing"}}
        either: {type: [string, "null"]}
`

// TestClientsAreWritten looks for what each language makes of a contract that has
// one of each kind.
func TestClientsAreWritten(t *testing.T) {
	c, err := readContract([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, text, wants string }{
		{"a keyword as a member", python(c), `"from": "NotRequired[list[Thing]]",`},
		{"an enum", python(c), `"kind": "Literal['big', 'small']",`},
		{"several types", python(c), `"either": "NotRequired[Any]",`},
		{"a path and a query", python(c), "def get_thing(self, id: int, *, sort_by: str | None = None) -> Thing:"},
		{"is sent", python(c), `self._send("GET", f"/things/{_part(id)}", query={"sortBy": sort_by}, form="json")`},
		{"a body without a name", python(c), "class RenameThingBody(TypedDict):\n    to: str\n"},
		{"no result", python(c), "def rename_thing(self, id: int, body: RenameThingBody) -> None:"},
		{"events", python(c), "def listen_to_events(self) -> Iterator[Any]:"},
		{"an enum", typescript(c), `kind: "big" | "small";`},
		{"a list", typescript(c), "/** Where it came from. */\n  from?: Thing[];"},
		{"several types", typescript(c), "either?: unknown;"},
		{"a path and a query", typescript(c), "getThing(id: number, query: { sortBy?: string } = {}): Promise<Thing> {"},
		{"is sent", typescript(c), "return this.send(\"GET\", `/things/${part(id)}`, { query, form: \"json\" });"},
		{"no result", typescript(c), "renameThing(id: number, body: RenameThingBody): Promise<void> {"},
		{"events", typescript(c), "listenToEvents(): Promise<AsyncIterable<unknown>> {"},
	} {
		if !strings.Contains(test.text, test.wants) {
			t.Errorf("%s: no %q in\n%s", test.name, test.wants, test.text)
		}
	}
}

func TestAnOperationNeedsAName(t *testing.T) {
	_, err := readContract([]byte("paths:\n  /x:\n    get: {responses: {}}\n"))
	if err == nil || !strings.Contains(err.Error(), "get /x: has no operationId") {
		t.Errorf("error %v", err)
	}
}
