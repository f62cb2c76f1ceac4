package target

import (
	"errors"
	"fmt"

	"github.com/plumbline-api/plumbline/report"
)

// Mismatch returns a *Mismatched error with one difference: what came, and
// every alternative that was wanted.
func Mismatch(what, got string, want ...string) error {
	return &Mismatched{[]report.Mismatch{{What: what, Want: want, Got: got}}}
}

// Compare returns a *Mismatched error unless got is want.
func Compare[T comparable](what string, got, want T) error {
	if got == want {
		return nil
	}
	return Mismatch(what, fmt.Sprint(got), fmt.Sprint(want))
}

// Mismatches joins the mismatches of several comparisons into one error, so
// that all differences are told at once. Another error among them comes first.
func Mismatches(errs ...error) error {
	var all []report.Mismatch
	for _, err := range errs {
		var m *Mismatched
		switch {
		case err == nil:
		case errors.As(err, &m):
			all = append(all, m.Mismatches...)
		default:
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	return &Mismatched{all}
}
