// Package curl holds the documents' own requests as shell scripts; its test runs
// them against the simulators.
package curl

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

func TestDocumentsOwnRequests(t *testing.T) {
	servicetest.Tools(t, "sh", "curl", "sed")
	engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1},
		akinon.New(), altazion.New(), bridge.New(), deliveryoptimizer.New(), komet.New())
	if err != nil {
		t.Fatal(err)
	}
	handler, err := control.New(engine, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	vendors, control := httptest.NewServer(engine), httptest.NewServer(handler)
	t.Cleanup(vendors.Close)
	t.Cleanup(control.Close)
	scripts, err := filepath.Glob("*.sh")
	if err != nil || len(scripts) != len(engine.Vendors())+1 {
		t.Fatalf("found %v (%v): want one script a vendor, and lib.sh", scripts, err)
	}
	for _, script := range scripts {
		if script == "lib.sh" {
			continue
		}
		t.Run(strings.TrimSuffix(script, ".sh"), func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "sh", script)
			cmd.Env = append(os.Environ(), "BASE="+vendors.URL, "CONTROL="+control.URL, "WORLD="+strings.TrimSuffix(script, ".sh"))
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "ok ") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
