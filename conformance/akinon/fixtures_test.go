package akinon

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
)

// TestProfilesAreRead has profiles of an akinon target, and what is wrong with
// them.
func TestProfilesAreRead(t *testing.T) {
	const (
		head    = "vendor: akinon\ntarget: http://127.0.0.1:4010/akinon\n"
		key     = "credentials: {key: {value: not-a-real-key}}\n"
		command = "command: [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]"
	)
	for _, row := range []struct{ name, profile, says string }{
		{"complete", key + "fixtures: {" + command + ", package-waiting: [{id: 123}], product: [{sku: \"10034\"}, {sku: \"10033\"}], denial-reason: [{id: 4}]}", ""},
		{"a user in place of a key", "credentials: {username: {value: u}, password: {value: p}}\nfixtures: {" + command + "}", ""},
		{"nobody who calls", "fixtures: {" + command + "}", "username and password, or key, are required"},
		{"half a user", "credentials: {username: {value: u}}\nfixtures: {" + command + "}", "username and password go together"},
		{"no command", key, "fixtures.command: say how the installation names the command"},
		{"half a command", key + "fixtures: {command: [{transition: 71}]}", "fixtures.command[0]: say one command by both of its names"},
		{"half of another command", key + "fixtures: {" + command + ", other-command: [{slug: X}]}", "fixtures.other-command[0]: say one command"},
		{"an id as text", key + "fixtures: {" + command + ", package-waiting: [{id: \"123\"}]}", "fixtures.package-waiting[0]: say the id as a number"},
		{"an id below 1", key + "fixtures: {" + command + ", denial-reason: [{id: 0}]}", "fixtures.denial-reason[0]: say the id as a number"},
		{"a member too many", key + "fixtures: {" + command + ", package-packed: [{id: 1, items: []}]}", "fixtures.package-packed[0]: say the id as a number"},
		{"a SKU as number", key + "fixtures: {" + command + ", product: [{sku: 10034}]}", "fixtures.product[0]: say the SKU as text"},
		{"a package twice", key + "fixtures: {" + command + ", package-waiting: [{id: 123}], package-packed: [{id: 123}]}", "the package 123 stands in fixtures.package-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			vendor := New()
			profile, err := conformance.ParseProfile([]byte(head+row.profile), []*conformance.Vendor{vendor})
			if err != nil {
				t.Fatal(err)
			}
			_, err = vendor.Prepare(profile)
			switch {
			case row.says == "" && err != nil:
				t.Errorf("%v", err)
			case row.says != "" && (err == nil || !strings.Contains(err.Error(), row.says)):
				t.Errorf("got %v, want an error that says %q", err, row.says)
			}
		})
	}
}
