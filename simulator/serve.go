package simulator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// ServeHTTP serves /VENDOR/… in the world that the request names: by the path
// prefix /@NAME/, else by the header Plumbline-World, else by a credential that
// is bound to one, else the default one.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var o Observation
	if e.options.Observer.Request != nil {
		defer e.observe(r.Context(), &o, e.now())
	}
	defer e.recovered(w, r, &o)
	if address := e.control.Load(); address != nil && *address != "" {
		w.Header().Set("Plumbline-Control", *address)
	}
	name, vendor, rest := split(r.URL.EscapedPath())
	if name == "" {
		name = r.Header.Get("Plumbline-World")
	}
	err := CheckWorldName(cmp.Or(name, DefaultWorld))
	if err != nil {
		o.Status = plain(w, http.StatusBadRequest, err.Error())
		return
	}
	v := e.vendors[vendor]
	if v == nil {
		o.Status = plain(w, http.StatusNotFound, fmt.Sprintf("No vendor %q is served here; there are: %s.", vendor, strings.Join(e.names, ", ")))
		return
	}
	o.Vendor = vendor
	c := &call{engine: e, vendor: v, served: e.served[vendor], path: rest, http: r}
	if status, err := c.read(w); err != nil {
		o.Status = plain(w, status, err.Error())
		return
	}
	if name == "" {
		if name, err = e.boundWorld(r, v, c.body); err != nil {
			o.Status = e.failed(w, err, "vendor", vendor)
			return
		}
	}
	o.World, c.world = name, name
	if status, err := c.perform(r.Context()); err != nil {
		if o.Status = status; status != 0 {
			plain(w, status, err.Error())
		} else {
			o.Status = e.failed(w, err, "world", name, "vendor", vendor)
		}
		return
	}
	c.observed(&o)
	e.entered.ring()
	c.answer.Send(r.Context(), e.options.Wait, w)
}

// readBody reads a body up to the limit, and one byte more of one that is
// longer. An error comes with its status.
func readBody(r *http.Request, limit int64) (body []byte, status int, err error) {
	if 0 < r.ContentLength && r.ContentLength <= limit {
		body = make([]byte, r.ContentLength) // the journal keeps it, so no more than is needed
		_, err = io.ReadFull(r.Body, body)
	} else {
		body, err = io.ReadAll(io.LimitReader(r.Body, limit+1))
	}
	switch {
	case err != nil:
		return nil, http.StatusBadRequest, errors.New("the body could not be read")
	case int64(len(body)) > limit:
		return body, http.StatusRequestEntityTooLarge, fmt.Errorf("the body is longer than %d bytes", limit)
	}
	return body, 0, nil
}

// perform runs the call in its world: once what it has to wait for is done,
// and again when its body has been streamed. A status beside an error is to be
// answered with its text.
func (c *call) perform(ctx context.Context) (status int, err error) {
	for {
		switch err := c.engine.within(ctx, c.world, c.run); {
		case errors.Is(err, errUnread):
			if status, err = c.stream.read(ctx, c); err != nil {
				return status, errors.Join(err, c.dropStage(ctx))
			}
		case err != nil:
			return 0, errors.Join(err, c.dropStage(ctx))
		case c.blocked:
			if err := c.engine.work(ctx, c.world); err != nil {
				return 0, err
			}
		default:
			if c.left != "" {
				c.engine.workOrWait(ctx, c.world, c.left)
			}
			return 0, nil
		}
	}
}

// failed answers where the transaction was undone: the store failed, or a
// vendor's code returned an error of its own, which is a bug or a bad seed. It
// returns the status.
func (e *Engine) failed(w http.ResponseWriter, err error, where ...any) int {
	if errors.As(err, new(*StoreError)) {
		e.log.Error("the store failed", append(where, "error", err)...)
		w.Header().Set("Retry-After", "1")
		text := "The simulator could not reach its store; nothing was changed."
		if away := new(store.UnavailableError); errors.As(err, &away) && away.Unsure {
			text = "The simulator could not reach its store; whether anything was changed is not known."
		}
		return plain(w, http.StatusServiceUnavailable, text)
	}
	e.log.Error("the simulator failed", append(where, "error", err)...)
	return plain(w, http.StatusInternalServerError, "The simulator failed; nothing was changed: "+err.Error())
}

// split takes /@WORLD/VENDOR/REST apart; REST keeps its leading slash.
func split(escaped string) (world, vendor, rest string) {
	path := strings.TrimPrefix(escaped, "/")
	if strings.HasPrefix(path, "@") {
		world, path, _ = strings.Cut(path[1:], "/")
		if unescaped, err := url.PathUnescape(world); err == nil {
			world = unescaped
		}
		if world == "" {
			world = "@" // not a name: refused as such
		}
	}
	vendor, rest, _ = strings.Cut(path, "/")
	return world, vendor, "/" + rest
}

