package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// offers answers OPTIONS, which no contract has, with the methods of the path
// (RFC 9110, 9.3.7), and a browser's preflight where its origin may use this
// simulator.
func (c *call) offers(methods []string) {
	methods = append(slices.Clone(methods), http.MethodOptions)
	if slices.Contains(methods, http.MethodGet) {
		methods = append(methods, http.MethodHead)
	}
	slices.Sort(methods)
	list := strings.Join(methods, ", ")
	header := http.Header{"Allow": {list}}
	if c.out.Header().Get("Access-Control-Allow-Origin") != "" {
		header.Set("Access-Control-Allow-Methods", list)
		if asked := c.http.Header.Get("Access-Control-Request-Headers"); asked != "" {
			header.Set("Access-Control-Allow-Headers", asked)
		}
		header.Set("Access-Control-Max-Age", "600")
	}
	c.answer.Set(http.StatusNoContent, header, nil)
}

// shareWith lets a page of an origin in Options.Origins read the answer (Fetch,
// 3.2: the CORS protocol).
func (c *call) shareWith() {
	origin, allowed := c.http.Header.Get("Origin"), c.engine.options.Origins
	if origin == "" || !slices.Contains(allowed, origin) && !slices.Contains(allowed, "*") {
		return
	}
	h := c.out.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Plumbline-Control, Plumbline-Journal")
	h.Add("Vary", "Origin")
}
