package cli

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// TestInterrupt ends a run while a request is on its way: what was judged until
// then is reported, and the exit status says that it is not all.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var requests atomic.Int64
	next := proxy(t, nil)
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 300 {
			cancel()
		}
		next.ServeHTTP(w, r)
	})
	file := filepath.Join(t.TempDir(), "r.json")
	var out, errors bytes.Buffer
	status := run(ctx, vendors.All(), []string{"verify", "deliveryoptimizer", "--profile", profileFor(t, address), "--report", "json=" + file}, &out, &errors)
	if status != report.ExitInterrupted || !strings.Contains(out.String(), "interrupted: ") {
		t.Errorf("exit status %d:\n%s%s", status, clipped(out.String()), &errors)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Parse(data)
	if err != nil || !r.Interrupted {
		t.Fatalf("the report: %v, %+v", err, r)
	}
	counts := r.Vendors[0].Count()
	if counts[report.Pass] == 0 || counts[report.Inconclusive] == 0 || counts[report.Fail]+counts[report.Error] != 0 {
		t.Errorf("verdicts %v, want some passed, the others inconclusive", counts)
	}
}
