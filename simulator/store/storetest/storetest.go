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
	"runtime"
	"slices"
	"strings"
	"sync"
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
		"Drop":                  drop,
		"RollbackOnError":       rollbackOnError,
		"RollbackOnPanic":       rollbackOnPanic,
		"OwnWritesAreSeen":      ownWrites,
		"Cancelled":             cancelled,
		"Scan":                  scan,
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
	err := s.Update(context.Background(), world, func(tx store.Tx) error {
		fn(tx)
		return nil
	})
	if err != nil {
		t.Fatalf("update of %s: %v", world, err)
	}
}

func put[T any](t testing.TB, tx store.Tx, kind store.Kind[T], key string, value T) {
	t.Helper()
	if err := kind.Put(tx, key, value); err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
}

// get reads a value that must be there.
func get[T any](t testing.TB, tx store.Tx, kind store.Kind[T], key string) T {
	t.Helper()
	value, found, err := kind.Get(tx, key)
	if err != nil || !found {
		t.Fatalf("get %q: found %v, %v", key, found, err)
	}
	return value
}

func absent[T any](t testing.TB, tx store.Tx, kind store.Kind[T], key string) {
	t.Helper()
	value, found, err := kind.Get(tx, key)
	if err != nil || found || !reflect.ValueOf(&value).Elem().IsZero() {
		t.Errorf("get %q: %v, found %v, %v; want nothing", key, value, found, err)
	}
}

// all lists the entries below a prefix in the order in which they come.
func all(t testing.TB, tx store.Tx, prefix string) []string {
	t.Helper()
	var entries []string
	err := texts.Scan(tx, prefix, func(key, value string) bool {
		entries = append(entries, key+"="+value)
		return true
	})
	if err != nil {
		t.Fatalf("scan %q: %v", prefix, err)
	}
	return entries
}

func listed(t testing.TB, s store.Store) []string {
	t.Helper()
	names, err := s.Worlds(context.Background())
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
		put(t, tx, records, "full", full)
		put(t, tx, records, "empty", record{})
		put(t, tx, texts, "empty", "")
		put(t, tx, numbers, "zero", 0)
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
		if found, err := records.Delete(tx, "full"); err != nil || !found {
			t.Errorf("delete: found %v, %v", found, err)
		}
		if found, err := records.Delete(tx, "full"); err != nil || found {
			t.Errorf("delete again: found %v, %v", found, err)
		}
		absent(t, tx, records, "full")
	})
	update(t, s, world, func(tx store.Tx) { absent(t, tx, records, "full") })
}

// A kind of the same name and another type is a mistake that must be noticed.
func types(t *testing.T, s store.Store) {
	wrong := store.NewKind[record](texts.Name())
	update(t, s, world, func(tx store.Tx) { put(t, tx, texts, "k", "text") })
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
		put(t, tx, texts, "k", "1")
		put(t, tx, texts, "k", "2")
	})
	update(t, s, world, func(tx store.Tx) { put(t, tx, texts, "k", get(t, tx, texts, "k")+"3") })
	update(t, s, world, func(tx store.Tx) {
		if got := all(t, tx, ""); !slices.Equal(got, []string{"k=23"}) {
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
			put(t, tx, texts, sorted[i], "v")
		}
	})
	update(t, s, world, func(tx store.Tx) {
		var got []string
		for _, entry := range all(t, tx, "") {
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
		put(t, tx, texts, "k", "text")
		put(t, tx, longer, "k", "longer")
		put(t, tx, numbers, "k", 7)
	})
	update(t, s, world, func(tx store.Tx) {
		if get(t, tx, texts, "k") != "text" || get(t, tx, longer, "k") != "longer" || get(t, tx, numbers, "k") != 7 {
			t.Error("kinds overwrite each other")
		}
		if got := all(t, tx, ""); !slices.Equal(got, []string{"k=text"}) {
			t.Errorf("a scan of one kind finds %q", got)
		}
		if _, err := texts.Delete(tx, "k"); err != nil {
			t.Error(err)
		}
		get(t, tx, longer, "k")
	})
}

