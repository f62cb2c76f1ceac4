package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// bad is one way for a target to be; start begins it and returns its address,
// and what is to be looked at when the run has ended.
type bad struct {
	name    string
	status  int
	says    []string // of the output: what happened
	profile []string // further lines of the profile
	args    []string
	start   func(t *testing.T) (address string, afterwards func(t *testing.T, o outcome))
}

// TestTargets judges targets that are everything but a Delivery Optimizer. A
// run of them never hangs, panics or passes, and says what happened.
func TestTargets(t *testing.T) {
	for _, test := range append(badTargets(), moreBadTargets()...) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, afterwards := test.start(t)
			o := command(t, 2*patience, append([]string{
				"verify", "deliveryoptimizer", "--profile", profileFor(t, address, test.profile...), "--random-seed", "1",
			}, test.args...)...)
			if o.status != test.status {
				t.Errorf("exit status %d, want %d:\n%s%s", o.status, test.status, clipped(o.out), o.errors)
			}
			for _, text := range test.says {
				// Paragraphs are wrapped.
				if !strings.Contains(strings.Join(strings.Fields(o.out), " "), text) {
					t.Errorf("the output does not say %q:\n%s", text, clipped(o.out))
				}
			}
			if strings.Contains(o.out+o.errors, "goroutine ") {
				t.Errorf("a panic was printed:\n%s%s", o.out, o.errors)
			}
			if afterwards != nil {
				afterwards(t, o)
			}
		})
	}
}

func clipped(text string) string {
	const most = 3000
	if len(text) > 2*most {
		return text[:most] + "\n…\n" + text[len(text)-most:]
	}
	return text
}

func badTargets() []bad {
	impatient := []string{"limits: {timeout: 300ms}"}
	return []bad{
		{
			name: "nobody listens", status: 4, start: nobody,
			says: []string{"was not reached at http://127.0.0.1:", "connection refused", "unreachable: first contact or log-in failed at deliveryoptimizer"},
		},
		{
			name: "closes the connection at once", status: 4, start: writes(""),
			says: []string{"was not reached at", "the connection failed", "EOF"},
		},
		{
			name: "hangs on first contact", status: 4, profile: impatient, start: hangs,
			says: []string{"was not reached at", "no answer within 300ms"},
		},
		{
			name: "refuses the log-in", status: 4, start: answers(http.StatusUnauthorized, "", ""),
			says: []string{"was not reached at", "the target refuses the profile's user with 401"},
		},
		{
			name: "answers with a page of HTML", status: 4, start: answers(http.StatusOK, "text/html", "<html>Welcome</html>"),
			says: []string{"was not reached at", "this is not the API: it answers 200 with a page of HTML or XML: <html>Welcome</html>"},
		},
		{
			name: "sends 100 MB", status: 4, start: floods,
			says: []string{"was not reached at", "this is not the API: length of the answer: wanted [at most 1048576 bytes], got more"},
		},
		{
			name: "hangs on a later write", status: 3, profile: impatient, start: hangsLater(400),
			says: []string{"whether the", "took effect is not known", "was stopped early: no answer could be judged in 3 cases in a row", "not proven: "},
		},
		{
			name: "answers 500", status: 4, start: answers(http.StatusInternalServerError, "application/json", "{}"),
			says: []string{"was not reached at", "it answers 500 with {} to a path of the API as to plumbline-no-such-path, which no API has"},
		},
		{
			name: "redirects elsewhere", status: 4, start: redirects,
			says: []string{"was not reached at", "this is not the API: it redirects to"},
		},
		{
			// It is there and says when to come back: neither a verdict nor unreachable.
			name: "is busy for good", status: 3, start: busy,
			says: []string{"the target answered 429 3 times; try again when it is less busy", "not proven: "},
		},
		{
			// An answer began and the connection went: to a caller it is closed.
			name: "cuts a chunked body off", status: 4, start: writes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"or"),
			says: []string{"was not reached at", "the connection failed: unexpected EOF"},
		},
		{
			// Somebody is there and answers, what is no HTTP.
			name: "speaks no HTTP", status: 4, start: writes("220 mail.example.test ESMTP\r\n"),
			says: []string{"was not reached at", "this is not the API: ", "malformed HTTP"},
		},
		{
			// To net/http what follows is the body, which no deadline ends.
			name: "switches protocols and keeps the connection open", status: 4, profile: impatient,
			start: keeps("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
			says:  []string{"was not reached at", "this is not the API: it answers 101"},
		},
		{
			name: "compresses its answers", status: 0, start: compresses,
			says: []string{"conformant: every rule that was judged holds"},
		},
		{
			name: "adds a member that nobody documents", status: 0, start: rewrites(adds(`"plumblineExtra":1,`)),
			says: []string{"undocumented member /plumblineExtra"}, args: []string{"--report", "json=-"},
		},
		{
			name: "puts a byte order mark before its bodies", status: 0, start: rewrites(func(body []byte) []byte { return append([]byte("\xef\xbb\xbf"), body...) }),
			says: []string{"answers begin with a byte order mark", "it was ignored", "conformant: every rule that was judged holds"},
			args: []string{"--verbose"},
		},
		{
			name: "names a member twice", status: 1, start: rewrites(adds(`"x":1,"x":1,`)),
			says: []string{`member "x" is there twice`, "not conformant: "},
		},
	}
}

