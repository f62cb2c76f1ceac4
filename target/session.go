package target

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
)

// Answer is a response as it came, read up to the limit.
type Answer struct {
	Operation *contract.Operation // of the request; nil where the contract has none
	Status    int
	Header    http.Header
	Body      []byte             // without a byte order mark, whole numbers in digits
	Findings  []contract.Finding // where the answer departs from the contract
}

// Session is the conversation of one case with the target. Its actors may send
// at the same time; everything else is for when they are done.
type Session struct {
	target    *Target
	role      string
	world     string
	mu        sync.Mutex
	exchanges []report.Exchange
	answers   []Answer
	changes   []change
	used      []*report.Used
	lost      string
	busy      bool
	// indeterminate are the writes to which no answer came.
	indeterminate []string
	dropped       []string // requests whose connection was closed without an answer
}

// LostAnswer says why an answer that could be judged never came; it is empty
// where all came.
func (s *Session) LostAnswer() string { return s.lost }

// Busy tells whether the target sent a request away for another time, and went
// on doing so.
func (s *Session) Busy() bool { return s.busy }

// As returns a session that sends the credentials of another role and shares
// everything else; "" stands for none.
func (s *Session) As(role string) *Actor { return &Actor{session: s, role: role} }

// Actor sends requests in a session with the credentials of one role.
type Actor struct {
	session *Session
	role    string
}

// Send sends with the session's own role.
func (s *Session) Send(ctx context.Context, req *http.Request) (*Answer, error) {
	return s.As(s.role).Send(ctx, req)
}

// Base returns the target's address, with a slash at its end.
func (s *Session) Base() string { return s.target.Base() }

// Settle returns how long a target without a virtual clock has for what follows
// a call some moments later: usual, unless the profile says otherwise.
func (s *Session) Settle(usual time.Duration) time.Duration {
	return cmp.Or(s.target.options.Settle, usual)
}

// Provide has one more entity of a fixture made, for a case that finds none left.
// It tells whether there is one now.
func (s *Session) Provide(ctx context.Context, fixture string) bool {
	provide := s.target.options.Provide
	return provide != nil && provide(ctx, fixture)
}

// Advance moves the virtual clock of a simulator; other targets have none.
func (s *Session) Advance(ctx context.Context, d time.Duration) error {
	if s.target.control == nil {
		return &Inconclusive{"the target offers no virtual clock"}
	}
	return s.target.control.Advance(ctx, s, d)
}

// Clock reads the virtual clock of a simulator; other targets have none.
func (s *Session) Clock(ctx context.Context) (time.Time, error) {
	if s.target.control == nil {
		return time.Time{}, &Inconclusive{"the target offers no virtual clock"}
	}
	return s.target.control.Clock(ctx, s)
}

// Act lets something happen to a simulator's vendor from outside its API.
func (s *Session) Act(ctx context.Context, action string) error {
	if s.target.control == nil {
		return &Inconclusive{"the target offers no control API"}
	}
	return s.target.control.Act(ctx, s, action)
}

// Exchanges returns what was sent and what came, redacted.
func (s *Session) Exchanges() []report.Exchange { return s.exchanges }

// Answers returns the answers in the order in which they came.
func (s *Session) Answers() []Answer { return s.answers }

// World is the simulator's world that the session has to itself; empty where
// the target offers none.
func (s *Session) World() string { return s.world }

// Cost is how many requests the session sends, one for each change that is to be
// taken back included, even where dropping a world takes them back.
func (s *Session) Cost() int { return len(s.exchanges) + s.pending() }

// Close takes the session's changes back, the last one first, or drops the
// world that it had to itself. Its errors are what is left behind.
func (s *Session) Close(ctx context.Context) error {
	if s.world != "" && s.target.control != nil {
		s.target.reserved.Add(-int64(s.pending()))
		err := s.target.control.Drop(ctx, s.world)
		s.notAnswered(err)
		return err
	}
	var failed []error
	for i := len(s.changes) - 1; i >= 0; i-- {
		failed = append(failed, s.takeBack(ctx, &s.changes[i]))
	}
	return errors.Join(failed...)
}

