package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/contract"
)

// halfRead refuses a request of which servers read different halves: a query or
// a path that is malformed, a parameter or a header that is there twice with two
// values. No document speaks of them. Passing over one of two would turn a list
// that the caller filters into a full one. What is there twice with one value is
// read once, as all servers do.
func (c *call) halfRead() bool {
	breaches := c.halves()
	if len(breaches) == 0 {
		return false
	}
	c.refuse(c.request, nil, breaches)
	return true
}

func (c *call) halves() []contract.Breach {
	op := c.request.Operation
	values, breaches := readQuery(c.http.URL.RawQuery)
	c.query = values
	for _, p := range op.Parameters {
		at := p.Value.In + " " + p.Value.Name
		switch p.Value.In {
		case openapi3.ParameterInQuery:
			breaches = append(breaches, twice(at, values[p.Value.Name])...)
		case openapi3.ParameterInPath:
			if !utf8.ValidString(c.request.Path[p.Value.Name]) {
				breaches = append(breaches, contract.Breach{At: at, Message: "is not UTF-8"})
			}
		}
	}
	for _, name := range c.single(op) {
		breaches = append(breaches, twice("header "+name, c.http.Header.Values(name))...)
	}
	return breaches
}

// once is the query for the generated server, which takes a parameter that is
// there twice with one value for a wrong one.
func (c *call) once(raw string) string {
	repeated := false
	for name, values := range c.query {
		if len(values) > 1 {
			c.query[name], repeated = values[:1], true
		}
	}
	if !repeated {
		return raw
	}
	return c.query.Encode()
}

// single lists the headers of which a request has one at most: RFC 9110, 5.3 and
// 8.3, 11.6.2, and those of the contract.
func (c *call) single(op *contract.Operation) []string {
	list := []string{"Authorization", "Content-Type"}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInHeader && !slices.Contains(list, http.CanonicalHeaderKey(p.Value.Name)) {
			list = append(list, p.Value.Name)
		}
	}
	for name := range c.http.Header { // credentials that no operation declares
		if c.vendor.Secret != nil && c.vendor.Secret(name) && !slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, name) }) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// twice is the breach of a thing that is there with two values, which it does not
// repeat: they may be credentials. It is one of no constraint of the contract.
func twice(at string, values []string) []contract.Breach {
	for _, value := range values {
		if strings.TrimSpace(value) != strings.TrimSpace(values[0]) {
			return []contract.Breach{{At: at, Message: "is there twice with two values; send one"}}
		}
	}
	return nil
}

// readQuery decodes a query as net/url does, and tells of the pairs that net/url
// drops.
func readQuery(raw string) (values url.Values, breaches []contract.Breach) {
	values = url.Values{}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue // of a query that ends in &, or has two in a row
		}
		name, value, _ := strings.Cut(pair, "=")
		name, badName := url.QueryUnescape(name)
		value, badValue := url.QueryUnescape(value)
		at := "query"
		if badName == nil && name != "" && utf8.ValidString(name) && !strings.Contains(name, ";") {
			at += " " + name
		}
		breach := func(text string, args ...any) {
			breaches = append(breaches, contract.Breach{At: at, Message: fmt.Sprintf(text, args...)})
		}
		switch {
		case badName != nil:
			breach("has a bad percent escape in a name: %v", badName)
		case badValue != nil:
			breach("has a bad percent escape: %v", badValue)
		case strings.Contains(pair, ";"):
			breach("has a semicolon, which separates nothing; write & between parameters, and %%3B in a value")
		case name == "":
			breach("has a value without a name")
		case !utf8.ValidString(name) || !utf8.ValidString(value):
			breach("is not UTF-8")
		default:
			values[name] = append(values[name], value)
		}
	}
	return values, breaches
}
