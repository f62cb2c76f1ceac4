package simulator

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
)

// matchesNothing answers a request that is no operation of the contract, or one
// that this world does not offer.
func (c *call) matchesNothing() bool {
	allowed := c.allowed
	c.writesByReading()
	if c.request != nil {
		if !c.notOffered(c.request.Operation.ID) {
			return false
		}
		allowed = slices.DeleteFunc(allowed, func(method string) bool { return method == c.request.Operation.Method })
	}
	if c.http.Method == http.MethodOptions && len(allowed) > 0 {
		c.offers(allowed)
		return true
	}
	c.env.entry.Nearest = nearestOperations(c.served.contract, c.vendor.Book.Vendor, c.http.Method, c.path)
	c.vendor.NoRoute(c.env, allowed).to(c.answer)
	return true
}

// notAdmitted answers a request that the vendor refuses without reading on, and
// one that a hole in the contract lets through.
func (c *call) notAdmitted() bool {
	if c.overlooked(c.request) {
		c.vendor.Careless(c.request).to(c.answer)
		return true
	}
	if c.vendor.Admit == nil {
		return false
	}
	refusal := c.vendor.Admit(c.env, c.request)
	if refusal != nil {
		c.env.entry.Breaches = c.request.breaches
		refusal.to(c.answer)
	}
	return refusal != nil
}

// breaksContract answers a request that departs from the contract in a way that
// this world does not tolerate. A body that has to be streamed is read first.
func (c *call) breaksContract() bool {
	if c.stream != nil && !c.stream.ended {
		c.failed = errUnread
		return true
	}
	decoded, breaches := c.check(c.request)
	if len(breaches) == 0 {
		c.given = c.plainBody(c.exactNames(c.request.Operation.ID, decoded), decoded)
		if c.forgets() {
			c.given = c.plainBody(c.withoutOptional(c.request, decoded), decoded)
		}
		return false
	}
	if c.looksAway(c.request, decoded, breaches) {
		c.vendor.Careless(c.request).to(c.answer)
		return true
	}
	tolerated := false
	if c.given, tolerated = c.tolerate(c.request, decoded, breaches); !tolerated {
		c.refuse(c.request, decoded, breaches)
	} else {
		c.given = c.plainBody(c.given, decoded)
		c.env.entry.Breaches = breaches // the caller's duty is judged all the same
	}
	return !tolerated
}

// check compares the request with the contract.
func (c *call) check(req *Request) (decoded any, breaches []contract.Breach) {
	if c.stream != nil {
		return nil, c.stream.breaches
	}
	decoded, breaches = c.served.schemas.CheckDecoded(req.Operation.ID, c.input(req))
	if c.takesForJSON(req, breaches) {
		c.asJSON = true
		return c.served.schemas.CheckDecoded(req.Operation.ID, c.input(req))
	}
	return decoded, breaches
}

func (c *call) input(req *Request) compiled.Input {
	announced := c.http.Header.Get("Content-Type")
	if c.asJSON {
		announced = "application/json"
	}
	return compiled.Input{
		Path: req.Path, Query: c.http.URL.Query(), Header: c.http.Header, ContentType: announced, Body: c.body,
	}
}

// overlooked tells whether the request breaks the contract, and that in holes
// only.
func (c *call) overlooked(req *Request) bool {
	holes := c.engine.options.Holes[c.vendor.Book.Vendor]
	if len(holes) == 0 || c.stream != nil {
		return false
	}
	_, breaches := c.check(req)
	for _, b := range breaches {
		inHole := func(hole string) bool {
			oneMissing := strings.HasSuffix(b.Pointer, "/required") && strings.HasPrefix(hole, b.Pointer+"/")
			return b.Pointer == hole || strings.HasPrefix(b.Pointer, hole+"/") || oneMissing
		}
		if !slices.ContainsFunc(holes, inHole) {
			return false
		}
	}
	return len(breaches) > 0
}

// exactNames returns the body for the generated server, without members whose
// names have another case than the contract's, unless the vendor takes any.
func (c *call) exactNames(operation string, decoded any) []byte {
	names := c.served.names[operation]
	if !names.anyMisspelt(decoded) || c.vendor.AnyCase != nil && c.vendor.AnyCase(c.env) {
		return c.body
	}
	body, _, err := names.without(c.body, (*members).misspells)
	if err != nil { // it was decoded just now
		return c.body
	}
	return body
}

// plainBody returns the body with its values in the spelling that the generated
// server's types take.
func (c *call) plainBody(body []byte, decoded any) []byte {
	names := c.served.names[c.request.Operation.ID]
	if !names.anyOdd(decoded) {
		return body
	}
	plain, err := names.plain(body)
	if err != nil { // it was decoded just now
		return body
	}
	return plain
}
