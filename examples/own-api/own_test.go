package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/report"

	"example.com/own-api/server"
)

// judged judges the API with these faults by its document, and by the features
// where there are some.
func judged(t *testing.T, features fs.FS, faults ...string) report.Vendor {
	t.Helper()
	api, err := server.New(faults...)
	if err != nil {
		t.Fatal(err)
	}
	at := httptest.NewServer(api)
	defer at.Close()
	document, err := openapi.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	vendor, err := openapi.New(document, features)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := conformance.LoadProfile("profile.yaml", []*conformance.Vendor{vendor})
	if err != nil {
		t.Fatal(err)
	}
	profile.Target = at.URL
	result, err := conformance.Run(context.Background(), vendor, conformance.Options{Profile: profile, RandomSeed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if result.Unreachable != "" {
		t.Fatalf("%v: %s", faults, result.Unreachable)
	}
	return result
}

// failed lists the rules that failed, and those that ended in an error.
func failed(t *testing.T, v report.Vendor) []string {
	t.Helper()
	var ids []string
	for _, r := range v.Rules {
		switch r.Verdict {
		case report.Fail:
			ids = append(ids, strings.TrimPrefix(r.ID, "orders/"))
		case report.Error:
			t.Errorf("%s ended in an error: %s", r.ID, r.Reason)
		}
	}
	return ids
}

// missed are the faults that are not found, with the reason.
func missed(withFeatures bool) map[string]string {
	if withFeatures {
		return map[string]string{}
	}
	const words = "the document says it in words alone"
	return map[string]string{
		"adds-up-wrongly": words, "lists-oldest-first": words, "repeats-on-pages": words, "updates-confirmed-orders": words,
		"confirms-twice": words, "confirms-at-once": words, "cancels-confirmed-orders": words, "confirms-cancelled-orders": words,
		"takes-a-reference-twice": words, "shows-orders-of-others": words, "lists-orders-of-others": words, "never-ships": words,
	}
}

// TestFaults switches on one fault at a time. PLUMBLINE_TABLE=1 prints the table of
// docs/any-api.md.
func TestFaults(t *testing.T) {
	table := &strings.Builder{}
	fmt.Fprintln(table, "| fault | kind | from the document alone | with features |\n|---|---|---|---|")
	features := os.DirFS("features")
	for _, f := range []fs.FS{nil, features} {
		if wrong := failed(t, judged(t, f)); len(wrong) > 0 {
			t.Errorf("the API without faults: %v failed", wrong)
		}
	}
	count := map[string]int{}
	for _, f := range server.Faults() {
		t.Run(f.Name, func(t *testing.T) {
			row := fmt.Sprintf("| %s: %s | %s |", f.Name, f.Text, f.Kind)
			for i, with := range []fs.FS{nil, features} {
				found := failed(t, judged(t, with, f.Name))
				why, expected := missed(with != nil)[f.Name]
				switch {
				case len(found) == 0 && !expected:
					t.Errorf("not found, features %v", with != nil)
				case len(found) > 0 && expected:
					t.Errorf("found by %v, and listed as missed, features %v", found, with != nil)
				}
				if len(found) > 0 {
					count[fmt.Sprint(i, f.Kind)]++
					row += " " + strings.Join(found[:min(2, len(found))], ", ") + " |"
				} else {
					row += " missed: " + why + " |"
				}
			}
			fmt.Fprintln(table, row)
		})
	}
	t.Logf("found from the document alone: %d structural, %d of business or state; with features: %d and %d", count["0structural"], count["0business"], count["1structural"], count["1business"])
	if os.Getenv("PLUMBLINE_TABLE") != "" {
		fmt.Print(table)
	}
}
