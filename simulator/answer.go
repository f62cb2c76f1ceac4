package simulator

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// answer collects a response, so that a transaction that has to run again
// leaves no trace on the wire.
type answer struct {
	status   int
	header   http.Header
	body     bytes.Buffer
	delivery delivery
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

func (a *answer) set(r Response) {
	for name, values := range r.Header {
		a.header[name] = values
	}
	a.WriteHeader(r.Status)
	a.body.Write(r.Body)
}

func (a *answer) writeTo(w http.ResponseWriter) {
	a.writeHeader(w)
	_, _ = w.Write(a.body.Bytes()) // a client that went away is no concern of ours
}

func (a *answer) writeHeader(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	header.Set("Content-Length", strconv.Itoa(a.body.Len()+a.delivery.missing))
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		header.Del("Content-Length")
	}
	w.WriteHeader(a.status)
}

// plain writes an answer of our own, not the vendor's, and returns its status.
func plain(w http.ResponseWriter, status int, text string) int {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
	return status
}
