package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
)

var update = flag.Bool("update", false, "write the files anew that are drawn from the code")

// TestProfileSchemaIsUpToDate holds docs/profile.schema.json to the code that it
// is drawn from.
func TestProfileSchemaIsUpToDate(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "profile.schema.json")
	want, err := conformance.ProfileSchema(judged())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: go test ./cmd/plumbline -run ProfileSchema -update writes it anew", file)
	}
}
