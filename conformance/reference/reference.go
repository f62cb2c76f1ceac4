// Package reference compares a target with a model of its vendor: the same
// requests go to both, and what the contract names as observable has to be the
// same. The model comes as a value; nothing here knows which one it is.
//
// Requests come from three sources: sequences that are drawn (Explore), a client
// whose traffic passes through (Proxy), and recorded traffic (Judge).
package reference

import (
	"context"
	"net/http"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// Model makes worlds that behave as the vendor's document says.
type Model interface {
	// Begin makes a new world. Its error is a *SeedError where the seeds are not taken.
	Begin(ctx context.Context, s Setting) (World, error)
	// Alternatives lists what legal servers may do in several ways.
	Alternatives() []Alternative
}

// Setting is what a world begins with.
type Setting struct {
	Dialect map[string]string // as a dialect file has it
	Seeds   [][]byte          // documents of the vendor, added to the model's sample in this order
	Now     time.Time         // its clock; real time when zero
}

// Alternative is one choice that the documents leave to a server, as a line of a
// dialect file. An empty value stands for no line.
type Alternative struct {
	Key    string
	Values []string
}

// SeedError is why a world can't begin so.
type SeedError struct{ Err error }

func (e *SeedError) Error() string { return e.Err.Error() }
func (e *SeedError) Unwrap() error { return e.Err }

// World is one isolated copy of the model.
type World interface {
	// Send answers a request. Its address is below the contract's root.
	Send(ctx context.Context, r *Request) (*Reply, error)
	// Advance moves the world's clock on.
	Advance(ctx context.Context, d time.Duration) error
	// Set moves the world's clock to a time, if that is not past already.
	Set(ctx context.Context, now time.Time) error
	// Seed adds what a document of the vendor holds.
	Seed(ctx context.Context, document []byte) error
	// Close forgets the world.
	Close(ctx context.Context) error
}

// Reply is an answer of the model, with what its journal says of it.
type Reply struct {
	Answer
	Consulted []string // rules that were asked, those that decided included
	Decided   []string // rules that made the difference
	Breaches  []string // pointers into the contract that the request broke
}

// Request is a request without the credentials that are added when it is sent.
type Request struct {
	Operation string      `json:"operation"`        // operationId; empty where the contract has none
	Role      string      `json:"role,omitempty"`   // whose credentials are added
	Method    string      `json:"method"`           //
	Path      string      `json:"path"`             // escaped, below the contract's root
	Query     string      `json:"query,omitempty"`  // encoded
	Header    http.Header `json:"header,omitempty"` //
	Body      []byte      `json:"body,omitempty"`   //

	// Name says what the request tries, in words for people.
	Name string `json:"name,omitempty"`
	// Entity is the entity that the request is about; empty for all, or none.
	Entity string `json:"entity,omitempty"`
	// Looks tells that the request only looks.
	Looks bool `json:"looks,omitempty"`
	// Settle tells that effects of what came before may arrive late: both sides get
	// this much time before the request.
	Settle time.Duration `json:"settle,omitempty"`
	// As, where it is set, is what Vendor.Kinds calls the operation for this request.
	As string `json:"as,omitempty"`
	// AtOnce tells that a look comes before what arrives late.
	AtOnce bool `json:"-"`

	move string // that made it
}

// Answer is what came for a request.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Lost   string // why no answer came; empty where one did
}

// Kind says how a member of an answer is compared.
type Kind int

// The kinds of members. Without a kind a value has to be the same.
const (
	Exact     Kind = iota
	Chosen         // the target chooses it: matched one to one
	Present        // the target chooses it anew: whether it is there counts
	Free           // not compared
	Wording        // a text in any words: a dash, nothing, and anything else are three
	Unordered      // a list in any order
)

// Vendor is what comparing needs to know of one vendor.
type Vendor struct {
	Book     specs.Book
	Contract *contract.Contract
	// Outcome says what an answer tells of its request: "accepted", "refused", or
	// the documented error. Answers of two outcomes differ.
	Outcome func(operation string, a *Answer) string
	// Kinds of members, by operationId and JSON pointer, such as
	// "getBon /Lignes/*/Guid"; * stands for any operation, element or member.
	Kinds map[string]Kind
	// Plain writes the body of an accepted answer in one way, where the documents
	// leave several; nil where bodies are compared as they come.
	Plain func(operation string, body any) any
	// Sign puts credentials into a copy of a request that is about to be sent: to the
	// model those that its sample knows; to the target what the request's role does
	// not bring along. Vars is what Saw has noted of that side.
	Sign func(r *Request, vars map[string]string, model bool)
	// Saw notes what later requests need of an answer, such as a token; nil for nothing.
	Saw func(r *Request, a *Answer, vars map[string]string)
	// Start tells what was there of an entity before the first exchange about it,
	// by that exchange; for traffic whose start nobody saw.
	Start func(r *Request, a *Answer) Start
	// About names the entity that a request is about; empty for none.
	About func(r *Request) string
	// Explore is what drawing requests needs; nil where nothing is drawn.
	Explore *Explorer
}

// Start is what an exchange shows of the state before it.
type Start struct {
	Known bool   // whether the state is known from here on
	Seed  []byte // what was there, as a document of the vendor; nil for nothing
	After bool   // the seed is the state after the exchange, which itself can't be compared
	// Alone tells that the exchange can be compared although the state stays unknown.
	Alone bool
	// Hidden are documents that may stand in the place of the seed: they add what
	// the answer does not show.
	Hidden [][]byte
	// Meanwhile are documents of what others may do with the entity at any time, which
	// no request of the contract does.
	Meanwhile [][]byte
}
