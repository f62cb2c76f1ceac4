// Package compiled checks requests with JSON schemas that are compiled once
// from a contract. It is what the simulator validates with; the judge has a
// validator of its own.
package compiled

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// resource is the name under which the contract is known to the compiler.
const resource = "contract:openapi.json"

// Breach is one way in which a request departs from the contract.
type Breach struct {
	Pointer string // JSON pointer into the contract of the broken keyword
	At      string // where: a JSON pointer into the body, or "path NAME", "query NAME", "header NAME", "body"
	Message string
}

// Input is a request as the checks see it.
type Input struct {
	Path        map[string]string // unescaped path parameters
	Query       map[string][]string
	Header      map[string][]string // canonical names
	ContentType string
	Body        []byte
}

// Schemas holds the compiled schemas of one contract.
type Schemas struct {
	operations map[string]*operation
}

type operation struct {
	pointer      string // of the operation
	parameters   []parameter
	bodyRequired bool
	hasBody      bool
	media        []media
}

type parameter struct {
	pointer  string
	name, in string
	required bool
	numeric  bool
	boolean  bool
	schema   *jsonschema.Schema
}

type media struct {
	contentType string
	schema      *jsonschema.Schema
}

// Compile prepares the checks of every operation. What the pointers in without
// name is left out, as if the contract did not have it.
func Compile(c *contract.Contract, without []string) (*Schemas, error) {
	tree := c.Tree()
	for _, pointer := range without {
		remove(tree, pointer)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource(resource, tree); err != nil {
		return nil, fmt.Errorf("compiled: %w", err)
	}
	s := &Schemas{operations: map[string]*operation{}}
	for _, op := range c.Operations {
		o, err := compileOperation(compiler, op, without)
		if err != nil {
			return nil, fmt.Errorf("compiled: %s: %w", op.ID, err)
		}
		s.operations[op.ID] = o
	}
	return s, nil
}

func compileOperation(compiler *jsonschema.Compiler, op *contract.Operation, without []string) (*operation, error) {
	o := &operation{pointer: contract.Pointer("paths", op.Path, strings.ToLower(op.Method))}
	for i, ref := range op.Parameters {
		p, err := compileParameter(compiler, op, i, ref, without)
		if err != nil {
			return nil, err
		}
		o.parameters = append(o.parameters, p)
	}
	if op.Operation.RequestBody == nil {
		return o, nil
	}
	pointer := o.pointer + "/requestBody"
	if ref := op.Operation.RequestBody.Ref; ref != "" {
		pointer = strings.TrimPrefix(ref, "#")
	}
	body := op.Operation.RequestBody.Value
	o.hasBody = true
	o.bodyRequired = body.Required && !slices.Contains(without, pointer+"/required")
	for name := range body.Content {
		schema, err := compiler.Compile(resource + "#" + fragment(pointer+contract.Pointer("content", name, "schema")))
		if err != nil {
			return nil, err
		}
		o.media = append(o.media, media{name, schema})
	}
	return o, nil
}

func compileParameter(compiler *jsonschema.Compiler, op *contract.Operation, i int, ref *openapi3.ParameterRef, without []string) (parameter, error) {
	p := ref.Value
	pointer := parameterPointer(op, i, ref)
	out := parameter{
		pointer: pointer, name: p.Name, in: p.In,
		required: p.Required && !slices.Contains(without, pointer+"/required"),
	}
	if types := p.Schema.Value.Type; types != nil {
		out.numeric = types.Includes("integer") || types.Includes("number")
		out.boolean = types.Includes("boolean")
	}
	schema, err := compiler.Compile(resource + "#" + fragment(pointer+"/schema"))
	out.schema = schema
	return out, err
}

// parameterPointer tells where parameter i of an operation is declared: behind
// a reference, with the path, or with the operation.
func parameterPointer(op *contract.Operation, i int, ref *openapi3.ParameterRef) string {
	if ref.Ref != "" {
		return strings.TrimPrefix(ref.Ref, "#")
	}
	ofPath := len(op.Parameters) - len(op.Operation.Parameters)
	if i < ofPath {
		return contract.Pointer("paths", op.Path, "parameters", strconv.Itoa(i))
	}
	return contract.Pointer("paths", op.Path, strings.ToLower(op.Method), "parameters", strconv.Itoa(i-ofPath))
}

// Check returns every breach of the operation's contract, in a stable order:
// parameters as they are declared, then the body.
func (s *Schemas) Check(id string, in Input) []Breach {
	o := s.operations[id]
	if o == nil {
		return []Breach{{At: "request", Message: "no such operation"}}
	}
	var breaches []Breach
	for i := range o.parameters {
		breaches = append(breaches, o.parameters[i].check(in)...)
	}
	if o.hasBody {
		breaches = append(breaches, o.checkBody(in)...)
	}
	return breaches
}

func (p *parameter) check(in Input) []Breach {
	value, found := p.value(in)
	at := p.in + " " + p.name
	if !found {
		if p.required {
			return []Breach{{Pointer: p.pointer + "/required", At: at, Message: "is missing"}}
		}
		return nil
	}
	err := p.schema.Validate(p.typed(value))
	return breachesOf(err, at)
}

func (p *parameter) value(in Input) (string, bool) {
	switch p.in {
	case "path":
		value, found := in.Path[p.name]
		return value, found
	case "query":
		values := in.Query[p.name]
		if len(values) == 0 {
			return "", false
		}
		return values[0], true
	case "header":
		for name, values := range in.Header {
			if strings.EqualFold(name, p.name) && len(values) > 0 {
				return values[0], true
			}
		}
	}
	return "", false
}

// typed turns the text of a parameter into the JSON value it stands for, where
// it is one of the parameter's type; otherwise the text fails that type.
func (p *parameter) typed(text string) any {
	if p.numeric {
		if number, ok := jsonNumber(text); ok {
			return number
		}
	}
	if p.boolean && (text == "true" || text == "false") {
		return text == "true"
	}
	return text
}

func (o *operation) checkBody(in Input) []Breach {
	pointer := o.pointer + "/requestBody"
	if len(in.Body) == 0 {
		if o.bodyRequired {
			return []Breach{{Pointer: pointer + "/required", At: "body", Message: "is missing"}}
		}
		return nil
	}
	contentType, _, _ := strings.Cut(in.ContentType, ";")
	contentType = strings.ToLower(strings.TrimSpace(contentType))
	for _, m := range o.media {
		if m.contentType != contentType {
			continue
		}
		value, err := decode(in.Body)
		if err != nil {
			return []Breach{{Pointer: pointer + contract.Pointer("content", m.contentType), At: "body", Message: "is not JSON: " + err.Error()}}
		}
		return breachesOf(m.schema.Validate(value), "")
	}
	return []Breach{{Pointer: pointer + "/content", At: "header Content-Type", Message: fmt.Sprintf("is %q", contentType)}}
}

// decode reads exactly one JSON value: invalid UTF-8, a member named twice and
// anything behind the value are errors, which encoding/json lets pass.
func decode(body []byte) (any, error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(body))
	if _, err := dec.ReadValue(); err != nil {
		return nil, err
	}
	if _, err := dec.ReadToken(); err != io.EOF {
		return nil, fmt.Errorf("something follows the value")
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(body))
}
