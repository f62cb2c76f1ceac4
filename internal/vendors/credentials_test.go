package vendors

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
)

// TestCredentialsThatAreNone gives each credential of each vendor a text that
// can't be one. Nothing is sent: the profile is wrong, and the error names the
// credential and not its text.
func TestCredentialsThatAreNone(t *testing.T) {
	for _, test := range []struct{ name, text, says string }{
		{"two lines", "hunter2\nhunter3\n", "has 2 lines; a credential is one line"},
		{"a carriage return in the middle", "hunter2\rhunter3", "holds a control character at position 8"},
		{"nothing", "\n", "is empty"},
		{"bytes of a binary file", "hunter2\x00\x01", "holds a control character at position 8"},
	} {
		file := filepath.Join(t.TempDir(), "credential.txt")
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, v := range All() {
			judged := v.Conformance()
			for _, name := range slices.Sorted(maps.Keys(judged.Credentials)) {
				p := judged.Sample()
				p.Target = "http://127.0.0.1:1"
				p.Credentials[name] = conformance.Secret{File: file}
				_, err := judged.Prepare(p)
				if err == nil { // it stands in place of others, and is read alone
					p.Credentials = map[string]conformance.Secret{name: {File: file}}
					_, err = judged.Prepare(p)
				}
				if err == nil || !strings.HasPrefix(err.Error(), "credentials."+name+": ") || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter") {
					t.Errorf("%s, %s of %s: %v, want %q", test.name, name, v.Book.Vendor, err, test.says)
				}
			}
		}
	}
}
