// Package specs holds the types in which a vendor's documented behaviour is
// written down: rules, their sources and readings, the register of unclear
// points, and the coverage of the document's text. It has no behaviour: the
// simulator, the features, the conformance runner and the docs all refer to
// the values that the vendor packages below it declare.
package specs

import "slices"

// Party says whom a rule binds.
type Party string

// The two parties of a contract.
const (
	Server Party = "server" // the vendor's side, judged by conformance
	Client Party = "client" // the caller's side, judged from the journal
)

// Level says how binding a rule is.
type Level string

// The levels of a rule.
const (
	Must   Level = "must"
	Should Level = "should"
)

// Basis says where a statement comes from, and so what a departure means.
type Basis string

// The bases of a rule.
const (
	Documented Basis = "documented" // the vendor's document says what the server does
	Integrity  Basis = "integrity"  // no document says it, and every user expects it of any server; a departure fails
	Supplement Basis = "supplement" // other documentation of the vendor says it
	Assumed    Basis = "assumed"    // nobody says it; it shapes the simulator, a departure is a warning
)

// Source is a citation.
type Source struct {
	Document string `json:"document"` // number of the document ("002"), or the name of the supplementing page
	Place    string `json:"place"`    // heading, paragraph, row and line in it
	URL      string `json:"url"`      // public address
	Date     string `json:"date"`     // YYYY-MM-DD: the revision's date where the vendor gives one, else the day it was read
}

// Reading is one interpretation of a rule that can be understood in several
// ways. The first reading of a rule is its default.
type Reading struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Rule is one documented statement.
type Rule struct {
	ID         string    // "vendor/readable-slug", also the Gherkin tag
	Operations []string  // operationIds of openapi.yaml
	Binds      Party     //
	Level      Level     //
	Basis      Basis     //
	Text       string    // the statement, in our own words
	Source     Source    //
	Schema     []string  // JSON pointers into openapi.yaml of the keywords that enforce the rule; a pointer stands for all below it
	Readings   []Reading // none, or two and more, the default first
	Closed     string    // why the document leaves no other way than the readings; empty: they are open, others are legal too
	Free       bool      // an assumed rule that a legal server may depart from; false where users would call a departure a fault
	Settles    []int     // numbers of the register's points that the rule decides
	Was        []string  // IDs that the rule had before, so that scripts and known failures are told the new one
}

// Open tells whether the rule has readings and others than those are legal too.
func (r *Rule) Open() bool { return len(r.Readings) > 0 && r.Closed == "" }

// DefaultReading names the reading that holds where nobody chose one; it is
// empty for a rule without readings.
func (r *Rule) DefaultReading() string {
	if len(r.Readings) == 0 {
		return ""
	}
	return r.Readings[0].Name
}

// Kind sorts the numbered points of a register.
type Kind string

// The kinds of points.
const (
	Contradiction Kind = "contradiction" // two fragments cannot both hold
	Ambiguity     Kind = "ambiguity"     // one fragment can be understood in several ways
	Gap           Kind = "gap"           // something needed is not said
)

// Point accounts for one numbered contradiction, ambiguity or gap of a
// document. Exactly one of Rule and Schema is set where the point has an
// observable effect; neither where it has none.
type Point struct {
	Number int
	Kind   Kind
	Rule   *Rule  // the rule that settles it
	Schema string // JSON pointer into openapi.yaml of the decision that settles it
	Reason string // why it is settled so, or why it has no observable effect
}

// Passage maps a range of lines of a document to what became of them. Several
// passages may share a line that says several things.
type Passage struct {
	From, To int      // first and last line, counted from 1
	Part     string   // which part of the line, where several passages share it
	Rules    []*Rule  // the rules that the passage became
	Schema   []string // JSON pointers into openapi.yaml that it became
	Note     string   // why it is not normative, where it is neither rule nor schema
}

// Document describes one of the five source documents. The text itself is
// not part of this repository.
type Document struct {
	Number   string // "000" to "004"
	Title    string
	Language string // BCP 47
	URL      string
	Date     string // as in Source
	Lines    int    // how many lines the text has
	SHA256   string // of the text, hexadecimal
}

// Lifecycle is the states of one sort of entity, with the changes between them
// that the documents have.
type Lifecycle struct {
	Entity      string       // what it is, such as "order"
	States      []string     // by the names that the API shows, in the order in which an entity passes them
	Transitions []Transition //
}

// Transition is one change of state.
type Transition struct {
	From  string // empty: the entity comes into being
	To    string
	Rules []*Rule // that document it
}

// Book is all that is known of one vendor's contract.
type Book struct {
	Vendor   string // folder name
	Title    string // the name people use
	Document Document
	OpenAPI  []byte // openapi.yaml
	Rules    []*Rule
	Register []Point
	Coverage []Passage
	// Integrity are the vendor's rules of that basis. They stand in Rules as well.
	Integrity IntegrityRules
	// Gone are IDs of rules that are no more, with what to read instead.
	Gone map[string]string
	// Lifecycles are those of the entities that have states.
	Lifecycles []Lifecycle
}

// Rule returns the rule of that ID, or nil.
func (b Book) Rule(id string) *Rule {
	for _, r := range b.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Renamed returns the rule that has taken the place of one of former times;
// nil if there was none of that ID.
func (b Book) Renamed(id string) *Rule {
	for _, r := range b.Rules {
		if slices.Contains(r.Was, id) {
			return r
		}
	}
	return nil
}

// NowCalled says, for the end of a sentence about an ID that no rule has, what
// took its place; it is empty if nothing did.
func (b Book) NowCalled(id string) string {
	switch r := b.Renamed(id); {
	case r == nil:
		return ""
	case r.Binds == Client:
		return "; it is " + r.ID + " now, which binds the caller"
	default:
		return "; it is " + r.ID + " now"
	}
}
