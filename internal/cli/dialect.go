package cli

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

// readDialect reads a dialect file and compares each line with what the vendors
// have.
func readDialect(list []vendors.Vendor, file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	data, err := input.Read(file, input.MostOfYAML)
	if err != nil {
		return nil, usage("--dialect: %v", err)
	}
	data, _, err = input.YAML(data)
	if err != nil {
		return nil, usage("--dialect %s: %v", file, err)
	}
	var lines map[string]*string
	if err := yaml.Unmarshal(data, &lines); err != nil {
		return nil, usage("--dialect %s: %s; each line is RULE: READING, or VENDOR:/POINTER#CLASS: tolerates", file, input.OneLine(err))
	}
	dialect := map[string]string{}
	for key, said := range lines {
		if said == nil { // a reading may be called so, and YAML takes the word for nothing
			dialect[key] = "null"
			continue
		}
		dialect[key] = *said
	}
	for _, key := range slices.Sorted(maps.Keys(dialect)) {
		if err := checkDialect(list, "--dialect "+file, key, dialect[key]); err != nil {
			return nil, err
		}
	}
	return dialect, nil
}

// checkDialect checks one line of a dialect.
func checkDialect(list []vendors.Vendor, place, key, said string) error {
	vendor, pointer, ofConstraint := strings.Cut(key, ":/")
	switch {
	case ofConstraint:
		return checkStrictness(list, place, vendor, "/"+pointer, said)
	case said == specs.NotOffered:
		return checkNotOffered(list, place, key)
	}
	rule, err := findRule(list, place, key)
	if err != nil {
		return err
	}
	if said == specs.Departs {
		if rule.Free {
			return nil
		}
		return usage("%s: every correct server follows %s; use --defect %s to break it", place, key, key)
	}
	var known []string
	for _, reading := range rule.Readings {
		known = append(known, reading.Name)
	}
	if len(known) == 0 {
		return usage("%s: %s has no readings; plumbline rules %s shows it", place, key, key)
	}
	if !slices.Contains(known, said) {
		return usage("%s: %s has no reading %q; known: %s", place, key, said, strings.Join(known, ", "))
	}
	return nil
}

func checkStrictness(list []vendors.Vendor, place, vendor, claim, said string) error {
	if said != specs.Refuses && said != specs.Tolerates {
		return usage("%s: %s:%s: expected refuses or tolerates, got %q", place, vendor, claim, said)
	}
	c, err := contractOf(list, place, vendor)
	if err != nil {
		return err
	}
	pointer, _ := specs.Place(claim)
	if _, err := c.Resolve(pointer); err != nil {
		return usage("%s: %s:%s: the contract has no such place; plumbline verify %s --learn FILE writes the known ones", place, vendor, claim, vendor)
	}
	return nil
}

func checkNotOffered(list []vendors.Vendor, place, key string) error {
	vendor, id, _ := strings.Cut(key, "/")
	c, err := contractOf(list, place, vendor)
	if err != nil {
		return err
	}
	op := c.Operation(id)
	if op == nil || c.Basis(op.Pointer()) != string(specs.Supplement) {
		return usage("%s: %s: only an operation from outside the main document can be omitted", place, key)
	}
	return nil
}

// contractOf loads the contract of one of the vendors.
func contractOf(list []vendors.Vendor, place, name string) (*contract.Contract, error) {
	var names []string
	for _, v := range list {
		if v.Book.Vendor == name {
			return contract.Load(v.Book.OpenAPI)
		}
		names = append(names, v.Book.Vendor)
	}
	return nil, usage("%s: unknown vendor %q; known: %s", place, name, strings.Join(names, ", "))
}

// hostileDialect draws a legal world of the vendors beside what a dialect says,
// and writes it to a file where one is named.
func hostileDialect(list []vendors.Vendor, randomSeed uint64, given map[string]string, save string, out streams) (map[string]string, error) {
	dialect, err := vendors.LegalWorlds(list, randomSeed, given)
	if err != nil || save == "" {
		return dialect, err
	}
	text := strings.Join(vendors.Lines(dialect), "\n") + "\n"
	if save == "-" {
		_, err = out.out.Write([]byte(text))
		return dialect, err
	}
	if err := os.WriteFile(save, []byte(text), 0o644); err != nil {
		return nil, usage("--save-dialect: %v", err)
	}
	return dialect, nil
}

// onlyKeys keeps what a dialect says of one vendor.
func onlyKeys(dialect map[string]string, book specs.Book) map[string]string {
	own := maps.Clone(dialect)
	maps.DeleteFunc(own, func(key, _ string) bool {
		return !strings.HasPrefix(key, book.Vendor+"/") && !strings.HasPrefix(key, book.Vendor+":/")
	})
	return own
}
