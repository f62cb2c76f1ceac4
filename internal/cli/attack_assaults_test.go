//go:build unix

package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	getHead  = "GET /altazion/api/logistique/preparation/BP-1001 HTTP/1.1\r\nHost: localhost\r\n"
	postHead = "POST /@attack/komet/api/prebook.create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
)

// malformed is what is no HTTP, or not quite.
func malformed() []assault {
	var list []assault
	refused := []string{"400", "closed"}
	for _, control := range []bool{false, true} {
		kind := "HTTP to the vendors' port"
		if control {
			kind = "HTTP to the control port"
		}
		for _, row := range []struct {
			name, raw string
			want      []string
		}{
			{"nothing", "", []string{"closed"}},
			{"noise", "\x00\x01\xfe\xff\r\n\r\n", refused},
			{"HTTP/0.9", "GET /\r\n", refused},
			{"HTTP/2 without more ado", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00", []string{"400", "403", "404", "505", "closed"}},
			{"the handshake of TLS", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", refused},
			{"no Host", "GET / HTTP/1.1\r\n\r\n", refused},
			{"two Hosts", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n", refused},
			{"two lengths", getHead + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", refused},
			{"a length and chunks", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"400", "200 400", "403 400", "404 400", "closed"}},
			{"a length below zero", getHead + "Content-Length: -1\r\n\r\n", refused},
			{"a length of 2^64", getHead + "Content-Length: 18446744073709551616\r\n\r\n", refused},
			{"an unknown coding", getHead + "Transfer-Encoding: rot13\r\n\r\n", []string{"501", "400"}},
			{"a header without a colon", getHead + "nonsense\r\n\r\n", refused},
			{"a space before the colon", getHead + "Content-Length : 3\r\n\r\nabc", refused},
			{"a zero byte in a header", getHead + "X: a\x00b\r\n\r\n", refused},
			{"a folded header", "GET / HTTP/1.1\r\nHost: localhost\r\n X: y\r\n\r\n", []string{"400", "403", "closed"}},
			{"a header of 1 MB", getHead + "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", []string{"431", "closed"}},
			{"100,000 headers", getHead + strings.Repeat("X: y\r\n", 100_000) + "\r\n", []string{"431", "closed"}},
			{"an address of 1 MB", "GET /" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", []string{"431", "414", "closed"}},
			{"a method of 50 KB", strings.Repeat("X", 50_000) + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", []string{"400", "404", "405", "431"}},
			{"a method in lower case", "get / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", []string{"400", "404", "405"}},
			{"a bad escape", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", refused},
			{"a way out", "GET /../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", []string{"400", "404", "301", "307"}},
			{"a zero byte in the path", "GET /a%00b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", []string{"400", "404"}},
			{"a tunnel", "CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\nConnection: close\r\n\r\n", []string{"400", "403", "404", "405"}},
			{"another server's address", "GET http://example.test/ HTTP/1.1\r\nHost: example.test\r\nConnection: close\r\n\r\n", []string{"200", "400", "403", "404"}},
			{"an upgrade", "GET /nosuch HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n", []string{"400", "404"}},
			{"version 9", "GET / HTTP/9.1\r\nHost: localhost\r\n\r\n", []string{"505", "400"}},
		} {
			list = append(list, assault{kind: kind, name: row.name, short: len(row.raw) < 1<<10 && !control, control: control, raw: row.raw, want: row.want})
		}
	}
	return list
}

// posted is a request with a body.
func posted(body string, more ...string) string {
	return postHead + strings.Join(more, "") + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body
}

// unbounded are bodies that would take memory or time without end.
func unbounded() []assault {
	var bomb bytes.Buffer
	z, _ := gzip.NewWriterLevel(&bomb, gzip.BestCompression) // the level is good
	zeros := make([]byte, 1<<20)
	for range 200 {
		_, _ = z.Write(zeros) // a buffer takes all
	}
	_ = z.Close() // likewise
	members := func(n int, of string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, of, i)
		}
		return "{" + strings.TrimPrefix(b.String(), ",") + "}"
	}
	any4 := []string{"400", "413", "415", "404"}
	well := append([]string{"200"}, any4...) // a vendor's own refusal may be a 200
	var list []assault
	for _, row := range []struct {
		name, raw string
		want      []string
	}{
		{"2 MB", posted(strings.Repeat("x", 2<<20)), []string{"413", "closed", "400"}},
		{"a length of 1 TB", postHead + "Content-Length: 1099511627776\r\n\r\n{", []string{"413", "400", "closed"}},
		{"less than its length", postHead + "Content-Length: 100\r\n\r\n{", []string{"400", "closed"}},
		{"a chunk of 2^60 bytes", postHead + "Transfer-Encoding: chunked\r\n\r\n1000000000000000\r\n{", []string{"400", "413", "closed"}},
		{"a chunk that is none", postHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{", []string{"400", "closed"}},
		{"200 MB of zeros, compressed", posted(bomb.String(), "Content-Encoding: gzip\r\n"), any4},
		{"no gzip where it says so", posted("{}", "Content-Encoding: gzip\r\n"), any4},
		{"1 MB of open brackets", posted(strings.Repeat("[", 1<<20-1)), well},
		{"1 MB of open members", posted(strings.Repeat(`{"a":`, 200_000)), well},
		{"a number of 1 MB", posted(`{"customerId":` + strings.Repeat("9", 1<<19) + "}"), well},
		{"an exponent of 9 digits", posted(`{"customerId":1e999999999}`), well},
		{"60,000 members", posted(members(60_000, `,"m%d":1`)), well},
		{"one member 100,000 times", posted("{" + strings.TrimPrefix(strings.Repeat(`,"a":1`, 100_000), ",") + "}"), well},
		{"40,000 elements", posted(`{"prebookItems":[` + strings.TrimPrefix(strings.Repeat(`,{"a":1}`, 40_000), ",") + "]}"), well},
		{"no UTF-8", posted("{\"a\":\"\xff\xfe\"}"), well},
		{"half a surrogate", posted(`{"authenticationToken":"\ud800"}`), well},
	} {
		list = append(list, assault{kind: "body", name: row.name, short: len(row.raw) < 1<<10, raw: row.raw, want: row.want})
	}
	return list
}

// browsers are requests that a page of another site makes a browser send.
func browsers() []assault {
	var list []assault
	for _, row := range []struct {
		name, request, headers string
		want                   []string
	}{
		{"reads as another origin", "GET /worlds", "Host: localhost\r\nOrigin: http://evil.example\r\n", []string{"403"}},
		{"reads without an origin", "GET /worlds", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", []string{"403"}},
		{"a name that leads here", "GET /worlds", "Host: rebound.example\r\n", []string{"403"}},
		{"posts a form", "POST /worlds/w/clock", "Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n", []string{"415"}},
		{"posts text", "POST /worlds/w/clock", "Host: localhost\r\nContent-Type: text/plain\r\n", []string{"415"}},
		{"posts nothing", "POST /worlds/w/vendors/bridge/actions/deliver", "Host: localhost\r\n", []string{"415"}},
		{"deletes", "DELETE /worlds/w", "Host: localhost\r\nOrigin: null\r\n", []string{"403"}},
		{"asks first", "OPTIONS /worlds/w/clock", "Host: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n", []string{"403"}},
	} {
		raw := row.request + " HTTP/1.1\r\n" + row.headers + "Content-Length: 0\r\nConnection: close\r\n\r\n"
		list = append(list, assault{kind: "page in a browser", name: row.name, short: true, control: true, raw: raw, want: row.want})
	}
	return append(list, assault{kind: "page in a browser", name: "the console in a frame", short: true, want: []string{"frame-ancestors 'none'"}, do: func(t *testing.T, p *attackedSimulator) string {
		resp, err := http.Get("http://" + p.control + "/")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		policy := resp.Header.Get("Content-Security-Policy")
		return policy[max(strings.LastIndex(policy, "; ")+2, 0):]
	}})
}

// ceilings are requests that would fill the memory one by one.
func ceilings() []assault {
	many := func(request func(i int) string, control bool, n int) func(*testing.T, *attackedSimulator) string {
		return func(t *testing.T, p *attackedSimulator) string {
			at := p.vendors
			if control {
				at = p.control
			}
			var all strings.Builder
			for i := range n {
				all.WriteString(request(i))
			}
			return exchange(t, at, all.String()+"GET /end HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		}
	}
	body := `{"authenticationToken":"` + strings.Repeat("x", 60_000) + `"}`
	return []assault{
		{kind: "ceiling", name: "2,000 worlds, of which 100 may be", want: []string{"401", "401 404"}, do: many(func(i int) string {
			return fmt.Sprintf("GET /@attack-%d/altazion/api/logistique/preparation/BP-1001 HTTP/1.1\r\nHost: localhost\r\n\r\n", i)
		}, false, 2000)},
		{kind: "ceiling", name: "2,000 bodies of 60 KB in one journal", want: []string{"200", "200 404"}, do: many(func(int) string {
			return strings.Replace(posted(body), "Connection: close\r\n", "", 1)
		}, false, 2000)},
		{kind: "ceiling", name: "the whole journal, 20 times at once", want: []string{"200"}, do: func(t *testing.T, p *attackedSimulator) string {
			var under sync.WaitGroup
			for range 20 {
				under.Go(func() {
					if got := exchange(t, p.control, "GET /worlds/attack/journal?limit=1000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); got != "200" {
						t.Errorf("answered %s", got)
					}
				})
			}
			under.Wait()
			return "200"
		}},
		{kind: "ceiling", name: "200 snapshots, of which 100 may be", want: []string{"204 404", "204 429 404"}, do: many(func(i int) string {
			return fmt.Sprintf("PUT /worlds/attack/snapshots/s%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", i)
		}, true, 200)},
		{kind: "ceiling", name: "the reports of all worlds, one by one", want: []string{"200", "200 404"}, do: many(func(i int) string {
			return fmt.Sprintf("GET /worlds/attack-%d/client-report HTTP/1.1\r\nHost: localhost\r\n\r\n", i)
		}, true, 200)},
		{kind: "ceiling", name: "a clock to the year 9999", short: true, want: []string{"200"}, do: func(t *testing.T, p *attackedSimulator) string {
			body := `{"set":"9999-12-30T00:00:00Z","freeze":true}`
			return exchange(t, p.control, fmt.Sprintf("POST /worlds/late/clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
		}},
	}
}

// slow are clients that hold connections.
func slow() []assault {
	hold := func(n int, control bool, begin string, within time.Duration) func(*testing.T, *attackedSimulator) string {
		return func(t *testing.T, p *attackedSimulator) string {
			at := p.vendors
			if control {
				at = p.control
			}
			var under sync.WaitGroup
			var open atomic.Int32
			ctx, cancel := context.WithTimeout(t.Context(), within)
			defer cancel()
			for range n {
				under.Go(func() {
					conn, err := net.Dial("tcp", at)
					if err != nil {
						t.Error(err)
						return
					}
					defer conn.Close()
					open.Add(1)
					defer open.Add(-1)
					stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
					defer stop()
					_, _ = io.WriteString(conn, begin) // it may be closed by then
					for pause := time.NewTicker(500 * time.Millisecond); ; {
						select {
						case <-pause.C:
						case <-ctx.Done():
							t.Error("a slow client is served for ever")
							return
						}
						if _, err := io.WriteString(conn, "x"); err != nil {
							return // it was closed on us
						}
					}
				})
			}
			for ; open.Load() < int32(n) && ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
			}
			p.sound(t)
			under.Wait()
			return "closed"
		}
	}
	return []assault{
		{kind: "slow client", name: "300 drip a header to the vendors' port", want: []string{"closed"}, do: hold(300, false, "GET / HTTP/1.1\r\nX: ", 30*time.Second)},
		{kind: "slow client", name: "300 drip a header to the control port", want: []string{"closed"}, do: hold(300, true, "GET / HTTP/1.1\r\nX: ", 30*time.Second)},
		{kind: "slow client", name: "300 drip a body", want: []string{"closed"}, do: hold(300, false, postHead+"Content-Length: 1000\r\n\r\n{", 90*time.Second)},
		{kind: "slow client", name: "100 ask for much and read nothing", want: []string{"held"}, do: readNothing},
	}
}

// readNothing asks for pages of the journal and takes none of them; that each is cut
// off in the end is TestReadersThatDoNotRead's.
func readNothing(t *testing.T, p *attackedSimulator) string {
	for range 100 {
		conn, err := net.Dial("tcp", p.control)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for range 20 {
			if _, err := io.WriteString(conn, "GET /worlds/attack/journal?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
	time.Sleep(2 * time.Second)
	p.sound(t)
	return "held"
}
