package contractphase_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
	spec "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// TestHeadersAreVaried sends an order with each variant of its headers.
func TestHeadersAreVaried(t *testing.T) {
	c, err := contract.Load(spec.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	op := c.Operation("upsertOrder")
	list, err := contractphase.Headers(c, op)
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		class               specs.Class
		contentType, accept []string
	}
	want := []told{
		{"", []string{"application/json"}, []string{"application/json;q=0.9", "*/*;q=0.1"}},
		{"", []string{"application/json; charset=utf-8"}, nil},
		{"", []string{`Application/JSON; v="1"`}, nil},
		{specs.OtherMediaType, []string{"text/plain"}, nil},
		{specs.NoMediaType, nil, nil},
	}
	if len(list) != len(want) {
		t.Fatalf("%d variants, want %d", len(list), len(want))
	}
	for i, v := range list {
		call := contractphase.Call{Path: map[string]string{"tenantId": "1"}, Body: map[string]any{}, Header: http.Header{}}
		req, changed, err := v.Request(context.Background(), "http://localhost", op, &call)
		if err != nil || !changed {
			t.Fatalf("%s: changed %t, %v", v.Name, changed, err)
		}
		got := told{v.Class, req.Header["Content-Type"], req.Header["Accept"]}
		if got.class != want[i].class || !slices.Equal(got.contentType, want[i].contentType) || !slices.Equal(got.accept, want[i].accept) {
			t.Errorf("%s: %v, want %v", v.Name, got, want[i])
		}
		if v.Accepted != (v.Class == "") {
			t.Errorf("%s: accepted %t with the class %q", v.Name, v.Accepted, v.Class)
		}
	}
	reads, err := contractphase.Headers(c, c.Operation("getOrder"))
	if err != nil {
		t.Fatal(err)
	}
	if len(reads) != 1 {
		t.Errorf("a call without a body has %d variants of its headers, want that of Accept alone", len(reads))
	}
}
