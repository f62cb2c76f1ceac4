package simulator

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
)

// findVendor takes the path apart: the world that it names, the vendor, and what
// is below it.
func (c *call) findVendor() bool {
	e := c.engine
	if address := e.control.Load(); address != nil && *address != "" {
		c.out.Header().Set("Plumbline-Control", *address)
	}
	c.shareWith()
	name, vendor, rest := split(c.http.URL.EscapedPath())
	c.observation.Method, c.observation.URL = c.http.Method, c.http.URL.EscapedPath()
	if strings.HasPrefix(c.observation.URL, "/@") {
		_, below, _ := strings.Cut(c.observation.URL[1:], "/")
		c.observation.URL = "/" + below
	}
	if len(twice("", c.http.Header.Values("Plumbline-World"))) > 0 {
		return c.turnAway(http.StatusBadRequest, "The header Plumbline-World is there twice with two values; send one.")
	}
	if name == "" {
		name = c.http.Header.Get("Plumbline-World")
	}
	if err := CheckWorldName(cmp.Or(name, DefaultWorld)); err != nil {
		return c.turnAway(http.StatusBadRequest, err.Error())
	}
	v := e.vendors[vendor]
	if v == nil {
		c.observation.Nearest = c.elsewhere(vendor, rest)
		text := fmt.Sprintf("No vendor %q is served here; there are: %s.", vendor, strings.Join(e.names, ", "))
		if len(c.observation.Nearest) > 0 {
			text += " Did you mean " + strings.Join(c.observation.Nearest, ", or ") + "?"
		}
		return c.turnAway(http.StatusNotFound, text)
	}
	if query := c.http.URL.RawQuery; query != "" {
		c.observation.URL += e.served[vendor].redactor.CleanURL("?" + query)
	}
	c.observation.Vendor = vendor
	c.vendor, c.served, c.world, c.path = v, e.served[vendor], name, rest
	return true
}

// split takes /@WORLD/VENDOR/REST apart; REST keeps its leading slash.
func split(escaped string) (world, vendor, rest string) {
	path := strings.TrimPrefix(escaped, "/")
	if strings.HasPrefix(path, "@") {
		world, path, _ = strings.Cut(path[1:], "/")
		if unescaped, err := url.PathUnescape(world); err == nil {
			world = unescaped
		}
		if world == "" {
			world = "@" // not a name: refused as such
		}
	}
	vendor, rest, _ = strings.Cut(path, "/")
	return world, vendor, "/" + rest
}

// turnAway answers, in words of our own, a request that the vendor does not.
func (c *call) turnAway(status int, text string) bool {
	c.observation.Status = status
	c.out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	c.out.WriteHeader(status)
	_, _ = io.WriteString(c.out, text+"\n")
	return false
}

// leave turns a panic into a 500 and a line in the log, the transaction having
// been undone by then, and tells the observer what became of the request.
func (c *call) leave(began time.Time) {
	defer c.observe(began)
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // a fault: net/http compares so, too
		panic(p)
	}
	c.engine.log.Error("panic", "method", c.http.Method, "url", c.http.URL.Path, "panic", p, "stack", string(debug.Stack()))
	c.turnAway(http.StatusInternalServerError, "The simulator has a bug; its log tells more.")
}
