package event

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestAnswersOfSubscribersEnd sends to subscribers whose answer would go on for
// ever. An attempt ends with its timeout, whatever comes.
func TestAnswersOfSubscribersEnd(t *testing.T) {
	const timeout = 300 * time.Millisecond
	for _, test := range []struct {
		name, start, again string
		status, kept       int
		says               string // of the error
	}{
		{"switches protocols and is silent", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "", 101, 0, ""},
		{"switches protocols and talks", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "frame", 101, 0, ""},
		{"a body without end", "HTTP/1.1 200 OK\r\n\r\n", "more and more", 200, answerKept, ""},
		{"a body that stops", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "", 200, 4, "no whole answer within"},
		{"headers without end", "HTTP/1.1 200 OK\r\n", "X-More: and more\r\n", 0, 0, "exceeded"},
		{"hints without end", "", "HTTP/1.1 103 Early Hints\r\n\r\n", 0, 0, "exceeded"},
		{"nothing", "", "", 0, 0, "no whole answer within"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sender := Sender{By: NewDeliverer(true), Now: time.Now}
			job := &Job{World: "w", Delivery: Delivery{Event: Event{Method: http.MethodPost, URL: subscriber(t, test.start, test.again), Timeout: timeout}}}
			ended := make(chan Attempt, 1)
			go func() { ended <- sender.Send(t.Context(), job) }()
			select {
			case a := <-ended:
				if a.Status != test.status || len(a.Body) != test.kept || (a.Error == "") != (test.says == "") || !strings.Contains(a.Error, test.says) {
					t.Errorf("status %d, %d bytes, %q; want %d, %d, %q", a.Status, len(a.Body), a.Error, test.status, test.kept, test.says)
				}
			case <-time.After(30 * time.Second):
				t.Error("it did not end")
			}
		})
	}
}

// subscriber says the start of an answer, then the same again until nobody
// listens, and leaves the connection open.
func subscriber(t *testing.T, start, again string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		t.Cleanup(func() { _ = conn.Close() })
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
			return
		}
		_, err = io.WriteString(conn, start)
		for again := strings.Repeat(again, 1000); err == nil && again != ""; {
			_, err = io.WriteString(conn, again)
		}
	}()
	return "http://" + l.Addr().String()
}
