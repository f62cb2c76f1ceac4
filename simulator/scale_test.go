package simulator_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

// TestTenThousandWorlds holds ten orders in each, sent as a client does, with
// their journals. All five vendors are served; a world costs what is used of it.
func TestTenThousandWorlds(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("sends 100,000 requests and measures the heap")
	}
	const worlds, entities, limit = 10_000, 10, 300 << 20
	engine := newEngine(t, simulator.Options{}, fiveVendors()...)
	before := heap()
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			for n := worker; n < worlds; n += workers {
				for id := range entities {
					if status := upsert(engine, n, id); status != http.StatusOK {
						t.Errorf("world %d: %d", n, status)
						return
					}
				}
			}
		})
	}
	group.Wait()
	used := heap() - before
	t.Logf("%d worlds with %d orders and the sample each: %d MB, %d bytes a world", worlds, entities, used>>20, used/worlds)
	if used > limit {
		t.Errorf("%d MB of heap, want less than %d", used>>20, limit>>20)
	}
	if list, err := engine.Worlds(t.Context()); err != nil || len(list) != worlds {
		t.Errorf("%d worlds (%v)", len(list), err)
	}
}

// upsert sends an order of its own to a world.
func upsert(engine *simulator.Engine, n, id int) (status int) {
	order := strings.Replace(documentOrder, "3fa85f64-5717-4562-b3fc-2c963f66afa6", fmt.Sprintf("%08x-5717-4562-b3fc-%012x", id, n), 1)
	r, err := http.NewRequest("POST", "http://sim.test/@"+worldNumber(n)+"/deliveryoptimizer/1/order", strings.NewReader(order))
	if err != nil {
		return 0
	}
	r.SetBasicAuth("sample-oms", "sample-password")
	r.Header.Set("Content-Type", "application/json")
	w := discard{header: http.Header{}}
	engine.ServeHTTP(&w, r)
	return w.status
}

// heap is what is in use after a collection.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
