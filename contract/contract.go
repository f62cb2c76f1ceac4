// Package contract loads an OpenAPI document and indexes its operations. It is
// the one thing that the simulator and the judge share about a contract;
// each validates with a package of its own below this one.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"
)

// Contract is one loaded OpenAPI document.
type Contract struct {
	Document   *openapi3.T
	Operations []*Operation // in the order of path, then method
	tree       any          // the document as decoded JSON, references unresolved
}

// Operation is one operation of a contract.
type Operation struct {
	ID         string
	Method     string // upper case
	Path       string // the template, such as /{tenantId}/order
	Operation  *openapi3.Operation
	Parameters openapi3.Parameters // of the path and of the operation
	segments   []string
}

// Load reads an OpenAPI document as YAML or JSON and checks that it is valid,
// its examples included.
func Load(document []byte) (*Contract, error) {
	// As JSON the document is parsed once and not by the loader again.
	asJSON, err := yaml.YAMLToJSON(document)
	if err != nil {
		return nil, fmt.Errorf("contract: decode: %w", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(asJSON)
	if err != nil {
		return nil, fmt.Errorf("contract: load: %w", err)
	}
	tree, err := decode(asJSON)
	if err != nil {
		return nil, err
	}
	c := &Contract{Document: doc, tree: tree}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			c.Operations = append(c.Operations, &Operation{
				ID: op.OperationID, Method: method, Path: path, Operation: op,
				Parameters: append(append(openapi3.Parameters{}, item.Parameters...), op.Parameters...),
				segments:   strings.Split(strings.TrimPrefix(path, "/"), "/"),
			})
		}
	}
	sort.Slice(c.Operations, func(i, j int) bool {
		a, b := c.Operations[i], c.Operations[j]
		return a.Path < b.Path || a.Path == b.Path && a.Method < b.Method
	})
	if len(c.Operations) == 0 {
		return nil, fmt.Errorf("contract: the document has no operations")
	}
	for _, op := range c.Operations {
		if err := op.supported(); err != nil {
			return nil, fmt.Errorf("contract: %s %s: %w", op.Method, op.Path, err)
		}
		if c.Operation(op.ID) != op {
			return nil, fmt.Errorf("contract: operationId %s is there twice", op.ID)
		}
	}
	return c, nil
}

// supported refuses what would silently be left unchecked.
func (o *Operation) supported() error {
	if o.ID == "" {
		return fmt.Errorf("no operationId")
	}
	for _, segment := range o.segments {
		if _, isParam := parameterName(segment); !isParam && strings.ContainsAny(segment, "{}") {
			return fmt.Errorf("a parameter must be a whole segment, not part of %q", segment)
		}
	}
	for _, p := range o.Parameters {
		if p.Value.Schema == nil {
			return fmt.Errorf("parameter %s has no schema", p.Value.Name)
		}
	}
	return nil
}

// Pointer returns the JSON pointer of the operation in the document.
func (o *Operation) Pointer() string {
	return Pointer("paths", o.Path, strings.ToLower(o.Method))
}

// ParameterPointers tell where parameter i is listed, with the path or with
// the operation, and where it is declared, which may be behind a reference.
func (o *Operation) ParameterPointers(i int) (listed, declared string) {
	ofPath := len(o.Parameters) - len(o.Operation.Parameters)
	if i < ofPath {
		listed = Pointer("paths", o.Path, "parameters", strconv.Itoa(i))
	} else {
		listed = o.Pointer() + Pointer("parameters", strconv.Itoa(i-ofPath))
	}
	if ref := o.Parameters[i].Ref; ref != "" {
		return listed, strings.TrimPrefix(ref, "#")
	}
	return listed, listed
}

// Validate checks the document against the OpenAPI schema and every example
// in it against its own schema. It costs more than loading, so it is apart.
func (c *Contract) Validate(ctx context.Context) error {
	if err := c.Document.Validate(ctx, openapi3.EnableExamplesValidation()); err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	return nil
}

// decode decodes JSON with numbers kept exact.
func decode(asJSON []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(asJSON))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("contract: decode: %w", err)
	}
	return tree, nil
}

// Operation returns the operation of that ID, or nil.
func (c *Contract) Operation(id string) *Operation {
	for _, op := range c.Operations {
		if op.ID == id {
			return op
		}
	}
	return nil
}

