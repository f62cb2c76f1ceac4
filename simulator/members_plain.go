package simulator

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// One value has many spellings, and Go's types take few of them: 1.0 and 12e1 are
// whole numbers (JSON Schema, 6.1.1), 2026-11-20t14:30:00z is a time (RFC 3339,
// 5.6). What the contract accepts is handed to the generated server in the
// spelling that its types take.

// anyOdd tells whether a decoded body has a value in a spelling that Go's types
// refuse.
func (m *members) anyOdd(value any) bool {
	if m == nil {
		return false
	}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if m.inner(name).anyOdd(member) {
				return true
			}
		}
	case []any:
		for _, element := range v {
			if m.elements.anyOdd(element) {
				return true
			}
		}
	case json.Number:
		_, odd := m.plainNumber(v.String())
		return odd
	case string:
		_, odd := m.plainTime(v)
		return odd
	}
	return false
}

func (m *members) plainNumber(text string) (string, bool) {
	if !m.integer {
		return "", false
	}
	return plainInteger(text)
}

func (m *members) plainTime(text string) (string, bool) {
	if !m.instant {
		return "", false
	}
	upper := strings.ToUpper(text)
	return upper, upper != text
}

// plain writes such values in the spelling that Go's types take; the rest of the
// JSON text stays.
func (m *members) plain(body []byte) ([]byte, error) {
	again := jsontext.AllowDuplicateNames(true) // the contract's check has refused them
	var out bytes.Buffer
	f := filter{dec: jsontext.NewDecoder(bytes.NewReader(body), again), enc: jsontext.NewEncoder(&out, again), drop: nothing, scalar: (*members).plainScalar}
	err := f.value(m)
	return out.Bytes(), err
}

func nothing(*members, string) bool { return false }

// plainScalar returns a value that is no object and no array in its spelling.
func (m *members) plainScalar(value jsontext.Value) jsontext.Value {
	if m == nil {
		return value
	}
	switch value.Kind() {
	case '0':
		if plain, odd := m.plainNumber(string(value)); odd {
			return jsontext.Value(plain)
		}
	case '"':
		text, err := jsontext.AppendUnquote(nil, value)
		if plain, odd := m.plainTime(string(text)); err == nil && odd {
			return jsontext.Value(strconv.Quote(plain)) // digits, letters, signs
		}
	}
	return value
}

// plainInteger writes a whole number without fraction and exponent; false where
// it is written so, is none, or has more digits than any integer of a contract.
func plainInteger(text string) (string, bool) {
	if !strings.ContainsAny(text, ".eE") {
		return "", false
	}
	const mostDigits = 40
	if _, exponent, _ := strings.Cut(strings.ToLower(text), "e"); exponent != "" {
		if n, err := strconv.Atoi(exponent); err != nil || max(n, -n) > mostDigits {
			return "", false
		}
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok || !value.IsInt() {
		return "", false
	}
	return value.Num().String(), true
}
