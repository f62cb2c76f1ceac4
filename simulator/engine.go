// Package simulator is the engine of the stateful imitations of the vendors'
// APIs. It holds worlds, each an isolated copy of all vendors; reads, checks
// and records requests; and asks the vendor's service, which sees only an Env.
// Real time comes from a function that the caller hands in.
package simulator

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/internal/nearest"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Options of an Engine. The zero value of each field but Now is usable.
type Options struct {
	Now        func() time.Time // real time; required
	Store      store.Store      // memory when nil
	Replicas   bool             // other processes use the store at the same time
	RandomSeed uint64           //
	Defects    []string         // IDs of rules that are switched off
	// Holes are keywords of the contracts, as JSON pointers by vendor. A request
	// that breaks nothing else is answered as if nobody had looked: like defects
	// they are there to see the checks fail.
	Holes        map[string][]string
	Dialect      map[string]string // rule ID to the reading that worlds speak unless told otherwise
	BodyLimit    int64             // bytes of a request's body; 1 MiB when 0
	StreamLimit  int64             // bytes of a body that is taken element by element, see Stream; 1 GiB when 0
	JournalLimit int               // entries kept in a world's journal, and deliveries in its ledger; 1,000 when 0
	// Worlds is how many worlds and snapshots there may be; any number when 0. In
	// memory the idle world that was used least recently makes room for a new one;
	// on another store the new one is refused with a *FullError.
	Worlds int
	// WorldLifetime is after how much real time without use a world is dropped,
	// the default one excepted; never when 0.
	WorldLifetime time.Duration
	Log           *slog.Logger // silent when nil
	// Inspect, when set, sees every answer before it is sent and returns what
	// is wrong with it: the self-check, which the caller brings along.
	Inspect func(vendor, operation, path string, status int, header http.Header, body []byte) []string
	// Wait passes real time, for faults that hold an answer back, and for what
	// other processes do, of which nobody tells this one. It returns early, with
	// an error, when the context ends. When it is nil, such faults are journalled
	// and hold nothing back; with Replicas it is required.
	Wait func(ctx context.Context, d time.Duration) error
	// Hostile makes worlds vary what the contracts leave free, unless SetHostile
	// tells a world otherwise.
	Hostile bool
	// Backends names what keeps the state, for those who ask the control API:
	// "store" to "redis". Nothing of it is an address.
	Backends map[string]string
	// Seeds are added to every new world, by vendor.
	Seeds map[string]json.RawMessage
	// Deliver sends the vendors' events, such as NewDeliverer does. Events stay in
	// the ledger, not sent, when nil.
	Deliver http.RoundTripper
	// Origins are those of pages in a browser that may use the vendors' APIs, such
	// as http://localhost:3000, or * for all; none when empty.
	Origins []string
	// Observer is told what happens, for metrics and traces.
	Observer Observer
}

// Engine serves the vendors. It is safe for concurrent use.
type Engine struct {
	options    Options
	store      store.Store
	now        func() time.Time
	log        *slog.Logger
	names      []string // of the vendors, sorted
	vendors    map[string]*Vendor
	served     map[string]*served
	rules      map[string]*specs.Rule
	defects    map[string]bool
	lifecycles map[string]Lifecycle // of the vendors, by the kind that they are kept in
	entities   map[string]bool      // kinds of the vendors' entities
	idle       idle
	ceiling    ceiling
	bound      boundWorlds
	probed     probed
	entered    bell                   // rings with every new entry of a journal
	working    turns                  // at the tasks of the worlds
	moves      clockMoves             // of the worlds' clocks
	running    atomic.Bool            // Run does what timers leave
	control    atomic.Pointer[string] // address of the control API, told with every answer
	address    atomic.Pointer[string] // of the vendors' APIs
}

// served is what the engine derives from a vendor once.
type served struct {
	contract      *contract.Contract
	schemas       *compiled.Schemas
	handler       http.Handler
	redactor      journal.Redactor
	names         map[string]*members // by operation
	careless      bool                // a defect of this vendor removes parts of its schemas
	supplementary map[string]bool     // operations that only a supplement has
	seed          func() (*jsonschema.Schema, error)
}

// New builds an engine for the vendors. A defect or a dialect that names no
// server rule, or no reading of it, is an error.
func New(options Options, vendors ...*Vendor) (*Engine, error) {
	if options.Now == nil {
		return nil, errors.New("simulator: Options.Now is required: the engine has no clock of its own")
	}
	if options.Replicas && options.Wait == nil {
		return nil, errors.New("simulator: Options.Wait is required where there are Replicas")
	}
	if options.BodyLimit < 0 || options.StreamLimit < 0 || options.JournalLimit < 0 {
		return nil, errors.New("simulator: Options.BodyLimit, Options.StreamLimit and Options.JournalLimit are not below zero")
	}
	options.BodyLimit = cmp.Or(options.BodyLimit, 1<<20)
	options.StreamLimit = cmp.Or(options.StreamLimit, 1<<30)
	options.JournalLimit = cmp.Or(options.JournalLimit, 1000)
	options.Log = cmp.Or(options.Log, slog.New(slog.DiscardHandler))
	if options.Store == nil {
		options.Store = store.NewMemory()
	}
	if options.Worlds < 0 {
		return nil, errors.New("simulator: Options.Worlds is not below zero")
	}
	if options.WorldLifetime < 0 {
		return nil, errors.New("simulator: Options.WorldLifetime is not below zero")
	}
	e := &Engine{
		ceiling: ceiling{most: options.Worlds, evicts: inMemory(options.Store), known: map[string]*room{}},
		idle:    idle{lifetime: options.WorldLifetime, now: options.Now},
		working: turns{taken: map[string]chan struct{}{}},
		options: options, store: options.Store, now: options.Now, log: options.Log,
		vendors: map[string]*Vendor{}, served: map[string]*served{},
		rules: map[string]*specs.Rule{}, defects: map[string]bool{}, entities: map[string]bool{},
	}
	for _, v := range vendors {
		e.names = append(e.names, v.Book.Vendor)
		e.vendors[v.Book.Vendor] = v
		for _, r := range v.Book.Rules {
			e.rules[r.ID] = r
		}
	}
	slices.Sort(e.names)
	if err := e.checkRules(); err != nil {
		return nil, err
	}
	if err := e.prepareAll(vendors); err != nil {
		return nil, err
	}
	return e, nil
}

