package judge

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/internal/contract/contracttest"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
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
func failures(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Note })
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
			both := func(body string) (asked, answered []Finding) {
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

func checkRefused(t *testing.T, c *contract.Contract, row contracttest.Row, body string, findings []Finding) {
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
			for _, findings := range [][]Finding{
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

// The library takes what stands beside a $ref for nothing and does not find
// what a $ref with escapes names.
func TestContractsKeepToWhatTheLibraryKnows(t *testing.T) {
	annotations := []string{"$ref", "description", "summary", "title", "default", "deprecated", "example", "examples"}
	var check func(t *testing.T, node any, at string)
	check = func(t *testing.T, node any, at string) {
		switch node := node.(type) {
		case []any:
			for i, element := range node {
				check(t, element, at+contract.Pointer(strconv.Itoa(i)))
			}
		case map[string]any:
			ref, isRef := node["$ref"].(string)
			for name, member := range node {
				check(t, member, at+contract.Pointer(name))
				if isRef && !strings.HasPrefix(name, "x-") && !slices.Contains(annotations, name) {
					t.Errorf("%s: %s stands beside a $ref", at, name)
				}
			}
			if strings.ContainsAny(ref, "%~ ") {
				t.Errorf("%s: $ref %s has escapes", at, ref)
			}
		}
	}
	for _, book := range []specs.Book{akinon.Book(), altazion.Book(), bridge.Book(), deliveryoptimizer.Book(), komet.Book()} {
		t.Run(book.Vendor, func(t *testing.T) {
			_, c := newJudge(t, book.OpenAPI)
			check(t, c.Tree(), "")
		})
	}
}

func TestFindingsComeInOneOrder(t *testing.T) {
	j, c := newJudge(t, []byte(strings.Replace(answers, "    Line: {", "    Line: {minProperties: 9, additionalProperties: false, ", 1)))
	op := c.Operation("read")
	body := []byte(`{"lines": [{"z": 1, "y": 2, "x": 3, "w": 4, "v": 5}, {"qty": "1", "code": 2}, 3],
		"map": {"a": {}, "b": {}, "c": {}, "d": 1}, "both": 1, "either": {"code": 1, "title": 2},
		"z": {"y": 1}, "y": 1, "x": 1, "w": 1, "id": 12345678901234567890.5}`)
	bodies := map[string][]byte{"by the library": []byte(strings.Replace(string(body), "12345678901234567890.5", "-1.5", 1)), "exactly": body}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			first := j.Response(op, "/1", 200, contentType("application/json"), body)
			if len(first) < 15 {
				t.Errorf("only %d findings: %+v", len(first), first)
			}
			for range 100 {
				if again := j.Response(op, "/1", 200, contentType("application/json"), body); !reflect.DeepEqual(again, first) {
					t.Fatalf("findings\n%+v, before\n%+v", again, first)
				}
			}
		})
	}
}

func TestOneJudgeServesMany(t *testing.T) {
	j, c := newJudge(t, []byte(answers))
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 20 {
				for body, want := range map[string]int{`{"id": 1}`: 0, `{}`: 1, `{"id": 12345678901234567890}`: 0, `null`: 1} {
					if findings := j.Response(c.Operation("read"), "/1", 200, contentType("application/json"), []byte(body)); len(findings) != want {
						t.Errorf("%s: findings %+v", body, findings)
					}
				}
			}
		})
	}
}

func FuzzResponse(f *testing.F) {
	for _, row := range contracttest.Rows() {
		for _, body := range slices.Concat(row.Accepted, row.Refused) {
			f.Add(200, "application/json", []byte(body))
		}
	}
	for _, body := range contracttest.NotJSON() {
		if len(body) < 10_000 {
			f.Add(400, "application/problem+json", []byte(body))
		}
	}
	for _, status := range []int{-1, 0, 99, 202, 204, 418, 502, 1000} {
		f.Add(status, "text/plain; charset=utf-8", []byte("true"))
	}
	j, c := newJudge(f, []byte(answers))
	read, all := c.Operation("read"), c.Operation("all")
	f.Fuzz(func(_ *testing.T, status int, mediaType string, body []byte) {
		j.Response(read, "/1", status, contentType(mediaType), body)
		j.Response(all, string(body), status, contentType("application/json"), body)
	})
}

// The two ways of validation say the same of every body, but for texts with
// half a surrogate pair, of which RFC 8259 says nothing.
func FuzzAgreement(f *testing.F) {
	for _, row := range contracttest.Rows() {
		for _, body := range slices.Concat(row.Accepted, row.Refused) {
			f.Add([]byte(body))
		}
	}
	for _, body := range contracttest.NotJSON() {
		if len(body) < 10_000 {
			f.Add([]byte(body))
		}
	}
	for _, body := range []string{
		`{"code": "A", "lines": [{"code": "B", "qty": 12345678901234567890}]}`, `{"n": 9007199254740993}`, `{"7": 1, "9": {"code": "A"}}`,
		`{"ack": 0}`, `[1, 1.0, 99999999999]`, `{"x": {"code": "A"}, "at": "2026-11-22T00:00:00Z"}`,
	} {
		f.Add([]byte(body))
	}
	document := contracttest.Document(contracttest.Mixture)
	j, c := newJudge(f, document)
	op := c.Operation("write")
	s, err := compiled.Compile(c, nil)
	if err != nil {
		f.Fatal(err)
	}
	surrogate := regexp.MustCompile(`(?i)\\ud[89a-f]`)
	f.Fuzz(func(t *testing.T, body []byte) {
		if surrogate.Match(body) {
			t.Skip()
		}
		asked := j.Request(op, request(t, "POST", "/thing", "application/json", string(body)), body)
		if len(body) > 0 {
			if answered := failures(j.Response(op, "/thing", 200, contentType("application/json"), body)); len(answered) != len(asked) {
				t.Errorf("%q: as a request %+v, as an answer %+v", body, asked, answered)
			}
		}
		breaches := s.Check("write", compiled.Input{ContentType: "application/json", Body: body})
		if (len(breaches) == 0) != (len(asked) == 0) {
			t.Errorf("%q: compiled %+v, judge %+v", body, breaches, asked)
		}
	})
}
