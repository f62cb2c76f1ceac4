package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestShortBody(t *testing.T) {
	for _, test := range []struct {
		name, in string
		columns  int
		want     string
	}{
		{"fits", `{"a":1,"b":[1,2]}`, 40, `{"a": 1, "b": [1, 2]}`},
		{"members that do not fit are counted", `{"a":1,"b":"some text","c":2,"d":3}`, 32, `{"a": 1, … 3 more}`},
		{"what a member holds is left out", `{"lines":[{"artGuid":"0aa35273"},{"artGuid":"73aa9f9b"}],"type":"Cart"}`, 50, `{"lines": [… 2], "type": "Cart"}`},
		{"numbers as they came", `{"n":1.50e400}`, 40, `{"n": 1.50e400}`},
		{"a name twice stays twice", `{"a":1,"a":2}`, 40, `{"a": 1, "a": 2}`},
		{"as it was escaped", `{"\u0061":"\u0026<"}`, 40, `{"\u0061": "\u0026<"}`},
		{"a status before it", "200 {\"a\":1}\n", 40, `200 {"a": 1}`},
		{"no JSON", "{ broken", 40, "{ broken"},
		{"text is cut", "abcdefghij", 5, "abcd…"},
		{"wide signs take two columns", "日本語日本語", 5, "日本…"},
		{"control characters", "{\"a\":\"\x1b[31m\"}", 40, `{"a":"\x1b[31m"}`},
		{"too deep", strings.Repeat("[", 100), 10, "[[[[[[[[[…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := shortBody(test.in, test.columns); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestFocus(t *testing.T) {
	const bon = `{"Numero":"BP-1","Lignes":[{"Ref":"REF-A","QtePreparee":2,"Pu":19.90},{"Ref":"REF-B","QtePreparee":1,"Pu":19.90}],"Etat":"En cours"}`
	for _, test := range []struct{ name, what, want string }{
		{"the line that is named", "the bon as it is read: QtePreparee of REF-A", `{"Lignes": [{"Ref": "REF-A", "QtePreparee": 2, …}, …], …}`},
		{"every line", "body at /Lignes/0/QtePreparee", `{"Lignes": [{"QtePreparee": 2, …}, {"QtePreparee": 1, …}], …}`},
		{"a member on top", "Etat", `{"Etat": "En cours", …}`},
		{"nothing that is in it", "status", bon},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := focused(bon, []Mismatch{{What: test.what}}); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	const bon = `{"Numero":"BP-1","Lignes":[{"Ref":"REF-A","QtePreparee":2},{"Ref":"REF-B","QtePreparee":1}]}`
	for _, test := range []struct {
		name string
		of   Mismatch
		want string
	}{
		{"a pointer", Mismatch{What: "body at /Lignes/1/Ref"}, "/Lignes/1/Ref"},
		{"a member of the line that is named", Mismatch{What: "QtePreparee of REF-A"}, "/Lignes/0/QtePreparee"},
		{"a member that differs", Mismatch{What: "body", Want: []string{`{"Numero":"BP-2","Lignes":[{"Ref":"REF-A","QtePreparee":2},{"Ref":"REF-B","QtePreparee":1}]}`}, Got: bon}, "/Numero"},
		{"nothing in it", Mismatch{What: "status"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(slices.Sorted(maps.Keys(newMarks(bon, []Mismatch{test.of}))), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		name string
		of   Mismatch
		want string
	}{
		{"one member of many", Mismatch{Want: []string{`{"a":1,"b":{"c":[1,2]}}`}, Got: `{"b":{"c":[1,3]},"a":1}`}, "/b/c/1 expected 2, got 3"},
		{"absent and added", Mismatch{Want: []string{`{"a":1}`}, Got: `{"b":2}`}, "/a expected 1, got absent; /b expected absent, got 2"},
		{"the nearest alternative", Mismatch{Want: []string{`{"a":1,"b":1}`, `{"a":2,"b":1}`}, Got: `{"a":2,"b":3}`}, "/b expected 1, got 3"},
		{"a name with a slash", Mismatch{Want: []string{`{"a/b~":1}`}, Got: `{"a/b~":2}`}, "/a~1b~0 expected 1, got 2"},
		{"text is not compared", Mismatch{Want: []string{"a bon"}, Got: `{"a":1}`}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var told []string
			for _, d := range test.of.differences() {
				told = append(told, fmt.Sprintf("%s expected %s, got %s", d.pointer, d.expected, d.actual))
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestRepeatedPollsAreFolded(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	poll := func(after time.Duration, body string) Exchange {
		return Exchange{Method: "GET", URL: "http://a.test/1", Status: 200, ResponseBody: body, Started: at.Add(after), Duration: 10 * time.Millisecond}
	}
	var got []string
	for _, e := range folded([]Exchange{
		{Method: "POST", URL: "http://a.test/", Status: 201}, poll(0, "open"), poll(time.Second, "open"), poll(1990*time.Millisecond, "open"), poll(3*time.Second, "closed"),
		{Method: "DELETE", URL: "http://a.test/1", Status: 200}, {Method: "DELETE", URL: "http://a.test/1", Status: 200},
	}) {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Method, e.ResponseBody, e.often())))
	}
	want := []string{"POST", "GET open 3 times in 2.0 s", "GET closed", "DELETE  2 times"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhy(t *testing.T) {
	reading := func(name string, m ...Mismatch) Case {
		return Case{Reading: name, Verdict: Fail, Mismatches: m}
	}
	status := func(want string) Mismatch { return Mismatch{What: "status", Want: []string{want}, Got: "200"} }
	assumed := rule("a/b", Warning, "assumed: no document says it, and the target departs from it", Case{Verdict: Fail, Mismatches: []Mismatch{{What: "status", Want: []string{"404"}, Got: "200"}}})
	assumed.Basis = "assumed"
	for _, test := range []struct {
		name string
		of   Rule
		want string
	}{
		{"readings of one field", rule("a/b", Fail, "none of the rule's readings holds", reading("one", status("409")), reading("two", status("405"))),
			"matches none of the 2 readings: expected 409 or 405, got 200"},
		{"readings of several fields", rule("a/b", Fail, "", reading("one", status("409")), reading("two", Mismatch{What: "stock", Want: []string{"1"}, Got: "2"})),
			"matches none of the 2 readings: one: expected 409, got 200; two: expected 1, got 2 (stock)"},
		{"a failure outside the readings", rule("a/b", Fail, "", reading("one", status("409")), reading("two", status("405")), reading("", status("400"))),
			"expected 409, got 200"},
		{"a rule of our own", assumed, "not documented (our assumption): expected 404, got 200"},
		{"a reason", rule("a/b", Inconclusive, "no fixture"), "no fixture"},
		{"a field", rule("a/b", Fail, "", reading("", Mismatch{What: "stock", Want: []string{"1"}})), "stock: expected 1, got nothing"},
		{"members", rule("a/b", Fail, "", reading("", Mismatch{What: "body", Want: []string{`{"a":1,"b":1,"c":1}`}, Got: `{"a":2,"b":1,"c":2}`})),
			"body /a: expected 1, got 2 (and 1 other member)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.of.why(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestFailuresOfOneCause(t *testing.T) {
	down := func(id, url string) Rule {
		return rule(id, Fail, "", Case{Name: "a case", Verdict: Fail, Mismatches: []Mismatch{{What: "status", Want: []string{"200"}, Got: "500"}},
			Exchanges: []Exchange{{Method: "GET", URL: url, Status: 500}}})
	}
	r := &Report{Vendors: []Vendor{{Name: "komet", Rules: []Rule{
		down("komet/a", "http://a.test/order/17"), down("komet/b", "http://a.test/order/18?x=1"), down("komet/c", "http://a.test/bon/18"),
		rule("komet/d", Fail, "", Case{Name: "a case", Verdict: Fail, Mismatches: []Mismatch{{What: "status", Want: []string{"400"}, Got: "200"}}, Exchanges: []Exchange{{Method: "GET", URL: "http://a.test/order/17", Status: 200}}}),
	}}}}
	var b strings.Builder
	if err := r.Terminal(&b, TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	want := `  2 rules fail of one cause: GET /order/{…} got 500
    FAIL komet/a  expected 200, got 500 (a case)
    FAIL komet/b  expected 200, got 500 (a case)
  FAIL komet/c  expected 200, got 500 (a case)
  FAIL komet/d  expected 400, got 200 (a case)
`
	if !strings.Contains(b.String(), want) {
		t.Errorf("got\n%s\nwant in it\n%s", b.String(), want)
	}
}
