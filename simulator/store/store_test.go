package store_test

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s := store.NewMemory()
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}

func TestMemoryIsLinearizable(t *testing.T) { storetest.Linearizable(t, store.NewMemory()) }

func TestKindsAreCodecs(t *testing.T) {
	kind := store.NewKind[map[string]uint64]("test.map")
	data, err := kind.Encode(map[string]uint64{"a": 18446744073709551615})
	if err != nil {
		t.Fatal(err)
	}
	value, err := kind.Decode(data)
	if got, ok := value.(map[string]uint64); err != nil || !ok || got["a"] != 18446744073709551615 {
		t.Errorf("decoded %v, %v", value, err)
	}
	if _, err := kind.Decode([]byte(`[1]`)); err == nil || !strings.Contains(err.Error(), "test.map") {
		t.Errorf("error %v, want one that names the kind", err)
	}
	if _, err := store.NewKind[func()]("test.func").Encode(func() {}); err == nil {
		t.Error("a function is encoded")
	}
}