func worlds(t *testing.T, s store.Store) {
	names := []string{"", "@", "a", "a.b", "a:b", "ci-7", "ci-70", "{ci-7}", "é"}
	for i, name := range names {
		update(t, s, name, func(tx store.Tx) {
			absent(t, tx, numbers, "k")
			put(t, tx, numbers, "k", int64(i))
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

func emptyWorlds(t *testing.T, s store.Store) {
	if got := listed(t, s); len(got) > 0 {
		t.Errorf("a new store has the worlds %q", got)
	}
	update(t, s, "read only", func(tx store.Tx) { absent(t, tx, texts, "k") })
	_ = s.Update(context.Background(), "failed", func(tx store.Tx) error {
		put(t, tx, texts, "k", "v")
		return errors.New("no")
	})
	update(t, s, "emptied", func(tx store.Tx) { put(t, tx, texts, "k", "v") })
	if got := listed(t, s); !slices.Equal(got, []string{"emptied"}) {
		t.Errorf("worlds %q, want the one that holds something", got)
	}
	update(t, s, "emptied", func(tx store.Tx) { _, _ = texts.Delete(tx, "k") })
	if got := listed(t, s); len(got) > 0 {
		t.Errorf("worlds %q, want none: they hold nothing", got)
	}
}

func drop(t *testing.T, s store.Store) {
	ctx := context.Background()
	for _, name := range []string{"a", "ab", "b"} {
		update(t, s, name, func(tx store.Tx) { put(t, tx, texts, "k", name) })
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
		put(t, tx, texts, "new", "v")
	})
	update(t, s, "a", func(tx store.Tx) {
		if got := all(t, tx, ""); !slices.Equal(got, []string{"new=v"}) {
			t.Errorf("the world that came after holds %q", got)
		}
	})
	update(t, s, "ab", func(tx store.Tx) { get(t, tx, texts, "k") })
}

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

// together runs fn in n goroutines at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}

// Of read, add and write no update gets lost.
func counter(t *testing.T, s store.Store) {
	together(8, func(int) {
		for range 50 {
			update(t, s, world, func(tx store.Tx) {
				n, _, _ := numbers.Get(tx, "n")
				runtime.Gosched() // let others in, if they can get in
				put(t, tx, numbers, "n", n+1)
			})
		}
	})
	update(t, s, world, func(tx store.Tx) {
		if got := get(t, tx, numbers, "n"); got != 400 {
			t.Errorf("the counter is at %d, want 400", got)
		}
	})
}

// Money moves between accounts, in transfers of which some fail half way;
// whoever looks finds all of it.
func transfers(t *testing.T, s store.Store) {
	const accounts, total = 10, 1000
	account := func(i int) string { return fmt.Sprintf("%02d", i) }
	update(t, s, world, func(tx store.Tx) {
		for i := range accounts {
			put(t, tx, numbers, account(i), total/accounts)
		}
	})
	sum := func(tx store.Tx) (n int64) {
		_ = numbers.Scan(tx, "", func(_ string, value int64) bool { n += value; return true })
		return n
	}
	together(8, func(i int) {
		random := rand.New(rand.NewPCG(uint64(i), 0))
		for range 50 {
			from, to, amount, fails := account(random.IntN(accounts)), account(random.IntN(accounts)), random.Int64N(20), random.IntN(4) == 0
			err := s.Update(context.Background(), world, func(tx store.Tx) error {
				if got := sum(tx); got != total {
					t.Errorf("there are %d, want %d", got, total)
				}
				put(t, tx, numbers, from, get(t, tx, numbers, from)-amount)
				runtime.Gosched()
				if fails {
					return errors.New("half way")
				}
				put(t, tx, numbers, to, get(t, tx, numbers, to)+amount)
				return nil
			})
			if (err != nil) != fails {
				t.Errorf("transfer: %v", err)
			}
		}
	})
	update(t, s, world, func(tx store.Tx) {
		if got := sum(tx); got != total {
			t.Errorf("in the end there are %d, want %d", got, total)
		}
	})
}

// Each transaction reads both doctors and sends one home only if the other
// stays; snapshots without serializability let both go.
func writeSkew(t *testing.T, s store.Store) {
	for round := range 20 {
		name := fmt.Sprint("round ", round)
		update(t, s, name, func(tx store.Tx) {
			put(t, tx, numbers, "0", 1)
			put(t, tx, numbers, "1", 1)
		})
		together(2, func(i int) {
			update(t, s, name, func(tx store.Tx) {
				if get(t, tx, numbers, "0")+get(t, tx, numbers, "1") == 2 {
					runtime.Gosched()
					put(t, tx, numbers, fmt.Sprint(i), 0)
				}
			})
		})
		update(t, s, name, func(tx store.Tx) {
			if get(t, tx, numbers, "0")+get(t, tx, numbers, "1") != 1 {
				t.Errorf("%s: not exactly one stays", name)
			}
		})
	}
}

// A transaction on one world goes on while another one's has not ended.
func worldsDoNotWait(t *testing.T, s store.Store) {
	update(t, s, "slow", func(tx store.Tx) {
		done := make(chan error, 1)
		go func() {
			done <- s.Update(context.Background(), "quick", func(tx store.Tx) error { return texts.Put(tx, "k", "v") })
		}()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("one world waits for another")
		}
		put(t, tx, texts, "k", "v")
	})
	if got := listed(t, s); !slices.Equal(got, []string{"quick", "slow"}) {
		t.Errorf("worlds %q", got)
	}
}

// Worlds come, are listed and are dropped while others work.
func worldsAtOnce(t *testing.T, s store.Store) {
	together(8, func(i int) {
		own := fmt.Sprint("own ", i)
		for n := range 25 {
			update(t, s, own, func(tx store.Tx) { put(t, tx, numbers, fmt.Sprint(n), int64(n)) })
			update(t, s, "shared", func(tx store.Tx) { put(t, tx, numbers, own, int64(n)) })
			if names := listed(t, s); !slices.Contains(names, own) || !slices.IsSorted(names) {
				t.Errorf("worlds %q lack %q", names, own)
			}
			if n%5 == 4 {
				if err := s.Drop(context.Background(), own); err != nil {
					t.Error(err)
				}
				update(t, s, own, func(tx store.Tx) { absent(t, tx, numbers, fmt.Sprint(n)) })
			}
		}
	})
	if got := listed(t, s); !slices.Equal(got, []string{"shared"}) {
		t.Errorf("worlds %q, want only the shared one", got)
	}
}

// model compares random transactions with a plain map.
func model(t *testing.T, s store.Store) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 7))
		name := fmt.Sprint("seed ", seed)
		committed := map[string]string{}
		for range 40 {
			// The steps are drawn beforehand, so that a backend can run them again.
			steps := make([]step, random.IntN(12))
			for i := range steps {
				steps[i] = draw(random)
			}
			fails := random.IntN(3) == 0
			var after map[string]string
			err := s.Update(context.Background(), name, func(tx store.Tx) error {
				after = make(map[string]string, len(committed))
				for key, value := range committed {
					after[key] = value
				}
				for _, step := range steps {
					step.run(t, tx, after)
				}
				if fails {
					return errors.New("drawn to fail")
				}
				return nil
			})
			if (err != nil) != fails {
				t.Fatalf("%s: update returns %v", name, err)
			}
			if !fails {
				committed = after
			}
		}
		update(t, s, name, func(tx store.Tx) { step{what: 'S'}.run(t, tx, committed) })
		if got := slices.Contains(listed(t, s), name); got != (len(committed) > 0) {
			t.Errorf("%s: listed %v with %d entries", name, got, len(committed))
		}
	}
}

