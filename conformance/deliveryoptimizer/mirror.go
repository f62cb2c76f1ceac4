package deliveryoptimizer

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
)

// about names the order that a request is about, with its tenant.
func about(r *reference.Request) string {
	tenant := tenantIn(r.Path)
	switch r.Operation {
	case "upsertOrder":
		var sent struct{ OrderID string }
		if json.Unmarshal(r.Body, &sent) != nil || sent.OrderID == "" {
			return ""
		}
		return fmt.Sprintf("%d/%s", tenant, strings.ToLower(sent.OrderID))
	case "getOrder", "deleteOrder", "deleteOrderByCode":
		parts := strings.Split(strings.TrimPrefix(r.Path, "/"), "/")
		for i, part := range parts {
			if (part == "byid" || part == "order") && i+1 < len(parts) && parts[i+1] != "byid" {
				return fmt.Sprintf("%d/%s", tenant, strings.ToLower(parts[i+1]))
			}
		}
	}
	return ""
}

// start tells what the first exchange about an order shows.
func start(r *reference.Request, a *reference.Answer) reference.Start {
	text := strings.Trim(strings.ToLower(strings.TrimSpace(string(a.Body))), `"`)
	switch r.Operation {
	case "getOrder":
		if a.Status/100 != 2 || text == "" || text == "null" {
			return reference.Start{Known: a.Status == 404 || a.Status/100 == 2}
		}
		return reference.Start{Known: true, Seed: seedOf(r.Path, a.Body)}
	case "upsertOrder":
		switch {
		case a.Status/100 != 2:
			return reference.Start{}
		case text == "true":
			return reference.Start{Known: true, Seed: seedOf(r.Path, nil)}
		}
		return reference.Start{Known: true, Seed: seedOf(r.Path, r.Body), After: true}
	case "deleteOrder":
		return reference.Start{Known: a.Status/100 == 2, Seed: seedOf(r.Path, nil), After: true}
	}
	return reference.Start{}
}

// seedOf is a document with one order of the path's tenant, and a user who may
// call for it; none where the order is nil.
func seedOf(path string, order []byte) []byte {
	tenant := tenantIn(path)
	orders := []json.RawMessage{}
	if order != nil {
		orders = append(orders, order)
	}
	one := map[string]any{"id": tenant, "orders": orders}
	if tenant > 2 {
		one["users"] = []any{map[string]any{"name": fmt.Sprintf("plumbline-%d", tenant), "password": "sample-password", "rights": []string{"OMS"}}}
	}
	return reference.JSON(map[string]any{"tenants": []any{one}})
}

// step writes a request as a step of the vendor's features; none says an order in
// full, so most are told in general words.
func step(*reference.Request, string) string { return "" }
