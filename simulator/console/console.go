// Package console is a page to watch and operate a simulator by: the live journal
// with what decided, entities by state, notifications, faults, clock, readings,
// snapshots and the report on the client. It is a skin over the control API, in
// the browser: what it shows it asks for there, with the token where one is set.
package console

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed files
var files embed.FS

// policy lets the page run and load its own parts, and nothing else; what callers
// sent is shown in it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

var types = map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

// Serve serves / and what lies below /console/. It returns false for all else.
func Serve(w http.ResponseWriter, r *http.Request) bool {
	name, found := strings.CutPrefix(r.URL.Path, "/console/")
	switch {
	case r.URL.Path == "/":
		name = "index.html"
	case !found || strings.Contains(name, "/"):
		return false
	}
	data, err := fs.ReadFile(files, path.Join("files", name))
	if err != nil {
		return false
	}
	header := w.Header()
	header.Set("Content-Type", types[path.Ext(name)])
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-cache")
	_, _ = w.Write(data) // the client may have gone
	return true
}
