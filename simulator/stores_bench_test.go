//go:build unix

package simulator_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// BenchmarkStores sends the document's example to engines on each store, from 1
// and from 64 clients, to one world and to one for each client. Where there are
// two engines, clients use them in turn.
func BenchmarkStores(b *testing.B) {
	for _, backend := range []struct {
		name string
		open func(*testing.B) []store.Store
	}{
		{"memory", func(*testing.B) []store.Store { return []store.Store{store.NewMemory()} }},
		{"file", func(b *testing.B) []store.Store { return []store.Store{benchFile(b)} }},
		{"redis-always", func(b *testing.B) []store.Store { return benchRedis(b, 1, redistest.Start(b)) }},
		{"redis-everysec", func(b *testing.B) []store.Store {
			return benchRedis(b, 1, redistest.Start(b, "--appendfsync", "everysec"))
		}},
		{"two-on-redis-everysec", func(b *testing.B) []store.Store {
			return benchRedis(b, 2, redistest.Start(b, "--appendfsync", "everysec"))
		}},
	} {
		for _, load := range []struct{ clients, worlds int }{{1, 1}, {64, 1}, {64, 64}} {
			b.Run(fmt.Sprintf("%s/clients=%d/worlds=%d", backend.name, load.clients, load.worlds), func(b *testing.B) {
				var engines []http.Handler
				for _, s := range backend.open(b) {
					engines = append(engines, newEngine(b, simulator.Options{Now: time.Now, Wait: really, Replicas: true, Store: s}, deliveryoptimizer.New()))
				}
				byClients(b, load.clients, func(client, n int) {
					w := discard{header: http.Header{}}
					engines[n%len(engines)].ServeHTTP(&w, documentUpsert(b, worldNumber(client%load.worlds)))
					if w.status != 0 && w.status != http.StatusOK {
						b.Error(w.status)
					}
				})
			})
		}
	}
}

// BenchmarkRoundTrips is the least that a change costs on each backend: a sync
// of 4 KiB, and a PING.
func BenchmarkRoundTrips(b *testing.B) {
	b.Run("sync", func(b *testing.B) {
		f, err := os.Create(filepath.Join(b.TempDir(), "file"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = f.Close() })
		page := make([]byte, 4<<10)
		byClients(b, 1, func(_, n int) {
			if _, err := f.WriteAt(page, int64(n)*int64(len(page))); err != nil {
				b.Error(err)
			}
			if err := f.Sync(); err != nil {
				b.Error(err)
			}
		})
	})
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("ping/clients=%d", clients), func(b *testing.B) {
			client := goredis.NewClient(&goredis.Options{Addr: redistest.Start(b).Addr()})
			b.Cleanup(func() { _ = client.Close() })
			byClients(b, clients, func(int, int) {
				if err := client.Ping(context.Background()).Err(); err != nil {
					b.Error(err)
				}
			})
		})
	}
}

// byClients makes b.N calls from so many goroutines, and reports the calls per
// second and the CPU time of this process for each.
func byClients(b *testing.B, clients int, call func(client, n int)) {
	call(0, 0) // what is done once
	var next atomic.Int64
	var wg sync.WaitGroup
	before := cpuTime(b)
	b.ResetTimer()
	for client := range clients {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				call(client, int(n))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/request")
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func documentUpsert(b *testing.B, world string) *http.Request {
	body := []byte(documentOrder)
	r, err := http.NewRequest(http.MethodPost, "http://sim.test/@"+world+"/deliveryoptimizer/1/order", io.NopCloser(bytes.NewReader(body)))
	if err != nil {
		b.Fatal(err)
	}
	r.SetBasicAuth("sample-oms", "sample-password")
	r.Header.Set("Content-Type", "application/json")
	r.RequestURI, r.ContentLength = r.URL.RequestURI(), int64(len(body))
	return r
}

func benchFile(b *testing.B) store.Store {
	s, err := file.Open(filepath.Join(b.TempDir(), "store"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func benchRedis(b *testing.B, replicas int, server *redistest.Server) (list []store.Store) {
	for range replicas {
		s, err := redis.Open(context.Background(), server.URL(), redis.Options{Wait: really, Random: rand.Float64})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := s.Close(); err != nil {
				b.Error(err)
			}
		})
		list = append(list, s)
	}
	return list
}
