package report

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPrintable(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"text stays", `Préparation "à 5 €" \ 日本`, `Préparation "à 5 €" \ 日本`},
		{"breaks", "a\r\n\tb", `a\r\n\tb`},
		{"escape sequence", "\x1b[2J\x7f", `\x1b[2J\x7f`},
		{"control characters beyond ASCII", "\u009b2J", `\u009b2J`},
		{"reversed text", "\u202eabc", `\u202eabc`},
		{"beyond 16 bits", "\U000e0041", `\U000e0041`},
		{"not UTF-8", "a\xffb\xc3", `a\xffb\xc3`},
		{"the replacement character itself", "\ufffd", "\ufffd"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := printable(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHead(t *testing.T) {
	for _, test := range []struct {
		name, in     string
		bytes, lines int
		want         string
	}{
		{"short", "abc", 3, 1, "abc"},
		{"no half character", "aéé", 4, 1, "aé"},
		{"only broken bytes", "\xa9\xa9\xa9", 2, 1, ""},
		{"lines", "a\nb\nc\n", 100, 2, "a\nb\n"},
		{"bytes before lines", "a\nb\nc\n", 3, 9, "a\nb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := head(test.in, test.bytes, test.lines); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	if got := wrap("é é aaaaaaaa b  c", 3); !slices.Equal(got, []string{"é é", "aaaaaaaa", "b ", "c"}) {
		t.Errorf("wrap: %q", got)
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 999 * time.Millisecond: "999 ms", 1234 * time.Millisecond: "1.2 s", 125 * time.Second: "2 min 05 s", 2 * time.Hour: "120 min 00 s",
	} {
		if got := duration(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestMismatchIsBounded(t *testing.T) {
	m := Mismatch{What: "body", Want: []string{"1", strings.Repeat("w", 1000)}, Got: strings.Repeat("g", 1e6)}
	want := "body: expected 1 or " + strings.Repeat("w", 300) + "…, got " + strings.Repeat("g", 300) + "…"
	if got := m.String(); got != want {
		t.Errorf("got %q", got)
	}
}

// TestOneCommandRepeatsAll: the commands of several rules are one where they
// differ in the rule and the case alone.
func TestOneCommandRepeatsAll(t *testing.T) {
	const start = "plumbline verify komet --target https://a.test"
	for _, test := range []struct {
		name     string
		commands []string // of rules a/x, a/y
		want     string
	}{
		{"rules", []string{start + " --rules a/x --random-seed 1", start + " --rules a/y --random-seed 1"}, start + " --rules a/x,a/y --random-seed 1"},
		{"cases", []string{start + ` --rules a/x --case 'it'\''s one' --random-seed 1`, start + " --rules a/y --case two --random-seed 1"}, start + " --rules a/x,a/y --random-seed 1"},
		{"at the end", []string{start + " --rules a/x", start + " --rules a/y"}, start + " --rules a/x,a/y"},
		{"another seed", []string{start + " --rules a/x --random-seed 1", start + " --rules a/y --random-seed 2"}, ""},
		{"another target", []string{start + " --rules a/x", "plumbline verify komet --rules a/y"}, ""},
		{"none", []string{start + " --rules a/x", ""}, ""},
		{"one rule", []string{start + " --rules a/x"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var rules []*Rule
			for i, command := range test.commands {
				r := rule([]string{"a/x", "a/y"}[i], Fail, "", Case{Verdict: Fail, Repeat: command})
				rules = append(rules, &r)
			}
			if got := repeatsAll(rules); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
