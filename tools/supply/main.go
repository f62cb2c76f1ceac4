// Command supply judges what Plumbline is built from: the licences of all modules,
// and what is known of vulnerabilities in them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	root := flag.String("root", "..", "folder of the module")
	update := flag.Bool("update", false, "write docs/licences.md and the saved list of modules anew")
	flag.Parse()
	err := errors.Join(licences(*root, *update), vulnerabilities(*root, *update))
	if err != nil {
		fmt.Fprintln(os.Stderr, "supply:", err)
		os.Exit(1)
	}
}

// module is one of the modules that go.mod requires.
type module struct {
	Path, Version, Dir string
	Main               bool
	linked             bool // into the binary
}

// modules lists what go.mod requires, in its order by name.
func modules(root string) ([]module, error) {
	linked, err := output(root, "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/plumbline")
	if err != nil {
		return nil, err
	}
	into := map[string]bool{}
	for path := range strings.Lines(string(linked)) {
		into[strings.TrimSpace(path)] = true
	}
	required, err := output(root, "go", "mod", "edit", "-json")
	if err != nil {
		return nil, err
	}
	var file struct{ Require []module }
	if err := json.Unmarshal(required, &file); err != nil {
		return nil, err
	}
	var list []module
	for _, r := range file.Require {
		text, err := output(root, "go", "mod", "download", "-json", r.Path+"@"+r.Version)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &r); err != nil {
			return nil, err
		}
		r.linked = into[r.Path]
		list = append(list, r)
	}
	return list, nil
}

func output(folder, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args, " "), err, &complaint)
	}
	return out, nil
}

// said compares a file with what it should hold, or writes it.
func said(name, text string, update bool) error {
	if update {
		return os.WriteFile(name, []byte(text), 0o644)
	}
	held, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if string(held) != text {
		return fmt.Errorf("%s is not what the modules say: make supply-update, and look at what changed", name)
	}
	return nil
}

// database is where govulncheck asks.
const database = "https://vuln.go.dev/index/db.json"

// vulnerabilities runs govulncheck where its database can be reached. Elsewhere it
// compares the modules with those of the last time that it could be, or that a person
// looked through them, and says that this is no check.
func vulnerabilities(root string, update bool) error {
	if reached("-sSfm", "20", "-o", os.DevNull, database) {
		cmd := exec.Command("go", "run", "golang.org/x/vuln/cmd/govulncheck@v1.1.4", "./...")
		cmd.Dir, cmd.Stdout, cmd.Stderr = root, os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("govulncheck: %w", err)
		}
		if update {
			return saved(root, "govulncheck found nothing on "+time.Now().UTC().Format(time.DateOnly), true)
		}
		return nil
	}
	fmt.Println("****************************************************************")
	fmt.Println("SKIPPED: govulncheck. Its database, vuln.go.dev, can't be reached")
	fmt.Println("from here. The modules are only compared with the saved list.")
	fmt.Println("****************************************************************")
	return saved(root, "", update)
}

// reached tells whether curl gets an answer, by the proxies of the environment.
func reached(args ...string) bool { return exec.Command("curl", args...).Run() == nil }

// saved compares the modules with the saved list, below its first line, which says
// what was known of them.
func saved(root, known string, update bool) error {
	name := filepath.Join(root, "tools", "supply", "modules.txt")
	list, err := modules(root)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "%s %s\n", m.Path, m.Version)
	}
	if known == "" {
		known = "not checked by govulncheck: the database could not be reached when this list was saved"
	}
	if update {
		return os.WriteFile(name, []byte("# "+known+"\n"+b.String()), 0o644)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	held, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	first, rest, _ := strings.Cut(string(held), "\n")
	fmt.Println("The saved list:", strings.TrimPrefix(first, "# "))
	if rest != b.String() {
		return fmt.Errorf("%s is not what go.mod requires: check the new modules, then make supply-update", name)
	}
	return nil
}
