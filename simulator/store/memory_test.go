package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// TestNamesCostNothing asks for many worlds that hold nothing, in every way; and
// nothing is lost where one goes while another caller begins it.
func TestNamesCostNothing(t *testing.T) {
	m := NewMemory()
	kind := NewKind[int]("test.number")
	for i := range 100 {
		name := fmt.Sprint("w", i)
		undone := errors.New("undone")
		for _, err := range []error{
			m.Update(t.Context(), name, func(tx Tx) error { _, _, err := kind.Get(tx, "a"); return err }),
			m.Copy(t.Context(), name, name+"-copy"),
			m.Update(t.Context(), name, func(tx Tx) error { return errors.Join(kind.Put(tx, "a", 1), undone) }),
			m.Update(t.Context(), name, func(tx Tx) error { return kind.Put(tx, "a", 1) }),
			m.Update(t.Context(), name, func(tx Tx) error { _, err := kind.Delete(tx, "a"); return err }),
		} {
			if err != nil && !errors.Is(err, undone) {
				t.Fatal(err)
			}
		}
	}
	if len(m.worlds) > 0 {
		t.Errorf("%d worlds are left", len(m.worlds))
	}

	var callers sync.WaitGroup
	for n := range 8 {
		callers.Go(func() {
			key := fmt.Sprint("k", n)
			for i := range 500 {
				got := 0
				err := m.Update(t.Context(), "w", func(tx Tx) error { return kind.Put(tx, key, i) })
				err = errors.Join(err, m.Update(t.Context(), "w", func(tx Tx) (err error) {
					if got, _, err = kind.Get(tx, key); err == nil {
						_, err = kind.Delete(tx, key)
					}
					return err
				}))
				if err != nil || got != i {
					t.Errorf("%s holds %d, want %d (%v)", key, got, i, err)
				}
			}
		})
	}
	callers.Wait()
}
