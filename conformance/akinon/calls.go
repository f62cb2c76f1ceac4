package akinon

import (
	"context"
	"encoding/json"
	"errors"
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
	client := steps.NewClient(s, c.fixtures().Access)
	call := conformance.Call{Path: map[string]string{}, Header: http.Header{}}
	authorize := func(ctx context.Context) error {
		authorization, err := client.Authorization(ctx)
		call.Header.Set("Authorization", authorization)
		return err
	}
	call.Prepare = authorize
	switch operation {
	case "logIn":
		access := c.fixtures().Access
		if access.Username == "" {
			return call, &target.Inconclusive{Reason: c.missing("login")}
		}
		call.Prepare = nil
		call.Body = map[string]any{"username": access.Username, "password": access.Password}
	case "readPackage":
		call.Prepare = func(ctx context.Context) error {
			pkg, err := c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting)
			call.Path["package_id"] = strconv.FormatInt(pkg.ID, 10)
			return errors.Join(err, authorize(ctx))
		}
	case "listPackages":
	case "subscribeWebhook":
		client.TakesBack()
		body := subscription(s, random)
		call.Body = body
		call.Tells = func(answer *target.Answer) any { return steps.Subscribed(answer, body) }
	case "unsubscribeWebhook":
		client.TakesBack()
		call.Prepare = func(ctx context.Context) error {
			id, offered, err := client.Subscribe(ctx, subscription(s, random))
			if !offered {
				id, err = 1, nil // removing is not offered either, or this id is as good as any
			}
			call.Path["hook_id"] = strconv.FormatInt(id, 10)
			return errors.Join(err, authorize(ctx))
		}
	case "preparePackage":
		body := map[string]any{}
		var pkg steps.Package
		call.Body = body
		// No document shows an element of unit_weights, and two names of a command
		// are more than is asked for.
		call.Without = []string{"/slug", "/input_parameters/unit_weights"}
		call.Prepare = func(ctx context.Context) (err error) {
			if pkg, err = c.fixtures().Packages.Obtain(ctx, client, random, steps.Waiting); err != nil {
				return err
			}
			call.Path["package_id"] = strconv.FormatInt(pkg.ID, 10)
			return errors.Join(c.fill(body, pkg, s), authorize(ctx))
		}
		call.Observe = func(ctx context.Context) (string, error) { return client.Seen(ctx, pkg.ID) }
		call.Shown = func(ctx context.Context) (any, error) { return shown(ctx, client, pkg) }
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// barcode is what the varied command gives to the third item.
const barcode = "8690526010024"

// fill writes a command with the parameters that the document's request has: of
// three items one is replaced, one is missing, and one gets a barcode. The
// denial reason is beside them where the profile has one.
func (c calls) fill(body map[string]any, pkg steps.Package, s *target.Session) error {
	f := c.fixtures().On(s)
	if f.Products[0] == "" {
		return &target.Inconclusive{Reason: c.missing(product)}
	}
	shirt, belt, socks, err := pkg.Items()
	if err != nil {
		return err
	}
	body["package"] = number(pkg.ID)
	body["transition"] = number(f.Command.Transition)
	parameters := map[string]any{
		"select_items_by_omnitron_id": false, "create_manual_oos_package": true,
		"replacement_products": []any{map[string]any{"package_item": number(shirt.ID), "new_product_sku": f.Products[0]}},
		"oos_package_items":    []any{number(belt.ID)},
		"barcodes":             []any{map[string]any{"order_item": number(socks.OrderItem), "barcode": barcode}},
	}
	if f.Reason != 0 {
		parameters["denial_reason"] = number(f.Reason)
	}
	body["input_parameters"] = parameters
	return nil
}

func number(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// shown reads back what a command has written, as far as the items show it.
func shown(ctx context.Context, client *steps.Client, pkg steps.Package) (any, error) {
	now, err := client.Now(ctx, pkg)
	if err != nil {
		return nil, err
	}
	shirt, belt, socks, err := pkg.Items()
	if err != nil {
		return nil, err
	}
	parameters := map[string]any{}
	if now.OutOfStock(belt) {
		parameters["oos_package_items"] = []any{number(belt.ID)}
	}
	if sku, there := now.Product(shirt); there {
		parameters["replacement_products"] = []any{map[string]any{"package_item": number(shirt.ID), "new_product_sku": sku}}
	}
	if text, there := now.Barcode(socks); there {
		parameters["barcodes"] = []any{map[string]any{"order_item": number(socks.OrderItem), "barcode": text}}
	}
	return map[string]any{"input_parameters": parameters}, nil
}

// subscription is one with every member that there is, to an address that
// nobody listens at.
func subscription(s *target.Session, random *rand.Rand) map[string]any {
	return map[string]any{
		"event_type": "package.created", "target_url": "http://127.0.0.1:9/" + steps.NewAddress(s, random),
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

// idBounds are the bounds of ids: one at its bound is well formed and names
// nothing on the target.
func idBounds() []string {
	var all []string
	for _, at := range []string{
		"/components/schemas/ID", "/components/schemas/PreparePackage/properties/package",
		"/components/schemas/PreparePackage/properties/transition", "/components/schemas/InputParameters/properties/denial_reason",
	} {
		all = append(all, at+"/minimum", at+"/maximum")
	}
	return all
}
