package akinon

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// call builds the request of an operation that the contract phase varies.
func (c calls) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	client := steps.NewClient(s, c.fixtures.Access)
	call := conformance.Call{Path: map[string]string{}, Header: http.Header{}}
	authorize := func(ctx context.Context) error {
		authorization, err := client.Authorization(ctx)
		call.Header.Set("Authorization", authorization)
		return err
	}
	call.Prepare = authorize
	switch operation {
	case "logIn":
		if c.fixtures.Access.Username == "" {
			return call, &target.Inconclusive{Reason: c.missing("login")}
		}
		call.Prepare = nil
		call.Body = map[string]any{"username": c.fixtures.Access.Username, "password": c.fixtures.Access.Password}
	case "readPackage":
		call.Path["package_id"] = "1" // only refusals of another one are asked for
	case "listPackages":
	case "subscribeWebhook":
		call.Body = subscription(random)
	case "preparePackage":
		body := map[string]any{}
		id := int64(0)
		call.Body = body
		call.Prepare = func(ctx context.Context) error {
			pkg, err := c.fixtures.Packages.Obtain(ctx, client, random, steps.Waiting)
			if err != nil {
				return err
			}
			id = pkg.ID
			call.Path["package_id"] = strconv.FormatInt(id, 10)
			if err := c.fill(body, pkg, s); err != nil {
				return err
			}
			return authorize(ctx)
		}
		call.Observe = func(ctx context.Context) (string, error) { return client.Seen(ctx, id) }
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// fill writes a command with every member that there is: of three items one is
// replaced, one is missing, and one gets a barcode and a weight.
func (c calls) fill(body map[string]any, pkg steps.Package, s *target.Session) error {
	f := c.fixtures.On(s)
	if f.Products[0] == "" || f.Reason == 0 {
		return &target.Inconclusive{Reason: c.missing(product) + c.missing(denialReason)}
	}
	shirt, belt, socks, err := pkg.Items()
	if err != nil {
		return err
	}
	body["package"] = pkg.ID
	body["transition"], body["slug"] = f.Command.Transition, f.Command.Slug
	body["input_parameters"] = map[string]any{
		"select_items_by_omnitron_id": false, "create_manual_oos_package": true,
		"replacement_products": []any{map[string]any{"package_item": shirt.ID, "new_product_sku": f.Products[0]}},
		"oos_package_items":    []any{belt.ID},
		"barcodes":             []any{map[string]any{"order_item": socks.OrderItem, "barcode": "8690526010024"}},
		"denial_reason":        f.Reason,
		"unit_weights":         []any{map[string]any{"order_item": socks.OrderItem, "unit_weight": json.Number("0.15")}},
	}
	return nil
}

// subscription is one with every member that there is, to an address that
// nobody listens at.
func subscription(random *rand.Rand) map[string]any {
	return map[string]any{
		"event_type": "package.created", "target_url": fmt.Sprintf("http://127.0.0.1:9/%016x", random.Uint64()),
		"secret_key": "not-a-real-secret", "additional_headers": map[string]any{"X-Store": "2"},
		"retry_countdown_config": map[string]any{
			"choice": "linear",
			"kwargs": map[string]any{
				"seconds": json.Number("60"), "base": json.Number("60"), "factor": json.Number("2"), "limit": json.Number("600"),
				"min_value": json.Number("0"), "max_value": json.Number("60"),
			},
		},
	}
}
