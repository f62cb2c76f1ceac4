package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	text := written(t, FormatMarkdown, fixture())
	golden(t, "summary.md", text)
	mustBePrintable(t, strings.ReplaceAll(string(text), "\ufe0f", "")) // the sign's form as a picture is ours
}

// skeleton is what a reader of Markdown acts on outside of fenced code: the
// elements, how many cells a row has, and how a line begins. References are
// read as the characters that they stand for, not as signs.
func skeleton(t *testing.T, text []byte) []string {
	t.Helper()
	var list []string
	fence := ""
	tag := regexp.MustCompile(`</?[a-z]+>`)
	for i, line := range strings.Split(string(text), "\n") {
		run := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(run) >= 3:
			fence = run
			list = append(list, "fence")
			continue
		case fence != "":
			if len(run) >= len(fence) {
				if line != fence {
					t.Fatalf("line %d ends a fence otherwise than it began: %q", i+1, line)
				}
				fence = ""
			}
			continue
		}
		begins := line[:len(line)-len(strings.TrimLeft(line, "#|->*_+=~[ 0123456789"))]
		if rest := strings.TrimPrefix(tag.ReplaceAllString(line, ""), begins); strings.ContainsAny(rest, "<>\\`") {
			t.Errorf("line %d has a sign that acts: %q", i+1, line)
		}
		list = append(list, fmt.Sprintf("%s %v %d cells %d links", begins, slicesOf(tag, line), strings.Count(line, "|"), strings.Count(line, "](")))
	}
	if fence != "" {
		t.Error("a fence is left open")
	}
	return list
}

// slicesOf lists the elements of a line, but those that only part a sign from
// the word behind it.
func slicesOf(tag *regexp.Regexp, line string) []string {
	return tag.FindAllString(strings.ReplaceAll(line, "<span></span>", ""), -1)
}

func TestHostileTextInMarkdown(t *testing.T) {
	bad := written(t, FormatMarkdown, filledWith(hostile, addressed))
	got, want := skeleton(t, bad), skeleton(t, written(t, FormatMarkdown, filledWith("harmless", "no address")))
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("line %d outside of fences: got %q, want %q", i, got[i], want[i])
		}
	}
	if len(got) != len(want) || len(got) < 100 {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
	mustBePrintable(t, strings.ReplaceAll(string(bad), "\ufe0f", ""))
}

func TestInText(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"words", "Préparation 3", "Préparation 3"},
		{"a cell", "a|b", "a&#124;b"},
		{"an element", "<b>", "&#60;b&#62;"},
		{"emphasis and code", "*_`", "&#42;&#95;&#96;"},
		{"a link", "[a](b)", "&#91;a&#93;&#40;b&#41;"},
		{"a person", "@all", "&#64;<span></span>all"},
		{"an issue", "see #1 and !2", "see &#35;<span></span>1 and &#33;<span></span>2"},
		{"a reference", "&lt;", "&#38;<span></span>lt;"},
		{"a list", "- a", "&#45; a"},
		{"a numbered list", "12. a", "12&#46; a"},
		{"a number", "2 of 3.5", "2 of 3.5"},
		{"a break", "a\nb", "a&#92;nb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := inText(test.in); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestFenceIsLongEnough(t *testing.T) {
	if got, want := fenced("sh", "a ```` b"), "`````sh\na ```` b\n`````\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMarkdownIsBounded writes far more than fits.
func TestMarkdownIsBounded(t *testing.T) {
	r := filledWith(hostile, addressed)
	for i := range r.Vendors {
		r.Vendors[i].Unreachable, r.Vendors[i].Stopped = "", ""
	}
	for range 5 {
		r.Vendors = append(r.Vendors, r.Vendors...)
	}
	r.Version = strings.Repeat("<", 1<<20)
	text := written(t, FormatMarkdown, r)
	if len(text) > MarkdownBytes {
		t.Errorf("%d bytes, want at most %d", len(text), MarkdownBytes)
	}
	if !strings.Contains(string(text), "parts did not fit into 256 KiB") {
		t.Error("it does not say that something is left out")
	}
	skeleton(t, text) // no fence is cut in two
	if opened, closed := strings.Count(string(text), "<details>"), strings.Count(string(text), "</details>"); opened != closed || opened == 0 {
		t.Errorf("%d elements are opened and %d closed", opened, closed)
	}
}
