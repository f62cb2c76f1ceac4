package simulator_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// BenchmarkBare is what a handler costs that decodes the order and answers,
// and does nothing else.
func BenchmarkBare(b *testing.B) {
	benchmark(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var order api.Order
		if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
			b.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(true)
	}), 1)
}

// BenchmarkUpsert sends the document's example. What is stored already is
// spread over the worlds.
func BenchmarkUpsert(b *testing.B) {
	for _, worlds := range []int{1, 1000} {
		for _, stored := range []int{1000, 1_000_000} {
			b.Run(fmt.Sprintf("worlds=%d/stored=%d", worlds, stored), func(b *testing.B) {
				if limit := timeout(); stored > 1000 && limit > 0 && limit < 2*time.Minute {
					b.Skip("takes more than -timeout may leave")
				}
				engine := newEngine(b, simulator.Options{}, deliveryoptimizer.New())
				for n := range worlds {
					store10000(b, engine, worldNumber(n), stored/worlds)
				}
				benchmark(b, engine, worlds)
			})
		}
	}
}

// timeout is the test binary's, 0 for none. A benchmark has no Deadline.
func timeout() time.Duration {
	limit, err := time.ParseDuration(flag.Lookup("test.timeout").Value.String())
	if err != nil {
		return 0
	}
	return limit
}

func worldNumber(n int) string { return fmt.Sprintf("w%d", n) }

func benchmark(b *testing.B, handler http.Handler, worlds int) {
	body := bytes.NewReader([]byte(documentOrder))
	var requests []*http.Request
	for n := range worlds {
		r, err := http.NewRequest(http.MethodPost, "http://sim.test/@"+worldNumber(n)+"/deliveryoptimizer/1/order", nil)
		if err != nil {
			b.Fatal(err)
		}
		r.SetBasicAuth("sample-oms", "sample-password")
		r.Header.Set("Content-Type", "application/json")
		r.RequestURI, r.ContentLength, r.Body = r.URL.RequestURI(), body.Size(), io.NopCloser(body)
		requests = append(requests, r)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		body.Reset([]byte(documentOrder))
		w := discard{header: http.Header{}}
		handler.ServeHTTP(&w, requests[n%worlds])
		if w.status != 0 && w.status != http.StatusOK {
			b.Fatal(w.status)
		}
		n++
	}
}

// discard is a response that nobody reads.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }

// liveOrders is the live tier, which is filled past the API to be quick.
var liveOrders = store.NewKind[api.Order]("deliveryoptimizer.order")

// store10000 stores so many orders of tenant 1, ten thousand in a transaction.
func store10000(tb testing.TB, engine *simulator.Engine, world string, count int) {
	tb.Helper()
	var order api.Order
	if err := json.Unmarshal([]byte(documentOrder), &order); err != nil {
		tb.Fatal(err)
	}
	for done := 0; done < count; done += 10_000 {
		err := engine.With(tb.Context(), world, "deliveryoptimizer", func(env *simulator.Env) error {
			for n := done; n < min(done+10_000, count); n++ {
				var id uuid.UUID
				binary.BigEndian.PutUint64(id[:], uint64(n)*0x9E3779B97F4A7C15) // spread over the tree
				order.OrderID = id
				if err := liveOrders.Put(env.Store(), "0000000001/"+id.String(), order); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}
