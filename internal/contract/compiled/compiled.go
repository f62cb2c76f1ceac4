// Package compiled checks requests with JSON schemas that are compiled once
// from a contract. It is what the simulator validates with; the judge has a
// validator of its own.
package compiled

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
)

// resource is the name under which the contract is known to the compiler.
const resource = "contract:openapi.json"

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
	parameters []parameter
	body       *requestBody // nil where the contract says nothing of a body
}

type requestBody struct {
	pointer  string
	required bool
	media    map[string]*jsonschema.Schema // by media type; nil, as a whole or for one, where nothing is said
}

type parameter struct {
	pointer  string
	name, in string
	required bool
	numeric  bool
	integer  bool // and no other number
	boolean  bool
	schema   *jsonschema.Schema
}

// Compile prepares the checks of every operation. What the pointers in without
// name is left out, as if the contract did not have it.
func Compile(c *contract.Contract, without []string) (*Schemas, error) {
	k := newCompiler(without)
	if err := k.schemas.AddResource(resource, k.omitted.from(c.Tree())); err != nil {
		return nil, fmt.Errorf("compiled: %w", err)
	}
	s := &Schemas{operations: map[string]*operation{}}
	for _, op := range c.Operations {
		o, err := k.operation(op)
		if err != nil {
			return nil, fmt.Errorf("compiled: %s: %w", op.ID, err)
		}
		s.operations[op.ID] = o
	}
	return s, nil
}

type compiler struct {
	schemas *jsonschema.Compiler
	omitted omitted
}

func newCompiler(without []string) *compiler {
	k := &compiler{jsonschema.NewCompiler(), without}
	k.schemas.DefaultDraft(jsonschema.Draft2020)
	k.schemas.RegisterFormat(&jsonschema.Format{Name: "int32", Validate: fits(32)})
	k.schemas.RegisterFormat(&jsonschema.Format{Name: "int64", Validate: fits(64)})
	k.schemas.RegisterFormat(&jsonschema.Format{Name: "date-time", Validate: instant})
	k.schemas.AssertFormat()
	return k
}

// compile returns nil for a schema that is left out.
func (k *compiler) compile(pointer string) (*jsonschema.Schema, error) {
	if k.omitted.covers(pointer) {
		return nil, nil
	}
	return k.schemas.Compile(resource + "#" + fragment(pointer))
}

func (k *compiler) operation(op *contract.Operation) (*operation, error) {
	o := &operation{}
	if k.omitted.covers(op.Pointer()) {
		return o, nil
	}
	for i, ref := range op.Parameters {
		listed, declared := op.ParameterPointers(i)
		if k.omitted.covers(listed) || k.omitted.covers(declared) {
			continue
		}
		p, err := k.parameter(ref.Value, declared)
		if err != nil {
			return nil, err
		}
		o.parameters = append(o.parameters, p)
	}
	var err error
	o.body, err = k.body(op)
	return o, err
}

func (k *compiler) parameter(p *openapi3.Parameter, pointer string) (parameter, error) {
	out := parameter{
		pointer: pointer, name: p.Name, in: p.In,
		required: p.Required && !k.omitted.covers(pointer+"/required"),
	}
	if types := p.Schema.Value.Type; types != nil {
		out.numeric = types.Includes("integer") || types.Includes("number")
		out.integer = !types.Includes("number")
		out.boolean = types.Includes("boolean")
	}
	schema, err := k.compile(pointer + "/schema")
	out.schema = schema
	return out, err
}

func (k *compiler) body(op *contract.Operation) (*requestBody, error) {
	ref, listed := op.Operation.RequestBody, op.Pointer()+"/requestBody"
	if ref == nil {
		return nil, nil
	}
	pointer := cmp.Or(strings.TrimPrefix(ref.Ref, "#"), listed)
	if k.omitted.covers(listed) || k.omitted.covers(pointer) {
		return nil, nil
	}
	out := &requestBody{pointer: pointer, required: ref.Value.Required && !k.omitted.covers(pointer+"/required")}
	if k.omitted.covers(pointer + "/content") {
		return out, nil
	}
	out.media = map[string]*jsonschema.Schema{}
	for name := range ref.Value.Content {
		schema, err := k.compile(pointer + contract.Pointer("content", name, "schema"))
		if err != nil {
			return nil, err
		}
		out.media[name] = schema
	}
	return out, nil
}

