package akinon

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *features.Steps) {
	sc.Step(`^the (?:command|call) succeeds$`, func() error {
		if s.answer.Status/100 == 2 {
			return nil
		}
		return s.guess(target.Mismatch("answer", told(s.answer), "2xx"))
	})
	sc.Step(`^the (?:command|call) is refused$`, func() error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), "4xx")
	})
	sc.Step(`^the (?:last )?call is refused with (\d+)(, where it is offered|, if it is refused)?$`, s.isRefused)
	sc.Step(`^the call succeeds, where it is offered$`, func() error {
		if s.answer.Status/100 == 2 || s.notOffered() {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), "2xx")
	})
	sc.Step(`^the package stays as it was, if the command was refused$`, func(ctx context.Context) error {
		if s.answer.Status/100 != 4 {
			return nil
		}
		return s.stays(ctx, "package")
	})
	sc.Step(`^the call is answered with (\d+)$`, func(want int) error {
		if s.answer.Status == want {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), strconv.Itoa(want))
	})
	sc.Step(`^the answer has the id, number, state, order, stock location, dates and commands of the package$`, s.isPackage)
	sc.Step(`^the answer has the id and number of the package, the id of its stock location and a list of items$`, s.isPrepared)
	sc.Step(`^each item of the answer has its id, its order item, its state and its quantity$`, func() error {
		return s.eachItem("its id, its order item, its state and its quantity", hasMembers)
	})
	sc.Step(`^each item of the answer has its barcode, the ids of its order item and its SKU$`, func() error {
		return s.eachItem("its barcode, the ids of its order item and its SKU", hasDetails)
	})
	sc.Step(`^the answer lists its three items, each once$`, s.listsSeeded)
	sc.Step(`^each item of the answer is a text or a number$`, s.eachIsID)
	sc.Step(`^the answer lists (no item|every item)(?: but ([\w ]+?))?(?:, (the shirt) perhaps under a new id)?$`, s.lists)
	sc.Step(`^the answer says why, in general or under the name of a member$`, s.saysWhy)
}

// listsSeeded wants the ids that the items of a new package were seeded with.
func (s *steps) listsSeeded() error {
	if s.answer.Status != http.StatusOK {
		return &target.Inconclusive{Reason: "precondition: reading the package was answered with " + told(s.answer)}
	}
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	var want []int64
	for i := range int64(named) {
		want = append(want, s.path+1+i)
	}
	return target.Compare("ids of the items", fmt.Sprint(v.ids()), fmt.Sprint(want))
}

// isRefused wants a status. A call that only other pages than the document have
// need not be there, and a form that the document does not speak of may be taken.
func (s *steps) isRefused(want int, unless string) error {
	switch {
	case s.answer.Status == want,
		unless == ", where it is offered" && s.notOffered(),
		unless == ", if it is refused" && (s.answer.Status/100 == 2 || s.notOffered()):
		return nil
	}
	return target.Mismatch("answer", told(s.answer), strconv.Itoa(want))
}

// notOffered tells whether the answer is one to an operation that nobody knows
// and that the document does not have.
func (s *steps) notOffered() bool { return notOffered(s.answer) }

func notOffered(a *target.Answer) bool {
	op := a.Operation
	if op == nil || op.ID == "preparePackage" || op.ID == "readPackage" {
		return false
	}
	return slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, a.Status)
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
	if !isObject(v.members, "state") {
		differences = append(differences, target.Mismatch("state", quoted(v.members["state"]), "an object"))
	}
	for _, name := range []string{"order", "stock_location"} { // of which document 001 prints the id
		if !isObject(v.members, name) && whole(v.members, name) == 0 {
			differences = append(differences, target.Mismatch(name, quoted(v.members[name]), "an object or an id"))
		}
	}
	if _, isList := v.members["commands"].([]any); !isList {
		differences = append(differences, target.Mismatch("commands", quoted(v.members["commands"]), "a list"))
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
		target.Compare("id", quoted(o["id"]), quoted(before["id"])),
		target.Compare("number", quoted(o["number"]), quoted(before["number"])),
		target.Compare("stock_location", quoted(o["stock_location"]), locationOf(before)),
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

// hasMembers looks for the members of the vendor's page, which gives no types.
func hasMembers(it members) bool {
	for _, name := range []string{"id", "order_item", "state", "quantity"} {
		if it[name] == nil {
			return false
		}
	}
	return text(it, "quantity") != "0"
}

func hasDetails(it members) bool {
	_, hasBarcode := it["barcode"]
	return hasBarcode && whole(it, "order_item", "id") > 0 && whole(it, "order_item", "omnitron_id") > 0 &&
		text(it, "order_item", "product", "sku") != ""
}

// eachIsID wants no objects in the answer, but what its placeholder is: texts, or
// the numbers that reading shows as ids.
func (s *steps) eachIsID() error {
	o, err := object(s.answer)
	if err != nil {
		return err
	}
	list, isList := o["packageitem_set"].([]any)
	if !isList || len(list) == 0 {
		return target.Mismatch("packageitem_set", quoted(o["packageitem_set"]), "a list of texts")
	}
	var differences []error
	for _, element := range list {
		if asText(element) == "" || isNested(element) {
			differences = append(differences, target.Mismatch("an item", quoted(element), "a text or a number"))
		}
	}
	return target.Mismatches(differences...)
}

func isNested(value any) bool {
	switch value.(type) {
	case members, []any:
		return true
	}
	return false
}

// lists compares the ids of the items in the answer with those of the package,
// some left out. An item with a new product may have a new id.
func (s *steps) lists(which, but, renewed string) error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	if !v.listed {
		return target.Mismatch("packageitem_set", quoted(v.members["packageitem_set"]), "a list")
	}
	var want []int64
	if which == "every item" {
		want = s.pkg.before.ids()
	}
	for name := range strings.SplitSeq(but, " and ") {
		if name == "" {
			continue
		}
		it, err := s.itemNamed(name)
		if err != nil {
			return err
		}
		want = slices.DeleteFunc(want, func(id int64) bool { return id == whole(it, "id") })
	}
	got := v.ids()
	if slices.Contains(got, 0) || s.pkg.before.members != nil && s.strange(got) > 1 {
		return &target.Inconclusive{Reason: "the items of the answer can't be told apart: they have no ids that reading shows"}
	}
	if renewed != "" {
		it, err := s.itemNamed(renewed)
		if err != nil {
			return err
		}
		for i, id := range got {
			if s.pkg.before.item(id) == nil && !slices.Contains(got, whole(it, "id")) {
				got[i] = whole(it, "id")
				break
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	return target.Compare("ids of the items in the answer", fmt.Sprint(got), fmt.Sprint(want))
}

// strange counts ids that the package did not show.
func (s *steps) strange(ids []int64) int {
	n := 0
	for _, id := range ids {
		if s.pkg.before.item(id) == nil {
			n++
		}
	}
	return n
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
