package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// listed decodes what `plumbline rules` prints as JSON.
func listed(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	o := command(t, patience, append([]string{"rules", "--format", "json"}, args...)...)
	var list []map[string]any
	if err := json.Unmarshal([]byte(o.out), &list); err != nil || o.status != 0 || o.errors != "" {
		t.Fatalf("exit status %d, %v, %s", o.status, err, o.errors)
	}
	return list
}

// has wants exactly these keys.
func has(t *testing.T, object any, keys ...string) {
	t.Helper()
	members, _ := object.(map[string]any)
	got := slices.Sorted(maps.Keys(members))
	slices.Sort(keys)
	if !slices.Equal(got, keys) {
		t.Fatalf("members %q, want %q", got, keys)
	}
}

func TestRulesAsJSON(t *testing.T) {
	vendors := map[any]int{}
	seen := map[any]bool{}
	for _, r := range listed(t) {
		delete(r, "closed") // only where it is
		delete(r, "was")
		has(t, r, "id", "vendor", "operations", "binds", "level", "basis", "text", "source", "readings", "open", "free", "constraints", "settles")
		has(t, r["source"], "document", "place", "url", "date")
		for _, list := range []string{"operations", "readings", "constraints", "settles"} {
			if _, isArray := r[list].([]any); !isArray {
				t.Errorf("%v: %s is %v and no array", r["id"], list, r[list])
			}
		}
		for _, reading := range r["readings"].([]any) {
			has(t, reading, "name", "text")
		}
		if seen[r["id"]] {
			t.Errorf("%v is listed twice", r["id"])
		}
		seen[r["id"]] = true
		vendors[r["vendor"]]++
	}
	for _, vendor := range []string{"altazion", "akinon", "deliveryoptimizer", "bridge", "komet"} {
		if vendors[vendor] == 0 {
			t.Errorf("%s has no rules", vendor)
		}
		if alone := len(listed(t, vendor)); alone != vendors[vendor] {
			t.Errorf("%s alone has %d rules, %d among all", vendor, alone, vendors[vendor])
		}
	}
	if len(vendors) != 5 {
		t.Errorf("rules of %d vendors", len(vendors))
	}
}

// TestRegisterAsJSON counts the points that the issue and the list of the
// documents' unclear points number.
func TestRegisterAsJSON(t *testing.T) {
	want := map[any]int{"altazion": 24, "akinon": 30, "deliveryoptimizer": 29, "bridge": 34, "komet": 46}
	last := map[any]int{}
	for _, p := range listed(t, "--register") {
		has(t, p, "vendor", "point", "by", "where", "reason")
		vendor := p["vendor"]
		if number, _ := p["point"].(float64); int(number) != last[vendor]+1 {
			t.Errorf("%v: point %v comes behind %d", vendor, p["point"], last[vendor])
		}
		last[vendor]++
		by, where := p["by"], p["where"]
		if !slices.Contains([]any{"rule", "schema", "none"}, by) || (where == "") != (by == "none") || p["reason"] == "" {
			t.Errorf("%v, point %v: by %v, where %v, reason %v", vendor, p["point"], by, where, p["reason"])
		}
	}
	if !maps.Equal(last, want) {
		t.Errorf("points %v, want %v", last, want)
	}
}
