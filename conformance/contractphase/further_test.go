package contractphase_test

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

const listsContract = `
openapi: 3.1.0
info: {title: lists, version: "1"}
paths:
  /orders:
    post:
      operationId: order
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
                kind: {type: string, enum: [open, closed]}
                urgent: {type: boolean}
                lines:
                  type: array
                  items:
                    type: object
                    required: [code]
                    properties:
                      code: {type: string, maxLength: 5}
                      parts: {type: array, items: {type: integer}}
      responses: {"200": {description: done}}
`

// TestSecondElementsAreVaried wants a breach of each constraint in the second
// element of a list, and in those of the list in it.
func TestSecondElementsAreVaried(t *testing.T) {
	sent := variantsOf(t, `{"lines": [{"code": "a", "parts": [1, 2]}, {"code": "b", "parts": [3, 4]}]}`)
	for place, body := range map[string]string{
		"/lines/1/code: left out":                      `{"lines":[{"code":"a","parts":[1,2]},{"parts":[3,4]}]}`,
		"/lines/1/code: 6 characters":                  `{"lines":[{"code":"a","parts":[1,2]},{"code":"xxxxxb","parts":[3,4]}]}`,
		"/lines/0/parts/1: a text in place of integer": `{"lines":[{"code":"a","parts":[1,"text"]},{"code":"b","parts":[3,4]}]}`,
		"/lines/1/parts/0: a text in place of integer": `{"lines":[{"code":"a","parts":[1,2]},{"code":"b","parts":["text",4]}]}`,
	} {
		if sent[place] != body {
			t.Errorf("%s sends %s, want %s", place, sent[place], body)
		}
	}
}

// TestSpellingsAndTexts wants the documented words in other letters and with a
// blank, words that begin like them, and booleans as texts.
func TestSpellingsAndTexts(t *testing.T) {
	sent := variantsOf(t, `{"kind": "open", "urgent": true}`)
	for _, body := range []string{
		`{"kind":"OPEN","urgent":true}`, `{"kind":"open ","urgent":true}`, `{"kind":"ope","urgent":true}`, `{"kind":"openx","urgent":true}`,
		`{"kind":"open","urgent":"true"}`, `{"kind":"open","urgent":"false"}`, `{"kind":"open","urgent":"1"}`, `{"kind":"open","urgent":1}`,
	} {
		found := false
		for _, one := range sent {
			found = found || one == body
		}
		if !found {
			t.Errorf("%s is not sent", body)
		}
	}
}

// TestSpellingIsTheServersChoice holds that no rule settles another spelling of a
// listed word, unless it says so.
func TestSpellingIsTheServersChoice(t *testing.T) {
	book := specs.Book{Rules: []*specs.Rule{{ID: "v/words", Binds: specs.Server, Schema: []string{"/enum"}}}}
	if rule := book.Settles("/enum", specs.Unlisted, false); rule == nil {
		t.Error("no rule settles a word that is not listed")
	}
	if rule := book.Settles("/enum", specs.Spelling, false); rule != nil {
		t.Errorf("%s settles another spelling", rule.ID)
	}
}

// variantsOf returns the bodies that are sent in place of one, by the names of
// the variants.
func variantsOf(t *testing.T, body string) map[string]string {
	t.Helper()
	c, err := contract.Load([]byte(listsContract))
	if err != nil {
		t.Fatal(err)
	}
	op := c.Operation("order")
	constraints, err := contractphase.Constraints(c, op)
	if err != nil {
		t.Fatal(err)
	}
	sent := map[string]string{}
	for _, one := range constraints {
		for _, v := range one.Variants() {
			call := &contractphase.Call{}
			decoder := json.NewDecoder(strings.NewReader(body))
			decoder.UseNumber()
			if err := decoder.Decode(&call.Body); err != nil {
				t.Fatal(err)
			}
			req, _, err := v.Request(context.Background(), "http://x.test", op, call)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(req.Body)
			if err != nil {
				t.Fatal(err)
			}
			sent[v.Name] = string(text)
		}
	}
	return sent
}