type starter = func(t *testing.T) (string, func(*testing.T, outcome))

func serves(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		server.CloseClientConnections() // those that hang would wait for ever
		server.Close()
	})
	return server.URL
}

func nobody(t *testing.T) (string, func(*testing.T, outcome)) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String(), nil
}

// writes answers every connection with the same bytes, once something came, and
// closes it.
func writes(raw string) starter { return speaks(raw, false) }

// keeps is writes for a target that leaves its connections open.
func keeps(raw string) starter { return speaks(raw, true) }

func speaks(raw string, keep bool) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
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
				if keep {
					t.Cleanup(func() { _ = conn.Close() })
				}
				go func() {
					if !keep {
						defer conn.Close()
					}
					if _, err := conn.Read(make([]byte, 1<<16)); err == nil {
						_, _ = io.WriteString(conn, raw)
					}
				}()
			}
		}()
		return "http://" + l.Addr().String(), nil
	}
}

func answers(status int, contentType, body string) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		return serves(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}), nil
	}
}

func hangs(t *testing.T) (string, func(*testing.T, outcome)) {
	return serves(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), nil
}

// floods counts what it gets rid of: a run must not take it all.
func floods(t *testing.T) (string, func(*testing.T, outcome)) {
	var requests, sent atomic.Int64
	block := bytes.Repeat([]byte("x"), 64<<10)
	address := serves(t, func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(100<<20))
		for range 100 << 20 / len(block) {
			n, err := w.Write(block)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	return address, func(t *testing.T, _ outcome) {
		// A megabyte is read; the rest is what the system holds between the two.
		const most = 16 << 20
		if n := requests.Load(); n == 0 || sent.Load()/n > most {
			t.Errorf("%d requests took %d bytes", n, sent.Load())
		}
	}
}

// proxy passes everything on to a simulation.
func proxy(t *testing.T, change func(*http.Response) error) http.Handler {
	t.Helper()
	return proxyOf(t, "deliveryoptimizer", change)
}

func proxyOf(t *testing.T, vendor string, change func(*http.Response) error) http.Handler {
	t.Helper()
	to, err := url.Parse(simulate(t, vendor).vendors + "/" + vendor)
	if err != nil {
		t.Fatal(err)
	}
	return &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.URL.RawPath = to.Path + r.In.URL.EscapedPath() },
		ModifyResponse: change,
	}
}

// hangsLater takes that many requests, and hangs on every write from then on.
func hangsLater(after int64) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		var requests atomic.Int64
		next := proxy(t, nil)
		return serves(t, func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) > after && r.Method != http.MethodGet {
				_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the caller went
				<-r.Context().Done()
				return
			}
			next.ServeHTTP(w, r)
		}), nil
	}
}

// redirects to a host of its own, which nobody may follow to, least of all with
// credentials.
func redirects(t *testing.T) (string, func(*testing.T, outcome)) {
	var followed atomic.Int64
	elsewhere := serves(t, func(http.ResponseWriter, *http.Request) { followed.Add(1) })
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusFound)
	})
	return address, func(t *testing.T, _ outcome) {
		if n := followed.Load(); n != 0 {
			t.Errorf("%d requests went elsewhere", n)
		}
	}
}

func busy(t *testing.T) (string, func(*testing.T, outcome)) {
	var requests atomic.Int64
	address := serves(t, func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	return address, func(t *testing.T, _ outcome) {
		if n := requests.Load(); n != 3 {
			t.Errorf("it was asked %d times, want 3 and then no more", n)
		}
	}
}

func compresses(t *testing.T) (string, func(*testing.T, outcome)) {
	var compressed atomic.Int64
	next := proxy(t, func(resp *http.Response) error {
		if !strings.Contains(resp.Request.Header.Get("Accept-Encoding"), "gzip") {
			return nil
		}
		compressed.Add(1)
		body, err := io.ReadAll(resp.Body)
		if err != nil || len(body) == 0 { // as of OPTIONS
			return err
		}
		var short bytes.Buffer
		w := gzip.NewWriter(&short)
		if _, err := w.Write(body); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		resp.Header.Set("Content-Encoding", "gzip")
		replace(resp, short.Bytes())
		return nil
	})
	return serves(t, next.ServeHTTP), func(t *testing.T, _ outcome) {
		if compressed.Load() == 0 {
			t.Error("no answer was compressed")
		}
	}
}

// rewrites passes the bodies of a simulation on, changed.
func rewrites(change func([]byte) []byte) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		next := proxy(t, func(resp *http.Response) error {
			body, err := io.ReadAll(resp.Body)
			if err != nil || len(body) == 0 { // as of OPTIONS
				return err
			}
			replace(resp, change(body))
			return nil
		})
		return serves(t, next.ServeHTTP), nil
	}
}

func replace(resp *http.Response, body []byte) {
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Set("Content-Length", fmt.Sprint(len(body)))
}

// adds puts members at the start of bodies that are objects.
func adds(members string) func([]byte) []byte {
	return func(body []byte) []byte {
		if !bytes.HasPrefix(body, []byte("{")) {
			return body
		}
		return append([]byte("{"+members), body[1:]...)
	}
}
