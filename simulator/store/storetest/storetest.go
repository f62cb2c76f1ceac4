// Package storetest is the contract of a store, as tests that every backend
// passes. A backend may run a transaction again, so these keep no state outside.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

var (
	texts   = store.NewKind[string]("test.text")
	numbers = store.NewKind[int64]("test.number")
	records = store.NewKind[record]("test.record")
)

type record struct {
	Text  string
	Wide  uint64
	Real  float64
	When  time.Time
	Yes   bool
	Maybe *string
	List  []string
	Map   map[string]int64
	Inner struct{ A, B int64 }
}

// Run tests a backend; open returns an empty store for each test and has it
// closed in the end.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for name, test := range map[string]func(*testing.T, store.Store){
		"Values":                values,
		"ValuesKeepTheirType":   types,
		"Overwrite":             overwrite,
		"KeysAreBytes":          keys,
		"Kinds":                 kinds,
		"Worlds":                worlds,
		"WorldsThatHoldNothing": emptyWorlds,
		"WorldsByPrefix":        worldsByPrefix,
		"Drop":                  drop,
		"Copy":                  copies,
		"CopiesAreOfOneMoment":  copiesOfOneMoment,
		"RollbackOnError":       rollbackOnError,
		"RollbackOnPanic":       rollbackOnPanic,
		"OwnWritesAreSeen":      ownWrites,
		"Cancelled":             cancelled,
		"Expected":              expected,
		"Scan":                  scan,
		"ScanFrom":              scanFrom,
		"ScanStops":             scanStops,
		"DeleteAll":             deleteAll,
		"Counter":               counter,
		"Transfers":             transfers,
		"WriteSkew":             writeSkew,
		"WorldsDoNotWait":       worldsDoNotWait,
		"WorldsAtOnce":          worldsAtOnce,
		"Model":                 model,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

const world = "default"

// update runs a transaction that must succeed.
func update(t testing.TB, s store.Store, world string, fn func(store.Tx)) {
	t.Helper()
	err := s.Update(context.Background(), world, sound(func(tx store.Tx) error {
		fn(tx)
		return nil
	}))
	if err != nil {
		t.Fatalf("update of %s: %v", world, err)
	}
}

// failure is what must panics with.
type failure struct{ err error }

// must ends the transaction where the backend failed, which it may do to run it
// again: what there is to see then is not to be judged.
func must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// sound returns fn with the failures that must met as errors.
func sound(fn func(store.Tx) error) func(store.Tx) error {
	return func(tx store.Tx) (err error) {
		defer func() {
			switch p := recover().(type) {
			case nil:
			case failure:
				err = p.err
			default:
				panic(p)
			}
		}()
		return fn(tx)
	}
}

func put[T any](tx store.Tx, kind store.Kind[T], key string, value T) {
	must(kind.Put(tx, key, value))
}

// get reads a value that must be there.
func get[T any](t testing.TB, tx store.Tx, kind store.Kind[T], key string) T {
	t.Helper()
	value, found, err := kind.Get(tx, key)
	must(err)
	if !found {
		t.Errorf("get %q: there is nothing", key)
	}
	return value
}

func remove[T any](tx store.Tx, kind store.Kind[T], key string) bool {
	found, err := kind.Delete(tx, key)
	must(err)
	return found
}

func absent[T any](t testing.TB, tx store.Tx, kind store.Kind[T], key string) {
	t.Helper()
	value, found, err := kind.Get(tx, key)
	must(err)
	if found || !reflect.ValueOf(&value).Elem().IsZero() {
		t.Errorf("get %q: %v, found %v; want nothing", key, value, found)
	}
}

// all lists the entries below a prefix in the order in which they come.
func all(tx store.Tx, prefix string) []string {
	var entries []string
	err := texts.Scan(tx, prefix, func(key, value string) bool {
		entries = append(entries, key+"="+value)
		return true
	})
	must(err)
	return entries
}

