package openapi

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/document"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/specs"
)

// rules are those of the book that probes and cases are about.
type rules struct {
	ids          map[string]bool
	answers      map[string]*specs.Rule // by operationId
	responses    map[string]*specs.Rule // by operationId and status
	constraints  map[string]*specs.Rule // by pointer
	required     map[string]*specs.Rule // by security scheme
	readable     map[*resource.Resource]*specs.Rule
	listed       map[*resource.Resource]*specs.Rule
	filtered     map[*resource.Resource]*specs.Rule
	limited      map[*resource.Resource]*specs.Rule
	leavesRest   map[*resource.Resource]*specs.Rule
	gone         map[*resource.Resource]*specs.Rule
	otherMethods *specs.Rule
}

// writeRules makes the book: one rule a response, one a constraint of a request,
// one for what each probe tells, and one for each rule of the features.
func (a *api) writeRules(features fs.FS) error {
	var operations, writing []string
	for _, op := range a.contract.Operations {
		operations = append(operations, op.ID)
		if !reads(op) {
			writing = append(writing, op.ID)
		}
	}
	vendor := a.document.Slug
	a.book = specs.Book{Vendor: vendor, Title: a.document.Title, OpenAPI: a.document.JSON, Integrity: specs.NewIntegrity(vendor, operations, writing)}
	a.book.Document = specs.Document{Title: a.document.Title}
	a.rules = rules{
		ids: map[string]bool{}, answers: map[string]*specs.Rule{}, responses: map[string]*specs.Rule{}, constraints: map[string]*specs.Rule{},
		required: map[string]*specs.Rule{}, readable: map[*resource.Resource]*specs.Rule{}, listed: map[*resource.Resource]*specs.Rule{},
		limited: map[*resource.Resource]*specs.Rule{}, filtered: map[*resource.Resource]*specs.Rule{}, leavesRest: map[*resource.Resource]*specs.Rule{}, gone: map[*resource.Resource]*specs.Rule{},
	}
	for _, r := range a.book.Integrity.All() {
		a.rules.ids[r.ID] = true
	}
	if len(writing) == 0 {
		a.book.Integrity.RefusalChangesNothing, a.book.Integrity.KeepsWhatItAccepts = nil, nil
	}
	if a.neighbour() == nil {
		a.book.Integrity.BystandersUnchanged, a.book.Integrity.ReadingChangesNothing = nil, nil
	}
	for _, op := range a.contract.Operations {
		a.responseRules(op)
		if err := a.constraintRules(op); err != nil {
			return err
		}
	}
	a.credentialRules()
	a.resourceRules()
	if err := a.featureRules(features); err != nil {
		return err
	}
	a.book.Rules = append(a.book.Rules, a.book.Integrity.All()...)
	return nil
}

// rule adds a rule of the document, cited by pointer and line.
func (a *api) rule(slug, pointer string, basis specs.Basis, text string, operations ...string) *specs.Rule {
	id := a.document.Slug + "/" + slug
	for i := 2; a.rules.ids[id]; i++ {
		id = fmt.Sprintf("%s/%s-%d", a.document.Slug, slug, i)
	}
	a.rules.ids[id] = true
	if basis == specs.Documented { // unless the document itself says that it is an assumption
		basis = specs.Basis(a.contract.Basis(pointer))
	}
	r := &specs.Rule{ID: id, Operations: operations, Binds: specs.Server, Level: specs.Must, Basis: basis, Text: text, Source: a.source(pointer)}
	a.book.Rules = append(a.book.Rules, r)
	return r
}

// source cites a place of the document.
func (a *api) source(pointer string) specs.Source {
	file, at, line := a.document.Place(pointer)
	if line == 0 {
		return specs.Source{Document: file, Place: at}
	}
	return specs.Source{Document: file, Place: at + ", line " + strconv.Itoa(line)}
}

