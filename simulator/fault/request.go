package fault

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/plumbline-api/plumbline/contract"
)

// Request is what faults look at of a request.
type Request struct {
	Vendor    string
	Operation string // empty: it matches none
	Header    http.Header
	Body      []byte
	// Documented tells whether the vendor has the answer of a refuse-documented,
	// as the world is now.
	Documented func(Effect) bool

	decoded bool // the body is decoded when the first condition asks for it
	value   any
}

// matches tells whether a fault is for this request, and its condition holds.
// A refuse-documented that the vendor has no answer for is not.
func (r *Request) matches(f *Fault) bool {
	return (f.Vendor == "" || f.Vendor == r.Vendor) && (f.Operation == "" || f.Operation == r.Operation) &&
		r.fulfils(f.When) && (f.Effect.Kind != RefuseDocumented || r.Documented(f.Effect))
}

func (r *Request) fulfils(when *Condition) bool {
	if when == nil {
		return true
	}
	if when.Header != "" {
		values := r.Header.Values(when.Header)
		text, wanted := when.Value.(string)
		return len(values) > 0 && (!wanted || slices.Contains(values, text))
	}
	if !r.decoded {
		r.decoded = true
		_ = json.Unmarshal(r.Body, &r.value) // what is no JSON has nothing at any pointer
	}
	at, found := valueAt(r.value, contract.Tokens(when.Pointer))
	return found && (when.Value == nil || reflect.DeepEqual(at, when.Value))
}

func valueAt(node any, tokens []string) (any, bool) {
	for _, token := range tokens {
		switch parent := node.(type) {
		case map[string]any:
			next, found := parent[token]
			if !found {
				return nil, false
			}
			node = next
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(parent) {
				return nil, false
			}
			node = parent[i]
		default:
			return nil, false
		}
	}
	return node, true
}
