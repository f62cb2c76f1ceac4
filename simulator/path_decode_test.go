package simulator

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/contract"
)

func TestPlain(t *testing.T) {
	whole, instant := &members{integer: true}, &members{instant: true}
	m := &members{named: map[string]*members{"n": whole, "price": {}, "when": instant, "list": {elements: whole}}}
	m.elements = m
	for _, test := range []struct {
		name, body, want string // it stays as it is where want is empty
	}{
		{"a whole number with a fraction", `{"n":1.0}`, `{"n":1}`},
		{"one with an exponent, in lists", `[{"list":[12e1, 3]}]`, `[{"list":[120,3]}]`},
		{"a negative zero", `{"n":-0.0}`, `{"n":0}`},
		{"a number that need not be whole", `{"n":1.0,"price":1.20}`, `{"n":1,"price":1.20}`},
		{"lower case in a time", `{"when":"2026-11-20t14:30:00z"}`, `{"when":"2026-11-20T14:30:00Z"}`},
		{"the same in a text", `{"price":"2026-11-20t14:30:00z"}`, ""},
		{"nothing to do", `{"n":1,"when":"2026-11-20T14:30:00Z"}`, ""},
		{"a text for a number", `{"n":"1.0"}`, ""},
		{"no room is made for a huge exponent", `{"n":1e999999999}`, ""},
		{"a member without a name in the contract", `{"other":{"n":1.0}}`, ""},
	} {
		value, ok := decodedJSON([]byte(test.body))
		if odd := m.anyOdd(value); !ok || odd != (test.want != "") {
			t.Errorf("%s: odd is %v", test.name, odd)
			continue
		}
		if got, err := m.plain([]byte(test.body)); test.want != "" && (err != nil || strings.TrimSpace(string(got)) != test.want) {
			t.Errorf("%s: %s, %v", test.name, got, err)
		}
	}
}

func TestUndecodedAt(t *testing.T) {
	op := &contract.Operation{Parameters: openapi3.Parameters{{Value: &openapi3.Parameter{Name: "page", In: "query"}}}}
	for _, test := range []struct {
		name, body string
		err        error
		at         string
	}{
		{"a type", `{}`, &json.UnmarshalTypeError{Field: "lines.qty", Value: "number 1e30", Type: reflect.TypeFor[int]()}, "/lines/qty"},
		{"a type in a list", `{"lines":[{"qty":1},{"qty":1e30}]}`, &json.UnmarshalTypeError{Field: "lines.qty", Value: "number 1e30", Type: reflect.TypeFor[int]()}, "/lines/1/qty"},
		{"a parameter", ``, errors.New("Invalid format for parameter page: value out of range"), "query page"},
		{"anything else", `{}`, errors.New("no"), "body"},
	} {
		if b := undecodedAt(op, []byte(test.body), test.err); b.At != test.at || b.Message == "" {
			t.Errorf("%s: %+v", test.name, b)
		}
	}
}
