package vendors

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

var (
	update = flag.Bool("update", false, "write the files anew that are drawn from the code")
	whole  = flag.Bool("power", false, "try a hundred hostile runs, not one")
)

const (
	powerTable  = "../../docs/power.md"
	hostileRuns = 100
)

func TestEveryHoleIsCaught(t *testing.T) { forEachBuilt(t, CatchesHoles) }

func TestStrictnessIsSeen(t *testing.T) { forEachBuilt(t, SeesStrictness) }

// TestHostileRunsRaiseNoFalseAlarm judges simulators that vary whatever the
// contracts leave free: nothing may fail, and nothing be left open.
func TestHostileRunsRaiseNoFalseAlarm(t *testing.T) {
	runs := 1
	if *whole {
		runs = hostileRuns
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for seed := range runs {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				out := judgeLocal(t, v, simulator.Options{Hostile: true, RandomSeed: uint64(seed) + 1}, conformance.Selection{})
				for _, r := range out.Rules {
					if r.Verdict != report.Pass && r.Verdict != report.Warning {
						describe(t, r)
						t.Errorf("%s: %s", r.ID, r.Verdict)
					}
				}
			})
		}
	})
}

// TestPowerTable holds docs/power.md to what there is to be caught. That it is
// caught is for the tests of this package: make power runs all of them.
func TestPowerTable(t *testing.T) {
	var b strings.Builder
	b.WriteString(powerHead)
	for _, v := range All() {
		if v.Simulator == nil || v.Conformance == nil {
			continue
		}
		failures, warnings, readings := 0, 0, 0
		for _, rule := range v.Book.Rules {
			switch {
			case rule.Binds != specs.Server:
				continue
			case wanted(rule) == report.Fail:
				failures++
			default:
				warnings++
			}
			readings += len(rule.Readings)
		}
		all, err := conformance.Constraints(v.Book)
		if err != nil {
			t.Fatal(err)
		}
		holes := slices.DeleteFunc(all, func(c conformance.Constraint) bool { return c.Rule == nil })
		holes = slices.CompactFunc(holes, func(a, b conformance.Constraint) bool { return a.Pointer == b.Pointer })
		fmt.Fprintf(&b, "| %s | %d of %d | %d of %d | %d | %d of %d | %d of %d | 0 in %d |\n",
			v.Book.Vendor, failures, failures, warnings, warnings, readMatrix(t, v.Book.Vendor).pairs(), len(holes), len(holes), readings, readings, hostileRuns)
	}
	b.WriteString(mutantHead)
	for _, v := range All() {
		writeMutants(&b, v.Book.Vendor, mutants(t)[v.Book.Vendor])
	}
	b.WriteString(exploreFigures)
	if *update {
		if err := os.WriteFile(powerTable, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(powerTable)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != b.String() {
		t.Errorf("%s is of another day; run make power\nwant:\n%s", powerTable, b.String())
	}
}

// writeMutants writes a row of the second table.
func writeMutants(b *strings.Builder, vendor string, rows []mutantRow) {
	first, warned, unseen, missed := 0, 0, 0, 0
	for _, row := range rows {
		if row.First == "" {
			first++
		}
		switch {
		case row.Unseen != "":
			unseen++
		case row.Missed != "":
			missed++
		case row.Warns != "":
			warned++
		}
	}
	found := len(rows) - warned - unseen - missed
	fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %d | %d |\n", vendor, len(rows), first, found, warned, unseen, missed)
}

const mutantHead = `
## Bugs beyond the rules

A rule's defect is a bug that its own check was written for. The second table has bugs that no rule's defect covers. Each is put in front of a simulator
by itself: an operation that drops a write, shifts a number, checks no credentials, or loses one of two simultaneous writes. They are listed in
internal/vendors/testdata/mutants.yaml. The figure “found at first” counts the marks
that the list had when it was written; no run of that day was kept. The others are of the last run of the whole list.

- **Warned**: no document says what is right, so only a warning is possible.
- **Unseen**: no caller of the API can notice the bug. The list gives the reason for each.

| vendor | bugs | found at first | found | warned | unseen | missed |
|---|---|---|---|---|---|---|
`

const powerHead = `# The power of the checks

    make power      # break the simulators in every way, judge each, and write the first table
    make mutants    # try every bug of the second table

A check that can't fail proves nothing. ` + "`make power`" + ` breaks the simulators in every way that the rules describe, and judges them. It fails if a break is
not noticed, or if a rule is blamed wrongly. CI compares the numbers of the first table with the current rules and contracts.

- **Defects**: a rule is switched off in the simulator, and the whole suite is run. Its own checks must fail, and those of an assumed rule must warn.
- **Dragged along**: what else fails with a defect, as pairs of defect and rule. Each pair stands with its cause in
  internal/vendors/testdata/power. With three random seeds, anything that does not stand there breaks the build, and so does a pair that is not seen.
- **Holes**: one keyword of the contract is not checked, such as a maximum length or a required member. The contract phase must blame the rule that
  claims it.
- **Readings**: the simulator follows one reading of a rule. The judge must find that reading and no other.
- **False alarms**: the runs against simulators without a defect that end in a failure. These simulators vary whatever the contracts leave free, each
  with another random seed.

All of this is measured on our own simulators. What the judge says of servers that others wrote is in [specificity.md](specificity.md).

| vendor | defects that fail | defects that warn | dragged along | holes | readings | false alarms |
|---|---|---|---|---|---|---|
`
