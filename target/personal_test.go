package target

import (
	"slices"
	"strings"
	"testing"
)

func TestPersonalDataIsFoundByItsPlaces(t *testing.T) {
	const body = `{"a": {"b": "first value", "c": [1, {"d": "x"}]}, "e~/": true , "list":[ "one","two" ], "n": 12.50, "open": "open"}`
	for name, test := range map[string]struct {
		pointers []string
		want     string
		values   []string
	}{
		"a member":             {[]string{"/a/b"}, strings.Replace(body, `"first value"`, `"[redacted]"`, 1), []string{"first value"}},
		"an object":            {[]string{"/a"}, strings.Replace(body, `{"b": "first value", "c": [1, {"d": "x"}]}`, `"[redacted]"`, 1), []string{"first value", "1", "x"}},
		"each of a list":       {[]string{"/list/*"}, strings.Replace(body, `"one","two"`, `"[redacted]","[redacted]"`, 1), []string{"one", "two"}},
		"the second":           {[]string{"/list/1"}, strings.Replace(body, `"two"`, `"[redacted]"`, 1), []string{"two"}},
		"at any depth":         {[]string{"/**/d", "/**/n"}, strings.NewReplacer(`"x"`, `"[redacted]"`, "12.50", `"[redacted]"`).Replace(body), []string{"x", "12.50"}},
		"a name with / and ~":  {[]string{"/e~0~1"}, strings.Replace(body, "true", `"[redacted]"`, 1), nil},
		"nothing":              {[]string{"/nosuch", "/a/b/c"}, body, nil},
		"one within the other": {[]string{"/a", "/a/b"}, strings.Replace(body, `{"b": "first value", "c": [1, {"d": "x"}]}`, `"[redacted]"`, 1), []string{"first value", "1", "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRedactor(nil, test.pointers...)
			if got := string(r.impersonal([]byte(body), true)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if found, whole := r.places.find([]byte(body)); !whole || !slices.Equal(found.values, test.values) {
				t.Errorf("the values are %q", found.values)
			}
		})
	}
}

func TestPersonalDataElsewhere(t *testing.T) {
	r := newRedactor(nil, "/name", "/zip", "/who")
	r.impersonal([]byte(`{"name": "Anna Lindqvist", "zip": "123", "who": "al"}`), true)
	for text, want := range map[string]string{
		"expected Anna Lindqvist, got 123":      "expected [redacted], got [redacted]",
		"1234 and al":                           "1234 and al", // part of another word, and too short
		"/orders?q=Anna%20Lindqvist":            "/orders?q=[redacted]",
		`a body that was cut: {"x": "Anna Lin…`: `a body that was cut: {"x": "[redacted]…`,
	} {
		if got := r.message(text); got != want {
			t.Errorf("%s reads %s", text, got)
		}
	}
	if got := r.text("123 stays where it is no message"); got != "123 stays where it is no message" {
		t.Errorf("%s", got)
	}
	if got := r.impersonalQuery("http://x.test/?zip=9&page=1"); got != "http://x.test/?zip=[redacted]&page=1" {
		t.Errorf("%s", got)
	}
	if got := string(r.impersonal([]byte(`{"name": "half`), true)); got != noPlaces {
		t.Errorf("a response that is no JSON: %s", got)
	}
	if got := string(r.impersonal([]byte(`<name>`), false)); got != "<name>" {
		t.Errorf("a request of ours that is no JSON: %s", got)
	}
}
