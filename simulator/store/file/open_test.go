package file

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/plumbline-api/plumbline/simulator/store"
)

var texts = store.NewKind[string]("test.text")

// filled returns a store's file with a thousand entries in ten worlds.
func filled(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for world := range 10 {
		err := s.Update(t.Context(), fmt.Sprint(world), func(tx store.Tx) error {
			for n := range 100 {
				if err := texts.Put(tx, fmt.Sprint(n), strings.Repeat("x", 100)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func alter(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// library opens a file past this package.
func library(t *testing.T, path string, change func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatDoNotOpen(t *testing.T) {
	const backUp, another = "put a back-up in its place", "name another file"
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, path string)
		says  []string
	}{
		"a text": {func(t *testing.T, path string) {
			alter(t, path, func([]byte) []byte { return bytes.Repeat([]byte("shopping list\n"), 4000) })
		}, []string{"it is no file of a Plumbline store", another}},
		"a short text": {func(t *testing.T, path string) { alter(t, path, func([]byte) []byte { return []byte("hello") }) },
			[]string{"it is no file of a Plumbline store", another}},
		"of another program": {func(t *testing.T, path string) {
			alter(t, path, func([]byte) []byte { return nil })
			library(t, path, func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("etcd")); return err })
		}, []string{"it is no file of a Plumbline store", another}},
		"of a newer version": {func(t *testing.T, path string) {
			library(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("plumbline")).Put([]byte("version"), []byte("2")) })
		}, []string{"its version is 2, and this Plumbline knows up to 1", "use the newer Plumbline"}},
		"of no version": {func(t *testing.T, path string) {
			library(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("plumbline")).Delete([]byte("version")) })
		}, []string{"the file is damaged", backUp}},
		"cut off": {func(t *testing.T, path string) {
			alter(t, path, func(data []byte) []byte { return data[:len(data)/2] })
		},
			[]string{"the file is damaged", backUp}},
		"without its first pages": {func(t *testing.T, path string) {
			alter(t, path, func(data []byte) []byte { return append(make([]byte, 8192), data[8192:]...) })
		}, []string{"it is no file of a Plumbline store", another}},
		"a folder": {func(t *testing.T, path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
				t.Fatal(err)
			}
		}, []string{"no regular file", "name a file"}},
		"in no folder": {func(t *testing.T, path string) {
			if err := os.RemoveAll(filepath.Dir(path)); err != nil {
				t.Fatal(err)
			}
		}, []string{"no such file or directory", "its folder has to exist"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			tt.spoil(t, path)
			s, err := Open(path)
			if err == nil {
				t.Fatal("it opens", s.Close())
			}
			for _, part := range append(tt.says, path) {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q", err, part)
				}
			}
		})
	}
}

// Bytes are changed all over the file: it is refused, or else the change was
// where nothing lies, and what was stored is read.
func TestNoDamageIsRead(t *testing.T) {
	whole := filled(t)
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 9))
	refused := 0
	for range 150 {
		path := filepath.Join(t.TempDir(), "store")
		spoilt := bytes.Clone(data)
		at := random.IntN(len(spoilt))
		for n := range min(64, len(spoilt)-at) {
			spoilt[at+n] ^= byte(1 + random.IntN(255))
		}
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path)
		if err != nil {
			if refused++; !strings.Contains(err.Error(), path) {
				t.Errorf("bytes from %d: the error %q names no file", at, err)
			}
			continue
		}
		if err := errors.Join(readAll(t, s), s.Close()); err != nil {
			t.Errorf("bytes from %d: the file opens, and then: %v", at, err)
		}
	}
	if refused < 50 || refused == 150 {
		t.Errorf("%d of 150 files were refused: the damage is not where it should be", refused)
	}
}

// readAll complains about a value that nobody stored.
func readAll(t *testing.T, s *Store) error {
	names, err := s.Worlds(t.Context(), "")
	for _, name := range names {
		err = errors.Join(err, s.Update(t.Context(), name, func(tx store.Tx) error {
			return texts.Scan(tx, "", func(key, value string) bool {
				if value != strings.Repeat("x", 100) {
					t.Errorf("%s/%s holds %q", name, key, value)
				}
				return true
			})
		}))
	}
	return err
}

func TestOneProcessAtATime(t *testing.T) {
	path := filled(t)
	first, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(path)
	for _, part := range []string{path, fmt.Sprintf("in use by process %d", os.Getpid()), "stop it, or name another file"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %v, want one that says %q", err, part)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestMigrations(t *testing.T) {
	path := filled(t)
	var ran []int
	step := func(n int) func(*bbolt.Tx) error {
		return func(*bbolt.Tx) error { ran = append(ran, n); return nil }
	}
	fails := errors.New("no room")
	for _, tt := range []struct {
		steps []func(*bbolt.Tx) error
		ran   string
		fails error
	}{
		{nil, "[]", nil},
		{[]func(*bbolt.Tx) error{step(1)}, "[1]", nil},
		{[]func(*bbolt.Tx) error{step(1), step(2), func(*bbolt.Tx) error { return fails }}, "[2]", fails},
		{[]func(*bbolt.Tx) error{step(1), step(2), step(3)}, "[2 3]", nil},
		{[]func(*bbolt.Tx) error{step(1), step(2), step(3)}, "[]", nil},
	} {
		ran = nil
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(func(tx *bbolt.Tx) error { return upgrade(tx, tt.steps) }); !errors.Is(err, tt.fails) {
			t.Errorf("%d steps: %v, want %v", len(tt.steps), err, tt.fails)
		}
		if got := fmt.Sprint(ran); got != tt.ran {
			t.Errorf("%d steps: ran %s, want %s", len(tt.steps), got, tt.ran)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A disk that is full stops the store; what was acknowledged is there again.
func TestADiskThatIsFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s.db.MaxSize = 256 << 10
	acknowledged := 0
	for ; err == nil; acknowledged++ {
		err = s.Update(t.Context(), "w", func(tx store.Tx) error {
			return texts.Put(tx, fmt.Sprintf("%04d", acknowledged), strings.Repeat("x", 10_000))
		})
	}
	acknowledged--
	if acknowledged == 0 || !strings.Contains(err.Error(), path+" has stopped") || !strings.Contains(err.Error(), "remove the cause and start again") {
		t.Errorf("after %d updates: %v", acknowledged, err)
	}
	if again := s.Update(t.Context(), "w", func(store.Tx) error { return nil }); again == nil {
		t.Error("the store goes on after a failed write")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	found := 0
	err = s.Update(t.Context(), "w", func(tx store.Tx) error {
		return texts.Scan(tx, "", func(string, string) bool { found++; return true })
	})
	if err := errors.Join(err, s.Close()); err != nil || found != acknowledged {
		t.Errorf("%d entries are there, want the %d acknowledged (%v)", found, acknowledged, err)
	}
}
