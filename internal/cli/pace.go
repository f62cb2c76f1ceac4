package cli

import (
	"io"
	"net/http"
	"time"
)

// paceBytes is what a body has to bring, or an answer's reader to take, again and
// again, in the time that each has.
const paceBytes = 256 << 10

// pace is how long a piece of a body, and of an answer, may take.
type pace struct{ read, write time.Duration }

// of gives long bodies and answers the time that they take: whoever brings or
// takes so many bytes has the time anew, and whoever does not is cut off.
func (p pace) of(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server := http.NewResponseController(w)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &pacedBody{ReadCloser: r.Body, server: server, time: p.read}
		}
		out := &pacedAnswer{ResponseWriter: w, server: server, time: p.write}
		defer out.extend() // for what the server itself holds
		next.ServeHTTP(out, r)
	})
}

type pacedBody struct {
	io.ReadCloser

	server  *http.ResponseController
	time    time.Duration
	brought int // since the deadline was set
}

func (b *pacedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.brought += n; b.brought >= paceBytes {
		b.brought = 0
		_ = b.server.SetReadDeadline(time.Now().Add(b.time)) // what is wrong with the connection the next read tells
	}
	return n, err
}

// pacedAnswer has a deadline for each piece, since the server's own would hold for
// the time before the answer, too, in which a caller may wait for something.
type pacedAnswer struct {
	http.ResponseWriter

	server *http.ResponseController
	time   time.Duration
}

// extend lets what is written from now on take its time.
func (a *pacedAnswer) extend() {
	_ = a.server.SetWriteDeadline(time.Now().Add(a.time)) // what is wrong with the connection the next write tells
}

func (a *pacedAnswer) WriteHeader(status int) {
	a.extend()
	a.ResponseWriter.WriteHeader(status)
}

func (a *pacedAnswer) Write(p []byte) (written int, err error) {
	for first := true; first || len(p) > 0; first = false {
		a.extend()
		n, err := a.ResponseWriter.Write(p[:min(len(p), paceBytes)])
		if written += n; err != nil {
			return written, err
		}
		p = p[n:]
	}
	return written, nil
}

// Unwrap leads an http.ResponseController to the connection.
func (a *pacedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush implements http.Flusher.
func (a *pacedAnswer) Flush() { _ = a.FlushError() } // the next write tells what is wrong

// FlushError is what an http.ResponseController calls.
func (a *pacedAnswer) FlushError() error {
	a.extend()
	return a.server.Flush()
}
