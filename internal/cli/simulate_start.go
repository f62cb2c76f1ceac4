package cli

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
)

// welcome prints what a newcomer needs: where each vendor is, who may call, and
// requests that work in the order printed.
func (c *simulateCommand) welcome(w io.Writer, engine *simulator.Engine, base string) {
	if c.TLS == "self-signed" {
		fmt.Fprintln(w, "\n# The certificate is self-signed: begin with alias curl='curl -k'")
	}
	for _, name := range engine.Vendors() {
		v := engine.Vendor(name)
		fmt.Fprintf(w, "\n# %s: %s/%s\n", v.Book.Title, base, name)
		for _, credential := range v.Sample.Credentials[:min(1, len(v.Sample.Credentials))] {
			fmt.Fprintf(w, "# %s\n", credentialLine(credential))
		}
		writeShell(w, engine.Walk(name), base)
	}
	fmt.Fprintf(w, "\n# random seed %d; press Ctrl-C to stop\n", c.RandomSeed)
}

// credentialLine says who a credential is, and what it may do.
func credentialLine(c simulator.Credential) string {
	who := strings.TrimSuffix(c.Name+" "+c.Secret, " ")
	if c.Token != "" && c.Name == "" {
		who = c.Token
	} else if c.Token != "" {
		who += " (or the token " + c.Token + ")"
	}
	return "credential " + who + ": " + c.May
}

func writeShell(w io.Writer, steps []simulator.Step, base string) {
	for _, step := range steps {
		fmt.Fprintf(w, "# %s\n%s\n", step.Shows, step.Shell(base))
	}
}

// printExamples prints what a simulator with these flags would, without one.
func (c *simulateCommand) printExamples(w io.Writer, list []vendors.Vendor) error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return usage("--listen %s: %v", c.Listen, err)
	}
	if port == "0" {
		return usage("--examples: give --listen the port that the simulator has")
	}
	base := "http://" + net.JoinHostPort(host, port)
	engine, err := unserved(list)
	if err != nil {
		return err
	}
	for i, name := range engine.Vendors() {
		if i > 0 {
			fmt.Fprintln(w)
		}
		steps := engine.Walk(name)
		if c.Examples == "http" {
			fmt.Fprintf(w, "# %s\n\n%s", engine.Vendor(name).Book.Title, simulator.HTTPFile(steps, base))
			continue
		}
		fmt.Fprintf(w, "# %s\n", engine.Vendor(name).Book.Title)
		writeShell(w, steps, base)
	}
	return nil
}

// unserved is an engine that serves nobody: it is asked what it would.
func unserved(list []vendors.Vendor) (*simulator.Engine, error) {
	var built []*simulator.Vendor
	for _, v := range list {
		if v.Simulator != nil {
			built = append(built, v.Simulator())
		}
	}
	return simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1}, built...)
}

// printSeedSchema prints the JSON Schema of a vendor's seed document.
func (c *simulateCommand) printSeedSchema(w io.Writer, all vendors.Table) error {
	list, err := chosen(all, []string{c.SeedSchema})
	if err != nil {
		return err
	}
	engine, err := unserved(list)
	if err != nil {
		return err
	}
	schema, err := engine.SeedSchema(c.SeedSchema)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", schema)
	return err
}
