package conformance

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

func TestContractPhase(t *testing.T) {
	put := func(r *http.Request) bool { return r.Method == http.MethodPut }
	for _, test := range []struct {
		name    string
		disturb func(s *toyServer, r *http.Request, body []byte) *http.Response
		verdict report.Verdict
		says    string
	}{
		{name: "keeps to it", verdict: report.Pass},
		{name: "accepts what is forbidden", verdict: report.Fail, says: "expected 4xx: the contract forbids the request, got 200",
			disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				if put(r) && !toyAllows(body) {
					return toyResponse(r, http.StatusOK, "")
				}
				return nil
			}},
		{name: "refuses what is allowed", verdict: report.Fail, says: "expected 2xx: the contract allows the request, got 400",
			disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				if put(r) {
					return toyResponse(r, http.StatusBadRequest, "")
				}
				return nil
			}},
		{name: "refuses and stores all the same", verdict: report.Fail, says: "state after a refusal: expected ",
			disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				if put(r) && !toyAllows(body) {
					s.things[path.Base(r.URL.Path)] = []byte(`{"name":"spoilt"}`)
					return toyResponse(r, http.StatusBadRequest, "")
				}
				return nil
			}},
		{name: "answers what is not documented", verdict: report.Fail, says: "the contract has no status 418",
			disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				if put(r) && !toyAllows(body) {
					return toyResponse(r, http.StatusTeapot, "")
				}
				return nil
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := judgeToy(t, t.Context(), &toyServer{disturb: test.disturb}, Options{Selection: Selection{Rules: []string{"toy/members"}}})
			wants(t, verdictOf(t, out, toyMembers), test.verdict, test.says)
			if out.Requests == 0 {
				t.Error("no request was counted")
			}
		})
	}
}

// TestAFixtureThatIsNotWhatItIsSaidToBe has a server that refuses every request
// about a profile's fixture: it may not be fit for the call.
func TestAFixtureThatIsNotWhatItIsSaidToBe(t *testing.T) {
	for _, test := range []struct {
		name    string
		refuses func(body []byte) bool
		verdict report.Verdict
		says    string
	}{
		{"the plain request too", func([]byte) bool { return true }, report.Inconclusive, "the unvaried request of putThing was not accepted"},
		{"some correct variants", func(body []byte) bool { return toyAllows(body) && !strings.Contains(string(body), `"size":3`) }, report.Fail, "2xx: the contract allows the request"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := &toyServer{disturb: func(_ *toyServer, r *http.Request, body []byte) *http.Response {
				if r.Method == http.MethodPut && test.refuses(body) {
					return toyResponse(r, http.StatusBadRequest, "")
				}
				return nil
			}}
			vendor := toyVendor()
			prepare := vendor.Prepare
			vendor.Prepare = func(p *Profile) (*Plan, error) {
				plan, err := prepare(p)
				plan.CallNeeds = map[string][]string{"putThing": {"thing-to-vary"}}
				return plan, err
			}
			out, err := Run(t.Context(), vendor, toyOptions(server, Options{Selection: Selection{Rules: []string{"toy/members"}}}))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, verdictOf(t, out, toyMembers), test.verdict, test.says)
		})
	}
}

func TestCases(t *testing.T) {
	for _, test := range []struct {
		name    string
		errs    []error // of the case and of its repetition
		verdict report.Verdict
		says    string
	}{
		{name: "pass", errs: []error{nil}, verdict: report.Pass},
		{name: "fail, confirmed", errs: []error{target.Mismatch("a", "1", "2"), target.Mismatch("a", "1", "2")}, verdict: report.Fail, says: "a: expected 2, got 1"},
		{name: "flaky", errs: []error{target.Mismatch("a", "1", "2"), nil}, verdict: report.Inconclusive, says: "flaky: it failed, and passed when it was repeated"},
		{name: "fail, not to be confirmed", errs: []error{target.Mismatch("a", "1", "2"), &target.Inconclusive{Reason: "no answer"}},
			verdict: report.Inconclusive, says: "it failed, and repeating it settled nothing: no answer"},
		{name: "fail, then our own fault", errs: []error{target.Mismatch("a", "1", "2"), errOurs}, verdict: report.Error, says: "a bug of ours"},
		{name: "inconclusive", errs: []error{&target.Inconclusive{Reason: "give it a fixture"}}, verdict: report.Inconclusive, says: "give it a fixture"},
		{name: "our own fault", errs: []error{errOurs}, verdict: report.Error, says: "a bug of ours"},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := 0
			out := judgeToy(t, t.Context(), &toyServer{}, Options{Repeat: func(rule, name string) string { return "again " + rule + " " + name }},
				probe("p", func(ctx context.Context, s *target.Session) error {
					err := test.errs[n]
					n++
					if _, failed := toyRead(ctx, s, "p"); failed != nil {
						return failed
					}
					return err
				}))
			r := verdictOf(t, out, toyProbed)
			wants(t, r, test.verdict, test.says)
			if n != len(test.errs) {
				t.Errorf("it ran %d times, want %d", n, len(test.errs))
			}
			c := r.Cases[0]
			if passed := test.verdict == report.Pass; passed != (len(c.Exchanges) == 0) || passed != (c.Repeat == "") {
				t.Errorf("evidence %d exchanges, repeat %q", len(c.Exchanges), c.Repeat)
			}
		})
	}
}

