package cli

import (
	"io"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

// constraintJSON is a constraint of a contract, and one way to break it, as it
// is printed.
type constraintJSON struct {
	Operation  string `json:"operation"`
	Pointer    string `json:"pointer"`
	Class      string `json:"class"`
	Documented bool   `json:"documented"`     // a document says what follows; else it is a matter of strictness
	Rule       string `json:"rule,omitempty"` // that documents it
}

func readConstraints(v vendors.Vendor) ([]constraintJSON, error) {
	found, err := conformance.Constraints(v.Book)
	if err != nil {
		return nil, err
	}
	var list []constraintJSON
	for _, c := range found {
		one := constraintJSON{Operation: c.Operation, Pointer: c.Pointer, Class: string(c.Class), Documented: c.Rule != nil}
		if c.Rule != nil {
			one.Rule = c.Rule.ID
		}
		list = append(list, one)
	}
	return list, nil
}

// constraintsOf chooses those at the places that a rule claims: documented for a
// rule that binds the server, the caller's duties for one that binds the caller.
func constraintsOf(r *specs.Rule, all []constraintJSON) []constraintJSON {
	own := []constraintJSON{}
	for _, c := range all {
		if c.Rule == r.ID || r.Binds == specs.Client && claims(r, c.Pointer) {
			own = append(own, c)
		}
	}
	return own
}

func claims(r *specs.Rule, pointer string) bool {
	for _, claim := range r.Schema {
		if pointer == claim || strings.HasPrefix(pointer, claim+"/") {
			return true
		}
	}
	return false
}

// writeConstraints lists what the contract phase breaks, and who decides what
// follows.
func (c *rulesCommand) writeConstraints(w io.Writer, list []vendors.Vendor) error {
	all := []constraintJSON{}
	for _, v := range list {
		constraints, err := readConstraints(v)
		if err != nil {
			return err
		}
		all = append(all, constraints...)
	}
	if c.Format == "json" {
		return writeJSON(w, all)
	}
	rows := [][]string{}
	for _, one := range all {
		decided := "strictness: refused or tolerated"
		if one.Documented {
			decided = one.Rule
		}
		rows = append(rows, []string{one.Operation, one.Pointer, one.Class, decided})
	}
	return c.writeTable(w, []string{"operation", "constraint", "breach", "what follows is documented by"}, rows)
}
