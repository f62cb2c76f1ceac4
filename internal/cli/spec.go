package cli

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	simopenapi "github.com/plumbline-api/plumbline/simulator/openapi"
)

// specVendor makes a vendor of an OpenAPI document and a folder of features, which
// may be empty.
func specVendor(file, folder string) (vendors.Vendor, error) {
	document, err := openapi.ReadFile(file)
	if err != nil {
		return vendors.Vendor{}, usage("--spec: %v", err)
	}
	var files fs.FS
	if folder != "" {
		info, err := os.Stat(folder)
		switch {
		case err != nil:
			return vendors.Vendor{}, usage("--features: %v", err)
		case !info.IsDir():
			return vendors.Vendor{}, usage("--features %s is a file; name the folder that it is in", folder)
		}
		files = os.DirFS(folder)
	}
	v, err := openapi.New(document, files)
	if err != nil {
		return vendors.Vendor{}, usage("%v", err)
	}
	simulated, err := simopenapi.ReadFile(file, v.Book.Rules)
	if err != nil {
		return vendors.Vendor{}, usage("--spec: %v", err)
	}
	for _, why := range document.LeftOut() {
		fmt.Fprintf(os.Stderr, "plumbline: left out: %s\n", why)
	}
	return vendors.Vendor{
		Book: v.Book, Conformance: func() *conformance.Vendor { return v }, Simulator: func() *simulator.Vendor { return simulated },
	}, nil
}

// chosen returns the vendors of a run: those that are named, that of the profile,
// or the one that the document describes.
func (c *verifyCommand) chosen(all vendors.Table) ([]vendors.Vendor, error) {
	if c.Spec == "" {
		if c.Features != "" {
			return nil, usage("--features needs --spec, the OpenAPI document of the API")
		}
		if len(c.Vendors) == 0 && c.Profile != "" {
			p, err := conformance.LoadProfile(c.Profile, judged(all))
			if err != nil {
				return nil, usage("%v", err)
			}
			c.Vendors = []string{p.Vendor}
		}
		return chosen(all, c.Vendors)
	}
	if len(c.Vendors) > 0 {
		return nil, usage("--spec takes the place of a vendor; leave out %s", strings.Join(c.Vendors, ", "))
	}
	v, err := specVendor(c.Spec, c.Features)
	if err != nil {
		return nil, err
	}
	c.Vendors = []string{v.Book.Vendor}
	return []vendors.Vendor{v}, nil
}

// chosen returns the vendors that are simulated.
func (c *simulateCommand) chosen(all vendors.Table) ([]vendors.Vendor, error) {
	if c.Spec == "" {
		return chosen(all, c.Vendors)
	}
	if len(c.Vendors) > 0 {
		return nil, usage("--spec takes the place of a vendor; leave out %s", strings.Join(c.Vendors, ", "))
	}
	v, err := specVendor(c.Spec, "")
	return []vendors.Vendor{v}, err
}

// vendorOrSpec returns what judges a vendor, or the API that a document describes.
func vendorOrSpec(all vendors.Table, name, spec string) (*conformance.Vendor, error) {
	switch {
	case spec == "" && name == "":
		return nil, usage("name a vendor, or give --spec FILE; vendors: %s", strings.Join(judgedNames(all), ", "))
	case spec == "":
		return judgedVendor(all, name)
	case name != "":
		return nil, usage("--spec takes the place of a vendor; leave out %s", name)
	}
	v, err := specVendor(spec, "")
	if err != nil {
		return nil, err
	}
	return v.Conformance(), nil
}

// rulesOf returns the vendors whose rules are printed.
func rulesOf(all vendors.Table, names []string, spec, folder string) ([]vendors.Vendor, error) {
	if spec == "" {
		return chosen(all, names)
	}
	if len(names) > 0 {
		return nil, usage("--spec takes the place of a vendor; leave out %s, or give it to --grep to find a rule", names[0])
	}
	v, err := specVendor(spec, folder)
	return []vendors.Vendor{v}, err
}

// ofSpec are the words of a command that name the document.
func (c *verifyCommand) ofSpec() []string {
	words := []string{"--spec", quoted(c.Spec)}
	if c.Features != "" {
		words = append(words, "--features", quoted(c.Features))
	}
	return words
}

// known returns the vendors that a profile can be for.
func (c *verifyCommand) known(all vendors.Table, list []vendors.Vendor) []*conformance.Vendor {
	if c.Spec == "" {
		return judged(all)
	}
	return []*conformance.Vendor{list[0].Conformance()}
}
