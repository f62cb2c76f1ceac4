package compiled

import (
	"encoding/json"
	"errors"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// fragment escapes a JSON pointer for use behind the # of a URL.
func fragment(pointer string) string {
	return (&url.URL{Fragment: pointer}).EscapedFragment()
}

// breachesOf lists the leaves of a validation error in a stable order; at
// replaces the place for values that are not in the body.
func breachesOf(err error, at string) []Breach {
	if err == nil {
		return nil
	}
	var root *jsonschema.ValidationError
	if !errors.As(err, &root) {
		return []Breach{{At: at, Message: err.Error()}}
	}
	var breaches []Breach
	collect(root, at, message.NewPrinter(language.English), &breaches)
	sort.SliceStable(breaches, func(i, j int) bool {
		a, b := breaches[i], breaches[j]
		return a.At < b.At || a.At == b.At && a.Pointer < b.Pointer
	})
	return breaches
}

func collect(e *jsonschema.ValidationError, at string, printer *message.Printer, out *[]Breach) {
	if len(e.Causes) > 0 {
		for _, cause := range e.Causes {
			collect(cause, at, printer, out)
		}
		return
	}
	place := at
	if place == "" {
		place = contract.Pointer(e.InstanceLocation...)
	}
	if place == "" {
		place = "body"
	}
	*out = append(*out, Breach{
		Pointer: keyword(e),
		At:      place,
		Message: e.ErrorKind.LocalizedString(printer),
	})
}

// keyword returns the pointer into the contract of the keyword that failed.
func keyword(e *jsonschema.ValidationError) string {
	_, pointer, _ := strings.Cut(e.SchemaURL, "#")
	if unescaped, err := url.PathUnescape(pointer); err == nil {
		pointer = unescaped
	}
	return pointer + contract.Pointer(e.ErrorKind.KeywordPath()...)
}

// jsonNumber returns the text as a number when JSON would write it so: no
// sign +, no leading zeros, no spaces.
func jsonNumber(text string) (json.Number, bool) {
	if text == "" || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return "", false
	}
	if !json.Valid([]byte(text)) {
		return "", false
	}
	return json.Number(text), true
}

// remove takes the node that the pointer names out of the document. A schema
// that something may refer to becomes one that accepts everything; a keyword,
// or an element of a list, goes.
func remove(tree any, pointer string) {
	tokens := contract.Tokens(pointer)
	if len(tokens) == 0 {
		return
	}
	parent := tree
	for _, token := range tokens[:len(tokens)-1] {
		switch node := parent.(type) {
		case map[string]any:
			parent = node[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(node) {
				return
			}
			parent = node[i]
		default:
			return
		}
	}
	last := tokens[len(tokens)-1]
	switch node := parent.(type) {
	case map[string]any:
		removeMember(node, tokens, last)
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i >= 0 && i < len(node) {
			node[i] = map[string]any{} // the places of the others stay what they are
		}
	}
}

func removeMember(parent map[string]any, tokens []string, last string) {
	if _, there := parent[last]; !there {
		return
	}
	holder := ""
	if len(tokens) > 1 {
		holder = tokens[len(tokens)-2]
	}
	switch {
	case holder == "properties" || holder == "schemas" || last == "schema" || last == "items":
		parent[last] = map[string]any{}
	case holder == "parameters":
		if p, ok := parent[last].(map[string]any); ok {
			p["schema"] = map[string]any{}
		}
	case holder == "responses" || holder == "securitySchemes" || holder == "requestBodies":
		// Nothing that a request is checked against.
	default:
		delete(parent, last)
	}
}
