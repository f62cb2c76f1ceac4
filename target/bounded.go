package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// TooLong says that an answer has more bytes than are read of it.
type TooLong struct{ Limit int64 }

func (e *TooLong) Error() string { return fmt.Sprintf("the answer is longer than %d bytes", e.Limit) }

// Bounded returns a transport whose answers end, whatever the other side does:
//
//   - 101 Switching Protocols is an answer without a body. To net/http its body is
//     the connection, which ends with no deadline of the request (RFC 9110, section
//     15.2.2: what follows is another protocol).
//   - A body is closed when the request's context ends.
//   - Reading more of a body than so many bytes, counted after decompression, is a
//     *TooLong error; the bytes before it have been read.
//
// Every client of ours sends through one.
func Bounded(next http.RoundTripper, bytes int64) http.RoundTripper { return &bounded{next, bytes} }

type bounded struct {
	next  http.RoundTripper
	bytes int64
}

func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		_ = resp.Body.Close() // the connection, which is of no more use
		resp.Body, resp.ContentLength = http.NoBody, 0
		return resp, nil
	}
	body := &boundedBody{ReadCloser: resp.Body, left: b.bytes, limit: b.bytes}
	body.release = context.AfterFunc(r.Context(), func() { _ = body.ReadCloser.Close() })
	resp.Body = body
	return resp, nil
}

// CloseIdleConnections is what http.Client looks for.
func (b *bounded) CloseIdleConnections() {
	if c, ok := b.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

type boundedBody struct {
	io.ReadCloser
	left, limit int64
	release     func() bool
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	// A byte more than is left tells an end from an answer that goes on.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, &TooLong{b.limit}
	}
	b.left -= int64(n)
	return n, err
}

func (b *boundedBody) Close() error {
	b.release()
	return b.ReadCloser.Close()
}

// tooLong tells whether an error says that an answer is too long.
func tooLong(err error) bool {
	var long *TooLong
	return errors.As(err, &long)
}
