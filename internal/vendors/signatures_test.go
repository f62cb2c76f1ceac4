package vendors

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestPublicSignaturesAreForAll looks for types of internal packages in what the
// public packages export: who builds a vendor in a module of his own can't name
// them.
func TestPublicSignaturesAreForAll(t *testing.T) {
	exports := exportData(t)
	look := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file, found := exports[path]
		if !found {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(file)
	})
	seen := 0
	for path := range exports {
		if !strings.HasPrefix(path+"/", module) || slices.Contains(strings.Split(path, "/"), "internal") {
			continue
		}
		pkg, err := look.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		for _, found := range internalTypes(pkg) {
			t.Errorf("%s: %s", strings.TrimPrefix(path, module), found)
		}
	}
	if seen < 20 {
		t.Errorf("%d public packages were looked at", seen)
	}
}

// exportData builds all packages and returns where the compiler left what each
// exports.
func exportData(t *testing.T) map[string]string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-export", "-json=ImportPath,Export,Name", "./...")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ ImportPath, Export, Name string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return files
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Export != "" && p.Name != "main" {
			files[p.ImportPath] = p.Export
		}
	}
}

// internalTypes lists the exported things of a package that name a type of an
// internal package.
func internalTypes(pkg *types.Package) []string {
	var found []string
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		w := signatures{of: pkg, seen: map[types.Type]bool{}}
		w.object(name, o)
		found = append(found, w.found...)
	}
	return found
}

// signatures walks the types that users of one exported thing meet.
type signatures struct {
	of    *types.Package
	seen  map[types.Type]bool
	found []string
}

func (w *signatures) object(place string, o types.Object) {
	named, isType := o.Type().(*types.Named)
	if _, declares := o.(*types.TypeName); !declares || !isType {
		w.look(place, o.Type())
		return
	}
	w.look(place, named.Underlying())
	for m := range named.Methods() {
		if m.Exported() {
			w.look(place+"."+m.Name(), m.Type())
		}
	}
}

func (w *signatures) look(place string, t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		w.look(place, types.Unalias(t))
	case *types.Named:
		w.named(place, t)
	case *types.Pointer:
		w.look(place, t.Elem())
	case *types.Slice:
		w.look(place, t.Elem())
	case *types.Array:
		w.look(place, t.Elem())
	case *types.Chan:
		w.look(place, t.Elem())
	case *types.Map:
		w.look(place, t.Key())
		w.look(place, t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			w.look(place, v.Type())
		}
	case *types.Signature:
		w.look(place, t.Params())
		w.look(place, t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				w.look(place+"."+f.Name(), f.Type())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			if m.Exported() {
				w.look(place+"."+m.Name(), m.Type())
			}
		}
	}
}

func (w *signatures) named(place string, t *types.Named) {
	for a := range t.TypeArgs().Types() {
		w.look(place, a)
	}
	pkg := t.Obj().Pkg()
	if pkg == nil || !strings.HasPrefix(pkg.Path()+"/", module) {
		return
	}
	if slices.Contains(strings.Split(pkg.Path(), "/"), "internal") {
		w.found = append(w.found, place+" has "+strings.TrimPrefix(pkg.Path(), module)+"."+t.Obj().Name())
		return
	}
	if pkg == w.of && !t.Obj().Exported() && !w.seen[t] {
		w.seen[t] = true
		w.object(place, t.Obj())
	}
}
