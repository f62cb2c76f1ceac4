package report

import (
	"bytes"
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// hostile is what a target may send to break out of wherever it is shown: a
// script, the ends of elements and sections of all formats, quotes, a script's
// address, breaks, a cell of a table, reversed text, an escape sequence, a
// broken character.
const hostile = "</pre></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`&lt; ]]> --> {{.}} ${x}" +
	"\r\n\n| a | b |\n# head\n```\n<!-- [x](javascript:alert(1)) ![x](http://evil.test/x) ~~~ *b* _i_ @everyone #1 \u202edesrever\u2066\x1b[2J\x00\xff"

// addressed puts a hostile string where a link is wanted.
const addressed = "javascript:alert(document.domain)//"

// filledWith sets every text of a report, whatever its name; a member that is
// added later is filled too. Lists have two elements each.
func filledWith(text, address string) *Report {
	r := new(Report)
	fill(reflect.ValueOf(r).Elem(), text, address)
	for i, verdict := range verdicts() { // so that every place where a rule can stand has one
		for v := range r.Vendors {
			rule := r.Vendors[v].Rules[0]
			rule.Verdict, rule.Cases = verdict, append([]Case{}, rule.Cases...)
			rule.Cases[0].Verdict = verdict
			rule.Cases[1].Verdict = verdicts()[(i+1)%len(verdicts())]
			r.Vendors[v].Rules = append(r.Vendors[v].Rules, rule)
		}
	}
	return r
}

func fill(v reflect.Value, text, address string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text, address)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, text, address)
		fill(value, text, address)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name == "URL" {
				fill(v.Field(i), address, address)
			} else if v.Field(i).CanSet() {
				fill(v.Field(i), text, address)
			}
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	}
}

// elements lists the elements of a page with the names of their attributes.
func elements(t *testing.T, page []byte) []string {
	t.Helper()
	var list []string
	for n := range parsed(t, page).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		name := n.Data
		for _, a := range n.Attr {
			name += " " + a.Key
		}
		list = append(list, name)
	}
	return list
}

func parsed(t *testing.T, page []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func written(t *testing.T, f Format, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(f, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHostileTextInHTML compares a page full of hostile text with one full of
// harmless text: they have the same elements with the same attributes.
func TestHostileTextInHTML(t *testing.T) {
	bad := written(t, FormatHTML, filledWith(hostile, addressed))
	got, want := elements(t, bad), elements(t, written(t, FormatHTML, filledWith("harmless", "no address")))
	if len(got) < 300 {
		t.Fatalf("the page has %d elements only", len(got))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("element %d: got %s, want %s", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d elements, want %d", len(got), len(want))
	}
	for n := range parsed(t, bad).Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	mustBePrintable(t, string(bad))
}

// TestHostileTextInJUnit expects elements that are the same, too.
func TestHostileTextInJUnit(t *testing.T) {
	tags := func(text []byte) (list []string) {
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			token, err := d.Token()
			if token == nil {
				if err.Error() != "EOF" {
					t.Fatal(err)
				}
				return list
			}
			if e, ok := token.(xml.StartElement); ok {
				list = append(list, e.Name.Local)
			}
		}
	}
	bad := written(t, FormatJUnit, filledWith(hostile, addressed))
	if got, want := tags(bad), tags(written(t, FormatJUnit, filledWith("harmless", "no address"))); !reflect.DeepEqual(got, want) {
		t.Errorf("got %d elements, want %d", len(got), len(want))
	}
	mustBePrintable(t, string(bad))
}

func TestHostileTextIsHostile(t *testing.T) {
	for _, sign := range []string{"<script>", "\"", "'", "`", "]]>", "-->", "|", "\u202e", "\x1b", "\xff", "\r\n"} {
		if !strings.Contains(hostile, sign) {
			t.Errorf("%q is not in it", sign)
		}
	}
	if strings.IndexFunc(hostile, unicode.IsControl) < 0 {
		t.Error("no control character is in it")
	}
}
