package vendors

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestSpellingsOnTheWire sends what no client library sends to a listener: bytes
// of HTTP that have two readings are refused before anything is changed, and a
// body that is too long is refused before it is sent.
func TestSpellingsOnTheWire(t *testing.T) {
	r := newRig(t)
	server := httptest.NewServer(r.engine)
	t.Cleanup(server.Close)
	request := func(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }
	const (
		host  = "Host: sim.test"
		login = "POST /komet/api/login?username=a&password=b HTTP/1.1"
		read  = "/komet/api/customer.list?authenticationToken=token_info_goes_here"
	)
	for _, tt := range []struct {
		name, sent, want, why string
	}{
		{"a plain request", request("GET "+read+" HTTP/1.1", host), "HTTP/1.1 200", ""},
		{"HEAD", request("HEAD "+read+" HTTP/1.1", host), "HTTP/1.1 200", "RFC 9110, 9.1"},
		{"a bad percent escape in the path", request("GET /komet/api/%zz HTTP/1.1", host), "HTTP/1.1 400", "RFC 3986, 2.1"},
		{"a blank in the path", request("GET /komet/api/a b HTTP/1.1", host), "HTTP/1.1 400", "RFC 9112, 3.2"},
		{"no Host", request("GET " + read + " HTTP/1.1"), "HTTP/1.1 400", "RFC 9112, 3.2"},
		{"two Hosts", request("GET "+read+" HTTP/1.1", host, "Host: other.test"), "HTTP/1.1 400", "RFC 9112, 3.2"},
		{"two lengths", request(login, host, "Content-Length: 0", "Content-Length: 5") + "hello", "HTTP/1.1 400", "RFC 9112, 6.3"},
		{"a length with a sign", request(login, host, "Content-Length: +0"), "HTTP/1.1 400", "RFC 9112, 6.2"},
		{"a transfer coding that is none", request(login, host, "Transfer-Encoding: gzip"), "HTTP/1.1 501", "RFC 9112, 6.1"},
		{"a header with a blank before the colon", request("GET "+read+" HTTP/1.1", host, "X-A : 1"), "HTTP/1.1 400", "RFC 9112, 5.1"},
		{"too much, announced", request("POST /bridge/auth/login HTTP/1.1", host, "Content-Type: application/json", "Expect: 100-continue", "Content-Length: 3000000"), "HTTP/1.1 413", "RFC 9110, 10.1.1"},
		{"too much to be streamed, announced", request("PUT /deliveryoptimizer/1/orders HTTP/1.1", host, "Content-Type: application/json", "Expect: 100-continue", "Content-Length: 3000000"), "HTTP/1.1 413", "RFC 9110, 10.1.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := net.DialTimeout("tcp", strings.TrimPrefix(server.URL, "http://"), 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }() // nothing is lost
			if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Fprint(conn, tt.sent); err != nil {
				t.Fatal(err)
			}
			method, _, _ := strings.Cut(tt.sent, " ")
			line, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil || !strings.HasPrefix(line, tt.want) {
				t.Errorf("%s: %q, %v; want %s (%s)", method, line, err, tt.want, tt.why)
			}
		})
	}
	// HEAD has the header of GET and no body.
	ask := func(method string) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), method, server.URL+read, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close() // its header is what is wanted
		return resp
	}
	got, head := ask(http.MethodGet), ask(http.MethodHead)
	if head.ContentLength != got.ContentLength || head.Header.Get("Content-Type") != got.Header.Get("Content-Type") {
		t.Errorf("HEAD says %d bytes of %s, GET %d of %s", head.ContentLength, head.Header.Get("Content-Type"), got.ContentLength, got.Header.Get("Content-Type"))
	}
}
