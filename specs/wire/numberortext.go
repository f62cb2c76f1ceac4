package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// NumberOrText is a value that a vendor writes as a JSON number in one place
// and as text in another: 1 and "1", 4343 and "010225". It keeps what was
// read. The zero value is the number 0.
type NumberOrText struct {
	Text   string // the number's digits as written, or the text
	Quoted bool   // whether it travels in quotes
}

// Number returns the value that travels as the JSON number digits.
func Number(digits string) NumberOrText { return NumberOrText{Text: digits} }

// Text returns the value that travels in quotes.
func Text(text string) NumberOrText { return NumberOrText{Text: text, Quoted: true} }

// String returns the digits or the text, without quotes.
func (n NumberOrText) String() string {
	if n.Text == "" && !n.Quoted {
		return "0"
	}
	return n.Text
}

// MarshalJSON writes a number or a string.
func (n NumberOrText) MarshalJSON() ([]byte, error) {
	if n.Quoted {
		return json.Marshal(n.Text)
	}
	return json.Marshal(json.Number(n.String()))
}

// UnmarshalJSON accepts a JSON number or a JSON string.
func (n *NumberOrText) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) > 0 && data[0] == '"' {
		n.Quoted = true
		return json.Unmarshal(data, &n.Text)
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil || number == "" {
		return fmt.Errorf("wire: %s is neither a JSON number nor a string", data)
	}
	*n = NumberOrText{Text: number.String()}
	return nil
}
