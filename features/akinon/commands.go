package akinon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/target"
)

const mediaType = "application/json"

func (s *steps) bindCommands(sc *features.Steps) {
	sc.Step(`^the package is prepared$`, func(ctx context.Context) error { return s.prepare(ctx, nil) })
	sc.Step(`^the package is prepared with:$`, func(ctx context.Context, table *godog.Table) error {
		parameters, err := s.parameters(table)
		if err != nil {
			return err
		}
		return s.prepare(ctx, parameters)
	})
	sc.Step(`^the package is prepared with the other package in the body$`, func(ctx context.Context) error {
		return s.prepareNaming(ctx, s.other.ID, nil)
	})
	sc.Step(`^the command is sent with the body:$`, func(ctx context.Context, body *godog.DocString) error {
		return s.sendCommand(ctx, s.filled(body.Content))
	})
	sc.Step(`^the command is sent with no body$`, func(ctx context.Context) error { return s.sendCommand(ctx, "") })
	sc.Step(`^the package is read$`, func(ctx context.Context) error {
		req, err := api.NewReadPackageRequest(s.session.Base(), s.path)
		return s.send(ctx, req, err)
	})
	sc.Step(`^the path "([^"]*)" is read$`, func(ctx context.Context, path string) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.session.Base()+path, nil)
		return s.send(ctx, req, err)
	})
}

// prepare sends the command with parameters beside both flags, which are false
// unless they are among them.
func (s *steps) prepare(ctx context.Context, parameters members) error {
	return s.prepareNaming(ctx, s.path, parameters)
}

// prepareNaming is prepare with the id of a package in the body.
func (s *steps) prepareNaming(ctx context.Context, id int64, parameters members) error {
	body, err := s.commandBody(id, parameters)
	if err != nil {
		return err
	}
	return s.sendCommand(ctx, body)
}

