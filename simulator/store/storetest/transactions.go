package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// before is what the rollback tests start from; spoil changes all of it.
func before(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		put(tx, texts, "changed", "old")
		put(tx, texts, "deleted", "old")
		put(tx, texts, "deleted and new", "old")
	})
}

func spoil(tx store.Tx) {
	put(tx, texts, "changed", "new")
	put(tx, texts, "changed", "newer")
	put(tx, texts, "added", "new")
	put(tx, texts, "added and deleted", "new")
	put(tx, numbers, "another kind", 1)
	for _, key := range []string{"deleted", "deleted and new", "added and deleted", "nosuch"} {
		remove(tx, texts, key)
	}
	put(tx, texts, "deleted and new", "new")
}

func unspoilt(t *testing.T, s store.Store) {
	t.Helper()
	update(t, s, world, func(tx store.Tx) {
		if got := all(tx, ""); !slices.Equal(got, []string{"changed=old", "deleted=old", "deleted and new=old"}) {
			t.Errorf("entries %q, want those from before", got)
		}
		absent(t, tx, numbers, "another kind")
	})
}

func rollbackOnError(t *testing.T, s store.Store) {
	before(t, s)
	refused := errors.New("refused")
	err := s.Update(context.Background(), world, sound(func(tx store.Tx) error {
		spoil(tx)
		return refused
	}))
	if !errors.Is(err, refused) {
		t.Errorf("update returns %v, want the error of fn", err)
	}
	unspoilt(t, s)
}

func rollbackOnPanic(t *testing.T, s store.Store) {
	before(t, s)
	func() {
		defer func() {
			if got := recover(); got != "oops" {
				t.Errorf("recovered %v, want the panic of fn", got)
			}
		}()
		_ = s.Update(context.Background(), world, sound(func(tx store.Tx) error {
			spoil(tx)
			panic("oops")
		}))
	}()
	unspoilt(t, s)

	// A goroutine that ends within fn, as t.FailNow does it, is no success.
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(context.Background(), world, sound(func(tx store.Tx) error {
			spoil(tx)
			runtime.Goexit()
			return nil
		}))
	})
	wg.Wait()
	unspoilt(t, s)
}

func ownWrites(t *testing.T, s store.Store) {
	before(t, s)
	update(t, s, world, func(tx store.Tx) {
		spoil(tx)
		if got := all(tx, ""); !slices.Equal(got, []string{"added=new", "changed=newer", "deleted and new=new"}) {
			t.Errorf("within the transaction %q", got)
		}
		absent(t, tx, texts, "deleted")
		if get(t, tx, texts, "changed") != "newer" {
			t.Error("a transaction does not see what it wrote")
		}
	})
}

func cancelled(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := s.Update(ctx, world, func(store.Tx) error {
		t.Error("fn runs")
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("update returns %v", err)
	}
}

// What is expected reads as it would have, also where the transaction itself has
// written it, or nothing is there.
func expected(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		must(texts.Expect(tx, []string{"none"})) // of a world that holds nothing
		for i := range 1200 {
			put(tx, texts, fmt.Sprint(i), fmt.Sprint("v", i))
		}
	})
	update(t, s, world, func(tx store.Tx) {
		put(tx, texts, "5", "changed")
		remove(tx, texts, "6")
		var keys []string
		for i := range 1300 {
			keys = append(keys, fmt.Sprint(i))
		}
		must(texts.Expect(tx, nil))
		must(texts.Expect(tx, keys))
		must(texts.Expect(tx, keys[:10]))
		for i, key := range keys {
			switch want := fmt.Sprint("v", i); {
			case i == 5:
				want = "changed"
				fallthrough
			case i != 6 && i < 1200:
				if got := get(t, tx, texts, key); got != want {
					t.Errorf("get %q: %q, want %q", key, got, want)
				}
			default:
				absent(t, tx, texts, key)
			}
		}
	})
}

func scan(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for _, key := range []string{"1/b", "1/a", "10/a", "1", "2/a", "1/", "1/a/x", "0", "1/\xf0"} {
			put(tx, texts, key, "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		for prefix, want := range map[string][]string{
			"":      {"0", "1", "1/", "1/a", "1/a/x", "1/b", "1/\xf0", "10/a", "2/a"},
			"1":     {"1", "1/", "1/a", "1/a/x", "1/b", "1/\xf0", "10/a"},
			"1/":    {"1/", "1/a", "1/a/x", "1/b", "1/\xf0"},
			"1/a":   {"1/a", "1/a/x"},
			"1/ab":  nil,
			"2/a":   {"2/a"},
			"3":     nil,
			"\xff":  nil,
			"1/a/x": {"1/a/x"},
			"*":     nil,
		} {
			var got []string
			for _, entry := range all(tx, prefix) {
				got = append(got, strings.TrimSuffix(entry, "=v"))
			}
			if !slices.Equal(got, want) {
				t.Errorf("scan of %q: %q, want %q", prefix, got, want)
			}
		}
	})
}

// A scan in pieces, each beginning behind the last key of the one before, sees
// what a scan of all sees, also of what the transaction itself wrote.
func scanFrom(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for i := range 40 {
			put(tx, texts, fmt.Sprintf("a/%02d", i), "v")
		}
		put(tx, texts, "b", "v")
	})
	update(t, s, world, func(tx store.Tx) {
		for i := range 20 {
			put(tx, texts, fmt.Sprintf("a/%02d+", 2*i), "v")
			remove(tx, texts, fmt.Sprintf("a/%02d", 3*i))
		}
		for _, size := range []int{1, 3, 50} {
			var got []string
			for from, more := "", true; more; {
				more = false
				must(texts.ScanFrom(tx, "a/", from, func(key, value string) bool {
					if got = append(got, key+"="+value); len(got)%size == 0 {
						from, more = key+"\x00", true
					}
					return !more
				}))
			}
			if want := all(tx, "a/"); !slices.Equal(got, want) {
				t.Errorf("in pieces of %d: %q, want %q", size, got, want)
			}
		}
		must(texts.ScanFrom(tx, "a/", "b", func(key, _ string) bool {
			t.Errorf("%q is visited, which has not the prefix", key)
			return true
		}))
	})
}

func scanStops(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for i := range 100 {
			put(tx, texts, fmt.Sprintf("%02d", i), "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		var got []string
		err := texts.Scan(tx, "", func(key, _ string) bool {
			got = append(got, key)
			get(t, tx, texts, key) // reading and writing elsewhere are allowed
			put(tx, numbers, key, 1)
			return len(got) < 3
		})
		must(err)
		if !slices.Equal(got, []string{"00", "01", "02"}) {
			t.Errorf("visited %q", got)
		}
	})
}

func deleteAll(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for i := range 30 {
			put(tx, texts, fmt.Sprintf("%d/x", i), "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		for prefix, want := range map[string]int{"1/": 1, "nosuch": 0, "2": 11} {
			n, err := texts.DeleteAll(tx, prefix)
			if must(err); n != want {
				t.Errorf("deleted %d below %q, want %d", n, prefix, want)
			}
		}
		if got := all(tx, ""); len(got) != 18 {
			t.Errorf("%d entries are left, want 18", len(got))
		}
		for _, want := range []int{5, 5, 5, 3, 0} {
			n, err := texts.DeleteSome(tx, "", 5)
			if must(err); n != want {
				t.Errorf("deleted %d, want %d", n, want)
			}
		}
	})
}
