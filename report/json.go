package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

//go:embed report.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema (draft 2020-12) of the JSON form.
func JSONSchema() []byte {
	return slices.Clone(jsonSchema)
}

// JSON writes the report in its versioned form. Members come in one order,
// and a list without elements is written as one. Bytes of a body that are not
// UTF-8 become U+FFFD, since JSON cannot hold them.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r.filled()); err != nil {
		return fmt.Errorf("report: write JSON: %w", err)
	}
	return nil
}

// Parse reads what JSON wrote. Members that it does not know are ignored: a
// later plumbline may add some without changing the version.
func Parse(data []byte) (*Report, error) {
	var version struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, fmt.Errorf("report: read JSON: %w", err)
	}
	if version.Schema != Schema {
		return nil, fmt.Errorf("report: schema is %q, this plumbline reads %q", version.Schema, Schema)
	}
	r := new(Report)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("report: read JSON: %w", err)
	}
	if err := r.checkVerdicts(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Report) checkVerdicts() error {
	for _, v := range r.Vendors {
		for _, rule := range v.Rules {
			if rule.Verdict.appearance().unknown {
				return fmt.Errorf("report: rule %s: unknown verdict %q", rule.ID, rule.Verdict)
			}
			for _, c := range rule.Cases {
				if c.Verdict.appearance().unknown {
					return fmt.Errorf("report: rule %s: case %q: unknown verdict %q", rule.ID, c.Name, c.Verdict)
				}
			}
		}
		if err := v.checkTransitions(); err != nil {
			return err
		}
	}
	return nil
}

func (v *Vendor) checkTransitions() error {
	for _, l := range v.Lifecycles {
		for _, t := range l.Transitions {
			if t.Verdict != "" && t.Verdict.appearance().unknown {
				return fmt.Errorf("report: %s: %s from %s to %s: unknown verdict %q", v.Name, l.Entity, t.From, t.To, t.Verdict)
			}
		}
	}
	return nil
}

// filled copies the report with its version set and no list nil, so that
// readers always find arrays.
func (r *Report) filled() *Report {
	c := *r
	c.Schema = Schema
	c.Vendors = copied(c.Vendors)
	for i := range c.Vendors {
		v := &c.Vendors[i]
		v.Rules = copied(v.Rules)
		for j := range v.Rules {
			v.Rules[j].Cases = filledCases(v.Rules[j].Cases)
		}
		v.Lifecycles = filledLifecycles(v.Lifecycles)
	}
	return &c
}

func filledCases(cases []Case) []Case {
	cases = copied(cases)
	for i := range cases {
		cases[i].Mismatches = copied(cases[i].Mismatches)
		for j := range cases[i].Mismatches {
			m := &cases[i].Mismatches[j]
			m.Want = copied(m.Want)
		}
	}
	return cases
}

func filledLifecycles(list []Lifecycle) []Lifecycle {
	list = copied(list)
	for i := range list {
		l := &list[i]
		l.States, l.Transitions = copied(l.States), copied(l.Transitions)
		for j := range l.Transitions {
			l.Transitions[j].Rules = copied(l.Transitions[j].Rules)
		}
	}
	return list
}

// copied clones a list; of none it makes an empty one.
func copied[T any](list []T) []T {
	return append([]T{}, list...)
}
