package specs

import (
	"slices"
	"strings"
)

// Class is in which way a request breaks a constraint. A server may tolerate one
// way and refuse another: null for an absent member, but no text.
type Class string

// The classes of breach.
const (
	Missing        Class = "missing"             // a required member or parameter is left out
	Null           Class = "null"                // where another type is meant
	TextForNumber  Class = "text-for-number"     // the number in quotes
	NumberForText  Class = "number-for-text"     //
	TextForBoolean Class = "text-for-boolean"    // the boolean in quotes
	OtherType      Class = "other-type"          // any other type of JSON, and words where a number is meant
	ExtraMember    Class = "extra-member"        // one that the contract does not have
	OverBound      Class = "over-a-bound"        // too long or short, too great or small, too many or few
	MorePrecision  Class = "more-precision"      // digits beyond those that the contract has
	Format         Class = "format"              // a text of another format or pattern
	Unlisted       Class = "unlisted"            // a value that an enumeration does not have
	Spelling       Class = "other-spelling"      // a value that it has, in other letters or with blanks around it
	NoBody         Class = "no-body"             // where one is required
	NotJSON        Class = "not-json"            // a body that is no JSON
	NoMediaType    Class = "no-media-type"       // a body without Content-Type
	OtherMediaType Class = "other-media-type"    // a body that is announced as something else
	SecondValue    Class = "followed-by-a-value" // two JSON values in one body
)

// What a server does with a breach that no document settles.
const (
	Refuses   = "refuses"
	Tolerates = "tolerates"
)

// What a dialect file says of a server beside its readings and its strictness.
const (
	Departs    = "departs"     // from an assumed rule that is Free
	NotOffered = "not-offered" // an operation that only a supplement has
)

// StrictnessKey names a constraint of a vendor's contract and a class of breach,
// as dialect files have it: VENDOR:POINTER#CLASS.
func StrictnessKey(vendor, pointer string, class Class) string {
	return vendor + ":" + pointer + "#" + string(class)
}

// Owner finds the rule that claims a place of the contract: the one with the
// longest pointer above it, or nil.
func (b Book) Owner(pointer string) *Rule {
	var found *Rule
	longest := -1
	for _, r := range b.Rules {
		for _, claimed := range r.Schema {
			if len(claimed) <= longest {
				continue
			}
			if below, ok := strings.CutPrefix(pointer, claimed); ok && (below == "" || below[0] == '/') {
				found, longest = r, len(claimed)
			}
		}
	}
	return found
}

// Settles returns the server rule that says what follows when a request breaks
// the constraint at a pointer in one way; nil where no document says it, and
// what a server does is its strictness. A rule claims one class of breach by a
// pointer that ends in # and the class. Null for what may be left out, members
// that the contract does not have, a listed word in another spelling, a second
// value after the body and what the body is announced as are a server's choice
// unless they are claimed so.
func (b Book) Settles(pointer string, class Class, optional bool) *Rule {
	key := pointer + "#" + string(class)
	for _, r := range b.Rules {
		if r.Binds == Server && slices.Contains(r.Schema, key) {
			return r
		}
	}
	switch {
	case class == Null && optional, class == SecondValue, class == Spelling, class == ExtraMember, class == NoMediaType, class == OtherMediaType:
		return nil
	}
	if by := b.Owner(pointer); by != nil && by.Binds == Server {
		return by
	}
	return nil
}

// Place splits a claim into the pointer and the class of breach, which is empty
// for a claim to all of them.
func Place(claim string) (pointer string, class Class) {
	pointer, text, _ := strings.Cut(claim, "#")
	return pointer, Class(text)
}
