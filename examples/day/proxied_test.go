package day

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

// TestADayThroughTheProxy lets the same day pass through a proxy before each
// vendor that has a reference: the client notices nothing, and the reference
// answers as the vendor does.
func TestADayThroughTheProxy(t *testing.T) {
	s := open(t)
	proxies := &front{direct: s.client.Transport, to: map[string]*url.URL{}}
	var ends []func()
	for _, v := range vendors.All() {
		if end := proxies.add(t, s, v); end != nil {
			ends = append(ends, end)
		}
	}
	if len(ends) < 3 {
		t.Fatalf("%d vendors have a reference, want three at the least", len(ends))
	}
	s.client = &http.Client{Transport: proxies}
	s.noAnswer = http.StatusBadGateway
	s.eightOClock()
	s.nineOClock()
	s.eleven()
	s.afternoon()
	s.evening()
	s.closingTime()
	for _, end := range ends {
		end()
	}
}

// front sends requests to the proxy before their vendor.
type front struct {
	direct http.RoundTripper
	to     map[string]*url.URL // by vendor
}

// RoundTrip implements http.RoundTripper.
func (f *front) RoundTrip(r *http.Request) (*http.Response, error) {
	vendor, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	to := f.to[vendor]
	if to == nil {
		return f.direct.RoundTrip(r)
	}
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.URL.Path, r.URL.RawPath = to.Scheme, to.Host, "/"+rest, ""
	return http.DefaultTransport.RoundTrip(r)
}

// add puts a proxy before a vendor; what it returns ends it and tells what
// differed. Nil for a vendor without a reference.
func (f *front) add(t *testing.T, s *shop, v vendors.Vendor) func() {
	t.Helper()
	model, err := vendors.Reference(v, 1)
	if err != nil {
		t.Fatal(err)
	}
	target := &url.URL{Scheme: "http", Host: "shop.test", Path: "/" + v.Book.Vendor}
	traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), model, target.String(), nil)
	if err != nil {
		t.Logf("passed on without a proxy: %v", err)
		return nil
	}
	p := reference.NewProxy(target, f.direct, s.world.Now)
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	if f.to[v.Book.Vendor], err = url.Parse(server.URL); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	ctx := context.WithoutCancel(t.Context())
	go func() {
		ended <- traffic.Follow(ctx, p.Seen(), func(line string) {
			if strings.Contains(line, ": DIFFERS: ") {
				t.Error(line)
			} else {
				t.Log(line)
			}
		})
	}()
	return func() {
		p.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if _, dropped := p.Passed(); dropped > 0 {
			t.Errorf("%s: %d exchanges were dropped", v.Book.Vendor, dropped)
		}
		if err := traffic.Close(ctx); err != nil {
			t.Error(err)
		}
	}
}
