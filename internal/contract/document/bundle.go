package document

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// bundle resolves the references of a node of a file that lead to other files: a
// schema becomes a component, so that it may refer to itself, and all else is put
// where it is referred to. Pointer is where the node stands in the document in
// one piece.
func (r *reader) bundle(node any, file, pointer, key string, inSchema bool) error {
	switch node := node.(type) {
	case map[string]any:
		for _, name := range sorted(node) {
			if err := r.member(node, name, file, pointer, key, inSchema); err != nil {
				return err
			}
		}
	case []any:
		for i, value := range node {
			resolved, err := r.resolved(value, file, pointer+"/"+strconv.Itoa(i), key, inSchema)
			if err != nil {
				return err
			}
			node[i] = resolved
		}
	}
	return nil
}

// opaque are members whose value is no part of the document's own structure.
func opaque(name string, inSchema bool) bool {
	switch name {
	case "example", "default", "enum", "const":
		return true
	case "examples", "value":
		return inSchema
	}
	return strings.HasPrefix(name, "x-")
}

func (r *reader) member(node map[string]any, name, file, pointer, key string, inSchema bool) error {
	named := key == "properties" || key == "patternProperties" || key == "schemas" || key == "$defs" // whose members are names
	if !named && opaque(name, inSchema) {
		return nil
	}
	below := inSchema || name == "schema" || key == "schemas"
	resolved, err := r.resolved(node[name], file, pointer+contract.Pointer(name), name, below)
	if err != nil {
		return err
	}
	node[name] = resolved
	return nil
}

// resolved is a node with what its reference leads to, where that is another
// file.
func (r *reader) resolved(node any, file, pointer, key string, inSchema bool) (any, error) {
	object, _ := node.(map[string]any)
	ref, isRef := object["$ref"].(string)
	if !isRef {
		return node, r.bundle(node, file, pointer, key, inSchema)
	}
	to, err := target(file, ref)
	if err != nil {
		return nil, err
	}
	if to.file == r.main {
		return map[string]any{"$ref": "#" + to.pointer}, nil
	}
	tree, err := r.load(to.file)
	if err != nil {
		return nil, fmt.Errorf("%s, $ref %s: %w", file, ref, err)
	}
	found, err := contract.Find(tree, to.pointer)
	if err != nil {
		return nil, fmt.Errorf("%s, $ref %s: %w", file, ref, err)
	}
	if !inSchema {
		if strings.Count(pointer, "/") > 100 {
			return nil, fmt.Errorf("%s, $ref %s: the references go in a circle", file, ref)
		}
		copied := clone(found)
		r.origin[pointer] = to
		return r.resolved(copied, to.file, pointer, key, inSchema)
	}
	at, known := r.bundled[to]
	if !known {
		at = r.newSchema(to)
		r.bundled[to], r.origin[at] = at, to
		copied := clone(found)
		schemas := r.schemas()
		schemas[contract.Tokens(at)[2]] = copied
		again, err := r.resolved(copied, to.file, at, "", true)
		if err != nil {
			return nil, err
		}
		schemas[contract.Tokens(at)[2]] = again
	}
	return map[string]any{"$ref": "#" + at}, nil
}

// target reads a reference that stands in a file.
func target(file, ref string) (place, error) {
	name, pointer, _ := strings.Cut(ref, "#")
	if strings.Contains(name, "://") {
		return place{}, fmt.Errorf("%s, $ref %s: only local files are read; download it, and refer to the file", file, ref)
	}
	if name == "" {
		return place{file, pointer}, nil
	}
	return place{path.Join(path.Dir(file), name), pointer}, nil
}

func (r *reader) schemas() map[string]any {
	components, _ := r.root["components"].(map[string]any)
	if components == nil {
		components = map[string]any{}
		r.root["components"] = components
	}
	schemas, _ := components["schemas"].(map[string]any)
	if schemas == nil {
		schemas = map[string]any{}
		components["schemas"] = schemas
	}
	return schemas
}

// newSchema finds a name for a schema of another file.
func (r *reader) newSchema(of place) string {
	base := strings.TrimSuffix(path.Base(of.file), path.Ext(of.file))
	if tokens := contract.Tokens(of.pointer); len(tokens) > 0 {
		base = tokens[len(tokens)-1]
	}
	base = strings.Map(func(c rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_", c) {
			return c
		}
		return '_'
	}, base)
	name := base
	for i := 2; r.schemas()[name] != nil; i++ {
		name = base + strconv.Itoa(i)
	}
	return contract.Pointer("components", "schemas", name)
}

func sorted(m map[string]any) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func clone(node any) any {
	raw, err := json.Marshal(node)
	if err != nil {
		return node // what was decoded can be encoded
	}
	tree, err := decode(raw)
	if err != nil {
		return node
	}
	return tree
}
