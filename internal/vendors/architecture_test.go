package vendors

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inCode is what docs/architecture.md sets in code.
var inCode = regexp.MustCompile("`([^`\n]+)`")

// TestArchitecturePageNamesWhatIsThere resolves every folder, file, function,
// type and variable that docs/architecture.md names: `simulator/fault/`,
// `simulator/path.go`, `simulator.Env.Emit`.
func TestArchitecturePageNamesWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	declared := declarations{root: root, known: map[string]map[string]bool{}}
	resolved := 0
	for _, match := range inCode.FindAllStringSubmatch(string(page), -1) {
		name := match[1]
		folder, symbol := splitName(name)
		switch {
		case strings.HasPrefix(name, "@"), isRule(name): // a tag, a rule
			continue
		case strings.HasSuffix(name, "/"), strings.HasSuffix(name, ".go"):
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				t.Errorf("`%s`: there is no such file or folder", name)
			}
		case symbol == "":
			t.Errorf("`%s` is neither a folder with its slash, nor a file, nor FOLDER.NAME", name)
		case !declared.in(t, folder)[symbol]:
			t.Errorf("`%s`: %s declares no %s", name, folder, symbol)
		}
		resolved++
	}
	if resolved < 40 {
		t.Errorf("only %d names were resolved", resolved)
	}
}

// isRule tells whether a text is the ID of a rule of one of the vendors.
func isRule(text string) bool {
	for _, vendor := range All() {
		for _, rule := range vendor.Book.Rules {
			if rule.ID == text {
				return true
			}
		}
	}
	return false
}

// splitName takes simulator/event.Sender.Send apart: the folder, and the name in
// it.
func splitName(name string) (folder, symbol string) {
	last := strings.LastIndexByte(name, '/') + 1
	inFolder, symbol, _ := strings.Cut(name[last:], ".")
	return name[:last] + inFolder, symbol
}

// declarations are the names that the packages declare: Name, and Type.Method.
type declarations struct {
	root  string
	known map[string]map[string]bool // by folder
}

func (d declarations) in(t *testing.T, folder string) map[string]bool {
	if names := d.known[folder]; names != nil {
		return names
	}
	names := map[string]bool{}
	d.known[folder] = names
	files, err := filepath.Glob(filepath.Join(d.root, filepath.FromSlash(folder), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			declare(names, decl)
		}
	}
	return names
}

func declare(names map[string]bool, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			name = receiver(d.Recv.List[0].Type) + "." + name
		}
		names[name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names[s.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range s.Names {
					names[name.Name] = true
				}
			}
		}
	}
}

func receiver(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// TestArchitecturePageTellsThePathInOrder holds that the page tells the stages of
// a request in the order in which ServeHTTP has them, and all of them.
func TestArchitecturePageTellsThePathInOrder(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(filepath.Join("..", "..", "simulator", "path.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(code), "ServeHTTP(w http.ResponseWriter")
	body, _, _ = strings.Cut(body, "\n}\n")
	var inOrder []string
	for _, m := range regexp.MustCompile(`\bc\.(\w+)\(`).FindAllStringSubmatch(body, -1) {
		if name := m[1]; name != "leave" && name != "settle" { // what is no stage of its own
			inOrder = append(inOrder, name)
		}
	}
	var told []string
	for _, m := range regexp.MustCompile("`simulator\\.call\\.(\\w+)`").FindAllStringSubmatch(string(page), -1) {
		told = append(told, m[1])
	}
	if got, want := strings.Join(told, " "), strings.Join(inOrder, " "); got != want || len(told) == 0 {
		t.Errorf("the page tells %s, and the code has %s", got, want)
	}
}
