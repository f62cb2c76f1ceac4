package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// maxDepth is how deeply a body may nest.
const maxDepth = 512

// exactlyOneJSON returns a finding unless the body is one JSON value in valid
// UTF-8, without a byte order mark, with no member named twice and nothing
// behind it. Bodies of another media type are none of its business.
func exactlyOneJSON(pointer string, header http.Header, body []byte) *Finding {
	if !isJSON(mediaType(header)) {
		return nil
	}
	complain := func(message string) *Finding { return &Finding{Pointer: pointer, Message: "the body " + message} }
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return complain("begins with a byte order mark")
	}
	if !utf8.Valid(body) {
		return complain("is not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := walk(dec, 0); err != nil {
		return complain("is not JSON: " + err.Error())
	}
	if _, err := dec.Token(); err != io.EOF {
		return complain("goes on behind its JSON value")
	}
	return nil
}

// walk reads one value and complains of a member that is named twice.
func walk(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("it nests more than %d deep", maxDepth)
	}
	token, err := dec.Token()
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	names := map[string]bool{}
	for dec.More() {
		if delim == '{' {
			name, err := dec.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			if names[text] {
				return fmt.Errorf("member %q is there twice", text)
			}
			names[text] = true
		}
		if err := walk(dec, depth+1); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// schemaAt follows a path in the body from the schema of a response to the one
// that the place belongs to, through references, properties and items, and
// returns its pointer. Where the way is lost, behind an anyOf say, it returns
// the last pointer that was certain.
func (j *Judge) schemaAt(response string, path []string) string {
	schema, pointer := j.responseSchema(response)
	if schema == nil {
		return response
	}
	for _, segment := range path {
		next, nextPointer := j.below(schema, pointer, segment)
		if next == nil {
			return pointer
		}
		schema, pointer = next, nextPointer
	}
	return pointer
}

// responseSchema finds the JSON schema of a response, which may be a reference.
func (j *Judge) responseSchema(pointer string) (map[string]any, string) {
	node, err := j.contract.Resolve(pointer)
	if err != nil {
		return nil, pointer
	}
	response, at := j.follow(node)
	if at != "" {
		pointer = at
	}
	content, _ := response["content"].(map[string]any)
	for _, name := range sortedKeys(content) {
		media, _ := content[name].(map[string]any)
		if isJSON(name) && media["schema"] != nil {
			return j.enter(media["schema"], pointer+contract.Pointer("content", name, "schema"))
		}
	}
	return nil, pointer
}

// enter follows a schema that is a reference.
func (j *Judge) enter(node any, pointer string) (map[string]any, string) {
	schema, at := j.follow(node)
	if at != "" {
		pointer = at
	}
	return schema, pointer
}

func (j *Judge) below(schema map[string]any, pointer, segment string) (map[string]any, string) {
	if properties, ok := schema["properties"].(map[string]any); ok && properties[segment] != nil {
		return j.enter(properties[segment], pointer+contract.Pointer("properties", segment))
	}
	if _, err := strconv.Atoi(segment); err == nil && schema["items"] != nil {
		return j.enter(schema["items"], pointer+"/items")
	}
	return nil, pointer
}

// visit calls fn for every value of a decoded body, with its path.
func visit(value any, path []string, fn func(path []string, value any)) {
	fn(path, value)
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			visit(member, append(path[:len(path):len(path)], name), fn)
		}
	case []any:
		for i, element := range value {
			visit(element, append(path[:len(path):len(path)], strconv.Itoa(i)), fn)
		}
	}
}

func decode(header http.Header, body []byte) any {
	if !isJSON(mediaType(header)) {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if dec.Decode(&value) != nil {
		return nil
	}
	return value
}

// exactNumbers compares the numbers that a float64 cannot hold with their
// bounds, which the validator does after rounding them.
func (j *Judge) exactNumbers(response string, header http.Header, body []byte) []Finding {
	var findings []Finding
	visit(decode(header, body), nil, func(path []string, value any) {
		number, ok := value.(json.Number)
		if !ok || len(number) < 16 {
			return // shorter ones are exact, or rounded far from any bound
		}
		exact, ok := new(big.Rat).SetString(number.String())
		if !ok {
			return
		}
		pointer := j.schemaAt(response, path)
		node, err := j.contract.Resolve(pointer)
		if err != nil {
			return
		}
		schema, _ := node.(map[string]any)
		if message := outOfBounds(exact, schema); message != "" {
			findings = append(findings, Finding{Pointer: pointer, At: path, Message: contract.Pointer(path...) + " " + message})
		}
	})
	return findings
}

func outOfBounds(exact *big.Rat, schema map[string]any) string {
	for keyword, wrong := range map[string]func(order int) bool{
		"minimum":          func(order int) bool { return order < 0 },
		"maximum":          func(order int) bool { return order > 0 },
		"exclusiveMinimum": func(order int) bool { return order <= 0 },
		"exclusiveMaximum": func(order int) bool { return order >= 0 },
	} {
		bound, ok := schema[keyword].(json.Number)
		if !ok {
			continue
		}
		if limit, ok := new(big.Rat).SetString(bound.String()); ok && wrong(exact.Cmp(limit)) {
			return fmt.Sprintf("breaks %s %s", keyword, bound)
		}
	}
	return ""
}

// undocumented notes the members that the contract does not have.
func (j *Judge) undocumented(response string, header http.Header, body []byte) []Finding {
	var findings []Finding
	visit(decode(header, body), nil, func(path []string, value any) {
		object, ok := value.(map[string]any)
		if !ok {
			return
		}
		pointer := j.schemaAt(response, path)
		node, err := j.contract.Resolve(pointer)
		if err != nil {
			return
		}
		schema, _ := node.(map[string]any)
		properties, ok := schema["properties"].(map[string]any)
		if !ok {
			return
		}
		for _, name := range sortedKeys(object) {
			if properties[name] == nil {
				findings = append(findings, Finding{
					Pointer: pointer, At: path, Note: true,
					Message: "undocumented member " + contract.Pointer(append(path[:len(path):len(path)], name)...),
				})
			}
		}
	})
	return findings
}
