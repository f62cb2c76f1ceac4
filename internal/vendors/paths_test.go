package vendors

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// section returns a section of docs/architecture.md, without its heading.
func section(t *testing.T, heading string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(page), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("the page has no section %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// TestPathsAreToldInTenLines holds that a request, a case and a delivery are each
// told in ten numbered lines, every one of which names a function.
func TestPathsAreToldInTenLines(t *testing.T) {
	for _, heading := range []string{"The path of a request", "The path of a case", "The path of a delivery"} {
		t.Run(heading, func(t *testing.T) {
			lines := regexp.MustCompile(`(?m)^\d+\. .*$`).FindAllString(section(t, heading), -1)
			if len(lines) != 10 {
				t.Errorf("%d lines, want 10", len(lines))
			}
			for _, line := range lines {
				if !inCode.MatchString(line) {
					t.Errorf("%q names no function", line)
				}
			}
		})
	}
}

// TestArchitecturePageTellsThePathsInOrder holds that the page tells the paths of
// a case and of a delivery in the order in which their functions call one
// another.
func TestArchitecturePageTellsThePathsInOrder(t *testing.T) {
	const aCase, aDelivery = "The path of a case", "The path of a delivery"
	for _, test := range []struct {
		section, file, function string
		calls                   []string // of those that the page tells, in their order
	}{
		{aCase, "conformance/run.go", "func Run(", []string{"cases", "contact", "schedule", "runAll", "rules"}},
		{aCase, "conformance/run_cases.go", "func (r *runner) runAll(", []string{"runCase"}},
		{aCase, "conformance/run_cases.go", "func (r *runner) runCase(", []string{"decide", "try", "confirmed"}},
		{aCase, "conformance/run_cases.go", "func (r *runner) try(", []string{"call", "takeAnswers", "Close", "outcome"}},
		{aCase, "conformance/verdict.go", "func (r *runner) rules(", []string{"settle"}},
		{aDelivery, "simulator/deliver.go", "func (e *Env) Emit(", []string{"enter"}},
		{aDelivery, "simulator/deliverrun.go", "func (r *runner) sweep(", []string{"due", "deliver"}},
		{aDelivery, "simulator/deliverrun.go", "func (r *runner) deliver(", []string{"deliverUntil"}},
		{aDelivery, "simulator/deliver.go", "func (e *Engine) deliverUntil(", []string{"claim", "send", "Conclude"}},
		{aDelivery, "simulator/deliver.go", "func (e *Engine) claim(", []string{"Next", "mayTry", "Claim"}},
		{aDelivery, "simulator/deliver.go", "func (e *Engine) send(", []string{"Send"}},
	} {
		t.Run(test.file+" "+test.function, func(t *testing.T) {
			body := bodyOf(t, filepath.Join("..", "..", filepath.FromSlash(test.file)), test.function)
			var told []string
			for _, m := range regexp.MustCompile("`[\\w/.]+\\.(\\w+)`").FindAllStringSubmatch(section(t, test.section), -1) {
				if slices.Contains(test.calls, m[1]) {
					told = append(told, m[1])
				}
			}
			if !slices.Equal(told, test.calls) {
				t.Errorf("the page tells %v, want %v", told, test.calls)
			}
			at := 0
			for _, name := range test.calls {
				found := regexp.MustCompile(`\b` + name + `\(`).FindStringIndex(body[at:])
				if found == nil {
					t.Fatalf("%s is not called after those before it", name)
				}
				at += found[1]
			}
		})
	}
}

// bodyOf returns the text of a function's body.
func bodyOf(t *testing.T, file, function string) string {
	t.Helper()
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := strings.Cut(string(code), "\n"+function)
	if !found {
		t.Fatalf("%s has no %s", file, function)
	}
	_, body, _ = strings.Cut(body, "\n") // the rest of its signature
	body, _, _ = strings.Cut(body, "\n}\n")
	return body
}
