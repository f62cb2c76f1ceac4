package simulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// Streams of random numbers beside those of requests, which are their numbers,
// of timers, which have the highest bit set, and of deliveries, which have one
// of the two bits below.
const (
	faultStream    = 1 << 60 // with the request's number
	latitudeStream = 1 << 59 // likewise
	delayStream    = 1 << 58 // with the delay's number
)

// strike is a fault that befalls a call.
type strike struct {
	fault   *Fault
	refused bool // the request did not reach the service
}

// refusedByFault looks for the fault that strikes the call, and answers for the
// service where it keeps the request from that.
func (c *call) refusedByFault() bool {
	c.strike, c.failed = c.findFault()
	if c.failed != nil {
		return true
	}
	return c.strike != nil && c.strike.refuse(c)
}

// finish makes of the service's answer what the client sees: varied where the
// world is hostile, checked, and disturbed by the fault if there is one.
func (c *call) finish() {
	entry := c.env.entry
	if c.strike == nil || !c.strike.refused {
		c.vary()
		c.inspect(entry.Operation)
	}
	if c.strike != nil && !c.strike.refused {
		entry.Fault = c.strike.disturb(c.answer)
	}
}

// findFault asks the world's faults in order and returns the first that strikes
// the call, or nil.
func (c *call) findFault() (*strike, error) {
	tx := &c.env.world.tx
	list, found, err := faultLists.Get(tx, "")
	if err != nil || !found {
		return nil, err
	}
	random := c.env.world.rand(faultStream | c.env.entry.ID)
	places := requestPlaces{header: c.http.Header, body: c.body}
	for i := range list {
		f := &list[i]
		if !c.aimedAt(f) || !places.fulfil(f.When) || !c.hasError(f) {
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
			return &strike{fault: f}, nil
		}
	}
	return nil, nil
}

// aimedAt tells whether the fault is for this vendor and operation.
func (c *call) aimedAt(f *Fault) bool {
	return (f.Vendor == "" || f.Vendor == c.env.entry.Vendor) && (f.Operation == "" || f.Operation == c.env.entry.Operation)
}

// hasError tells whether there is an answer for a refuse-documented. There is
// none where the rule does not speak of the operation, and none any more where
// the world's dialect has changed since. What it asks is not journalled.
func (c *call) hasError(f *Fault) bool {
	if f.Effect.Kind != RefuseDocumented {
		return true
	}
	trial, entry := *c.env, *c.env.entry
	entry.Consulted, trial.entry = nil, &entry
	_, found := c.documented(&trial, f.Effect)
	return found
}

// documented is the vendor's own answer for a refuse-documented.
func (c *call) documented(env *Env, x Effect) (Response, bool) {
	if x.Code != "" {
		return c.vendor.Coded(env, x.Code)
	}
	rule := c.engine.rules[x.Rule]
	if rule == nil || !slices.Contains(rule.Operations, env.entry.Operation) {
		return Response{}, false
	}
	return c.vendor.Documented(env, rule)
}

// due tells whether the fault strikes a request that it matches.
func (f *Fault) due(t tally, random *rand.Rand) bool {
	if t.Matched < f.From || f.Count > 0 && t.Struck >= f.Count {
		return false
	}
	return f.Probability == nil || random.Float64() < *f.Probability
}

// requestPlaces is where conditions look. The body is decoded when the first
// condition asks for it.
type requestPlaces struct {
	header  http.Header
	body    []byte
	decoded bool
	value   any
}

func (p *requestPlaces) fulfil(when *Condition) bool {
	if when == nil {
		return true
	}
	if when.Header != "" {
		values := p.header.Values(when.Header)
		text, wanted := when.Value.(string)
		return len(values) > 0 && (!wanted || slices.Contains(values, text))
	}
	if !p.decoded {
		p.decoded = true
		_ = json.Unmarshal(p.body, &p.value) // what is no JSON has nothing at any pointer
	}
	at, found := valueAt(p.value, contract.Tokens(when.Pointer))
	return found && (when.Value == nil || reflect.DeepEqual(at, when.Value))
}

