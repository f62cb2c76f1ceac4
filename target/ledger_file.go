package target

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// LedgerSchema names the form of a ledger on file.
const LedgerSchema = "plumbline.ledger/v1"

// LedgerEvent is what a line of a ledger tells.
type LedgerEvent string

// The events of a ledger.
const (
	LedgerRun      LedgerEvent = "run"        // a run begins; the lines below are its
	LedgerSent     LedgerEvent = "sent"       // a request that may change something is about to be sent
	LedgerAnswered LedgerEvent = "answered"   // its answer came
	LedgerTold     LedgerEvent = "told"       // whoever cleaned up heard of a request without an answer
	LedgerMade     LedgerEvent = "made"       // an entity was made, or is about to be
	LedgerNotMade  LedgerEvent = "not made"   // the target refused to make it
	LedgerUndone   LedgerEvent = "taken back" // it is gone
	LedgerLeft     LedgerEvent = "left"       // it stays, and why
	LedgerUsed     LedgerEvent = "used"       // an entity of the profile was given to a case
	LedgerKept     LedgerEvent = "kept"       // and is as it was
)

// LedgerLine is a line of a ledger on file, as JSON.
type LedgerLine struct {
	At     time.Time   `json:"at"`
	Event  LedgerEvent `json:"event"`
	Schema string      `json:"schema,omitempty"`
	Vendor string      `json:"vendor,omitempty"`
	Target string      `json:"target,omitempty"`
	// Profile is the file of the run's profile.
	Profile string `json:"profile,omitempty"`
	Number  int64  `json:"number,omitempty"`  // of a request; its answer has the same
	Request string `json:"request,omitempty"` // method and path
	Status  int    `json:"status,omitempty"`
	What    string `json:"what,omitempty"` // of an entity, such as "order"
	ID      string `json:"id,omitempty"`
	Fixture string `json:"fixture,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// Ledger writes down what a run changes, as it goes: each line is handed to the
// system before the next request is sent, so that a run that is killed leaves
// word of it. Where a line can't be written, nothing more is sent that changes
// anything. A nil ledger writes nothing.
type Ledger struct {
	mu     sync.Mutex
	w      io.Writer
	now    func() time.Time
	number int64
	failed error
}

// NewLedger returns a ledger that writes to w.
func NewLedger(w io.Writer, now func() time.Time) *Ledger { return &Ledger{w: w, now: now} }

// Write adds a line. Its error, which stays, says why no more can be written.
func (l *Ledger) Write(line LedgerLine) error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(line)
}

func (l *Ledger) write(line LedgerLine) error {
	if l.failed != nil {
		return l.failed
	}
	line.At = l.now().UTC()
	text, err := json.Marshal(line)
	if err == nil {
		_, err = l.w.Write(append(text, '\n'))
	}
	if err != nil {
		l.failed = fmt.Errorf("the ledger can't be written, and nothing is changed that it does not hold: %w", err)
	}
	return l.failed
}

// sending notes a request before it is sent, and returns what notes its answer.
func (l *Ledger) sending(request string) (answered func(status int), err error) {
	if l == nil {
		return func(int) {}, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.number++
	n := l.number
	return func(status int) { _ = l.Write(LedgerLine{Event: LedgerAnswered, Number: n, Status: status}) }, // the next request tells
		l.write(LedgerLine{Event: LedgerSent, Number: n, Request: request})
}

// ledgered notes a request that may change something before it is sent. Reads are
// not noted, nor what happens in a world that the run drops.
func (s *Session) ledgered(req *http.Request) (answered func(*Answer), err error) {
	if s.world != "" || safe(req.Method) || req.Method == http.MethodOptions {
		return func(*Answer) {}, nil
	}
	noted, err := s.target.options.Ledger.sending(req.Method + " " + s.target.redactor.text(req.URL.Path))
	if err != nil {
		return nil, &Inconclusive{err.Error()}
	}
	return func(a *Answer) {
		if a == nil {
			return // no line is word of it
		}
		noted(a.Status)
		if s.target.options.Makes == nil || a.Operation == nil || a.Status/100 != 2 {
			return
		}
		for _, e := range s.target.options.Makes(a) {
			s.enter(LedgerMade, e, "")
		}
	}, nil
}

// TookBack notes that an entity is gone which the target's answers had shown to be
// made.
func (s *Session) TookBack(e Entity) { s.enter(LedgerUndone, e, "") }

// WillMake notes on file alone an entity that the next request makes, for a caller
// that tells Created afterwards. It returns what notes that the target refused.
func (s *Session) WillMake(e Entity) (notMade func()) {
	s.enter(LedgerMade, e, "")
	return func() { s.enter(LedgerNotMade, e, "") }
}

// enter writes of an entity.
func (s *Session) enter(event LedgerEvent, e Entity, reason string) {
	if s.world == "" && e.ID != "" {
		// What can't be written stops the next request.
		_ = s.target.options.Ledger.Write(LedgerLine{Event: event, What: e.What, ID: s.target.Clean(e.ID), Reason: reason})
	}
}

// enterUse writes of an entity of the profile.
func (s *Session) enterUse(event LedgerEvent, u *report.Used) {
	if s.world == "" {
		_ = s.target.options.Ledger.Write(LedgerLine{Event: event, Fixture: u.Fixture, ID: s.target.Clean(u.ID)}) // as above
	}
}

// Left is what a ledger says a run may have left on its target.
type Left struct {
	Entities []Entity          // the last one first, as they are taken back
	Reasons  map[Entity]string // why those were not taken back that the run tried
	Requests []string          // to which no answer was noted
}

// LeftBy reads from the lines of one run what it may have left.
func LeftBy(lines []LedgerLine) Left {
	left := Left{Reasons: map[Entity]string{}}
	open := map[int64]string{}
	for _, l := range lines {
		e := Entity{What: l.What, ID: l.ID}
		at := slices.Index(left.Entities, e)
		switch l.Event {
		case LedgerSent:
			open[l.Number] = l.Request
		case LedgerAnswered:
			delete(open, l.Number)
		case LedgerTold:
			maps.DeleteFunc(open, func(_ int64, request string) bool { return request == l.Request })
		case LedgerMade:
			if at < 0 {
				left.Entities = append(left.Entities, e)
			}
		case LedgerNotMade, LedgerUndone:
			if at >= 0 {
				left.Entities = slices.Delete(left.Entities, at, at+1)
			}
			delete(left.Reasons, e)
		case LedgerLeft:
			left.Reasons[e] = l.Reason
		}
	}
	slices.Reverse(left.Entities)
	for _, l := range lines {
		if request, still := open[l.Number]; still && l.Event == LedgerSent {
			left.Requests = append(left.Requests, request)
		}
	}
	return left
}
