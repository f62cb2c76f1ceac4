package compiled

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/contracttest"
)

// compile compiles a document without what the pointers name.
func compile(t testing.TB, document []byte, without ...string) *Schemas {
	t.Helper()
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Compile(c, without)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func body(text string) Input { return Input{ContentType: "application/json", Body: []byte(text)} }

// brokenKeywords lists the pointers of the breaches, each once.
func brokenKeywords(breaches []contract.Breach) []string {
	pointers := map[string]bool{}
	for _, b := range breaches {
		pointers[b.Pointer] = true
	}
	return slices.Sorted(maps.Keys(pointers))
}

func TestKeywords(t *testing.T) {
	for _, row := range contracttest.Rows() {
		t.Run(row.Name, func(t *testing.T) {
			document := contracttest.Document(row.Schema)
			s := compile(t, document)
			for _, accepted := range row.Accepted {
				if breaches := s.Check("write", body(accepted)); len(breaches) > 0 {
					t.Errorf("%s is refused: %+v", accepted, breaches)
				}
			}
			for _, refused := range row.Refused {
				checkRefused(t, row, document, s.Check("write", body(refused)), refused)
			}
		})
	}
}

func checkRefused(t *testing.T, row contracttest.Row, document []byte, breaches []contract.Breach, refused string) {
	t.Helper()
	var want []string
	for _, pointer := range row.Pointers {
		if !strings.HasPrefix(pointer, "/components/") {
			pointer = contracttest.SchemaPointer + pointer
		}
		want = append(want, pointer)
	}
	slices.Sort(want)
	if got := brokenKeywords(breaches); !slices.Equal(got, want) {
		t.Errorf("%s breaks %q, want %q", refused, got, want)
	}
	at := row.At
	if at == "" {
		at = "body"
	}
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaches {
		if b.At != at && at != "*" || b.Message == "" {
			t.Errorf("%s: breach at %q with message %q, want it at %q", refused, b.At, b.Message, at)
		}
		if _, err := c.Resolve(b.Pointer); err != nil {
			t.Errorf("%s: %v", refused, err)
		}
	}
}

func TestBytes(t *testing.T) {
	s := compile(t, contracttest.Document("{}"))
	for name, text := range contracttest.JSON() {
		t.Run(name, func(t *testing.T) {
			if breaches := s.Check("write", body(text)); len(breaches) > 0 {
				t.Errorf("refused: %+v", breaches)
			}
		})
	}
	for name, text := range contracttest.NotJSON() {
		t.Run(name, func(t *testing.T) {
			breaches := s.Check("write", body(text))
			if len(breaches) != 1 || breaches[0].At != "body" || !strings.HasPrefix(breaches[0].Message, "is not JSON: ") ||
				breaches[0].Pointer != "/paths/~1thing/post/requestBody/content/application~1json" {
				t.Errorf("breaches %+v, want one of the body", breaches)
			}
		})
	}
}

func TestNumbersThatAreTooLongAreRefusedWhereverTheyAre(t *testing.T) {
	s := compile(t, contracttest.Document(`{"minimum": 1, "multipleOf": 0.01, "enum": [1], "format": "int32"}`))
	for _, text := range []string{"1e1000001", "-1e1000000000000", "1e-99999999999999999999", strings.Repeat("9", 1_000_000)} {
		if breaches := s.Check("write", body(text)); len(breaches) != 1 || !strings.Contains(breaches[0].Message, "exponent") {
			t.Errorf("%.20s: breaches %+v", text, breaches)
		}
	}
}

func TestMessagesAndBreachesAreBounded(t *testing.T) {
	s := compile(t, contracttest.Document(`{"items": {"pattern": "^a$"}}`))
	breaches := s.Check("write", body(`["`+strings.Repeat("ä", 500_000)+`"]`))
	if len(breaches) != 1 || len(breaches[0].Message) > 300 {
		t.Errorf("%d breaches, the first with a message of %d bytes", len(breaches), len(breaches[0].Message))
	}
	breaches = s.Check("write", body("["+strings.Repeat(`"x",`, 100_000)+`"x"]`))
	if len(breaches) != 100 {
		t.Errorf("%d breaches are reported, want 100", len(breaches))
	}
}

func TestBreachesComeInOneOrder(t *testing.T) {
	s := compile(t, contracttest.Document(`{"required": ["z", "y"], "minProperties": 9, "properties": {"a": {"type": "string", "minimum": 5}, "b": {"type": "string"}, "c": {"$ref": "#/components/schemas/Line"}}, "additionalProperties": false}`))
	in := body(`{"a": 1, "b": 2, "c": {"qty": 0}, "m": 1, "l": 1, "k": 1, "j": 1, "i": 1}`)
	first := s.Check("write", in)
	if len(first) != 7 {
		t.Errorf("breaches %+v, want seven", first)
	}
	for range 100 {
		if again := s.Check("write", in); !slices.Equal(again, first) {
			t.Fatalf("breaches\n%+v, before\n%+v", again, first)
		}
	}
}

func TestOneCompilationServesMany(t *testing.T) {
	s := compile(t, contracttest.Document(contracttest.Mixture))
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 50 {
				for text, want := range map[string]bool{`7`: true, `["a"]`: true, `{"code": "A"}`: true, `-4.5`: false, `{"ack": 0}`: false, `{"x": 1, "y": 2}`: false} {
					if breaches := s.Check("write", body(text)); (len(breaches) == 0) != want {
						t.Errorf("%s: breaches %+v", text, breaches)
					}
				}
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
        - {name: X-Token, in: header, required: true, schema: {type: string, maxLength: 5}}
        - {name: day, in: query, required: true, schema: {type: string, format: date}}
        - {name: state, in: query, schema: {$ref: "#/components/schemas/State"}}
        - {name: amount, in: query, schema: {type: number, multipleOf: 0.01}}
        - {name: flag, in: query, schema: {type: boolean}}
    post:
      operationId: write
      requestBody: {$ref: "#/components/requestBodies/Order"}
    put:
      operationId: optional
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/problem+json: {schema: {type: array}}
  /plain: {get: {operationId: plain}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}
  requestBodies:
    Order: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
  schemas:
    State: {type: string, enum: [Pending Approval, Approved]}
    Order: {type: object, required: [code, qty], properties: {code: {type: string}, qty: {type: integer, minimum: 1}}}
`

const (
	id     = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	item   = "/paths/~1orders~1{id}"
	params = item + "/get/parameters/"
	order  = "/components/requestBodies/Order"
)

func TestRequests(t *testing.T) {
	s := compile(t, []byte(requests))
	// read is a good request that change makes another.
	read := func(change func(*Input)) Input {
		in := Input{
			Path:   map[string]string{"id": id},
			Query:  map[string][]string{"day": {"2026-11-22"}},
			Header: map[string][]string{"X-Token": {"abc"}},
		}
		change(&in)
		return in
	}
	query := func(name string, values ...string) Input {
		return read(func(in *Input) { in.Query[name] = values })
	}
	write := func(contentType, text string) Input {
		return Input{Path: map[string]string{"id": id}, ContentType: contentType, Body: []byte(text)}
	}
	const good = `{"code": "A", "qty": 1}`
	for name, tt := range map[string]struct {
		operation string
		in        Input
		pointer   string // of the one breach; none where empty
		at        string
	}{
		"all that is required":       {"read", read(func(*Input) {}), "", ""},
		"operation without anything": {"plain", Input{Body: []byte("?")}, "", ""},
		"unknown query parameter":    {"read", query("nosuch", "1"), "", ""},

		"path, wrong":                        {"read", read(func(in *Input) { in.Path["id"] = "17" }), "/components/parameters/Id/schema/format", "path id"},
		"path, missing":                      {"read", read(func(in *Input) { clear(in.Path) }), "/components/parameters/Id/required", "path id"},
		"query, missing":                     {"read", read(func(in *Input) { clear(in.Query) }), params + "1/required", "query day"},
		"query, without value":               {"read", query("day", ""), params + "1/schema/format", "query day"},
		"query, 30 February":                 {"read", query("day", "2026-02-30"), params + "1/schema/format", "query day"},
		"query, name in another case":        {"read", query("Flag", "x"), "", ""},
		"query, enum with a space":           {"read", query("state", "Pending Approval"), "", ""},
		"query, enum, wrong":                 {"read", query("state", "approved"), "/components/schemas/State/enum", "query state"},
		"query, integer":                     {"read", query("page", "7"), "", ""},
		"query, integer as 7.0":              {"read", query("page", "7.0"), item + "/parameters/1/schema/type", "query page"},
		"query, integer of 20 digits":        {"read", query("page", "18446744073709551615"), "", ""},
		"query, integer too large":           {"read", query("page", "18446744073709551616"), item + "/parameters/1/schema/maximum", "query page"},
		"query, integer too small":           {"read", query("page", "0"), item + "/parameters/1/schema/minimum", "query page"},
		"query, no integer":                  {"read", query("page", "1.5"), item + "/parameters/1/schema/type", "query page"},
		"query, text for an integer":         {"read", query("page", "one"), item + "/parameters/1/schema/type", "query page"},
		"query, empty for an integer":        {"read", query("page", ""), item + "/parameters/1/schema/type", "query page"},
		"query, sign +":                      {"read", query("page", "+1"), item + "/parameters/1/schema/type", "query page"},
		"query, leading zero":                {"read", query("page", "01"), item + "/parameters/1/schema/type", "query page"},
		"query, space behind":                {"read", query("page", "1 "), item + "/parameters/1/schema/type", "query page"},
		"query, space in front":              {"read", query("page", " 1"), item + "/parameters/1/schema/type", "query page"},
		"query, quoted":                      {"read", query("page", `"1"`), item + "/parameters/1/schema/type", "query page"},
		"query, hexadecimal":                 {"read", query("page", "0x10"), item + "/parameters/1/schema/type", "query page"},
		"query, NaN":                         {"read", query("amount", "NaN"), params + "3/schema/type", "query amount"},
		"query, Infinity":                    {"read", query("amount", "Infinity"), params + "3/schema/type", "query amount"},
		"query, exponent of thirteen digits": {"read", query("amount", "1e1000000000000"), params + "3/schema/type", "query amount"},
		"query, number":                      {"read", query("amount", "0.07"), "", ""},
		"query, number, too many places":     {"read", query("amount", "1.005"), params + "3/schema/multipleOf", "query amount"},
		"query, boolean":                     {"read", query("flag", "true"), "", ""},
		"query, 1 is no boolean":             {"read", query("flag", "1"), params + "4/schema/type", "query flag"},
		"query, True is no boolean":          {"read", query("flag", "True"), params + "4/schema/type", "query flag"},
		"header, missing":                    {"read", read(func(in *Input) { clear(in.Header) }), params + "0/required", "header X-Token"},
		"header, too long":                   {"read", read(func(in *Input) { in.Header["X-Token"] = []string{"abcdef"} }), params + "0/schema/maxLength", "header X-Token"},
		"header, five code points":           {"read", read(func(in *Input) { in.Header["X-Token"] = []string{"äöüßé"} }), "", ""},

		"body":                          {"write", write("application/json", good), "", ""},
		"body, charset":                 {"write", write("application/json; charset=utf-8", good), "", ""},
		"body, charset without space":   {"write", write("application/json;charset=UTF-8", good), "", ""},
		"body, media type in capitals":  {"write", write("Application/JSON", good), "", ""},
		"body, missing":                 {"write", write("application/json", ""), order + "/required", "body"},
		"body, missing with its type":   {"write", write("", ""), order + "/required", "body"},
		"body, null":                    {"write", write("application/json", "null"), "/components/schemas/Order/type", "body"},
		"body, wrong content type":      {"write", write("text/plain", good), order + "/content", "header Content-Type"},
		"body, form":                    {"write", write("application/x-www-form-urlencoded", "code=A&qty=1"), order + "/content", "header Content-Type"},
		"body, without content type":    {"write", write("", good), order + "/content", "header Content-Type"},
		"body, other kind of JSON":      {"write", write("application/problem+json", good), order + "/content", "header Content-Type"},
		"body, broken":                  {"write", write("application/json", good+"}"), order + "/content/application~1json", "body"},
		"body, breach behind two $ref":  {"write", write("application/json", `{"code": "A", "qty": 0}`), "/components/schemas/Order/properties/qty/minimum", "/qty"},
		"body, optional, missing":       {"optional", write("", ""), "", ""},
		"body, optional, only the type": {"optional", write("application/json", ""), "", ""},
		"body, optional, wrong":         {"optional", write("application/json", "[]"), item + "/put/requestBody/content/application~1json/schema/type", "body"},
		"body, of the other media type": {"optional", write("application/problem+json", "[]"), "", ""},

		"unknown operation": {"nosuch", Input{}, "-", "request"},
	} {
		t.Run(name, func(t *testing.T) {
			breaches := s.Check(tt.operation, tt.in)
			if tt.pointer == "" {
				if len(breaches) > 0 {
					t.Errorf("breaches %+v, want none", breaches)
				}
				return
			}
			if len(breaches) != 1 || breaches[0].At != tt.at || breaches[0].Pointer != strings.TrimPrefix(tt.pointer, "-") {
				t.Errorf("breaches %+v, want one of %s at %s", breaches, tt.pointer, tt.at)
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	for _, row := range contracttest.Rows() {
		for _, text := range slices.Concat(row.Accepted, row.Refused) {
			f.Add("application/json", []byte(text), text)
		}
	}
	for _, text := range contracttest.NotJSON() {
		if len(text) < 10_000 {
			f.Add("application/json; charset=utf-8", []byte(text), text)
		}
	}
	f.Add("text/plain", []byte("true"), "1e999999999")
	s := compile(f, contracttest.Document(contracttest.Mixture))
	p := compile(f, []byte(requests))
	anything := compile(f, contracttest.Document("{}"))
	f.Fuzz(func(t *testing.T, contentType string, text []byte, parameter string) {
		s.Check("write", Input{ContentType: contentType, Body: text})
		if breaches := anything.Check("write", Input{ContentType: contentType, Body: text}); len(breaches) == 0 && !json.Valid(text) {
			t.Errorf("%q is accepted", text)
		}
		p.Check("read", Input{
			Path:   map[string]string{"id": parameter},
			Query:  map[string][]string{"page": {parameter}, "amount": {parameter}, "flag": {parameter}, "state": {parameter}, "day": {parameter}},
			Header: map[string][]string{"X-Token": {parameter}},
		})
	})
}

// TestLeapSeconds holds that no vendor keeps one, whatever its server is made of:
// it is refused by its name. The judge takes one in answers.
func TestLeapSeconds(t *testing.T) {
	s := compile(t, contracttest.Document(`{"properties": {"at": {"format": "date-time"}}}`))
	for _, text := range []string{"2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00", "2026-11-20t12:00:60.5z"} {
		breaches := s.Check("write", body(`{"at": "`+text+`"}`))
		if len(breaches) != 1 || breaches[0].At != "/at" || !strings.Contains(breaches[0].Message, "leap second") {
			t.Errorf("%s: %+v", text, breaches)
		}
	}
}