func valueAt(node any, tokens []string) (any, bool) {
	for _, token := range tokens {
		switch parent := node.(type) {
		case map[string]any:
			next, found := parent[token]
			if !found {
				return nil, false
			}
			node = next
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(parent) {
				return nil, false
			}
			node = parent[i]
		default:
			return nil, false
		}
	}
	return node, true
}

// refuse answers for the service where the effect keeps the request from it.
func (s *strike) refuse(c *call) bool {
	x, told := s.fault.Effect, ""
	switch x.Kind {
	case RefuseStatus:
		x.answer(c.answer)
		told = strconv.Itoa(x.Status)
	case RefuseDocumented:
		response, _ := c.documented(c.env, x)
		c.answer.set(response)
		told = fmt.Sprintf("%s%s, %d", x.Rule, x.Code, response.Status)
	case RefuseReset:
		c.answer.delivery.reset = true
		told = "the connection was reset"
	default:
		return false
	}
	s.refused = true
	c.env.entry.Fault = s.tell(told + "; the request did not reach the service")
	return true
}

// disturb changes the answer of the service, or how it goes out, and says what
// it did.
func (s *strike) disturb(a *answer) (told string) {
	x := s.fault.Effect
	before := fmt.Sprintf("; the service had answered %d", a.status)
	delay := time.Duration(x.Delay)
	switch x.Kind {
	case AnswerLatency:
		a.delivery.hold = delay
		return s.tell("held back " + delay.String() + before)
	case AnswerVirtualLatency:
		return s.tell("took " + delay.String() + " of nobody's time" + before)
	case AnswerStatus:
		*a = answer{header: http.Header{}}
		x.answer(a)
		return s.tell(strconv.Itoa(x.Status) + before)
	case AnswerReset:
		*a = answer{header: http.Header{}, delivery: delivery{reset: true}}
		return s.tell("the connection was reset" + before)
	}
	if a.body.Len() == 0 {
		return s.tell("the answer had no body to disturb" + before)
	}
	return s.tell(s.disturbBody(a) + before)
}

func (s *strike) disturbBody(a *answer) (told string) {
	x, whole := s.fault.Effect, a.body.Len()
	switch x.Kind {
	case AnswerTruncated:
		a.delivery.missing = whole - whole/2
		a.body.Truncate(whole / 2)
		return fmt.Sprintf("%d of %d bytes sent", whole/2, whole)
	case AnswerMalformed:
		spoilt := malformed(a.body.Bytes())
		a.body.Reset()
		a.body.Write(spoilt)
		return "the body was cut to what is no JSON"
	case AnswerContentType:
		was := a.header.Get("Content-Type")
		a.header.Set("Content-Type", cmp.Or(x.ContentType, "text/html; charset=utf-8"))
		return fmt.Sprintf("%s in place of %s", a.header.Get("Content-Type"), was)
	}
	a.delivery.chunk, a.delivery.pause = x.Chunk, time.Duration(x.Delay)
	if x.Chunk == 0 {
		a.delivery.chunk = (whole + 7) / 8
	}
	return fmt.Sprintf("%d bytes at once, each after %s", a.delivery.chunk, a.delivery.pause)
}

// tell is the line of the journal.
func (s *strike) tell(what string) string {
	return fmt.Sprintf("%s: %s: %s", s.fault.ID, s.fault.Effect.Kind, what)
}

// answer writes the status, the headers and the body that the effect names.
func (x Effect) answer(a *answer) {
	r := Response{Status: x.Status, Header: http.Header{}, Body: []byte(x.Body)}
	if x.Body != "" {
		r.Header.Set("Content-Type", cmp.Or(x.ContentType, guessType(x.Body)))
	}
	for name, value := range x.Header {
		r.Header.Set(name, value)
	}
	a.set(r)
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
