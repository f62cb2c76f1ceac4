package akinon

import (
	"cmp"
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
		return c.preparing(s, func(ctx context.Context, client *steps.Client) (steps.Package, error) {
			return c.fixtures().Packages.ObtainOf(ctx, itemsOfAll, client, random, steps.Waiting)
		}), nil
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// preparing builds the command for a package.
func (c calls) preparing(s *target.Session, obtain func(context.Context, *steps.Client) (steps.Package, error)) conformance.Call {
	client, body := steps.NewClient(s, c.fixtures().Access), map[string]any{}
	call := conformance.Call{Path: map[string]string{}, Header: http.Header{}, Body: body}
	var pkg steps.Package
	// No document shows an element of unit_weights, and two names of a command are
	// more than is asked for.
	call.Without = []string{"/slug", "/input_parameters/unit_weights"}
	call.Prepare = func(ctx context.Context) (err error) {
		if pkg, err = obtain(ctx, client); err != nil {
			return err
		}
		call.Path["package_id"] = strconv.FormatInt(pkg.ID, 10)
		authorization, err := client.Authorization(ctx)
		call.Header.Set("Authorization", authorization)
		return errors.Join(c.fill(body, pkg, s), err)
	}
	call.Observe = func(ctx context.Context) (string, error) { return client.Seen(ctx, pkg.ID) }
	call.Shown = func(ctx context.Context) (any, error) { return shown(ctx, client, pkg) }
	return call
}

// barcode begins what the varied command gives to items.
const barcode = "869052601002"

// itemsOfAll is how many items a package has that lets the varied command name
// two of them in each of its lists.
const itemsOfAll = 6

// chosenItems are the items that a varied command names, by what becomes of them.
type chosenItems struct{ replaced, missing, labelled []steps.Item }

// namedOf names two items in each list where the package has so many, else one.
func namedOf(pkg steps.Package) (chosenItems, error) {
	all, err := pkg.All()
	if err != nil {
		return chosenItems{}, err
	}
	n := chosenItems{all[:1], all[1:2], all[2:3]}
	if len(all) >= itemsOfAll {
		n = chosenItems{[]steps.Item{all[0], all[3]}, []steps.Item{all[1], all[4]}, []steps.Item{all[2], all[5]}}
	}
	return n, nil
}

// fill writes a command with the parameters that the document's request has: some
// of the items are replaced, some are missing, and some get a barcode. The denial
// reason is beside them where the profile has one.
func (c calls) fill(body map[string]any, pkg steps.Package, s *target.Session) error {
	f := c.fixtures().On(s)
	if f.Products[0] == "" {
		return &target.Inconclusive{Reason: c.missing(product)}
	}
	items, err := namedOf(pkg)
	if err != nil {
		return err
	}
	body["package"] = number(pkg.ID)
	body["transition"] = number(f.Command.Transition)
	var replaced, missing, labelled []any
	for i, it := range items.replaced {
		replaced = append(replaced, replacement(it, cmp.Or(f.Products[i], f.Products[0])))
	}
	for _, it := range items.missing {
		missing = append(missing, number(it.ID))
	}
	for i, it := range items.labelled {
		labelled = append(labelled, label(it, barcode+strconv.Itoa(i)))
	}
	parameters := map[string]any{
		"select_items_by_omnitron_id": false, "create_manual_oos_package": true,
		"replacement_products": replaced, "oos_package_items": missing, "barcodes": labelled,
	}
	if f.Reason != 0 {
		parameters["denial_reason"] = number(f.Reason)
	}
	body["input_parameters"] = parameters
	return nil
}

func replacement(it steps.Item, sku string) map[string]any {
	return map[string]any{"package_item": number(it.ID), "new_product_sku": sku}
}

func label(it steps.Item, text string) map[string]any {
	return map[string]any{"order_item": number(it.OrderItem), "barcode": text}
}

func number(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// shown reads back what a command has written, as far as the items show it.
func shown(ctx context.Context, client *steps.Client, pkg steps.Package) (any, error) {
	now, err := client.Now(ctx, pkg)
	if err != nil {
		return nil, err
	}
	items, err := namedOf(pkg)
	if err != nil {
		return nil, err
	}
	parameters := map[string]any{}
	add := func(list string, value any, there bool) {
		if so, _ := parameters[list].([]any); there {
			parameters[list] = append(so, value)
		}
	}
	for _, it := range items.missing {
		add("oos_package_items", number(it.ID), now.OutOfStock(it))
	}
	for _, it := range items.replaced {
		sku, there := now.Product(it)
		add("replacement_products", replacement(it, sku), there)
	}
	for _, it := range items.labelled {
		text, there := now.Barcode(it)
		add("barcodes", label(it, text), there)
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
