package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var requirement = regexp.MustCompile(`(?m)^(?:require )?\t?(\S+\.\S+/\S+|\S+\.\S+) (v\S+)`)

// TestLicencesAreListed: each module that go.mod requires is in the list of licences
// and in the list of modules that were looked at, in that version. make supply-update
// writes both, and make supply reads the licences themselves.
func TestLicencesAreListed(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	required := requirement.FindAllStringSubmatch(read("go.mod"), -1)
	if len(required) < 50 {
		t.Fatalf("go.mod requires %d modules: is it read rightly?", len(required))
	}
	licences, modules := read("docs/licences.md"), read("tools/supply/modules.txt")
	for _, r := range required {
		row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(r[1]) + ` \| ` + regexp.QuoteMeta(r[2]) + ` \| ([^|]+) \|`).FindStringSubmatch(licences)
		if row == nil || strings.Contains(row[1], "unknown") || strings.Contains(row[1], "?") {
			t.Errorf("docs/licences.md has no licence of %s %s: make supply-update", r[1], r[2])
		}
		if !strings.Contains(modules, r[1]+" "+r[2]+"\n") {
			t.Errorf("tools/supply/modules.txt does not have %s %s: make supply-update", r[1], r[2])
		}
	}
	if rows := strings.Count(licences, "\n| ") - 1; rows != len(required) {
		t.Errorf("docs/licences.md has %d rows for %d modules: make supply-update", rows, len(required))
	}
}
