package komet

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// members are the names that a creation knows, on whichever level.
var members = membersOf(
	reflect.TypeFor[api.PrebookCreate](), reflect.TypeFor[api.PrebookItem](), reflect.TypeFor[api.Breakdown](),
)

func membersOf(types ...reflect.Type) map[string]bool {
	names := map[string]bool{}
	for _, t := range types {
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names[name] = true
		}
	}
	return names
}

// exactMembers takes unknown members out of a creation before the generated
// server decodes it: encoding/json overlooks upper and lower case in names,
// and the vendor does not.
func exactMembers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/prebook.create") {
			body, err := io.ReadAll(r.Body)
			if err == nil {
				body = knownOnly(simulator.FromContext(r.Context()), body)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		next.ServeHTTP(w, r)
	})
}

// knownOnly returns the body without unknown members; a body that is no JSON
// stays what it is.
func knownOnly(env *simulator.Env, body []byte) []byte {
	var out bytes.Buffer
	again := jsontext.AllowDuplicateNames(true) // the contract's check has refused them: no need to look twice
	dropped, err := copyKnown(jsontext.NewDecoder(bytes.NewBuffer(body), again), jsontext.NewEncoder(&out, again))
	if err != nil || !dropped || !env.Applies(rules.UnknownMembersIgnored) {
		return body
	}
	return out.Bytes()
}

// copyKnown copies one JSON value and tells whether it left members out.
func copyKnown(dec *jsontext.Decoder, enc *jsontext.Encoder) (dropped bool, err error) {
	kind := dec.PeekKind()
	if kind != '{' && kind != '[' {
		value, err := dec.ReadValue()
		if err != nil {
			return false, err
		}
		return false, enc.WriteValue(value)
	}
	if err := copyToken(dec, enc); err != nil {
		return false, err
	}
	for next := dec.PeekKind(); next != '}' && next != ']'; next = dec.PeekKind() {
		if kind == '{' {
			name, err := dec.ReadToken()
			if err != nil {
				return dropped, err
			}
			if !members[name.String()] {
				dropped = true
				if err := dec.SkipValue(); err != nil {
					return dropped, err
				}
				continue
			}
			if err := enc.WriteToken(name); err != nil {
				return dropped, err
			}
		}
		below, err := copyKnown(dec, enc)
		if err != nil {
			return dropped, err
		}
		dropped = dropped || below
	}
	return dropped, copyToken(dec, enc)
}

func copyToken(dec *jsontext.Decoder, enc *jsontext.Encoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	return enc.WriteToken(token)
}

// tokenIn tells whether a body is one JSON object, and which token it carries:
// none where the member is missing or is no text.
func tokenIn(body []byte) (token string, object bool) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(body))
	if dec.PeekKind() != '{' {
		return "", false
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", false
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return "", false
		}
		if name.String() == "authenticationToken" && dec.PeekKind() == '"' {
			value, err := dec.ReadToken()
			if err != nil {
				return "", false
			}
			token = value.String()
			continue
		}
		if err := dec.SkipValue(); err != nil {
			return "", false
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", false
	}
	_, err := dec.ReadToken()
	return token, errors.Is(err, io.EOF)
}
