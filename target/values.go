package target

import (
	"encoding/json"
	"math/big"
	"slices"
	"time"
)

// SameValue compares two decoded JSON values (numbers as json.Number) as what
// they say: numbers by their value, texts that are RFC 3339 times by their
// instant, objects without regard to order.
func SameValue(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		other, ok := b.(json.Number)
		x, okX := new(big.Rat).SetString(a.String())
		y, okY := new(big.Rat).SetString(other.String())
		return ok && okX && okY && x.Cmp(y) == 0
	case string:
		other, ok := b.(string)
		if !ok {
			return false
		}
		x, errX := time.Parse(time.RFC3339Nano, a)
		y, errY := time.Parse(time.RFC3339Nano, other)
		return a == other || errX == nil && errY == nil && x.Equal(y)
	case map[string]any:
		other, ok := b.(map[string]any)
		if !ok || len(a) != len(other) {
			return false
		}
		for name, value := range a {
			if mine, there := other[name]; !there || !SameValue(value, mine) {
				return false
			}
		}
		return true
	case []any:
		other, ok := b.([]any)
		return ok && slices.EqualFunc(a, other, SameValue)
	}
	return a == b
}
