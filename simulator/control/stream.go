package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

const (
	// streamStep is how long a stream gathers entries: at any rate of requests it
	// sends five times a second.
	streamStep = 200 * time.Millisecond
	// streamBatch is how many entries one event has at most: the newest.
	streamBatch = 200
	// streamQuiet is after how long without a request a stream says that it lives.
	streamQuiet = 15 * time.Second
)

type stoppingKey struct{}

// Stopping returns a context whose streams end when the channel closes: a server
// that stops waits for its requests, and a stream has no end of its own.
func Stopping(ctx context.Context, stop <-chan struct{}) context.Context {
	return context.WithValue(ctx, stoppingKey{}, stop)
}

func (s *service) StreamJournal(ctx context.Context, r generated.StreamJournalRequestObject) (generated.StreamJournalResponseObject, error) {
	if s.engine.Options().Wait == nil {
		return nil, errors.New("this simulator was started without real time, so it can't stream")
	}
	if _, err := s.engine.Clock(ctx, r.World); err != nil {
		return nil, err
	}
	return &journalStream{ctx: ctx, engine: s.engine, world: r.World, after: value(r.Params.After)}, nil
}

// journalStream is an answer that goes on until the client goes.
type journalStream struct {
	ctx    context.Context //nolint:containedctx // the generated interface hands over none
	engine *simulator.Engine
	world  string
	after  uint64
	out    http.ResponseWriter
}

// shortEntry is what a listing shows of an entry.
type shortEntry struct {
	ID        uint64    `json:"id"`
	At        time.Time `json:"at"`
	Vendor    string    `json:"vendor"`
	Operation string    `json:"operation,omitempty"`
	Method    string    `json:"method"`
	URL       string    `json:"url"`
	Status    int       `json:"status"`
	RefusedBy string    `json:"refusedBy,omitempty"`
	Breach    string    `json:"breach,omitempty"`
	Fault     string    `json:"fault,omitempty"`
	Nearest   []string  `json:"nearest,omitempty"`
	Assumed   bool      `json:"assumed,omitempty"` // the rule that refused it is one that no document states
	Changes   int       `json:"changes,omitempty"`
}

func (j *journalStream) VisitStreamJournalResponse(w http.ResponseWriter) error {
	ctx, stop := context.WithCancel(j.ctx)
	defer stop()
	if stopping, ok := ctx.Value(stoppingKey{}).(<-chan struct{}); ok {
		go func() {
			select {
			case <-stopping:
				stop()
			case <-ctx.Done():
			}
		}()
	}
	server := http.NewResponseController(w)
	_ = server.SetReadDeadline(time.Time{}) // the request has been read; in a test there is no deadline
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	j.out = w
	for wrote := j.say(": the journal of world " + j.world + "\n\n"); wrote == nil; {
		if err := server.Flush(); err != nil {
			return nil // it can't be streamed to
		}
		wrote = j.next(ctx)
		if wrote == nil {
			_ = j.engine.Options().Wait(ctx, streamStep) // its error is the end of ctx
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	return nil // the answer has begun: there is nobody to tell
}

func (j *journalStream) say(text string) error {
	_, err := j.out.Write([]byte(text))
	return err
}

// next sends the entries that come next; where none comes for long, a sign of
// life. A world that was put back to an earlier moment is followed from there.
func (j *journalStream) next(ctx context.Context) error {
	waiting, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		if j.engine.Options().Wait(waiting, streamQuiet) == nil {
			stop()
		}
	}()
	list, err := j.engine.Await(waiting, j.world, journal.Filter{After: j.after}, 1)
	quiet := waiting.Err() != nil
	stop()
	<-over
	switch {
	case len(list) > 0:
		return j.send(list)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !quiet:
		return j.say(": " + http.StatusText(http.StatusServiceUnavailable) + "\n\n") // the store; it may be back
	}
	newest, err := j.engine.Journal(ctx, j.world, journal.Filter{Limit: 1})
	if err == nil && (len(newest) == 0 && j.after > 0 || len(newest) > 0 && newest[0].ID < j.after) {
		j.after = 0
		return j.say("event: reset\ndata: {}\n\n")
	}
	return j.say(": quiet\n\n")
}

// send sends the newest of the entries, which come newest first.
func (j *journalStream) send(list []journal.Entry) error {
	last := list[0].ID
	sent := list[:min(len(list), streamBatch)]
	told := struct {
		Entries []shortEntry `json:"entries"`
		Skipped uint64       `json:"skipped,omitempty"`
	}{Entries: make([]shortEntry, 0, len(sent))}
	if j.after > 0 {
		told.Skipped = last - j.after - uint64(len(sent))
	}
	for i := range slices.Backward(sent) {
		told.Entries = append(told.Entries, j.short(&sent[i]))
	}
	data, err := json.Marshal(told)
	if err != nil {
		return err
	}
	j.after = last
	return j.say(fmt.Sprintf("id: %d\nevent: entries\ndata: %s\n\n", last, data))
}

func (j *journalStream) short(e *journal.Entry) shortEntry {
	s := shortEntry{
		ID: e.ID, At: e.At, Vendor: e.Vendor, Operation: e.Operation, Method: e.Request.Method, URL: e.Request.URL,
		Status: e.Response.Status, RefusedBy: e.RefusedBy, Fault: e.Fault, Nearest: e.Nearest,
		Assumed: j.assumed(e.RefusedBy), Changes: len(e.Changes) + e.LeftOut,
	}
	if len(e.Breaches) > 0 {
		s.Breach = e.Breaches[0].At + " " + e.Breaches[0].Message
	}
	return s
}

// assumed tells whether a rule is one that no document states.
func (j *journalStream) assumed(id string) bool {
	rule := j.engine.Rule(id)
	return rule != nil && rule.Basis == specs.Assumed
}
