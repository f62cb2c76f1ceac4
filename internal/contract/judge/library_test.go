package judge

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/internal/contract/contracttest"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

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
