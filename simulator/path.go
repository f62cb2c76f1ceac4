package simulator

import (
	"net/http"
	"net/url"

	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// ServeHTTP serves /VENDOR/… in the world that the request names: by the path
// prefix /@NAME/, else by the header Plumbline-World, else by a credential that
// is bound to one, else the default one.
//
// It is the path of a request, stage by stage; each stands in a file of its own,
// path_*.go.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{engine: e, out: w, http: r}
	defer c.leave(e.now())  // answers for a panic, and tells the observer
	ok := c.findVendor() && // by the path
		c.readBody() && // up to its bound
		c.findWorld() && // by the path, else a header, else a credential
		c.transact(func() error { // on the world; again where it has to be
			if err := c.openEntry(); err != nil { // in the journal
				return err
			}
			_ = c.refusedByFault() || // before it takes effect
				c.matchesNothing() || // no operation of the contract
				c.halfRead() || // can be read in two ways
				c.notAdmitted() || // by the vendor, who reads no further
				c.breaksContract() || // the vendor's documented error
				c.serve() // by the generated server and the vendor's service
			if err := c.settle(); err != nil { // what the service could not do
				return err
			}
			c.respond()       // varied, checked, disturbed
			return c.record() // what the client really saw
		})
	if ok {
		c.send()
	}
}

// call is one request on its way.
type call struct {
	engine *Engine
	out    http.ResponseWriter
	http   *http.Request
	vendor *Vendor
	served *served
	world  string
	path   string // escaped, below the vendor
	body   []byte
	stream *stream // in place of the body where it is streamed

	observation Observation

	// What the transaction makes, which the store may run again.
	env         *Env
	answer      *fault.Answer
	request     *Request // nil where it matches no operation
	allowed     []string // methods of the path, then
	given       []byte   // the body that the generated server gets
	query       url.Values
	failed      error // of the service: the transaction is undone
	undecoded   bool  // the generated server could not decode the request
	undecodedBy error
	asJSON      bool // a body that is announced otherwise is taken for JSON
	broken      bool // the request was refused for a breach of the contract
	strike      *fault.Strike
	blocked     bool   // by a task that has to be done before; there is no answer
	left        string // key of the last task to be done before the answer goes out
	changes     journal.Changes
	consulted   [16]journal.Consultation // room for most, so that the list does not grow
}

type callKey struct{}
