package layer_test

import (
	"errors"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

var texts = store.NewKind[string]("test.text")

// failing is a base that can't be read.
type failing struct{ err error }

func (f failing) Read(string) ([]byte, error)                    { return nil, f.err }
func (f failing) Range(string, string, int) ([]layer.Row, error) { return nil, f.err }
func (f failing) Expect([]string) error                          { return f.err }

// A failure of the base stays known, however the transaction went on.
func TestFailuresStay(t *testing.T) {
	for name, read := range map[string]func(store.Tx){
		"get":    func(tx store.Tx) { _, _, _ = texts.Get(tx, "k") },
		"delete": func(tx store.Tx) { _, _ = texts.Delete(tx, "k") },
		"expect": func(tx store.Tx) { _ = texts.Expect(tx, []string{"k"}) },
		"scan":   func(tx store.Tx) { _ = texts.Scan(tx, "", func(string, string) bool { return true }) },
	} {
		t.Run(name, func(t *testing.T) {
			lost := errors.New("lost")
			tx := layer.NewTx(failing{lost}, layer.NewMap())
			if err := texts.Put(tx, "other", "v"); err != nil || tx.Failed() != nil {
				t.Errorf("a write fails: %v, %v", err, tx.Failed())
			}
			read(tx)
			if _, _, err := texts.Get(tx, "other"); err != nil {
				t.Error(err)
			}
			if !errors.Is(tx.Failed(), lost) {
				t.Errorf("the failure is %v", tx.Failed())
			}
		})
	}
}

func TestRollback(t *testing.T) {
	top := layer.NewMap()
	old := &layer.Entry{Data: []byte(`"old"`)}
	top.Set(layer.Path(texts.Name(), "changed"), old)
	tx := layer.NewTx(failing{}, top)
	for _, key := range []string{"changed", "changed", "new"} {
		if err := texts.Put(tx, key, "new"); err != nil {
			t.Fatal(err)
		}
	}
	if writes := tx.Writes(); len(writes) != 2 || layer.KindOf(writes[0].Path) != texts.Name() || string(writes[0].Entry.Data) != `"new"` {
		t.Errorf("writes %+v", writes)
	}
	tx.Rollback()
	if entry, _ := top.Get(layer.Path(texts.Name(), "changed")); entry != old || top.Len() != 1 {
		t.Errorf("after the rollback there is %v, of %d entries", entry, top.Len())
	}
}
