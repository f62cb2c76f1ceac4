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
		put(t, tx, texts, "changed", "old")
		put(t, tx, texts, "deleted", "old")
		put(t, tx, texts, "deleted and new", "old")
	})
}

func spoil(t *testing.T, tx store.Tx) {
	put(t, tx, texts, "changed", "new")
	put(t, tx, texts, "changed", "newer")
	put(t, tx, texts, "added", "new")
	put(t, tx, texts, "added and deleted", "new")
	put(t, tx, numbers, "another kind", 1)
	for _, key := range []string{"deleted", "deleted and new", "added and deleted", "nosuch"} {
		if _, err := texts.Delete(tx, key); err != nil {
			t.Error(err)
		}
	}
	put(t, tx, texts, "deleted and new", "new")
}

func unspoilt(t *testing.T, s store.Store) {
	t.Helper()
	update(t, s, world, func(tx store.Tx) {
		if got := all(t, tx, ""); !slices.Equal(got, []string{"changed=old", "deleted=old", "deleted and new=old"}) {
			t.Errorf("entries %q, want those from before", got)
		}
		absent(t, tx, numbers, "another kind")
	})
}

func rollbackOnError(t *testing.T, s store.Store) {
	before(t, s)
	refused := errors.New("refused")
	err := s.Update(context.Background(), world, func(tx store.Tx) error {
		spoil(t, tx)
		return refused
	})
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
		_ = s.Update(context.Background(), world, func(tx store.Tx) error {
			spoil(t, tx)
			panic("oops")
		})
	}()
	unspoilt(t, s)

	// A goroutine that ends within fn, as t.FailNow does it, is no success.
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(context.Background(), world, func(tx store.Tx) error {
			spoil(t, tx)
			runtime.Goexit()
			return nil
		})
	})
	wg.Wait()
	unspoilt(t, s)
}

func ownWrites(t *testing.T, s store.Store) {
	before(t, s)
	update(t, s, world, func(tx store.Tx) {
		spoil(t, tx)
		if got := all(t, tx, ""); !slices.Equal(got, []string{"added=new", "changed=newer", "deleted and new=new"}) {
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

func scan(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for _, key := range []string{"1/b", "1/a", "10/a", "1", "2/a", "1/", "1/a/x", "0", "1/\xf0"} {
			put(t, tx, texts, key, "v")
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
			for _, entry := range all(t, tx, prefix) {
				got = append(got, strings.TrimSuffix(entry, "=v"))
			}
			if !slices.Equal(got, want) {
				t.Errorf("scan of %q: %q, want %q", prefix, got, want)
			}
		}
	})
}

func scanStops(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for i := range 100 {
			put(t, tx, texts, fmt.Sprintf("%02d", i), "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		var got []string
		err := texts.Scan(tx, "", func(key, _ string) bool {
			got = append(got, key)
			get(t, tx, texts, key) // reading and writing elsewhere are allowed
			put(t, tx, numbers, key, 1)
			return len(got) < 3
		})
		if err != nil || !slices.Equal(got, []string{"00", "01", "02"}) {
			t.Errorf("visited %q, %v", got, err)
		}
	})
}

func deleteAll(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		for i := range 30 {
			put(t, tx, texts, fmt.Sprintf("%d/x", i), "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		for prefix, want := range map[string]int{"1/": 1, "nosuch": 0, "2": 11} {
			if n, err := texts.DeleteAll(tx, prefix); err != nil || n != want {
				t.Errorf("deleted %d below %q, %v; want %d", n, prefix, err, want)
			}
		}
		if got := all(t, tx, ""); len(got) != 18 {
			t.Errorf("%d entries are left, want 18", len(got))
		}
	})
}
