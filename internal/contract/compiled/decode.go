package compiled

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The limits that RFC 8259 leaves to whoever reads JSON. Arithmetic is exact,
// and a number such as 1e999999 takes a megabyte each time it is compared.
const (
	maxDepth    = 512  // of arrays and objects in each other
	maxDigits   = 1000 // characters of a number
	maxExponent = 1000
)

var errSecondValue = errors.New("something follows the value")

// decode reads exactly one JSON value: invalid UTF-8, a member named twice and
// anything behind the value are errors, which encoding/json lets pass.
// Numbers stay what they are.
func decode(body []byte) (any, error) {
	if err := OtherEncoding(body); err != nil {
		return nil, err
	}
	dec := jsontext.NewDecoder(bytes.NewReader(body))
	value, err := decodeValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errSecondValue
	}
	return value, nil
}

// OtherEncoding names what is no UTF-8, or has a mark before it, which JSON has
// not (RFC 8259, 8.1).
func OtherEncoding(body []byte) error {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return errors.New("it begins with a byte order mark")
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}),
		len(body) > 1 && (body[0] == 0) != (body[1] == 0): // a bracket in UTF-16
		return errors.New("it is UTF-16; JSON is sent as UTF-8")
	}
	return nil
}

func decodeValue(dec *jsontext.Decoder) (any, error) {
	token, err := dec.ReadToken()
	if err != nil {
		return nil, err
	}
	if dec.StackDepth() > maxDepth {
		return nil, fmt.Errorf("it nests more than %d deep", maxDepth)
	}
	switch token.Kind() {
	case 't', 'f':
		return token.Bool(), nil
	case '"':
		return token.String(), nil
	case '0':
		number := json.Number(token.String())
		if !manageable(string(number)) {
			return nil, fmt.Errorf("a number has more than %d digits or an exponent beyond %d", maxDigits, maxExponent)
		}
		return number, nil
	case '[':
		return decodeArray(dec)
	case '{':
		return decodeObject(dec)
	}
	return nil, nil
}

func decodeArray(dec *jsontext.Decoder) (any, error) {
	array := []any{}
	for dec.PeekKind() != ']' {
		element, err := decodeValue(dec)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	_, err := dec.ReadToken()
	return array, err
}

func decodeObject(dec *jsontext.Decoder) (any, error) {
	object := map[string]any{}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String() // the token does not outlive the next read
		if object[key], err = decodeValue(dec); err != nil {
			return nil, err
		}
	}
	_, err := dec.ReadToken()
	return object, err
}

// manageable tells whether exact arithmetic on a number is affordable.
func manageable(number string) bool {
	if len(number) > maxDigits {
		return false
	}
	i := strings.IndexAny(number, "eE")
	if i < 0 {
		return true
	}
	exponent, err := strconv.Atoi(number[i+1:])
	return err == nil && -maxExponent <= exponent && exponent <= maxExponent
}

// jsonNumber returns the text as a number when JSON would write it so: no
// sign +, no leading zeros, no spaces.
func jsonNumber(text string) (json.Number, bool) {
	value, err := decode([]byte(text))
	number, ok := value.(json.Number)
	return number, err == nil && ok && string(number) == text
}
