// Package openapi makes a vendor of any OpenAPI document and a folder of features:
// rules from what the document promises, correct requests from its examples and
// schemas, ids from what creates and lists entities, and probes that need no
// author.
package openapi

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/document"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/specs"
)

// Document is an OpenAPI document that was read, with the files that it refers
// to.
type Document struct{ read *document.Document }

// ReadFile reads a document of the disk.
func ReadFile(name string) (Document, error) {
	return Read(os.DirFS(filepath.Dir(name)), filepath.Base(name))
}

// Read reads a document of a file system: YAML or JSON, OpenAPI 3.0 or 3.1.
func Read(files fs.FS, name string) (Document, error) {
	d, err := document.Read(files, name)
	return Document{d}, err
}

// Title is the document's title.
func (d Document) Title() string { return d.read.Title }

// Vendor is the name that the vendor made of the document has: its title in small
// letters with hyphens.
func (d Document) Vendor() string { return d.read.Slug }

// OpenAPI is the document in one piece, as OpenAPI 3.1.
func (d Document) OpenAPI() []byte { return d.read.JSON }

// LeftOut lists what of the document is not judged, with the reasons.
func (d Document) LeftOut() []string { return d.read.LeftOut }

// New returns a vendor of a document and of the feature files in features, which
// may be nil.
func New(d Document, features fs.FS) (*conformance.Vendor, error) {
	if d.read == nil {
		return nil, fmt.Errorf("openapi: the document was not read; Read or ReadFile does")
	}
	a, err := newAPI(d.read, features)
	if err != nil {
		return nil, err
	}
	return &conformance.Vendor{
		Book: a.book, Features: features, Generic: true,
		Credentials: a.credentialNames(), Fixtures: a.fixtureNames(),
		Sample: func() *conformance.Profile {
			return &conformance.Profile{Vendor: a.book.Vendor, Credentials: a.sampleCredentials()}
		},
		Prepare: a.prepare,
	}, nil
}

// api is all that is known of an API by its document.
type api struct {
	document  *document.Document
	contract  *contract.Contract
	schemas   sample.Schemas
	resources []*resource.Resource
	schemes   []scheme
	book      specs.Book
	rules     rules
	judge     *judge.Judge
}

func newAPI(d *document.Document, features fs.FS) (*api, error) {
	c, err := contract.Load(d.JSON)
	if err != nil {
		return nil, err
	}
	a := &api{document: d, contract: c, schemas: sample.Schemas{Tree: d.Tree}}
	a.resources = resource.Of(c, a.schemas)
	if a.judge, err = judge.New(c, d.JSON); err != nil {
		return nil, err
	}
	a.schemes = a.readSchemes()
	if err := a.writeRules(features); err != nil {
		return nil, err
	}
	return a, nil
}

// reads tells whether an operation changes nothing (RFC 9110, section 9.2.1).
func reads(op *contract.Operation) bool {
	return op.Method == http.MethodGet || op.Method == http.MethodHead || op.Method == http.MethodOptions
}

// responses returns what the document says of an operation's responses, by
// status.
func (a *api) responses(op *contract.Operation) map[string]map[string]any {
	node, err := a.contract.Resolve(op.Pointer() + "/responses")
	list, _ := node.(map[string]any)
	out := map[string]map[string]any{}
	if err != nil {
		return out
	}
	for status, response := range list {
		r := a.schemas.Follow(response)
		if r != nil && r["description"] != document.Silent {
			out[status] = r
		}
	}
	return out
}

// documents tells whether the document has one of the statuses for an operation,
// as its own and not as an assumption.
func (a *api) documents(op *contract.Operation, statuses ...string) bool {
	responses := a.responses(op)
	for _, status := range statuses {
		if _, there := responses[status]; there && a.contract.Basis(op.Pointer()+contract.Pointer("responses", status)) == string(specs.Documented) {
			return true
		}
	}
	return false
}

// resourceOf is the resource whose collection or item an operation is about; nil
// where there is none.
func (a *api) resourceOf(op *contract.Operation) *resource.Resource {
	var found *resource.Resource
	for _, r := range a.resources {
		about := op.Path == r.Collection || op.Path == r.Item || strings.HasPrefix(op.Path, r.Item+"/")
		if about && (found == nil || len(r.Item) > len(found.Item)) {
			found = r
		}
	}
	return found
}

// named is the resource whose item a path parameter names at the place where the
// path has it; nil where none is.
func (a *api) named(path, parameter string) *resource.Resource {
	end := strings.Index(path, "{"+parameter+"}")
	if end < 0 {
		return nil
	}
	item := path[:end+len(parameter)+2]
	for _, r := range a.resources {
		if r.Item == item {
			return r
		}
	}
	return nil
}
