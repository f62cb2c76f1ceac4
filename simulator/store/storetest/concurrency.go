package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// together runs fn in n goroutines at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}

// copiesOfOneMoment copies while two entries change together.
func copiesOfOneMoment(t *testing.T, s store.Store) {
	update(t, s, "a", func(tx store.Tx) { put(tx, numbers, "x", 0); put(tx, numbers, "y", 0) })
	together(4, func(i int) {
		for n := range 50 {
			if i == 0 {
				update(t, s, "a", func(tx store.Tx) { put(tx, numbers, "x", int64(n)); put(tx, numbers, "y", int64(n)) })
				continue
			}
			to := fmt.Sprintf("copy-%d", i)
			if err := s.Copy(context.Background(), "a", to); err != nil {
				t.Error(err)
			}
			update(t, s, to, func(tx store.Tx) {
				if x, y := get(t, tx, numbers, "x"), get(t, tx, numbers, "y"); x != y {
					t.Errorf("the copy has %d and %d, which were never so", x, y)
				}
			})
		}
	})
}

// Of read, add and write no update gets lost.
func counter(t *testing.T, s store.Store) {
	together(8, func(int) {
		for range 50 {
			update(t, s, world, func(tx store.Tx) {
				n, _, err := numbers.Get(tx, "n")
				must(err)
				runtime.Gosched() // let others in, if they can get in
				put(tx, numbers, "n", n+1)
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
			put(tx, numbers, account(i), total/accounts)
		}
	})
	sum := func(tx store.Tx) (n int64) {
		must(numbers.Scan(tx, "", func(_ string, value int64) bool { n += value; return true }))
		return n
	}
	together(8, func(i int) {
		random := rand.New(rand.NewPCG(uint64(i), 0))
		for range 50 {
			from, to, amount, fails := account(random.IntN(accounts)), account(random.IntN(accounts)), random.Int64N(20), random.IntN(4) == 0
			err := s.Update(context.Background(), world, sound(func(tx store.Tx) error {
				if got := sum(tx); got != total {
					t.Errorf("there are %d, want %d", got, total)
				}
				put(tx, numbers, from, get(t, tx, numbers, from)-amount)
				runtime.Gosched()
				if fails {
					return errors.New("half way")
				}
				put(tx, numbers, to, get(t, tx, numbers, to)+amount)
				return nil
			}))
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
			put(tx, numbers, "0", 1)
			put(tx, numbers, "1", 1)
		})
		together(2, func(i int) {
			update(t, s, name, func(tx store.Tx) {
				if get(t, tx, numbers, "0")+get(t, tx, numbers, "1") == 2 {
					runtime.Gosched()
					put(tx, numbers, fmt.Sprint(i), 0)
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
		put(tx, texts, "k", "v")
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
			update(t, s, own, func(tx store.Tx) { put(tx, numbers, fmt.Sprint(n), int64(n)) })
			update(t, s, "shared", func(tx store.Tx) { put(tx, numbers, own, int64(n)) })
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
			err := s.Update(context.Background(), name, sound(func(tx store.Tx) error {
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
			}))
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
		put(tx, texts, s.key, s.value)
		want[s.key] = s.value
	case 'D':
		if found := remove(tx, texts, s.key); found != there {
			t.Errorf("delete %q: found %v, want %v", s.key, found, there)
		}
		delete(want, s.key)
	case 'G':
		got, found, err := texts.Get(tx, s.key)
		if must(err); found != there || got != value {
			t.Errorf("get %q: %q, %v; want %q, %v", s.key, got, found, value, there)
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
		if got := all(tx, s.key); !slices.Equal(got, entries) {
			t.Errorf("scan %q: %q, want %q", s.key, got, entries)
		}
	}
}
