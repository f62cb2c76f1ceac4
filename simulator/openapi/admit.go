package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
)

// scheme is a security scheme.
type scheme struct {
	name, in, key string // where the credentials are: header, query or cookie, and its name
	prefix        string // of the header Authorization
}

func (s *service) scheme(name string) (scheme, bool) {
	node, err := s.contract.Resolve(contract.Pointer("components", "securitySchemes", name))
	if err != nil {
		return scheme{}, false
	}
	said := s.schemas.Follow(node)
	kind, _ := said["type"].(string)
	how, _ := said["scheme"].(string)
	switch {
	case kind == "http" && strings.EqualFold(how, "basic"):
		return scheme{name, "header", "Authorization", "Basic "}, true
	case kind == "http", kind == "oauth2", kind == "openIdConnect":
		return scheme{name, "header", "Authorization", "Bearer "}, true
	case kind == "apiKey":
		in, _ := said["in"].(string)
		key, _ := said["name"].(string)
		return scheme{name, in, key, ""}, true
	}
	return scheme{}, false
}

// sent is what a request has of a scheme; empty where it has nothing.
func (c scheme) sent(r *http.Request) string {
	switch c.in {
	case "header":
		text, found := strings.CutPrefix(r.Header.Get(c.key), c.prefix)
		if !found {
			return ""
		}
		return text
	case "query":
		return r.URL.Query().Get(c.key)
	case "cookie":
		if cookie, err := r.Cookie(c.key); err == nil {
			return cookie.Value
		}
	}
	return ""
}

// wrong is the word by which the simulator knows wrong credentials: which ones are
// good no document says, and any others are.
const wrong = "wrong"

// admit refuses a request without the credentials that its operation needs.
func (s *service) admit(_ *simulator.Env, r *simulator.Request) *simulator.Response {
	node, err := s.contract.Resolve(r.Operation.Pointer() + "/security")
	if err != nil {
		if node, err = s.contract.Resolve("/security"); err != nil {
			return nil
		}
	}
	alternatives, _ := node.([]any)
	for _, one := range alternatives {
		if s.satisfied(one, r.HTTP) {
			return nil
		}
	}
	if len(alternatives) == 0 {
		return nil
	}
	refusal := s.refused(r.Operation, "credentials are missing or wrong (the simulator takes any in which the word wrong is not)", http.StatusUnauthorized, "401", "403")
	if refusal.Status == http.StatusUnauthorized {
		if refusal.Header == nil {
			refusal.Header = http.Header{}
		}
		refusal.Header.Set("WWW-Authenticate", fmt.Sprintf("Bearer realm=%q", s.document.Slug))
	}
	return &refusal
}

func (s *service) satisfied(alternative any, r *http.Request) bool {
	object, _ := alternative.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		scheme, known := s.scheme(name)
		if !known {
			continue // a certificate, which is another layer's
		}
		sent := scheme.sent(r)
		if scheme.prefix == "Basic " {
			if _, password, ok := r.BasicAuth(); ok {
				sent = password
			} else {
				sent = ""
			}
		}
		if sent == "" || strings.Contains(strings.ToLower(sent), wrong) {
			return false
		}
	}
	return true
}

// credentials are samples of what the schemes take.
func (s *service) credentials() []simulator.Credential {
	node, err := s.contract.Resolve("/components/securitySchemes")
	list, _ := node.(map[string]any)
	if err != nil {
		return nil
	}
	var all []simulator.Credential
	for _, name := range slices.Sorted(maps.Keys(list)) {
		c, known := s.scheme(name)
		switch {
		case !known:
		case c.prefix == "Basic ":
			all = append(all, simulator.Basic("sample-user", "sample-password", "everything; any others will do"))
		case c.in == "header":
			all = append(all, simulator.Credential{Token: "sample-token", Header: c.key + ": " + c.prefix + "sample-token", May: "everything; any other will do"})
		}
	}
	return all
}
