package simulator

import (
	"fmt"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Change is what a request did to one of the vendor's entities.
type Change struct {
	Kind   string `json:"kind"` // such as "bridge.order"
	Key    string `json:"key"`
	Before any    `json:"before,omitempty"` // nil: there was none
	After  any    `json:"after,omitempty"`  // nil: there is none any more
}

func (c Change) String() string {
	done := "changed"
	switch {
	case c.Before == nil:
		done = "came into being"
	case c.After == nil:
		done = "went"
	}
	return fmt.Sprintf("%s %s %s.", c.Kind, c.Key, done)
}

// mostChanges is how many changes an entry of the journal keeps: a request that
// replaces everything would make it as large as the state.
const mostChanges = 100

// changes gathers what a transaction does to the entities of the vendors. The
// values are those of the store, which nobody alters, so nothing is copied.
type changes struct {
	list    []Change
	leftOut int
}

// find returns the change of an entity, if there is one yet. Few requests
// change more than a handful, so a list will do.
func (c *changes) find(kind, key string) *Change {
	for i := range c.list {
		if c.list[i].Key == key && c.list[i].Kind == kind {
			return &c.list[i]
		}
	}
	return nil
}

func (c *changes) note(kind, key string, before, after any) {
	switch known := c.find(kind, key); {
	case known != nil:
		known.After = after
	case len(c.list) < mostChanges:
		c.list = append(c.list, Change{Kind: kind, Key: key, Before: before, After: after})
	default:
		c.leftOut++
	}
}

// noteChange notes what is about to become of an entity. What fails here fails
// the transaction.
func (t *watchedTx) noteChange(kind store.Codec, key string, after any) {
	if t.changes == nil || !t.entities[kind.Name()] {
		return
	}
	before, _, err := t.Get(kind, key)
	if err != nil || before == nil && after == nil {
		return
	}
	t.changes.note(kind.Name(), key, before, after)
}
