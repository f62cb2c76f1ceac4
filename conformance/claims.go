package conformance

import (
	"slices"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// Constraint is a keyword of a vendor's contract that the contract phase breaks
// in one way.
type Constraint struct {
	Operation string      // operationId
	Pointer   string      // into openapi.yaml
	Class     specs.Class // of the breach
	Rule      *specs.Rule // that documents the refusal; nil where what a server does is its own choice
}

// Constraints lists what the contract phase breaks of a book's contract, each
// pointer and class once, without bounds that a format beside them sets as well:
// who overlooks such a bound is held by the format.
func Constraints(book specs.Book) ([]Constraint, error) {
	c, err := contract.Load(book.OpenAPI)
	if err != nil {
		return nil, err
	}
	var list []Constraint
	for _, op := range c.Operations {
		found, err := contractphase.Constraints(c, op)
		if err != nil {
			return nil, err
		}
		variants, err := contractphase.Headers(c, op)
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			if !one.SaidByFormat() {
				variants = append(variants, one.Variants()...)
			}
		}
		for _, v := range variants {
			known := slices.ContainsFunc(list, func(l Constraint) bool { return l.Pointer == v.Pointer && l.Class == v.Class })
			if !v.Accepted && !known {
				list = append(list, Constraint{op.ID, v.Pointer, v.Class, book.Settles(v.Pointer, v.Class, v.Optional)})
			}
		}
	}
	return list, nil
}
