package fault

import (
	"context"
	"net"
	"net/http"
	"time"
)

// wire is how an answer goes out. The zero value sends it whole and at once.
type wire struct {
	hold    time.Duration // real time before the first byte
	reset   bool          // the connection is reset and nothing is sent
	missing int           // bytes that Content-Length promises beyond the body
	chunk   int           // bytes sent at once; 0: all
	pause   time.Duration // real time before each chunk
}

// Send writes the answer, whole or as a fault left it. What takes time passes it
// by the function, and happens at once where that is nil. A client that goes
// away meanwhile gets nothing more.
func (a *Answer) Send(ctx context.Context, pass func(context.Context, time.Duration) error, w http.ResponseWriter) {
	d := a.wire
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

// Paced is a ResponseWriter that lets its reader do the waiting: before every
// chunk of so many bytes.
type Paced interface {
	Pace(chunk int, pause func() error)
}

func (a *Answer) sendSlowly(w http.ResponseWriter, pause func() error) {
	if p, ok := w.(Paced); ok {
		p.Pace(a.wire.chunk, pause)
		a.writeTo(w)
		return
	}
	a.writeHeader(w)
	controller := http.NewResponseController(w)
	_ = controller.Flush()
	for rest := a.Body.Bytes(); len(rest) > 0; {
		if pause() != nil {
			panic(http.ErrAbortHandler)
		}
		n := min(a.wire.chunk, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return // the client went away
		}
		_ = controller.Flush()
		rest = rest[n:]
	}
}
