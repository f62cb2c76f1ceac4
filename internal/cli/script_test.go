package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/plumbline-api/plumbline/internal/vendors"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"plumbline": func() { os.Exit(Main(vendors.All())) }, "make-order": makeOrder})
}

// TestScripts runs the scripts of testdata/script. Beside testscript's own
// commands they have
//
//	exit STATUS COMMAND…   the command ends with that exit status
//	oneline STREAM TEXT…   stdout or stderr is one line, which holds each text
//
// and the condition [notbuilt], with $NOTBUILT the name of such a vendor.
func TestScripts(t *testing.T) {
	notBuilt := ""
	for _, v := range vendors.All() {
		if v.Conformance == nil {
			notBuilt = v.Book.Vendor
		}
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("NOTBUILT", notBuilt)
			env.Setenv("VENDORS", strings.Join(vendors.All().Names(), ", "))
			return nil
		},
		Condition: func(condition string) (bool, error) {
			if condition == "notbuilt" {
				return notBuilt != "", nil
			}
			return false, fmt.Errorf("unknown condition %q", condition)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCommand, "oneline": oneLineCommand},
	})
}

func exitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit STATUS COMMAND ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func oneLineCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || !slices.Contains([]string{"stdout", "stderr"}, args[0]) {
		ts.Fatalf("usage: oneline stdout|stderr TEXT…")
	}
	text := ts.ReadFile(args[0])
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		ts.Fatalf("%s is not one line:\n%s", args[0], text)
	}
	for _, part := range args[1:] {
		if !strings.Contains(text, os.Expand(part, ts.Getenv)) {
			ts.Fatalf("%s lacks %q:\n%s", args[0], part, text)
		}
	}
}