// call is one request on its way through a world. The store may run it again
// after a conflict, so run sets everything anew.
type call struct {
	engine *Engine
	vendor *Vendor
	served *served
	world  string
	path   string // escaped, below the vendor
	http   *http.Request
	body   []byte
	stream *stream // in place of the body where it is streamed

	answer    *fault.Answer
	env       *Env
	failed    error    // of the service: the transaction is undone
	undecoded bool     // the generated server could not decode the request
	request   *Request // of a body that has to be read
	strike    *fault.Strike
	blocked   bool   // by a task that has to be done before; there is no answer
	left      string // key of the last task to be done before the answer goes out
	changes   journal.Changes
	consulted [16]journal.Consultation // room for most, so that the list does not grow
}

type callKey struct{}

func (c *call) run(w *worldTx) error {
	c.answer, c.failed, c.undecoded, c.strike = fault.NewAnswer(), nil, false, nil
	if err := w.begin(c.vendor); err != nil {
		return err
	}
	blocked, err := w.blocked(c.vendor)
	if c.blocked = blocked; blocked || err != nil {
		return err
	}
	id, err := w.next("journal")
	if err != nil {
		return err
	}
	entry := &journal.Entry{ID: id, At: w.now(), Vendor: c.vendor.Book.Vendor, Consulted: c.consulted[:0]}
	c.env = w.env(c.vendor, w.now())
	c.env.entry, c.env.request, c.env.number = entry, c.http, id
	if c.stream != nil && c.stream.ended {
		c.env.stage = &Stage{Name: c.stream.stage}
	}
	c.changes = journal.Changes{}
	w.tx.changes = &c.changes
	c.decide()
	w.tx.changes = nil
	if c.failed != nil {
		return c.failed
	}
	if c.stream != nil {
		if err := c.stream.settle(c.env); err != nil {
			return err
		}
	}
	c.finish()
	c.answer.Header().Set("Plumbline-Journal", strconv.FormatUint(id, 10))
	entry.Request = journal.NewMessage(c.http.Header, c.served.redactor.CleanBody(c.body), c.vendor.Secret)
	if c.stream != nil {
		entry.Request = c.stream.message(entry.Request)
	}
	entry.Request.Method, entry.Request.URL = c.http.Method, c.served.redactor.CleanURL(c.http.URL.RequestURI())
	if !c.answer.Lost() {
		entry.Response = journal.NewMessage(c.answer.Header(), c.served.redactor.CleanBody(c.answer.Body.Bytes()), c.vendor.Secret)
		entry.Response.Status = c.answer.Status
	}
	entry.Changes, entry.LeftOut = c.changes.List, c.changes.LeftOut
	if c.left = w.awaited; w.left && !c.engine.running.Load() {
		c.left = lastTask
	}
	return journal.Record(&w.tx, entry, uint64(c.engine.options.JournalLimit))
}

// decide produces the answer: no such operation, not admitted, a breach of the
// contract, or what the service says.
func (c *call) decide() {
	op, params, allowed := c.served.contract.Match(c.http.Method, c.path)
	if op != nil {
		c.env.entry.Operation = op.ID
	}
	if c.refusedByFault() {
		return
	}
	if op != nil && c.notOffered(op.ID) {
		op, allowed = nil, slices.DeleteFunc(allowed, func(method string) bool { return method == c.http.Method })
	}
	if op == nil {
		c.vendor.NoRoute(c.env, allowed).to(c.answer)
		return
	}
	req := &Request{Operation: op, Path: params, HTTP: c.http, Body: c.body}
	if c.overlooked(req) {
		c.vendor.Careless(req).to(c.answer)
		return
	}
	if c.vendor.Admit != nil {
		if refusal := c.vendor.Admit(c.env, req); refusal != nil {
			refusal.to(c.answer)
			return
		}
	}
	if c.stream != nil && !c.stream.ended {
		c.failed, c.request = errUnread, req
		return
	}
	decoded, breaches := c.check(req)
	if len(breaches) > 0 {
		if c.looksAway(req, decoded, breaches) {
			c.vendor.Careless(req).to(c.answer)
			return
		}
		if body, ok := c.tolerate(req, decoded, breaches); ok {
			c.serveOrRefuse(req, body)
			return
		}
		c.refuse(req, decoded, breaches)
		return
	}
	body := c.exactNames(op.ID, decoded)
	if c.forgets() {
		body = c.withoutOptional(req, decoded)
	}
	c.serveOrRefuse(req, body)
}

