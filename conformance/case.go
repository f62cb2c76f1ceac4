// Package conformance judges an implementation of a documented API rule by
// rule. It runs the vendors' scenarios, probes and contract checks against a
// target and turns what they find into a report.
package conformance

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"net/http"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Phase is a part of a run.
type Phase string

// The phases.
const (
	ContractPhase Phase = "contract" // one request for each promise of openapi.yaml
	RulesPhase    Phase = "rules"    // scenarios and probes
	ExplorePhase  Phase = "explore"  // sequences that are drawn, compared with a reference; only where Options.Explore says so
)

// Phases lists the phases in the order in which they run.
func Phases() []Phase { return []Phase{ContractPhase, RulesPhase} }

// The capabilities that the runner finds out by itself.
const (
	NeedsControl = "control" // the target is a simulator with its control API
	NeedsClock   = "clock"   // its time can be moved
	// NeedsEvents is a way to see what the target sends to subscribers: the profile's
	// events, or a simulator's ledger.
	NeedsEvents = "events"
	// NeedsExpired is a credential that has expired: one of the profile, or one that a
	// simulator's clock lets expire.
	NeedsExpired = "expired-token"
)

// Case is one thing that is tried for one rule.
type Case struct {
	Rule    *specs.Rule
	Reading string // the reading that it is about; empty: of all readings
	Name    string
	Phase   Phase
	File    string // of the scenario that it is, below the features; empty for what is written in Go
	Line    int
	Steps   []features.Step // of that scenario
	Needs   []string        // capabilities and fixtures
	// Operation, where the case is about one alone, is its operationId.
	Operation string
	Effect    features.Effect
	first     bool // before all others, and alone
	// Run tries it. A *target.Mismatched error is a failure, a
	// *target.Inconclusive one leaves the rule open, any other is our fault.
	Run func(ctx context.Context, s *target.Session, random *rand.Rand) error
}

// Vendor is what the runner needs of a vendor's package.
type Vendor struct {
	Book specs.Book
	// Features are the vendor's feature files; nil: those of the package features.
	// A tag without a colon names a rule in them.
	Features fs.FS
	// Generic tells that the vendor was made from a document: it takes the keys of a
	// profile that say what a document can't.
	Generic bool
	// Credentials and Fixtures are the names that a profile may use, with what
	// they mean.
	Credentials map[string]string
	Fixtures    map[string]string
	// Enough is how many entities of a fixture a full run takes; a kind that is not
	// there is not used up.
	Enough map[string]int
	// Sample is the profile of the simulator's sample world.
	Sample func() *Profile
	// Prepare reads a profile. Its error names the place and the remedy.
	Prepare func(*Profile) (*Plan, error)
}

// Plan is how a vendor is judged with one profile.
type Plan struct {
	Role      string                                   // whose credentials a session sends unless a step says otherwise
	Authorize func(r *http.Request, role string) error //
	// Supply adds a fixture to those at hand while a run is under way, for what the
	// profile's provision command makes; nil where the vendor's can't be added to.
	Supply  func(fixture string, entity map[string]any) error
	Missing func(need string) string                           // why a fixture that a case needs is not at hand; empty where it is
	Seeds   func(need string) bool                             // whether a simulator's control API stands in for a fixture; nil: for none
	Contact func(ctx context.Context, s *target.Session) error // first contact: reads, and checks the log-in
	// Again says which rule is broken where the credentials are taken once and then
	// no more.
	Again Again
	Known Known
	Steps func(s *target.Session, random *rand.Rand) func(*features.Steps)
	// Call builds a request of the operation that the contract allows, with
	// every optional member, for the contract phase to vary.
	Call func(operation string, s *target.Session, random *rand.Rand) (Call, error)
	// CallNeeds lists the fixtures that a call of each operation needs.
	CallNeeds map[string][]string
	// Settles, when set, decides in place of the book which rule says what follows
	// from a variant of an operation's request; nil where none does.
	Settles func(operation string, v contractphase.Variant) *specs.Rule
	// CarriedOut, when set, is asked before a rule fails because a forbidden request
	// was answered with 2xx: its error is why that need not mean that the request
	// was carried out.
	CarriedOut func(ctx context.Context, s *target.Session, random *rand.Rand, operation string, answer *target.Answer) error
	// Unjudged, when set, says what is missing for a rule that no case could judge.
	Unjudged func(*specs.Rule) string
	// Neighbours are the operations whose calls show an entity that other requests
	// do not name, and how it comes to be there.
	Neighbours []Neighbour
	// Alike are pairs of calls about entities whose names begin alike.
	Alike []Alike
	// Strangers are callers whom operations refuse, beside those of the vendor's own
	// cases.
	Strangers []Stranger
	// Makes reads from an answer what its request made, where no case says so; nil
	// where each does. TakeBack takes back an entity of a ledger by its name there,
	// such as order, and its id: a name that is missing can't be taken back.
	Makes    func(*target.Answer) []target.Entity
	TakeBack map[string]func(ctx context.Context, s *target.Session, id string) error
	// Effects tells what each operation does to the target's data.
	Effects map[string]features.Effect
	// Refused tells whether a status refuses a request; Refusal says in words
	// which do.
	Refused func(status int) bool
	Refusal string
	// RefusedAnswer, where a vendor refuses in the body too, tells whether an
	// answer refuses; it then decides in place of Refused.
	RefusedAnswer func(*target.Answer) bool
	// Varied lists pointers into the contract of bounds whose accepted values
	// depend on a reading; the contract phase sends no accepted value for them.
	Varied []string
	Probes []Case
	// Reference is what comparing a target with a reference needs; nil where that
	// can't be done.
	Reference *reference.Vendor
	// Checks try what the profile names, for people who are writing one. They
	// send nothing but log-ins and operations whose effect is read.
	Checks []Check
}

// steps registers the vendor's steps, and those that every vendor has which can be
// compared with a reference.
func (p *Plan) steps(s *target.Session, random *rand.Rand) func(*features.Steps) {
	return func(sc *features.Steps) {
		p.Steps(s, random)(sc)
		if p.Reference != nil {
			p.Reference.Steps(s)(sc)
		}
	}
}

// Again tries the credentials of first contact once more.
type Again struct {
	Rule *specs.Rule
	// Run makes two calls and more with one proof of who calls; nil: Plan.Contact
	// does. An error that is neither a mismatch nor inconclusive says how the target
	// refuses them.
	Run func(ctx context.Context, s *target.Session) error
}

// Check tries one thing that a profile names. Its error says what is wrong with
// it and what to do; a *target.Inconclusive one why that can't be told.
type Check struct {
	Item string // its place: credentials.NAME, or fixtures.NAME with the number of the entity
	Run  func(ctx context.Context, s *target.Session) error
}

// Call is a correct request that the contract phase varies.
type Call = contractphase.Call
