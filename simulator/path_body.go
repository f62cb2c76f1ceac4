package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// readBody reads the body up to its limit. One that is longer is left to be
// streamed where the vendor does that.
func (c *call) readBody() bool {
	body, status, err := bounded(c.http, c.engine.options.BodyLimit)
	if c.body = body; err == nil {
		return true
	}
	if status == http.StatusRequestEntityTooLarge {
		if op, _, _ := c.served.contract.Match(c.http.Method, c.path); op != nil {
			if streams, found := c.vendor.Streams[op.ID]; found {
				c.stream = newStream(&streams, io.MultiReader(bytes.NewReader(c.body), c.http.Body), &c.engine.options)
				c.body = nil
				return true
			}
		}
		c.out.Header().Set("Connection", "close") // the rest is not read
	}
	return c.turnAway(status, err.Error())
}

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
	case err != nil:
		return nil, http.StatusBadRequest, errors.New("the body could not be read")
	case int64(len(body)) > limit:
		return body, http.StatusRequestEntityTooLarge, fmt.Errorf("the body is longer than %d bytes", limit)
	}
	return body, 0, nil
}
