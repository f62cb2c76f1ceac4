package obligation

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// The obligations below judge what bodies say, alone or one after the other.

// NeverBoth is the obligation to say something in one way only. A pair is two
// JSON pointers into the body; * stands for every element of an array.
func NeverBoth(pairs ...[2]string) Judge {
	return func(h History) Finding {
		var t Tally
		for i := range h.Entries {
			e := &h.Entries[i]
			var body any
			if !h.Concerns(e) || !e.Request.Decode(&body) {
				continue
			}
			for _, pair := range pairs {
				switch one, other := has(body, pair[0]), has(body, pair[1]); {
				case one && other:
					t.Break(e, "(%s) sends both %s and %s", e.Operation, pair[0], pair[1])
				case one || other:
					t.Keep()
				}
			}
		}
		return t.Finding("Each was said in one way only.", "No call said any of it.")
	}
}

// has tells whether there is a value, other than null and empty text, where a
// pointer leads.
func has(body any, pointer string) bool {
	return hasAt(body, contract.Tokens(pointer))
}

func hasAt(node any, tokens []string) bool {
	if len(tokens) == 0 {
		return node != nil && node != ""
	}
	switch node := node.(type) {
	case map[string]any:
		return hasAt(node[tokens[0]], tokens[1:])
	case []any:
		for i, element := range node {
			if (tokens[0] == "*" || tokens[0] == strconv.Itoa(i)) && hasAt(element, tokens[1:]) {
				return true
			}
		}
	}
	return false
}

// OneCallForEach is the obligation not to spread a step over several calls.
// step names what an accepted call does, or nothing where it does not count;
// the same call sent again is no second part of it.
func OneCallForEach(step func(History, *journal.Entry) string) Judge {
	return func(h History) Finding {
		var t Tally
		done := map[string]*journal.Entry{}
		for i := range h.Entries {
			e := &h.Entries[i]
			name := ""
			if h.Concerns(e) && Accepted(e) {
				name = step(h, e)
			}
			before := done[name]
			switch {
			case name == "":
			case before == nil:
				t.Keep()
				done[name] = e
			case !bytes.Equal(before.Request.Body, e.Request.Body):
				t.Break(e, "(%s) goes on with %q, which request %d had begun", e.Operation, name, before.ID)
				done[name] = e
			}
		}
		return t.Finding("Every step was done in one call.", "No step was done.")
	}
}

// Totals are the quantities that a call states, by line.
type Totals map[string]wire.Decimal

// StatesTotals is the obligation to state in a repeated call the total of every
// line so far. totals returns what an accepted call is about, or nothing where
// it does not count, and what it states. A line that is left out or goes down
// breaks the rule; a correction downwards looks no different.
func StatesTotals(totals func(History, *journal.Entry) (subject string, stated Totals)) Judge {
	return func(h History) Finding {
		var t Tally
		last := map[string]Totals{}
		for i := range h.Entries {
			e := &h.Entries[i]
			if !h.Concerns(e) || !Accepted(e) {
				continue
			}
			subject, stated := totals(h, e)
			if subject == "" {
				continue
			}
			if before, repeated := last[subject]; repeated {
				if wrong := partial(before, stated); wrong != "" {
					t.Break(e, "(%s) repeats the step for %q with partial totals: %s", e.Operation, subject, wrong)
				} else {
					t.Keep()
				}
			}
			last[subject] = stated
		}
		return t.Finding("Every repeated call states the totals so far.", "No step was repeated.")
	}
}

// partial says what of the totals stated before is missing or less, if any is;
// of several lines the first in the order of their names.
func partial(before, now Totals) string {
	for _, line := range slices.Sorted(maps.Keys(before)) {
		was := before[line]
		is, stated := now[line]
		switch {
		case !stated && was.IsPos():
			return fmt.Sprintf("it leaves out line %q, of which %s were stated", line, was)
		case stated && is.Cmp(was.Decimal) < 0:
			return fmt.Sprintf("it states %s of line %q after %s", is, line, was)
		}
	}
	return ""
}
