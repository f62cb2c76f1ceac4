package simulator

import (
	"bytes"
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

// withoutMisspelt returns the body without members whose names differ from
// known ones in upper and lower case only, and whether there were any:
// encoding/json would take one for the other, and to the contract they are
// unknown members. A body that is no JSON stays what it is.
func (n memberNames) withoutMisspelt(body []byte) (kept []byte, dropped bool) {
	if len(n.exact) == 0 || !n.anyMisspelt(body) {
		return body, false
	}
	again := jsontext.AllowDuplicateNames(true) // the contract's check has refused them
	var out bytes.Buffer
	dec, enc := jsontext.NewDecoder(bytes.NewReader(body), again), jsontext.NewEncoder(&out, again)
	for {
		token, err := dec.ReadToken()
		switch {
		case err != nil:
			return out.Bytes(), true // the end: that all can be read is known
		case isName(dec, token) && n.misspelt(token.String()):
			err = dec.SkipValue()
		default:
			err = enc.WriteToken(token)
		}
		if err != nil {
			return body, false
		}
	}
}

// anyMisspelt reads the body once; most have none.
func (n memberNames) anyMisspelt(body []byte) bool {
	dec := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true))
	misspelt := false
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return misspelt && dec.StackDepth() == 0
		}
		misspelt = misspelt || isName(dec, token) && n.misspelt(token.String())
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
