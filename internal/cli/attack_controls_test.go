//go:build unix

package cli

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// attackingControls are simulations that name a control API which is not theirs,
// or is and does harm once it is believed.
func attackingControls() []attack {
	var list []attack
	for _, one := range []struct {
		name    string
		short   bool
		proves  bool // that it is the target's, by passing the proof on
		control func(t *testing.T) (address string, watch *stopwatch)
	}{
		{"another program's port", true, false, bystander},
		{"sends everything to another host", true, false, redirecting},
		{"sends everything to another host, once believed", true, true, redirecting},
		{"is silent", false, false, hostile(once(""))},
		{"is silent, once believed", false, true, hostile(once(""))},
		{"switches protocols, once believed", false, true, hostile(once("HTTP/1.1 101 Switching Protocols\r\n\r\n"))},
		{"lists worlds without end", true, false, hostile(forever(ok+"\r\n[", `"world",`))},
		{"answers without end, once believed", true, true, hostile(forever(ok+"\r\n[", `{"id":1,"state":"pending","event":{"name":"x"}},`))},
		{"refuses without end, once believed", false, true, hostile(forever("HTTP/1.1 500 Oh\r\nContent-Type: application/problem+json\r\n\r\n", "sorry "))},
		{"headers without end, once believed", false, true, hostile(forever("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"))},
		{"compressed zeros, once believed", false, true, hostile(bombing)},
		{"noise, once believed", false, true, hostile(noise)},
		{"a clock of the year 10000, once believed", false, true, hostile(closing(whole(`{"now":"10000-01-01T00:00:00Z","frozen":true}`)))},
		{"1 MB of open brackets, once believed", false, true, hostile(closing(whole(strings.Repeat("[", 1<<20))))},
	} {
		list = append(list, attack{kind: "control API", name: one.name, short: one.short, exit: []int{0, 1, 3}, start: func(t *testing.T) ([]string, func() time.Duration) {
			s := simulate(t, "deliveryoptimizer")
			address, watch := one.control(t)
			if one.proves {
				address = proving(t, s.control, address)
			}
			target := naming(t, s.vendors+"/deliveryoptimizer", address)
			return []string{
				"verify", "deliveryoptimizer", "--profile", profileFor(t, target, fmt.Sprintf("limits: {timeout: %s}", attackTimeout)),
				"--rules", "deliveryoptimizer/batch-*", "--rules", "deliveryoptimizer/get-*", "--rules", "deliveryoptimizer/empty-*",
			}, watch.read
		}})
	}
	return list
}

// naming passes requests on to a simulation, and names another control API.
func naming(t *testing.T, simulation, control string) string {
	t.Helper()
	to, err := url.Parse(simulation)
	if err != nil {
		t.Fatal(err)
	}
	next := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.URL.RawPath = to.Path + r.In.URL.EscapedPath() },
		ModifyResponse: func(resp *http.Response) error {
			resp.Header.Set("Plumbline-Control", control)
			return nil
		},
	}
	return serves(t, next.ServeHTTP)
}

// proving passes the proof on to the control API of the simulation, and
// everything else to the hostile one.
func proving(t *testing.T, own, hostile string) string {
	t.Helper()
	return serves(t, func(w http.ResponseWriter, r *http.Request) {
		to := hostile
		if r.URL.Path == "/worlds" || strings.HasPrefix(r.URL.Path, "/worlds/proof-") {
			to = own
		}
		address, err := url.Parse(to)
		if err != nil {
			t.Error(err)
			return
		}
		next := &httputil.ReverseProxy{
			Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(address) }, FlushInterval: -1,
			ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		}
		next.ServeHTTP(w, r)
	})
}

// bystander is a server that has nothing to do with the run: it may be asked
// once, and nothing may be written to it.
func bystander(t *testing.T) (string, *stopwatch) {
	t.Helper()
	var writes, reads atomic.Int64
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodGet {
			reads.Add(1)
		} else {
			writes.Add(1)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `["default"]`)
	})
	t.Cleanup(func() {
		if writes.Load() != 0 || reads.Load() > 1 {
			t.Errorf("a server that has nothing to do with it was asked %d times, %d of them to change something", writes.Load()+reads.Load(), writes.Load())
		}
	})
	return address, &stopwatch{}
}

// redirecting sends all that it is asked to a bystander.
func redirecting(t *testing.T) (string, *stopwatch) {
	t.Helper()
	elsewhere, watch := bystander(t)
	return serves(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusTemporaryRedirect)
	}), watch
}
