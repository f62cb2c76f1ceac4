//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// attackingFiles are files that a user may name by mistake or was given. Each is
// refused before anything is sent.
func attackingFiles() []attack {
	const good = "vendor: deliveryoptimizer\ntarget: http://127.0.0.1:1\ncredentials: {user: {env: DO_USER}, password: {env: DO_PASSWORD}}\nfixtures: {tenant: [{id: 1}]}\n"
	laughs := "x: &a [1,1,1,1,1,1,1,1,1]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += "x" + string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	var list []attack
	add := func(kind, name string, short bool, says string, args func(dir string) []string) {
		list = append(list, attack{kind: kind, name: name, short: short, exit: []int{report.ExitUsage}, says: says, start: func(t *testing.T) ([]string, func() time.Duration) {
			dir := t.TempDir()
			if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
				t.Fatal(err)
			}
			write(t, dir, "good.yaml", good)
			return args(dir), nil
		}})
	}
	for _, p := range []struct {
		name  string
		short bool
		text  string
		says  string
	}{
		{"100 KB of open brackets", true, "x: " + strings.Repeat("[", 100<<10), "nests more than 64 deep"},
		{"500 KB of open braces", false, "x: " + strings.Repeat("{a: ", 125_000), "nests more than 64 deep"},
		{"500 KB of dashes", false, strings.Repeat("- ", 250_000) + "x", "nests more than 64 deep"},
		{"500 KB of question marks", false, strings.Repeat("? ", 250_000) + "x", "nests more than 64 deep"},
		{"aliases of aliases", true, good + laughs, "an alias inside"},
		{"an alias of itself", false, good + "x: &a [*a]\n", "an alias inside"},
		{"a merge of itself", false, good + "x: &a {<<: *a}\n", "an alias inside"},
		{"two documents", true, good + "---\n" + good, "a second document"},
		{"1 MB", false, good + strings.Repeat("# more\n", 150_000), "longer than 524288 bytes"},
		{"a key of 400 KB", false, good + strings.Repeat("k", 400_000) + ": 1\n", "unknown key"},
		{"a key 60,000 times", false, good + strings.Repeat("x: 1\n", 60_000), ""},
		{"UTF-16", false, "\xff\xfev\x00e\x00", "UTF-16"},
		{"noise", false, "\x00\x01\xff\xfe\x80", "not YAML"},
		{"zero bytes", false, strings.Repeat("\x00", 1000), ""},
		{"a command without a name", false, good + "provision: [\"\"]\n", "the command is empty"},
		{"30,000 entities of one id", false, strings.Replace(good, "[{id: 1}]", "["+strings.Repeat("{id: 1},", 30_000)+"]", 1), "as well"},
		{"an address that is none", false, strings.Replace(good, "http://127.0.0.1:1", `"http://[::1"`, 1), "is no address"},
		{"an address with a password", false, strings.Replace(good, "http://", "http://me:attack-password@", 1), "the address has a user"},
		{"an address of another protocol", false, strings.Replace(good, "http://127.0.0.1:1", "file:///etc/passwd", 1), ""},
	} {
		add("profile", p.name, p.short, p.says, func(dir string) []string {
			return []string{"verify", "deliveryoptimizer", "--profile", write(nil, dir, "p.yaml", p.text)}
		})
	}
	for _, where := range []struct{ name, says string }{{"pipe", "nobody writes to it"}, {"/dev/zero", "is a device"}, {".", "is a folder"}} {
		at := func(dir string) string {
			if strings.HasPrefix(where.name, "/") {
				return where.name
			}
			return filepath.Join(dir, where.name)
		}
		named := strings.TrimPrefix(where.name+" ", ". ")
		if named == "" {
			named = "a folder "
		}
		for kind, args := range map[string]func(dir string) []string{
			"profile":        func(dir string) []string { return []string{"profile", "check", at(dir)} },
			"credential":     profiled(good, "{env: DO_PASSWORD}", "{file: %s}", at),
			"known failures": profiled(good, "vendor:", "known-failures: %s\nvendor:", at),
			"certificates":   profiled(good, "vendor:", "tls: {ca: %s}\nvendor:", at),
			"dialect":        func(dir string) []string { return []string{"verify", "deliveryoptimizer", "--dialect", at(dir)} },
			"report":         func(dir string) []string { return []string{"verify", "deliveryoptimizer", "--rerun-failed", at(dir)} },
			"seed": func(dir string) []string {
				return []string{"simulate", "--listen", "127.0.0.1:0", "--control", "off", "--seed", at(dir)}
			},
		} {
			add(kind, "at "+strings.TrimSpace(named), where.name == "pipe", where.says, args)
		}
	}
	add("dialect", "aliases of aliases", false, "an alias inside", func(dir string) []string {
		return []string{"verify", "deliveryoptimizer", "--dialect", write(nil, dir, "d.yaml", laughs)}
	})
	add("known failures", "100 KB of open brackets", false, "nests more than 64 deep", func(dir string) []string {
		write(nil, dir, "k.yaml", strings.Repeat("[", 100<<10))
		return []string{"verify", "deliveryoptimizer", "--profile", write(nil, dir, "p.yaml", good+"known-failures: k.yaml\n")}
	})
	add("report", "10 MB of open brackets", false, "", func(dir string) []string {
		return []string{"verify", "deliveryoptimizer", "--rerun-failed", write(nil, dir, "r.json", strings.Repeat("[", 10<<20))}
	})
	add("credential", "two lines", true, "has 2 lines; a credential is one line", func(dir string) []string {
		write(nil, dir, "two.txt", "attack-password\nmore\n")
		return []string{"verify", "deliveryoptimizer", "--profile", write(nil, dir, "p.yaml", strings.Replace(good, "{env: DO_PASSWORD}", "{file: two.txt}", 1))}
	})
	return list
}

// profiled judges with a profile in which one thing is replaced by what names a
// file.
func profiled(good, old, by string, at func(dir string) string) func(dir string) []string {
	return func(dir string) []string {
		text := strings.Replace(good, old, fmt.Sprintf(by, at(dir)), 1)
		return []string{"verify", "deliveryoptimizer", "--profile", write(nil, dir, "p.yaml", text)}
	}
}

// write writes a file and returns its name. Without a test it panics, as what a
// temporary folder does not take is no matter of the test.
func write(t *testing.T, dir, name, text string) string {
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		if t == nil {
			panic(err)
		}
		t.Fatal(err)
	}
	return file
}
