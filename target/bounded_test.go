package target

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// patience bounds what must end by itself; no test is about how long it took.
const patience = 30 * time.Second

// raw listens and lets speak have every connection once a request came; the
// connection stays open until the test ends.
func raw(t *testing.T, speak func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			go func() {
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					speak(conn)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func says(text string) func(net.Conn) {
	return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
}

// endless says the start once, and then the same again until nobody listens.
func endless(start, again string) func(net.Conn) {
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, start)
		for again := strings.Repeat(again, 1000); err == nil; {
			_, err = io.WriteString(conn, again)
		}
	}
}

// TestAnswersEnd reads answers that would go on for ever. All end, by the limit
// or by the request's deadline.
func TestAnswersEnd(t *testing.T) {
	const switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = w.Write(make([]byte, 10<<20)) // into memory
	_ = w.Close()
	for _, test := range []struct {
		name   string
		speak  func(net.Conn)
		status int   // of the answer; 0 where none comes
		read   int   // bytes of the body that come
		err    error // of reading; nil where the body ends
	}{
		{"switches protocols and is silent", says(switching), 101, 0, nil},
		{"switches protocols and talks", endless(switching, "frame"), 101, 0, nil},
		{"switches unasked to what it does not name", says("HTTP/1.1 101 \r\n\r\n"), 101, 0, nil},
		{"a body at the limit", says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + strings.Repeat("x", 1000)), 200, 1000, nil},
		{"a body beyond the limit", says("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + strings.Repeat("x", 1001)), 200, 1000, &TooLong{1000}},
		{"a body without end", endless("HTTP/1.1 200 OK\r\n\r\n", "more and more"), 200, 1000, &TooLong{1000}},
		{"chunks without end", endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nchunk\r\n"), 200, 1000, &TooLong{1000}},
		{"little that becomes much", says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb.String()), 200, 1000, &TooLong{1000}},
		{"a body that stops in the middle", says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), 200, 4, context.DeadlineExceeded},
		{"headers without end", endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"), 0, 0, nil},
		{"a header line without end", endless("HTTP/1.1 200 OK\r\nX-Long: ", "and longer"), 0, 0, nil},
		{"a status line without end", endless("HTTP/1.1 200 ", "OK"), 0, 0, nil},
		{"hints without end", endless("", "HTTP/1.1 103 Early Hints\r\n\r\n"), 0, 0, nil},
		{"a status line that stops", says("HTTP/1.1 2"), 0, 0, nil},
		{"nothing", says(""), 0, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			base := raw(t, test.speak)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				transport, err := (Network{}).Transport()
				if err != nil {
					t.Error(err)
					return
				}
				defer transport.CloseIdleConnections()
				req, err := http.NewRequestWithContext(ctx, http.MethodGet, base, nil)
				if err != nil {
					t.Error(err)
					return
				}
				resp, err := Bounded(transport, 1000).RoundTrip(req)
				if test.status == 0 {
					if err == nil {
						t.Errorf("got %s", resp.Status)
					}
					return
				}
				if err != nil || resp.StatusCode != test.status {
					t.Errorf("got %+v, %v", resp, err)
					return
				}
				body, err := io.ReadAll(resp.Body)
				if len(body) != test.read || !sameError(err, test.err) {
					t.Errorf("read %d bytes, %v; want %d, %v", len(body), err, test.read, test.err)
				}
				_ = resp.Body.Close()
			}()
			select {
			case <-ended:
			case <-time.After(patience):
				t.Error("it did not end")
			}
		})
	}
}

func sameError(got, want error) bool {
	var long, wanted *TooLong
	if errors.As(want, &wanted) {
		return errors.As(got, &long) && *long == *wanted
	}
	return errors.Is(got, want)
}

// stuck is a body that ends only when it is closed.
type stuck chan struct{}

func (s stuck) Read([]byte) (int, error) { <-s; return 0, io.ErrClosedPipe }
func (s stuck) Close() error             { close(s); return nil }

func TestBodiesAreClosedWithTheirContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://toy.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	body := make(stuck)
	resp, err := Bounded(transport(func(r *http.Request) (*http.Response, error) {
		answer := response(r, 200, nil, "")
		answer.Body = body
		return answer, nil
	}), 1000).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	read := make(chan error, 1)
	go func() { _, err := resp.Body.Read(make([]byte, 10)); read <- err }()
	select {
	case err := <-read:
		if err == nil {
			t.Error("a closed body was read")
		}
	case <-time.After(patience):
		t.Error("the body outlived its context")
	}
}