// serveOrRefuse hands a request to the generated server, and refuses one that
// it can't decode.
func (c *call) serveOrRefuse(req *Request, body []byte) {
	if c.stream == nil {
		c.serve(req, body)
	} else if c.undecoded = c.stream.undecodable; !c.undecoded {
		c.serve(req, []byte("[]")) // the service takes the stage
	}
	if !c.undecoded {
		return
	}
	c.answer = fault.NewAnswer()
	if c.served.careless {
		c.vendor.Careless(req).to(c.answer)
		return
	}
	c.vendor.Refuse(c.env, req, []compiled.Breach{{At: "request", Message: "cannot be decoded"}}).to(c.answer)
}

// check compares the request with the contract.
func (c *call) check(req *Request) (decoded any, breaches []compiled.Breach) {
	if c.stream != nil {
		return nil, c.stream.breaches
	}
	return c.served.schemas.CheckDecoded(req.Operation.ID, c.input(req))
}

func (c *call) input(req *Request) compiled.Input {
	return compiled.Input{
		Path: req.Path, Query: c.http.URL.Query(), Header: c.http.Header,
		ContentType: c.http.Header.Get("Content-Type"), Body: c.body,
	}
}

// overlooked tells whether the request breaks the contract, and that in holes
// only.
func (c *call) overlooked(req *Request) bool {
	holes := c.engine.options.Holes[c.vendor.Book.Vendor]
	if len(holes) == 0 || c.stream != nil {
		return false
	}
	_, breaches := c.check(req)
	for _, b := range breaches {
		inHole := func(hole string) bool { return b.Pointer == hole || strings.HasPrefix(b.Pointer, hole+"/") }
		if !slices.ContainsFunc(holes, inHole) {
			return false
		}
	}
	return len(breaches) > 0
}

// exactNames returns the body for the generated server, without members whose
// names have another case than the contract's, unless the vendor takes any.
func (c *call) exactNames(operation string, decoded any) []byte {
	names := c.served.names[operation]
	if !names.anyMisspelt(decoded) || c.vendor.AnyCase != nil && c.vendor.AnyCase(c.env) {
		return c.body
	}
	body, err := names.withoutMisspelt(c.body)
	if err != nil { // it was decoded just now
		return c.body
	}
	return body
}

// serve hands the request to the generated server, below the vendor's root.
func (c *call) serve(req *Request, body []byte) {
	r := c.http.WithContext(context.WithValue(c.http.Context(), callKey{}, c))
	u := *c.http.URL
	u.RawPath = c.path
	if path, err := url.PathUnescape(c.path); err == nil {
		u.Path = path
	}
	r.URL = &u
	r.Body = io.NopCloser(bytes.NewReader(body))
	c.served.handler.ServeHTTP(c.answer, r)
	c.answer.WriteHeader(http.StatusOK) // of a service that wrote nothing, as net/http has it
}

// inspect is the self-check of an answer of one of the contract's operations.
func (c *call) inspect(operation string) {
	if c.engine.options.Inspect == nil || operation == "" {
		return
	}
	a := c.answer
	for _, finding := range c.engine.options.Inspect(c.vendor.Book.Vendor, operation, c.path, a.Status, a.Header(), a.Body.Bytes()) {
		c.engine.log.Error("self-check: the answer breaks the contract", "vendor", c.vendor.Book.Vendor, "operation", operation, "finding", finding)
	}
}

// undecodable is called by the generated server.
func undecodable(_ http.ResponseWriter, r *http.Request, _ error) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.undecoded = true
	}
}

// serviceFailed is called by the generated server when the service returns an
// error, which it does when the store failed.
func serviceFailed(_ http.ResponseWriter, r *http.Request, err error) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.failed = err
	}
}

// recovered turns a panic into a 500 and a line in the log; the transaction
// has been undone by then.
func (e *Engine) recovered(w http.ResponseWriter, r *http.Request, o *Observation) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler { //nolint:errorlint // a fault: net/http compares so, too
			panic(p)
		}
		e.logPanic(r, p)
		o.Status = plain(w, http.StatusInternalServerError, bug)
	}
}

const bug = "The simulator has a bug; its log tells more."

func (e *Engine) logPanic(r *http.Request, p any) {
	e.log.Error("panic", "method", r.Method, "url", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
}

// plain writes an answer of our own, not the vendor's, and returns its status.
func plain(w http.ResponseWriter, status int, text string) int {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
	return status
}
