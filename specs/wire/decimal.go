// Package wire holds the Go types of JSON values that the generated models
// use where Go's own types lose something: decimals that keep their digits,
// and members that a vendor writes as a number in one place and as text in
// another.
package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/govalues/decimal"
)

// Decimal is an exact decimal number, at most 19 digits, that travels as a
// JSON number and keeps its scale: 2.50 stays 2.50. The zero value is 0.
type Decimal struct {
	decimal.Decimal
}

// NewDecimal parses a decimal such as "2.50".
func NewDecimal(text string) (Decimal, error) {
	d, err := decimal.Parse(text)
	if err != nil {
		return Decimal{}, fmt.Errorf("wire: %q is not a decimal number: %w", text, err)
	}
	return Decimal{d}, nil
}

// MarshalJSON writes the number without quotes.
func (d Decimal) MarshalJSON() ([]byte, error) {
	return []byte(d.String()), nil
}

// UnmarshalJSON accepts a JSON number; text in quotes and null are errors,
// because the contracts that use Decimal document a number.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) == 0 || data[0] == '"' || data[0] == 'n' {
		return fmt.Errorf("wire: %s is not a JSON number", data)
	}
	parsed, err := NewDecimal(string(data))
	if err != nil { // as encoding/json's own, so that it tells the member
		return &json.UnmarshalTypeError{Value: "number " + string(data), Type: reflect.TypeFor[Decimal]()}
	}
	*d = parsed
	return nil
}
