package document_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/document"
)

func TestReadTheShapes(t *testing.T) {
	for name, test := range map[string]struct {
		folder, file, slug string
		pointer, at        string
		from               string
	}{
		"3.0 in JSON":      {"crud", "openapi.json", "contacts", "/components/schemas/Contact/properties/weight/exclusiveMinimum", "", "openapi.json"},
		"with a file more": {"nested", "openapi.yaml", "boards", "/paths/~1boards/get/responses/400/content/application~1json/schema", "/responses/Wrong/content/application~1json/schema", "common.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := document.Read(os.DirFS("../../../examples/shapes/"+test.folder), test.file)
			if err != nil {
				t.Fatal(err)
			}
			if d.Slug != test.slug {
				t.Errorf("slug %s", d.Slug)
			}
			node, err := contract.Find(d.Tree, test.pointer)
			if err != nil {
				t.Fatal(err)
			}
			file, at, line := d.Place(test.pointer)
			t.Logf("%v at %s %s:%d", node, file, at, line)
			if file != test.from || line == 0 || test.at != "" && at != test.at {
				t.Errorf("place %s %s line %d", file, at, line)
			}
			if strings.Contains(string(d.JSON), "nullable") || strings.Contains(string(d.JSON), ".yaml#") {
				t.Error("nullable, or a reference to a file, is left")
			}
		})
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"createOrder": "create-order", "Orders & More (v2)": "orders-more-v2", "getHTTPStatus": "get-http-status", "parcel.get": "parcel-get",
	} {
		if got := document.Slug(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestReadOnlyMembers has a member that is required and only responses have.
func TestReadOnlyMembers(t *testing.T) {
	d, err := document.Read(fstest.MapFS{"api.yaml": {Data: []byte(`
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"201": {description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
components:
  schemas:
    Thing: {type: object, required: [id, name], properties: {id: {type: string, readOnly: true}, name: {type: string}}}
`)}}, "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"/components/schemas/Thing/required":        "[id name]",
		"/components/schemas/ThingToWrite/required": "[name]",
		"/paths/~1things/post/operationId":          "postThings",
	} {
		got, err := contract.Find(d.Tree, at)
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s: %v %v, want %s", at, got, err, want)
		}
	}
	if _, at, line := d.Place("/components/schemas/ThingToWrite/properties/name"); at != "/components/schemas/Thing/properties/name" || line != 11 {
		t.Errorf("place %s, line %d", at, line)
	}
}
