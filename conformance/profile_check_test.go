package conformance

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/target"
)

// TestCheckOfAProfileOnlyReads lets a check try to write: the request does not
// leave, whatever a vendor's check does.
func TestCheckOfAProfileOnlyReads(t *testing.T) {
	v := toyVendor()
	prepare := v.Prepare
	v.Prepare = func(p *Profile) (*Plan, error) {
		plan, err := prepare(p)
		plan.Checks = []Check{
			{Item: "credentials.user", Run: func(ctx context.Context, s *target.Session) error { return put(ctx, s) }},
			{Item: "fixtures.a-fixture[0]", Run: func(ctx context.Context, s *target.Session) error {
				_, err := toyRead(ctx, s, "a")
				return err
			}},
			{Item: "fixtures.a-fixture[1]", Run: func(context.Context, *target.Session) error {
				return errors.New("it is gone: name another")
			}},
			{Item: "fixtures.a-fixture[2]", Run: func(context.Context, *target.Session) error {
				return &target.Inconclusive{Reason: "its state is not told"}
			}},
		}
		return plan, err
	}
	written := 0
	server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
		if r.Method != http.MethodGet {
			written++
		}
		return nil
	}}
	p := &Profile{
		Vendor: "toy", Target: "http://toy.test", Credentials: map[string]Secret{"user": {Env: "A"}, "password": {Env: "B"}},
		Fixtures: map[string][]map[string]any{"a-fixture": {{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}}},
	}
	found, err := CheckProfile(t.Context(), v, toyOptions(server, Options{Profile: p}), false)
	if err != nil {
		t.Fatal(err)
	}
	if written != 0 {
		t.Errorf("%d requests were written", written)
	}
	want := []struct {
		item     string
		standing Standing
		text     string
		access   bool
	}{
		{"target", Good, "", true},
		{"credentials.user", Bad, "putThing may change something", true},
		{"fixtures.a-fixture[0]", Good, "", false},
		{"fixtures.a-fixture[1]", Bad, "name another", false},
		{"fixtures.a-fixture[2]", Untried, "its state is not told", false},
		{"credentials.password", Untried, "no call tells of it alone", false},
		{"fixtures.a-fixture[3]", Untried, "no call tells of it alone", false},
	}
	if len(found) != len(want) {
		t.Fatalf("found %+v", found)
	}
	for i, w := range want {
		if got := found[i]; got.Item != w.item || got.Standing != w.standing || got.Access != w.access || !strings.Contains(got.Text, w.text) {
			t.Errorf("found %+v, want %+v", got, w)
		}
	}
}

func put(ctx context.Context, s *target.Session) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, s.Base()+"things/1", strings.NewReader(`{"name":"toys"}`))
	if err != nil {
		return err
	}
	_, err = s.Send(ctx, req)
	return err
}

func TestOfflineCheckSendsNothing(t *testing.T) {
	server := &toyServer{}
	p := &Profile{Vendor: "toy", Target: "http://toy.test", Credentials: map[string]Secret{"user": {Env: "A"}}}
	found, err := CheckProfile(t.Context(), toyVendor(), toyOptions(server, Options{Profile: p}), true)
	if err != nil || server.requests != 0 || len(found) != 1 || found[0].Standing != Untried {
		t.Errorf("%v, %d requests, %+v", err, server.requests, found)
	}
}
