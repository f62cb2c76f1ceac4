package openapi

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
)

// The roles of a session.
const (
	roleMain  = "main"  // the profile's credentials
	roleOther = "other" // those whose names begin with other-
	roleNone  = ""      // none at all
	// roleWrong is followed by the name of the scheme whose credentials are wrong,
	// roleWithout by that of the scheme whose credentials are left out.
	roleWrong, roleWithout = "wrong ", "without "
)

// scheme is a security scheme of the document.
type scheme struct {
	name   string
	basic  bool   // a user's name and password
	bearer bool   // a token in the header Authorization
	in     string // of an API key: header, query or cookie
	key    string // name of the header, parameter or cookie
}

func (a *api) readSchemes() []scheme {
	node, err := a.contract.Resolve("/components/securitySchemes")
	list, _ := node.(map[string]any)
	if err != nil {
		return nil
	}
	var all []scheme
	for _, name := range slices.Sorted(maps.Keys(list)) {
		said := a.schemas.Follow(list[name])
		s := scheme{name: name}
		kind, _ := said["type"].(string)
		how, _ := said["scheme"].(string)
		switch {
		case kind == "http" && strings.EqualFold(how, "basic"):
			s.basic = true
		case kind == "http" && strings.EqualFold(how, "bearer"), kind == "oauth2", kind == "openIdConnect":
			s.bearer = true
		case kind == "apiKey":
			s.in, _ = said["in"].(string)
			s.key, _ = said["name"].(string)
		default:
			continue // a certificate of the client is the profile's tls
		}
		all = append(all, s)
	}
	return all
}

// security lists the alternatives of an operation: the names of the schemes that
// are needed together.
func (a *api) security(op *contract.Operation) [][]string {
	node, err := a.contract.Resolve(op.Pointer() + "/security")
	if err != nil {
		if node, err = a.contract.Resolve("/security"); err != nil {
			return nil
		}
	}
	list, _ := node.([]any)
	var all [][]string
	for _, one := range list {
		object, _ := one.(map[string]any)
		all = append(all, slices.Sorted(maps.Keys(object)))
	}
	return all
}

// needs tells whether an operation can't be called without the credentials of a
// scheme.
func (a *api) needs(op *contract.Operation, s scheme) bool {
	alternatives := a.security(op)
	return len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(names []string) bool { return !slices.Contains(names, s.name) })
}

// isKey tells whether a parameter carries the key of a security scheme.
func (a *api) isKey(in, name string) bool {
	return slices.ContainsFunc(a.schemes, func(s scheme) bool { return s.in == in && s.key == name })
}

// names are what a profile calls the credentials of a scheme.
func (s scheme) names() []string {
	if s.basic {
		return []string{s.name + "-user", s.name + "-password"}
	}
	return []string{s.name}
}

func (a *api) credentialNames() map[string]string {
	names := map[string]string{}
	for _, s := range a.schemes {
		for _, name := range s.names() {
			what := "the token"
			switch {
			case s.basic && strings.HasSuffix(name, "-user"):
				what = "name of a user"
			case s.basic:
				what = "the user's password"
			case s.key != "":
				what = fmt.Sprintf("the key, sent as %s in the %s", s.key, s.in)
			}
			names[name] = fmt.Sprintf("%s, for the security scheme %s", what, s.name)
			names["other-"+name] = "the same of another caller, whom scenarios call \"other\" (@needs:other)"
		}
	}
	return names
}

// sampleCredentials are those of the simulator, which takes any but wrong ones.
func (a *api) sampleCredentials() map[string]conformance.Secret {
	all := map[string]conformance.Secret{}
	for name := range a.credentialNames() {
		all[name] = conformance.Secret{Value: "sample-" + name}
	}
	return all
}

// wallet holds the credentials of a profile.
type wallet struct {
	api   *api
	base  string            // path of the target's address
	texts map[string]string // by their names in a profile
}

func (a *api) readWallet(p *conformance.Profile, base string) (*wallet, error) {
	w := &wallet{api: a, base: base, texts: map[string]string{}}
	for name := range a.credentialNames() {
		text, err := p.Secret(name)
		if err != nil {
			return nil, err
		}
		if text != "" {
			w.texts[name] = text
		}
	}
	return w, nil
}

// has tells whether there are credentials of a scheme for a caller.
func (w *wallet) has(s scheme, caller string) bool {
	return !slices.ContainsFunc(s.names(), func(name string) bool { return w.texts[caller+name] == "" })
}

// authorize adds a role's credentials to a request: those of the first
// alternative of its operation for which there are all.
func (w *wallet) authorize(r *http.Request, role string) error {
	if role == roleNone {
		return nil
	}
	caller := ""
	if role == roleOther {
		caller = "other-"
	}
	for _, s := range w.chosen(r, caller) {
		if role == roleWithout+s.name {
			continue
		}
		first := w.texts[caller+s.names()[0]]
		last := w.texts[caller+s.names()[len(s.names())-1]]
		if role == roleWrong+s.name {
			last = "plumbline-wrong-" + s.name
		}
		switch {
		case s.basic:
			r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(first+":"+last)))
		case s.bearer:
			r.Header.Set("Authorization", "Bearer "+last)
		case s.in == "header":
			r.Header.Set(s.key, last)
		case s.in == "query":
			query := r.URL.Query()
			query.Set(s.key, last)
			r.URL.RawQuery = query.Encode()
		case s.in == "cookie":
			r.AddCookie(&http.Cookie{Name: s.key, Value: last})
		}
	}
	return nil
}

// chosen are the schemes whose credentials a request is sent with.
func (w *wallet) chosen(r *http.Request, caller string) []scheme {
	op, _, _ := w.api.contract.Match(r.Method, strings.TrimPrefix(r.URL.EscapedPath(), w.base))
	if op == nil {
		return slices.DeleteFunc(slices.Clone(w.api.schemes), func(s scheme) bool { return !w.has(s, caller) })
	}
	for _, names := range w.api.security(op) {
		var list []scheme
		for _, s := range w.api.schemes {
			if slices.Contains(names, s.name) && w.has(s, caller) {
				list = append(list, s)
			}
		}
		if len(list) == len(names) && len(names) > 0 {
			return list
		}
	}
	return nil
}