// Send sends a request and reads the answer. A 429 or 503 is waited out and
// tried again, and is an *Inconclusive error when it stays: it is no verdict on
// anything else. A timeout and a lost connection are *Inconclusive too; an
// answer that is no HTTP, or longer than the limit, is a *Mismatched error.
func (a *Actor) Send(ctx context.Context, req *http.Request) (*Answer, error) {
	body, err := bodyOf(req)
	if err != nil {
		return nil, err
	}
	for attempt := 0; ; attempt++ {
		answer, err := a.once(ctx, req, body)
		if err != nil || !busy(answer) {
			return answer, err
		}
		wait := retryAfter(answer.Header, attempt)
		if attempt == a.session.target.options.BusyRetries || wait > longestPause {
			return nil, a.session.sentAway(answer.Status, attempt+1, wait)
		}
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// SendOnce is Send for a case that is about the 429 or 503 itself: it takes the
// first answer, whichever it is.
func (s *Session) SendOnce(ctx context.Context, req *http.Request) (*Answer, error) {
	body, err := bodyOf(req)
	if err != nil {
		return nil, err
	}
	return s.As(s.role).once(ctx, req, body)
}

func bodyOf(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("target: read the request: %w", err)
	}
	return body, nil
}

// sentAway notes that the target stays too busy to be judged.
func (s *Session) sentAway(status, times int, wait time.Duration) error {
	reason := fmt.Sprintf("the target answered %d %d times; try again when it is less busy", status, times)
	if wait > longestPause {
		reason = fmt.Sprintf("the target answered %d and wants to be left alone for %s; try again then", status, wait)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost, s.busy = reason, true
	return &Inconclusive{reason}
}

func busy(a *Answer) bool {
	return a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable
}

// longestPause is how long a target may make a case wait. One that asks for
// more in its Retry-After is not asked again.
const longestPause = 30 * time.Second

// retryAfter reads how long the target wants to be left alone, in seconds or
// as a date; where it does not say a second, and twice as long each time.
func retryAfter(h http.Header, attempt int) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at).Round(time.Second))
	}
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 0 {
		return time.Second << attempt
	}
	return time.Duration(min(seconds, 1_000_000)) * time.Second
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// once sends the request a single time and records the exchange.
func (a *Actor) once(ctx context.Context, original *http.Request, body []byte) (*Answer, error) {
	t := a.session.target
	if t.guard != nil {
		op, _ := t.operation(original)
		if err := t.guard(original, op); err != nil {
			return nil, err
		}
	}
	req := original.Clone(ctx)
	req.Body, req.ContentLength = nil, 0
	if len(body) > 0 {
		// With GetBody the client can send again what an idle connection that had
		// been closed did not take; nothing is sent twice.
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	if a.session.world != "" {
		req.Header.Set("Plumbline-World", a.session.world)
	}
	if err := t.options.Authorize(req, a.role); err != nil {
		a.session.notAnswered(err)
		return nil, err
	}
	if err := sendable(req); err != nil {
		return nil, err
	}
	if err := t.spend(ctx); err != nil {
		return nil, err
	}
	answered, err := a.session.ledgered(req)
	if err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeout(ctx, t.options.Timeout) // what came before is not the target's
	defer cancel()
	req = req.WithContext(timed)
	t.redactor.learnHeaders(req.Header)
	exchange := t.redactor.request(req, body)
	started := time.Now()
	answer, err := t.roundTrip(req)
	exchange.Started, exchange.Duration = started.UTC(), time.Since(started)
	if answer != nil {
		t.redactor.response(&exchange, answer)
	}
	sent := !dialling(err)
	if err != nil {
		err = a.session.explain(ctx, timed, req, err)
		exchange.Error = t.Clean(err.Error())
	}
	if answer != nil {
		t.withoutMark(answer)
		answer.Body = plainNumbers(answer.Body)
	}
	if answer != nil && err == nil && !busy(answer) { // which says nothing of any rule
		exchange.Notes = t.judge(req, answer)
	}
	a.session.record(exchange, answer, err, sent)
	answered(answer)
	return answer, err
}

// notAnswered notes that the token service or the control API gave no answer: it
// is lost as if the target had not given it, so that a run does not wait for
// each of its cases.
func (s *Session) notAnswered(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if open := (*Inconclusive)(nil); errors.As(err, &open) {
		s.lost = open.Reason
	}
}

// record keeps an exchange, and the answer where one came. Sent tells whether
// the request can have reached the target.
func (s *Session) record(e report.Exchange, answer *Answer, err error, sent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchanges = append(s.exchanges, e)
	var inconclusive *Inconclusive
	switch {
	case err == nil:
		s.answers = append(s.answers, *answer)
	case errors.As(err, &inconclusive):
		s.lost = inconclusive.Reason
		if sent && !safe(e.Method) {
			s.indeterminate = append(s.indeterminate, e.Method+" "+e.URL)
		}
	}
}

// Indeterminate lists the writes to which no answer came, so that nobody knows
// whether they took effect.
func (s *Session) Indeterminate() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.indeterminate)
}

// roundTrip sends the request and reads the answer up to the limit; the answer
// comes back with an error where its body could not be read to the end.
func (t *Target) roundTrip(req *http.Request) (*Answer, error) {
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	answer := &Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if tooLong(err) {
		return answer, &Mismatched{[]report.Mismatch{{
			What: "length of the answer", Want: []string{fmt.Sprintf("at most %d bytes", t.options.AnswerLimit)}, Got: "more",
		}}}
	}
	return answer, err
}