func TestPanicOfAProbeIsOurFault(t *testing.T) {
	out := judgeToy(t, t.Context(), &toyServer{}, Options{},
		probe("panics", func(context.Context, *target.Session) error { var c *Call; _ = c.Path; return nil }))
	wants(t, verdictOf(t, out, toyProbed), report.Error, "panic: runtime error: invalid memory address")
	wants(t, verdictOf(t, out, toyMembers), report.Pass, "")
}

// TestAnswersOfTheWholeRun lets the server send one kind of answer that a rule
// claims wrongly, in the cases of another rule.
func TestAnswersOfTheWholeRun(t *testing.T) {
	for _, test := range []struct {
		name    string
		wrong   func(n int64) bool // of the reading numbered so
		verdict report.Verdict
		says    string
	}{
		{"never wrong", func(int64) bool { return false }, report.Pass, ""},
		{"wrong once", func(n int64) bool { return n == 1 }, report.Inconclusive, "flaky: an answer departed from the contract"},
		{"always wrong", func(int64) bool { return true }, report.Fail, "answer 200 of getThing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var readings atomic.Int64
			server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
				if r.Method != http.MethodGet || path.Base(r.URL.Path) != "seen" {
					return nil
				}
				if test.wrong(readings.Add(1)) {
					return toyResponse(r, http.StatusOK, `{"name":5}`)
				}
				return toyResponse(r, http.StatusOK, `{"name":"toys"}`)
			}}
			out := judgeToy(t, t.Context(), server, Options{}, probe("reads", func(ctx context.Context, s *target.Session) error {
				_, err := toyRead(ctx, s, "seen")
				return err
			}))
			wants(t, verdictOf(t, out, toyAnswers), test.verdict, test.says)
			wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
		})
	}
}

func TestRuleWithoutCasesIsInconclusive(t *testing.T) {
	out := judgeToy(t, t.Context(), &toyServer{}, Options{})
	wants(t, verdictOf(t, out, toyProbed), report.Inconclusive, "no check of this rule could be made")
	for _, r := range out.Rules {
		if r.ID == toyClient.ID {
			t.Error("a rule that binds the caller was judged")
		}
	}
}

func TestNotesOfPassedCasesAreKeptOnce(t *testing.T) {
	server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
		if r.Method == http.MethodGet {
			return toyResponse(r, http.StatusOK, `{"name":"toys","more":1}`)
		}
		return nil
	}}
	read := func(ctx context.Context, s *target.Session) error {
		_, err := toyRead(ctx, s, "seen")
		return err
	}
	out := judgeToy(t, t.Context(), server, Options{Selection: Selection{Rules: []string{"toy/probed"}}}, probe("one", read), probe("two", read))
	wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
	var notes []string
	for _, c := range verdictOf(t, out, toyProbed).Cases {
		for _, e := range c.Exchanges {
			notes = append(notes, e.Notes...)
		}
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "/more") {
		t.Errorf("notes %q, want one", notes)
	}
}

