package judge

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
)

func TestResponses(t *testing.T) {
	j, c := newJudge(t, []byte(answers))
	const (
		responses = "/paths/~1{id}/get/responses"
		schemas   = "/components/schemas"
		jsonType  = "application/json"
	)
	for name, tt := range map[string]struct {
		operation   string
		path        string
		status      int
		contentType string
		body        string
		pointers    string // of the findings, a space between them; none where empty
		message     string // what one of them says
	}{
		"good":                           {"read", "/1", 200, jsonType, `{"id": 1}`, "", ""},
		"good, charset":                  {"read", "/1", 200, "application/json; charset=utf-8", `{"id": 1}`, "", ""},
		"good, capitals":                 {"read", "/1", 200, "Application/JSON;Charset=UTF-8", `{"id": 1}`, "", ""},
		"good, broken parameter":         {"read", "/1", 200, "application/json; charset", `{"id": 1}`, "", ""},
		"good, id of 20 digits":          {"read", "/1", 200, jsonType, `{"id": 18446744073709551615}`, "", ""},
		"id of 20 digits, too large":     {"read", "/1", 200, jsonType, `{"id": 18446744073709551616}`, schemas + "/Thing/properties/id", "/id maximum"},
		"escaped slash in the path":      {"read", "/a%2Fb", 200, jsonType, `{"id": 1}`, "", ""},
		"escaped colon in the path":      {"read", "/FRA%3AMAG", 200, jsonType, `{"id": 1}`, "", ""},
		"anything in the path":           {"read", "/\x7f%zz \n", 200, jsonType, `{"id": 1}`, "", ""},
		"path that a server has as well": {"versioned", "/v1/7", 200, jsonType, `{}`, schemas + "/Thing", "id"},
		"literal path beside parameter":  {"special", "/all/special", 200, jsonType, `1`, "", ""},
		"literal path, wrong":            {"special", "/all/special", 200, jsonType, `{"id": 1}`, "/paths/~1all~1special/get/responses/200/content/application~1json/schema", "integer"},

		"undocumented status":         {"read", "/1", 302, "text/html", "", responses, "no status 302"},
		"undocumented status 100":     {"read", "/1", 100, "", "", responses, "no status 100"},
		"status that is none":         {"read", "/1", 0, "", "", responses, "no status 0"},
		"status of a class":           {"read", "/1", 418, jsonType, `{"title": "t"}`, "", ""},
		"status of a class, wrong":    {"read", "/1", 418, jsonType, `{}`, schemas + "/Problem", "title"},
		"status before its class":     {"read", "/1", 404, "text/html", "<p>no</p>", "", ""},
		"class behind a reference":    {"read", "/1", 502, jsonType, `{}`, schemas + "/Problem", "title"},
		"class with HTML":             {"read", "/1", 502, "text/html", "<p>no</p>", responses + "/5XX", `"text/html", documented: application/json`},
		"default":                     {"all", "/all/1", 500, jsonType, `{"id": 1}`, "", ""},
		"default, wrong":              {"all", "/all/1", 500, jsonType, `{}`, schemas + "/Thing", "id"},
		"default, wrong content type": {"all", "/all/1", 200, "text/plain", `{"id": 1}`, "/paths/~1all~1{id}/get/responses/default", "text/plain"},

		"empty body":                   {"read", "/1", 200, jsonType, "", responses + "/200", "the body is empty"},
		"empty body without a type":    {"read", "/1", 200, "", "", responses + "/200", "the body is empty"},
		"null body":                    {"read", "/1", 200, jsonType, " null\n", schemas + "/Thing", "got null"},
		"null body where it may be":    {"read", "/1", 206, jsonType, "null", "", ""},
		"null body, anyOf":             {"read", "/1", 207, jsonType, "null", strings.Repeat(responses+"/207/content/application~1json/schema ", 2), "got null"},
		"no content type":              {"read", "/1", 200, "", `{"id": 1}`, responses + "/200", `the content type is ""`},
		"wrong content type":           {"read", "/1", 200, "text/plain", `{"id": 1}`, responses + "/200", "documented: application/json"},
		"other kind of JSON":           {"read", "/1", 200, "application/problem+json", `{"id": 1}`, responses + "/200", "application/problem+json"},
		"content type that is none":    {"read", "/1", 200, "???", `{"id": 1}`, responses + "/200", "???"},
		"two documents":                {"read", "/1", 200, jsonType, `{"id": 1}{"id": 1}`, responses + "/200", "goes on"},
		"gzip that nobody unpacked":    {"read", "/1", 200, jsonType, "\x1f\x8b\x08\x00\x00\x00\x00\x00", responses + "/200", "not valid UTF-8"},
		"204 without a body":           {"read", "/1", 204, "", "", "", ""},
		"204 with a body":              {"read", "/1", 204, jsonType, `{"id": 1}`, responses + "/204", "204 has a body of 9 bytes"},
		"nothing said of the body":     {"read", "/1", 404, "", "", "", ""},
		"no schema":                    {"read", "/1", 201, jsonType, `[null, 1e300]`, "", ""},
		"no schema, wide number":       {"read", "/1", 201, jsonType, `12345678901234567890`, "", ""},
		"no schema, broken":            {"read", "/1", 201, jsonType, `[`, responses + "/201", "not JSON"},
		"text, true":                   {"read", "/1", 202, "text/plain", "true", "", ""},
		"text, false and a line break": {"read", "/1", 202, "text/plain; charset=utf-8", "false\r\n", "", ""},
		"text, no boolean":             {"read", "/1", 202, "text/plain", "yes", responses + "/202", `"yes" is neither`},
		"text, boolean in capitals":    {"read", "/1", 202, "text/plain", "True", responses + "/202", `"True" is neither`},
		"text, boolean in quotes":      {"read", "/1", 202, "text/plain", `"true"`, responses + "/202", "neither"},
		"boolean as JSON":              {"read", "/1", 202, jsonType, "true", "", ""},
		"no boolean as JSON":           {"read", "/1", 202, jsonType, `"true"`, responses + "/202/content/application~1json/schema", "got string"},
		"free text":                    {"read", "/1", 203, "text/plain", "\x00\xff", "", ""},
		"second of two media types":    {"read", "/1", 400, "application/problem+json", `{"title": "t"}`, "", ""},
		"second of two, wrong":         {"read", "/1", 400, "application/problem+json", `{"title": 1}`, schemas + "/Problem/properties/title", "title"},
		"first of two, wrong":          {"read", "/1", 400, jsonType, `{}`, responses + "/400/content/application~1json/schema", "error"},

		"member further in":      {"read", "/1", 200, jsonType, `{"id": 1, "lines": [{"code": "A"}, {"code": 2}]}`, schemas + "/Line/properties/code", "/lines/1/code got number, want string"},
		"member of a map":        {"read", "/1", 200, jsonType, `{"id": 1, "map": {"7": {"code": 2}}}`, schemas + "/Line/properties/code", "/map/7/code"},
		"member in allOf":        {"read", "/1", 200, jsonType, `{"id": 1, "both": {"code": "A", "extra": 1}}`, schemas + "/Thing/properties/both/allOf/1/properties/extra", "/both/extra"},
		"two things wrong":       {"read", "/1", 200, jsonType, `{"id": -1, "lines": {}}`, schemas + "/Thing/properties/id " + schemas + "/Thing/properties/lines", "/id minimum"},
		"same thing twice":       {"read", "/1", 200, jsonType, `{"id": 1, "lines": [{}, {}]}`, schemas + "/Line " + schemas + "/Line", "/lines/1 missing property 'code'"},
		"wrong beside wide":      {"read", "/1", 200, jsonType, `{"id": 12345678901234567890, "lines": [{}]}`, schemas + "/Line", "/lines/0"},
		"wide where not allowed": {"read", "/1", 200, jsonType, `{"id": 99999999999999999999, "lines": []}`, schemas + "/Thing/properties/id", "maximum"},
	} {
		t.Run(name, func(t *testing.T) {
			findings := j.Response(c.Operation(tt.operation), tt.path, tt.status, contentType(tt.contentType), []byte(tt.body))
			var pointers, messages []string
			for _, f := range findings {
				pointers = append(pointers, f.Pointer)
				messages = append(messages, f.Message)
				if f.Note {
					t.Errorf("a note: %+v", f)
				}
			}
			slices.Sort(pointers)
			want := strings.Fields(tt.pointers)
			slices.Sort(want)
			if !slices.Equal(pointers, want) || !strings.Contains(strings.Join(messages, "\n"), tt.message) {
				t.Errorf("findings %+v, want them at %q, one saying %q", findings, want, tt.message)
			}
		})
	}
}

