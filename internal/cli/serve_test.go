package cli

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

// TestStopsWithOpenConnections stops a simulator to which connections are open: a
// stop that was asked for is a clean one.
func TestStopsWithOpenConnections(t *testing.T) {
	for name, send := range map[string]string{
		"nothing was sent":            "",
		"in a header":                 "GET /health HT",
		"in a body":                   "POST /worlds/w/clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		"waiting for the next one":    "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"waiting for what may come":   "GET /worlds/w/journal?atLeast=1&within=1h HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"an answer that nobody reads": "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := simulate(t, "komet")
			for _, address := range []string{s.vendors, s.control} {
				conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				if _, err := io.WriteString(conn, send); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := http.Get(s.control + "/health"); err != nil { // the connections have been taken by now
				t.Fatal(err)
			}
			if status := s.stop(); status != 0 {
				t.Errorf("exit status %d", status)
			}
		})
	}
}

// TestReadersThatDoNotRead: an answer that nobody takes ends, whatever its length.
func TestReadersThatDoNotRead(t *testing.T) {
	ended := make(chan error, 1)
	server := httptest.NewServer(pace{time.Hour, 50 * time.Millisecond}.of(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := bytes.Repeat([]byte("x"), 64<<20)
		var err error
		for err == nil {
			_, err = w.Write(piece)
		}
		ended <- err
	})))
	defer server.Close()
	conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("it ended by %v", err)
		}
	case <-time.After(patience):
		t.Fatal("it did not end")
	}
}

// TestSlowAnswersArriveWhole: who waits, and who reads, however slowly, is served.
func TestSlowAnswersArriveWhole(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	server := httptest.NewServer(pace{time.Hour, 2 * time.Second}.of(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			time.Sleep(2500 * time.Millisecond) // a wait before the answer is no part of it
		}
		_, _ = w.Write(want) // the test reads it
	})))
	defer server.Close()
	for _, path := range []string{"/late", "/", "/late"} { // on one connection
		resp, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close() // it is read
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
	}
}

