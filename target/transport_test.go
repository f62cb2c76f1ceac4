package target

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority issues certificates of a test.
type authority struct {
	t           *testing.T
	dir         string
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	a.key = a.newKey()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Plumbline test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	a.check(err)
	a.certificate, err = x509.ParseCertificate(der)
	a.check(err)
	return a
}

func (a *authority) check(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *authority) newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	a.check(err)
	return key
}

// write writes a PEM file and returns its path.
func (a *authority) write(name, kind string, der []byte) string {
	file := filepath.Join(a.dir, name)
	a.check(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
	return file
}

func (a *authority) file() string { return a.write("ca.pem", "CERTIFICATE", a.certificate.Raw) }

// issue returns the files of a certificate for a host and of its key.
func (a *authority) issue(host string) (certificate, key string) {
	own := a.newKey()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &own.PublicKey, a.key)
	a.check(err)
	private, err := x509.MarshalECPrivateKey(own)
	a.check(err)
	return a.write(host+".pem", "CERTIFICATE", der), a.write(host+"-key.pem", "EC PRIVATE KEY", private)
}

// serve serves TLS with a certificate for a host.
func (a *authority) serve(host string, wantsClient bool) *httptest.Server {
	certificate, key := a.issue(host)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	a.check(err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"name":"`+r.Proto+`"}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	if wantsClient {
		pool := x509.NewCertPool()
		pool.AddCert(a.certificate)
		server.TLS.ClientAuth, server.TLS.ClientCAs = tls.RequireAndVerifyClientCert, pool
		server.TLS.MaxVersion = tls.VersionTLS12 // where a refusal comes before the client sends
	}
	server.EnableHTTP2 = true
	server.StartTLS()
	a.t.Cleanup(server.Close)
	return server
}

func TestTLS(t *testing.T) {
	a := newAuthority(t)
	certificate, key := a.issue("client.test")
	otherCertificate, otherKey := newAuthority(t).issue("client.test")
	for _, test := range []struct {
		name        string
		host        string // that the server's certificate is for
		wantsClient bool
		network     Network
		says        string // why there is no answer
	}{
		{name: "a CA of its own", host: "127.0.0.1", network: Network{CA: a.file()}},
		{name: "a CA that nobody named", host: "127.0.0.1", says: "certificate signed by unknown authority"},
		{name: "another name", host: "inside.test", network: Network{CA: a.file()}, says: "cannot validate certificate for 127.0.0.1"},
		{name: "another name that the profile has", host: "inside.test", network: Network{CA: a.file(), ServerName: "inside.test"}},
		{name: "a client certificate", host: "127.0.0.1", wantsClient: true, network: Network{CA: a.file(), Certificate: certificate, Key: key}},
		{name: "none where one is wanted", host: "127.0.0.1", wantsClient: true, network: Network{CA: a.file()}, says: "remote error: tls: "},
		{name: "one of another CA", host: "127.0.0.1", wantsClient: true, network: Network{CA: a.file(), Certificate: otherCertificate, Key: otherKey}, says: "remote error: tls: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := a.serve(test.host, test.wantsClient)
			transport, err := test.network.Transport()
			if err != nil {
				t.Fatal(err)
			}
			answer, err := send(t, newTarget(t, Options{Base: server.URL, Transport: transport}).Session(), "GET", "")
			if test.says == "" {
				if err != nil || string(answer.Body) != `{"name":"HTTP/2.0"}` {
					t.Errorf("got %+v, %v; want an answer over HTTP/2", answer, err)
				}
				return
			}
			var open *Inconclusive
			if !errors.As(err, &open) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want an *Inconclusive with %q", err, test.says)
			}
		})
	}
}

func TestNetworkMistakes(t *testing.T) {
	a := newAuthority(t)
	certificate, key := a.issue("client.test")
	_, otherKey := a.issue("other.test")
	text := filepath.Join(t.TempDir(), "text.pem")
	a.check(os.WriteFile(text, []byte("not PEM"), 0o600))
	for _, test := range []struct {
		name    string
		network Network
		says    string
	}{
		{"no such CA", Network{CA: "nosuch.pem"}, "tls.ca: open nosuch.pem"},
		{"a CA that is none", Network{CA: text}, "tls.ca: " + text + " holds no certificate in PEM form"},
		{"a certificate without its key", Network{Certificate: certificate}, "tls: certificate and key go together"},
		{"a key without its certificate", Network{Key: key}, "tls: certificate and key go together"},
		{"the key of another", Network{Certificate: certificate, Key: otherKey}, "tls.certificate: " + certificate},
		{"a proxy without a scheme", Network{Proxy: "proxy.test:3128"}, `proxy: "proxy.test:3128" is no address such as http://`},
		{"a proxy with a password", Network{Proxy: "http://me:hunter2@proxy.test"}, "proxy: the address has a user"},
		{"one that is no address either", Network{Proxy: "me:hunter2@proxy.test"}, "proxy: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.network.Transport()
			if err == nil || !strings.HasPrefix(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

// TestProxy sends plain requests and TLS through a proxy.
func TestProxy(t *testing.T) {
	a := newAuthority(t)
	secure := a.serve("127.0.0.1", false)
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	t.Cleanup(plain.Close)
	for _, test := range []struct {
		name, base string
		refuses    bool
		passed     string // what the proxy saw
		says       string
	}{
		{name: "plain", base: plain.URL, passed: "GET " + plain.URL + "/things/1"},
		{name: "TLS", base: secure.URL, passed: "CONNECT " + strings.TrimPrefix(secure.URL, "https:")},
		{name: "one that wants a password", base: secure.URL, refuses: true, passed: "CONNECT " + strings.TrimPrefix(secure.URL, "https:"), says: "the proxy answered 407 Proxy Authentication Required"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var passed []string
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				passed = append(passed, r.Method+" "+r.URL.String())
				if test.refuses {
					w.WriteHeader(http.StatusProxyAuthRequired)
					return
				}
				pass(t, w, r)
			}))
			t.Cleanup(proxy.Close)
			transport, err := Network{CA: a.file(), Proxy: proxy.URL}.Transport()
			if err != nil {
				t.Fatal(err)
			}
			_, err = send(t, newTarget(t, Options{Base: test.base, Transport: transport}).Session(), "GET", "")
			var open *Inconclusive
			if (err == nil) != (test.says == "") || err != nil && (!errors.As(err, &open) || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("got %v, want an *Inconclusive with %q", err, test.says)
			}
			if len(passed) != 1 || passed[0] != test.passed {
				t.Errorf("the proxy saw %q, want %q", passed, test.passed)
			}
		})
	}
}

// pass is what a proxy does with a request.
func pass(t *testing.T, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		out := r.Clone(r.Context())
		out.RequestURI = ""
		resp, err := http.DefaultTransport.RoundTrip(out)
		if err != nil {
			t.Error(err)
			return
		}
		defer resp.Body.Close()
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
		return
	}
	to, err := net.Dial("tcp", r.Host)
	if err != nil {
		t.Error(err)
		return
	}
	defer to.Close()
	from, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	defer from.Close()
	_, _ = io.WriteString(from, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(to, buffered) }()
	_, _ = io.Copy(from, to)
}
