package reference

import (
	"cmp"
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

// blame names the rules that a difference at the last step of a trace is about:
// those that the model's journal says decided, or what every user expects of any
// server. A rule that no document has comes last.
//
// Of several the rule comes first in which target and model agreed the least
// often: one that decides every request is seldom what one difference is about.
func (v *Vendor) blame(t *Trace, f *followed, agreed map[*specs.Rule]int) []*specs.Rule {
	step, reply := &t.Steps[f.at], f.replies[f.at]
	integrity := v.Book.Integrity
	for _, d := range f.differences {
		switch d.Integrity {
		case "answers":
			return present(integrity.Answers)
		case "server-error":
			return present(integrity.NoServerError)
		}
	}
	found := v.decided(reply, agreed)
	if !step.Request.Looks {
		return orElse(found, v.asked(reply, step), integrity.KeepsWhatItAccepts)
	}
	// A look shows what a write before it did.
	for i := f.at - 1; i >= 0; i-- {
		before := &t.Steps[i]
		if before.Request.Looks {
			continue
		}
		outcome := v.Outcome(before.Request.Operation, &f.replies[i].Answer)
		switch {
		case before.Request.Entity != "" && before.Request.Entity != step.Request.Entity:
			return orElse(found, present(integrity.BystandersUnchanged), nil)
		case outcome != Accepted && integrity.RefusalChangesNothing != nil:
			return orElse(present(integrity.RefusalChangesNothing), v.decided(f.replies[i], agreed), nil)
		}
		return orElse(v.decided(f.replies[i], agreed), found, integrity.KeepsWhatItAccepts)
	}
	return orElse(found, v.asked(reply, step), nil)
}

// decided are the server rules that made the difference in the model.
func (v *Vendor) decided(r *Reply, agreed map[*specs.Rule]int) []*specs.Rule {
	list := v.server(r.Decided, "")
	slices.SortStableFunc(list, func(a, b *specs.Rule) int {
		return cmp.Or(weight(a)-weight(b), agreed[a]-agreed[b])
	})
	return list
}

// weight orders the bases: what the document itself says comes first.
func weight(r *specs.Rule) int {
	return slices.Index([]specs.Basis{specs.Documented, specs.Supplement, specs.Assumed}, r.Basis)
}

// asked are the server rules of the operation that the model asked.
func (v *Vendor) asked(r *Reply, s *Step) []*specs.Rule {
	return v.server(r.Consulted, s.Request.Operation)
}

func (v *Vendor) server(ids []string, operation string) []*specs.Rule {
	var list []*specs.Rule
	for _, id := range ids {
		rule := v.Book.Rule(id)
		if rule == nil || rule.Binds != specs.Server || rule.Basis == specs.Integrity || slices.Contains(list, rule) {
			continue
		}
		if operation == "" || slices.Contains(rule.Operations, operation) {
			list = append(list, rule)
		}
	}
	return list
}

// orElse is the first list with a rule that some document has, with the others
// behind it.
func orElse(first, second []*specs.Rule, last *specs.Rule) []*specs.Rule {
	all := slices.Concat(first, second, present(last))
	var list []*specs.Rule
	for _, assumed := range []bool{false, true} {
		for _, rule := range all {
			if (rule.Basis == specs.Assumed) == assumed && !slices.Contains(list, rule) {
				list = append(list, rule)
			}
		}
	}
	return list
}

func present(rule *specs.Rule) []*specs.Rule {
	if rule == nil {
		return nil
	}
	return []*specs.Rule{rule}
}