// TestInterrupt ends a run in the middle: what was judged stays in the report.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server := &toyServer{}
	out := judgeToy(t, ctx, server, Options{Progress: func(done, _ int) {
		if done == 3 {
			cancel()
		}
	}}, probe("first", func(context.Context, *target.Session) error { return nil }))
	wants(t, verdictOf(t, out, toyProbed), report.Pass, "") // reads come first
	members := verdictOf(t, out, toyMembers)
	wants(t, members, report.Inconclusive, "the run was interrupted before it")
	counts := map[report.Verdict]int{}
	for _, c := range members.Cases {
		counts[c.Verdict]++
	}
	if counts[report.Pass] == 0 || counts[report.Fail]+counts[report.Error] != 0 {
		t.Errorf("cases %v", counts)
	}
}

func TestInterruptOnFirstContact(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := judgeToy(t, ctx, &toyServer{}, Options{})
	if out.Unreachable != "" {
		t.Errorf("the target was called unreachable: %s", out.Unreachable)
	}
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "the run was interrupted before it")
}

func TestRunStopsWhenTheTargetIsGone(t *testing.T) {
	server := &toyServer{}
	server.disturb = func(s *toyServer, r *http.Request, _ []byte) *http.Response {
		if s.requests < 2 {
			return nil
		}
		resp := toyResponse(r, http.StatusOK, "")
		resp.Body = &broken{}
		return resp
	}
	out := judgeToy(t, t.Context(), server, Options{})
	if !strings.Contains(out.Stopped, "no answer could be judged in 3 cases in a row, the last time because: the connection failed") {
		t.Errorf("stopped: %q", out.Stopped)
	}
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "no answer could be judged in 3 cases in a row")
	if server.requests > 1+2*lostInARow {
		t.Errorf("%d requests were sent to a target that is gone", server.requests)
	}
}

// broken is a body whose connection goes.
type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
func (*broken) Close() error             { return nil }

func TestBudgetEndsARunWithoutAVerdict(t *testing.T) {
	server := &toyServer{}
	out := judgeToy(t, t.Context(), server, Options{Profile: &Profile{Vendor: "toy", Target: "http://toy.test", Limits: Limits{Requests: 5}}})
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "the profile's request budget is used up")
	if server.requests != 5 || out.Requests != 5 {
		t.Errorf("%d requests were sent, %d counted, of a budget of 5", server.requests, out.Requests)
	}
}

func TestFaultsBeforeAnythingIsSent(t *testing.T) {
	wrongProfile := toyVendor()
	wrongProfile.Prepare = func(*Profile) (*Plan, error) { return nil, errors.New("credentials: user is required") }
	for _, test := range []struct {
		name    string
		vendor  *Vendor
		profile Profile
		user    bool // the user's to mend
		says    string
	}{
		{"the profile", wrongProfile, Profile{Target: "http://toy.test"}, true, "profile: credentials: user is required"},
		{"the address", toyVendor(), Profile{Target: "toy.test"}, true, `"toy.test" is no address`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := &toyServer{}
			_, err := Run(t.Context(), test.vendor, toyOptions(server, Options{Profile: &test.profile}))
			if err == nil || !strings.Contains(err.Error(), test.says) || errors.Is(err, ErrProfile) != test.user {
				t.Errorf("got %v, want %q, the user's own: %v", err, test.says, test.user)
			}
			if server.requests != 0 {
				t.Errorf("%d requests were sent", server.requests)
			}
		})
	}
}

func TestRandomNumbersHangOnSeedAndCaseAlone(t *testing.T) {
	draw := func(seed uint64, c Case, repeated int) uint64 {
		return (&runner{options: Options{RandomSeed: seed}}).random(c, repeated).Uint64()
	}
	a, b := Case{Rule: toyProbed, Name: "a"}, Case{Rule: toyProbed, Name: "b"}
	first, again := draw(1, a, 0), draw(1, a, 0)
	if first != again || first == draw(1, b, 0) || first == draw(2, a, 0) || first == draw(1, a, 1) {
		t.Error("the numbers of a case do not follow from its name, the seed, and how often it was repeated")
	}
}

// TestConstraintsOfSeveralMembers: a request that keeps to the constraint it is
// made for may break another one, and is not sent.
func TestConstraintsOfSeveralMembers(t *testing.T) {
	out := judgeToy(t, t.Context(), &toyServer{}, Options{})
	members := verdictOf(t, out, toyMembers)
	wants(t, members, report.Pass, "the contract forbids it for another reason")
	for _, c := range members.Cases {
		if only := strings.Contains(c.Name, "only the required members"); only != (c.Verdict == report.NotApplicable) {
			t.Errorf("%s: %s: %s", c.Name, c.Verdict, c.Reason)
		}
	}
}
