package file

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// namesIn are those of the files in the folder of a path.
func namesIn(t *testing.T, path string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

// A file without bytes has lost its content: no start leaves one.
func TestAFileWithoutBytesIsRefused(t *testing.T) {
	path := filled(t)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err == nil {
		t.Fatal("it opens", s.Close())
	}
	for _, part := range []string{path, "it has no bytes", "put a back-up in its place, or remove it to begin with an empty store"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("the file was touched: %v (%v)", info, err)
	}
}

// A store has its name when it is complete, so a kill at the first start leaves no
// file of that name, and the next start forgets what it has left.
func TestAKillAtTheFirstStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	for _, left := range []string{"", "half a page"} {
		if err := os.WriteFile(path+unfinished+"123"+fmt.Sprint(len(left)), []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(namesIn(t, path)); got != "[store store.owner]" {
		t.Errorf("the folder holds %s", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(namesIn(t, path)); got != "[store]" {
		t.Errorf("after the end the folder holds %s", got)
	}
}

// What is made is on disk as a store before it gets its name, and never replaces one.
func TestANewFileReplacesNone(t *testing.T) {
	path := filled(t)
	if err := create(path); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	names, err := s.Worlds(t.Context(), "")
	if err := errors.Join(err, s.Close()); err != nil || len(names) != 10 {
		t.Errorf("worlds %q (%v), want the ten that were there", names, err)
	}
}

func TestSeveralFirstStartsAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	var under sync.WaitGroup
	opened := make(chan *Store, 8)
	for range cap(opened) {
		under.Go(func() {
			s, err := Open(path)
			switch {
			case err == nil:
				opened <- s
			case !strings.Contains(err.Error(), "in use by"):
				t.Error(err)
			}
		})
	}
	under.Wait()
	close(opened)
	n := 0
	for s := range opened {
		n++
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if n != 1 {
		t.Errorf("%d processes have the store, want one", n)
	}
}

// A link may lead to a store that is not there yet.
func TestALinkToANewFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "link")
	if err := os.Symlink("store", path); err != nil {
		t.Skip(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(namesIn(t, path)); got != "[link store]" {
		t.Errorf("the folder holds %s", got)
	}
}

// A probe writes, and leaves neither the store nor its note changed.
func TestAProbeLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(ownerFile(path))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := s.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	after, err := os.ReadFile(ownerFile(path))
	if err != nil || string(after) != string(before) || owner(path) != strings.TrimSpace(string(before)) {
		t.Errorf("the note is %q, was %q (%v)", after, before, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

// A disk that takes no more shows before a write is lost, and the store works again
// when there is room.
func TestAProbeOfADiskThatTakesNoMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	good := s.note.file
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = full.Close() }() // a device
	s.note.file = full
	if err := s.Probe(t.Context()); err == nil || !strings.Contains(err.Error(), "no space left") || !strings.Contains(err.Error(), "make room") {
		t.Errorf("a full disk: %v", err)
	}
	s.note.file = good
	if err := s.Probe(t.Context()); err != nil {
		t.Errorf("with room again: %v", err)
	}
	err = s.Update(t.Context(), "w", func(tx store.Tx) error { return texts.Put(tx, "a", "b") })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Error(err)
	}
}
