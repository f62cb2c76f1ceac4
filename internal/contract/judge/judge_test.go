package judge

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/contracttest"
)

func newJudge(t testing.TB, document []byte) (*Judge, *contract.Contract) {
	t.Helper()
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	j, err := New(c, document)
	if err != nil {
		t.Fatal(err)
	}
	return j, c
}

func contentType(value string) http.Header { return http.Header{"Content-Type": {value}} }

func request(t testing.TB, method, target, contentType, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

// failures are the findings that are no notes.
func failures(findings []contract.Finding) []contract.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f contract.Finding) bool { return f.Note })
}

// Each body goes through both doors, as a request and as an answer.
func TestKeywords(t *testing.T) {
	for _, row := range contracttest.Rows() {
		t.Run(row.Name, func(t *testing.T) {
			if row.Name == "$ref with company" || row.Name == "$ref with escapes" {
				t.Skip("the library does not know it; TestContractsKeepToWhatTheLibraryKnows")
			}
			j, c := newJudge(t, contracttest.Document(row.Schema))
			op := c.Operation("write")
			both := func(body string) (asked, answered []contract.Finding) {
				asked = j.Request(op, request(t, "POST", "/thing", "application/json", body), []byte(body))
				return asked, failures(j.Response(op, "/thing", 200, contentType("application/json"), []byte(body)))
			}
			for _, accepted := range row.Accepted {
				if asked, answered := both(accepted); len(asked)+len(answered) > 0 {
					t.Errorf("%s is refused: as a request %+v, as an answer %+v", accepted, asked, answered)
				}
			}
			for _, refused := range row.Refused {
				asked, answered := both(refused)
				checkRefused(t, c, row, refused, asked)
				checkRefused(t, c, row, refused, answered)
			}
		})
	}
}

// TestLeapSecondsInAnswers holds that an answer may have one, as RFC 3339 does.
func TestLeapSecondsInAnswers(t *testing.T) {
	j, c := newJudge(t, contracttest.Document(`{"format": "date-time"}`))
	for _, text := range []string{`"2016-12-31T23:59:60Z"`, `"2017-01-01T00:59:60+01:00"`} {
		if found := failures(j.Response(c.Operation("write"), "/thing", 200, contentType("application/json"), []byte(text))); len(found) > 0 {
			t.Errorf("%s: %+v", text, found)
		}
	}
}

