// Package target is the API under test as the runner and the steps see it:
// where it is, how to prove who calls, what it can do, and a recorder of all
// that is said, with secrets taken out when it is written down.
package target

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
)

// Options describe a target.
type Options struct {
	Base        string // everything before the contract's own paths
	Contract    *contract.Contract
	Judge       Judge                                    // of answers; they are not held to the contract when nil
	Transport   http.RoundTripper                        // a default one when nil
	Authorize   func(r *http.Request, role string) error // adds the credentials of a role; role "" adds none
	Role        string                                   // whose credentials a session sends unless told otherwise
	Secrets     []string                                 // texts that no record may hold
	Personal    []string                                 // JSON pointers to personal data in bodies, which no record may hold
	Timeout     time.Duration                            // of one request; 10 s when 0
	Settle      time.Duration                            // for what follows a call later; the steps' own when 0
	AnswerLimit int64                                    // bytes of an answer's body; 1 MiB when 0
	MaxRequests int                                      // in all; unlimited when 0
	BusyRetries int                                      // how often a 429 or 503 is tried again; 2 when 0
	Pace        time.Duration                            // least time between two requests; none when 0
	Listener    *Listener                                // of what a target without a control API sends to subscribers; none when nil
	Ledger      *Ledger                                  // of what is changed, on file; none when nil
	// Provide has one more entity of a fixture made, and tells whether there is one;
	// nil where nobody makes any.
	Provide func(ctx context.Context, fixture string) bool
	Makes   func(*Answer) []Entity // what an answer that accepts its request shows to have been made; nil where Session.Created is told of all
}

// Judge tells where an answer to an operation departs from the contract. The path
// is that of the request, below the contract's root. A member that is null counts
// as absent where the contract has no null. The package conformance brings one.
type Judge interface {
	Lenient(op *contract.Operation, path string, status int, header http.Header, body []byte) []contract.Finding
}

// Target is one API under test. It is safe for concurrent use.
type Target struct {
	options  Options
	base     *url.URL
	client   *http.Client
	redactor *redactor
	control  *Control
	requests atomic.Int64
	next     atomic.Int64 // earliest time of the next request, in Unix nanoseconds
	sessions atomic.Int64
	reserved atomic.Int64 // requests of the budget that are kept for taking changes back
	name     string       // of this run, for the names of worlds
	guard    func(*http.Request, *contract.Operation) error
	lag      lag
	marked   atomic.Bool // an answer began with a byte order mark
}

// ErrBudget says that the profile's requests are used up.
var ErrBudget = errors.New("the profile's request budget is used up")

// Inconclusive is why a case could not be judged.
type Inconclusive struct{ Reason string }

func (e *Inconclusive) Error() string { return e.Reason }

// Mismatched is what came where something else was wanted.
type Mismatched struct{ Mismatches []report.Mismatch }

func (e *Mismatched) Error() string {
	text := ""
	for i, m := range e.Mismatches {
		if i > 0 {
			text += "; "
		}
		text += fmt.Sprintf("%s: wanted %v, got %s", m.What, m.Want, m.Got)
	}
	return text
}

// CheckAddress reads the address of a target, or says what is wrong with it.
func CheckAddress(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		// What a world's address has in its path, /@NAME, is no password.
		if strings.Contains(strings.ReplaceAll(address, "/@", ""), "@") {
			address = redacted
		}
		return nil, fmt.Errorf("target: %q is no address such as https://api.example.test/root", address)
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		// The address is printed; credentials in it would be as well.
		return nil, errors.New("target: the address has a user, a query or a fragment; credentials belong into the profile")
	}
	return base, nil
}

// New returns a target. The run's name tells its worlds from other runs'.
func New(options Options, run string) (*Target, error) {
	base, err := CheckAddress(options.Base)
	if err != nil {
		return nil, err
	}
	if options.Timeout == 0 {
		options.Timeout = 10 * time.Second
	}
	if options.AnswerLimit == 0 {
		options.AnswerLimit = 1 << 20
	}
	if options.BusyRetries == 0 {
		options.BusyRetries = 2
	}
	if options.Transport == nil {
		if options.Transport, err = (Network{}).Transport(); err != nil {
			return nil, fmt.Errorf("target: %w", err)
		}
	}
	return &Target{
		options: options, base: base, name: run, redactor: newRedactor(append(options.Secrets, proxyPassword(base)), options.Personal...),
		client: &http.Client{
			Transport: Bounded(options.Transport, options.AnswerLimit),
			// A redirect is an answer to be judged, and credentials do not follow it.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Guard lets fn see every request before it is sent, with its operation, or nil
// where the contract has none; it is not sent where fn returns an error.
func (t *Target) Guard(fn func(*http.Request, *contract.Operation) error) { t.guard = fn }

// Base returns the address before the contract's own paths, with a slash at its
// end, as the generated clients want it.
func (t *Target) Base() string { return strings.TrimSuffix(t.options.Base, "/") + "/" }

// Contract returns the contract that the target is held to.
func (t *Target) Contract() *contract.Contract { return t.options.Contract }

// Clean takes the secrets out of a text that quotes what was sent or came.
func (t *Target) Clean(text string) string { return t.redactor.message(text) }

// Conceal keeps a secret out of everything that is recorded from now on.
func (t *Target) Conceal(secret string) { t.redactor.learn(secret) }

// Requests returns how many requests have been sent.
func (t *Target) Requests() int { return int(t.requests.Load()) }

// Left returns how many requests of the budget are left, those kept for taking
// changes back not among them; limited is false where there is no budget.
func (t *Target) Left() (left int, limited bool) {
	return t.options.MaxRequests - int(t.requests.Load()+t.reserved.Load()), t.options.MaxRequests > 0
}

// Control returns the simulator's control API, or nil where the target has
// none.
func (t *Target) Control() *Control { return t.control }

// Session begins the conversation of one case. Where the target is a simulator
// it has a world to itself.
func (t *Target) Session() *Session {
	s := &Session{target: t, role: t.options.Role}
	if t.control != nil && t.control.ownWorlds {
		s.world = fmt.Sprintf("%s-%d", t.name, t.sessions.Add(1))
	}
	return s
}

// CloseIdle lets go of connections that are kept for reuse.
func (t *Target) CloseIdle() { t.client.CloseIdleConnections() }

// spend takes one request from the budget and keeps the pace.
func (t *Target) spend(ctx context.Context) error {
	if n := t.requests.Add(1); t.options.MaxRequests > 0 && n+t.reserved.Load() > int64(t.options.MaxRequests) {
		t.requests.Add(-1)
		return &Inconclusive{ErrBudget.Error()}
	}
	if t.options.Pace == 0 {
		return nil
	}
	for {
		now, next := time.Now().UnixNano(), t.next.Load()
		at := max(now, next)
		if t.next.CompareAndSwap(next, at+int64(t.options.Pace)) {
			return pause(ctx, time.Duration(at-now))
		}
	}
}
