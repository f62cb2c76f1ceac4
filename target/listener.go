package target

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// ListenerOptions say where a run hears what its target sends to subscribers.
type ListenerOptions struct {
	Listen           string // host and port
	Address          string // by which the target reaches it; that of Listen when empty
	Certificate, Key string // PEM files, for TLS; none when empty
}

// What a listener takes: from whom nobody knows.
const (
	mostOfEvent  = 1 << 20          // bytes of one body
	mostOfEvents = 16 << 20         // bytes that are kept
	mostEvents   = 10_000           // that are kept
	eventTimeout = 10 * time.Second // for one request
	mostCallers  = 64               // at once
)

// Listener hears the events of a target that has no control API. It answers those
// that are sent to an address that a session was given, and keeps them.
type Listener struct {
	server   *http.Server
	address  string // with a slash at its end
	mu       sync.Mutex
	expected map[string]bool // paths below address
	events   []Delivery
	bytes    int
	full     bool // something was sent that is not kept
}

// Listen starts to listen.
func Listen(o ListenerOptions) (*Listener, error) {
	l := &Listener{expected: map[string]bool{}}
	l.server = &http.Server{
		Handler: l, ReadHeaderTimeout: eventTimeout, ReadTimeout: eventTimeout, WriteTimeout: eventTimeout, IdleTimeout: eventTimeout,
		MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0), // what strangers send is no news
	}
	scheme := "http"
	if o.Certificate != "" || o.Key != "" {
		pair, err := tls.LoadX509KeyPair(o.Certificate, o.Key)
		if err != nil {
			return nil, fmt.Errorf("certificate and key: %w", err)
		}
		scheme, l.server.TLSConfig = "https", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	socket, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	l.address = strings.TrimSuffix(cmp.Or(o.Address, scheme+"://"+socket.Addr().String()), "/") + "/"
	limited := netutil.LimitListener(socket, mostCallers)
	go func() {
		if l.server.TLSConfig != nil {
			_ = l.server.ServeTLS(limited, "", "") // ends with Close
			return
		}
		_ = l.server.Serve(limited) // ends with Close
	}()
	return l, nil
}

// Close ends it.
func (l *Listener) Close() error {
	if l == nil {
		return nil
	}
	return l.server.Close()
}

// ServeHTTP confirms what is sent to an address that was given to a session.
func (l *Listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, l.root())
	l.mu.Lock()
	known := l.expected[path]
	l.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostOfEvent))
	var long *http.MaxBytesError
	if err != nil && !errors.As(err, &long) {
		return // who sent half of it sends it again
	}
	if !l.keep(r, path, body, err == nil) {
		http.Error(w, "more was sent than is kept", http.StatusServiceUnavailable)
	}
}

// root is the path of the address, which a proxy in front may leave in place.
func (l *Listener) root() string {
	if u, err := url.Parse(l.address); err == nil && u.Path != "" {
		return u.Path
	}
	return "/"
}

func (l *Listener) keep(r *http.Request, path string, body []byte, whole bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !whole || len(l.events) == mostEvents || l.bytes+len(body) > mostOfEvents {
		l.full = true
		return false
	}
	l.bytes += len(body)
	d := Delivery{ID: uint64(len(l.events) + 1), State: DeliveryConfirmed}
	d.Event.Method, d.Event.URL, d.Event.Header, d.Event.Body = r.Method, l.address+path, r.Header.Clone(), string(body)
	if r.URL.RawQuery != "" {
		d.Event.URL += "?" + r.URL.RawQuery
	}
	d.Attempts = append(d.Attempts, struct {
		At      time.Time `json:"at"`
		Refused bool      `json:"refused"`
	}{At: time.Now()})
	l.events = append(l.events, d)
	return true
}

// deliveries lists what was sent, the newest first.
func (l *Listener) deliveries() ([]Delivery, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full {
		return nil, &Inconclusive{fmt.Sprintf("the listener of events was sent more than it keeps: %d events of %d bytes, each at most %d", mostEvents, mostOfEvents, mostOfEvent)}
	}
	list := slices.Clone(l.events)
	slices.Reverse(list)
	return list, nil
}

// Subscriber returns an address below which the run hears events of a target that
// has no control API; heard is false where it does not.
func (s *Session) Subscriber(name string) (address string, heard bool) {
	l := s.target.options.Listener
	if l == nil || s.Controlled() {
		return "", false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.expected[name] = true
	return l.address + name, true
}

// Elapse lets time pass for what follows a call: virtual time of a simulator, and
// what any other target is given, usual unless the profile says otherwise.
func (s *Session) Elapse(ctx context.Context, virtual, usual time.Duration) error {
	if s.Controlled() {
		return s.Advance(ctx, virtual)
	}
	return pause(ctx, s.Settle(usual))
}
