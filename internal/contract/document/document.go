// Package document reads an OpenAPI document that anyone may have written, and
// brings it into the one form that Plumbline works on: OpenAPI 3.1, in one piece,
// every operation with an operationId. Citations lead back to file and line.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"github.com/oasdiff/yaml"

	"github.com/plumbline-api/plumbline/contract"
)

// Document is an OpenAPI document in one piece.
type Document struct {
	Name    string // of its file
	Title   string
	Version string
	Slug    string   // of the title, for the names of rules
	JSON    []byte   // OpenAPI 3.1 without references to other files
	LeftOut []string // what of it can't be judged, with the reasons
	Tree    any      // the same decoded, numbers as json.Number
	origin  map[string]place
	lines   map[string]map[string]int // by file, then by pointer
}

// place is where a node of the document in one piece comes from.
type place struct{ file, pointer string }

// Read reads a document as YAML or JSON, OpenAPI 3.0 or 3.1, with the files that
// it refers to.
func Read(files fs.FS, name string) (*Document, error) {
	r := &reader{files: files, trees: map[string]any{}, bundled: map[place]string{}, origin: map[string]place{}}
	tree, err := r.load(name)
	if err != nil {
		return nil, err
	}
	root, ok := tree.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is no OpenAPI document: it is not an object", name)
	}
	version, _ := root["openapi"].(string)
	switch {
	case root["swagger"] != nil:
		return nil, fmt.Errorf("%s is Swagger %v; convert it to OpenAPI 3, for example with: npx swagger2openapi %s", name, root["swagger"], name)
	case !strings.HasPrefix(version, "3.0") && !strings.HasPrefix(version, "3.1"):
		return nil, fmt.Errorf("%s: openapi is %q; 3.0 and 3.1 are read", name, version)
	}
	r.root, r.main = root, name
	if err := r.bundle(root, name, "", "", false); err != nil {
		return nil, err
	}
	if strings.HasPrefix(version, "3.0") {
		modernise(root, false)
	}
	root["openapi"] = "3.1.0"
	d := &Document{Name: name, Tree: root, origin: r.origin, lines: map[string]map[string]int{}}
	info, _ := root["info"].(map[string]any)
	d.Title, _ = info["title"].(string)
	d.Version = fmt.Sprint(info["version"])
	if d.Title == "" {
		d.Title = strings.TrimSuffix(path.Base(name), path.Ext(name))
	}
	d.Slug = Slug(d.Title)
	if d.Slug == "" {
		d.Slug = "api"
	}
	d.settleOperations(root)
	d.splitWriting(root)
	if d.JSON, err = json.Marshal(root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for file, text := range r.texts {
		d.lines[file] = linesOf(text)
	}
	if _, err := contract.Load(d.JSON); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "contract: "))
	}
	return d, nil
}

// Place tells where a place of the document in one piece was written; line is 0
// where that is not known.
func (d *Document) Place(pointer string) (file, at string, line int) {
	at = pointer
	file = d.Name
	// The nearest node above that came from another place tells the way.
	for above := pointer; ; above = above[:strings.LastIndexByte(above, '/')] {
		if from, moved := d.origin[above]; moved {
			file, at = from.file, from.pointer+pointer[len(above):]
			break
		}
		if above == "" {
			break
		}
	}
	for near := at; ; near = near[:strings.LastIndexByte(near, '/')] {
		if line = d.lines[file][near]; line > 0 || near == "" {
			return file, at, line
		}
	}
}

// Slug writes a name in small letters with hyphens: createOrder as create-order.
func Slug(name string) string {
	var b strings.Builder
	var last rune
	runes := []rune(name)
	for i, c := range runes {
		letter := c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c))
		begins := unicode.IsUpper(c) && (unicode.IsLower(last) || unicode.IsDigit(last) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(last))
		if (!letter || begins) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
		if letter {
			b.WriteRune(unicode.ToLower(c))
		}
		last = c
	}
	return strings.Trim(b.String(), "-")
}

// reader reads the files of a document.
type reader struct {
	files   fs.FS
	main    string
	root    map[string]any
	texts   map[string][]byte
	trees   map[string]any
	bundled map[place]string // where a schema of another file stands in this one
	origin  map[string]place
}

// mostOfDocument is how many bytes a file of a document has at most.
const mostOfDocument = 16 << 20

func (r *reader) load(name string) (any, error) {
	if tree, known := r.trees[name]; known {
		return tree, nil
	}
	text, err := fs.ReadFile(r.files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, err
	case len(text) > mostOfDocument:
		return nil, fmt.Errorf("%s is longer than %d bytes", name, mostOfDocument)
	}
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, fmt.Errorf("%s is neither YAML nor JSON: %w", name, err)
	}
	dec := json.NewDecoder(bytes.NewReader(asJSON))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if r.texts == nil {
		r.texts = map[string][]byte{}
	}
	r.texts[name], r.trees[name] = text, tree
	return tree, nil
}
