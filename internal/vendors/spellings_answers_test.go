package vendors

import (
	"bytes"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
)

// TestSpellingsOfAnswers gives the answers of all vendors in other words to the
// judge: what means the same is no finding, and what is no JSON is one that names
// what is wrong.
func TestSpellingsOfAnswers(t *testing.T) {
	text := func(change func(string) string) func(http.Header, *string) {
		return func(_ http.Header, body *string) { *body = change(*body) }
	}
	mediaType := func(name string) func(http.Header, *string) {
		return func(h http.Header, _ *string) { h.Set("Content-Type", name) }
	}
	whole := regexp.MustCompile(`([:\[] ?)([0-9]+)([,}\]])`)
	rows := []struct {
		name   string
		change func(http.Header, *string)
		says   string // of the finding; there is none where it is empty
		why    string
	}{
		{"as it is", text(func(s string) string { return s }), "", ""},
		{"blanks and lines", text(func(s string) string { return "\r\n" + strings.ReplaceAll(s, ",\"", " ,\n\t\"") + "\n" }), "", "RFC 8259, 2"},
		{"letters in escapes", text(func(s string) string { return strings.ReplaceAll(s, "d", `\u0064`) }), "", "RFC 8259, 8.3"},
		{"whole numbers with a fraction of nought", text(func(s string) string { return whole.ReplaceAllString(s, "$1$2.0$3") }), "", "JSON Schema, 6.1.1"},
		{"whole numbers with an exponent", text(func(s string) string { return whole.ReplaceAllString(s, "$1${2}e0$3") }), "", "JSON Schema, 6.1.1"},
		{"times in lower case", text(func(s string) string {
			return regexp.MustCompile(`(\d\d)T(\d\d:\d\d:\d\d)Z`).ReplaceAllString(s, "${1}t${2}z")
		}), "", "RFC 3339, 5.6"},
		{"times with another offset", text(func(s string) string {
			return regexp.MustCompile(`(T\d\d:\d\d:\d\d)Z`).ReplaceAllString(s, "${1}.500-00:00")
		}), "", "RFC 3339, 4.3"},
		{"the media type in capitals", mediaType("APPLICATION/JSON;CHARSET=\"UTF-8\""), "", "RFC 9110, 8.3.1"},
		{"a byte order mark", text(func(s string) string { return "\ufeff" + s }), "byte order mark", "RFC 8259, 8.1"},
		{"UTF-16", text(func(s string) string { return inUTF16(s, false, true) }), "UTF-16", "RFC 8259, 8.1"},
		{"UTF-16 without a mark", text(func(s string) string { return inUTF16(s, true, false) }), "UTF-16", "RFC 8259, 8.1"},
		{"a letter in Latin-1", text(func(s string) string { return strings.Replace(s, `"`, "\"\xe9", 1) }), "UTF-8", "RFC 8259, 8.1"},
		{"a member that is there twice", text(func(s string) string { return strings.Replace(s, `{"`, `{"x":1,"x":2,"`, 1) }), "twice", "RFC 8259, 4"},
		{"a comma at the end", text(func(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), "}") + ",}" }), "is not JSON", "RFC 8259, 4"},
		{"a second value", text(func(s string) string { return s + "{}" }), "goes on behind", "RFC 8259, 2"},
		{"half of it", text(func(s string) string { return s[:len(s)/2] }), "is not JSON", "RFC 8259, 2"},
	}
	r := newRig(t)
	for _, v := range All() {
		name := v.Book.Vendor
		plain := r.try(name, r.plain[name]["read"])
		c, err := contract.Load(v.Book.OpenAPI)
		if err != nil {
			t.Fatal(err)
		}
		j, err := judge.New(c, v.Book.OpenAPI)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			header, body := maps.Clone(plain.header), plain.body
			row.change(header, &body)
			var found []string
			for _, f := range j.Response(c.Operation(plain.entry.Operation), strings.TrimPrefix(r.plain[name]["read"].path, "/"+name), plain.status, header, bytes.Clone([]byte(body))) {
				if !f.Note {
					found = append(found, f.Message)
				}
			}
			if all := strings.Join(found, "; "); (row.says == "") != (len(found) == 0) || !strings.Contains(all, row.says) {
				t.Errorf("%s, %s: %q, want %q (%s)\n%.300s", name, row.name, all, row.says, row.why, body)
			}
		}
	}
}
