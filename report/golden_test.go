package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what an output writes with a file under testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s:%d (go test ./report -update writes it anew)\n got %q\nwant %q", path, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", path, len(g), len(w))
}

func TestTerminal(t *testing.T) {
	for _, test := range []struct {
		file    string
		options TerminalOptions
	}{
		{"terminal.txt", TerminalOptions{}},
		{"terminal-colour.txt", TerminalOptions{Colour: true}},
		{"terminal-verbose.txt", TerminalOptions{Verbose: true}},
		{"terminal-80.txt", TerminalOptions{Columns: 80}},
		{"terminal-120.txt", TerminalOptions{Columns: 120}},
		{"terminal-200.txt", TerminalOptions{Columns: 200}},
	} {
		t.Run(test.file, func(t *testing.T) {
			var b bytes.Buffer
			if err := fixture().Terminal(&b, test.options); err != nil {
				t.Fatal(err)
			}
			golden(t, test.file, b.Bytes())
			colourless := b.String()
			if test.options.Colour {
				for _, s := range []style{"0", bold, dim, red, green, yellow, magenta} {
					colourless = strings.ReplaceAll(colourless, "\x1b["+string(s)+"m", "")
				}
			}
			mustBePrintable(t, colourless)
		})
	}
}

// mustBePrintable checks that nothing a target sent can act on a terminal.
func mustBePrintable(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Error("not UTF-8")
	}
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%q is written as it is", r)
		}
	}
}

func TestEveryVerdictIsInTheFixture(t *testing.T) {
	have := Counts{}
	for _, v := range fixture().Vendors {
		for verdict, n := range v.Count() {
			have[verdict] += n
		}
	}
	for _, verdict := range verdicts() {
		if have[verdict] == 0 {
			t.Errorf("no rule is %s", verdict)
		}
	}
}

func TestManyFailuresAreReadAsFew(t *testing.T) {
	for _, test := range []struct {
		name  string
		got   func(rule int) string
		rules int // that are told of in a line
		says  []string
	}{
		{"in the same way", func(int) string { return "400" }, mostAlike - 1, []string{"200 rules fail in the same way: GET /: got 400\n", "and 191 more\n"}},
		{"each of its own", strconv.Itoa, mostLines, []string{"and 150 more\n"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			if err := manyFailures(test.got).Terminal(&b, TerminalOptions{}); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(b.String(), "FAIL komet/same"); n != test.rules {
				t.Errorf("%d rules in lines, want %d", n, test.rules)
			}
			if n := strings.Count(b.String(), "\n"); n > test.rules+20 {
				t.Errorf("10,000 failed cases took %d lines", n)
			}
			for _, says := range test.says {
				if !strings.Contains(b.String(), says) {
					t.Errorf("it does not say %q:\n%s", says, b.String())
				}
			}
		})
	}
}

// manyFailures are 200 rules of 50 cases.
func manyFailures(got func(rule int) string) *Report {
	r := &Report{Vendors: []Vendor{{Name: "komet"}}}
	for i := range 200 {
		broken := rule("komet/same", Fail, "")
		for range 50 {
			broken.Cases = append(broken.Cases, Case{
				Verdict: Fail, Mismatches: []Mismatch{{What: "status", Got: got(i)}},
				Exchanges: []Exchange{{Method: "GET", URL: "http://komet.test/", Status: 400}},
			})
		}
		r.Vendors[0].Rules = append(r.Vendors[0].Rules, broken)
	}
	return r
}

// TestTwoFailures bounds what two failed rules take of a terminal, the whole
// report with its table.
func TestTwoFailures(t *testing.T) {
	r := fixture()
	r.Vendors = r.Vendors[2:3]
	r.Vendors[0].Rules = r.Vendors[0].Rules[:3]
	for _, columns := range []int{0, 80, 120, 200} {
		var b strings.Builder
		if err := r.Terminal(&b, TerminalOptions{Columns: columns}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "\n"); n > 40 {
			t.Errorf("%d columns: two failed rules take %d lines, want at most 40:\n%s", columns, n, b.String())
		}
	}
}

// TestLinesFitTheScreen: nothing but what is to be copied is longer than it.
func TestLinesFitTheScreen(t *testing.T) {
	for _, columns := range []int{80, 120, 200} {
		var b strings.Builder
		if err := fixture().Terminal(&b, TerminalOptions{Columns: columns}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			copied := strings.Contains(line, "://") || strings.HasPrefix(strings.TrimSpace(line), "repeat") || strings.Contains(line, "conformance") || strings.HasPrefix(line, "own fault")
			if cells(line) > columns && !copied {
				t.Errorf("%d columns: a line has %d: %q", columns, cells(line), line)
			}
		}
	}
}
