package assistant

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

func (s *server) ruleTools() {
	add(s, "find_rules", "Find rules", "Find documented rules by vendor, operation or text, each with the place in the document.", kind{reads: true}, s.findRules)
	add(s, "explain_rule", "Explain a rule", "One rule: its text, the passage behind it, its readings and scenarios.", kind{reads: true}, s.explainRule)
	add(s, "list_operations", "List operations", "The operations of a vendor's API, and curl commands that work in the order given.", kind{reads: true}, s.listOperations)
}

// Passage is where a document says something.
type Passage struct {
	Document string `json:"document" jsonschema:"number of the vendor's document, or the path of a supplement"`
	Place    string `json:"place" jsonschema:"section, table or line"`
	URL      string `json:"url"`
}

// RuleSummary is a rule in a list.
type RuleSummary struct {
	ID      string  `json:"id"`
	Text    string  `json:"text"`
	Binds   string  `json:"binds" jsonschema:"who has to keep it: server or client"`
	Level   string  `json:"level" jsonschema:"must or should"`
	Basis   string  `json:"basis" jsonschema:"documented, supplement, integrity or assumed; assumed: no document says it"`
	Passage Passage `json:"passage"`
}

type findRulesInput struct {
	Vendor    string `json:"vendor,omitempty" jsonschema:"akinon, altazion, bridge, deliveryoptimizer or komet; all when left out"`
	Operation string `json:"operation,omitempty" jsonschema:"only rules of this operationId"`
	Text      string `json:"text,omitempty" jsonschema:"only rules with this text in ID, statement or passage, in any case"`
	Binds     string `json:"binds,omitempty" jsonschema:"only rules that bind the server, or the client"`
	Limit     int    `json:"limit,omitempty" jsonschema:"at most so many; 20 when left out"`
}

type findRulesOutput struct {
	Rules []RuleSummary `json:"rules"`
	Found int           `json:"found" jsonschema:"how many fit, shown or not"`
}

const shownRules = 20

func (s *server) findRules(_ context.Context, in findRulesInput) (findRulesOutput, error) {
	list := s.options.Vendors
	if in.Vendor != "" {
		v, err := s.vendor(in.Vendor)
		if err != nil {
			return findRulesOutput{}, err
		}
		list = vendors.Table{v}
	}
	limit := in.Limit
	if limit <= 0 {
		limit = shownRules
	}
	out := findRulesOutput{Rules: []RuleSummary{}}
	for _, v := range list {
		for _, r := range v.Book.Rules {
			if !fits(r, in) {
				continue
			}
			if out.Found++; out.Found <= limit {
				out.Rules = append(out.Rules, summary(r))
			}
		}
	}
	return out, nil
}

func fits(r *specs.Rule, in findRulesInput) bool {
	text := strings.ToLower(strings.Join([]string{r.ID, r.Text, r.Source.Document, r.Source.Place}, "\n"))
	return (in.Operation == "" || slices.Contains(r.Operations, in.Operation)) &&
		(in.Binds == "" || string(r.Binds) == in.Binds) && strings.Contains(text, strings.ToLower(in.Text))
}

func summary(r *specs.Rule) RuleSummary {
	return RuleSummary{
		ID: r.ID, Text: r.Text, Binds: string(r.Binds), Level: string(r.Level), Basis: string(r.Basis),
		Passage: Passage{Document: r.Source.Document, Place: r.Source.Place, URL: r.Source.URL},
	}
}

type explainRuleInput struct {
	Rule string `json:"rule" jsonschema:"ID such as altazion/read-unknown-is-404"`
}

type explainRuleOutput struct {
	RuleSummary
	Operations []string        `json:"operations" jsonschema:"operationIds"`
	Readings   []specs.Reading `json:"readings" jsonschema:"ways to understand the passage, the default first; empty where there is one only"`
	Open       bool            `json:"open" jsonschema:"others than these readings are legal, too"`
	Scenarios  []string        `json:"scenarios" jsonschema:"titles of the scenarios that judge it"`
}

func (s *server) explainRule(_ context.Context, in explainRuleInput) (explainRuleOutput, error) {
	v, r, err := s.rule(in.Rule)
	if err != nil {
		return explainRuleOutput{}, err
	}
	out := explainRuleOutput{
		RuleSummary: summary(r), Operations: r.Operations, Open: r.Open(),
		Readings: append([]specs.Reading{}, r.Readings...), Scenarios: []string{},
	}
	scenarios, err := v.Scenarios()
	if err != nil {
		return out, err
	}
	for _, scenario := range scenarios {
		if slices.Contains(scenario.Rules, r.ID) {
			out.Scenarios = append(out.Scenarios, scenario.Name)
		}
	}
	return out, nil
}

// rule finds a rule by its ID.
func (s *server) rule(id string) (vendors.Vendor, *specs.Rule, error) {
	name, _, _ := strings.Cut(id, "/")
	v, err := s.vendor(name)
	if err != nil {
		return v, nil, fmt.Errorf("rule %q: %w", id, err)
	}
	r := v.Book.Rule(id)
	if r == nil {
		return v, nil, fmt.Errorf("%s has no rule %q; find_rules lists them", name, id)
	}
	return v, r, nil
}

type listOperationsInput struct {
	Vendor string `json:"vendor"`
	World  string `json:"world,omitempty" jsonschema:"the commands are for this world; the default one when left out"`
}

type listOperationsOutput struct {
	BaseURL    string      `json:"baseURL"`
	Operations []operation `json:"operations"`
	Examples   []example   `json:"examples" jsonschema:"accepted by a new world in this order"`
}

type operation struct {
	ID      string `json:"id"`
	Method  string `json:"method"`
	Path    string `json:"path" jsonschema:"below the base URL"`
	Summary string `json:"summary"`
}

type example struct {
	Operation string `json:"operation"`
	Shows     string `json:"shows"`
	Command   string `json:"command" jsonschema:"for a POSIX shell; a variable that is set is used by later commands"`
}

// usualVendors is where a simulator listens unless told otherwise.
const usualVendors = "http://127.0.0.1:4010"

func (s *server) listOperations(_ context.Context, in listOperationsInput) (listOperationsOutput, error) {
	v, err := s.vendor(in.Vendor)
	if err != nil {
		return listOperationsOutput{}, err
	}
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return listOperationsOutput{}, err
	}
	base := usualVendors
	if _, at, err := s.client(); err == nil {
		base = at.Vendors
	}
	if in.World != "" {
		base += "/@" + in.World
	}
	out := listOperationsOutput{BaseURL: base + "/" + v.Book.Vendor, Operations: []operation{}, Examples: []example{}}
	for _, op := range c.Operations {
		out.Operations = append(out.Operations, operation{ID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Operation.Summary})
	}
	engine, err := simulator.New(simulator.Options{Now: time.Now}, v.Simulator())
	if err != nil {
		return out, err
	}
	for _, step := range engine.Walk(v.Book.Vendor) {
		out.Examples = append(out.Examples, example{Operation: step.Operation, Shows: step.Shows, Command: step.Shell(base)})
	}
	return out, nil
}
