// Package obligation judges the rules that bind the caller, from the entries of a
// journal. It has the common kinds of obligations; a vendor fills them with what
// is its own. It knows nothing of the engine.
package obligation

import (
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

// Standing is what the journal says of a rule that binds the caller.
type Standing string

// The standings of a client rule.
const (
	Kept          Standing = "kept"
	Broken        Standing = "broken"
	NotSeen       Standing = "not-seen"       // the caller never came to where it could keep or break the rule
	NotApplicable Standing = "not-applicable" // the simulator lacks what the rule is about
	NotJudged     Standing = "not-judged"     // cannot be judged from the journal
)

// Finding is what an obligation found in the journal.
type Finding struct {
	Standing Standing `json:"standing"`
	Judged   int      `json:"judged,omitempty"`   // how often the caller came to keep or break the rule
	BrokenBy []uint64 `json:"brokenBy,omitempty"` // entries of the journal
	Reason   string   `json:"reason"`             // a sentence
}

// Judge judges one rule that binds the caller.
type Judge func(History) Finding

// History is what an obligation judges from.
type History struct {
	Rule    *specs.Rule     // the one that is judged
	Entries []journal.Entry // of the rule's vendor, the oldest first; not to be changed
	Lost    uint64          // requests to the world that the journal no longer holds
	Now     time.Time       // virtual

	Contract *contract.Contract // of the vendor
}

// Concerns tells whether the entry is a call of one of the rule's operations.
func (h History) Concerns(e *journal.Entry) bool {
	return slices.Contains(h.Rule.Operations, e.Operation)
}

// Param returns a parameter of the path of an entry's request, unescaped, or
// nothing where there is none.
func (h History) Param(e *journal.Entry, name string) string {
	_, params, _ := h.Contract.Match(e.Request.Method, e.Path())
	return params[name]
}

// Tally collects what an obligation sees, entry by entry.
type Tally struct {
	judged int
	broken []uint64
	first  string // of the breaches
}

// Keep notes that the caller kept the rule where it could have broken it.
func (t *Tally) Keep() { t.judged++ }

// Break notes that an entry breaks the rule, and how. What callers sent is
// quoted in it by %q.
func (t *Tally) Break(e *journal.Entry, format string, args ...any) {
	t.judged++
	if t.broken == nil {
		t.first = fmt.Sprintf("Request %d %s.", e.ID, fmt.Sprintf(format, args...))
	}
	t.broken = append(t.broken, e.ID)
}

// Finding is the outcome. The texts are sentences for a rule that was kept, and
// for one that the caller never came to.
func (t *Tally) Finding(kept, unseen string) Finding {
	switch {
	case len(t.broken) > 1:
		reason := fmt.Sprintf("%s So do %d more.", t.first, len(t.broken)-1)
		return Finding{Standing: Broken, Judged: t.judged, BrokenBy: t.broken, Reason: reason}
	case len(t.broken) == 1:
		return Finding{Standing: Broken, Judged: t.judged, BrokenBy: t.broken, Reason: t.first}
	case t.judged > 0:
		return Finding{Standing: Kept, Judged: t.judged, Reason: kept}
	}
	return Finding{Standing: NotSeen, Reason: unseen}
}
