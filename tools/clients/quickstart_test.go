package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// quickstarts are the pages, with how many of their blocks are marked as not run.
// A mark needs a reason that a machine can't help: it is counted here.
var quickstarts = []struct {
	language, page string
	notRun         int
}{
	{"Python", "quickstart-python.md", 2},
	{"TypeScript", "quickstart-typescript.md", 1},
	{"Go", "quickstart-go.md", 1},
}

// TestQuickstarts runs the pages from top to bottom. A block with a name is a
// file, one of sh is run in the files' folder, and the lines of a block of text
// are in its output, in this order; … stands for anything. What the pages want
// to have installed is there: test.sh sees to it.
func TestQuickstarts(t *testing.T) {
	binary := os.Getenv("PLUMBLINE_BIN")
	if binary == "" {
		t.Skip("PLUMBLINE_BIN is not set: make test-clients runs the quickstarts")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range quickstarts {
		t.Run(q.language, func(t *testing.T) {
			if !strings.Contains(os.Getenv("PLUMBLINE_QUICKSTARTS"), q.language) {
				t.Skip("what the page needs is not installed")
			}
			text, err := os.ReadFile(filepath.Join(root, "docs", q.page))
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			switch q.language {
			case "TypeScript":
				// Node looks for packages in the folders above a file.
				folder = inFolder(t, filepath.Join(root, "bin", "clients", "npm"))
			case "Go":
				module(t, root, folder)
			}
			p := page{folder: folder, path: filepath.Dir(binary) + ":" + os.Getenv("PATH")}
			p.run(t.Context(), string(text))
			for _, problem := range p.problems {
				t.Error(problem)
			}
			if p.notRun != q.notRun {
				t.Errorf("%d blocks are marked as not run, want %d", p.notRun, q.notRun)
			}
			if p.ran < 4 {
				t.Errorf("%d blocks were run", p.ran)
			}
		})
	}
}

func inFolder(t *testing.T, parent string) string {
	t.Helper()
	folder, err := os.MkdirTemp(parent, "quickstart-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// module makes the folder a Go module that uses the tree, with the versions that
// the tree uses.
func module(t *testing.T, root, folder string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const plumbline = "github.com/plumbline-api/plumbline"
	edit := exec.CommandContext(t.Context(), "go", "mod", "edit", "-module=example.test/shop", "-require="+plumbline+"@v0.0.0", "-replace="+plumbline+"="+root)
	edit.Dir = folder
	if out, err := edit.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// page is a page while it is run.
type page struct {
	folder, path string
	output       string // of the last command
	ran, notRun  int
	problems     []string
}

var (
	fence = regexp.MustCompile("(?ms)^(<!-- not run: [^\n]+ -->\n)?```([a-z]*)( [^\n]+)?\n(.*?)^```$")
	marks = regexp.MustCompile(`<!-- not run`)
)

func (p *page) failed(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func (p *page) run(ctx context.Context, text string) {
	blocks := fence.FindAllStringSubmatch(text, -1)
	if opened := strings.Count(text, "```"); opened != 2*len(blocks) {
		p.failed("the page has %d fences, and %d blocks were found", opened, len(blocks))
	}
	for _, b := range blocks {
		mark, language, name, body := b[1], b[2], strings.TrimSpace(b[3]), b[4]
		switch {
		case mark != "":
			p.notRun++
		case name != "":
			if err := os.WriteFile(filepath.Join(p.folder, name), []byte(body), 0o600); err != nil {
				p.failed("%v", err)
			}
		case language == "sh":
			p.command(ctx, body)
		case language == "text":
			p.compare(body)
		default:
			p.failed("a block of %q is neither a file nor a command, and has no mark:\n%s", language, body)
		}
	}
	if written := len(marks.FindAllString(text, -1)); written != p.notRun {
		p.failed("%d marks stand before no block, or give no reason", written-p.notRun)
	}
}

func (p *page) command(ctx context.Context, words string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "sh", "-ec", words)
	command.Dir = p.folder
	command.Env = append(os.Environ(), "PATH="+p.path, "GOFLAGS=-mod=mod")
	command.WaitDelay = 5 * time.Second
	out, err := command.CombinedOutput()
	if err != nil {
		p.failed("%s: %v\n%s", strings.TrimSpace(words), err, out)
	}
	p.output = string(out)
	p.ran++
}

// compare looks for the lines of a block in the output, in their order.
func (p *page) compare(block string) {
	rest := p.output
	for line := range strings.Lines(block) {
		for part := range strings.SplitSeq(strings.TrimSpace(line), "…") {
			_, after, found := strings.Cut(rest, part)
			if !found {
				p.failed("the output has no %q, or not in this order:\n%s", part, p.output)
				return
			}
			rest = after
		}
	}
}

// TestPagesAreHeldToTheirWord shows that a page which promises too much fails.
func TestPagesAreHeldToTheirWord(t *testing.T) {
	for _, test := range []struct {
		name, page string
		fails      bool
	}{
		{"what it prints", "```sh\necho one two\n```\n```text\none…two\n```\n", false},
		{"in its order", "```sh\necho one two\n```\n```text\ntwo\none\n```\n", true},
		{"a file", "```ini a.ini\nb\n```\n```sh\ncat a.ini\n```\n```text\nb\n```\n", false},
		{"a command that fails", "```sh\nfalse\n```\n", true},
		{"neither a file nor a command", "```yaml\na: b\n```\n", true},
		{"a fence that is not closed", "```sh\ntrue\n", true},
		{"a mark with a reason", "<!-- not run: there is no network -->\n```sh\nfalse\n```\n", false},
		{"a mark without one", "<!-- not run -->\n```sh\ntrue\n```\n", true},
		{"a mark before no block", "<!-- not run: why? -->\n\n```sh\ntrue\n```\n", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := page{folder: t.TempDir(), path: os.Getenv("PATH")}
			p.run(t.Context(), test.page)
			if fails := len(p.problems) > 0; fails != test.fails {
				t.Errorf("fails: %v, want %v: %q", fails, test.fails, p.problems)
			}
		})
	}
}
