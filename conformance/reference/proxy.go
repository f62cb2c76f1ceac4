package reference

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Recorded is an exchange that was seen between a client and a target.
type Recorded struct {
	Started, Ended time.Time
	Method, URL    string // as the client sent it, path and query
	RequestHeader  http.Header
	RequestBody    []byte
	Status         int // 0: no answer came
	ResponseHeader http.Header
	ResponseBody   []byte
	Truncated      bool // a body is longer than is kept
}

// Proxy passes a client's requests on to a target and hands on what it saw.
// Method, target, end-to-end headers and bytes are not changed. What it sees goes
// to a queue; when that is full, the exchange is dropped and counted.
type Proxy struct {
	reverse *httputil.ReverseProxy
	queue   chan Recorded
	dropped atomic.Int64
	passed  atomic.Int64
	now     func() time.Time

	mu     sync.RWMutex
	closed bool
}

const (
	// queued is how many exchanges wait to be compared.
	queued = 1024
	// mostKept is how many bytes of each body are kept for comparing.
	mostKept = 1 << 20
)

// NewProxy returns a proxy to a target.
func NewProxy(to *url.URL, transport http.RoundTripper, now func() time.Time) *Proxy {
	p := &Proxy{queue: make(chan Recorded, queued), now: now}
	p.reverse = &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.URL.RawQuery = r.In.URL.RawQuery // what can't be parsed included
			r.Out.Trailer = r.In.Trailer           // it is filled when the body has been read
			if _, given := r.In.Header["User-Agent"]; !given {
				r.Out.Header["User-Agent"] = nil
			}
		},
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0), // what is seen of the exchange tells it
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "plumbline proxy: the target gave no answer: "+err.Error()+"\n") // the client may be gone
		},
	}
	return p
}

// Seen returns the exchanges in the order in which they ended.
func (p *Proxy) Seen() <-chan Recorded { return p.queue }

// Close ends Seen. What is passed on from then on is not seen.
func (p *Proxy) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		close(p.queue)
	}
}

// enqueue leaves an exchange to be compared, if there is room.
func (p *Proxy) enqueue(x Recorded) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.closed {
		p.dropped.Add(1)
		return
	}
	select {
	case p.queue <- x:
	default:
		p.dropped.Add(1)
	}
}

// Passed returns how many requests were passed on, and how many of them were not
// queued for comparing.
func (p *Proxy) Passed() (passed, dropped int64) { return p.passed.Load(), p.dropped.Load() }

// ServeHTTP passes a request on.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seen := Recorded{Started: p.now(), Method: r.Method, URL: r.URL.RequestURI(), RequestHeader: r.Header.Clone()}
	sent := &kept{}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &teed{ReadCloser: r.Body, into: sent}
	}
	// A target may answer before it has read all; HTTP/2 can do that anyway.
	_ = http.NewResponseController(w).EnableFullDuplex()
	answer := &watched{ResponseWriter: w}
	failed, whole := false, false
	reverse := *p.reverse
	reverse.ErrorHandler = func(w http.ResponseWriter, r *http.Request, err error) {
		failed = true
		p.reverse.ErrorHandler(w, r, err)
	}
	defer func() {
		p.passed.Add(1)
		seen.Ended = p.now()
		seen.RequestBody, seen.ResponseBody = sent.Bytes(), answer.body.Bytes()
		seen.Truncated = sent.cut || answer.body.cut
		if !failed && whole { // the beginning of an answer is none
			seen.Status, seen.ResponseHeader = answer.status, w.Header().Clone()
		}
		p.enqueue(seen)
	}()
	reverse.ServeHTTP(answer, r) // it panics where the answer ends too early
	whole = true
}

// kept is the beginning of a body.
type kept struct {
	bytes.Buffer
	cut bool
}

func (k *kept) keep(p []byte) {
	if room := mostKept - k.Len(); len(p) > room {
		p, k.cut = p[:room], true
	}
	k.Write(p)
}

type teed struct {
	io.ReadCloser
	into *kept
}

func (t *teed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.into.keep(p[:n])
	return n, err
}

// watched keeps the beginning of an answer.
type watched struct {
	http.ResponseWriter
	status int
	body   kept
}

func (w *watched) WriteHeader(status int) {
	if status >= 200 || status == http.StatusSwitchingProtocols { // others come before the answer
		w.status = status
	}
	for _, name := range []string{"Content-Type", "Date"} { // net/http would add them
		if _, given := w.Header()[name]; !given {
			w.Header()[name] = nil
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.body.keep(p)
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController, which flushes and hijacks.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
