// Command clients writes what the clients of other languages have of the control
// API: its types, and a method for each of its operations. The source is
// specs/control/openapi.yaml; what a person writes is built on top of it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	spec := flag.String("spec", "specs/control/openapi.yaml", "the contract of the control API")
	out := flag.String("out", "clients", "folder of the clients")
	flag.Parse()
	if err := generate(*spec, *out); err != nil {
		fmt.Fprintln(os.Stderr, "clients:", err)
		os.Exit(1)
	}
}

func generate(spec, out string) error {
	data, err := os.ReadFile(spec)
	if err != nil {
		return err
	}
	c, err := readContract(data)
	if err != nil {
		return fmt.Errorf("%s: %w", spec, err)
	}
	for name, text := range map[string]string{
		"python/src/plumbline_client/contract.py": python(c),
		"typescript/src/contract.ts":              typescript(c),
	} {
		if err := os.WriteFile(filepath.Join(out, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}
