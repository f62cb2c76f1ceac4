package fault

import (
	"bytes"
	"net/http"
	"strconv"
)

// Answer is a response before it goes out. It is an http.ResponseWriter that
// collects, so that what is undone and done again leaves no trace on the wire.
type Answer struct {
	Status int // 0: none yet
	Body   bytes.Buffer
	header http.Header
	wire   wire
}

// NewAnswer returns one that nothing was written to yet.
func NewAnswer() *Answer { return &Answer{header: http.Header{}} }

// Header implements http.ResponseWriter.
func (a *Answer) Header() http.Header { return a.header }

// Lost tells whether nothing of the answer goes out.
func (a *Answer) Lost() bool { return a.wire.reset }

// Lose resets the connection in place of the answer.
func (a *Answer) Lose() { a.wire.reset = true }

// WriteHeader implements http.ResponseWriter.
func (a *Answer) WriteHeader(status int) {
	if a.Status == 0 {
		a.Status = status
	}
}

// Write implements http.ResponseWriter.
func (a *Answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.Body.Write(p)
}

// Set writes a whole response.
func (a *Answer) Set(status int, header http.Header, body []byte) {
	for name, values := range header {
		a.header[name] = values
	}
	a.WriteHeader(status)
	a.Body.Write(body)
}

func (a *Answer) writeTo(w http.ResponseWriter) {
	a.writeHeader(w)
	_, _ = w.Write(a.Body.Bytes()) // a client that went away is no concern of ours
}

func (a *Answer) writeHeader(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	header.Set("Content-Length", strconv.Itoa(a.Body.Len()+a.wire.missing))
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	if a.Status == http.StatusNoContent || a.Status == http.StatusNotModified {
		header.Del("Content-Length")
	}
	w.WriteHeader(a.Status)
}
