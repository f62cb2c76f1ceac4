package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

type profileCommand struct {
	Init   profileInitCommand   `cmd:"" help:"Write a commented profile to fill in."`
	Check  profileCheckCommand  `cmd:"" help:"Try the credentials and read the fixtures of a profile. Changes nothing on the target."`
	Schema profileSchemaCommand `cmd:"" help:"Print the JSON Schema of profiles, for editors that can't fetch it."`
}

type profileInitCommand struct {
	Vendor string `arg:"" optional:"" help:"Vendor of the target's API: ${vendors}."`
	Spec   string `help:"OpenAPI document of your own API, instead of a vendor." placeholder:"FILE" type:"path"`
	Output string `help:"File to write. An existing file is kept. Default: the standard output." short:"o" placeholder:"FILE"`
}

func (c *profileInitCommand) Run(s streams, all vendors.Table) error {
	v, err := vendorOrSpec(all, c.Vendor, c.Spec)
	if err != nil {
		return err
	}
	text := conformance.InitialProfile(v)
	if c.Output == "" {
		_, err := fmt.Fprint(s.out, text)
		return err
	}
	f, err := os.OpenFile(c.Output, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, os.ErrExist) {
		return usage("--output: %s exists and is not overwritten; name another file", c.Output)
	}
	if err != nil {
		return usage("--output: %v", err)
	}
	if _, err := f.WriteString(text); err != nil {
		_ = f.Close() // the first error is the one that tells
		return fmt.Errorf("write the profile: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write the profile: %w", err)
	}
	fmt.Fprintf(s.out, "%s is to be filled in; then: plumbline profile check %s\n", c.Output, quoted(c.Output))
	return nil
}

// judgedVendor returns what judges a vendor.
func judgedVendor(all vendors.Table, name string) (*conformance.Vendor, error) {
	list, err := chosen(all, []string{name})
	if err != nil {
		return nil, err
	}
	if list[0].Conformance == nil {
		return nil, usage("%s can't be judged yet; built: %s", name, strings.Join(judgedNames(all), ", "))
	}
	return list[0].Conformance(), nil
}

func judgedNames(all vendors.Table) []string {
	var names []string
	for _, v := range judged(all) {
		names = append(names, v.Book.Vendor)
	}
	return names
}

type profileCheckCommand struct {
	What    string `arg:"" name:"file|vendor" help:"Profile file; or a vendor, together with --profile."`
	Profile string `help:"Profile file, if a vendor is named." placeholder:"FILE"`
	Target  string `help:"Base URL of the API under test, instead of the profile's." placeholder:"URL"`
	Spec    string `help:"OpenAPI document, for a profile of your own API." placeholder:"FILE" type:"path"`
	Offline bool   `help:"Send nothing. Only read the profile and look up its credentials."`
}

func (c *profileCheckCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	p, v, err := c.load(all)
	if err != nil {
		return err
	}
	if c.Target != "" {
		if _, err := target.CheckAddress(c.Target); err != nil {
			return usage("--target: %s", strings.TrimPrefix(err.Error(), "target: "))
		}
		p.Target = c.Target
	}
	if p.Target == "" {
		return usage("profile %s has no target; add one to it, or give --target URL", c.file())
	}
	found, err := conformance.CheckProfile(ctx, v, conformance.Options{Profile: p}, c.Offline)
	if errors.Is(err, conformance.ErrProfile) {
		return usage("%v", err)
	}
	if err != nil {
		return err
	}
	return c.tell(s, p, found)
}

func (c *profileCheckCommand) file() string {
	if c.Profile != "" {
		return c.Profile
	}
	return c.What
}

// load reads the profile, and finds its vendor.
func (c *profileCheckCommand) load(all vendors.Table) (*conformance.Profile, *conformance.Vendor, error) {
	if _, known := all.Find(c.What); known && c.Profile == "" {
		return nil, nil, usage("%s is a vendor: give its profile with --profile FILE, or name the file alone", c.What)
	}
	if c.Spec != "" {
		v, err := vendorOrSpec(all, "", c.Spec)
		if err != nil {
			return nil, nil, err
		}
		p, err := conformance.LoadProfile(c.file(), []*conformance.Vendor{v})
		if err != nil {
			return nil, nil, usage("%v", err)
		}
		return p, v, nil
	}
	p, err := conformance.LoadProfile(c.file(), judged(all))
	if err != nil {
		return nil, nil, usage("%v", err)
	}
	if c.Profile != "" && p.Vendor != c.What {
		if _, err := judgedVendor(all, c.What); err != nil {
			return nil, nil, err
		}
		return nil, nil, usage("profile %s is for %s and not for %s", c.Profile, p.Vendor, c.What)
	}
	v, err := judgedVendor(all, p.Vendor)
	return p, v, err
}

// tell prints what was found, and turns it into an exit status: a target that
// can't be reached or refuses a log-in outranks what is wrong with a fixture.
func (c *profileCheckCommand) tell(s streams, p *conformance.Profile, found []conformance.Checked) error {
	fmt.Fprintf(s.out, "%s: %s at %s\n", c.file(), p.Vendor, p.Target)
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	code := report.ExitConformant
	for _, f := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.Standing, f.Item, f.Text)
		switch {
		case f.Unproven:
			code = report.ExitNotProven
		case f.Standing != conformance.Bad:
		case f.Access:
			code = report.ExitUnreachable
		case code == report.ExitConformant:
			code = report.ExitUsage
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if code != report.ExitConformant {
		return exit(code)
	}
	return nil
}

type profileSchemaCommand struct{}

func (*profileSchemaCommand) Run(s streams, all vendors.Table) error {
	text, err := conformance.ProfileSchema(judged(all))
	if err != nil {
		return err
	}
	_, err = s.out.Write(text)
	return err
}
