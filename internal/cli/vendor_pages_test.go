package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
)

// TestVendorPages compares docs/vendors with what the code says; with
// -update it writes them.
func TestVendorPages(t *testing.T) {
	engine, err := unserved(vendors.All())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range engine.Vendors() {
		page := vendorPage(t, engine, name)
		file := filepath.Join("..", "..", "docs", "vendors", name+".md")
		if *update {
			if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		stands, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(stands) != page {
			t.Errorf("%s is not what the code says: run go test ./internal/cli -run TestVendorPages -update", file)
		}
	}
}

func vendorPage(t *testing.T, engine *simulator.Engine, name string) string {
	t.Helper()
	u, err := engine.Using(t.Context(), simulator.DefaultWorld, name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	v := engine.Vendor(name)
	fmt.Fprintf(&b, "# %s\n\n<!-- Written by a test from the code: go test ./internal/cli -run TestVendorPages -update -->\n\n", u.Title)
	fmt.Fprintf(&b, "Document %s, [%s](%s), read on %s. In the simulator: `%s/%s`, and `…/%s/docs/` for a reference.\n", u.Document.Number, cell(u.Document.Title), u.Document.URL, u.Document.Date, engine.Address(), name, name)
	b.WriteString("\n## Try it\n\n```sh\nplumbline simulate " + name + "\n")
	for _, step := range engine.Walk(name) {
		fmt.Fprintf(&b, "# %s\n%s\n", step.Shows, step.Shell(engine.Address()))
	}
	b.WriteString("```\n\n## Credentials of the sample\n\n| Credential | It may |\n|---|---|\n")
	for _, c := range u.Credentials {
		fmt.Fprintf(&b, "| %s | %s |\n", credentialCell(c), cell(c.May))
	}
	b.WriteString("\n## Entities of the sample\n\n| Kind | State | How many |\n|---|---|---|\n")
	for _, g := range u.Entities {
		fmt.Fprintf(&b, "| `%s` | %s | %d |\n", g.Kind, cell(g.State), g.Count)
	}
	for _, l := range v.Lifecycles {
		fmt.Fprintf(&b, "\nStates of %s: %s.\n", l.Entity, strings.Join(l.States, ", "))
	}
	fmt.Fprintf(&b, "\n`plumbline simulate --seed-schema %s` prints the JSON Schema of the seed.\n", name)
	seedMembers(&b, engine, name, t)
	fmt.Fprintf(&b, "For example, as `--seed FILE` and the control API take it:\n\n```json\n%s\n```\n", seedExample(t, engine, name))
	b.WriteString("\n## Operations\n\n| Operation | Request | |\n|---|---|---|\n")
	for _, op := range u.Operations {
		fmt.Fprintf(&b, "| `%s` | `%s %s` | %s |\n", op.ID, op.Method, op.Path, cell(op.Summary))
	}
	if len(u.ErrorCodes) > 0 {
		fmt.Fprintf(&b, "\n## Error codes\n\n%s\n", strings.Join(u.ErrorCodes, ", "))
	}
	if len(u.Actions) > 0 {
		b.WriteString("\n## What may happen from outside\n\n| Action | |\n|---|---|\n")
		for _, action := range sortedKeys(u.Actions) {
			fmt.Fprintf(&b, "| `%s` | %s |\n", action, cell(u.Actions[action]))
		}
	}
	b.WriteString("\n## Readings\n\nWhere the document can be understood in several ways. The first is the default.\n")
	for _, r := range u.Readings {
		fmt.Fprintf(&b, "\n**`%s`**: %s\n\n", r.Rule, cell(r.Text))
		for _, reading := range r.Readings {
			fmt.Fprintf(&b, "- `%s`: %s\n", reading.Name, cell(reading.Text))
		}
	}
	if len(v.Tolerates) > 0 {
		b.WriteString("\n## Strictness\n\nBreaches that no document settles are refused, but for these, which are tolerated:\n\n")
		for _, place := range v.Tolerates {
			fmt.Fprintf(&b, "- `%s`\n", place)
		}
	}
	return b.String()
}

// seedMembers lists the members at the top of a seed document.
func seedMembers(b *strings.Builder, engine *simulator.Engine, name string, t *testing.T) {
	t.Helper()
	text, err := engine.SeedSchema(name)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	b.WriteString("Its members: ")
	for i, member := range sortedKeys(schema.Properties) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("`" + member + "`")
	}
	b.WriteString(".\n")
}

// seedExample is the beginning of each list of the sample, which the vendor takes.
func seedExample(t *testing.T, engine *simulator.Engine, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "simulator", name, "sample.json"))
	if err != nil {
		t.Fatal(err)
	}
	var sample any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&sample); err != nil {
		t.Fatal(err)
	}
	example, err := json.MarshalIndent(beginnings(sample), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Seed(t.Context(), "example", name, example); err != nil {
		t.Errorf("%s refuses the example of its page: %v\n%s", name, err, example)
	}
	return example
}

// beginnings returns a value with the first element of each list alone.
func beginnings(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = beginnings(member)
		}
	case []any:
		if len(v) > 0 {
			return []any{beginnings(v[0])}
		}
	}
	return v
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func credentialCell(c simulator.Credential) string {
	var words []string
	for _, word := range []string{c.Name, c.Secret, c.Token} {
		if word != "" {
			words = append(words, "`"+word+"`")
		}
	}
	return strings.Join(words, " ")
}

// cell is a text in a row of a table.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;").Replace(text)
}
