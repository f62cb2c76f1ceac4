package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// readBody reads the body up to its limit. One that is longer is left to be
// streamed where the vendor does that. A client that waits for 100 Continue is
// told before it sends a body that is too long (RFC 9110, 10.1.1).
func (c *call) readBody() bool {
	if limit := c.longest(); c.http.ContentLength > limit && strings.EqualFold(c.http.Header.Get("Expect"), "100-continue") {
		c.out.Header().Set("Connection", "close")
		return c.turnAway(http.StatusRequestEntityTooLarge, tooLong(limit).Error())
	}
	if !c.decodeBody() {
		return false
	}
	body, status, err := bounded(c.http, c.engine.options.BodyLimit)
	if c.body = body; err == nil {
		return true
	}
	if status == http.StatusRequestEntityTooLarge {
		if streams := c.streams(); streams != nil {
			c.stream = newStream(streams, c.body, c.http.Body, &c.engine.options)
			c.body = nil
			return true
		}
		c.out.Header().Set("Connection", "close") // the rest is not read
	}
	return c.turnAway(status, err.Error())
}

// streams is how the vendor takes a body of any length; nil where it does not.
func (c *call) streams() *Stream {
	if op, _, _ := c.match(); op != nil {
		if streams, found := c.vendor.Streams[op.ID]; found {
			return &streams
		}
	}
	return nil
}

// longest is the limit of the body.
func (c *call) longest() int64 {
	if c.streams() != nil {
		return c.engine.options.StreamLimit
	}
	return c.engine.options.BodyLimit
}

func tooLong(limit int64) error { return fmt.Errorf("the body is longer than %d bytes", limit) }

// believed is up to which length memory is set aside for what is announced, rather
// than for what has come.
const believed = 64 << 10

// bounded reads a body up to the limit, and one byte more of one that is
// longer. An error comes with its status.
func bounded(r *http.Request, limit int64) (body []byte, status int, err error) {
	if 0 < r.ContentLength && r.ContentLength <= min(limit, believed) {
		body = make([]byte, r.ContentLength) // the journal keeps it, so no more than is needed
		_, err = io.ReadFull(r.Body, body)
	} else {
		body, err = io.ReadAll(io.LimitReader(r.Body, limit+1))
		body = bytes.Clone(body) // without the room
	}
	switch {
	case errors.Is(err, errEncoded):
		return nil, http.StatusBadRequest, err
	case err != nil:
		return nil, http.StatusBadRequest, errors.New("the body could not be read")
	case int64(len(body)) > limit:
		return body, http.StatusRequestEntityTooLarge, tooLong(limit)
	}
	return body, 0, nil
}
