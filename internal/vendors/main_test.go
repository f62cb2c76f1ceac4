package vendors

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage be collected less often: a run is short and makes much
// of it, and a quarter of the time goes otherwise.
func TestMain(m *testing.M) {
	const percent = 400
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	m.Run()
}
