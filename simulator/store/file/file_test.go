package file_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

var numbers = store.NewKind[int64]("test.number")

func open(t *testing.T, path string) *file.Store {
	t.Helper()
	s, err := file.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestFile(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "store")) })
}

func TestFileIsLinearizable(t *testing.T) {
	storetest.Linearizable(t, open(t, filepath.Join(t.TempDir(), "store")))
}

func put(t *testing.T, s store.Store, world, key string, value int64) {
	t.Helper()
	err := s.Update(t.Context(), world, func(tx store.Tx) error { return numbers.Put(tx, key, value) })
	if err != nil {
		t.Fatal(err)
	}
}

// contents returns all that a store holds, as world/key=value.
func contents(t *testing.T, s store.Store) []string {
	t.Helper()
	worlds, err := s.Worlds(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, world := range worlds {
		err := s.Update(t.Context(), world, func(tx store.Tx) error {
			return numbers.Scan(tx, "", func(key string, value int64) bool {
				list = append(list, fmt.Sprintf("%s/%s=%d", world, key, value))
				return true
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func TestWhatWasStoredIsThereAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s := open(t, path)
	put(t, s, "a", "k", 1)
	put(t, s, "a", "l", 2)
	put(t, s, "b", "k", 3)
	put(t, s, "gone", "k", 4)
	if err := errors.Join(s.Copy(t.Context(), "a", "copy"), s.Drop(t.Context(), "gone"), s.Close()); err != nil {
		t.Fatal(err)
	}
	got := contents(t, open(t, path))
	if want := "[a/k=1 a/l=2 b/k=3 copy/k=1 copy/l=2]"; fmt.Sprint(got) != want {
		t.Errorf("the store holds %v, want %s", got, want)
	}
}

// A scan meets what is on disk, what is about to be, and what the transaction
// has just changed, over more entries than it reads at a time.
func TestScanOfManyWhilePending(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	const count = 3000
	key := func(n int) string { return fmt.Sprintf("%05d", n) }
	err := s.Update(t.Context(), "w", func(tx store.Tx) error {
		for n := range count {
			if err := numbers.Put(tx, key(2*n), int64(2*n)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), "w", func(tx store.Tx) error {
		for n := range count { // every odd one is new, every fourth goes, every sixth changes
			switch {
			case n%2 == 1:
				_ = numbers.Put(tx, key(n), int64(n))
			case n%4 == 0:
				_, _ = numbers.Delete(tx, key(n))
			case n%6 == 0:
				_ = numbers.Put(tx, key(n), int64(-n))
			}
		}
		next := 0
		return numbers.Scan(tx, "", func(k string, value int64) bool {
			for next < count && next%4 == 0 || next >= count && next%2 == 1 {
				next++
			}
			want := int64(next)
			if next < count && next%2 == 0 && next%6 == 0 {
				want = -want
			}
			if k != key(next) || value != want {
				t.Errorf("%s=%d, want %s=%d", k, value, key(next), want)
				return false
			}
			next++
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a transaction sees of one before it is acknowledged later than that one.
func TestManyClientsOfOneWorld(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				err := s.Update(context.Background(), "w", func(tx store.Tx) error {
					n, _, err := numbers.Get(tx, "n")
					runtime.Gosched()
					return errors.Join(err, numbers.Put(tx, "n", n+1))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := contents(t, s); fmt.Sprint(got) != "[w/n=800]" {
		t.Errorf("the store holds %v, want 800 updates", got)
	}
}

func TestClosed(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	_, listed := s.Worlds(t.Context(), "")
	for call, err := range map[string]error{
		"update": s.Update(t.Context(), "w", func(store.Tx) error { return nil }),
		"copy":   s.Copy(t.Context(), "w", "v"),
		"drop":   s.Drop(t.Context(), "w"),
		"worlds": listed,
	} {
		if !errors.Is(err, file.ErrClosed) {
			t.Errorf("%s of a closed store: %v", call, err)
		}
	}
}
