package fault

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Strike is a fault that befalls a request.
type Strike struct {
	fault   *Fault
	refused bool // the request did not reach the service
}

// First asks the faults of a world in order and returns the first that strikes
// the request, or nil. The request counts for those that it gets as far as. The
// random numbers are asked for where the world has faults at all.
func First(tx store.Tx, r *Request, numbers func() *rand.Rand) (*Strike, error) {
	list, found, err := lists.Get(tx, "")
	if err != nil || !found {
		return nil, err
	}
	random := numbers()
	for i := range list {
		f := &list[i]
		if !r.matches(f) {
			continue
		}
		t, _, err := tallies.Get(tx, f.ID)
		if err != nil {
			return nil, err
		}
		t.Matched++
		strikes := f.due(t, random)
		if strikes {
			t.Struck++
		}
		if err := tallies.Put(tx, f.ID, t); err != nil {
			return nil, err
		}
		if strikes {
			return &Strike{fault: f}, nil
		}
	}
	return nil, nil
}

// Kind returns the kind of the fault's effect.
func (s *Strike) Kind() EffectKind { return s.fault.Effect.Kind }

// Refused tells whether the fault has kept the request from the service.
func (s *Strike) Refused() bool { return s.refused }

// due tells whether the fault strikes a request that it matches.
func (f *Fault) due(t tally, random *rand.Rand) bool {
	if t.Matched < f.From || f.Count > 0 && t.Struck >= f.Count {
		return false
	}
	return f.Probability == nil || random.Float64() < *f.Probability
}

// Refuse answers for the service where the effect keeps the request from it, and
// says what it did. The function writes the vendor's own answer of a
// refuse-documented.
func (s *Strike) Refuse(a *Answer, documented func(*Answer, Effect)) (told string, refused bool) {
	x := s.fault.Effect
	switch x.Kind {
	case RefuseStatus:
		x.answer(a)
		told = strconv.Itoa(x.Status)
	case RefuseDocumented:
		documented(a, x)
		told = fmt.Sprintf("%s%s, %d", x.Rule, x.Code, a.Status)
	case RefuseReset:
		a.wire.reset = true
		told = "the connection was reset"
	default:
		return "", false
	}
	s.refused = true
	return s.tell(told + "; the request did not reach the service"), true
}

// Disturb changes the answer of the service, or how it goes out, and says what
// it did.
func (s *Strike) Disturb(a *Answer) (told string) {
	x := s.fault.Effect
	before := fmt.Sprintf("; the service had answered %d", a.Status)
	delay := time.Duration(x.Delay)
	switch x.Kind {
	case AnswerLatency:
		a.wire.hold = delay
		return s.tell("held back " + delay.String() + before)
	case AnswerVirtualLatency:
		return s.tell("took " + delay.String() + " of nobody's time" + before)
	case AnswerStatus:
		*a = *NewAnswer()
		x.answer(a)
		return s.tell(strconv.Itoa(x.Status) + before)
	case AnswerReset:
		*a = Answer{header: http.Header{}, wire: wire{reset: true}}
		return s.tell("the connection was reset" + before)
	}
	if a.Body.Len() == 0 {
		return s.tell("the answer had no body to disturb" + before)
	}
	return s.tell(s.disturbBody(a) + before)
}

func (s *Strike) disturbBody(a *Answer) (told string) {
	x, whole := s.fault.Effect, a.Body.Len()
	switch x.Kind {
	case AnswerTruncated:
		a.wire.missing = whole - whole/2
		a.Body.Truncate(whole / 2)
		return fmt.Sprintf("%d of %d bytes sent", whole/2, whole)
	case AnswerMalformed:
		spoilt := malformed(a.Body.Bytes())
		a.Body.Reset()
		a.Body.Write(spoilt)
		return "the body was cut to what is no JSON"
	case AnswerContentType:
		was := a.header.Get("Content-Type")
		a.header.Set("Content-Type", cmp.Or(x.ContentType, "text/html; charset=utf-8"))
		return fmt.Sprintf("%s in place of %s", a.header.Get("Content-Type"), was)
	}
	a.wire.chunk, a.wire.pause = x.Chunk, time.Duration(x.Delay)
	if x.Chunk == 0 {
		a.wire.chunk = (whole + 7) / 8
	}
	return fmt.Sprintf("%d bytes at once, each after %s", a.wire.chunk, a.wire.pause)
}

// tell is the line of the journal.
func (s *Strike) tell(what string) string {
	return fmt.Sprintf("%s: %s: %s", s.fault.ID, s.fault.Effect.Kind, what)
}

// answer writes the status, the headers and the body that the effect names.
func (x Effect) answer(a *Answer) {
	header := http.Header{}
	if x.Body != "" {
		header.Set("Content-Type", cmp.Or(x.ContentType, guessType(x.Body)))
	}
	for name, value := range x.Header {
		header.Set(name, value)
	}
	a.Set(x.Status, header, []byte(x.Body))
}

// malformed cuts a body in the middle, which of most values leaves no JSON, and
// makes sure that it does.
func malformed(body []byte) []byte {
	half := bytes.Clone(body[:len(body)/2])
	if len(bytes.TrimSpace(half)) == 0 || json.Valid(half) {
		return []byte(`{"`)
	}
	return half
}
