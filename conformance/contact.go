package conformance

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Known is how first contact tells this API from any other server: the judge
// needs one answer that only this API gives.
type Known struct {
	// By tells whether an answer is one; it need not be a correct one.
	By func(*target.Answer) bool
	// Proofs are calls for a target that has not given one yet; they are sent in
	// this order until one is given.
	Proofs []Proof
	// Fixture says what the profile lacks for such an answer.
	Fixture string
	// Need is the fixture, which the profile's command may make, whose entity a call
	// of Reads is about; there is none where Need is empty.
	Need  string
	Reads func(entity map[string]any) Proof
}

// Proof is a call whose answer may be one that only this API gives.
type Proof struct {
	Effect features.Effect
	Run    func(ctx context.Context, s *target.Session) error
}

// nowhere is a path that no API has.
const nowhere = "plumbline-no-such-path"

// foreign returns the evidence that the first call, which failed with err where
// it did, gave against the target's being the API; empty where there is none.
func (r *runner) foreign(s *target.Session, err error) string {
	if r.plan.Known.By == nil || r.knows(s) {
		return ""
	}
	var mismatched *target.Mismatched
	if errors.As(err, &mismatched) {
		return notThis + err.Error()
	}
	if answers := s.Answers(); len(answers) > 0 {
		if evidence := against(&answers[len(answers)-1]); evidence != "" {
			return notThis + evidence
		}
	}
	return ""
}

const notThis = "this is not the API: "

// recognise looks on where the first call gave no evidence against the target.
// Foreign is what it finds against it; open says that there is nothing for it
// either. Both are empty where it is the API.
func (r *runner) recognise(ctx context.Context, s *target.Session) (foreign, open string) {
	answers := s.Answers()
	if r.plan.Known.By == nil || len(answers) == 0 || r.knows(s) {
		return "", ""
	}
	for _, p := range r.plan.Known.Proofs {
		mayRun := p.Effect == features.Read || !r.onlyReading && r.heldBack(p.Effect) == ""
		if mayRun && r.proves(ctx, p) {
			return "", ""
		}
	}
	first := &answers[len(answers)-1]
	switch {
	case ctx.Err() != nil:
		return "", ""
	case r.answersAlike(ctx, s, first):
		return fmt.Sprintf(notThis+"it answers %s to a path of the API as to %s, which no API has; is the address right?", told(first), nowhere), ""
	case first.Status == http.StatusOK && !null(first.Body):
		return fmt.Sprintf(notThis+"it answers %s, which is nothing that the API answers; is the address right?", told(first)), ""
	case r.target.Control() != nil, first.Header.Get("Plumbline-Control") != "":
		return "", "" // a simulator, which has this path and not the other
	}
	// Last of all: the profile's command makes something, and not for a target that
	// is another API.
	shown, unprovided := r.provesByProvision(ctx)
	if shown || ctx.Err() != nil {
		return "", ""
	}
	return "", fmt.Sprintf("nothing that the target answered shows whether it is this API: it answers %s to what is not there; %s%s", told(first), r.plan.Known.Fixture, unprovided)
}

// provesByProvision has the profile's command make an entity, and reads it. Why
// says what was in the way.
func (r *runner) provesByProvision(ctx context.Context) (shown bool, why string) {
	k := r.plan.Known
	if k.Need == "" || r.onlyReading || !r.provisions(k.Need) {
		return false, ""
	}
	entity, why := r.provideOne(ctx, k.Need)
	if why != "" {
		return false, "; " + why
	}
	return r.proves(ctx, k.Reads(entity)), ""
}

// knows tells whether a session has an answer that only this API gives.
func (r *runner) knows(s *target.Session) bool {
	for _, a := range s.Answers() {
		if r.plan.Known.By(&a) {
			return true
		}
	}
	return false
}

func (r *runner) proves(ctx context.Context, p Proof) bool {
	s := r.target.Session()
	err := p.Run(ctx, s)
	found := r.knows(s)
	if closing := s.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	return err == nil && found
}

// answersAlike tells whether the target answers a path that no API has as it
// answered the first call, and asks for no credentials there.
func (r *runner) answersAlike(ctx context.Context, s *target.Session, first *target.Answer) bool {
	send := func(address, role string) *target.Answer {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return nil
		}
		own := r.target.Session()
		defer func() { _ = own.Close(context.WithoutCancel(ctx)) }() // it has changed nothing
		answer, err := own.As(role).Send(ctx, req)
		if err != nil {
			return nil
		}
		return answer
	}
	exchanges := s.Exchanges()
	called := exchanges[len(exchanges)-1].URL
	elsewhere := send(r.target.Base()+nowhere, r.plan.Role)
	if elsewhere == nil || elsewhere.Status != first.Status || trace(elsewhere.Body, r.target.Base()+nowhere) != trace(first.Body, called) {
		return false
	}
	asked := send(called, "")
	return asked != nil && asked.Status == first.Status
}

// trace is a body without the address that it repeats.
func trace(body []byte, address string) string {
	text := strings.ReplaceAll(string(body), address, "")
	address, _, _ = strings.Cut(address, "?")
	_, after, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(after, "/")
	for _, part := range []string{address, "/" + path, path} {
		text = strings.ReplaceAll(text, part, "")
	}
	return text
}

// against is what an answer says against its coming from the API.
func against(a *target.Answer) string {
	body := bytes.TrimSpace(bytes.TrimPrefix(a.Body, []byte("\ufeff")))
	switch {
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden:
		return ""
	case a.Status/100 == 3:
		return fmt.Sprintf("it redirects to %q with %d; is that the address?", clipped(a.Header.Get("Location")), a.Status)
	case a.Status/100 == 1:
		return fmt.Sprintf("it answers %d", a.Status)
	case bytes.Contains(body, []byte("HTTP request to an HTTPS server")), bytes.Contains(body, []byte("plain HTTP request was sent to HTTPS port")):
		return "the port wants TLS: begin the address with https://"
	case a.Status == http.StatusNotFound && bytes.HasPrefix(body, []byte("No vendor ")) && bytes.Contains(body, []byte(" is served here")):
		return fmt.Sprintf("it is a simulator of ours, and the address does not name the vendor: %s", told(a))
	case bytes.HasPrefix(body, []byte("<")):
		return fmt.Sprintf("it answers %d with a page of HTML or XML: %s; is the address right?", a.Status, clipped(string(body)))
	case (a.Status == http.StatusBadGateway || a.Status == http.StatusGatewayTimeout) && !json.Valid(body):
		return fmt.Sprintf("a proxy answers in its place: %s", told(a))
	}
	return ""
}

func told(a *target.Answer) string {
	body := clipped(string(bytes.TrimSpace(a.Body)))
	return fmt.Sprintf("%d with %s", a.Status, cmp.Or(body, "an empty body"))
}

func null(body []byte) bool { return bytes.Equal(bytes.TrimSpace(body), []byte("null")) }

// clipped is the beginning of a text in one line.
func clipped(text string) string {
	const most = 120
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// AnswersWith tells whether an answer is a JSON object, of a call that was
// carried out, that has all of the members.
func AnswersWith(a *target.Answer, members ...string) bool {
	if a.Status/100 != 2 {
		return false
	}
	object := Members(a)
	for _, name := range members {
		if _, there := object[name]; !there {
			return false
		}
	}
	return object != nil
}

// Members returns the members of an answer that is a JSON object, whichever its
// status and media type are; nil where it is none.
func Members(a *target.Answer) map[string]json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(bytes.TrimPrefix(a.Body, []byte("\ufeff")), &object) != nil {
		return nil
	}
	return object
}
