package vendors

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The measure of docs that are read once: words of a sentence on average, and
// at most.
const (
	wordsOnAverage = 20
	wordsAtMost    = 30
)

// TestSentencesAreShort measures the sentences of the README and of the pages
// that follow it. It prints the figure of each page; -v shows it.
func TestSentencesAreShort(t *testing.T) {
	for _, page := range []string{
		"README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/control-api.md", "docs/features.md", "docs/judging.md",
		"docs/performance.md", "docs/power.md", "docs/steps.md",
	} {
		t.Run(page, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(page)))
			if err != nil {
				t.Fatal(err)
			}
			words, sentences := 0, prose(string(text))
			for _, s := range sentences {
				n := len(strings.Fields(s))
				if words += n; n > wordsAtMost {
					t.Errorf("%d words, want %d at most: %s", n, wordsAtMost, s)
				}
			}
			if len(sentences) == 0 {
				t.Fatal("no sentence was found")
			}
			average := float64(words) / float64(len(sentences))
			t.Logf("%s: %.1f words a sentence, in %d sentences", page, average, len(sentences))
			if average > wordsOnAverage {
				t.Errorf("%.1f words a sentence on average, want %d or fewer", average, wordsOnAverage)
			}
		})
	}
}

var (
	listItem    = regexp.MustCompile(`^(?:[-*]|\d+\.) `)
	linkTarget  = regexp.MustCompile(`\]\([^)]*\)`)
	inlineCode  = regexp.MustCompile("`[^`]+`")
	sentenceEnd = regexp.MustCompile(`[.!?](?:[*)”"]*)\s+|[.!?:](?:[*)”"]*)$`)
)

// prose returns the sentences of a page in Markdown: of its paragraphs and list
// items, without code blocks, tables and headings. What is set in code counts as
// one word, and so does the target of a link as none.
func prose(page string) (sentences []string) {
	var paragraph []string
	end := func() {
		text := strings.Join(paragraph, " ")
		text = linkTarget.ReplaceAllString(inlineCode.ReplaceAllString(text, "CODE"), "]")
		for text != "" {
			at := sentenceEnd.FindStringIndex(text)
			if at == nil {
				at = []int{len(text), len(text)}
			}
			if s := strings.TrimSpace(text[:at[1]]); s != "" {
				sentences = append(sentences, s)
			}
			text = text[at[1]:]
		}
		paragraph = nil
	}
	fenced := false
	for line := range strings.Lines(page) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
			end()
		case fenced, strings.HasPrefix(line, "|"), strings.HasPrefix(line, "#"):
			end()
		case strings.TrimSpace(line) == "":
			end()
		case strings.HasPrefix(line, "    ") && len(paragraph) == 0: // a code block
		case listItem.MatchString(line):
			end()
			paragraph = []string{listItem.ReplaceAllString(line, "")}
		default:
			paragraph = append(paragraph, strings.TrimSpace(line))
		}
	}
	end()
	return sentences
}

func TestProse(t *testing.T) {
	for name, test := range map[string]struct {
		page string
		want []string
	}{
		"two sentences":       {"One two. Three\nfour.\n", []string{"One two.", "Three four."}},
		"a version is no end": {"It needs Go 1.26 and make.\n", []string{"It needs Go 1.26 and make."}},
		"code and tables":     {"# Head\n\n    a command. here\n\n```sh\ncurl x. y\n```\n\n| a. b | c |\n\nText.\n", []string{"Text."}},
		"a list":              {"Do this:\n\n- one thing\n- another\n  thing\n", []string{"Do this:", "one thing", "another thing"}},
		"a link and code":     {"See [the page](docs/a.b.md) of `go test ./...` today.\n", []string{"See [the page] of CODE today."}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := prose(test.page); strings.Join(got, "|") != strings.Join(test.want, "|") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
