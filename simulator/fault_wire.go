package simulator

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"
)

// delivery is how an answer goes out. The zero value sends it whole and at once.
type delivery struct {
	hold    time.Duration // real time before the first byte
	reset   bool          // the connection is reset and nothing is sent
	missing int           // bytes that Content-Length promises beyond the body
	chunk   int           // bytes sent at once; 0: all
	pause   time.Duration // real time before each chunk
}

// wait passes real time, unless the engine was given no way to do so.
type wait func(ctx context.Context, d time.Duration) error

// send writes the answer as its delivery says. A client that goes away while
// it has to wait gets nothing more.
func (a *answer) send(ctx context.Context, pass wait, w http.ResponseWriter) {
	d := a.delivery
	if pass == nil {
		d.hold, d.chunk = 0, 0
	}
	if d.hold > 0 && pass(ctx, d.hold) != nil {
		panic(http.ErrAbortHandler)
	}
	switch {
	case d.reset:
		reset(w)
	case d.chunk > 0:
		a.sendSlowly(w, func() error { return pass(ctx, d.pause) })
	case d.missing > 0:
		a.writeTo(w)
		_ = http.NewResponseController(w).Flush() // or the server would drop with the connection what it holds
		panic(http.ErrAbortHandler)
	default:
		a.writeTo(w)
	}
}

// reset breaks the connection off: by RST where it can be had, otherwise in the
// server's way, which closes it or resets the stream.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS
		conn = wrapped.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // what is not sent is discarded, and the peer is told
	}
	_ = conn.Close()
}

// paced is a ResponseWriter that lets its reader do the waiting.
type paced interface {
	pace(chunk int, pause func() error)
}

func (a *answer) sendSlowly(w http.ResponseWriter, pause func() error) {
	if p, ok := w.(paced); ok {
		p.pace(a.delivery.chunk, pause)
		a.writeTo(w)
		return
	}
	a.writeHeader(w)
	controller := http.NewResponseController(w)
	_ = controller.Flush()
	for rest := a.body.Bytes(); len(rest) > 0; {
		if pause() != nil {
			panic(http.ErrAbortHandler)
		}
		n := min(a.delivery.chunk, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return // the client went away
		}
		_ = controller.Flush()
		rest = rest[n:]
	}
}

// received is the in-process end of an exchange: what a client would see of a
// connection, without one.
type received struct {
	answer
	flushed bool // the client has seen the header
	aborted bool // the handler gave up
	chunk   int
	pause   func() error
}

// Flush implements http.Flusher.
func (r *received) Flush() { r.flushed = true }

func (r *received) pace(chunk int, pause func() error) { r.chunk, r.pause = chunk, pause }

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
	if n, err := strconv.ParseInt(r.header.Get("Content-Length"), 10, 64); err == nil {
		return n
	}
	return int64(r.body.Len())
}

// reader is the body as it arrives.
func (r *received) reader() io.ReadCloser {
	var body io.Reader = bytes.NewReader(r.body.Bytes())
	if r.pause != nil {
		body = &slowReader{rest: r.body.Bytes(), chunk: r.chunk, pause: r.pause}
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
