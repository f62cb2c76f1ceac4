package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/contract/difference"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const ours = `openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /order:
    post:
      operationId: createOrder
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                qty: {type: integer}
                note: {type: string, maxLength: 200}
      responses: {"200": {description: ok}}
`

func book() specs.Book {
	return specs.Book{Vendor: "toy", OpenAPI: []byte(ours), Rules: []*specs.Rule{
		{ID: "toy/note-length", Operations: []string{"createOrder"}, Schema: []string{"/paths/~1order/post/requestBody/content/application~1json/schema/properties/note/maxLength"}},
		{ID: "toy/other", Operations: []string{"createOrder"}},
		{ID: "toy/elsewhere", Operations: []string{"getOrder"}},
	}}
}

func TestCompare(t *testing.T) {
	theirs := strings.NewReplacer("maxLength: 200", "maxLength: 100", `responses:`, "summary: x\n      responses:").Replace(ours) +
		"  /new:\n    get:\n      responses: {\"200\": {description: ok}}\n"
	found, err := difference.Compare(book(), []byte(theirs), "theirs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 2 || !found[0].Breaking || found[0].Operation != "createOrder" || !strings.Contains(found[0].Text, "100") {
		t.Fatalf("got %+v", found)
	}
	if !slices.Equal(found[0].Rules, []string{"toy/note-length"}) || found[0].Of != 2 {
		t.Errorf("rules %q of %d, want that of the note, of 2", found[0].Rules, found[0].Of)
	}
	last := found[len(found)-1]
	if last.Breaking || last.Path != "/new" || last.Operation != "" {
		t.Errorf("last %+v, want the operation that is new", last)
	}
}

func TestTheSameHasNoDifferences(t *testing.T) {
	found, err := difference.Compare(deliveryoptimizer.Book(), deliveryoptimizer.Book().OpenAPI, "same.yaml")
	if err != nil || len(found) > 0 {
		t.Errorf("%v, %+v", err, found)
	}
}

func TestMistakes(t *testing.T) {
	for _, test := range []struct{ name, text, says string }{
		{"no YAML", "{", "no OpenAPI document"},
		{"nothing", "", "no OpenAPI document"},
		{"another document", strings.Replace(ours, "{type: integer}", "{$ref: other.yaml}", 1), "is another document, which is not read"},
		{"the network", strings.Replace(ours, "{type: integer}", "{$ref: 'http://127.0.0.1:1/x.yaml'}", 1), "is another document, which is not read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := difference.Compare(book(), []byte(test.text), "theirs.yaml")
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v, %+v; want an error that says %q", err, found, test.says)
			}
		})
	}
}
