package cli

import (
	"github.com/plumbline-api/plumbline/report"
)

type reportCommand struct {
	Compare compareCommand `cmd:"" help:"Compare two JSON reports. Exits with 1 if a rule newly fails."`
	Trend   trendCommand   `cmd:"" help:"Show the verdicts of the rules from report to report."`
}

type compareCommand struct {
	Old    string `arg:"" help:"JSON report of the earlier run." type:"existingfile"`
	New    string `arg:"" help:"JSON report of the later run." type:"existingfile"`
	Format string `help:"text, or markdown for a pull request." enum:"text,markdown" default:"text"`
}

func (c *compareCommand) Run(s streams) error {
	before, err := readReport(c.Old)
	if err != nil {
		return err
	}
	after, err := readReport(c.New)
	if err != nil {
		return err
	}
	compared := report.Compare(before, after)
	if c.Format == "markdown" {
		err = compared.Markdown(s.out)
	} else {
		err = compared.Text(s.out, report.TerminalOptions{Colour: coloured(s.out), Columns: columnsOf(s.out)})
	}
	if err == nil && compared.Failed() {
		return exit(report.ExitNot)
	}
	return err
}

type trendCommand struct {
	Files []string `arg:"" help:"JSON reports, in any order." type:"existingfile"`
}

func (c *trendCommand) Run(s streams) error {
	var all []*report.Report
	for _, name := range c.Files {
		r, err := readReport(name)
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	return report.Trend(s.out, all)
}

// mostOfReport bounds a file that is read as a report.
const mostOfReport = 256 << 20 // bytes

func readReport(name string) (*report.Report, error) {
	text, err := readBounded(name, mostOfReport)
	if err != nil {
		return nil, err
	}
	r, err := report.Parse(text)
	if err != nil {
		return nil, usage("%s: %v; give a file that --report json=FILE wrote", name, err)
	}
	return r, nil
}
