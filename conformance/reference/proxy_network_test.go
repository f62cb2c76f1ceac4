package reference

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// proxiedRaw starts a target that speaks by itself, and a proxy before it. The
// target reads one request, up to the empty line, and hands on what it got.
func proxiedRaw(t *testing.T, speak func(net.Conn)) (*Proxy, string, <-chan string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	got := make(chan string, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			text, from := "", bufio.NewReader(conn)
			for !strings.HasSuffix(text, "\r\n\r\n") {
				line, err := from.ReadString('\n')
				if text += line; err != nil {
					break
				}
			}
			got <- text
			speak(conn)
			_ = conn.Close()
		}
	}()
	p := NewProxy(&url.URL{Scheme: "http", Host: listener.Addr().String()}, &http.Transport{DisableCompression: true, DisableKeepAlives: true}, time.Now)
	return p, served(t, p), got
}

func served(t *testing.T, p *Proxy) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: p, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // until it is closed
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

// spoken sends bytes and returns all that comes back until the connection ends.
func spoken(t *testing.T, address, text string) string {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("%v after %q", err, answer)
	}
	return string(answer)
}

// TestProxyKeepsHeaders compares what each side sent with what the other got:
// headers of the connection end at the proxy, others pass, and none is added.
func TestProxyKeepsHeaders(t *testing.T) {
	_, address, got := proxiedRaw(t, func(conn net.Conn) {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nX-Answer: 1\r\nX-Answer: 2\r\nKeep-Alive: timeout=5\r\nX-Hop: b\r\nConnection: X-Hop\r\n"+
			"Proxy-Authenticate: Basic\r\nSet-Cookie: a=b; Path=/\r\nServer: théâtre\r\nContent-Length: 2\r\n\r\nok")
	})
	answer := spoken(t, address, "GET /x HTTP/1.1\r\nHost: client.test\r\nX-Sent: 1\r\nX-Sent: 2\r\nKeep-Alive: timeout=5\r\nX-Hop: a\r\nConnection: close, X-Hop\r\n"+
		"TE: gzip\r\nProxy-Authorization: Basic eDp5\r\nX-Latin: caf\xe9\r\nCookie: c=d\r\n\r\n")
	sent := <-got
	for _, row := range []struct {
		what, text string
		has        []string
		lacks      []string
	}{
		{"the target", sent, []string{"X-Sent: 1\r\nX-Sent: 2\r\n", "X-Latin: caf\xe9\r\n", "Cookie: c=d\r\n"}, []string{
			"X-Hop", "Keep-Alive", "Te:", "Proxy-Authorization", "User-Agent", "Accept-Encoding", "X-Forwarded", "Via:", "Forwarded",
		}},
		{"the client", answer, []string{"X-Answer: 1\r\nX-Answer: 2\r\n", "Set-Cookie: a=b; Path=/\r\n", "Server: théâtre\r\n", "Content-Length: 2\r\n", "\r\n\r\nok"}, []string{
			"X-Hop", "Keep-Alive", "Proxy-Authenticate", "Content-Type", "Date:", "Via:",
		}},
	} {
		for _, want := range row.has {
			if !strings.Contains(row.text, want) {
				t.Errorf("%s did not get %q:\n%q", row.what, want, row.text)
			}
		}
		for _, unwanted := range row.lacks {
			if strings.Contains(row.text, unwanted) {
				t.Errorf("%s got %q:\n%q", row.what, unwanted, row.text)
			}
		}
	}
}

// TestProxySpeaksHTTP10 has a client of HTTP/1.0, which knows no chunks.
func TestProxySpeaksHTTP10(t *testing.T) {
	_, address, _ := proxiedRaw(t, func(conn net.Conn) {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")
	})
	answer := spoken(t, address, "GET /x HTTP/1.0\r\n\r\n")
	head, body, _ := strings.Cut(answer, "\r\n\r\n")
	if !strings.HasPrefix(head, "HTTP/1.0 200 OK") || strings.Contains(head, "chunked") || body != "abcdef" {
		t.Errorf("got %q", answer)
	}
}

// TestProxyBeforeATargetThatDies has targets that end before their answer, and in
// its middle: the client never gets a whole answer that was not one.
func TestProxyBeforeATargetThatDies(t *testing.T) {
	for _, row := range []struct{ name, says, status string }{
		{"without a word", "", "502"},
		{"in the status line", "HTTP/1.1 20", "502"},
		{"in the headers", "HTTP/1.1 200 OK\r\nX-Ans", "502"},
		{"not HTTP", "220 mail.example.test ESMTP\r\n", "502"},
		{"in a body of a known length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "200"},
		{"in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "200"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, address, _ := proxiedRaw(t, func(conn net.Conn) { _, _ = io.WriteString(conn, row.says) })
			resp, err := http.Get("http://" + address + "/x") //nolint:noctx // of a test
			if row.status == "200" && err != nil {
				return // cut before the client saw the headers: that is no whole answer either
			}
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if !strings.HasPrefix(resp.Status, row.status) || (err == nil) != (row.status == "502") {
				t.Errorf("got %s, %q, %v", resp.Status, body, err)
			}
			if x := <-p.Seen(); row.status == "502" && x.Status != 0 || row.status == "200" && !x.Truncated && x.Status != 0 {
				t.Errorf("it saw the whole answer %d %q", x.Status, x.ResponseBody)
			}
		})
	}
}

// TestProxyBeforeASlowTarget has an answer whose second half comes when the client
// has read the first: nothing is held back. When the client goes, the target is told.
func TestProxyBeforeASlowTarget(t *testing.T) {
	more, gone := make(chan bool), make(chan bool)
	_, address := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first\n") // to the test
		_ = http.NewResponseController(w).Flush()
		<-more
		_, _ = io.WriteString(w, "second\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(gone)
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewReader(resp.Body)
	if line, err := lines.ReadString('\n'); line != "first\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	close(more)
	if line, err := lines.ReadString('\n'); line != "second\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	cancel()
	select {
	case <-gone:
	case <-time.After(30 * time.Second):
		t.Error("the target was not told that the client is gone")
	}
}

// TestProxyPassesTrailersAndContinue has a client that waits for 100 Continue, and
// trailers both ways.
func TestProxyPassesTrailersAndContinue(t *testing.T) {
	_, address := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		_, _ = fmt.Fprintf(w, "%s %s", body, r.Trailer.Get("X-Sent-Sum"))
		w.Header().Set("X-Sum", "answered")
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/x", struct{ io.Reader }{strings.NewReader("abc")})
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Expect", "100-continue")
	req.Trailer = http.Header{"X-Sent-Sum": {"sent"}}
	resp, err := (&http.Transport{ExpectContinueTimeout: time.Minute}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if string(body) != "abc sent" || resp.Trailer.Get("X-Sum") != "answered" {
		t.Errorf("got %q, trailer %v, %v", body, resp.Trailer, errors.Unwrap(err))
	}
}
