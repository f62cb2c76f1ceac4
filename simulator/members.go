package simulator

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// memberNames are the names that objects of a request body may have, on
// whichever level, and the same in lower case.
type memberNames struct{ exact, folded map[string]bool }

// memberNamesOf gathers the names from the schema of an operation's JSON body.
func memberNamesOf(op *openapi3.Operation) memberNames {
	names := memberNames{exact: map[string]bool{}, folded: map[string]bool{}}
	if op == nil || op.RequestBody == nil || op.RequestBody.Value == nil {
		return names
	}
	seen := map[*openapi3.Schema]bool{}
	for _, media := range op.RequestBody.Value.Content {
		names.add(media.Schema, seen)
	}
	return names
}

func (n memberNames) add(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	s := ref.Value
	seen[s] = true
	for name, property := range s.Properties {
		n.exact[name], n.folded[strings.ToLower(name)] = true, true
		n.add(property, seen)
	}
	n.add(s.Items, seen)
	n.add(s.AdditionalProperties.Schema, seen)
	for _, list := range [][]*openapi3.SchemaRef{s.AllOf, s.AnyOf, s.OneOf} {
		for _, part := range list {
			n.add(part, seen)
		}
	}
}

// misspelt tells whether a name differs from a known one in upper and lower
// case only.
func (n memberNames) misspelt(name string) bool {
	return !n.exact[name] && n.folded[strings.ToLower(name)]
}

// anyMisspelt tells whether a decoded body has such a name on any level.
func (n memberNames) anyMisspelt(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if n.misspelt(name) || n.anyMisspelt(member) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, n.anyMisspelt)
	}
	return false
}

// withoutMisspelt returns a body without members whose names differ from known
// ones in upper and lower case only: encoding/json would take one for the
// other, and to the contract they are unknown members. The body is JSON that
// was decoded before.
func (n memberNames) withoutMisspelt(body []byte) ([]byte, error) {
	again := jsontext.AllowDuplicateNames(true) // the contract's check has refused them
	var out bytes.Buffer
	dec, enc := jsontext.NewDecoder(bytes.NewReader(body), again), jsontext.NewEncoder(&out, again)
	for {
		token, err := dec.ReadToken()
		switch {
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return nil, err
		case isName(dec, token) && n.misspelt(token.String()):
			err = dec.SkipValue()
		default:
			err = enc.WriteToken(token)
		}
		if err != nil {
			return nil, err
		}
	}
}

// isName tells whether the token that was just read is the name of a member.
func isName(dec *jsontext.Decoder, token jsontext.Token) bool {
	if token.Kind() != '"' {
		return false
	}
	kind, length := dec.StackIndex(dec.StackDepth())
	return kind == '{' && length%2 == 1
}
