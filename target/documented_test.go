package target

import (
	"net/http"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
)

const documentedSpec = `
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /thing:
    get:
      operationId: getThing
      responses:
        "200":
          description: A thing.
          content:
            application/json:
              schema:
                allOf:
                  - {$ref: "#/components/schemas/Named"}
                  - type: object
                    properties:
                      parts: {type: array, items: {$ref: "#/components/schemas/Named"}}
                      free: {type: object}
                      counts: {type: object, additionalProperties: {type: integer}}
components:
  schemas:
    Named: {type: object, properties: {name: {type: string}, price: {type: number}}}
`

// Two answers say the same where they differ in what the contract leaves free.
func TestDocumentedComparesWhatTheContractKnows(t *testing.T) {
	c, err := contract.Load([]byte(documentedSpec))
	if err != nil {
		t.Fatal(err)
	}
	say := func(status int, mediaType, body string) string {
		a := Answer{Operation: c.Operation("getThing"), Status: status, Header: http.Header{"Content-Type": {mediaType}}, Body: []byte(body)}
		return a.Documented()
	}
	const json = "application/json"
	plain := say(200, json, `{"name":"a","price":1.50,"parts":[{"name":"b"}],"free":{"any":1},"counts":{"x":1}}`)
	for name, tt := range map[string]struct {
		got  string
		same bool
	}{
		"order and blanks":         {say(200, json, "{\n \"counts\":{\"x\":1}, \"free\":{\"any\":1},\"parts\":[{\"name\":\"b\"}],\"price\":1.50,\"name\":\"a\"}"), true},
		"undocumented members":     {say(200, "application/JSON; charset=utf-8", `{"name":"a","price":1.50,"new":[],"parts":[{"name":"b","new":1}],"free":{"any":1},"counts":{"x":1}}`), true},
		"another value":            {say(200, json, `{"name":"A","price":1.50,"parts":[{"name":"b"}],"free":{"any":1},"counts":{"x":1}}`), false},
		"another number of digits": {say(200, json, `{"name":"a","price":1.5,"parts":[{"name":"b"}],"free":{"any":1},"counts":{"x":1}}`), false},
		"a member below":           {say(200, json, `{"name":"a","price":1.50,"parts":[{"name":"c"}],"free":{"any":1},"counts":{"x":1}}`), false},
		"a free object":            {say(200, json, `{"name":"a","price":1.50,"parts":[{"name":"b"}],"free":{"any":2},"counts":{"x":1}}`), false},
		"a member of any name":     {say(200, json, `{"name":"a","price":1.50,"parts":[{"name":"b"}],"free":{"any":1},"counts":{"y":1}}`), false},
		"another status":           {say(201, json, `{"name":"a","price":1.50,"parts":[{"name":"b"}],"free":{"any":1},"counts":{"x":1}}`), false},
		"an element more":          {say(200, json, `{"name":"a","price":1.50,"parts":[{"name":"b"},{}],"free":{"any":1},"counts":{"x":1}}`), false},
	} {
		if (tt.got == plain) != tt.same {
			t.Errorf("%s: %s and %s", name, tt.got, plain)
		}
	}
	if got := say(200, json, `no JSON`); got != "200 no JSON" {
		t.Errorf("what is no JSON is %q", got)
	}
}
