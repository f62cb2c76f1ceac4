package simulator

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"

	"github.com/plumbline-api/plumbline/simulator/fault"
)

// Transport reaches a handler of this process without a socket. It is an
// http.RoundTripper for clients of the simulator.
type Transport struct{ Handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close() // as the interface demands, of errors too
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	out := &received{Answer: fault.NewAnswer()}
	out.from(t.Handler, in)
	if err := out.failure(r.Context()); err != nil {
		return nil, err
	}
	if out.Status == 0 {
		out.Status = http.StatusOK
	}
	body := out.reader()
	if r.Method == http.MethodHead {
		body = http.NoBody
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", out.Status, http.StatusText(out.Status)), StatusCode: out.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.Header(), Body: body, ContentLength: out.length(), Request: r,
	}, nil
}

// received is the in-process end of an exchange: what a client would see of a
// connection, without one.
type received struct {
	*fault.Answer
	flushed bool // the client has seen the header
	aborted bool // the handler gave up
	chunk   int
	pause   func() error
}

// Flush implements http.Flusher.
func (r *received) Flush() { r.flushed = true }

// Pace implements fault.Paced.
func (r *received) Pace(chunk int, pause func() error) { r.chunk, r.pause = chunk, pause }

// from lets the handler write, and notes whether it gives up. Other panics go
// on.
func (r *received) from(handler http.Handler, request *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler { //nolint:errorlint // net/http compares so, too
				panic(p)
			}
			r.aborted = true
		}
	}()
	handler.ServeHTTP(r, request)
}

// failure is the error that the client sees in place of an answer, or nil.
func (r *received) failure(ctx context.Context) error {
	switch {
	case !r.aborted || r.flushed:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

// length is the body's length as the header announced it.
func (r *received) length() int64 {
	if n, err := strconv.ParseInt(r.Header().Get("Content-Length"), 10, 64); err == nil {
		return n
	}
	return int64(r.Body.Len())
}

// reader is the body as it arrives.
func (r *received) reader() io.ReadCloser {
	var body io.Reader = bytes.NewReader(r.Body.Bytes())
	if r.pause != nil {
		body = &slowReader{rest: r.Body.Bytes(), chunk: r.chunk, pause: r.pause}
	}
	if r.aborted {
		body = io.MultiReader(body, cutOff{})
	}
	return io.NopCloser(body)
}

// slowReader waits before every chunk.
type slowReader struct {
	rest, ready []byte
	chunk       int
	pause       func() error
}

func (s *slowReader) Read(p []byte) (int, error) {
	if len(s.ready) == 0 {
		if len(s.rest) == 0 {
			return 0, io.EOF
		}
		if err := s.pause(); err != nil {
			return 0, err
		}
		n := min(s.chunk, len(s.rest))
		s.ready, s.rest = s.rest[:n], s.rest[n:]
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

// cutOff is the end of a body that was to be longer.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
