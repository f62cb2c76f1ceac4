package redis_test

import (
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// TestASlowTransaction has one process change the world during every attempt of
// another one, for as long as it may.
func TestASlowTransaction(t *testing.T) {
	address := redistest.Start(t).URL()
	slow, busy := open(t, address), open(t, address)
	add := func(tx store.Tx) error {
		n, _, err := numbers.Get(tx, "n")
		if err != nil {
			return err
		}
		return numbers.Put(tx, "n", n+1)
	}
	for name, then := range map[string]func(store.Tx) error{
		"that writes": add,
		"that reads":  func(tx store.Tx) error { _, _, err := numbers.Get(tx, "m"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			attempts := 0
			err := slow.Update(t.Context(), "w", func(tx store.Tx) error {
				attempts++
				if _, _, err := numbers.Get(tx, "n"); err != nil {
					return err
				}
				changed := make(chan error, 1)
				go func() { changed <- busy.Update(t.Context(), "w", add) }()
				select {
				case err := <-changed:
					if err != nil {
						t.Error(err)
					}
				case <-time.After(100 * time.Millisecond): // it may not
				}
				return then(tx)
			})
			if err != nil {
				t.Error(err)
			}
			t.Logf("%d attempts", attempts)
		})
	}
}
