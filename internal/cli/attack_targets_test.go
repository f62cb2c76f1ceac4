//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// stopwatch finds the longest time between two moments that belong together.
type stopwatch struct {
	running sync.WaitGroup
	mu      sync.Mutex
	longest time.Duration
}

func (s *stopwatch) note(since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.longest = max(s.longest, time.Since(since))
}

// read waits until both moments of each have come; the process that was tried has
// ended, and with it all that it held.
func (s *stopwatch) read() time.Duration {
	s.running.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.longest
}

// hostile lets speak have each connection once a request came, and takes the
// time until the other side lets go of it.
func hostile(speak func(net.Conn)) func(*testing.T) (string, *stopwatch) {
	return func(t *testing.T) (string, *stopwatch) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		watch := &stopwatch{}
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				watch.running.Go(func() {
					defer conn.Close()
					if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
						return
					}
					defer watch.note(time.Now())
					speak(conn)
				})
			}
		}()
		return "http://" + l.Addr().String(), watch
	}
}

// The ways to speak end when the other side is gone.
func once(text string) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, text)
		_, _ = io.Copy(io.Discard, conn)
	}
}

func closing(text string) func(net.Conn) {
	return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
}

func forever(start, again string) func(net.Conn) {
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, start)
		for block := strings.Repeat(again, max(1, (64<<10)/len(again))); err == nil; {
			_, err = io.WriteString(conn, block)
		}
	}
}

// dripping sends a byte at a time.
func dripping(start, again string) func(net.Conn) {
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, start)
		for i := 0; err == nil; i++ {
			time.Sleep(50 * time.Millisecond)
			_, err = io.WriteString(conn, again[i%len(again):i%len(again)+1])
		}
	}
}

// resetting ends the connection with a reset (RST) in place of an end.
func resetting(text string) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, text)
		if tcp, is := conn.(*net.TCPConn); is {
			_ = tcp.SetLinger(0)
		}
	}
}

func noise(conn net.Conn) {
	random := rand.New(rand.NewPCG(1, 2))
	for {
		block := make([]byte, 4096)
		for i := range block {
			block[i] = byte(random.Uint32())
		}
		if _, err := conn.Write(block); err != nil {
			return
		}
	}
}

// bombing compresses zeros without end.
func bombing(conn net.Conn) {
	_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n")
	w := gzip.NewWriter(conn)
	for block := make([]byte, 1<<20); err == nil; {
		_, err = w.Write(block)
	}
}

const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

func whole(body string) string {
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", ok, len(body), body)
}

