package cli

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// asked sends a request without a body.
func asked(t *testing.T, method, url string, header http.Header) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if req.Header = header; header == nil {
		req.Header = http.Header{}
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close() // the header is what is wanted
	return resp
}

// TestPagesInABrowser asks as a browser does before a page may use the vendors'
// APIs: a page of an origin that --cors names may, and no other.
func TestPagesInABrowser(t *testing.T) {
	page := func(origin string) http.Header {
		return http.Header{"Origin": {origin}, "Access-Control-Request-Method": {"POST"}, "Access-Control-Request-Headers": {"content-type,x-access-token"}}
	}
	const path = "/bridge/order/state/confirmed"
	for _, tt := range []struct {
		name, origin string
		args         []string
		shared       string // the origin that the answer names
	}{
		{"an origin that is named", "http://localhost:3000", []string{"--cors", "http://localhost:3000"}, "http://localhost:3000"},
		{"any origin", "http://shop.example.test", []string{"--cors", "*"}, "http://shop.example.test"},
		{"another origin", "http://attacker.example", []string{"--cors", "http://localhost:3000"}, ""},
		{"nothing is said", "http://localhost:3000", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := simulate(t, append([]string{"bridge"}, tt.args...)...)
			defer s.stop()
			resp := asked(t, http.MethodOptions, s.vendors+path, page(tt.origin))
			h := resp.Header
			if resp.StatusCode != http.StatusNoContent || h.Get("Allow") != "OPTIONS, POST" || h.Get("Access-Control-Allow-Origin") != tt.shared {
				t.Errorf("%d %v", resp.StatusCode, h)
			}
			if allowed := tt.shared != ""; allowed != (h.Get("Access-Control-Allow-Headers") == "content-type,x-access-token") || allowed != strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") {
				t.Errorf("the preflight is answered with %v", h)
			}
			resp = asked(t, http.MethodPost, s.vendors+"/bridge/auth/me", http.Header{"Origin": {tt.origin}})
			if got := resp.Header.Get("Access-Control-Allow-Origin"); got != tt.shared {
				t.Errorf("the answer itself is for %q, want %q", got, tt.shared)
			}
		})
	}
}

// TestHEADOnBothPorts asks as a health check does.
func TestHEADOnBothPorts(t *testing.T) {
	s := simulate(t, "komet")
	defer s.stop()
	for _, url := range []string{s.vendors + "/komet/api/carrier.list?authenticationToken=token_info_goes_here", s.control + "/worlds", s.control + "/health"} {
		head, get := asked(t, http.MethodHead, url, nil), asked(t, http.MethodGet, url, nil)
		if head.StatusCode != http.StatusOK || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d %s, GET has %d %s", url, head.StatusCode, head.Header.Get("Content-Type"), get.StatusCode, get.Header.Get("Content-Type"))
		}
	}
}

// TestIPv6 has the simulator listen on ::1 and judges it there.
func TestIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skipf("this machine has no ::1: %v", err)
	}
	_ = l.Close() // it was a trial
	s := simulateAt(t, regexp.MustCompile(`^ready vendors=(http://\[::1\]:\d+) control=(http://\[::1\]:\d+)$`), "deliveryoptimizer", "--listen", "[::1]:0", "--control", "[::1]:0")
	defer s.stop()
	file := filepath.Join(t.TempDir(), "p.yaml")
	profile := "vendor: deliveryoptimizer\ntarget: " + s.vendors + "/deliveryoptimizer\n" +
		"credentials: {user: {value: sample-oms}, password: {value: sample-password}}\nfixtures: {tenant: [{id: 1}], origin: [{code: \"FRA:MAG:0125\"}]}\nwrites: allowed\n"
	if err := os.WriteFile(file, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	o := command(t, patience, "verify", "deliveryoptimizer", "--profile", file, "--rules", "deliveryoptimizer/get-returns-order", "--random-seed", "7")
	if o.status != 0 {
		t.Errorf("exit status %d:\n%s%s", o.status, o.out, o.errors)
	}
}
