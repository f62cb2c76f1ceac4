package vendors

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/plumbline-api/plumbline/"

// listed is what `go list` tells of a package.
type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string // of all its imports
}

// packages lists those of the module below a folder, as built; tests may bring
// judge and judged together.
func packages(t *testing.T, pattern string) []listed {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", pattern)
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("go list %s: %v\n%s", pattern, err, failed.Stderr)
		}
		t.Fatal(err)
	}
	var list []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// below tells whether a package is one of the module's in that folder or below
// it, or of the module path that is named in full.
func below(importPath, folder string) bool {
	if !strings.Contains(folder, ".") {
		folder = module + folder
	}
	return importPath == folder || strings.HasPrefix(importPath, folder+"/")
}

// TestJudgeAndJudgedStayApart holds the rule of the design: they share the
// contract, its rules and the generated types, and nothing that decides.
func TestJudgeAndJudgedStayApart(t *testing.T) {
	const libopenapi = "github.com/pb33f"
	judge := []string{"conformance", "features", "target", "internal/contract/judge"}
	judged := []string{"simulator", "internal/contract/compiled"}
	all := slices.Concat(judge, judged, []string{"internal/vendors", "internal/cli", "cmd"})
	for _, test := range []struct {
		folder    string
		forbidden []string
	}{
		{"simulator", append(slices.Clone(judge), libopenapi, "internal/vendors", "internal/cli", "cmd")},
		{"internal/contract/compiled", append(slices.Clone(judge), libopenapi, "simulator")},
		{"conformance", append(slices.Clone(judged), "internal/vendors", "internal/cli", "cmd")},
		{"features", append(slices.Clone(judged), "conformance", "internal/vendors", "internal/cli", "cmd")},
		{"target", append(slices.Clone(judged), "conformance", "features", "internal/vendors", "internal/cli", "cmd")},
		{"internal/contract/judge", append(slices.Clone(judged), "conformance", "features", "target")},
		{"report", append(slices.Clone(all), libopenapi, "specs", "generated", "contract", "internal/contract")},
		{"specs", append(slices.Clone(all), libopenapi, "report")},
		{"generated", append(slices.Clone(all), libopenapi, "report")},
		{"contract", append(slices.Clone(all), libopenapi, "report", "specs", "internal")},
		{"internal/vendors", []string{"internal/cli", "cmd"}},
	} {
		t.Run(test.folder, func(t *testing.T) {
			list := packages(t, "./"+test.folder+"/...")
			if len(list) == 0 {
				t.Fatal("there is no such package: the test would hold nothing")
			}
			for _, p := range list {
				for _, dep := range p.Deps {
					for _, folder := range test.forbidden {
						if below(dep, folder) && !below(dep, test.folder) {
							t.Errorf("%s depends on %s", p.ImportPath, dep)
						}
					}
				}
			}
		})
	}
}

// TestTheRoomsOfTheSimulator holds their order: values below, which know no
// engine; the engine; and skins above, which the engine does not know, and which
// use of the simulator what anybody can.
func TestTheRoomsOfTheSimulator(t *testing.T) {
	const engine = module + "simulator"
	values := []string{engine + "/event", engine + "/fault", engine + "/journal", engine + "/latitude", engine + "/obligation"}
	skins := []string{engine + "/client", engine + "/console", engine + "/control", engine + "/pages"}
	layer := map[string]string{engine: "engine"}
	for _, p := range packages(t, "./simulator/...") {
		var forbidden []string
		switch {
		case slices.Contains(values, p.ImportPath):
			layer[p.ImportPath], forbidden = "value", append(slices.Clone(skins), engine)
		case p.ImportPath == engine:
			forbidden = skins
		case slices.Contains(skins, p.ImportPath):
			layer[p.ImportPath], forbidden = "skin", nil
		default:
			continue
		}
		t.Logf("%-6s %s", layer[p.ImportPath], p.ImportPath)
		for _, dep := range p.Deps {
			if slices.Contains(forbidden, dep) {
				t.Errorf("%s, a room of the %s layer, depends on %s", p.ImportPath, layer[p.ImportPath], dep)
			}
		}
		for _, dep := range p.Imports {
			known := dep == engine || slices.Contains(values, dep) || slices.Contains(skins, dep)
			if layer[p.ImportPath] == "skin" && below(dep, "simulator") && !known {
				t.Errorf("%s imports %s, which is an affair of the engine", p.ImportPath, dep)
			}
		}
	}
	if want := len(values) + len(skins) + 1; len(layer) != want {
		t.Errorf("%d rooms, want %d", len(layer), want)
	}
}

func TestLibopenapiStaysInOnePackage(t *testing.T) {
	holders := map[string]bool{}
	for _, p := range packages(t, "./...") {
		if slices.ContainsFunc(p.Imports, func(path string) bool { return strings.HasPrefix(path, "github.com/pb33f/") }) {
			holders[p.ImportPath] = true
		}
	}
	if len(holders) != 1 || !holders[module+"internal/contract/judge"] {
		t.Errorf("libopenapi is imported by %v; it takes most of a cold build and stays in one leaf package", holders)
	}
}

// TestVendorsStayApart keeps one vendor's folders from another's: a sixth is
// five folders and a line in the table.
func TestVendorsStayApart(t *testing.T) {
	for _, p := range packages(t, "./...") {
		for _, folder := range []string{"simulator", "features", "conformance", "specs", "generated"} {
			for _, own := range All().Names() {
				if !below(p.ImportPath, folder+"/"+own) {
					continue
				}
				for _, other := range All().Names() {
					for _, dep := range p.Deps {
						if other != own && strings.HasPrefix(dep, module) && strings.Contains(dep+"/", "/"+other+"/") {
							t.Errorf("%s depends on %s", p.ImportPath, dep)
						}
					}
				}
			}
		}
	}
}
