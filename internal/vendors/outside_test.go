package vendors

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnotherModule builds a module of its own against the public packages, and
// runs its features. What its TestBroken tries has to fail.
func TestAnotherModule(t *testing.T) {
	if testing.Short() {
		t.Skip("links the judge once more")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "outside"))); err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o644); err != nil {
		t.Fatal(err)
	}
	in := func(name string, args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), name, args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
		out, err := c.CombinedOutput()
		return string(out), err
	}
	for _, args := range [][]string{
		{"go", "mod", "edit", "-replace=github.com/plumbline-api/plumbline=" + root},
		{"go", "vet", "."},
		{"go", "test", "-c", "-o", "outside.test"},
		{"./outside.test", "-test.skip", "^TestBroken$"},
	} {
		if out, err := in(args[0], args[1:]...); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	for part, says := range map[string]string{
		"nothing_selected":   "no scenario ran",
		"undefined_step":     "step is undefined",
		"broken_rule":        "wanted [2xx with an ack other than 0 4xx], got 200",
		"broken_contract":    "what the contract has at",
		"no_order_to_be_had": "give the profile fixtures.order-paid",
	} {
		out, err := in("./outside.test", "-test.run", "^TestBroken$/^"+part+"$")
		if err == nil || !strings.Contains(out, says) {
			t.Errorf("%s: %v, want a failure that says %q:\n%s", part, err, says, out)
		}
	}
}

// TestFeaturesPageShowsWhatRuns compares the examples of docs/features.md with
// the module that TestAnotherModule builds and runs.
func TestFeaturesPageShowsWhatRuns(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "features.md"))
	if err != nil {
		t.Fatal(err)
	}
	var runs strings.Builder
	err = fs.WalkDir(os.DirFS("testdata"), "outside", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join("testdata", path))
		runs.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(page), "```")
	if len(parts) < 5 {
		t.Fatalf("the page has %d examples, want two at the least", len(parts)/2)
	}
	for i := 1; i < len(parts); i += 2 {
		_, example, _ := strings.Cut(parts[i], "\n") // after the name of the language
		if example == "" || !strings.Contains(runs.String(), example) {
			t.Errorf("nothing of testdata/outside has the example\n%s", example)
		}
	}
}