func (s *steps) commandBody(id int64, parameters members) (string, error) {
	all := members{"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
	for name, value := range parameters {
		all[name] = value
	}
	body, err := json.Marshal(members{"package": id, "transition": s.Command.Transition, "input_parameters": all})
	if err != nil {
		return "", fmt.Errorf("akinon: %w", err)
	}
	return string(body), nil
}

func (s *steps) sendCommand(ctx context.Context, body string) error {
	req, err := api.NewPreparePackageRequestWithBody(s.session.Base(), s.path, mediaType, strings.NewReader(body))
	return s.send(ctx, req, err)
}

// send sends a request as the scenario's caller, and keeps the answer.
func (s *steps) send(ctx context.Context, req *http.Request, err error) error {
	if err = s.sign(ctx, req, err); err != nil {
		return err
	}
	answer, err := s.session.Send(ctx, req)
	if err == nil {
		s.answer = answer
	}
	return err
}

// filled puts what the names in capitals stand for into a body.
func (s *steps) filled(body string) string {
	shirt := members{}
	if len(s.pkg.before.items) > 0 {
		shirt = s.pkg.before.items[0]
	}
	return strings.NewReplacer(
		"OTHER_TRANSITION", strconv.FormatInt(s.Other.Transition, 10), "OTHER_SLUG", s.Other.Slug,
		"TRANSITION", strconv.FormatInt(s.Command.Transition, 10), "SLUG", s.Command.Slug,
		"PACKAGE", strconv.FormatInt(s.pkg.ID, 10),
		"SHIRT_ORDER_ITEM", strconv.FormatInt(orderItemOf(shirt), 10), "SHIRT", text(shirt, "id"),
		"ADDRESS", s.address,
	).Replace(body)
}

// How an item is named.
const (
	byPackageItem = "package item"
	byOrderItem   = "order item"
	byOmnitron    = "Omnitron"
)

// parameters reads a table of parameters; of two rows for one the last holds.
func (s *steps) parameters(table *godog.Table) (members, error) {
	all := members{}
	for _, row := range table.Rows {
		name, value := row.Cells[0].Value, row.Cells[1].Value
		var err error
		switch name {
		case "select_items_by_omnitron_id", "create_manual_oos_package":
			all[name], err = strconv.ParseBool(value)
		case "oos_package_items":
			all[name], err = s.list(value, func(item string) (any, error) { return s.itemID(item, byPackageItem) })
		case "replacement_products":
			all[name], err = s.elements(value, "package_item", byPackageItem, "new_product_sku", s.product)
		case "barcodes":
			all[name], err = s.elements(value, "order_item", byOrderItem, "barcode", func(text string) (any, error) { return text, nil })
		case "unit_weights":
			all[name], err = s.elements(value, "order_item", byOrderItem, "unit_weight", func(text string) (any, error) { return json.Number(text), nil })
		case "denial_reason":
			all[name], err = s.reasonNamed(value)
		default:
			err = fmt.Errorf("akinon: there is no parameter %q", name)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// list reads items with commas between; every item of the package is one of
// the ways to name them.
func (s *steps) list(value string, read func(string) (any, error)) ([]any, error) {
	if value == "every item" {
		var all []any
		for _, id := range s.pkg.before.ids() {
			all = append(all, id)
		}
		return all, nil
	}
	var all []any
	for part := range strings.SplitSeq(value, ", ") {
		one, err := read(part)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// elements reads “item: value” with commas between.
func (s *steps) elements(value, item, naming, member string, read func(string) (any, error)) ([]any, error) {
	return s.list(value, func(part string) (any, error) {
		which, what, _ := strings.Cut(part, ": ")
		id, err := s.itemID(which, naming)
		if err != nil {
			return nil, err
		}
		to, err := read(what)
		return members{item: id, member: to}, err
	})
}

// itemID finds the id of an item by its name in the scenarios: the first, the
// second and the third are the shirt, the belt and the socks.
func (s *steps) itemID(name, naming string) (int64, error) {
	match := regexp.MustCompile(`^(.*?)(?: by its (package item|order item|Omnitron) id)?$`).FindStringSubmatch(name)
	if match[2] != "" {
		naming = match[2]
	}
	switch match[1] {
	case "an item that nobody has":
		return nobodys(s.random), nil
	case "the other package's shirt":
		return s.idOf(s.other.before.items[0], naming)
	}
	it, err := s.itemNamed(match[1])
	if err != nil {
		return 0, err
	}
	return s.idOf(it, naming)
}

// itemNamed returns an item of the package as it was before.
func (s *steps) itemNamed(name string) (members, error) {
	i, known := map[string]int{"the shirt": 0, "the belt": 1, "the socks": 2}[name]
	if !known {
		return nil, fmt.Errorf("akinon: there is no item called %q", name)
	}
	if len(s.pkg.before.items) < named {
		return nil, fmt.Errorf("akinon: the scenario has no package for %q", name)
	}
	return s.pkg.before.items[i], nil
}

func idOf(it members, naming string) (id int64, guessed bool, err error) {
	switch naming {
	case byPackageItem:
		id = whole(it, "id")
	case byOrderItem:
		id = orderItemOf(it)
	default:
		id, guessed = omnitronOf(it)
	}
	if id == 0 {
		return 0, false, &target.Inconclusive{Reason: fmt.Sprintf("precondition: the items that are read do not show their %s id", naming)}
	}
	return id, guessed, nil
}

func (s *steps) idOf(it members, naming string) (int64, error) {
	id, guessed, err := idOf(it, naming)
	s.guessed = s.guessed || guessed
	return id, err
}

// guess leaves a case open that fails after an id was sent of which it is not
// sure that it is the one that was meant.
func (s *steps) guess(err error) error {
	var mismatched *target.Mismatched
	if s.guessed && errors.As(err, &mismatched) {
		return &target.Inconclusive{Reason: "the items show a remote_id and no omnitron_id, and what was sent as an Omnitron id has not been taken for one: " + err.Error()}
	}
	return err
}

func (s *steps) product(name string) (any, error) {
	switch name {
	case "a new product":
		return s.Products[0], nil
	case "another new product":
		return s.Products[1], nil
	case "a product that nobody has":
		return "PLUMBLINE-NO-SUCH-SKU", nil
	}
	return nil, fmt.Errorf("akinon: there is no product called %q", name)
}

func (s *steps) reasonNamed(name string) (any, error) {
	switch name {
	case "one of the installation":
		return s.Reason, nil
	case "one that is inactive":
		return s.Inactive, nil
	case "one that nobody has":
		return nobodys(s.random), nil
	}
	return nil, fmt.Errorf("akinon: there is no reason called %q", name)
}
