package cli

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWait(t *testing.T) {
	sim := simulate(t, "altazion")
	if o := command(t, patience, "wait", "--control", sim.control); o.status != 0 {
		t.Errorf("a simulator that runs: exit status %d: %s", o.status, o.errors)
	}
	if status, text := ask(t, "POST", sim.control+"/worlds/default/clock", `{"freeze": true}`); status != http.StatusOK {
		t.Fatal(text)
	}
	if o := command(t, patience, "wait", "--control", sim.control, "--deliveries"); o.status != 0 {
		t.Errorf("nothing is to be delivered: exit status %d: %s", o.status, o.errors)
	}
	nobody := httptest.NewServer(http.NotFoundHandler())
	nobody.Close()
	o := command(t, patience, "wait", "--control", nobody.URL, "--timeout", "300ms")
	if o.status != 1 || !strings.Contains(o.errors, "ready at "+nobody.URL+": it does not answer after 300ms") {
		t.Errorf("nobody listens: exit status %d: %s", o.status, o.errors)
	}
	if o := command(t, patience, "wait", "--control", "nonsense"); o.status != 2 {
		t.Errorf("no address: exit status %d: %s", o.status, o.errors)
	}
}

// TestWaitForTasks has a control API whose vendor is done with its work at the
// third question, and one whose vendor never is.
func TestWaitForTasks(t *testing.T) {
	asked, last := 0, 3
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/ready":
			w.WriteHeader(http.StatusNoContent)
		case r.URL.Path != "/worlds/shop/tasks":
			http.NotFound(w, r)
		default:
			if asked++; asked == last {
				_, _ = w.Write([]byte(`[]`)) // to the command
				return
			}
			_, _ = w.Write([]byte(`[{"vendor":"deliveryoptimizer","name":"replace"}]`))
		}
	}))
	t.Cleanup(fake.Close)
	if o := command(t, patience, "wait", "--control", fake.URL, "--world", "shop", "--tasks"); o.status != 0 || asked != last {
		t.Errorf("exit status %d after %d questions, want 0 after %d: %s", o.status, asked, last, o.errors)
	}
	last = 0
	o := command(t, patience, "wait", "--control", fake.URL, "--world", "shop", "--tasks", "--timeout", "500ms")
	if o.status != 1 || !strings.Contains(o.errors, "replace of deliveryoptimizer is not done after 500ms") {
		t.Errorf("exit status %d: %s", o.status, o.errors)
	}
	sim := simulate(t, "deliveryoptimizer")
	if o := command(t, patience, "wait", "--control", sim.control, "--tasks", "--deliveries"); o.status != 0 {
		t.Errorf("a simulator without work: exit status %d: %s", o.status, o.errors)
	}
}

// TestFailOn: one refused credential is a breach of no rule; a caller that splits
// nothing is not seen.
func TestFailOn(t *testing.T) {
	for _, row := range []struct {
		name, failOn string
		call         func(simulation)
		status       int
	}{
		{"nobody called", "broken", func(simulation) {}, 0},
		{"nobody called, and calls are wanted", "not-seen", func(simulation) {}, 1},
		{"a rule was not seen", "not-seen", func(s simulation) { get200(t, s.vendors) }, 1},
		{"nothing was broken", "broken", func(s simulation) { get200(t, s.vendors) }, 0},
		{"a body that is no JSON", "broken", func(s simulation) {
			ask(t, "POST", s.vendors+"/bridge/auth/login", `{"clientId": 5}`)
			ask(t, "POST", s.vendors+"/bridge/order/state/confirmed", `{`)
		}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := simulate(t, "bridge", "--fail-on", row.failOn)
			row.call(s)
			if status := s.stop(); status != row.status {
				t.Errorf("exit status %d, want %d", status, row.status)
			}
		})
	}
}

func get200(t *testing.T, vendors string) {
	t.Helper()
	if status, text := ask(t, "POST", vendors+"/bridge/auth/login", `{"clientId":"example-client","clientSecret":"not-a-real-secret"}`); status != http.StatusOK {
		t.Fatal(text)
	}
}

// TestTLS serves by HTTPS with a certificate for loopback, and the client report
// judges that callers use it.
func TestTLS(t *testing.T) {
	sim := simulate(t, "altazion", "--tls", "self-signed")
	if !strings.HasPrefix(sim.vendors, "https://127.0.0.1:") {
		t.Fatalf("the vendors are at %s", sim.vendors)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // the test looks at the certificate itself
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), "GET", sim.vendors+"/altazion/api/logistique/preparation/BP-1001", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("sample-app", "sample-key")
	response, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if err := response.TLS.PeerCertificates[0].VerifyHostname("127.0.0.1"); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%d, %v", response.StatusCode, err)
	}
	var report struct {
		Vendors []struct {
			Rules []struct{ ID, Standing string }
		}
	}
	_, text := ask(t, "GET", sim.control+"/worlds/default/client-report", "")
	if err := json.Unmarshal([]byte(text), &report); err != nil || len(report.Vendors) != 1 {
		t.Fatalf("%v: %s", err, text)
	}
	for _, rule := range report.Vendors[0].Rules {
		if rule.ID == "altazion/caller-uses-https" && rule.Standing != "kept" {
			t.Errorf("%s is %s", rule.ID, rule.Standing)
		}
	}
	if o := command(t, patience, "simulate", "--tls", "cert.pem"); o.status != 2 || !strings.Contains(o.errors, "CERT,KEY") {
		t.Errorf("a certificate without its key: exit status %d: %s", o.status, o.errors)
	}
}
