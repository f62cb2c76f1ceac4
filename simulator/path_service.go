package simulator

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/fault"
)

// serve answers by the generated server, which decodes the request, and the
// vendor's service. One that it can't decode is refused.
func (c *call) serve() bool {
	if c.stream == nil {
		c.handOver(c.given)
	} else if c.undecoded = c.stream.undecodable; !c.undecoded {
		c.handOver([]byte("[]")) // the service takes the stage
	}
	if !c.undecoded {
		return true
	}
	c.answer = fault.NewAnswer()
	if c.served.careless {
		c.vendor.Careless(c.request).to(c.answer)
		return true
	}
	breaches := []contract.Breach{undecodedAt(c.request.Operation, c.given, c.undecodedBy)}
	c.env.entry.Breaches, c.broken = breaches, true
	c.vendor.Refuse(c.env, c.request, breaches).to(c.answer)
	return true
}

// handOver hands the request to the generated server, below the vendor's root.
func (c *call) handOver(body []byte) {
	c.request.given = body
	defer func() { c.request.given = nil }()
	r := c.http.WithContext(context.WithValue(c.http.Context(), callKey{}, c))
	u := *c.http.URL
	u.RawPath = c.path
	if path, err := url.PathUnescape(c.path); err == nil {
		u.Path = path
	}
	u.RawQuery = c.once(u.RawQuery)
	r.URL = &u
	r.Body = io.NopCloser(bytes.NewReader(body))
	c.served.handler.ServeHTTP(c.answer, r)
	c.answer.WriteHeader(http.StatusOK) // of a service that wrote nothing, as net/http has it
}

// settle ends what the service has done: by an error, which undoes it, where it
// failed, and without a stage that it made no use of.
func (c *call) settle() error {
	c.env.world.tx.changes = nil
	if err := c.harmOthers(c.env.world); err != nil {
		return err
	}
	if c.failed != nil || c.stream == nil {
		return c.failed
	}
	return c.stream.settle(c.env)
}

// undecodable is called by the generated server.
func undecodable(_ http.ResponseWriter, r *http.Request, err error) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.undecoded, c.undecodedBy = true, err
	}
}

// serviceFailed is called by the generated server when the service returns an
// error, which it does when the store failed.
func serviceFailed(_ http.ResponseWriter, r *http.Request, err error) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.failed = err
	}
}
