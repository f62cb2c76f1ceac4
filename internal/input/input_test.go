//go:build unix

package input

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, file string
		says       string // of the error; it is read where this is empty
	}{
		{"a file at the limit", write("at", strings.Repeat("x", 1000)), ""},
		{"an empty file", write("empty", ""), ""},
		{"a file over the limit", write("over", strings.Repeat("x", 1001)), "longer than 1000 bytes"},
		{"a device", "/dev/zero", "is a device"},
		{"a pipe without a writer", pipe, "is a pipe and nobody writes to it"},
		{"a folder", dir, "is a folder"},
		{"none", filepath.Join(dir, "none"), "no such file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			started := time.Now()
			data, err := Read(test.file, 1000)
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("%d bytes, %v; want %q", len(data), err, test.says)
			}
			if waited := time.Since(started); waited > patience/2 {
				t.Errorf("it took %s", waited)
			}
		})
	}
}

// TestReadText reads texts as editors save them.
func TestReadText(t *testing.T) {
	for _, test := range []struct{ name, content, want, says string }{
		{"UTF-8", "{}\n", "{}\n", ""},
		{"a byte order mark", "\ufeff{}\n", "{}\n", ""},
		{"UTF-16, little endian", "\xff\xfe{\x00}\x00", "", "it is UTF-16; save it as UTF-8"},
		{"UTF-16, big endian", "\xfe\xff\x00{\x00}", "", "it is UTF-16; save it as UTF-8"},
	} {
		file := filepath.Join(t.TempDir(), "text")
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadText(file, 100)
		if string(got) != test.want || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}

// TestReadOfAPipe reads what a shell writes for <(command).
func TestReadOfAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	go func() {
		_, _ = w.WriteString("vendor: ")
		_, _ = w.WriteString("komet\n")
		_ = w.Close()
	}()
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("this system has no /proc")
	}
	data, err := Read(filepath.Join("/proc/self/fd", strconv.Itoa(int(r.Fd()))), 1000)
	if err != nil || string(data) != "vendor: komet\n" {
		t.Errorf("got %q, %v", data, err)
	}
}

// TestYAML parses files that unfold to far more than they are.
func TestYAML(t *testing.T) {
	const many = 30_000
	var indented strings.Builder
	for i := range 200 {
		indented.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	for _, test := range []struct {
		name, text string
		says       string // of the error; it is read where this is empty
	}{
		{"a profile", "vendor: komet\nfixtures:\n  a: &a [{id: 1}]\n  b: *a\n", ""},
		{"a list of many", "a:\n" + strings.Repeat("- {id: 1}\n", 10_000), ""},
		{"a byte order mark", "\ufeffvendor: komet\n", ""},
		{"a marker at the start and the end", "---\nvendor: komet\n...\n", ""},
		{"nothing", "# later\n", ""},
		{"brackets in texts", `a: "` + strings.Repeat("[", many) + "\"\nb: '" + strings.Repeat("{", many) + "'\n", ""},
		{"too long", strings.Repeat("#\n", MostOfYAML/2+1), "longer than 524288 bytes"},
		{"lists in lists", "a: " + strings.Repeat("[", many), "line 1: it nests more than 64 deep"},
		{"lists in lists that end in texts", "a: " + strings.Repeat(`["]",`, many), "nests more than 64 deep"},
		{"objects in objects", "a: " + strings.Repeat("{a: ", many), "nests more than 64 deep"},
		{"dashes in a line", strings.Repeat("- ", many) + "x", "nests more than 64 deep"},
		{"question marks in a line", strings.Repeat("? ", many) + "x", "nests more than 64 deep"},
		{"blocks in blocks", indented.String(), "line 65: it nests more than 64 deep"},
		{"aliases of aliases", laughs, "line 2: an alias inside what another alias stands for"},
		{"many aliases", "a: &a 1\nb: [" + strings.Repeat("*a,", 1001) + "]\n", "its 1001 aliases"},
		{"aliases of much", "a: &a [" + strings.Repeat("1,", 10_000) + "]\nb: [" + strings.Repeat("*a,", 20) + "]\n", "stand for 20"},
		{"two documents", "vendor: komet\n---\ntarget: http://a.test\n", "line 3: a second document begins here"},
		{"UTF-16", "\xff\xfev\x00", "it is UTF-16; save it as UTF-8"},
		{"Latin-1", "a: \xe9\n", "not UTF-8"},
		{"no YAML", "a: [\n", "not YAML: line 1: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			text, body, err := YAML([]byte(test.text))
			runtime.ReadMemStats(&after)
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v, want %q", err, test.says)
			}
			if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 300 {
				t.Errorf("it took %d MB", got)
			}
			if err == nil && body != nil {
				var any map[string]any
				if err := yaml.Unmarshal(text, &any); err != nil || len(any) == 0 {
					t.Errorf("read as %v, %v", any, err)
				}
			}
		})
	}
}
