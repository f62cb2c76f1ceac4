// Package pages serves what people read beside the vendors' APIs: a landing page,
// each vendor's contract with the simulator's own address in it, and a reference
// page drawn from it. It stands above the engine, and uses what anybody can.
package pages

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/swaggest/swgui"
	"github.com/swaggest/swgui/v5emb"

	"github.com/plumbline-api/plumbline/simulator"
)

// The pages of a vendor, below its name.
const (
	asYAML = "/openapi.yaml"
	asJSON = "/openapi.json"
	docs   = "/docs"
)

// Pages are those of an engine.
type Pages struct {
	engine  *simulator.Engine
	control string // address of the control API; empty for none
	landing *template.Template
}

// New prepares the pages of an engine. Control is the address of the control API,
// empty where there is none.
func New(engine *simulator.Engine, control string) (*Pages, error) {
	t, err := template.New("landing").Parse(landingPage)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return &Pages{engine: engine, control: control, landing: t}, nil
}

// Before serves the pages under the vendors' own paths, and hands every other
// request on. A vendor whose contract has such a path keeps it.
func (p *Pages) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead || !p.serve(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

func (p *Pages) serve(w http.ResponseWriter, r *http.Request) bool {
	world, rest := "", r.URL.Path
	if strings.HasPrefix(rest, "/@") {
		name, below, _ := strings.Cut(rest[1:], "/")
		world, rest = "/"+name, "/"+below
	}
	if rest == "/" {
		if world != "" && simulator.CheckWorldName(world[2:]) != nil {
			return false
		}
		p.land(w, r, world)
		return true
	}
	vendor, page, _ := strings.Cut(rest[1:], "/")
	page = "/" + page
	contract := p.engine.Contract(vendor)
	if contract == nil || !isPage(page) {
		return false
	}
	if op, _, allowed := contract.Match(r.Method, page); op != nil || len(allowed) > 0 {
		return false
	}
	return p.Vendor(w, r, vendor, page, base(r)+world+"/"+vendor)
}

func isPage(page string) bool {
	return page == asYAML || page == asJSON || page == docs || strings.HasPrefix(page, docs+"/")
}

// Vendor serves a page of a vendor: its contract with that address, or the
// reference drawn from it. It returns false where there is no such page.
func (p *Pages) Vendor(w http.ResponseWriter, r *http.Request, vendor, page, address string) bool {
	v := p.engine.Vendor(vendor)
	if v == nil || !isPage(page) {
		return false
	}
	switch page {
	case asYAML, asJSON:
		Contract(w, v.Book.OpenAPI, page, address)
	default:
		Reference(w, r, v.Book.Title, strings.TrimPrefix(page, docs))
	}
	return true
}

// base is the address that the client used.
func base(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// Contract writes an OpenAPI document with an address of its own as its server: as
// YAML, or as JSON where the page is so named.
func Contract(w http.ResponseWriter, document []byte, page, address string) {
	text, err := addressed(document, address)
	contentType := "application/yaml"
	if err == nil && page == asJSON {
		text, err = yaml.YAMLToJSON(text)
		contentType = "application/json"
	}
	if err != nil {
		http.Error(w, "The contract can't be written: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(text) // the client may have gone
}

// addressed returns the document with one server: this one.
func addressed(document []byte, address string) ([]byte, error) {
	var tree yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(document, &tree, yaml.UseOrderedMap()); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	server := []yaml.MapSlice{{{Key: "url", Value: address}, {Key: "description", Value: "This simulator."}}}
	found := false
	for i := range tree {
		if tree[i].Key == "servers" {
			tree[i].Value, found = server, true
		}
	}
	if !found {
		tree = append(tree, yaml.MapItem{Key: "servers", Value: server})
	}
	return yaml.Marshal(tree)
}

// Reference writes Swagger UI, which is part of the program, for the contract
// beside it. Its own policy lets it ask nobody else for anything.
func Reference(w http.ResponseWriter, r *http.Request, title, rest string) {
	if rest == "" { // its parts are beside it
		w.Header().Set("Location", strings.TrimPrefix(docs, "/")+"/")
		w.WriteHeader(http.StatusMovedPermanently)
		return
	}
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.URL.RawPath = rest, ""
	v5emb.NewWithConfig(swgui.Config{
		Title: title, SwaggerJSON: ".." + asJSON, BasePath: ".", InternalBasePath: "/", HideCurl: false, JsonEditor: false,
	})(title, ".."+asJSON, "/").ServeHTTP(w, inner)
}

// landed is what the landing page tells.
type landed struct {
	World   string       `json:"world"`
	Console string       `json:"console,omitempty"` // of the control API
	Vendors []landedHere `json:"vendors"`
}

type landedHere struct {
	Name        string                 `json:"name"`
	Title       string                 `json:"title"`
	URL         string                 `json:"url"`
	OpenAPI     string                 `json:"openapi"`
	Docs        string                 `json:"docs"`
	Credentials []simulator.Credential `json:"credentials"`
	Examples    []string               `json:"examples"` // for a shell, in order
	Steps       []landedStep           `json:"-"`
}

type landedStep struct{ Shows, Shell string }

// land writes the landing page, as the client accepts it.
func (p *Pages) land(w http.ResponseWriter, r *http.Request, world string) {
	told := landed{World: simulator.DefaultWorld, Console: p.control, Vendors: []landedHere{}}
	if world != "" {
		told.World = world[2:]
	}
	address := base(r) + world
	for _, name := range p.engine.Vendors() {
		v := p.engine.Vendor(name)
		here := landedHere{
			Name: name, Title: v.Book.Title, URL: address + "/" + name, OpenAPI: address + "/" + name + asYAML, Docs: address + "/" + name + docs + "/",
			Credentials: v.Sample.Credentials,
		}
		for _, step := range p.engine.Walk(name) {
			here.Examples = append(here.Examples, step.Shell(address))
			here.Steps = append(here.Steps, landedStep{step.Shows, step.Shell(address)})
		}
		told.Vendors = append(told.Vendors, here)
	}
	w.Header().Set("Vary", "Accept")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "application/json")
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		_ = encoder.Encode(told) // the client may have gone
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_ = p.landing.Execute(w, told) // likewise
}

//go:embed landing.tmpl
var landingPage string