func (e *Engine) checkRules() error {
	breakable := func(r *specs.Rule) bool { return r.Binds == specs.Server }
	for _, id := range e.options.Defects {
		rule := e.rules[id]
		if rule == nil {
			return fmt.Errorf("simulator: defect %s: no vendor that is served has such a rule; %s", id, e.known(id, breakable))
		}
		if !breakable(rule) {
			return fmt.Errorf("simulator: defect %s: the rule binds the caller, so the simulator can't break it; %s", id, e.known(id, breakable))
		}
		e.defects[id] = true
	}
	return e.CheckDialect(e.options.Dialect)
}

// known lists the rules that fit, of the vendor that a mistaken ID begins with,
// or the vendors where that is none.
func (e *Engine) known(id string, fits func(*specs.Rule) bool) string {
	name, _, _ := strings.Cut(id, "/")
	v := e.vendors[name]
	if v == nil {
		return "the vendors are " + strings.Join(e.names, ", ")
	}
	var ids []string
	for _, r := range v.Book.Rules {
		if fits(r) {
			ids = append(ids, r.ID)
		}
	}
	return "there are " + strings.Join(ids, ", ")
}

// nearestRule names the rule that a mistaken ID may mean, as the end of a message.
func (e *Engine) nearestRule(id string) string {
	return nearest.DidYouMean(id, slices.Sorted(maps.Keys(e.rules)))
}

// prepareAll prepares the vendors side by side: reading contracts is most of
// what a start takes.
func (e *Engine) prepareAll(vendors []*Vendor) error {
	prepared, failed := make([]*served, len(vendors)), make([]error, len(vendors))
	var group sync.WaitGroup
	for i, v := range vendors {
		group.Go(func() { prepared[i], failed[i] = e.prepare(v) })
	}
	group.Wait()
	for i, v := range vendors {
		e.served[v.Book.Vendor] = prepared[i]
		e.watch(v)
		for _, kind := range v.Entities {
			e.entities[kind.Name()] = true
		}
	}
	return errors.Join(failed...)
}

// prepare loads the vendor's contract and compiles its schemas, without what
// the defects remove.
func (e *Engine) prepare(v *Vendor) (*served, error) {
	if err := v.complete(); err != nil {
		return nil, err
	}
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return nil, fmt.Errorf("simulator: %s: %w", v.Book.Vendor, err)
	}
	s := &served{contract: c, redactor: journal.NewRedactor(v.SecretMembers), names: map[string]*members{}}
	s.seed = sync.OnceValues(func() (*jsonschema.Schema, error) { return seedSchema(v.SeedForm) })
	for _, op := range c.Operations {
		s.names[op.ID] = membersOf(op.Operation)
	}
	var without []string
	for _, rule := range v.Book.Rules {
		if e.defects[rule.ID] {
			without = append(without, wholeClaims(rule)...)
		}
	}
	s.careless = len(without) > 0
	s.supplementary = map[string]bool{}
	for _, op := range c.Operations {
		s.supplementary[op.ID] = c.Basis(op.Pointer()) == string(specs.Supplement)
	}
	if s.schemas, err = compiled.Compile(c, without); err != nil {
		return nil, fmt.Errorf("simulator: %s: %w", v.Book.Vendor, err)
	}
	s.handler = v.Handler(ErrorHandlers{Request: undecodable, Response: serviceFailed})
	return s, nil
}

// Options returns what the engine was made with, defaults filled in.
func (e *Engine) Options() Options { return e.options }

// Vendors returns the names of the vendors that are served, sorted.
func (e *Engine) Vendors() []string { return append([]string(nil), e.names...) }

// AnnounceControl makes every answer tell where the control API is, so that a
// conformance run finds it by itself.
func (e *Engine) AnnounceControl(address string) { e.control.Store(&address) }

// ControlAddress is what AnnounceControl told; empty where nobody did.
func (e *Engine) ControlAddress() string {
	if address := e.control.Load(); address != nil {
		return *address
	}
	return ""
}

// AnnounceAddress tells where the vendors' APIs are, for pages and examples.
func (e *Engine) AnnounceAddress(address string) { e.address.Store(&address) }

// Address is where the vendors' APIs are, as AnnounceAddress told; the default
// address where nobody did.
func (e *Engine) Address() string {
	if address := e.address.Load(); address != nil {
		return *address
	}
	return "http://127.0.0.1:4010"
}