// TestNobodyIsTold: a simulator whose first line can't be written ends.
func TestNobodyIsTold(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	defer func() { _ = full.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var complaint bytes.Buffer
	if status := run(ctx, vendors.All(), []string{"simulate", "komet", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, full, &complaint); status != 5 || !strings.Contains(complaint.String(), "standard output: ") {
		t.Errorf("exit status %d: %s", status, &complaint)
	}
}

// TestWhatIsExposed starts simulators on several addresses: they announce one that
// can be called, and say what others can do.
func TestWhatIsExposed(t *testing.T) {
	for name, tt := range map[string]struct {
		args  []string
		ready string
		says  []string // in this order; nothing when empty
	}{
		"loopback":          {[]string{"--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, `^ready vendors=http://127\.0\.0\.1:\d+ control=http://127\.0\.0\.1:\d+$`, nil},
		"IPv6":              {[]string{"--listen", "[::1]:0", "--control", "[::1]:0"}, `^ready vendors=http://\[::1\]:\d+ control=http://\[::1\]:\d+$`, nil},
		"the vendors":       {[]string{"--listen", "0.0.0.0:0", "--control", "off"}, `^ready vendors=http://127\.0\.0\.1:\d+$`, []string{"exposed: the vendors' APIs listen on ", "--listen 127.0.0.1:4010"}},
		"all addresses":     {[]string{"--listen", ":0", "--control", "127.0.0.1:0"}, `^ready vendors=http://127\.0\.0\.1:\d+ control=http://127\.0\.0\.1:\d+$`, []string{"exposed: the vendors' APIs listen on [::]:"}},
		"the webhooks, too": {[]string{"--listen", ":0", "--control", "off", "--allow-private-webhooks"}, "^ready ", []string{"exposed: the vendors", "--allow-private-webhooks", "inside its own network"}},
		"the control API": {
			[]string{"--listen", "127.0.0.1:0", "--control", ":0", "--control-token", "hush"},
			`^ready vendors=http://127\.0\.0\.1:\d+ control=http://127\.0\.0\.1:\d+$`, []string{"exposed: the control API listens on ", "plain HTTP", "--control-cert"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			out, in := io.Pipe()
			var complaint bytes.Buffer
			ended := make(chan int, 1)
			go func() {
				status := run(ctx, vendors.All(), append([]string{"simulate", "komet"}, tt.args...), in, &complaint)
				_ = in.Close()
				ended <- status
			}()
			text := make([]byte, 4096)
			n, err := io.ReadAtLeast(out, text, 1)
			if err != nil && strings.Contains(complaint.String(), "::1") {
				t.Skip("there is no IPv6 here")
			}
			go func() { _, _ = io.Copy(io.Discard, out) }() // until it ends
			first, _, _ := strings.Cut(string(text[:n]), "\n")
			if !regexp.MustCompile(tt.ready).MatchString(first) {
				t.Errorf("the first line is %q", first)
			}
			cancel()
			if status := <-ended; status != 0 {
				t.Errorf("exit status %d", status)
			}
			rest := complaint.String()
			if len(tt.says) == 0 && strings.Contains(rest, "exposed") {
				t.Errorf("it says %s", rest)
			}
			for _, text := range tt.says {
				at := strings.Index(rest, text)
				if at < 0 {
					t.Fatalf("it says %s, want %q", &complaint, text)
				}
				rest = rest[at:]
			}
		})
	}
}

// selfSigned writes a certificate of 127.0.0.1 and its key.
func selfSigned(t *testing.T) (certificate, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "control"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	certificate, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: public})
	if err := errors.Join(os.WriteFile(certificate, text, 0o600), os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600)); err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	return certificate, key, roots
}

func TestControlOverTLS(t *testing.T) {
	certificate, key, roots := selfSigned(t)
	for name, args := range map[string][]string{
		"half of it":         {"--control-cert", certificate},
		"the other half":     {"--control-key", key},
		"the wrong way":      {"--control-cert", key, "--control-key", certificate},
		"a blank token":      {"--control-token", ""},
		"a token of spaces":  {"--control-token", "  "},
		"a token of a space": {"--control-token", "a b"},
	} {
		o := command(t, patience, append([]string{"simulate", "komet", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, args...)...)
		if o.status != 2 || o.out != "" || !strings.Contains(o.errors, args[0]) {
			t.Errorf("%s: %+v", name, o)
		}
	}
	s := simulateAt(t, regexp.MustCompile(`^ready vendors=(http://127\.0\.0\.1:\d+) control=(https://127\.0\.0\.1:\d+)$`),
		"komet", "--control-cert", certificate, "--control-key", key, "--control-token", "hush")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}, Timeout: patience}
	defer client.CloseIdleConnections()
	for scheme, want := range map[string]int{"Bearer hush": 200, "bearer hush": 200, "BEARER hush": 200, "Bearer  hush": 401, "hush": 401, "": 401} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.control+"/worlds", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", scheme)
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close() // not looked at
		if resp.StatusCode != want {
			t.Errorf("%q: %s, want %d", scheme, resp.Status, want)
		}
	}
	if _, err := http.Get(strings.Replace(s.control, "https", "http", 1) + "/worlds"); err == nil {
		resp, _ := http.Get(strings.Replace(s.control, "https", "http", 1) + "/worlds")
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("plain HTTP: %s", resp.Status)
		}
	}
	if status := s.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// TestStartsWithAWorldThatCannotBeRead: a stored world that this program can't read
// is told of, and keeps no vendor from starting.
func TestStartsWithAWorldThatCannotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	backend, err := file.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = backend.Update(t.Context(), "default", func(tx store.Tx) error {
		return store.NewKind[[]string]("plumbline.clock").Put(tx, "", []string{"of another program"})
	})
	if err := errors.Join(err, backend.Close()); err != nil {
		t.Fatal(err)
	}
	s := simulate(t, "komet", "--store", "file:"+path, "--worlds", "2")
	c := newCaller(t)
	const call = "/komet/api/customer.search"
	if got := c.call("GET", s.vendors+call, ""); got.status != 500 || !strings.Contains(got.body, "DELETE /worlds/default") {
		t.Errorf("got %d %s", got.status, got.body)
	}
	for n, want := range []int{0, 429} {
		if got := c.call("GET", fmt.Sprintf("%s/@w-%d%s", s.vendors, n, call), ""); (got.status == 429) != (want == 429) {
			t.Errorf("world %d: %d %s", n, got.status, got.body)
		}
	}
	c.wants(c.call("DELETE", s.control+"/worlds/default", ""), http.StatusNoContent, "")
	if got := c.call("GET", s.vendors+call, ""); got.status == 500 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if status := s.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}
