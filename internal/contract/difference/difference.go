// Package difference compares a contract of ours with an OpenAPI document of the
// vendor's own. It is the only package that imports oasdiff.
package difference

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/plumbline-api/plumbline/specs"
)

// Difference is one thing that the vendor's document has otherwise.
type Difference struct {
	Breaking  bool     `json:"breaking"` // a caller that keeps to our contract may be refused, or may not understand the response
	Method    string   `json:"method"`
	Path      string   `json:"path"`
	Operation string   `json:"operation"`        // our operationId; empty where we do not have the operation
	Text      string   `json:"text"`             // what is otherwise
	Rules     []string `json:"rules"`            // IDs of the rules that are about the member which differs
	Of        int      `json:"rulesOfOperation"` // how many rules the operation has
}

// Compare returns what theirs has otherwise than the book's contract, what breaks
// callers first. References out of the document are not followed.
func Compare(book specs.Book, theirs []byte, name string) (found []Difference, err error) {
	defer func() {
		if p := recover(); p != nil { // the libraries are not made for documents that mean harm
			found, err = nil, fmt.Errorf("%s: it can't be compared: %v", name, p)
		}
	}()
	ours, err := read(book.OpenAPI, book.Vendor)
	if err != nil {
		return nil, err
	}
	other, err := read(theirs, name)
	if err != nil {
		return nil, fmt.Errorf("%s: it is no OpenAPI document of version 3: %w", name, err)
	}
	between, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), ours, other)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	words := checker.NewDefaultLocalizer()
	for _, change := range checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), between, sources, checker.INFO) {
		d := Difference{
			Breaking: change.IsBreaking(), Method: change.GetOperation(), Path: change.GetPath(), Text: change.GetUncolorizedText(words),
		}
		if d.Operation = operationID(ours.Spec, d.Method, d.Path); d.Operation != "" {
			d.concern(book, change.GetArgs())
		}
		found = append(found, d)
	}
	slices.SortStableFunc(found, compare)
	return found, nil
}

func compare(a, b Difference) int {
	if a.Breaking != b.Breaking {
		if a.Breaking {
			return -1
		}
		return 1
	}
	return strings.Compare(a.Path+" "+a.Method+" "+a.Text, b.Path+" "+b.Method+" "+b.Text)
}

func read(text []byte, name string) (*load.SpecInfo, error) {
	loader := openapi3.NewLoader()
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, at *url.URL) ([]byte, error) {
		return nil, fmt.Errorf("%s is another document, which is not read; bundle them into one", at)
	}
	spec, err := load.NewSpecInfoFromData(loader, text, name)
	if err == nil && !strings.HasPrefix(spec.Spec.OpenAPI, "3.") {
		return nil, fmt.Errorf("its member openapi is %q", spec.Spec.OpenAPI)
	}
	return spec, err
}

func operationID(spec *openapi3.T, method, path string) string {
	item := spec.Paths.Find(path)
	if item == nil {
		return ""
	}
	if operation := item.GetOperation(method); operation != nil {
		return operation.OperationID
	}
	return ""
}

// concern finds the rules of the operation, and among them those whose schema
// places end in a name that the difference speaks of.
func (d *Difference) concern(book specs.Book, args []any) {
	var names []string
	for _, arg := range args {
		for name := range strings.FieldsFuncSeq(fmt.Sprint(arg), func(c rune) bool { return strings.ContainsRune("/'\" ,", c) }) {
			names = append(names, name)
		}
	}
	for _, r := range book.Rules {
		if !slices.Contains(r.Operations, d.Operation) {
			continue
		}
		d.Of++
		if slices.ContainsFunc(r.Schema, func(pointer string) bool {
			return slices.ContainsFunc(names, func(name string) bool { return leadsTo(pointer, name) })
		}) {
			d.Rules = append(d.Rules, r.ID)
		}
	}
}

// leadsTo tells whether a pointer leads to or into a member of that name.
func leadsTo(pointer, name string) bool {
	return strings.HasSuffix(pointer, "/properties/"+name) || strings.Contains(pointer, "/properties/"+name+"/")
}
