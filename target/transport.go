package target

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/internal/input"
)

// Network is how a target is reached. Its errors begin with the key of the
// profile that they are about.
type Network struct {
	CA               string // file of certificates that are trusted beside the system's
	Certificate, Key string // files of the client's own, for servers that want one
	ServerName       string // that the server's certificate is for, where it is not the address's host
	Proxy            string // address; those of the environment when empty
}

// Transport returns what sends requests over this network.
func (n Network) Transport() (*http.Transport, error) {
	t := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		ForceAttemptHTTP2:   true, // which a TLS configuration of one's own would switch off
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     30 * time.Second,
		// Headers are kept in the records.
		MaxResponseHeaderBytes: 256 << 10,
		OnProxyConnectResponse: proxyAnswered,
	}
	if n.Proxy != "" {
		proxy, err := proxyAddress(n.Proxy)
		if err != nil {
			return nil, err
		}
		t.Proxy = http.ProxyURL(proxy)
	}
	config := &tls.Config{ServerName: n.ServerName}
	if n.CA != "" {
		pool, err := trusted(n.CA)
		if err != nil {
			return nil, err
		}
		config.RootCAs = pool
	}
	switch {
	case n.Certificate != "" && n.Key != "":
		own, err := pairOf(n.Certificate, n.Key)
		if err != nil {
			return nil, fmt.Errorf("tls.certificate: %s with the key %s: %w", n.Certificate, n.Key, err)
		}
		config.Certificates = []tls.Certificate{own}
	case n.Certificate != "" || n.Key != "":
		return nil, errors.New("tls: certificate and key go together: PEM files of the client's certificate and its key")
	}
	t.TLSClientConfig = config
	return t, nil
}

// pairOf reads a certificate and its key.
func pairOf(certificate, key string) (tls.Certificate, error) {
	cert, err := input.Read(certificate, input.MostOfPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	secret, err := input.Read(key, input.MostOfPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(cert, secret)
}

// trusted adds the certificates of a file to those of the system.
func trusted(file string) (*x509.CertPool, error) {
	text, err := input.Read(file, input.MostOfPEM)
	if err != nil {
		return nil, fmt.Errorf("tls.ca: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("tls.ca: the system's certificates: %w", err)
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("tls.ca: %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return pool, nil
}

func proxyAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !strings.Contains(" http https socks5 ", " "+u.Scheme+" ") {
		if strings.Contains(address, "@") {
			address = redacted // may hold a password
		}
		return nil, fmt.Errorf("proxy: %q is no address such as http://proxy.example.test:3128", address)
	}
	if u.User != nil {
		return nil, errors.New("proxy: the address has a user; a proxy that wants one is named by the environment variable HTTPS_PROXY")
	}
	return u, nil
}

// proxyRefused is an answer of a proxy in place of the target's.
type proxyRefused struct{ status string }

func (e *proxyRefused) Error() string { return "the proxy answered " + e.status }

func proxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefused{resp.Status}
}

// proxyPassword is the password of the environment's proxy, which no record may
// hold; empty where there is none.
func proxyPassword(base *url.URL) string {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: base})
	if err != nil || proxy == nil || proxy.User == nil {
		return ""
	}
	password, _ := proxy.User.Password()
	return password
}
