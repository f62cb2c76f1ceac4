package redis_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// TestAnswersThatAreLost loses the answer to a change, and has another process
// write before the client asks again: the change is not made a second time.
func TestAnswersThatAreLost(t *testing.T) {
	add := func(s *redis.Store, world string) error {
		return s.Update(context.Background(), world, func(tx store.Tx) error {
			n, _, err := numbers.Get(tx, "n")
			if err != nil {
				return err
			}
			return numbers.Put(tx, "n", n+1)
		})
	}
	for name, row := range map[string]struct {
		change func(*redis.Store) error
		want   int64 // after one more, in a world that begins with 5
	}{
		"a transaction": {func(s *redis.Store) error { return add(s, "w") }, 7},
		"a drop":        {func(s *redis.Store) error { return s.Drop(t.Context(), "w") }, 1},
		"a copy":        {func(s *redis.Store) error { return s.Copy(t.Context(), "origin", "w") }, 101},
		"an empty copy": {func(s *redis.Store) error { return s.Copy(t.Context(), "nothing", "w") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			other := open(t, server.URL())
			for world, n := range map[string]int64{"w": 5, "origin": 100} {
				if err := other.Update(t.Context(), world, func(tx store.Tx) error { return numbers.Put(tx, "n", n) }); err != nil {
					t.Fatal(err)
				}
			}
			p := startProxy(t, server.Addr())
			s := open(t, strings.Replace(server.URL(), server.Addr(), p.addr, 1))
			p.lost = func() {
				if err := add(other, "w"); err != nil {
					t.Error(err)
				}
			}
			if err := row.change(s); err != nil {
				t.Fatal(err)
			}
			if p.losses.Load() != 1 {
				t.Fatalf("%d answers were lost", p.losses.Load())
			}
			err := other.Update(t.Context(), "w", func(tx store.Tx) error {
				n, _, err := numbers.Get(tx, "n")
				if n != row.want {
					t.Errorf("it is %d, want %d", n, row.want)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// proxy stands before a server. It loses the first answer to a change: it ends
// the connection instead.
type proxy struct {
	addr   string
	lost   func() // is called before the connection ends
	losses atomic.Int32
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &proxy{addr: l.Addr().String()}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				t.Error(err)
				return
			}
			go p.pass(client, server)
		}
	}()
	return p
}

// pass takes one request and its answer at a time, which is how the client
// asks. A script that is not known yet is answered with an error, and changes
// nothing.
func (p *proxy) pass(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		change := bytes.Contains(buffer[:n], []byte(":worlds"))
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if n, err = server.Read(buffer); err != nil {
			return
		}
		if change && buffer[0] != '-' && p.losses.CompareAndSwap(0, 1) {
			p.lost()
			return
		}
		if _, err := io.Copy(client, bytes.NewReader(buffer[:n])); err != nil {
			return
		}
	}
}
