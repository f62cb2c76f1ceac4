package main

import (
	"io"
	"net/http"
	"time"
)

// paceBytes is what a body has to bring, again and again, in the time that every
// request has.
const paceBytes = 256 << 10

// paced gives a long body the time that it takes: whoever brings so many bytes
// has the time anew, and whoever does not is cut off as ever.
func paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &pacedBody{ReadCloser: r.Body, server: http.NewResponseController(w)}
		}
		next.ServeHTTP(w, r)
	})
}

type pacedBody struct {
	io.ReadCloser

	server  *http.ResponseController
	brought int // since the deadline was set
}

func (b *pacedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.brought += n; b.brought >= paceBytes {
		b.brought = 0
		_ = b.server.SetReadDeadline(time.Now().Add(readTimeout)) // what is wrong with the connection the next read tells
	}
	return n, err
}
