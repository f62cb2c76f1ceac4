package control

import (
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/simulator/console"
	"github.com/plumbline-api/plumbline/simulator/pages"
	spec "github.com/plumbline-api/plumbline/specs/control"
)

// front serves the pages of the control port: the console, the contract of the
// control API, and those of the vendors with their reference. They hold no state
// of a world, so they need no token; what the console shows it asks the control
// API for, which does.
func (g guard) front(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	path := r.URL.Path
	if below, found := strings.CutPrefix(path, "/vendors/"); found {
		vendor, page, _ := strings.Cut(below, "/")
		return g.pages.Vendor(w, r, vendor, "/"+page, g.engine.Address()+"/"+vendor)
	}
	switch {
	case path == "/openapi.yaml", path == "/openapi.json":
		scheme := "http://"
		if r.TLS != nil {
			scheme = "https://"
		}
		pages.Contract(w, spec.OpenAPI(), path, scheme+r.Host)
		return true
	case path == "/docs", strings.HasPrefix(path, "/docs/"):
		pages.Reference(w, r, "Plumbline control API", strings.TrimPrefix(path, "/docs"))
		return true
	}
	return console.Serve(w, r)
}