func (a *api) responseRules(op *contract.Operation) {
	responses := a.responses(op)
	var succeeds []string
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if status[0] == '2' {
			succeeds = append(succeeds, status)
		}
		if status[0] == '5' || status == "default" || status == "429" || strings.HasSuffix(status, "XX") {
			continue // no request leads there for sure; the rule below has them
		}
		pointer := op.Pointer() + contract.Pointer("responses", status)
		description, _ := responses[status]["description"].(string)
		r := a.rule(document.Slug(op.ID)+"-"+strings.ToLower(status), pointer, specs.Documented,
			fmt.Sprintf("A response %s of %s is as the document has it%s.", status, op.ID, quoted(description)), op.ID)
		r.Schema = []string{pointer}
		a.rules.responses[op.ID+" "+status] = r
	}
	text := op.ID + " answers a request that it carries out as the document has it."
	if len(succeeds) > 0 {
		text = fmt.Sprintf("%s answers a request that it carries out with %s.", op.ID, strings.Join(succeeds, " or "))
	}
	r := a.rule(document.Slug(op.ID)+"-answers", op.Pointer()+"/responses", specs.Documented, text, op.ID)
	r.Schema = []string{op.Pointer() + "/responses"}
	a.rules.answers[op.ID] = r
}

// quoted is the first sentence of a description, in brackets.
func quoted(description string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(description), "\n")
	first = strings.TrimRight(first, ". ")
	if first == "" || len(first) > 100 {
		return ""
	}
	return " (" + first + ")"
}

// refusals are the statuses by which an operation can say that a request breaks
// its contract.
func refusals(v contractphase.Variant) []string {
	list := []string{"400", "422", "4XX"}
	switch {
	case strings.HasSuffix(v.Place, " in the path"):
		list = append(list, "404")
	case v.Class == specs.NoBody, v.Class == specs.NotJSON:
		list = append(list, "415")
	}
	return list
}

// constraintRules makes a rule of each constraint of a request whose operation
// documents that it refuses one that breaks it.
func (a *api) constraintRules(op *contract.Operation) error {
	list, err := contractphase.Constraints(a.contract, op)
	if err != nil {
		return err
	}
	for _, c := range list {
		for _, v := range c.Variants() {
			if !a.claims(op, v) {
				continue
			}
			if r := a.rules.constraints[v.Pointer]; r != nil {
				if !slices.Contains(r.Operations, op.ID) {
					r.Operations = append(r.Operations, op.ID)
				}
				continue
			}
			r := a.rule(constraintSlug(op, c, v), v.Pointer, specs.Documented, a.constraintText(c, v), op.ID)
			r.Schema = []string{v.Pointer}
			a.rules.constraints[v.Pointer] = r
		}
	}
	return nil
}

// claims tells whether the document says that an operation refuses a variant.
// Null for what may be left out, members that the contract does not have and a
// second value after the body are a server's choice.
func (a *api) claims(op *contract.Operation, v contractphase.Variant) bool {
	switch {
	case v.Accepted, v.Class == specs.Null && v.Optional, v.Class == specs.SecondValue, v.Class == specs.ExtraMember:
		return false
	}
	return a.documents(op, refusals(v)...)
}

// settles is the rule that says what follows from a variant.
func (a *api) settles(operation string, v contractphase.Variant) *specs.Rule {
	if op := a.contract.Operation(operation); op == nil || !a.claims(op, v) {
		return nil
	}
	return a.rules.constraints[v.Pointer]
}

func constraintSlug(op *contract.Operation, c contractphase.Constraint, v contractphase.Variant) string {
	if tokens := contract.Tokens(v.Pointer); len(tokens) > 3 && tokens[0] == "components" { // shared by operations
		words := []string{}
		for _, token := range tokens[2:] {
			if token != "properties" && token != "schema" && token != "items" && strings.Trim(token, "0123456789") != "" {
				words = append(words, document.Slug(token))
			}
		}
		if c.Keyword == "required" && !strings.HasSuffix(v.Pointer, "/required") {
			words = append(words, document.Slug(v.Place[strings.LastIndexByte(v.Place, '/')+1:]))
		}
		return strings.Join(words, "-")
	}
	place := strings.NewReplacer(" in the ", "-", "the body", "body").Replace(v.Place)
	if place == "" {
		place = "body"
	}
	return document.Slug(op.ID) + "-" + document.Slug(strings.Trim(place, "/")) + "-" + document.Slug(c.Keyword)
}

