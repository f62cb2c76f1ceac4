package simulator

import (
	"context"
	"errors"
	"net/http"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// transact takes the stages in a transaction on the call's world: once what it
// has to wait for is done, and again when its body has been streamed.
func (c *call) transact(stages func() error) bool {
	ctx := c.http.Context()
	for {
		switch err := c.engine.within(ctx, c.world, func(w *worldTx) error { return c.enter(w, stages) }); {
		case errors.Is(err, errUnread):
			if status, err := c.stream.read(ctx, c); err != nil {
				return c.giveUp(ctx, status, err)
			}
		case err != nil:
			return c.giveUp(ctx, 0, err)
		case c.blocked:
			if err := c.engine.work(ctx, c.world); err != nil {
				return c.fail(err, "world", c.world, "vendor", c.vendor.Book.Vendor)
			}
		default:
			if c.left != "" {
				c.engine.workOrWait(ctx, c.world, c.left)
			}
			return true
		}
	}
}

// enter begins the transaction, and takes the stages unless they have to wait. It
// sets everything anew, since the store may run it again.
func (c *call) enter(w *worldTx, stages func() error) error {
	c.answer, c.failed, c.undecoded, c.strike, c.broken = fault.NewAnswer(), nil, false, nil, false
	if err := w.begin(c.vendor); err != nil {
		return err
	}
	blocked, err := w.blocked(c.vendor)
	if c.blocked = blocked; blocked || err != nil {
		return err
	}
	c.env = w.env(c.vendor, w.now())
	c.env.request = c.http
	if c.stream != nil && c.stream.ended {
		c.env.stage = &Stage{Name: c.stream.stage}
	}
	if err := stages(); err != nil {
		return err
	}
	if c.left = w.awaited; w.left && !c.engine.running.Load() {
		c.left = lastTask
	}
	return nil
}

// openEntry begins the entry of the journal, with the operation that the request
// is.
func (c *call) openEntry() error {
	w := c.env.world
	id, err := w.next("journal")
	if err != nil {
		return err
	}
	c.env.entry = &journal.Entry{ID: id, At: w.now(), Vendor: c.vendor.Book.Vendor, Consulted: c.consulted[:0]}
	c.env.number = id
	c.changes = journal.Changes{}
	w.tx.changes = &c.changes
	op, params, allowed := c.match()
	c.asJSON = false
	if c.request, c.allowed = nil, allowed; op != nil {
		c.env.entry.Operation = op.ID
		c.request = &Request{Operation: op, Path: params, HTTP: c.http, Body: c.body, members: c.served.names[op.ID]}
		c.request.check = func() []contract.Breach { _, found := c.check(c.request); return found }
		c.env.read = c.request
	}
	return nil
}

// match finds the operation of the request. HEAD is served where GET is, as HTTP
// wants of all servers (RFC 9110, 9.1).
func (c *call) match() (op *contract.Operation, params map[string]string, allowed []string) {
	op, params, allowed = c.served.contract.Match(c.http.Method, c.path)
	if op == nil && c.http.Method == http.MethodHead {
		op, params, _ = c.served.contract.Match(http.MethodGet, c.path)
	}
	return op, params, allowed
}

// giveUp answers a call that came to nothing. Of a status that is not 0 the error
// is the text.
func (c *call) giveUp(ctx context.Context, status int, err error) bool {
	err = errors.Join(err, c.dropStage(ctx))
	if status != 0 {
		return c.turnAway(status, err.Error())
	}
	return c.fail(err, "world", c.world, "vendor", c.vendor.Book.Vendor)
}

// fail answers where the transaction was undone: the store failed, or a
// vendor's code returned an error of its own, which is a bug or a bad seed.
func (c *call) fail(err error, where ...any) bool {
	e := c.engine
	if full := new(FullError); errors.As(err, &full) {
		return c.turnAway(http.StatusTooManyRequests, "The simulator takes no other world: "+full.Error()+".")
	}
	if errors.As(err, new(*UnreadableError)) {
		e.log.Error("the store holds a world that is not understood", append(where, "error", err)...)
		return c.turnAway(http.StatusInternalServerError, "The simulator failed; nothing was changed: "+err.Error())
	}
	if errors.As(err, new(*StoreError)) {
		e.log.Error("the store failed", append(where, "error", err)...)
		away := new(store.UnavailableError)
		_ = errors.As(err, &away) // else it is none, and neither unsure nor stopped
		if !away.Stopped {
			c.out.Header().Set("Retry-After", "1")
		}
		text := "The simulator could not reach its store; nothing was changed."
		if away.Unsure {
			text = "The simulator could not reach its store; whether anything was changed is not known."
		}
		return c.turnAway(http.StatusServiceUnavailable, text)
	}
	e.log.Error("the simulator failed", append(where, "error", err)...)
	return c.turnAway(http.StatusInternalServerError, "The simulator failed; nothing was changed: "+err.Error())
}