// attackingTargets are targets that answer to do harm.
func attackingTargets() []attack {
	const switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
	var list []attack
	for _, one := range []struct {
		name  string
		short bool
		exit  []int
		speak func(net.Conn)
	}{
		{"switches protocols and is silent", true, []int{1, 4}, once(switching)},
		{"switches protocols and talks", false, []int{1, 4}, forever(switching, "frame")},
		{"is silent", true, []int{4}, once("")},
		{"stops in the status line", false, []int{4}, once("HTTP/1.1 2")},
		{"stops in a header", false, []int{4}, once("HTTP/1.1 200 OK\r\nContent-Ty")},
		{"stops in the body", true, []int{4}, once(ok + "Content-Length: 100\r\n\r\n{")},
		{"drips a header", false, []int{4}, dripping("HTTP/1.1 200 OK\r\nX-Slow: ", "and slower ")},
		{"drips a body", true, []int{4}, dripping(ok+"\r\n", "[1,")},
		{"drips chunks", false, []int{4}, dripping(ok+"Transfer-Encoding: chunked\r\n\r\n", "1\r\n[\r\n")},
		{"hints and is silent", false, []int{4}, once("HTTP/1.1 100 Continue\r\n\r\n")},
		{"hints without end", false, []int{1, 4}, forever("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")},
		{"a status line without end", false, []int{1, 4}, forever("HTTP/1.1 200 ", "OK")},
		{"headers without end", true, []int{1, 4}, forever("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")},
		{"a header without end", false, []int{1, 4}, forever("HTTP/1.1 200 OK\r\nX-Long: ", "longer")},
		{"a body without end", true, []int{1, 4}, forever(ok+"\r\n", `{"orderId":"x"},`)},
		{"chunks without end", false, []int{1, 4}, forever(ok+"Transfer-Encoding: chunked\r\n\r\n", "5\r\n[1,2,\r\n")},
		{"trailers without end", false, []int{1, 3, 4}, forever(ok+"Transfer-Encoding: chunked\r\nTrailer: X-More\r\n\r\n0\r\n", "X-More: and more\r\n")},
		{"a chunk of 2^60 bytes", false, []int{1, 3, 4}, once(ok + "Transfer-Encoding: chunked\r\n\r\n1000000000000000\r\n[")},
		{"zeros without end, compressed", true, []int{1, 4}, bombing},
		{"claims to be compressed", false, []int{1, 3, 4}, once(ok + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain")},
		{"noise", true, []int{1, 4}, noise},
		{"another protocol", false, []int{1, 4}, closing("220 mail.example.test ESMTP\r\n")},
		{"a frame of HTTP/2", false, []int{1, 4}, once("\x00\x00\x12\x04\x00\x00\x00\x00\x00")},
		{"an alert of TLS", false, []int{1, 4}, closing("\x15\x03\x01\x00\x02\x02\x16")},
		{"closes at once", true, []int{4}, closing("")},
		{"closes in a header", false, []int{1, 4}, closing("HTTP/1.1 200 OK\r\nContent-")},
		{"closes in the body", false, []int{4}, closing(ok + "Content-Length: 100\r\n\r\n{")},
		{"resets in the body", false, []int{4}, resetting(ok + "Content-Length: 100\r\n\r\n{")},
		{"status 999", false, []int{1, 4}, closing("HTTP/1.1 999 Oh\r\nContent-Length: 0\r\n\r\n")},
		{"a length below zero", false, []int{1, 4}, closing(ok + "Content-Length: -5\r\n\r\nhello")},
		{"two lengths", false, []int{1, 4}, closing(ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")},
		{"a zero byte in a header", false, []int{1, 4}, closing(ok + "X-Zero: a\x00b\r\nContent-Length: 0\r\n\r\n")},
		{"200 KB of headers", false, []int{1, 4}, closing(ok + strings.Repeat("Set-Cookie: a=b; path=/\r\n", 8000) + "Content-Length: 2\r\n\r\n{}")},
		{"redirects to itself", true, []int{1, 4}, closing("HTTP/1.1 302 Found\r\nLocation: /1/order\r\nContent-Length: 0\r\n\r\n")},
		{"redirects to itself, 308", false, []int{1, 4}, closing("HTTP/1.1 308 Again\r\nLocation: ?again\r\nContent-Length: 0\r\n\r\n")},
		{"wants to be left alone for a year", false, []int{3}, closing("HTTP/1.1 503 Busy\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n")},
		{"1 MB of open brackets", true, []int{1, 4}, closing(whole(strings.Repeat("[", 1<<20)))},
		{"a number of 1 MB", false, []int{1, 4}, closing(whole(`{"qty":` + strings.Repeat("9", 1<<20-10) + "}"))},
		{"60,000 members", false, []int{1, 4}, closing(whole("{" + manyMembers(60_000) + `"x":1}`))},
		{"one member 100,000 times", false, []int{1, 4}, closing(whole("{" + strings.Repeat(`"x":1,`, 100_000) + `"x":1}`))},
		{"escapes of escapes", false, []int{1, 4}, closing(whole(`{"x":"%` + strings.Repeat("25", 500_000) + `"}`))},
		{"bytes that are no UTF-8", false, []int{1, 4}, closing(whole("{\"x\":\"\xff\xfe\xed\xa0\x80\"}"))},
	} {
		address := hostile(one.speak)
		list = append(list, targeted("target", one.name, one.short, one.exit, address))
	}
	return append(list, tlsTargets()...)
}

func manyMembers(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `"member%d":1,`, i)
	}
	return b.String()
}

// targeted judges what is at an address with the profile of the examples.
func targeted(kind, name string, short bool, exit []int, begin func(*testing.T) (string, *stopwatch)) attack {
	return attack{kind: kind, name: name, short: short, exit: exit, start: func(t *testing.T) ([]string, func() time.Duration) {
		address, watch := begin(t)
		profile := profileFor(t, address, fmt.Sprintf("limits: {timeout: %s}", attackTimeout))
		return []string{"verify", "deliveryoptimizer", "--profile", profile, "--rules", "deliveryoptimizer/get-*", "--rules", "deliveryoptimizer/delete-*"}, watch.read
	}}
}

// tlsTargets take each other's protocol.
func tlsTargets() []attack {
	plain := func(t *testing.T) (string, *stopwatch) {
		address, watch := hostile(closing(whole("{}")))(t)
		return strings.Replace(address, "http:", "https:", 1), watch
	}
	handshake := func(t *testing.T) (string, *stopwatch) { // takes the connection and says nothing
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		watch := &stopwatch{}
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				watch.running.Go(func() {
					defer conn.Close()
					defer watch.note(time.Now())
					_, _ = io.Copy(io.Discard, conn)
				})
			}
		}()
		return "https://" + l.Addr().String(), watch
	}
	unknown := func(t *testing.T) (string, *stopwatch) {
		server := httptest.NewTLSServer(http.NotFoundHandler())
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		t.Cleanup(server.Close)
		return server.URL, &stopwatch{}
	}
	return []attack{
		targeted("target", "plain HTTP where TLS is expected", false, []int{4}, plain),
		targeted("target", "never ends the handshake", false, []int{4}, handshake),
		targeted("target", "a certificate that nobody knows", false, []int{4}, unknown),
	}
}
