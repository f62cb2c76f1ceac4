package vendors

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb/mongotest"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// TestEveryBackendGivesTheSameVerdicts judges the simulators on the stores that
// keep bytes, on two replicas to which requests go in turn, and Delivery
// Optimizer with its archive in MongoDB.
func TestEveryBackendGivesTheSameVerdicts(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		want := verdicts(judgeReplicas(t, v, v.Simulator, store.NewMemory()))
		if len(want) == 0 {
			t.Fatal("nothing was judged")
		}
		inStore := func(*testing.T) func() *simulator.Vendor { return v.Simulator }
		type backend struct {
			stores    func(*testing.T) []store.Store
			simulator func(*testing.T) func() *simulator.Vendor
		}
		backends := map[string]backend{
			"file":             {func(t *testing.T) []store.Store { return []store.Store{openFile(t)} }, inStore},
			"redis":            {func(t *testing.T) []store.Store { return openRedis(t, redistest.Start(t).URL(), 1) }, inStore},
			"two on redis":     {func(t *testing.T) []store.Store { return openRedis(t, redistest.Start(t).URL(), 2) }, inStore},
			"two on a cluster": {func(t *testing.T) []store.Store { return openRedis(t, redistest.StartCluster(t).URL(), 2) }, inStore},
		}
		if v.Book.Vendor == "deliveryoptimizer" {
			backends["archive in mongodb"] = backend{func(*testing.T) []store.Store { return []store.Store{store.NewMemory()} }, archiving}
			backends["two on redis and mongodb"] = backend{func(t *testing.T) []store.Store { return openRedis(t, redistest.Start(t).URL(), 2) }, archiving}
		}
		for name, b := range backends {
			t.Run(name, func(t *testing.T) {
				got := verdicts(judgeReplicas(t, v, b.simulator(t), b.stores(t)...))
				for _, line := range want {
					if !slices.Contains(got, line) {
						t.Errorf("in memory only: %s", line)
					}
				}
				for _, line := range got {
					if !slices.Contains(want, line) {
						t.Errorf("on this store only: %s", line)
					}
				}
			})
		}
	})
}

// verdicts has a line for each case of each rule, and for each reading.
func verdicts(v report.Vendor) []string {
	var lines []string
	for _, r := range v.Rules {
		lines = append(lines, fmt.Sprintf("%s: %s %s", r.ID, r.Verdict, v.Dialect[r.ID]))
		for _, c := range r.Cases {
			lines = append(lines, fmt.Sprintf("%s, %s: %s", r.ID, c.Name, c.Verdict))
		}
	}
	return lines
}

func openFile(t *testing.T) store.Store {
	t.Helper()
	s, err := file.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	return closing(t, s)
}

func openRedis(t *testing.T, address string, replicas int) (list []store.Store) {
	t.Helper()
	for range replicas {
		s, err := redis.Open(t.Context(), address, redis.Options{Wait: pass, Random: rand.Float64})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, closing(t, s))
	}
	return list
}

// archiving returns simulators of Delivery Optimizer, each with a connection of
// its own to one archive.
func archiving(t *testing.T) func() *simulator.Vendor {
	t.Helper()
	server := mongotest.Start(t)
	return func() *simulator.Vendor {
		a, err := mongodb.Open(t.Context(), server.URL())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
		return deliveryoptimizer.NewWithArchive(a)
	}
}

func closing(t *testing.T, s store.Store) store.Store {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// pass passes real time.
func pass(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inTurn gives one request after another to the next handler.
type inTurn struct {
	handlers []http.Handler
	next     atomic.Uint64
}

func (i *inTurn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.handlers[i.next.Add(1)%uint64(len(i.handlers))].ServeHTTP(w, r)
}

// judgeReplicas judges a vendor's simulator that has an engine on each store.
func judgeReplicas(t *testing.T, v Vendor, build func() *simulator.Vendor, stores ...store.Store) report.Vendor {
	t.Helper()
	var engines, controls inTurn
	for _, s := range stores {
		e, err := simulator.New(simulator.Options{
			Now: time.Now, Wait: pass, Store: s, Replicas: len(stores) > 1, Deliver: nobodyThere{},
		}, build())
		if err != nil {
			t.Fatal(err)
		}
		control, err := control.New(e, "", "")
		if err != nil {
			t.Fatal(err)
		}
		engines.handlers, controls.handlers = append(engines.handlers, e), append(controls.handlers, control)
	}
	judged := v.Conformance()
	o := conformance.Options{
		RandomSeed: 1, Parallel: 8, Profile: judged.Sample(),
		Transport: simulator.Transport{Handler: &engines}, ControlTransport: simulator.Transport{Handler: &controls},
	}
	o.Profile.Target = localBase + v.Book.Vendor
	out, err := conformance.Run(t.Context(), judged, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
