package archivetest_test

import (
	"testing"

	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/archivetest"
)

func TestMemory(t *testing.T) {
	archivetest.Run(t, func(*testing.T) deliveryoptimizer.Archive { return &archivetest.Memory{} })
}
