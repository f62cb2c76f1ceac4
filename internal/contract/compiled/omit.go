package compiled

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// omitted are pointers to what is left out of a contract.
type omitted []string

// covers tells whether the place, or something it is part of, is left out.
func (o omitted) covers(place string) bool {
	return slices.ContainsFunc(o, func(pointer string) bool {
		return place == pointer || strings.HasPrefix(place, pointer+"/")
	})
}

// from takes the parts out of a document and returns what is left.
func (o omitted) from(tree any) any {
	// Of the elements of one list the last one goes first, so that the places
	// of those before it stay what they are.
	pointers := slices.SortedFunc(slices.Values(o), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(b, a))
	})
	for _, pointer := range pointers {
		if tokens := contract.Tokens(pointer); len(tokens) > 0 {
			tree = remove(tree, tokens, false)
		}
	}
	return tree
}

// remove takes out the part of node that the tokens lead to. A schema that
// something may refer to becomes one that accepts everything; anything else
// goes. named tells that the members of node are schemas under their names.
func remove(node any, tokens []string, named bool) any {
	token, rest := tokens[0], tokens[1:]
	switch node := node.(type) {
	case map[string]any:
		child, there := node[token]
		switch {
		case !there:
		case len(rest) > 0:
			node[token] = remove(child, rest, !named && holdsSchemas(token))
		case named || token == "items":
			node[token] = map[string]any{}
		default:
			delete(node, token)
		}
	case []any:
		i, err := strconv.Atoi(token)
		switch {
		case err != nil || i < 0 || i >= len(node):
		case len(rest) > 0:
			node[i] = remove(node[i], rest, false)
		case isObject(node[i]):
			node[i] = map[string]any{} // the places of the others stay what they are
		default:
			return slices.Delete(node, i, i+1)
		}
	}
	return node
}

func holdsSchemas(token string) bool {
	return token == "properties" || token == "schemas"
}

func isObject(node any) bool {
	_, ok := node.(map[string]any)
	return ok
}