func TestResponsePointer(t *testing.T) {
	j, c := newJudge(t, []byte(answers))
	const responses = "/paths/~1{id}/get/responses"
	for status, want := range map[int][2]string{
		200: {responses + "/200", "/components/responses/Thing"},
		204: {responses + "/204", ""},
		404: {responses + "/404", ""},
		418: {responses + "/4XX", ""},
		503: {responses + "/5XX", "/components/responses/Broken"},
		302: {"", ""},
	} {
		pointer, referred := j.ResponsePointer(c.Operation("read"), status)
		if got := [2]string{pointer, referred}; got != want {
			t.Errorf("%d is described at %q, want %q", status, got, want)
		}
	}
}

func TestUndocumentedMembersAreNotes(t *testing.T) {
	j, c := newJudge(t, []byte(answers))
	for name, tt := range map[string]struct{ body, pointer, message string }{
		"none":                         {`{"id": 1, "lines": [{"code": "A", "qty": 1}]}`, "", ""},
		"at the top":                   {`{"id": 1, "x": 1}`, "/components/schemas/Thing", "undocumented member /x"},
		"name in another case":         {`{"id": 1, "ID": 1}`, "/components/schemas/Thing", "undocumented member /ID"},
		"name with escapes":            {`{"id": 1, "a/b~": 1}`, "/components/schemas/Thing", "undocumented member /a~1b~0"},
		"in an element":                {`{"id": 1, "lines": [{"code": "A"}, {"code": "A", "x": {"y": 1}}]}`, "/components/schemas/Line", "undocumented member /lines/1/x"},
		"in a map":                     {`{"id": 1, "map": {"any": {"code": "A", "x": 1}}}`, "/components/schemas/Line", "undocumented member /map/any/x"},
		"name of a map":                {`{"id": 1, "map": {"any": {"code": "A"}}}`, "", ""},
		"where others are allowed":     {`{"id": 1, "free": {"x": 1}}`, "", ""},
		"documented by a branch":       {`{"id": 1, "both": {"code": "A", "extra": true}}`, "", ""},
		"in no branch of allOf":        {`{"id": 1, "both": {"code": "A", "x": 1}}`, "/components/schemas/Thing/properties/both", "undocumented member /both/x"},
		"documented by either":         {`{"id": 1, "either": {"title": "t"}}`, "", ""},
		"in neither":                   {`{"id": 1, "either": {"title": "t", "x": 1}}`, "/components/schemas/Thing/properties/either", "undocumented member /either/x"},
		"beside a number of 20 digits": {`{"id": 12345678901234567890, "x": 1}`, "/components/schemas/Thing", "undocumented member /x"},
	} {
		t.Run(name, func(t *testing.T) {
			findings := j.Response(c.Operation("read"), "/1", 200, contentType("application/json"), []byte(tt.body))
			switch {
			case tt.pointer == "" && len(findings) > 0:
				t.Errorf("findings %+v, want none", findings)
			case tt.pointer != "" && (len(findings) != 1 || !findings[0].Note || findings[0].Pointer != tt.pointer || findings[0].Message != tt.message):
				t.Errorf("findings %+v, want a note of %s: %s", findings, tt.pointer, tt.message)
			}
		})
	}
}

