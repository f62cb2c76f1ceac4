package target

import (
	"bytes"
	"errors"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// plainNumbers returns a JSON text in which whole numbers are written in digits:
// 1 for 1.0 and 4343 for 4.343e3, which are the same values (RFC 8259, 6; JSON
// Schema, 6.1.1). Steps then compare what an answer says, however its server writes
// numbers. All else stays as it came, and so does what is no JSON; the exchange of
// the report has the answer itself.
func plainNumbers(body []byte) []byte {
	if !bytes.ContainsAny(body, ".eE") {
		return body
	}
	dec := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var out []byte
	copied := int64(0)
	for {
		token, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return body
		}
		if token.Kind() != '0' {
			continue
		}
		text := token.String()
		if whole, odd := wholeNumber(text); odd {
			end := dec.InputOffset()
			out = append(append(out, body[copied:end-int64(len(text))]...), whole...)
			copied = end
		}
	}
	if copied == 0 {
		return body
	}
	return append(out, body[copied:]...)
}

// wholeNumber writes a whole number in digits; odd is false where it is written so,
// is none, or would be absurdly long.
func wholeNumber(text string) (digits string, odd bool) {
	if !strings.ContainsAny(text, ".eE") {
		return "", false
	}
	const most = 40
	if _, exponent, _ := strings.Cut(strings.ToLower(text), "e"); exponent != "" {
		if n, err := strconv.Atoi(exponent); err != nil || max(n, -n) > most {
			return "", false
		}
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok || !value.IsInt() || len(text) > 3*most {
		return "", false
	}
	return value.Num().String(), true
}
