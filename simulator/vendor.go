package simulator

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Vendor is what the engine needs to know of one vendor. A vendor package
// below this one fills it; all state is in the world, none in the value.
type Vendor struct {
	Book specs.Book

	// Handler is the generated strict server around the vendor's service. The
	// service finds its Env with FromContext.
	Handler func(failed ErrorHandlers) http.Handler

	// Begin runs once in every new world: first timers, sample entities.
	Begin func(*Env) error

	// Admit runs before the contract is checked and returns a refusal, or nil:
	// authentication and what else the vendor decides without reading further.
	Admit func(*Env, *Request) *Response

	// Refuse answers a request that breaks the contract.
	Refuse func(*Env, *Request, []contract.Breach) Response

	// Tolerates lists the breaches, POINTER#CLASS, that a world tolerates unless its
	// dialect says otherwise: what common clients send, and no document settles.
	Tolerates []string

	// NoRoute answers a path or a method that the contract does not have;
	// allowed lists the methods of the path, empty where there is no such path.
	NoRoute func(env *Env, allowed []string) Response

	// Careless is the answer of a server that does not look: it stands in for
	// the service where a defect let a request through that cannot be decoded.
	Careless func(*Request) Response

	// Documented is the answer that the vendor gives when a rule is broken, and
	// Coded the one for an error code of its own; false where there is none for
	// the operation (Env.Operation). Both are optional, for faults: they look at
	// no request and change nothing.
	Documented func(env *Env, rule *specs.Rule) (Response, bool)
	Coded      func(env *Env, code string) (Response, bool)

	// FreeOrder names the arrays of answers whose order means nothing, as JSON
	// pointers by operation; a * stands for any member or element.
	FreeOrder map[string][]string

	// Streams are the operations whose body may be an array of any length, by
	// operationId.
	Streams map[string]Stream

	// Timers are what After can schedule, by name.
	Timers map[string]func(env *Env, payload string) error

	// Tasks are what Task can leave to be done, by name. A task makes its
	// transactions by the worker, and may be done again from its beginning, by
	// another process too: after a crash, or when what it reaches was away.
	Tasks map[string]func(ctx context.Context, k *Worker, payload string) error

	// Seed adds entities to the world from the vendor's own seed document
	// (JSON); State returns the vendor's entities for inspection. Where one is nil,
	// seeds are refused, and nothing is shown.
	Seed  func(env *Env, document []byte) error
	State func(env *Env) (any, error)

	// SeedForm is a value of the type that Seed decodes its document into. Where it
	// is set, a member that the type does not have is refused before.
	SeedForm any

	// Actions are what the outside world does to the vendor's system and the
	// API cannot: by name, with what they do.
	Actions map[string]Action

	// Sample says how to use what a new world holds.
	Sample Sample

	// Credential returns what of a request says who calls, for credentials that
	// are bound to a world; the header Authorization when nil.
	Credential func(r *http.Request, body []byte) string

	// AnyCase tells whether the names of members are taken without regard to upper
	// and lower case. It is asked where a request has such a name; no when nil.
	AnyCase func(*Env) bool

	// Secret tells whether a header must not be kept in the journal.
	Secret func(header string) bool

	// SecretMembers names JSON members and query parameters whose values must
	// not be kept in the journal.
	SecretMembers []string

	// Obligations judge the rules that bind the caller, for the client report.
	// A rule without one is reported as not judged.
	Obligations map[*specs.Rule]obligation.Judge

	// ErrorCodes, when set, are the vendor's own error codes.
	ErrorCodes *ErrorCodes

	// Entities are the kinds whose values the journal shows before and after a
	// request: what a caller knows of, and nothing that is secret.
	Entities []store.Codec

	// Outside, when set, is where the vendor keeps a part of its worlds outside
	// the store.
	Outside Outside

	// Lifecycles are the states of the vendor's entities, for the same report.
	Lifecycles []Lifecycle
}

// complete names what a vendor can't do without and lacks, before anything is
// served.
func (v *Vendor) complete() error {
	var lacks []string
	for _, required := range []struct {
		name string
		set  bool
	}{
		{"Book.Vendor", v.Book.Vendor != ""},
		{"Book.OpenAPI", len(v.Book.OpenAPI) > 0},
		{"Handler", v.Handler != nil},
		{"Refuse", v.Refuse != nil},
		{"NoRoute", v.NoRoute != nil},
		{"Careless", v.Careless != nil},
	} {
		if !required.set {
			lacks = append(lacks, required.name)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return fmt.Errorf("simulator: the vendor %q has to set %s", v.Book.Vendor, strings.Join(lacks, ", "))
}

func (v *Vendor) seed(env *Env, document []byte) error {
	if v.Seed == nil {
		return fmt.Errorf("the vendor %s takes no seed", v.Book.Vendor)
	}
	return v.Seed(env, document)
}

// Outside is a part of worlds that is not in the store. What can't be reached is
// a *store.UnavailableError.
type Outside interface {
	// Copy makes the part of a world hold what another's holds, and nothing else.
	Copy(ctx context.Context, from, to string) error
	// Drop forgets the part of a world, if there is any.
	Drop(ctx context.Context, world string) error
}

// Action is something that happens to the vendor's system from outside its
// API, such as a stop of a store.
type Action struct {
	Text string
	Do   func(*Env) error
}

// ErrorHandlers are what the generated server calls when it can't decode a
// request or when the service returns an error.
type ErrorHandlers struct {
	Request  func(http.ResponseWriter, *http.Request, error)
	Response func(http.ResponseWriter, *http.Request, error)
}

// Request is a request as the engine read it: bounded, matched, not decoded.
type Request struct {
	Operation *contract.Operation
	Path      map[string]string // unescaped path parameters
	HTTP      *http.Request     // its body is read already
	Body      []byte

	members  *members // of the contract
	given    []byte   // the body that the generated server gets
	check    func() []contract.Breach
	breaches []contract.Breach // that Admit has asked for
}

// Breaches returns where the request departs from the contract, for a vendor that
// refuses it before the contract is checked. The journal has them then.
func (r *Request) Breaches() []contract.Breach {
	r.breaches = r.check()
	return r.breaches
}

// Known returns the body without the members that the contract does not name, and
// whether there were any. What is no JSON stays as it is.
func (r *Request) Known() (body []byte, others bool) {
	body = r.Body
	if r.given != nil {
		body = r.given
	}
	kept, others, err := r.members.without(body, (*members).unknown)
	if err != nil || !others {
		return body, false
	}
	return kept, true
}

// Response is an answer that does not come from the generated server.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

func (r Response) to(a *fault.Answer) { a.Set(r.Status, r.Header, r.Body) }

// ErrorCodes are the error codes that a vendor has beside the HTTP statuses.
type ErrorCodes struct {
	Documented []string
	Of         func(answer journal.Message) string // the code of an answer; nothing where it has none
}
