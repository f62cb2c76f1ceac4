package journal

import (
	"fmt"
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

// TooLong stands in for an entity that is longer than an entry keeps.
const TooLong = "[too long to be kept]"

const (
	// entityKept is how much of an entity an entry keeps, in bytes: as much as of a
	// body.
	entityKept = bodyKept
	// entitiesKept is how much an entry keeps of all its entities.
	entitiesKept = 4 * entityKept
)

// Kept returns the changes with no more of the entities than an entry keeps, and
// about how many bytes that is: a request that is short itself may change what is
// long, and each entry would keep it twice.
func (c *Changes) Kept() (list []Change, bytes int) {
	for i := range c.List {
		for _, value := range []*any{&c.List[i].Before, &c.List[i].After} {
			if *value == nil {
				continue
			}
			most := min(entityKept, entitiesKept-bytes)
			if n := sizeOf(*value, most); n <= most {
				bytes += n
			} else {
				*value = TooLong
			}
		}
	}
	return c.List, bytes
}

// Changes gathers what a transaction does to the entities of the vendors. The
// values are those of the store, which nobody alters, so nothing is copied.
type Changes struct {
	List    []Change
	LeftOut int
}

// find returns the change of an entity, if there is one yet. Few requests
// change more than a handful, so a list will do.
func (c *Changes) find(kind, key string) *Change {
	for i := range c.List {
		if c.List[i].Key == key && c.List[i].Kind == kind {
			return &c.List[i]
		}
	}
	return nil
}

// Note notes what became of an entity; of several changes the first value and the
// last one count.
func (c *Changes) Note(kind, key string, before, after any) {
	switch known := c.find(kind, key); {
	case known != nil:
		known.After = after
	case len(c.List) < mostChanges:
		c.List = append(c.List, Change{Kind: kind, Key: key, Before: before, After: after})
	default:
		c.LeftOut++
	}
}
