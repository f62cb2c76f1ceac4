package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract/compiled"
)

// plainIntegers writes the whole numbers of a JSON body without fraction and
// exponent, such as 1 for 1.0, which is the same value (JSON Schema, 6.1.1) and
// the only spelling that Go's integers take. Changed is false where there is
// nothing to write otherwise.
func plainIntegers(body []byte) (plain []byte, changed bool) {
	value, ok := decodedJSON(body)
	if !ok {
		return body, false
	}
	value = each(value, "", func(_ string, v any) any {
		number, is := v.(json.Number)
		if whole, ok := plainInteger(number.String()); is && ok {
			changed = true
			return json.Number(whole)
		}
		return v
	})
	plain, err := json.Marshal(value)
	return plain, changed && err == nil
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

var leapSecond = regexp.MustCompile(`[Tt]\d\d:\d\d:60`)

// undecodedAt tells where a request is that keeps to the contract and that the
// server's types do not take.
func undecodedAt(body []byte, err error) compiled.Breach {
	b := compiled.Breach{At: "body", Message: "cannot be decoded"}
	if err != nil {
		b.Message = "cannot be decoded: " + err.Error()
	}
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) && typed.Field != "" {
		return compiled.Breach{At: "/" + strings.ReplaceAll(typed.Field, ".", "/"), Message: fmt.Sprintf("is %s, which its type does not take", typed.Value)}
	}
	value, _ := decodedJSON(body)
	each(value, "", func(at string, v any) any {
		if text, is := v.(string); is && leapSecond.MatchString(text) && b.At == "body" {
			b = compiled.Breach{At: at, Message: "is a leap second, which is not kept"}
		}
		return v
	})
	return b
}

func decodedJSON(body []byte) (value any, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return value, decoder.Decode(&value) == nil
}

// each replaces every value that is no object and no array; at is its JSON
// pointer.
func each(value any, at string, with func(at string, v any) any) any {
	switch v := value.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			v[name] = each(v[name], at+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), with)
		}
	case []any:
		for i := range v {
			v[i] = each(v[i], at+"/"+strconv.Itoa(i), with)
		}
	default:
		return with(at, value)
	}
	return value
}
