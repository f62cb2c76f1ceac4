package vendors

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryClientIsBounded reads the code for HTTP clients: each sends through
// target.Bounded, whose answers end, and follows no redirect. Where one does not,
// the reason stands here.
func TestEveryClientIsBounded(t *testing.T) {
	elsewhere := map[string]string{
		"simulator/start.go":             "to a simulator in the same process",
		"simulator/tracing/collector.go": "to the collector that the user names; 64 KiB are read of its answers",
	}
	seen := map[string]bool{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path) // both are below it
		if entry.IsDir() {
			switch name = filepath.ToSlash(name); {
			case name == "tools", name == "generated", name == "examples", name == "internal/strangers", entry.Name() == "testdata", strings.HasPrefix(name, ".") && name != ".":
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, fault := range unboundedClients(file) {
			if seen[filepath.ToSlash(name)] = true; elsewhere[filepath.ToSlash(name)] == "" {
				t.Errorf("%s: %s", name, fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range elsewhere {
		if !seen[name] {
			t.Errorf("%s has a reason and no client that needs it", name)
		}
	}
}

// unboundedClients lists what is wrong with the HTTP clients of a file.
func unboundedClients(file *ast.File) (faults []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if of, is := n.X.(*ast.Ident); is && of.Name == "http" {
				switch n.Sel.Name {
				case "DefaultClient", "DefaultTransport", "Get", "Post", "PostForm", "Head":
					faults = append(faults, "http."+n.Sel.Name+" reads without end and follows redirects")
				}
			}
		case *ast.CompositeLit:
			of, is := n.Type.(*ast.SelectorExpr)
			if !is || of.Sel.Name != "Client" {
				return true
			}
			if pkg, is := of.X.(*ast.Ident); !is || pkg.Name != "http" {
				return true
			}
			bounded, still := false, false
			for _, element := range n.Elts {
				field, _ := element.(*ast.KeyValueExpr)
				if field == nil {
					continue
				}
				key, _ := field.Key.(*ast.Ident)
				call, _ := field.Value.(*ast.CallExpr)
				still = still || key.Name == "CheckRedirect"
				if key.Name == "Transport" && call != nil {
					switch fun := call.Fun.(type) {
					case *ast.Ident:
						bounded = fun.Name == "Bounded"
					case *ast.SelectorExpr:
						bounded = fun.Sel.Name == "Bounded"
					}
				}
			}
			if !bounded || !still {
				faults = append(faults, "an http.Client whose transport is not target.Bounded, or that follows redirects")
			}
		}
		return true
	})
	return faults
}