func (a *api) constraintText(c contractphase.Constraint, v contractphase.Variant) string {
	place := v.Place
	switch c.Keyword {
	case "body":
		return "A request without a body is refused."
	case "json":
		return "A request whose body is no JSON is refused."
	case "parameter", "required":
		return fmt.Sprintf("A request without %s is refused.", place)
	}
	said, err := a.contract.Resolve(c.Pointer)
	if err != nil {
		return fmt.Sprintf("A request is refused whose %s breaks %s.", place, c.Keyword)
	}
	text := fmt.Sprint(said)
	if list, ok := said.([]any); ok {
		var words []string
		for _, one := range list {
			words = append(words, fmt.Sprint(one))
		}
		text = strings.Join(words, " or ")
	}
	if text == "" || len(text) > 120 {
		return fmt.Sprintf("A request is refused whose %s breaks %s.", place, c.Keyword)
	}
	return fmt.Sprintf("A request is refused whose %s breaks %s %s.", place, c.Keyword, text)
}

func (a *api) credentialRules() {
	for _, s := range a.schemes {
		var operations []string
		for _, op := range a.contract.Operations {
			if a.needs(op, s) {
				operations = append(operations, op.ID)
			}
		}
		if len(operations) > 0 {
			a.rules.required[s.name] = a.rule(document.Slug(s.name)+"-required", contract.Pointer("components", "securitySchemes", s.name), specs.Documented,
				fmt.Sprintf("A request without the credentials of %s, or with wrong ones, is refused.", s.name), operations...)
		}
	}
}

// resourceRules are what no document says and every user expects of entities.
func (a *api) resourceRules() {
	for _, r := range a.resources {
		name := document.Slug(r.Name)
		at := contract.Pointer("paths", r.Item)
		if r.Create != nil && r.Read != nil {
			a.rules.readable[r] = a.rule(name+"-readable-once-created", at, specs.Integrity, fmt.Sprintf("What %s creates can be read by %s.", r.Create.ID, r.Read.ID), r.Create.ID, r.Read.ID)
		}
		if r.Create != nil && r.List != nil {
			at := contract.Pointer("paths", r.Collection)
			a.rules.listed[r] = a.rule(name+"-listed-once-created", at, specs.Integrity, fmt.Sprintf("What %s creates stands in %s.", r.Create.ID, r.List.ID), r.Create.ID, r.List.ID)
			if limit, _ := a.limit(r.List); limit.name != "" {
				a.rules.limited[r] = a.rule(name+"-limited", at, specs.Integrity, fmt.Sprintf("A page of %s has no more elements than its %s says.", r.List.ID, limit.name), r.List.ID)
			}
			if len(a.filters(r)) > 0 {
				a.rules.filtered[r] = a.rule(name+"-filtered", at, specs.Integrity, fmt.Sprintf("A filter of %s leaves those out that don't match, and no others.", r.List.ID), r.List.ID)
			}
		}
		if r.Create != nil && r.Read != nil && r.Update != nil {
			a.rules.leavesRest[r] = a.rule(name+"-update-leaves-the-rest", at, specs.Integrity, fmt.Sprintf("%s changes what its request names, and nothing else of the entity.", r.Update.ID), r.Update.ID)
		}
		if r.Create != nil && r.Read != nil && r.Delete != nil {
			a.rules.gone[r] = a.rule(name+"-gone-once-deleted", at, specs.Integrity, fmt.Sprintf("What %s deletes can't be read any more.", r.Delete.ID), r.Delete.ID)
		}
	}
	a.rules.otherMethods = a.rule("other-methods-refused", "/paths", specs.Integrity, "A method that the document does not have for a path is refused.")
}

// unjudged says what is missing for a rule that no case could judge.
func (a *api) unjudged(r *specs.Rule) string {
	for key, of := range a.rules.responses {
		if of == r {
			id, status, _ := strings.Cut(key, " ")
			return fmt.Sprintf("no response %s of %s came in this run; a scenario that leads there judges it", status, id)
		}
	}
	for id, of := range a.rules.answers {
		if of == r {
			return fmt.Sprintf("no response of %s that this rule is about came in this run", id)
		}
	}
	return "no check of this rule could be made"
}

// refusedStatus tells whether a status refuses a request.
func refusedStatus(status int) bool { return status/100 == 4 && status != http.StatusRequestTimeout }
