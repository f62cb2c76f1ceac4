package contractphase

import (
	"encoding/json"
	"strconv"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// Value returns what is at a place of a body: members, and numbers of elements.
func Value(body any, at []string) (value any, there bool) {
	for _, segment := range at {
		switch node := body.(type) {
		case map[string]any:
			if body, there = node[segment]; !there {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(segment)
			if err != nil || i < 0 || i >= len(node) {
				return nil, false
			}
			body = node[i]
		default:
			return nil, false
		}
	}
	return body, true
}

// Difference is a value that is read back otherwise than it was sent.
type Difference struct {
	At            string // JSON pointer
	Expected, Got string // as JSON
}

// Differences compares what was sent with what is read back, member by member
// where both have one. Lists of different lengths differ as a whole.
func Differences(sent, shown any) []Difference { return differences(sent, shown, "") }

func differences(sent, shown any, at string) []Difference {
	switch s := sent.(type) {
	case map[string]any:
		other, ok := shown.(map[string]any)
		if !ok {
			break
		}
		var all []Difference
		for _, name := range sortedNames(s) {
			if value, there := other[name]; there {
				all = append(all, differences(s[name], value, at+contract.Pointer(name))...)
			}
		}
		return all
	case []any:
		other, ok := shown.([]any)
		if !ok || len(s) != len(other) {
			break
		}
		var all []Difference
		for i := range s {
			all = append(all, differences(s[i], other[i], at+contract.Pointer(strconv.Itoa(i)))...)
		}
		return all
	}
	if target.SameValue(sent, shown) {
		return nil
	}
	return []Difference{{at, asJSON(sent), asJSON(shown)}}
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
