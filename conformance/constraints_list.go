package conformance

import (
	"slices"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// Constraint is a keyword of a vendor's contract that the contract phase breaks.
type Constraint struct {
	Pointer string      // into openapi.yaml
	Rule    *specs.Rule // that claims it, and is blamed
}

// Constraints lists what the contract phase breaks of a book's contract, each
// keyword once, without bounds that a format beside them sets as well: who
// overlooks such a bound is held by the format.
func Constraints(book specs.Book) ([]Constraint, error) {
	c, err := contract.Load(book.OpenAPI)
	if err != nil {
		return nil, err
	}
	var list []Constraint
	for _, op := range c.Operations {
		found, err := constraints(c, op)
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			if one.saidByFormat() {
				continue
			}
			breaks := slices.ContainsFunc(one.variants(), func(v variant) bool { return !v.accepted })
			known := slices.ContainsFunc(list, func(l Constraint) bool { return l.Pointer == one.pointer })
			if breaks && !known {
				list = append(list, Constraint{one.pointer, owner(book, one.pointer)})
			}
		}
	}
	return list, nil
}

// saidByFormat tells whether a bound is that of the format int32 beside it.
func (c constraint) saidByFormat() bool {
	n, _ := number(c.value)
	return c.schema["format"] == "int32" &&
		(c.keyword == "maximum" && n == "2147483647" || c.keyword == "minimum" && n == "-2147483648")
}
