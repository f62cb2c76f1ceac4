package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-api/plumbline/contract"
)

// The limits that RFC 8259 leaves to whoever reads JSON. Arithmetic is exact,
// and a number such as 1e999999 takes a megabyte each time it is compared.
const (
	maxDepth    = 512  // of arrays and objects in each other
	maxDigits   = 1000 // characters of a number
	maxExponent = 1000
)

// exactlyOneJSON decodes a body, numbers kept as they are, or tells what is
// wrong with it unless it is one JSON value in valid UTF-8, without a byte
// order mark, with no member named twice and nothing behind it.
func exactlyOneJSON(body []byte) (value any, wrong string) {
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return nil, "begins with a byte order mark"
	}
	if bytes.HasPrefix(body, []byte{0xff, 0xfe}) || bytes.HasPrefix(body, []byte{0xfe, 0xff}) || len(body) > 1 && (body[0] == 0) != (body[1] == 0) {
		return nil, "is UTF-16, and JSON is UTF-8"
	}
	if !utf8.Valid(body) {
		return nil, "is not valid UTF-8"
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	value, err := read(dec, 0)
	if err != nil {
		return nil, brief("is not JSON: " + err.Error())
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, "goes on behind its JSON value"
	}
	return value, ""
}

// read decodes one value and complains of a member that is named twice.
func read(dec *json.Decoder, depth int) (any, error) {
	token, err := dec.Token()
	if err == io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	if number, ok := token.(json.Number); ok && !manageable(number.String()) {
		return nil, fmt.Errorf("a number has more than %d digits or an exponent beyond %d", maxDigits, maxExponent)
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth++; depth > maxDepth {
		return nil, fmt.Errorf("it nests more than %d deep", maxDepth)
	}
	if delim == '{' {
		return readObject(dec, depth)
	}
	return readArray(dec, depth)
}

func readArray(dec *json.Decoder, depth int) (any, error) {
	array := []any{}
	for dec.More() {
		element, err := read(dec, depth)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	_, err := dec.Token()
	return array, err
}

func readObject(dec *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		if _, there := object[name]; there {
			return nil, fmt.Errorf("member %q is there twice", name)
		}
		if object[name], err = read(dec, depth); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return object, err
}

// manageable tells whether exact arithmetic on a number is affordable.
func manageable(number string) bool {
	if len(number) > maxDigits {
		return false
	}
	i := strings.IndexAny(number, "eE")
	if i < 0 {
		return true
	}
	exponent, err := strconv.Atoi(number[i+1:])
	return err == nil && -maxExponent <= exponent && exponent <= maxExponent
}

// shape is a schema and where it is.
type shape struct {
	schema  map[string]any
	pointer string
}

// shapes lists the schemas that hold or may hold for a value: the one named,
// behind its references, and the branches of its combinations.
func (j *judging) shapes(node any, pointer string) []shape {
	return j.gather(nil, node, pointer)
}

func (j *judging) gather(found []shape, node any, pointer string) []shape {
	schema, at := j.follow(node)
	if at != "" {
		pointer = at
	}
	if schema == nil || slices.ContainsFunc(found, func(s shape) bool { return s.pointer == pointer }) {
		return found
	}
	found = append(found, shape{schema, pointer})
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		branches, _ := schema[keyword].([]any)
		for i, branch := range branches {
			found = j.gather(found, branch, pointer+contract.Pointer(keyword, strconv.Itoa(i)))
		}
	}
	for _, keyword := range []string{"then", "else"} {
		if schema[keyword] != nil {
			found = j.gather(found, schema[keyword], pointer+"/"+keyword)
		}
	}
	return found
}

// schemaAt follows a path in the body from its schema to the one that the
// place belongs to, and returns its pointer. Where the way is lost it returns
// the last pointer that was certain.
func (j *judging) schemaAt(pointer string, path []string) string {
	node, err := j.contract.Resolve(pointer)
	if err != nil {
		return pointer
	}
	shapes := j.shapes(node, pointer)
	for _, segment := range path {
		next := j.below(shapes, segment)
		if len(next) == 0 {
			break
		}
		shapes = next
	}
	if len(shapes) == 0 {
		return pointer
	}
	return shapes[0].pointer
}

// below lists the schemas of a member or an element.
func (j *judging) below(shapes []shape, segment string) []shape {
	_, notElement := strconv.Atoi(segment)
	var found []shape
	for _, s := range shapes {
		properties, _ := s.schema["properties"].(map[string]any)
		switch {
		case properties[segment] != nil:
			found = j.gather(found, properties[segment], s.pointer+contract.Pointer("properties", segment))
		case notElement == nil && s.schema["items"] != nil:
			found = j.gather(found, s.schema["items"], s.pointer+"/items")
		case s.schema["additionalProperties"] != nil:
			found = j.gather(found, s.schema["additionalProperties"], s.pointer+"/additionalProperties")
		}
	}
	return found
}

// mostNotes is how many undocumented members of one body are named. Others are
// counted: each that is named is compared with all others later on.
const mostNotes = 100

// undocumented notes the members that the contract does not have.
func (j *judging) undocumented(schema string, value any) []contract.Finding {
	node, err := j.contract.Resolve(schema)
	if err != nil {
		return nil
	}
	notes := noted{}
	j.visit(j.shapes(node, schema), nil, value, &notes)
	if notes.more > 0 {
		last := notes.list[len(notes.list)-1]
		last.Message = fmt.Sprintf("%d more undocumented members", notes.more)
		notes.list = append(notes.list, last)
	}
	return notes.list
}

// noted is what was noted of a body so far.
type noted struct {
	list []contract.Finding
	more int
}

func (j *judging) visit(shapes []shape, path []string, value any, notes *noted) {
	if len(shapes) == 0 {
		return
	}
	down := func(segment string, child any) {
		j.visit(j.below(shapes, segment), append(path[:len(path):len(path)], segment), child, notes)
	}
	switch value := value.(type) {
	case map[string]any:
		whole := closed(shapes)
		for _, name := range sortedKeys(value) {
			if whole && !documented(shapes, name) {
				if len(notes.list) == mostNotes {
					notes.more++
					continue // below a schema that is closed nothing speaks of it
				}
				notes.list = append(notes.list, contract.Finding{
					Pointer: shapes[0].pointer, At: path, Note: true,
					Message: "undocumented member " + contract.Pointer(append(path[:len(path):len(path)], name)...),
				})
			}
			down(name, value[name])
		}
	case []any:
		for i, element := range value {
			down(strconv.Itoa(i), element)
		}
	}
}

// closed tells whether the schemas name members and do not speak of others.
func closed(shapes []shape) bool {
	named := false
	for _, s := range shapes {
		if other, there := s.schema["additionalProperties"]; there && other != false {
			return false
		}
		named = named || s.schema["properties"] != nil
	}
	return named
}

func documented(shapes []shape, name string) bool {
	return slices.ContainsFunc(shapes, func(s shape) bool {
		properties, _ := s.schema["properties"].(map[string]any)
		_, there := properties[name]
		return there
	})
}
