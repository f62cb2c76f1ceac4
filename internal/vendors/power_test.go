package vendors

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

func judgeLocal(t *testing.T, v Vendor, engine simulator.Options, selection conformance.Selection) report.Vendor {
	t.Helper()
	engine.Now = time.Now
	out, err := JudgeLocal(t.Context(), v, engine, conformance.Options{
		Selection: selection, RandomSeed: 1, Parallel: runtime.GOMAXPROCS(0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestX(t *testing.T) {
	v, _ := Find("deliveryoptimizer")
	out := judgeLocal(t, v, simulator.Options{}, conformance.Selection{})
	rep := report.Report{Schema: report.Schema, Vendors: []report.Vendor{out}}
	_ = rep.Terminal(os.Stdout, report.TerminalOptions{})
}
