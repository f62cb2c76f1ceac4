// Package judge tells whether raw requests and responses keep to a contract.
// It is the only package that imports libopenapi and its validator, which take
// most of a cold build, and it adds what that validator lets pass: bodies that
// are empty, that are there where none may be, that are null, that are not
// exactly one JSON value, that name a member twice, and numbers that a float64
// does not hold.
package judge

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	verrors "github.com/pb33f/libopenapi-validator/errors"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"

	"github.com/plumbline-api/plumbline/contract"
)

// Judge judges by one contract. It is safe for concurrent use.
//
// It hides what it is made of: a package that could see libopenapi's types
// through it would compile all their instances anew, in 14 s and 600 MB.
type Judge struct{ by judges }

type judges interface {
	request(op *contract.Operation, r *http.Request, body []byte) []contract.Finding
	answer(op *contract.Operation, path string, status int, header http.Header, body []byte) []contract.Finding
	responsePointer(op *contract.Operation, status int) (pointer, referred string)
}

// judging is what a Judge is made of.
type judging struct {
	contract  *contract.Contract
	document  *v3.Document
	validator validator.Validator
	exact     *exact

	// mu is held while judging: libopenapi writes to a schema when it renders
	// it, which any message may make it do.
	mu sync.Mutex
}

// New compiles the contract's schemas. The document is the one that c was
// loaded from.
func New(c *contract.Contract, document []byte) (*Judge, error) {
	doc, err := libopenapi.NewDocument(document)
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	model.Model.Servers = nil // paths come without what servers may put before them
	exact, err := newExact(c)
	if err != nil {
		return nil, err
	}
	return &Judge{&judging{
		contract: c,
		document: &model.Model,
		exact:    exact,
		validator: validator.NewValidatorFromV3Model(&model.Model,
			config.WithFormatAssertions(), config.WithoutSecurityValidation(),
			config.WithCustomFormat("int32", fits(32)), config.WithCustomFormat("int64", fits(64))),
	}}, nil
}

// Request judges a request whose path is below the contract's root. The body
// is that of the request, which may have been read.
func (j *Judge) Request(op *contract.Operation, r *http.Request, body []byte) []contract.Finding {
	return j.by.request(op, r, body)
}

// Response judges the answer to a request of an operation. The path is that of
// the request, below the contract's root.
func (j *Judge) Response(op *contract.Operation, path string, status int, header http.Header, body []byte) []contract.Finding {
	return j.by.answer(op, path, status, header, body)
}

// Lenient is Response but for one thing: a member that is null counts as absent
// where the contract has no null.
func (j *Judge) Lenient(op *contract.Operation, path string, status int, header http.Header, body []byte) []contract.Finding {
	findings := j.by.answer(op, path, status, header, body)
	if lean, less := withoutNulls(body, findings); less {
		return j.by.answer(op, path, status, header, lean)
	}
	return findings
}

// ResponsePointer tells where the contract describes an answer: the pointer of
// the response, and where its reference leads, if it is one. Both are empty for
// a status that the contract does not have.
func (j *Judge) ResponsePointer(op *contract.Operation, status int) (pointer, referred string) {
	return j.by.responsePointer(op, status)
}

func (j *judging) request(op *contract.Operation, r *http.Request, body []byte) []contract.Finding {
	j.mu.Lock()
	defer j.mu.Unlock()
	matched, params, _ := j.contract.Match(r.Method, r.URL.EscapedPath())
	if matched != op {
		return []contract.Finding{{Pointer: op.Pointer(), Message: "the request is not one of " + op.ID}}
	}
	r = r.Clone(r.Context())
	r.URL = rebuilt(op, params, r.URL.RawQuery)
	return sorted(append(j.parameters(op, r, params), j.requestBody(op, r, body)...))
}