type step struct {
	what       byte // Put, Delete, Get, Scan
	key, value string
}

func draw(random *rand.Rand) step {
	key := make([]byte, random.IntN(3))
	for i := range key {
		key[i] = "ab/"[random.IntN(3)]
	}
	return step{"PPPDGS"[random.IntN(6)], string(key), fmt.Sprint(random.IntN(100))}
}

func (s step) run(t *testing.T, tx store.Tx, want map[string]string) {
	t.Helper()
	value, there := want[s.key]
	switch s.what {
	case 'P':
		put(t, tx, texts, s.key, s.value)
		want[s.key] = s.value
	case 'D':
		if found, err := texts.Delete(tx, s.key); err != nil || found != there {
			t.Errorf("delete %q: found %v, %v; want %v", s.key, found, err, there)
		}
		delete(want, s.key)
	case 'G':
		got, found, err := texts.Get(tx, s.key)
		if err != nil || found != there || got != value {
			t.Errorf("get %q: %q, %v, %v; want %q, %v", s.key, got, found, err, value, there)
		}
	case 'S':
		var entries []string
		for key, value := range want {
			if strings.HasPrefix(key, s.key) {
				entries = append(entries, key+"="+value)
			}
		}
		slices.SortFunc(entries, func(a, b string) int {
			keyA, _, _ := strings.Cut(a, "=")
			keyB, _, _ := strings.Cut(b, "=")
			return strings.Compare(keyA, keyB)
		})
		if got := all(t, tx, s.key); !slices.Equal(got, entries) {
			t.Errorf("scan %q: %q, want %q", s.key, got, entries)
		}
	}
}
