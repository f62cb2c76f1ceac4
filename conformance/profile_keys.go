package conformance

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// key is one member of a profile, as the fields of its types describe it.
type key struct {
	name  string // in YAML
	field int    // of the Go type
	typ   reflect.Type
	tag   reflect.StructTag
}

// keysOf lists the members that a type of the profile has, in their order.
func keysOf(t reflect.Type) []key {
	var list []key
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "" {
			list = append(list, key{name, i, f.Type, f.Tag})
		}
	}
	return list
}

// checkKeys complains of the first member that a profile does not have, and
// notes the lines of those that it has.
func checkKeys(node ast.Node, t reflect.Type, place string, lines map[string]int) error {
	if anchor, ok := node.(*ast.AnchorNode); ok {
		node = anchor.Value
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for _, value := range membersOf(node) {
		name := value.Key.String()
		where := strings.TrimPrefix(place+"."+name, ".")
		line := value.Key.GetToken().Position.Line
		below, err := keyType(t, name)
		if err != nil {
			return fmt.Errorf("line %d: unknown key %q; %w", line, where, err)
		}
		lines[where] = line
		if below == nil {
			continue
		}
		if err := checkKeys(value.Value, below, where, lines); err != nil {
			return err
		}
	}
	return nil
}

// membersOf returns the members of a mapping; other nodes have none.
func membersOf(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// keyType returns the type of a member; it is nil where anything may stand
// there. The error of an unknown one lists those that are known.
func keyType(t reflect.Type, name string) (reflect.Type, error) {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), nil // whether the vendor defines the name is looked at later
	case reflect.Struct:
		known := keysOf(t)
		if i := slices.IndexFunc(known, func(k key) bool { return k.name == name }); i >= 0 {
			return known[i].typ, nil
		}
		var names []string
		for _, k := range known {
			names = append(names, k.name)
		}
		return nil, fmt.Errorf("known here: %s", strings.Join(names, ", "))
	}
	return nil, nil
}