// rebuilt writes an address as the validator expects it: it takes escapes of
// literal segments for other segments.
func rebuilt(op *contract.Operation, params map[string]string, query string) *url.URL {
	u := &url.URL{Path: op.Path, RawPath: op.Path, RawQuery: query}
	for name, value := range params {
		u.Path = strings.ReplaceAll(u.Path, "{"+name+"}", value)
		u.RawPath = strings.ReplaceAll(u.RawPath, "{"+name+"}", url.PathEscape(value))
	}
	return u
}

func (j *judging) parameters(op *contract.Operation, r *http.Request, params map[string]string) []contract.Finding {
	item := j.document.Paths.PathItems.GetOrZero(op.Path)
	v := j.validator.GetParameterValidator()
	_, found := v.ValidatePathParamsWithPathItem(r, item, op.Path)
	_, inQuery := v.ValidateQueryParamsWithPathItem(r, item, op.Path)
	_, inHeader := v.ValidateHeaderParamsWithPathItem(r, item, op.Path)
	found = append(append(found, inQuery...), inHeader...)

	var findings []contract.Finding
	wide := wideParameters(op, params, r.URL.Query())
	for _, e := range found {
		if _, isWide := wide[e.ParameterName]; !isWide {
			findings = append(findings, j.failures(op.Pointer(), "", []*verrors.ValidationError{e})...)
		}
	}
	for i, ref := range op.Parameters {
		if number, isWide := wide[ref.Value.Name]; isWide {
			_, pointer := op.ParameterPointers(i)
			for _, f := range j.exactly(pointer+"/schema", number) {
				f.Message = ref.Value.Name + ": " + f.Message
				findings = append(findings, f)
			}
		}
	}
	return findings
}

func (j *judging) requestBody(op *contract.Operation, r *http.Request, body []byte) []contract.Finding {
	pointer := op.Pointer() + "/requestBody"
	node, err := j.contract.Resolve(pointer)
	if err != nil {
		return nil // nothing is said of a body
	}
	declared, at := j.follow(node)
	pointer = cmp.Or(at, pointer)
	one := func(message string) []contract.Finding {
		return []contract.Finding{{Pointer: pointer, Message: message}}
	}
	if len(body) == 0 {
		if declared["required"] == true {
			return one("the body is empty")
		}
		return nil
	}
	content, _ := declared["content"].(map[string]any)
	media := mediaType(r.Header)
	if _, known := content[media]; !known {
		return one(contentTypeWrong(r.Header, content))
	}
	if !isJSON(media) {
		return nil
	}
	value, message := exactlyOneJSON(body)
	if message != "" {
		return one("the body " + message)
	}
	schema := pointer + contract.Pointer("content", media, "schema")
	if _, err := j.contract.Resolve(schema); err != nil {
		return nil
	}
	if inexact(value) || heavy(value, body) {
		return j.exactly(schema, value)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	_, found := j.validator.GetRequestBodyValidator().
		ValidateRequestBodyWithPathItem(r, j.document.Paths.PathItems.GetOrZero(op.Path), op.Path)
	return j.failures(pointer, schema, found)
}

func (j *judging) answer(op *contract.Operation, path string, status int, header http.Header, body []byte) []contract.Finding {
	j.mu.Lock()
	defer j.mu.Unlock()
	responses := op.Pointer() + "/responses"
	key, response, declared := j.response(op, status)
	if response == nil {
		return []contract.Finding{{Pointer: responses, Message: fmt.Sprintf("the contract has no status %d for %s", status, op.ID)}}
	}
	pointer := responses + contract.Pointer(key)
	if done, findings := j.body(pointer, response, status, header, body); done {
		return findings
	}
	value, message := exactlyOneJSON(body)
	if message != "" {
		return []contract.Finding{{Pointer: pointer, Message: "the body " + message}}
	}
	schema := declared + contract.Pointer("content", mediaType(header), "schema")
	if _, err := j.contract.Resolve(schema); err != nil {
		return nil
	}
	var findings []contract.Finding
	if inexact(value) || heavy(value, body) {
		findings = j.exactly(schema, value)
	} else {
		request := &http.Request{Method: op.Method, URL: &url.URL{Path: path}}
		answer := &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body))}
		_, found := j.validator.GetResponseBodyValidator().
			ValidateResponseBodyWithPathItem(request, answer, j.document.Paths.PathItems.GetOrZero(op.Path), op.Path)
		findings = j.failures(pointer, schema, found)
	}
	return sorted(append(findings, j.undocumented(schema, value)...))
}

