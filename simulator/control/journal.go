package control

import (
	"context"
	"errors"
	"fmt"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// The operations of the control API on the journal.

// errTooLate says that not enough requests came in the time that was given.
var errTooLate = errors.New("too late")

// shownEntries is how many entries a listing has that gives no limit.
const shownEntries = 100

// search is what the operations on the journal have in common: the filter, and
// what to wait for.
type search struct {
	filter  journal.Filter
	atLeast int
	within  time.Duration
}

// searchOf reads the parameters, which the two operations share.
func searchOf(p generated.CountJournalParams) (search, error) {
	s := search{filter: journal.Filter{
		Vendor: value(p.Vendor), Operation: value(p.Operation), Method: value(p.Method), URL: value(p.URL),
		Rule: value(p.Rule), Body: value(p.Body), Status: value(p.Status), After: value(p.After),
	}, atLeast: value(p.AtLeast)}
	if p.Within != nil {
		within, err := time.ParseDuration(*p.Within)
		if err != nil || within < 0 {
			return s, fmt.Errorf("within: %q is no duration such as 5s", *p.Within)
		}
		s.within, s.atLeast = within, max(s.atLeast, 1)
	} else if s.atLeast > 0 {
		s.within = 5 * time.Second
	}
	return s, nil
}

// count returns how many entries a search finds, after waiting where it says so.
func (s *service) count(ctx context.Context, world string, wanted search) (int, error) {
	wait := s.engine.Options().Wait
	switch {
	case wanted.atLeast == 0:
		return s.engine.CountJournal(ctx, world, wanted.filter)
	case wait == nil:
		return 0, errors.New("this simulator was started without real time, so it can't wait")
	}
	waiting, stop := context.WithCancelCause(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		if wait(waiting, wanted.within) == nil {
			stop(errTooLate)
		}
	}()
	n, err := s.engine.AwaitCount(waiting, world, wanted.filter, wanted.atLeast)
	stop(nil)
	<-over
	if err != nil && errors.Is(context.Cause(waiting), errTooLate) {
		return 0, fmt.Errorf("%w: %d of %d requests came within %s", errTooLate, n, wanted.atLeast, wanted.within)
	}
	return n, err
}

func (s *service) ListJournal(ctx context.Context, r generated.ListJournalRequestObject) (generated.ListJournalResponseObject, error) {
	p := r.Params
	wanted, err := searchOf(generated.CountJournalParams{
		Vendor: p.Vendor, Operation: p.Operation, Method: p.Method, URL: p.URL, Status: p.Status,
		Rule: p.Rule, Body: p.Body, After: p.After, AtLeast: p.AtLeast, Within: p.Within,
	})
	if err != nil {
		return nil, err
	}
	wanted.filter.Before = value(p.Before)
	if wanted.atLeast > 0 {
		if _, err := s.count(ctx, r.World, wanted); err != nil {
			return nil, err
		}
	}
	wanted.filter.Limit, wanted.filter.Bytes = shownEntries, pageBytes
	if p.Limit != nil {
		wanted.filter.Limit = *p.Limit
	}
	list, more, err := s.engine.JournalPage(ctx, r.World, wanted.filter)
	if err != nil {
		return nil, err
	}
	out := page{count: len(list), each: func(i int) (any, error) { return s.wireEntry(&list[i]), nil }}
	if more {
		out.next = next(ctx, list[len(list)-1].ID)
	}
	return out, nil
}

func (s *service) CountJournal(ctx context.Context, r generated.CountJournalRequestObject) (generated.CountJournalResponseObject, error) {
	wanted, err := searchOf(r.Params)
	if err != nil {
		return nil, err
	}
	n, err := s.count(ctx, r.World, wanted)
	return generated.CountJournal200JSONResponse{Count: n}, err
}

func (s *service) GetEntry(ctx context.Context, r generated.GetEntryRequestObject) (generated.GetEntryResponseObject, error) {
	entry, err := s.engine.Entry(ctx, r.World, r.ID)
	if err != nil {
		return nil, err
	}
	out := s.wireEntry(&entry)
	for i := range *out.Consulted {
		s.cite(&(*out.Consulted)[i])
	}
	return generated.GetEntry200JSONResponse(out), nil
}

func (s *service) wireEntry(e *journal.Entry) generated.Entry {
	out := generated.Entry{
		ID: e.ID, At: e.At, Vendor: e.Vendor,
		Request: wireMessage(e.Request), Response: wireMessage(e.Response),
		Explanation: e.Explain(s.engine.Citation),
	}
	if e.Operation != "" {
		out.Operation = &e.Operation
	}
	out.RefusedBy, out.Fault = optional(e.RefusedBy), optional(e.Fault)
	if len(e.Nearest) > 0 {
		out.Nearest = &e.Nearest
	}
	if assumed := s.engine.Assumed(e); len(assumed) > 0 {
		out.Assumed = &assumed
	}
	breaches := make([]generated.Breach, 0, len(e.Breaches))
	for _, b := range e.Breaches {
		breaches = append(breaches, generated.Breach{Pointer: &b.Pointer, At: b.At, Message: b.Message})
	}
	changes := make([]generated.Change, 0, len(e.Changes))
	for _, c := range e.Changes {
		changes = append(changes, generated.Change{Kind: c.Kind, Key: c.Key, Before: present(c.Before), After: present(c.After)})
	}
	consulted := wireConsulted(e.Consulted)
	out.Breaches, out.Consulted, out.Changes = &breaches, &consulted, &changes
	return out
}

// cite adds what a rule says, and where.
func (s *service) cite(c *generated.Consultation) {
	if r := s.engine.Rule(c.Rule); r != nil {
		basis := string(r.Basis)
		c.Text, c.Basis, c.Document, c.Place, c.URL = &r.Text, &basis, &r.Source.Document, &r.Source.Place, &r.Source.URL
	}
}

func wireMessage(m journal.Message) generated.Message {
	header := map[string][]string(m.Header)
	out := generated.Message{Header: &header, Truncated: &m.Truncated}
	out.Body, out.BodyBase64 = wireBody(m.Body)
	if m.Method != "" {
		out.Method, out.URL = &m.Method, &m.URL
	}
	if m.Status != 0 {
		out.Status = &m.Status
	}
	if m.Size != 0 {
		out.Size, out.Elements = &m.Size, &m.Elements
	}
	if m.Digest != "" {
		out.Digest = &m.Digest
	}
	return out
}

func wireConsulted(list []journal.Consultation) []generated.Consultation {
	out := make([]generated.Consultation, 0, len(list))
	for _, c := range list {
		out = append(out, generated.Consultation{Rule: c.Rule, Outcome: generated.ConsultationOutcome(c.Outcome)})
	}
	return out
}

// optional is a text that is left out where it is empty.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// present is a value as an optional one.
func present(value any) *any {
	if value == nil {
		return nil
	}
	return &value
}
