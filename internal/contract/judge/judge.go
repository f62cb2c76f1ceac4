// Package judge tells whether raw requests and responses keep to a contract.
// It is the only package that imports libopenapi and its validator, which take
// most of a cold build, and it adds what that validator lets pass: bodies that
// are empty, that are there where none may be, that are not exactly one JSON
// value, that name a member twice, and numbers beyond what a float64 holds.
package judge

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	verrors "github.com/pb33f/libopenapi-validator/errors"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// Finding is one way in which a message departs from its contract.
type Finding struct {
	Pointer string   // JSON pointer into the contract: of the response, or of the schema that the place belongs to
	At      []string // path of the place in the body; nil for the message as a whole
	Message string
	Note    bool // merely undocumented: no failure
}

// Judge judges by one contract. It is safe for concurrent use.
type Judge struct {
	contract  *contract.Contract
	validator validator.Validator
}

// New compiles the contract's schemas. The document is the one that c was
// loaded from.
func New(c *contract.Contract, document []byte) (*Judge, error) {
	doc, err := libopenapi.NewDocument(document)
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	v, errs := validator.NewValidator(doc, config.WithFormatAssertions(), config.WithoutSecurityValidation())
	if len(errs) > 0 {
		return nil, fmt.Errorf("judge: %w", errors.Join(errs...))
	}
	return &Judge{contract: c, validator: v}, nil
}

// Request judges a request whose path is below the contract's root. The body
// is that of the request, which may have been read.
func (j *Judge) Request(op *contract.Operation, r *http.Request, body []byte) []Finding {
	pointer := contract.Pointer("paths", op.Path, strings.ToLower(op.Method))
	if len(body) > 0 {
		if f := exactlyOneJSON(pointer+"/requestBody", r.Header, body); f != nil {
			return []Finding{*f}
		}
	}
	clone := r.Clone(r.Context())
	clone.Body, clone.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	_, found := j.validator.ValidateHttpRequestSync(clone)
	return j.findings(pointer, found)
}

// Response judges the answer to a request of an operation. The path is that of
// the request, below the contract's root.
func (j *Judge) Response(op *contract.Operation, path string, status int, header http.Header, body []byte) []Finding {
	responses := contract.Pointer("paths", op.Path, strings.ToLower(op.Method), "responses")
	key, response := j.response(op, status)
	if response == nil {
		return []Finding{{Pointer: responses, Message: fmt.Sprintf("the contract has no status %d for %s", status, op.ID)}}
	}
	pointer := responses + contract.Pointer(key)
	if done, findings := j.body(pointer, response, status, header, body); done {
		return findings
	}
	r := &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body))}
	request, err := http.NewRequest(op.Method, "http://target.invalid"+path, nil)
	if err != nil {
		return []Finding{{Pointer: pointer, Message: err.Error()}}
	}
	_, found := j.validator.ValidateHttpResponse(request, r)
	findings := j.findings(pointer, found)
	findings = append(findings, j.exactNumbers(pointer, header, body)...)
	return append(findings, j.undocumented(pointer, header, body)...)
}

// response finds the entry of a status: the status itself, its class, default.
func (j *Judge) response(op *contract.Operation, status int) (string, map[string]any) {
	for _, key := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		node, err := j.contract.Resolve(contract.Pointer("paths", op.Path, strings.ToLower(op.Method), "responses", key))
		if err == nil {
			response, _ := j.follow(node)
			return key, response
		}
	}
	return "", nil
}

// follow resolves a node that is a reference; pointer is where it led to.
func (j *Judge) follow(node any) (object map[string]any, pointer string) {
	object, _ = node.(map[string]any)
	for range 32 { // a chain of references longer than this is a circle
		ref, ok := object["$ref"].(string)
		if !ok {
			return object, pointer
		}
		pointer = strings.TrimPrefix(ref, "#")
		target, err := j.contract.Resolve(pointer)
		if err != nil {
			return nil, pointer
		}
		object, _ = target.(map[string]any)
	}
	return nil, pointer
}

// body settles what the validator gets wrong or does not look at. Done means
// that there is nothing left for it.
func (j *Judge) body(pointer string, response map[string]any, status int, header http.Header, body []byte) (done bool, findings []Finding) {
	content, _ := response["content"].(map[string]any)
	one := func(format string, args ...any) (bool, []Finding) {
		return true, []Finding{{Pointer: pointer, Message: fmt.Sprintf(format, args...)}}
	}
	if status == http.StatusNoContent && len(body) > 0 {
		return one("an answer 204 has a body of %d bytes", len(body))
	}
	if len(content) == 0 {
		return true, nil // nothing is said of the body
	}
	if len(body) == 0 {
		return one("the body is empty")
	}
	media, known := content[mediaType(header)].(map[string]any)
	if !known {
		return one("the content type is %q, documented: %s", header.Get("Content-Type"), strings.Join(sortedKeys(content), ", "))
	}
	schema, _ := j.follow(media["schema"])
	if !isJSON(mediaType(header)) {
		return true, plainText(pointer, schema, body)
	}
	if f := exactlyOneJSON(pointer, header, body); f != nil {
		return true, []Finding{*f}
	}
	if string(bytes.TrimSpace(body)) == "null" && !nullable(schema) {
		return one("the body is null")
	}
	return false, nil
}

// plainText judges the text forms of JSON's scalars; other text is free.
func plainText(pointer string, schema map[string]any, body []byte) []Finding {
	text := string(bytes.TrimSpace(body))
	if schema["type"] == "boolean" && text != "true" && text != "false" {
		return []Finding{{Pointer: pointer, Message: fmt.Sprintf("the body %.40q is neither true nor false", text)}}
	}
	return nil
}

func nullable(schema map[string]any) bool {
	switch t := schema["type"].(type) {
	case string:
		return t == "null"
	case []any:
		return slices.Contains(t, any("null"))
	}
	return true // a schema without a type says nothing of null here
}

// findings turns the validator's errors into ours, sorted, since their order
// changes from run to run.
func (j *Judge) findings(pointer string, found []*verrors.ValidationError) []Finding {
	var out []Finding
	for _, e := range found {
		if len(e.SchemaValidationErrors) == 0 {
			out = append(out, Finding{Pointer: pointer, Message: strings.TrimSpace(e.Message + ": " + e.Reason)})
			continue
		}
		for _, s := range e.SchemaValidationErrors {
			out = append(out, Finding{
				Pointer: j.schemaAt(pointer, s.InstancePath), At: s.InstancePath,
				Message: contract.Pointer(s.InstancePath...) + " " + s.Reason,
			})
		}
	}
	sort.Slice(out, func(a, b int) bool {
		return out[a].Message < out[b].Message || out[a].Message == out[b].Message && out[a].Pointer < out[b].Pointer
	})
	return slices.CompactFunc(out, func(a, b Finding) bool { return a.Message == b.Message && a.Pointer == b.Pointer })
}

func mediaType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return h.Get("Content-Type")
	}
	return t
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || strings.HasSuffix(mediaType, "+json")
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
