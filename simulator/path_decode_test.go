package simulator

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
)

func TestPlainIntegers(t *testing.T) {
	for _, test := range []struct {
		name, body, want string
		changed          bool
	}{
		{"a whole number with a fraction", `{"n":1.0}`, `{"n":1}`, true},
		{"one with an exponent, in a list", `[{"n":12e1}]`, `[{"n":120}]`, true},
		{"a negative zero", `[-0.0]`, `[0]`, true},
		{"a fraction stays", `{"n":1.0,"price":1.25}`, `{"n":1,"price":1.25}`, true},
		{"nothing to do", `{"n":1}`, `{"n":1}`, false},
		{"text stays text", `{"n":"1.0"}`, `{"n":"1.0"}`, false},
		{"no room is made for a huge exponent", `[1e999999999]`, `[1e999999999]`, false},
		{"no JSON", `{`, `{`, false},
	} {
		got, changed := plainIntegers([]byte(test.body))
		if changed != test.changed || changed && string(got) != test.want {
			t.Errorf("%s: %s, %v", test.name, got, changed)
		}
	}
}

func TestUndecodedAt(t *testing.T) {
	for _, test := range []struct {
		name, body string
		err        error
		at         string
	}{
		{"a leap second", `{"a":[{"when":"2016-12-31T23:59:60Z"}]}`, errors.New("parsing time"), "/a/0/when"},
		{"a type", `{}`, &json.UnmarshalTypeError{Field: "lines.qty", Value: "number 1e30", Type: reflect.TypeFor[int]()}, "/lines/qty"},
		{"anything else", `{}`, errors.New("no"), "body"},
	} {
		if b := undecodedAt([]byte(test.body), test.err); b.At != test.at || b.Message == "" {
			t.Errorf("%s: %+v", test.name, b)
		}
	}
}
