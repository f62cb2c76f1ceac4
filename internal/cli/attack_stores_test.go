//go:build unix

package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

// attackingStores are files that a simulator may be given as its store. Each is
// refused before anything is served, and left as it is.
func attackingStores() []attack {
	var list []attack
	for _, s := range []struct {
		name  string
		short bool
		says  string
		spoil func(path string) error
	}{
		{"no bytes", true, "remove it to begin with an empty store", func(path string) error { return os.Truncate(path, 0) }},
		{"half of it", true, "the file is damaged", func(path string) error { return rewritten(path, func(b []byte) []byte { return b[:len(b)/2] }) }},
		{"a bit of a value", true, "put a back-up in its place", func(path string) error {
			return rewritten(path, func(b []byte) []byte {
				return bytes.Replace(b, []byte("attack-value"), []byte("attack-valud"), -1)
			})
		}},
		{"without its first pages", false, "is no file of a Plumbline store", func(path string) error {
			return rewritten(path, func(b []byte) []byte { return append(make([]byte, 8192), b[8192:]...) })
		}},
		{"a text", false, "is no file of a Plumbline store", func(path string) error {
			return rewritten(path, func([]byte) []byte { return bytes.Repeat([]byte("shopping list\n"), 4000) })
		}},
		{"noise", false, "no file of a Plumbline store", func(path string) error {
			return rewritten(path, func(b []byte) []byte { return bytes.Repeat([]byte{0xff, 0, 0x5a}, len(b)/3) })
		}},
		{"a folder", false, "no regular file", func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }},
		{"a pipe", false, "no regular file", func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)) }},
		{"a device", false, "no regular file", func(path string) error { return errors.Join(os.Remove(path), os.Symlink("/dev/zero", path)) }},
		{"a link to itself", false, "", func(path string) error { return errors.Join(os.Remove(path), os.Symlink(path, path)) }},
		{"in no folder", false, "its folder has to exist", func(path string) error { return os.RemoveAll(filepath.Dir(path)) }},
	} {
		list = append(list, attack{kind: "store", name: s.name, short: s.short, exit: []int{report.ExitUsage}, says: s.says, start: func(t *testing.T) ([]string, func() time.Duration) {
			path := filepath.Join(t.TempDir(), "store")
			opened, err := file.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			err = opened.Update(t.Context(), "w", func(tx store.Tx) error {
				return store.NewKind[string]("attack.kind").Put(tx, "key", strings.Repeat("attack-value ", 2000))
			})
			if err := errors.Join(err, opened.Close(), s.spoil(path)); err != nil {
				t.Fatal(err)
			}
			return []string{"simulate", "--listen", "127.0.0.1:0", "--control", "off", "--store", "file:" + path}, nil
		}})
	}
	return list
}

func rewritten(path string, change func([]byte) []byte) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, change(data), 0o600)
}
