package akinon

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *godog.ScenarioContext) {
	sc.Step(`^the (?:command|call) succeeds$`, func() error {
		if s.answer.Status/100 == 2 {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), "2xx")
	})
	sc.Step(`^the (?:command|call) is refused$`, func() error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), "4xx")
	})
	sc.Step(`^the (?:last )?call is refused with (\d+)$`, func(want int) error {
		if s.answer.Status == want {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), strconv.Itoa(want))
	})
	sc.Step(`^the command was refused, or nothing can be said$`, func() error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		return &target.Inconclusive{Reason: "precondition: the command was to be refused and was answered with " + told(s.answer)}
	})
	sc.Step(`^the answer has the id, number, state, order, stock location, dates and items of the package$`, s.isPackage)
	sc.Step(`^the answer has the id and number of the package, the id of its stock location and a list of items$`, s.isPrepared)
	sc.Step(`^each item of the answer has its id, its order item, its state and its quantity$`, func() error {
		return s.eachItem("its id, its order item, its state and its quantity", hasMembers)
	})
	sc.Step(`^each item of the answer has its barcode, the ids of its order item and its SKU$`, func() error {
		return s.eachItem("its barcode, the ids of its order item and its SKU", hasDetails)
	})
	sc.Step(`^the answer lists (no item|every item)(?: but (.+))?$`, s.lists)
	sc.Step(`^the answer says why, in general or under the name of a member$`, s.saysWhy)
}

// quoted writes a value as JSON, for people.
func quoted(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}

// isObject tells whether a member is an object.
func isObject(o members, name string) bool {
	_, is := o[name].(members)
	return is
}

// isPackage wants the package that was read.
func (s *steps) isPackage() error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	differences := []error{
		target.Compare("id", whole(v.members, "id"), s.path),
		findings(s.answer),
	}
	for _, name := range []string{"number", "created_date", "modified_date"} {
		if value, isText := v.members[name].(string); !isText || value == "" {
			differences = append(differences, target.Mismatch(name, quoted(v.members[name]), "a text"))
		}
	}
	for _, name := range []string{"state", "order", "stock_location"} {
		if !isObject(v.members, name) {
			differences = append(differences, target.Mismatch(name, quoted(v.members[name]), "an object"))
		}
	}
	if len(v.items) < named {
		differences = append(differences, target.Mismatch("items", strconv.Itoa(len(v.items)), fmt.Sprintf("at least %d", named)))
	}
	return target.Mismatches(differences...)
}

// findings tells where an answer departs from the contract.
func findings(a *target.Answer) error {
	var all []error
	for _, f := range a.Findings {
		all = append(all, target.Mismatch("answer", f.Message, "what the contract has at "+f.Pointer))
	}
	return target.Mismatches(all...)
}

// isPrepared compares the answer to the command with the package that was read
// before it.
func (s *steps) isPrepared() error {
	o, err := object(s.answer)
	if err != nil {
		return err
	}
	before := s.pkg.before.members
	differences := []error{
		target.Compare("status", s.answer.Status, 200),
		target.Compare("id", text(o, "id"), text(before, "id")),
		target.Compare("number", quoted(o["number"]), quoted(before["number"])),
		target.Compare("stock_location", quoted(o["stock_location"]), text(before, "stock_location", "id")),
	}
	if _, isList := o["packageitem_set"].([]any); !isList {
		differences = append(differences, target.Mismatch("packageitem_set", quoted(o["packageitem_set"]), "a list"))
	}
	return target.Mismatches(differences...)
}

func (s *steps) eachItem(what string, fits func(members) bool) error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	if len(v.items) == 0 {
		return target.Mismatch("items of the answer", "none", "items")
	}
	var differences []error
	for _, it := range v.items {
		if !fits(it) {
			differences = append(differences, target.Mismatch("an item", quoted(it), what))
		}
	}
	return target.Mismatches(differences...)
}

func hasMembers(it members) bool {
	return whole(it, "id") > 0 && isObject(it, "order_item") && isObject(it, "state") && whole(it, "quantity") > 0
}

func hasDetails(it members) bool {
	_, hasBarcode := it["barcode"]
	return hasBarcode && whole(it, "order_item", "id") > 0 && whole(it, "order_item", "omnitron_id") > 0 &&
		text(it, "order_item", "product", "sku") != ""
}

// lists compares the ids of the items in the answer with those of the package,
// some left out.
func (s *steps) lists(which, but string) error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	if _, isList := v.members["packageitem_set"].([]any); !isList {
		return target.Mismatch("packageitem_set", quoted(v.members["packageitem_set"]), "a list")
	}
	var want []int64
	if which == "every item" {
		want = s.pkg.before.ids()
	}
	if but != "" {
		for name := range strings.SplitSeq(but, " and ") {
			it, err := s.itemNamed(name)
			if err != nil {
				return err
			}
			want = slices.DeleteFunc(want, func(id int64) bool { return id == whole(it, "id") })
		}
	}
	got := v.ids()
	if slices.Contains(got, 0) {
		return &target.Inconclusive{Reason: "the items of the answer can't be told apart: they have no ids"}
	}
	return target.Compare("ids of the items in the answer", fmt.Sprint(got), fmt.Sprint(want))
}

// saysWhy wants a text under a general name, or under that of a member of the
// request.
func (s *steps) saysWhy() error {
	o, err := object(s.answer)
	if err != nil {
		return err
	}
	if explains(o) {
		return nil
	}
	return target.Mismatch("body", told(s.answer), "non_field_errors, error or detail with a text", "a member of the request with a text")
}

func explains(o members) bool {
	names := []string{
		"non_field_errors", "error", "detail", "package", "transition", "slug", "input_parameters", "select_items_by_omnitron_id",
		"replacement_products", "create_manual_oos_package", "oos_package_items", "barcodes", "denial_reason", "unit_weights",
		"package_item", "new_product_sku", "order_item", "barcode", "unit_weight",
	}
	for _, name := range names {
		if hasText(o[name]) {
			return true
		}
	}
	return false
}

// hasText looks for a text in a text, a list or an object that names members.
func hasText(value any) bool {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value) != ""
	case []any:
		return slices.ContainsFunc(value, hasText)
	case members:
		return explains(value)
	}
	return false
}
