package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

var update = flag.Bool("update", false, "write the files anew that are drawn from the code")

// TestProfileSchemaIsUpToDate holds docs/profile.schema.json to the code that it
// is drawn from.
func TestProfileSchemaIsUpToDate(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "profile.schema.json")
	want, err := conformance.ProfileSchema(judged(vendors.All()))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: go test ./internal/cli -run ProfileSchema -update writes it anew", file)
	}
}

// TestInitialProfiles reads what `profile init` writes for each vendor.
func TestInitialProfiles(t *testing.T) {
	for _, v := range judged(vendors.All()) {
		t.Run(v.Book.Vendor, func(t *testing.T) {
			text := command(t, patience, "profile", "init", v.Book.Vendor).out
			p, err := conformance.ParseProfile([]byte(text), judged(vendors.All()))
			if err != nil {
				t.Fatal(err)
			}
			if p.Vendor != v.Book.Vendor || len(p.Credentials) != len(v.Credentials) {
				t.Errorf("it is for %s, with the credentials %v", p.Vendor, p.Credentials)
			}
			for name := range v.Fixtures {
				if !strings.Contains(text, "\n  # "+name+": ") {
					t.Errorf("the fixture %s is not explained", name)
				}
			}
		})
	}
}

// TestProfileCheckChangesNothing tries the profiles of the sample worlds, and
// counts the operations that were sent.
func TestProfileCheckChangesNothing(t *testing.T) {
	for _, test := range []struct {
		vendor, profile string
		status          int
		says            []string
		operations      map[string]int // how often each was called, and no other
	}{
		{
			vendor: "deliveryoptimizer", status: 0,
			profile: "credentials: {user: {value: sample-oms}, password: {value: sample-password}, other-user: {value: other-oms}, other-password: {value: sample-password}}\n" +
				"fixtures: {tenant: [{id: 1}], other-tenant: [{id: 2}], origin: [{code: FRA:MAG:0125}]}",
			says: []string{"ok target it answers, and takes the log-in", "ok credentials.user", "ok credentials.other-user", "ok fixtures.other-tenant[0]", "ok fixtures.origin[0]"},
			// Each of user, password and tenant is looked at, for both tenants, after first contact,
			// which looks at an origin.
			operations: map[string]int{"getOrder": 7, "getSaturation": 2},
		},
		{
			vendor: "deliveryoptimizer", status: 4,
			profile: "credentials: {user: {value: sample-oms}, password: {value: sample-password}, other-user: {value: other-oms}, other-password: {value: wrong}}\n" +
				"fixtures: {tenant: [{id: 1}], other-tenant: [{id: 2}]}",
			says:       []string{"not ok credentials.other-user the target refuses the user with 401: look at name and password", "ok credentials.user"},
			operations: map[string]int{"getOrder": 7, "": 1}, // first contact asks for a path that no API has
		},
		{
			vendor: "bridge", status: 2,
			profile: "credentials: {client-id: {value: example-client}, client-secret: {value: not-a-real-secret}}\n" +
				`fixtures: {order-open: [{number: "00002"}], order-closed: [{number: "00001"}], order-paid: [{number: "90009"}]}`,
			says: []string{
				"ok fixtures.order-open[0]", "not ok fixtures.order-closed[0]", "the order 00001 of fixtures.order-closed is",
				"not ok fixtures.order-paid[0]", `name an order that is open and reported as paid`,
			},
		},
		{
			vendor: "altazion", status: 2,
			profile: "credentials: {application: {value: sample-app}, key: {value: sample-key}, token: {value: sample-token}}\n" +
				"fixtures: {bon-cancelled: [{number: BP-NOSUCH, guid: 7c9e6679-7425-40de-944b-e07fc1f90ae7, lines: [" +
				"{guid: 7c9e6679-7425-40de-944b-e07fc1f90ae8, reference: A}, {guid: 7c9e6679-7425-40de-944b-e07fc1f90ae9, reference: B}]}]}",
			says:       []string{"ok credentials.application", "ok credentials.token", "not ok fixtures.bon-cancelled[0] the bon BP-NOSUCH was answered with 404: name a cancelled bon"},
			operations: map[string]int{"getBon": 6, "": 1},
		},
	} {
		t.Run(test.vendor+"/"+test.says[0], func(t *testing.T) {
			t.Parallel()
			s := simulate(t, test.vendor)
			file := filepath.Join(t.TempDir(), "profile.yaml")
			text := "vendor: " + test.vendor + "\ntarget: " + s.vendors + "/" + test.vendor + "\n" + test.profile + "\n"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			o := command(t, patience, "profile", "check", file)
			if o.status != test.status {
				t.Errorf("exit status %d, want %d: %s", o.status, test.status, o.errors)
			}
			for _, want := range test.says {
				if !strings.Contains(strings.Join(strings.Fields(o.out), " "), want) {
					t.Errorf("it does not say %q:\n%s", want, o.out)
				}
			}
			called := operationsOf(t, s)
			for operation, n := range called {
				if reads := []string{"", "getOrder", "getSaturation", "getBon", "getOrderStatus", "logIn"}; !slices.Contains(reads, operation) {
					t.Errorf("%s was called %d times", operation, n)
				}
			}
			if test.operations != nil && !maps.Equal(called, test.operations) {
				t.Errorf("called were %v, want %v", called, test.operations)
			}
		})
	}
}

// operationsOf counts the operations in the journal of a simulation's default
// world, which is the only one.
func operationsOf(t *testing.T, s simulation) map[string]int {
	t.Helper()
	c := caller{t, http.DefaultClient}
	if worlds := c.call("GET", s.control+"/worlds", "").body; strings.Count(worlds, `"name"`) > 1 {
		t.Errorf("it made worlds of its own: %s", worlds)
	}
	var entries []struct{ Operation string }
	if err := json.Unmarshal([]byte(c.call("GET", s.control+"/worlds/default/journal?limit=1000", "").body), &entries); err != nil {
		t.Fatal(err)
	}
	called := map[string]int{}
	for _, e := range entries {
		called[e.Operation]++
	}
	return called
}
