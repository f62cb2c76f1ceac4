package openapi_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/examples/shapes"
	"github.com/plumbline-api/plumbline/report"
)

// TestShapes judges servers that keep to their documents, which were there before
// this package: nothing may fail.
func TestShapes(t *testing.T) {
	for name, test := range map[string]struct {
		folder, file string
		server       http.Handler
		profile      conformance.Profile
		passed       int // rules, at least
	}{
		"plain CRUD, 3.0 in JSON": {"crud", "openapi.json", shapes.CRUD(), conformance.Profile{}, 30},
		"nested, with pages and a file more": {"nested", "openapi.yaml", shapes.Nested(), conformance.Profile{
			Credentials: map[string]conformance.Secret{"key": {Value: shapes.NestedKey}},
		}, 45},
		"refuses with 200, by the document alone": {"envelope", "openapi.yaml", shapes.Envelope(), conformance.Profile{}, 5},
		"refuses with 200, with a profile": {"envelope", "openapi.yaml", shapes.Envelope(), conformance.Profile{
			Refusal: &conformance.Refusal{At: "/ok", Is: false},
			Values: map[string]map[string]any{
				"parcelGet":    {"query parcel": "{parcelCreate/parcel/number}"},
				"parcelCancel": {"/parcel": "{parcelCreate/parcel/number}"},
			},
		}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			v := vendor(t, shapes.Documents, test.folder+"/"+test.file, nil)
			at := httptest.NewServer(test.server)
			defer at.Close()
			profile := test.profile
			profile.Vendor, profile.Target = v.Book.Vendor, at.URL
			got, err := conformance.Run(context.Background(), v, conformance.Options{Profile: &profile, RandomSeed: 3})
			if err != nil {
				t.Fatal(err)
			}
			tell(t, got, test.passed)
		})
	}
}

func vendor(t *testing.T, files fs.FS, document string, features fs.FS) *conformance.Vendor {
	t.Helper()
	d, err := openapi.Read(files, document)
	if err != nil {
		t.Fatal(err)
	}
	v, err := openapi.New(d, features)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// tell complains of failures and of too few rules that passed, and logs what is
// open.
func tell(t *testing.T, v report.Vendor, passed int) {
	t.Helper()
	if v.Unreachable != "" {
		t.Fatal(v.Unreachable)
	}
	count := map[report.Verdict]int{}
	for _, r := range v.Rules {
		count[r.Verdict]++
		switch r.Verdict {
		case report.Fail, report.Error:
			for _, c := range r.Cases {
				if c.Verdict == r.Verdict {
					t.Errorf("%s: %s: %s %v", r.ID, c.Name, c.Reason, c.Mismatches)
				}
			}
		case report.Inconclusive, report.Warning:
			t.Logf("%s: %s: %s", r.Verdict, r.ID, r.Reason)
		}
	}
	t.Logf("%v, %d requests", count, v.Requests)
	if count[report.Pass] < passed {
		t.Errorf("%d rules passed, want %d at least", count[report.Pass], passed)
	}
}