// Check returns every breach of the operation's contract, in a stable order:
// parameters as they are declared, then the body.
func (s *Schemas) Check(id string, in Input) []contract.Breach {
	_, breaches := s.CheckDecoded(id, in)
	return breaches
}

// CheckDecoded is Check, and returns the decoded JSON of the body beside: as
// maps, slices, texts, booleans and json.Number; nil where there is none.
func (s *Schemas) CheckDecoded(id string, in Input) (body any, breaches []contract.Breach) {
	o := s.operations[id]
	if o == nil {
		return nil, []contract.Breach{{At: "request", Message: "no such operation"}}
	}
	for i := range o.parameters {
		breaches = append(breaches, o.parameters[i].check(in)...)
	}
	if o.body != nil {
		var found []contract.Breach
		body, found = o.body.check(in)
		breaches = append(breaches, found...)
	}
	return body, breaches
}

func (p *parameter) check(in Input) []contract.Breach {
	value, found := p.value(in)
	at := p.in + " " + p.name
	if !found {
		if p.required {
			return []contract.Breach{{Pointer: p.pointer + "/required", At: at, Message: "is missing"}}
		}
		return nil
	}
	if p.schema == nil {
		return nil
	}
	return breachesOf(p.schema.Validate(p.typed(value)), at)
}

func (p *parameter) value(in Input) (string, bool) {
	var values []string
	switch p.in {
	case "path":
		value, found := in.Path[p.name]
		return value, found
	case "query":
		values = in.Query[p.name]
	case "header":
		values = http.Header(in.Header).Values(p.name)
	}
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

// typed turns the text of a parameter into the JSON value it stands for, where
// it is one of the parameter's type; otherwise the text fails that type. A whole
// number is written in digits: a parameter is text, and 7.0 is one of JSON's
// spellings of 7.
func (p *parameter) typed(text string) any {
	if p.numeric {
		if number, ok := jsonNumber(text); ok && !(p.integer && strings.ContainsAny(text, ".eE")) {
			return number
		}
	}
	if p.boolean && (text == "true" || text == "false") {
		return text == "true"
	}
	return text
}

func (b *requestBody) check(in Input) (body any, breaches []contract.Breach) {
	if len(in.Body) == 0 {
		if b.required {
			return nil, []contract.Breach{{Pointer: b.pointer + "/required", At: "body", Message: "is missing"}}
		}
		return nil, nil
	}
	if b.media == nil {
		return nil, nil
	}
	schema, pointer, breaches := b.schemaFor(in.ContentType)
	if len(breaches) > 0 {
		return nil, breaches
	}
	value, err := decode(in.Body)
	if err != nil {
		return nil, []contract.Breach{notJSON(pointer, err)}
	}
	if schema == nil {
		return value, nil
	}
	return value, breachesOf(schema.Validate(value), "")
}

// schemaFor returns the schema of a media type, nil where nothing is said of it,
// and the pointer to the media type.
func (b *requestBody) schemaFor(contentType string) (schema *jsonschema.Schema, pointer string, breaches []contract.Breach) {
	contentType, _, _ = strings.Cut(contentType, ";")
	contentType = strings.ToLower(strings.TrimSpace(contentType))
	schema, known := b.media[contentType]
	if !known {
		breaches = []contract.Breach{{Pointer: b.pointer + "/content", At: "header Content-Type", Message: brief(fmt.Sprintf("is %q", contentType))}}
	}
	return schema, b.pointer + contract.Pointer("content", contentType), breaches
}

func notJSON(pointer string, err error) contract.Breach {
	return contract.Breach{Pointer: pointer, At: "body", Message: "is not JSON: " + brief(malformed(err)), SecondValue: errors.Is(err, errSecondValue)}
}

// malformed says where a body stops to be JSON, without the words of Go's decoder:
// vendors repeat it.
func malformed(err error) string {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "a member is there twice"
	case errors.As(err, &syntax) && strings.Contains(syntax.Error(), "UTF-8"): // the decoder has no error of its own for it
		return fmt.Sprintf("a text is not UTF-8 behind byte %d", syntax.ByteOffset)
	case errors.As(err, &syntax):
		return fmt.Sprintf("it breaks off, or goes wrong, behind byte %d", syntax.ByteOffset)
	}
	return err.Error()
}