// response finds the entry of a status: the status itself, its class, default.
// declared is where the entry, which may be a reference, leads to.
func (j *judging) response(op *contract.Operation, status int) (key string, response map[string]any, declared string) {
	for _, key := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		pointer := op.Pointer() + contract.Pointer("responses", key)
		if node, err := j.contract.Resolve(pointer); err == nil {
			response, at := j.follow(node)
			return key, response, cmp.Or(at, pointer)
		}
	}
	return "", nil, ""
}

// follow resolves a node that is a reference; pointer is where it led to.
func (j *judging) follow(node any) (object map[string]any, pointer string) {
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
func (j *judging) body(pointer string, response map[string]any, status int, header http.Header, body []byte) (done bool, findings []contract.Finding) {
	content, _ := response["content"].(map[string]any)
	one := func(message string) (bool, []contract.Finding) {
		return true, []contract.Finding{{Pointer: pointer, Message: message}}
	}
	if status == http.StatusNoContent && len(body) > 0 {
		return one(fmt.Sprintf("an answer 204 has a body of %d bytes", len(body)))
	}
	if len(content) == 0 {
		return true, nil // nothing is said of the body
	}
	media, known := content[mediaType(header)].(map[string]any)
	if _, anything := content["*/*"]; anything && (!known || len(body) == 0) {
		return true, nil // the contract leaves another body, or none, free
	}
	if len(body) == 0 {
		return one("the body is empty")
	}
	if !known {
		return one(contentTypeWrong(header, content))
	}
	if !isJSON(mediaType(header)) {
		schema, _ := j.follow(media["schema"])
		return true, plainText(pointer, schema, body)
	}
	return false, nil
}

// plainText judges the text forms of JSON's scalars; other text is free.
func plainText(pointer string, schema map[string]any, body []byte) []contract.Finding {
	text := string(bytes.TrimSpace(body))
	if schema["type"] == "boolean" && text != "true" && text != "false" {
		return []contract.Finding{{Pointer: pointer, Message: fmt.Sprintf("the body %.40q is neither true nor false", text)}}
	}
	return nil
}

// failures turns the validator's errors into findings; schema is where the
// schema of the body is.
func (j *judging) failures(pointer, schema string, found []*verrors.ValidationError) []contract.Finding {
	var out []contract.Finding
	for _, e := range found {
		failed := e.SchemaValidationErrors
		switch {
		case len(failed) == 0:
			out = append(out, contract.Finding{Pointer: pointer, Message: brief(e.Message + ": " + e.Reason)})
		case e.ParameterName == "" && failed[0].OriginalError != nil:
			out = append(out, j.leaves(schema, failed[0].OriginalError)...) // they all share it
		default:
			for _, s := range failed {
				out = append(out, contract.Finding{Pointer: pointer, Message: brief(cmp.Or(e.ParameterName, "the body") + ": " + s.Reason)})
			}
		}
	}
	return out
}

// sorted brings findings into a stable order, failures first, and leaves out
// repetitions; the validator's order changes from run to run.
func sorted(findings []contract.Finding) []contract.Finding {
	slices.SortFunc(findings, func(a, b contract.Finding) int {
		if a.Note != b.Note {
			if b.Note {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.Message, b.Message), strings.Compare(a.Pointer, b.Pointer))
	})
	return slices.CompactFunc(findings, func(a, b contract.Finding) bool { return a.Message == b.Message && a.Pointer == b.Pointer })
}

func contentTypeWrong(header http.Header, content map[string]any) string {
	return fmt.Sprintf("the content type is %.80q, documented: %s", header.Get("Content-Type"), strings.Join(sortedKeys(content), ", "))
}

func mediaType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
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
