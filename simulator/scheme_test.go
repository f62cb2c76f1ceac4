package simulator_test

import (
	"crypto/tls"
	"net/http"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

func TestScheme(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header http.Header
		tls    bool
		want   string
	}{
		{"nobody says", nil, false, "http"},
		{"TLS of this process", nil, true, "https"},
		{"a proxy ends TLS", http.Header{"X-Forwarded-Proto": {"https"}}, false, "https"},
		{"in capitals", http.Header{"X-Forwarded-Proto": {"HTTPS"}}, false, "https"},
		{"two proxies, the outer one first", http.Header{"X-Forwarded-Proto": {"https, http"}}, false, "https"},
		{"RFC 7239", http.Header{"Forwarded": {`for=192.0.2.43;proto=https;by=203.0.113.60, for=198.51.100.17;proto=http`}}, false, "https"},
		{"RFC 7239 before the older header", http.Header{"Forwarded": {`Proto="https"`}, "X-Forwarded-Proto": {"http"}}, false, "https"},
		{"no scheme of the web", http.Header{"X-Forwarded-Proto": {"javascript"}}, false, "http"},
	} {
		r := &http.Request{Header: tt.header}
		if tt.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if got := simulator.Scheme(r); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