func listed(t testing.TB, s store.Store) []string {
	t.Helper()
	names, err := s.Worlds(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func values(t *testing.T, s store.Store) {
	maybe := ""
	full := record{
		Text: "Pré\x00\"\\<>&\u2028👍", Wide: math.MaxUint64, Real: 0.1, Yes: true, Maybe: &maybe,
		When: time.Date(2026, 11, 22, 10, 1, 20, 624_000_001, time.UTC),
		List: []string{"b", "a", ""}, Map: map[string]int64{"": math.MinInt64, "z": math.MaxInt64},
	}
	full.Inner.A = 1 << 53
	update(t, s, world, func(tx store.Tx) {
		put(tx, records, "full", full)
		put(tx, records, "empty", record{})
		put(tx, texts, "empty", "")
		put(tx, numbers, "zero", 0)
	})
	update(t, s, world, func(tx store.Tx) {
		if got := get(t, tx, records, "full"); !reflect.DeepEqual(got, full) {
			t.Errorf("got\n%+v, put\n%+v", got, full)
		}
		if got := get(t, tx, records, "empty"); !reflect.DeepEqual(got, record{}) {
			t.Errorf("got %+v, put the zero value", got)
		}
		if get(t, tx, texts, "empty") != "" || get(t, tx, numbers, "zero") != 0 {
			t.Error("zero values do not come back")
		}
		absent(t, tx, records, "nosuch")
		if !remove(tx, records, "full") || remove(tx, records, "full") {
			t.Error("a value is not deleted once")
		}
		absent(t, tx, records, "full")
	})
	update(t, s, world, func(tx store.Tx) { absent(t, tx, records, "full") })
}

// A kind of the same name and another type is a mistake that must be noticed.
func types(t *testing.T, s store.Store) {
	wrong := store.NewKind[record](texts.Name())
	update(t, s, world, func(tx store.Tx) { put(tx, texts, "k", "text") })
	update(t, s, world, func(tx store.Tx) {
		if _, _, err := wrong.Get(tx, "k"); err == nil {
			t.Error("get: a text is taken for a record")
		}
		visited := false
		if err := wrong.Scan(tx, "", func(string, record) bool { visited = true; return true }); err == nil || visited {
			t.Errorf("scan: a text is taken for a record: %v", err)
		}
	})
}

func overwrite(t *testing.T, s store.Store) {
	update(t, s, world, func(tx store.Tx) {
		put(tx, texts, "k", "1")
		put(tx, texts, "k", "2")
	})
	update(t, s, world, func(tx store.Tx) { put(tx, texts, "k", get(t, tx, texts, "k")+"3") })
	update(t, s, world, func(tx store.Tx) {
		if got := all(tx, ""); !slices.Equal(got, []string{"k=23"}) {
			t.Errorf("entries %q", got)
		}
	})
}

func keys(t *testing.T, s store.Store) {
	sorted := []string{"", "\x00", " ", "%", "*", "0", "10", "2", "A", "Z", "[a]", "a", "a/b", "a:b", "aa", "{x}", "é", "\uffff", "👍"}
	if !slices.IsSorted(sorted) {
		t.Fatal("the keys of this test are not in the order of their bytes")
	}
	update(t, s, world, func(tx store.Tx) {
		for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(sorted)) {
			put(tx, texts, sorted[i], "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		var got []string
		for _, entry := range all(tx, "") {
			got = append(got, strings.TrimSuffix(entry, "=v"))
		}
		if !slices.Equal(got, sorted) {
			t.Errorf("keys %q, want %q", got, sorted)
		}
		for _, key := range sorted {
			get(t, tx, texts, key)
		}
	})
}

func kinds(t *testing.T, s store.Store) {
	longer := store.NewKind[string](texts.Name() + ".more")
	update(t, s, world, func(tx store.Tx) {
		put(tx, texts, "k", "text")
		put(tx, longer, "k", "longer")
		put(tx, numbers, "k", 7)
	})
	update(t, s, world, func(tx store.Tx) {
		if get(t, tx, texts, "k") != "text" || get(t, tx, longer, "k") != "longer" || get(t, tx, numbers, "k") != 7 {
			t.Error("kinds overwrite each other")
		}
		if got := all(tx, ""); !slices.Equal(got, []string{"k=text"}) {
			t.Errorf("a scan of one kind finds %q", got)
		}
		remove(tx, texts, "k")
		get(t, tx, longer, "k")
	})
}

func worlds(t *testing.T, s store.Store) {
	names := []string{"", "@", "a", "a.b", "a:b", "ci-7", "ci-70", "{ci-7}", "é"}
	for i, name := range names {
		update(t, s, name, func(tx store.Tx) {
			absent(t, tx, numbers, "k")
			put(tx, numbers, "k", int64(i))
		})
	}
	for i, name := range names {
		update(t, s, name, func(tx store.Tx) {
			if got := get(t, tx, numbers, "k"); got != int64(i) {
				t.Errorf("world %q has %d, want %d", name, got, i)
			}
		})
	}
	if got := listed(t, s); !slices.Equal(got, names) {
		t.Errorf("worlds %q, want %q", got, names)
	}
}

func worldsByPrefix(t *testing.T, s store.Store) {
	for _, name := range []string{"a", "a@1", "a@2", "ab", "b@1"} {
		update(t, s, name, func(tx store.Tx) { put(tx, texts, "k", name) })
	}
	for prefix, want := range map[string]string{"": "a a@1 a@2 ab b@1", "a@": "a@1 a@2", "a": "a a@1 a@2 ab", "c": "", "*": ""} {
		names, err := s.Worlds(context.Background(), prefix)
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("prefix %q: %q (%v), want %q", prefix, got, err, want)
		}
	}
}

func emptyWorlds(t *testing.T, s store.Store) {
	if got := listed(t, s); len(got) > 0 {
		t.Errorf("a new store has the worlds %q", got)
	}
	update(t, s, "read only", func(tx store.Tx) { absent(t, tx, texts, "k") })
	_ = s.Update(context.Background(), "failed", sound(func(tx store.Tx) error {
		put(tx, texts, "k", "v")
		return errors.New("no")
	}))
	update(t, s, "emptied", func(tx store.Tx) { put(tx, texts, "k", "v") })
	if got := listed(t, s); !slices.Equal(got, []string{"emptied"}) {
		t.Errorf("worlds %q, want the one that holds something", got)
	}
	update(t, s, "emptied", func(tx store.Tx) { remove(tx, texts, "k") })
	if got := listed(t, s); len(got) > 0 {
		t.Errorf("worlds %q, want none: they hold nothing", got)
	}
}

func drop(t *testing.T, s store.Store) {
	ctx := context.Background()
	for _, name := range []string{"a", "ab", "b"} {
		update(t, s, name, func(tx store.Tx) { put(tx, texts, "k", name) })
	}
	for _, name := range []string{"a", "a", "nosuch"} {
		if err := s.Drop(ctx, name); err != nil {
			t.Errorf("drop %s: %v", name, err)
		}
	}
	if got := listed(t, s); !slices.Equal(got, []string{"ab", "b"}) {
		t.Errorf("worlds %q", got)
	}
	update(t, s, "a", func(tx store.Tx) {
		absent(t, tx, texts, "k")
		put(tx, texts, "new", "v")
	})
	update(t, s, "a", func(tx store.Tx) {
		if got := all(tx, ""); !slices.Equal(got, []string{"new=v"}) {
			t.Errorf("the world that came after holds %q", got)
		}
	})
	update(t, s, "ab", func(tx store.Tx) { get(t, tx, texts, "k") })
}

// copies has a copy replace what was there, and share nothing with its origin.
func copies(t *testing.T, s store.Store) {
	ctx := context.Background()
	update(t, s, "a", func(tx store.Tx) {
		for n := range 100 {
			put(tx, texts, fmt.Sprintf("%03d", n), "a")
		}
		put(tx, numbers, "n", 7)
	})
	update(t, s, "b", func(tx store.Tx) { put(tx, texts, "old", "b") })
	if err := s.Copy(ctx, "a", "b"); err != nil {
		t.Fatal(err)
	}
	update(t, s, "a", func(tx store.Tx) { put(tx, texts, "050", "of a"); put(tx, texts, "new", "of a") })
	update(t, s, "b", func(tx store.Tx) {
		if absent(t, tx, texts, "old"); get(t, tx, numbers, "n") != 7 || get(t, tx, texts, "050") != "a" || len(all(tx, "")) != 100 {
			t.Errorf("the copy holds %q", all(tx, ""))
		}
		put(tx, texts, "051", "of b")
	})
	update(t, s, "a", func(tx store.Tx) {
		if get(t, tx, texts, "051") != "a" || len(all(tx, "")) != 101 {
			t.Errorf("the origin holds %q", all(tx, ""))
		}
	})
	for _, same := range []string{"a", "b"} {
		if err := s.Copy(ctx, same, same); err != nil {
			t.Errorf("a copy to itself: %v", err)
		}
	}
	if err := s.Copy(ctx, "nosuch", "b"); err != nil {
		t.Errorf("a copy of nothing: %v", err)
	}
	if got := listed(t, s); !slices.Equal(got, []string{"a"}) {
		t.Errorf("worlds %q, want a alone: b became what holds nothing", got)
	}
}