func checkRefused(t *testing.T, c *contract.Contract, row contracttest.Row, body string, findings []contract.Finding) {
	t.Helper()
	if len(findings) == 0 {
		t.Errorf("%s is accepted", body)
	}
	for _, f := range findings {
		if at := contract.Pointer(f.At...); at != row.At && row.At != "*" || f.Message == "" {
			t.Errorf("%s: finding %+v, want it at %q", body, f, row.At)
		}
		if _, err := c.Resolve(f.Pointer); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestBytes(t *testing.T) {
	j, c := newJudge(t, contracttest.Document("{}"))
	op := c.Operation("write")
	for name, body := range contracttest.JSON() {
		t.Run(name, func(t *testing.T) {
			if findings := j.Response(op, "/thing", 200, contentType("application/json"), []byte(body)); len(findings) > 0 {
				t.Errorf("answer: %+v", findings)
			}
			if findings := j.Request(op, request(t, "POST", "/thing", "application/json", body), []byte(body)); len(findings) > 0 {
				t.Errorf("request: %+v", findings)
			}
		})
	}
	for name, body := range contracttest.NotJSON() {
		t.Run(name, func(t *testing.T) {
			for _, findings := range [][]contract.Finding{
				j.Response(op, "/thing", 200, contentType("application/json"), []byte(body)),
				j.Request(op, request(t, "POST", "/thing", "application/json", body), []byte(body)),
			} {
				if len(findings) != 1 || findings[0].Note || !strings.HasPrefix(findings[0].Message, "the body ") || len(findings[0].Message) > 300 {
					t.Errorf("findings %+v, want one of the body", findings)
				}
			}
		})
	}
}

const answers = `
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: "https://t.example.test/v1"}]
paths:
  /v1/{id}: {get: {operationId: versioned, responses: {"200": {$ref: "#/components/responses/Thing"}}}}
  /{id}:
    get:
      operationId: read
      responses:
        "200": {$ref: "#/components/responses/Thing"}
        "201": {description: free, content: {application/json: {}}}
        "202": {description: text, content: {text/plain: {schema: {type: boolean}}, application/json: {schema: {type: boolean}}}}
        "203": {description: text, content: {text/plain: {schema: {type: string}}}}
        "204": {description: nothing}
        "206": {description: null, content: {application/json: {schema: {type: [object, "null"]}}}}
        "207": {description: anything or no null, content: {application/json: {schema: {anyOf: [{type: object}, {type: array}]}}}}
        "400": {description: two, content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}, application/json: {schema: {type: object, required: [error], properties: {error: {}}}}}}
        "404": {description: nothing is said}
        "4XX": {description: other, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
        "5XX": {$ref: "#/components/responses/Broken"}
  /all/{id}: {get: {operationId: all, responses: {default: {$ref: "#/components/responses/Thing"}}}}
  /all/special: {get: {operationId: special, responses: {"200": {description: d, content: {application/json: {schema: {type: integer}}}}}}}
components:
  responses:
    Thing: {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
    Broken: {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
  schemas:
    Problem: {type: object, required: [title], properties: {title: {type: string}}}
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: integer, minimum: 0, maximum: 18446744073709551615}
        lines: {type: array, items: {$ref: "#/components/schemas/Line"}}
        map: {type: object, additionalProperties: {$ref: "#/components/schemas/Line"}}
        free: {type: object, properties: {a: {}}, additionalProperties: true}
        both:
          allOf: [{$ref: "#/components/schemas/Line"}, {type: object, properties: {extra: {type: boolean}}}]
        either: {oneOf: [{$ref: "#/components/schemas/Line"}, {$ref: "#/components/schemas/Problem"}]}
    Line: {type: object, required: [code], properties: {code: {type: string}, qty: {type: integer}}}
`

func TestRequests(t *testing.T) {
	j, c := newJudge(t, []byte(requests))
	const (
		good  = `{"code": "A", "qty": 1}`
		day   = "day=2026-11-22"
		order = "/components/requestBodies/Order"
		read  = "/paths/~1orders~1{id}/get"
	)
	for name, tt := range map[string]struct {
		operation   string
		method      string
		target      string
		header      string // "Name: value", one a line
		contentType string
		body        string
		pointer     string // of the one finding; none where empty
		message     string
	}{
		"all that is required":       {"read", "GET", "/orders/1?" + day, "X-Token: a", "", "", "", ""},
		"operation without anything": {"plain", "GET", "/plain", "", "", "", "", ""},
		"unknown query parameter":    {"read", "GET", "/orders/1?x=1&" + day, "X-Token: a", "", "", "", ""},
		"path that is another's":     {"plain", "GET", "/orders/1", "", "", "", "/paths/~1plain/get", "not one of plain"},
		"method that is another's":   {"read", "POST", "/orders/1", "", "", "", read, "not one of read"},

		"path, escapes":                   {"read", "GET", "/orders/a%2Fb%3Ac?" + day, "X-Token: a", "", "", "", ""},
		"path, space":                     {"read", "GET", "/orders/a%20b?" + day, "X-Token: a", "", "", "", ""},
		"path, escaped letter of literal": {"read", "GET", "/%6Frders/1?" + day, "X-Token: a", "", "", "", ""},
		"path, wrong":                     {"read", "GET", "/orders/A?" + day, "X-Token: a", "", "", read, "id: "},
		"path, braces":                    {"read", "GET", "/orders/%7Bid%7D?" + day, "X-Token: a", "", "", read, "id: "},
		"path, number":                    {"number", "GET", "/numbers/7", "", "", "", "", ""},
		"path, number of 20 digits":       {"number", "GET", "/numbers/18446744073709551615", "", "", "", "", ""},
		"path, number too large":          {"number", "GET", "/numbers/18446744073709551616", "", "", "", "/paths/~1numbers~1{n}/get/parameters/0/schema", "n: "},
		"path, number too small":          {"number", "GET", "/numbers/0", "", "", "", "/paths/~1numbers~1{n}/get", "n: "},
		"path, no number":                 {"number", "GET", "/numbers/x", "", "", "", "/paths/~1numbers~1{n}/get", "'n'"},
		"path, number with a fraction":    {"number", "GET", "/numbers/1.5", "", "", "", "/paths/~1numbers~1{n}/get", "'n'"},
		"query, missing":                  {"read", "GET", "/orders/1", "X-Token: a", "", "", read, "'day'"},
		"query, 30 February":              {"read", "GET", "/orders/1?day=2026-02-30", "X-Token: a", "", "", read, "day: "},
		"query, empty":                    {"read", "GET", "/orders/1?day=", "X-Token: a", "", "", read, "day: "},
		"query, enum with a space":        {"read", "GET", "/orders/1?state=Pending+Approval&" + day, "X-Token: a", "", "", "", ""},
		"query, enum, wrong":              {"read", "GET", "/orders/1?state=approved&" + day, "X-Token: a", "", "", read, "'state'"},
		"query, comma and colon":          {"read", "GET", "/orders/1?numbers=1,%3A&" + day, "X-Token: a", "", "", "", ""},
		"query, five code points":         {"read", "GET", "/orders/1?numbers=%C3%A4%C3%B6%C3%BC%C3%9F%C3%A9&" + day, "X-Token: a", "", "", "", ""},
		"query, six code points":          {"read", "GET", "/orders/1?numbers=abcdef&" + day, "X-Token: a", "", "", read, "numbers: "},
		"query, integer":                  {"read", "GET", "/orders/1?page=7&" + day, "X-Token: a", "", "", "", ""},
		"query, integer of 20 digits":     {"read", "GET", "/orders/1?page=18446744073709551615&" + day, "X-Token: a", "", "", "", ""},
		"query, integer too large":        {"read", "GET", "/orders/1?page=18446744073709551616&" + day, "X-Token: a", "", "", "/paths/~1orders~1{id}/parameters/1/schema", "page: "},
		"query, integer too small":        {"read", "GET", "/orders/1?page=0&" + day, "X-Token: a", "", "", read, "page: "},
		"query, no integer":               {"read", "GET", "/orders/1?page=one&" + day, "X-Token: a", "", "", read, "'page'"},
		"query, fraction":                 {"read", "GET", "/orders/1?page=1.5&" + day, "X-Token: a", "", "", read, "'page'"},
		"query, number":                   {"read", "GET", "/orders/1?amount=0.07&" + day, "X-Token: a", "", "", "", ""},
		"query, number, too many places":  {"read", "GET", "/orders/1?amount=1.005&" + day, "X-Token: a", "", "", read, "amount: "},
		"header, missing":                 {"read", "GET", "/orders/1?" + day, "", "", "", read, "'X-Token'"},
		"header, name in another case":    {"read", "GET", "/orders/1?" + day, "x-token: a", "", "", "", ""},
		"header, integer":                 {"read", "GET", "/orders/1?" + day, "X-Token: a\nX-Count: 7", "", "", "", ""},
		"header, no integer":              {"read", "GET", "/orders/1?" + day, "X-Token: a\nX-Count: x", "", "", read, "'X-Count'"},

		"body":                          {"write", "POST", "/orders/1", "", "application/json", good, "", ""},
		"body, charset":                 {"write", "POST", "/orders/1", "", "application/json; charset=utf-8", good, "", ""},
		"body, media type in capitals":  {"write", "POST", "/orders/1", "", "Application/JSON", good, "", ""},
		"body, missing":                 {"write", "POST", "/orders/1", "", "application/json", "", order, "the body is empty"},
		"body, missing with its type":   {"write", "POST", "/orders/1", "", "", "", order, "the body is empty"},
		"body, null":                    {"write", "POST", "/orders/1", "", "application/json", "null", "/components/schemas/Order", "got null"},
		"body, wrong content type":      {"write", "POST", "/orders/1", "", "text/plain", good, order, `"text/plain"`},
		"body, without content type":    {"write", "POST", "/orders/1", "", "", good, order, `""`},
		"body, other kind of JSON":      {"write", "POST", "/orders/1", "", "application/problem+json", good, order, "documented: application/json"},
		"body, broken":                  {"write", "POST", "/orders/1", "", "application/json", good + "}", order, "goes on"},
		"body, further in":              {"write", "POST", "/orders/1", "", "application/json", `{"code": "A", "qty": 0}`, "/components/schemas/Order/properties/qty", "/qty minimum"},
		"body, optional, missing":       {"optional", "PUT", "/orders/1", "", "", "", "", ""},
		"body, optional, only the type": {"optional", "PUT", "/orders/1", "", "application/json", "", "", ""},
		"body, optional, wrong":         {"optional", "PUT", "/orders/1", "", "application/json", "[]", "/paths/~1orders~1{id}/put/requestBody/content/application~1json/schema", "got array"},
		"body, of the second type":      {"optional", "PUT", "/orders/1", "", "application/problem+json", "[]", "", ""},
		"body, text":                    {"optional", "PUT", "/orders/1", "", "text/plain", "{", "", ""},
		"body where none is said":       {"plain", "GET", "/plain", "", "application/json", "{", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := request(t, tt.method, "http://t.example.test"+tt.target, tt.contentType, tt.body)
			for _, line := range strings.Split(tt.header, "\n") {
				if name, value, found := strings.Cut(line, ": "); found {
					r.Header.Set(name, value)
				}
			}
			findings := j.Request(c.Operation(tt.operation), r, []byte(tt.body))
			if tt.pointer == "" {
				if len(findings) > 0 {
					t.Errorf("findings %+v, want none", findings)
				}
				return
			}
			if len(findings) != 1 || findings[0].Pointer != tt.pointer || !strings.Contains(findings[0].Message, tt.message) {
				t.Errorf("findings %+v, want one of %s saying %q", findings, tt.pointer, tt.message)
			}
		})
	}
}
