// Package openapi imitates any API by its OpenAPI document: entities are created,
// read, listed, changed and deleted by id where the document has that, and all
// else is answered from its examples, which the journal tells.
package openapi

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/document"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// ReadFile returns a vendor of a document of the disk: YAML or JSON, OpenAPI 3.0 or
// 3.1, with the local files that it refers to. Rules are those that the journal and
// --defect know; nil: none.
func ReadFile(name string, rules []*specs.Rule) (*simulator.Vendor, error) {
	return Read(os.DirFS(filepath.Dir(name)), filepath.Base(name), rules)
}

// Read is ReadFile for a file system.
func Read(files fs.FS, name string, rules []*specs.Rule) (*simulator.Vendor, error) {
	d, err := document.Read(files, name)
	if err != nil {
		return nil, err
	}
	c, err := contract.Load(d.JSON)
	if err != nil {
		return nil, err
	}
	s := &service{document: d, contract: c, schemas: sample.Schemas{Tree: d.Tree}, entities: store.NewKind[entity](d.Slug + ".entity")}
	s.resources = resource.Of(c, s.schemas)
	s.fromExamples = &specs.Rule{
		ID: d.Slug + "/answered-from-examples", Binds: specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "What the document does not tell is answered from its examples, or from values that its schemas allow.",
		Source: specs.Source{Document: d.Name, Place: "/paths"},
	}
	return &simulator.Vendor{
		Book: specs.Book{
			Vendor: d.Slug, Title: d.Title, Document: specs.Document{Title: d.Title}, OpenAPI: d.JSON,
			Rules: append(slices.Clone(rules), s.fromExamples),
		},
		Handler:  func(failed simulator.ErrorHandlers) http.Handler { return handler{s, failed} },
		Admit:    s.admit,
		Refuse:   s.refuse,
		NoRoute:  s.noRoute,
		Careless: s.careless,
		Seed:     s.seed,
		State:    s.state,
		Entities: []store.Codec{s.entities},
		Sample:   simulator.Sample{Credentials: s.credentials()},
	}, nil
}

// service answers the requests of one document.
type service struct {
	document     *document.Document
	contract     *contract.Contract
	schemas      sample.Schemas
	resources    []*resource.Resource
	entities     store.Kind[entity]
	fromExamples *specs.Rule
}

// entity is one that was created.
type entity struct {
	Number  uint64         // of creation
	Members map[string]any // as responses show it
}

// response finds what the document says of the first of several statuses.
func (s *service) response(op *contract.Operation, statuses ...string) (status int, node map[string]any, found bool) {
	all, err := s.contract.Resolve(op.Pointer() + "/responses")
	list, _ := all.(map[string]any)
	if err != nil {
		return 0, nil, false
	}
	for _, want := range statuses {
		r := s.schemas.Follow(list[want])
		if r == nil || r["description"] == document.Silent {
			continue
		}
		n, err := strconv.Atoi(strings.NewReplacer("XX", "00", "default", "400").Replace(want))
		return n, r, err == nil
	}
	return 0, nil, false
}

// success is what an operation answers when it carries a request out.
func (s *service) success(op *contract.Operation) (int, map[string]any) {
	all, err := s.contract.Resolve(op.Pointer() + "/responses")
	list, _ := all.(map[string]any)
	if err == nil {
		for _, status := range slices.Sorted(maps.Keys(list)) {
			if n, r, found := s.response(op, status); found && status[0] == '2' {
				return n, r
			}
		}
	}
	if _, r, found := s.response(op, "default"); found {
		return http.StatusOK, r
	}
	return http.StatusOK, nil
}

// written makes an answer of a status, with the value as its body where the
// document has one.
func (s *service) written(status int, said map[string]any, value any) simulator.Response {
	media, _ := s.schemas.JSONMedia(said["content"])
	if media == "" {
		content, _ := said["content"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(content)) {
			of, _ := content[name].(map[string]any)
			text, _ := s.example(of).(string)
			return simulator.Response{Status: status, Header: http.Header{"Content-Type": {name}}, Body: []byte(text)}
		}
		return simulator.Response{Status: status}
	}
	return simulator.JSON(status, media, value)
}

// example is the example of a media type, or a value that its schema allows.
func (s *service) example(media map[string]any) any {
	if value, there := s.schemas.Example(media); there {
		return sample.Clone(value)
	}
	return s.schemas.Value(media["schema"], sample.Options{Optional: true})
}

// body is an example of what a response has as JSON.
func (s *service) body(said map[string]any) any {
	_, media := s.schemas.JSONMedia(said["content"])
	if media == nil {
		return nil
	}
	return s.example(media)
}

// refused is the documented answer for one of several statuses; another one where
// the document has none of them.
func (s *service) refused(op *contract.Operation, detail string, otherwise int, statuses ...string) simulator.Response {
	status, said, found := s.response(op, append(statuses, "4XX", "default")...)
	if !found {
		return simulator.JSON(otherwise, "application/problem+json", map[string]any{"title": http.StatusText(otherwise), "status": otherwise, "detail": detail})
	}
	if status == http.StatusBadRequest && otherwise != status { // of a class of statuses
		if _, _, itself := s.response(op, "400"); !itself {
			status = otherwise
		}
	}
	value := s.body(said)
	if object, ok := value.(map[string]any); ok {
		for _, name := range []string{"detail", "message", "error", "description", "text", "title"} {
			if _, isText := object[name].(string); isText {
				object[name] = detail
				break
			}
		}
		if _, isNumber := sample.Properties(s.schemas.Flat(mediaSchema(s, said)))["status"]; isNumber {
			if _, text := object["status"].(string); !text {
				object["status"] = status
			}
		}
	}
	return s.written(status, said, value)
}

func mediaSchema(s *service, said map[string]any) any {
	_, media := s.schemas.JSONMedia(said["content"])
	return media["schema"]
}

// refuse answers a request that breaks the contract, as the document has it.
func (s *service) refuse(_ *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	var texts []string
	inPath := false
	for _, b := range breaches {
		texts = append(texts, b.At+": "+b.Message)
		inPath = inPath || strings.HasPrefix(b.At, "path ")
	}
	statuses := []string{"400", "422"}
	if inPath {
		statuses = []string{"404", "400", "422"}
	}
	otherwise := http.StatusBadRequest
	if media := r.HTTP.Header.Get("Content-Type"); len(r.Body) > 0 && media != "" && !strings.Contains(media, "json") {
		statuses, otherwise = append([]string{"415"}, statuses...), http.StatusUnsupportedMediaType
	}
	return s.refused(r.Operation, strings.Join(texts, ". "), otherwise, statuses...)
}

func (s *service) noRoute(_ *simulator.Env, allowed []string) simulator.Response {
	status, header := http.StatusNotFound, http.Header{"Content-Type": {"application/problem+json"}}
	if len(allowed) > 0 {
		status = http.StatusMethodNotAllowed
		header.Set("Allow", strings.Join(allowed, ", "))
	}
	return simulator.Response{Status: status, Header: header, Body: fmt.Appendf(nil, `{"title":%q,"status":%d}`, http.StatusText(status), status)}
}

// careless is the answer of a server that does not look.
func (s *service) careless(r *simulator.Request) simulator.Response {
	status, said := s.success(r.Operation)
	return s.written(status, said, s.body(said))
}
