package judge

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/plumbline-api/plumbline/contract"
)

// withoutNulls returns the body of an answer without the members that are null
// where a finding is, and whether there were any. Serialisers write null for
// what is absent, and a contract that lets a member be absent has nothing
// against either; one that is required is missing then.
func withoutNulls(body []byte, findings []contract.Finding) ([]byte, bool) {
	if len(findings) == 0 || !bytes.Contains(body, []byte("null")) {
		return body, false
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if dec.Decode(&value) != nil || dec.More() {
		return body, false
	}
	found := false
	for _, f := range findings {
		if len(f.At) > 0 && dropNull(value, f.At) {
			found = true
		}
	}
	if !found {
		return body, false
	}
	lean, err := json.Marshal(value)
	return lean, err == nil
}

// dropNull takes the member at a place out of its object, if it is null there.
func dropNull(node any, at []string) bool {
	for _, segment := range at[:len(at)-1] {
		switch n := node.(type) {
		case map[string]any:
			node = n[segment]
		case []any:
			i, err := strconv.Atoi(segment)
			if err != nil || i < 0 || i >= len(n) {
				return false
			}
			node = n[i]
		default:
			return false
		}
	}
	object, _ := node.(map[string]any)
	name := at[len(at)-1]
	value, there := object[name]
	if !there || value != nil {
		return false
	}
	delete(object, name)
	return true
}
