package reference

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Steps returns what registers the steps that every vendor's features have: any
// request, and any member of its answer. Scenarios of findings are written in them.
func (v *Vendor) Steps(s *target.Session) func(*features.Steps) {
	return func(sc *features.Steps) {
		p := &player{vendor: v, session: s, vars: map[string]string{}, now: time.Now()}
		sc.Step(`^the target holds:$`, func(ctx context.Context, document *godog.DocString) error {
			return s.Seed(ctx, []byte(document.Content))
		})
		sc.Step(`^(\d[0-9hms.]*) have passed$`, p.wait)
		sc.Step(`^this request is sent(?: as (\S+))?:$`, p.send)
		sc.Step(`^the outcome is "([^"]*)"$`, func(want string) error {
			if err := p.answered(); err != nil {
				return err
			}
			return target.Compare("outcome", v.Outcome(p.request.Operation, &p.answer), want)
		})
		sc.Step(`^an answer comes that is no server error$`, func() error {
			if p.answer.Lost == "" && !serverError(p.answer.Status) {
				return nil
			}
			return target.Mismatch("response", strings.TrimSpace(p.answer.Lost+" "+strconv.Itoa(p.answer.Status)), "one below 500")
		})
		sc.Step(`^at (the top|/.*) the answer shows (.+)$`, p.shows)
	}
}

// player is the state of one scenario.
type player struct {
	vendor  *Vendor
	session *target.Session
	vars    map[string]string
	now     time.Time
	request Request
	answer  Answer
}

func (p *player) wait(ctx context.Context, text string) error {
	d, err := time.ParseDuration(text)
	if err != nil {
		return err
	}
	_, err = (&explorer{vendor: p.vendor}).wait(ctx, p.session, d)
	return err
}

func (p *player) send(ctx context.Context, role string, text *godog.DocString) error {
	r, err := read(atTimes(text.Content, p.now))
	if err != nil {
		return fmt.Errorf("this request: %w", err)
	}
	r.Role, r.Name = role, "a scenario"
	if op, _, _ := p.vendor.Contract.Match(r.Method, r.Path); op != nil {
		r.Operation = op.ID
	}
	p.request = *r
	e := &explorer{vendor: p.vendor}
	if x := p.vendor.Explore; x != nil && x.Made != nil && p.vendor.About != nil {
		about := *r
		about.Entity = entityOf(p.vendor.About(r))
		if made, undo := x.Made(&Draw{Session: p.session, Vars: p.vars}, p.session, &about); made.ID != "" {
			p.session.Created(made, undo)
		}
	}
	p.answer, err = e.answer(ctx, p.session, r, p.vars)
	return err
}

// entityOf is an entity's own name, without what it belongs to.
func entityOf(about string) string { return about[strings.LastIndexByte(about, '/')+1:] }

func (p *player) answered() error {
	if p.answer.Lost != "" || p.answer.Status == 0 {
		return target.Mismatch("response", p.answer.Lost, "a response")
	}
	return nil
}

// shows compares what the answer has at a place, written as the reference writes it.
func (p *player) shows(at, want string) error {
	if err := p.answered(); err != nil {
		return err
	}
	value, isJSON := decode(p.answer.Body)
	if !isJSON {
		value = string(p.answer.Body)
	}
	if p.vendor.Plain != nil && isJSON {
		value = p.vendor.Plain(p.request.Operation, value)
	}
	if at != topOfBody {
		for token := range strings.SplitSeq(at[1:], "/") {
			value = inside(value, strings.NewReplacer("~1", "/", "~0", "~").Replace(token))
		}
	}
	if want = atTimes(want, p.now); shown(value, want) {
		return nil
	}
	return target.Mismatch("answer at "+at, text(value), want)
}

const topOfBody = "the top"

func inside(value any, token string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[token]
	case []any:
		if n, err := strconv.Atoi(token); err == nil && n >= 0 && n < len(v) {
			return v[n]
		}
	}
	return nil
}

// shown tells whether a value is what a step wants to see.
func shown(value any, want string) bool {
	switch want {
	case "nothing":
		return value == nil || wording(value) == "nothing"
	case "something":
		return value != nil
	case "words", "dash":
		return wording(value) == want
	}
	if count, isCount := strings.CutSuffix(want, " elements"); isCount {
		list, isList := value.([]any)
		n, err := strconv.Atoi(count)
		return isList && err == nil && len(list) == n
	}
	expected, isJSON := decode([]byte(want))
	return isJSON && target.SameValue(value, expected)
}

// stepFor says in a step that a value is to be seen at a place; empty where none can.
func stepFor(at string, expected any) string {
	if at == "" {
		at = topOfBody
	}
	want := "something"
	switch e := expected.(type) {
	case nil:
		want = "nothing"
	case map[string]any, []any: // what it has inside may be chosen
	default:
		raw, err := json.Marshal(e)
		if err != nil || strings.ContainsAny(string(raw), "\n") {
			return ""
		}
		want = string(raw)
	}
	return fmt.Sprintf("at %s the answer shows %s", at, want)
}
