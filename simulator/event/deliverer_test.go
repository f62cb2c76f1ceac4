package event

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

func TestPrivateAddresses(t *testing.T) {
	for name, row := range map[string]struct {
		private   bool
		addresses string
	}{
		"loopback":            {true, "127.0.0.1 127.255.255.254 ::1"},
		"private":             {true, "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1"},
		"link-local":          {true, "169.254.169.254 169.254.0.1 fe80::1 fe80::1%eth0 febf::1"},
		"unique local":        {true, "fc00::1 fd00:ec2::254 fdff::1"},
		"multicast":           {true, "224.0.0.1 239.255.255.250 ff02::1 ff0e::1"},
		"unspecified":         {true, "0.0.0.0 ::"},
		"this network":        {true, "0.1.2.3"},
		"behind a NAT":        {true, "100.64.0.1 100.127.255.255"},
		"reserved, broadcast": {true, "192.0.0.8 198.18.0.1 198.19.255.255 240.0.0.1 255.255.255.255"},
		"IPv4 in IPv6":        {true, "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0.0.0.0 ::127.0.0.1"},
		"IPv4 by a gateway":   {true, "64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1::1 2001:0:1::1"},
		"site-local":          {true, "fec0::1"},
		"public": {false, "8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.1 169.253.255.255 169.255.0.1 100.63.255.255 100.128.0.1 " +
			"11.0.0.1 128.0.0.1 192.167.255.255 192.169.0.1 223.255.255.255 198.20.0.1 ::ffff:8.8.8.8 2606:4700::1111 2001:4860:4860::8888 2003::1"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, address := range strings.Fields(row.addresses) {
				if got := private(netip.MustParseAddr(address)); got != row.private {
					t.Errorf("%s: private is %v", address, got)
				}
			}
		})
	}
	if err := refusePrivate("tcp", "no address", nil); !errors.Is(err, ErrPrivateTarget) {
		t.Errorf("what cannot be read is let through: %v", err)
	}
}

func TestDeliverer(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached.Add(1)
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	t.Setenv("HTTP_PROXY", server.URL) // it must not be used
	for name, row := range map[string]struct {
		allow  bool
		target string
		status int // 0: refused
	}{
		"allowed, and no redirect is followed": {true, server.URL, http.StatusFound},
		"by address":                           {false, server.URL, 0},
		"by name":                              {false, "http://localhost" + port, 0},
		"by an IPv4 address in IPv6":           {false, "http://[::ffff:127.0.0.1]" + port, 0},
		"by the unspecified address":           {false, "http://0.0.0.0" + port, 0},
		"by a number":                          {false, "http://[::1]" + port, 0},
		"the cloud's metadata":                 {false, "http://169.254.169.254/latest/meta-data/", 0},
		"over TLS":                             {false, "https://127.0.0.1" + port, 0},
	} {
		t.Run(name, func(t *testing.T) {
			reached.Store(0)
			r, err := http.NewRequest(http.MethodPost, row.target, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			response, err := NewDeliverer(row.allow).RoundTrip(r)
			if row.status == 0 {
				if !errors.Is(err, ErrPrivateTarget) || reached.Load() != 0 {
					t.Errorf("%v; %d connections", err, reached.Load())
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if _, err := io.ReadAll(response.Body); err != nil || response.StatusCode != row.status || reached.Load() != 1 {
				t.Errorf("%d, %v, %d requests", response.StatusCode, err, reached.Load())
			}
		})
	}
}
