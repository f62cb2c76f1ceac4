package judge_test

import (
	"net/http"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
)

// TestLenientTakesNullForAbsent: null is no departure where the member may be
// left out, and a missing member where it may not.
func TestLenientTakesNullForAbsent(t *testing.T) {
	document := []byte(`
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /thing:
    get:
      operationId: read
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: integer}
                  note: {type: string}
                  list:
                    type: array
                    items: {type: object, properties: {code: {type: string, maxLength: 3}}}
`)
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.New(c, document)
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]int{
		`{"id": 1, "note": null}`:                            0,
		`{"id": 1, "list": [{"code": "a"}, {"code": null}]}`: 0,
		`{"id": null}`:              1,
		`{"id": 1, "list": [null]}`: 1,
		`{"id": 1, "note": null, "list": [{"code": "long"}]}`: 1,
		`{"id": 1, "note": 7}`:                                1,
	} {
		header := http.Header{"Content-Type": {"application/json"}}
		if got := j.Lenient(c.Operation("read"), "/thing", 200, header, []byte(body)); len(got) != want {
			t.Errorf("%s: %v, want %d findings", body, got, want)
		}
	}
	if got := j.Response(c.Operation("read"), "/thing", 200, http.Header{"Content-Type": {"application/json"}}, []byte(`{"id": 1, "note": null}`)); len(got) != 1 {
		t.Errorf("judged to the letter: %v, want 1 finding", got)
	}
}