// Match finds the operation of a request. The path is the escaped path below
// the contract's root. Where no path template fits, op is nil and allowed is
// empty; where one fits and the method does not, op is nil and allowed lists
// the methods that do. A literal segment is preferred to a parameter. Dot
// segments match nothing, since clients and proxies take them out of paths.
func (c *Contract) Match(method, escapedPath string) (op *Operation, params map[string]string, allowed []string) {
	segments := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	literals := -1
	for _, candidate := range c.Operations {
		values, n, ok := candidate.match(segments)
		if !ok {
			continue
		}
		if !slices.Contains(allowed, candidate.Method) {
			allowed = append(allowed, candidate.Method)
		}
		if candidate.Method == method && n > literals {
			op, params, literals = candidate, values, n
		}
	}
	return op, params, allowed
}

// match compares segment by segment; n counts the literal ones.
func (o *Operation) match(segments []string) (params map[string]string, n int, ok bool) {
	if len(segments) != len(o.segments) {
		return nil, 0, false
	}
	for i, want := range o.segments {
		got, err := url.PathUnescape(segments[i])
		if err != nil || got == "." || got == ".." {
			return nil, 0, false
		}
		if name, isParam := parameterName(want); isParam {
			if got == "" {
				return nil, 0, false
			}
			if params == nil {
				params = make(map[string]string, 4)
			}
			params[name] = got
			continue
		}
		if got != want {
			return nil, 0, false
		}
		n++
	}
	return params, n, true
}

func parameterName(segment string) (string, bool) {
	name, opened := strings.CutPrefix(segment, "{")
	name, closed := strings.CutSuffix(name, "}")
	return name, opened && closed && !strings.ContainsAny(name, "{}")
}

// Resolve returns the node of the document that a JSON pointer names, as
// decoded JSON; references are not followed.
func (c *Contract) Resolve(pointer string) (any, error) { return Find(c.tree, pointer) }

// Find returns the node of a decoded document that a JSON pointer names.
func Find(tree any, pointer string) (any, error) {
	if pointer != "" && pointer[0] != '/' {
		return nil, fmt.Errorf("contract: pointer %s: it does not begin with /", pointer)
	}
	node := tree
	for _, token := range Tokens(pointer) {
		next, err := child(node, token)
		if err != nil {
			return nil, fmt.Errorf("contract: pointer %s: %w", pointer, err)
		}
		node = next
	}
	return node, nil
}

// Basis returns where a place of the document comes from, which is the x-basis
// of the nearest node above it or at it: "supplement" or "assumed"; "documented"
// where none has one.
func (c *Contract) Basis(pointer string) string {
	basis := "documented"
	node := c.tree
	for _, token := range Tokens(pointer) {
		if object, ok := node.(map[string]any); ok {
			if own, ok := object["x-basis"].(string); ok {
				basis = own
			}
		}
		next, err := child(node, token)
		if err != nil {
			return basis
		}
		node = next
	}
	if object, ok := node.(map[string]any); ok {
		if own, ok := object["x-basis"].(string); ok {
			basis = own
		}
	}
	return basis
}

// Tree returns a deep copy of the document as decoded JSON.
func (c *Contract) Tree() any { return clone(c.tree) }

// Tokens splits a JSON pointer (RFC 6901) into its unescaped tokens.
func Tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, token := range tokens {
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return tokens
}

// Pointer joins tokens to a JSON pointer.
func Pointer(tokens ...string) string {
	var b strings.Builder
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

func child(node any, token string) (any, error) {
	switch node := node.(type) {
	case map[string]any:
		if next, ok := node[token]; ok {
			return next, nil
		}
		return nil, fmt.Errorf("no member %q", token)
	case []any:
		i, err := strconv.Atoi(token)
		if err != nil || i < 0 || i >= len(node) || strconv.Itoa(i) != token {
			return nil, fmt.Errorf("no element %q", token)
		}
		return node[i], nil
	}
	return nil, fmt.Errorf("nothing below %q", token)
}

func clone(node any) any {
	switch node := node.(type) {
	case map[string]any:
		out := make(map[string]any, len(node))
		for k, v := range node {
			out[k] = clone(v)
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, v := range node {
			out[i] = clone(v)
		}
		return out
	}
	return node
}
