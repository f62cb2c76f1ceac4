package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

// applies asks for a rule that a vendor may not have.
func (c *call) applies(rule *specs.Rule) bool { return rule == nil || c.env.Applies(rule) }

// refuse answers a request that breaks the contract. The defects of the
// integrity rules show here, where the vendor's own code has no part: in
// refusals that no document settles.
func (c *call) refuse(req *Request, decoded any, breaches []contract.Breach) {
	c.env.entry.Breaches, c.broken = breaches, true
	free := true
	for _, b := range breaches {
		if rule := c.vendor.Book.Owner(b.Pointer); rule != nil {
			c.env.note(rule, journal.Decided)
			c.env.refusedBy(rule.ID)
		}
		f := c.deviation(req, decoded, b)
		free = free && f.class != "" && c.vendor.Book.Settles(f.pointer, f.class, f.optional) == nil
	}
	rules := c.vendor.Book.Integrity
	if free && rules.RefusalChangesNothing != nil && c.env.defective(rules.RefusalChangesNothing) {
		c.servesAllTheSame(req, decoded, breaches)
	}
	response := c.vendor.Refuse(c.env, req, breaches)
	if free && !c.applies(rules.NoServerError) {
		response.Status = http.StatusInternalServerError
	}
	response.to(c.answer)
	if free && !c.applies(rules.Answers) {
		c.answer.Lose()
	}
}

// servesAllTheSame carries a request out that is about to be refused.
func (c *call) servesAllTheSame(req *Request, decoded any, breaches []contract.Breach) {
	for _, b := range breaches {
		if f := c.deviation(req, decoded, b); !f.mend() {
			return
		}
	}
	if body, ok := c.mended(req, decoded); ok {
		c.handOver(body)
	}
	c.answer, c.undecoded = fault.NewAnswer(), false
}

// forgets tells whether the defect is on that loses a part of what is accepted.
func (c *call) forgets() bool {
	rule := c.vendor.Book.Integrity.KeepsWhatItAccepts
	return rule != nil && c.stream == nil && slices.Contains(rule.Operations, c.env.entry.Operation) && c.env.defective(rule)
}

// withoutOptional returns the body without one member that may be left out, the
// last by name that is not an object or a list.
func (c *call) withoutOptional(req *Request, decoded any) []byte {
	if at := c.lastOptional(req, decoded, decoded, nil); at != nil {
		parent, _ := lookUp(decoded, at[:len(at)-1])
		if object, ok := parent.(map[string]any); ok {
			delete(object, at[len(at)-1])
		}
		if body, err := json.Marshal(decoded); err == nil {
			return body
		}
	}
	return c.body
}

func (c *call) lastOptional(req *Request, root, node any, at []string) []string {
	switch n := node.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(n))
		slices.Reverse(names)
		for _, name := range names {
			below := append(slices.Clone(at), name)
			if found := c.lastOptional(req, root, n[name], below); found != nil {
				return found
			}
		}
	case []any:
		if len(n) > 0 {
			return c.lastOptional(req, root, n[0], append(slices.Clone(at), "0"))
		}
	case nil:
	default:
		if c.optional(req, root, at) {
			return at
		}
	}
	return nil
}

// writesByReading is what the defect of the rule on reading does: a method that
// is safe by HTTP, and that the path does not have, is taken for the path's own.
func (c *call) writesByReading() {
	rule := c.vendor.Book.Integrity.ReadingChangesNothing
	safe := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	if c.request != nil || rule == nil || len(c.allowed) == 0 || !slices.Contains(safe, c.http.Method) || !c.env.defective(rule) {
		return
	}
	op, params, _ := c.served.contract.Match(c.allowed[0], c.path)
	if op == nil {
		return
	}
	asked := *c.http
	asked.Method = c.allowed[0]
	c.http = &asked
	c.env.entry.Operation = op.ID
	c.request = &Request{Operation: op, Path: params, HTTP: c.http, Body: c.body, members: c.served.names[op.ID]}
	c.env.read = c.request
}

// harmOthers is what the defect of the rule on bystanders does: a request that
// changes an entity takes all others of its kind away.
func (c *call) harmOthers(w *worldTx) error {
	rule := c.vendor.Book.Integrity.BystandersUnchanged
	if rule == nil || !slices.Contains(rule.Operations, c.env.entry.Operation) || len(c.changes.List) == 0 || !c.env.defective(rule) {
		return nil
	}
	named := map[string]bool{}
	for _, change := range c.changes.List {
		named[change.Kind+" "+change.Key] = true
	}
	for _, kind := range c.vendor.Entities {
		if kind.Name() != c.changes.List[0].Kind {
			continue
		}
		var others []string
		err := w.tx.Scan(kind, "", "", func(key string, _ any) bool {
			if !named[kind.Name()+" "+key] {
				others = append(others, key)
			}
			return true
		})
		if err != nil {
			return err
		}
		for _, key := range others {
			if _, err := w.tx.Delete(kind, key); err != nil {
				return err
			}
		}
	}
	return nil
}
