package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
)

// ofParameter is what the generated servers say of a parameter.
var ofParameter = regexp.MustCompile(`(?i)parameter (\S+?):`)

// undecodedAt tells where a request is that keeps to the contract and that the
// server's types do not take.
func undecodedAt(op *contract.Operation, body []byte, err error) contract.Breach {
	if err == nil {
		return contract.Breach{At: "body", Message: "cannot be decoded"}
	}
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) && typed.Field != "" {
		return contract.Breach{At: placeOf(body, typed), Message: "is " + kindOf(typed.Value) + ", which is not taken"}
	}
	if named := ofParameter.FindStringSubmatch(err.Error()); named != nil {
		for _, p := range op.Parameters {
			if p.Value.Name == named[1] {
				return contract.Breach{At: p.Value.In + " " + p.Value.Name, Message: "has a value that its type does not take"}
			}
		}
	}
	if moment := new(time.ParseError); errors.As(err, &moment) {
		return contract.Breach{At: momentAt(body, strings.Trim(moment.Value, `"`)), Message: "is no date that is taken"}
	}
	return contract.Breach{At: "body", Message: "cannot be decoded"} // Go's own words are no vendor's
}

// momentAt is the JSON pointer of a text; the body where it is not found.
func momentAt(body []byte, text string) string {
	place := "body"
	value, _ := decodedJSON(body)
	each(value, "", func(at string, v any) any {
		if v == text && place == "body" {
			place = at
		}
		return v
	})
	return place
}

// kindOf is the sort of value that a decoding error tells of, without what is Go's.
func kindOf(value string) string {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "string":
		return "a text"
	case "number":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "of another kind"
}

// placeOf is the JSON pointer of a value that encoding/json names without the
// places in arrays.
func placeOf(body []byte, typed *json.UnmarshalTypeError) string {
	place := "/" + strings.ReplaceAll(typed.Field, ".", "/")
	value, _ := decodedJSON(body)
	found := false
	each(value, "", func(at string, v any) any {
		number, is := v.(json.Number)
		if !found && is && withoutPlaces(at) == place && strings.HasSuffix(typed.Value, " "+number.String()) {
			place, found = at, true
		}
		return v
	})
	return place
}

var inArray = regexp.MustCompile(`/[0-9]+(/|$)`)

// withoutPlaces is a pointer without the places in arrays.
func withoutPlaces(pointer string) string { return inArray.ReplaceAllString(pointer, "$1") }

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