const requests = `
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: "https://t.example.test/orders"}]
paths:
  /orders/{id}:
    parameters:
      - $ref: "#/components/parameters/Id"
      - {name: page, in: query, schema: {type: integer, minimum: 1, maximum: 18446744073709551615}}
    get:
      operationId: read
      parameters:
        - {name: X-Token, in: header, required: true, schema: {type: string}}
        - {name: X-Count, in: header, schema: {type: integer}}
        - {name: day, in: query, required: true, schema: {type: string, format: date}}
        - {name: state, in: query, schema: {$ref: "#/components/schemas/State"}}
        - {name: amount, in: query, schema: {type: number, multipleOf: 0.01}}
        - {name: numbers, in: query, schema: {type: string, maxLength: 5}}
    post:
      operationId: write
      requestBody: {$ref: "#/components/requestBodies/Order"}
    put:
      operationId: optional
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/problem+json: {schema: {type: array}}
          text/plain: {schema: {type: string}}
  /numbers/{n}: {get: {operationId: number, parameters: [{name: n, in: path, required: true, schema: {type: integer, exclusiveMinimum: 0, maximum: 18446744073709551615}}]}}
  /plain: {get: {operationId: plain}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, pattern: "^[a-z0-9/: .-]+$", maxLength: 36}}
  requestBodies:
    Order: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
  schemas:
    State: {type: string, enum: [Pending Approval, Approved]}
    Order: {type: object, required: [code, qty], properties: {code: {type: string}, qty: {type: integer, minimum: 1}}}
`

// TestManyUndocumentedMembers: 60,000 of them in one body were 60,000 findings, which
// took minutes of whoever compared them. A hundred are named, the others counted.
func TestManyUndocumentedMembers(t *testing.T) {
	j, c := newJudge(t, []byte(answers))
	var body strings.Builder
	body.WriteString(`{"id": 1`)
	for i := range 60_000 {
		fmt.Fprintf(&body, `,"m%d":{"a":[%d]}`, i, i)
	}
	body.WriteString("}")
	header := http.Header{"Content-Type": {"application/json"}}
	findings := j.Response(c.Operation("read"), "/1", 200, header, []byte(body.String()))
	if len(findings) != 101 {
		t.Fatalf("%d findings", len(findings))
	}
	for _, f := range findings {
		if !f.Note {
			t.Errorf("%+v is no note", f)
		}
	}
	if !slices.ContainsFunc(findings, func(f contract.Finding) bool { return f.Message == "59900 more undocumented members" }) {
		t.Errorf("the others are not counted: %v", findings)
	}
}
