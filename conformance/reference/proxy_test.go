package reference

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// proxied starts a target and a proxy before it.
func proxied(t *testing.T, target http.HandlerFunc) (*Proxy, string) {
	t.Helper()
	server := httptest.NewServer(target)
	t.Cleanup(server.Close)
	to, err := url.Parse(server.URL + "/base")
	if err != nil {
		t.Fatal(err)
	}
	p := NewProxy(to, &http.Transport{DisableCompression: true}, time.Now)
	front := httptest.NewServer(p)
	t.Cleanup(front.Close)
	return p, front.URL
}

func TestProxyPassesOnWhatCame(t *testing.T) {
	var got *http.Request
	var body []byte
	p, address := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body) // the test compares what came
		w.Header().Set("X-Answer", "b")
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("not really gzip")) // to the test
	})
	sent := bytes.Repeat([]byte{0, 1, 0xff, '\n'}, 1000)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, address+"/a%2Fb/./c?x=1;y=%zz&x=2", bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Sent", "a")
	req.Header.Set("Authorization", "Basic Zm9vOmJhcg==")
	req.Header.Set("Connection", "X-Hop")
	req.Header.Set("X-Hop", "of this connection alone")
	resp, err := (&http.Transport{DisableCompression: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ what, got, want string }{
		{"method", got.Method, "PATCH"},
		{"target", got.RequestURI, "/base/a%2Fb/./c?x=1;y=%zz&x=2"},
		{"a header", got.Header.Get("X-Sent"), "a"},
		{"credentials", got.Header.Get("Authorization"), "Basic Zm9vOmJhcg=="},
		{"a header of the connection", got.Header.Get("X-Hop"), ""},
		{"nothing added", got.Header.Get("X-Forwarded-For") + got.Header.Get("Via"), ""},
		{"body", string(body), string(sent)},
		{"status", resp.Status, "418 I'm a teapot"},
		{"a header of the answer", resp.Header.Get("X-Answer"), "b"},
		{"encoding", resp.Header.Get("Content-Encoding"), "gzip"},
		{"answer", string(answer), "not really gzip"},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %.60q, want %.60q", row.what, row.got, row.want)
		}
	}
	x := <-p.Seen()
	if x.Status != http.StatusTeapot || !bytes.Equal(x.RequestBody, sent) || string(x.ResponseBody) != string(answer) || x.URL != "/a%2Fb/./c?x=1;y=%zz&x=2" {
		t.Errorf("it saw %s %s, %d bytes, %d %s", x.Method, x.URL, len(x.RequestBody), x.Status, x.ResponseBody)
	}
}

func TestProxyPassesLongBodies(t *testing.T) {
	const length = 100 << 20
	p, address := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex() // the length would tell
		n, _ := io.Copy(w, r.Body)                           // the length is compared
		if n != length {
			t.Errorf("%d bytes came, want %d", n, length)
		}
	})
	resp, err := http.Post(address, "application/octet-stream", io.LimitReader(zeros{}, length)) //nolint:noctx // of a test
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if n, err := io.Copy(io.Discard, resp.Body); n != length || err != nil {
		t.Errorf("%d bytes came back, %v; want %d", n, err, length)
	}
	if x := <-p.Seen(); !x.Truncated || len(x.RequestBody) != mostKept || len(x.ResponseBody) != mostKept {
		t.Errorf("it kept %d and %d bytes, truncated %t", len(x.RequestBody), len(x.ResponseBody), x.Truncated)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestProxyWithoutTarget(t *testing.T) {
	to, err := url.Parse("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	p := NewProxy(to, &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, io.ErrUnexpectedEOF }}, time.Now)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil))
	if w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), "the target gave no answer") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if x := <-p.Seen(); x.Status != 0 {
		t.Errorf("the proxy's own answer %d counts as the target's", x.Status)
	}
}

func TestProxyUpgrades(t *testing.T) {
	_, address := proxied(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		_ = rw.Flush()
		line, _ := rw.ReadString('\n') // an empty one fails the test
		_, _ = rw.WriteString("echo " + line)
		_ = rw.Flush()
	})
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil { // rather than never
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer := bufio.NewReader(conn)
	status, err := answer.ReadString('\n')
	if err != nil || !strings.HasPrefix(status, "HTTP/1.1 101 ") {
		t.Fatalf("got %q, %v", status, err)
	}
	for line := ""; line != "\r\n"; {
		if line, err = answer.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(conn, "hello\n"); err != nil {
		t.Fatal(err)
	}
	if echo, err := answer.ReadString('\n'); echo != "echo hello\n" {
		t.Errorf("got %q, %v", echo, err)
	}
}

func TestProxyCountsWhatIsDropped(t *testing.T) {
	p, address := proxied(t, func(http.ResponseWriter, *http.Request) {})
	p.Close()
	resp, err := http.Get(address) //nolint:noctx // of a test
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for deadline := time.Now().Add(10 * time.Second); ; {
		passed, dropped := p.Passed()
		if passed == 1 && dropped == 1 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d passed and %d dropped, want 1 and 1", passed, dropped)
		}
	}
}
