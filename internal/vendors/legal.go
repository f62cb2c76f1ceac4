package vendors

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// Alternative is one choice that the documents leave to a server, as a line of a
// dialect file.
type Alternative struct {
	Key    string
	Values []string // the first is what a simulator does unless told otherwise
}

// Alternatives lists what legal servers of a vendor may do in several ways: the
// readings of its rules, what they do with breaches that no document settles,
// departures from assumed rules that are Free, and operations that only a
// supplement has and that need not be offered.
func Alternatives(v Vendor) ([]Alternative, error) {
	var all []Alternative
	for _, rule := range v.Book.Rules {
		if rule.Binds != specs.Server {
			continue
		}
		a := Alternative{Key: rule.ID}
		for _, reading := range rule.Readings {
			a.Values = append(a.Values, reading.Name)
		}
		if rule.Free {
			if len(a.Values) == 0 {
				a.Values = []string{""}
			}
			a.Values = append(a.Values, specs.Departs)
		}
		if len(a.Values) > 1 {
			all = append(all, a)
		}
	}
	constraints, err := conformance.Constraints(v.Book)
	if err != nil {
		return nil, err
	}
	for _, c := range constraints {
		if c.Rule == nil {
			all = append(all, Alternative{specs.StrictnessKey(v.Book.Vendor, c.Pointer, c.Class), []string{specs.Refuses, specs.Tolerates}})
		}
	}
	contracted, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return nil, err
	}
	for _, op := range contracted.Operations {
		if contracted.Basis(op.Pointer()) == string(specs.Supplement) {
			all = append(all, Alternative{v.Book.Vendor + "/" + op.ID, []string{"", specs.NotOffered}})
		}
	}
	return all, nil
}

// wholeIn is how many legal worlds of so many offer every operation: without
// those that only a supplement has little can be seen.
const wholeIn = 2

// LegalWorld draws what a legal server does where the documents leave a choice,
// as a dialect: the same random seed draws the same. What is as simulators have
// it anyway is left out.
func LegalWorld(v Vendor, randomSeed uint64) (map[string]string, error) {
	alternatives, err := Alternatives(v)
	if err != nil {
		return nil, err
	}
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, v.Book.Vendor) // a hash does not fail
	random := rand.New(rand.NewPCG(randomSeed, h.Sum64()))
	whole := random.IntN(wholeIn) == 0
	dialect := map[string]string{}
	for _, a := range alternatives {
		value := a.Values[random.IntN(len(a.Values))]
		usual := value == a.Values[0] && !strings.Contains(a.Key, "#") // a vendor's simulator may tolerate a breach unless told otherwise
		if usual || value == specs.NotOffered && whole {
			continue
		}
		dialect[a.Key] = value
	}
	return dialect, nil
}

// LegalWorlds draws a world of each vendor, as one dialect. What a given dialect
// says stands.
func LegalWorlds(list []Vendor, randomSeed uint64, given map[string]string) (map[string]string, error) {
	all := map[string]string{}
	for _, v := range list {
		drawn, err := LegalWorld(v, randomSeed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		maps.Copy(all, drawn)
	}
	maps.Copy(all, given)
	return all, nil
}

// Lines writes a dialect as a dialect file has it, sorted.
func Lines(dialect map[string]string) []string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(dialect)) {
		lines = append(lines, conformance.DialectLine(key, dialect[key]))
	}
	return lines
}
