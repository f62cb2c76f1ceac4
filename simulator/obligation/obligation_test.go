package obligation

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// noted is one entry of a journal, in short.
type noted struct {
	after     time.Duration // since the entry before
	operation string        // "call" is the rule's own
	status    int           // 200 when 0
	body      string
	header    string // of the request, "Name: value"
	answer    string // body of the answer
	retry     string // Retry-After of the answer
	consulted []journal.Consultation
}

func history(events []noted, lost uint64) History {
	h := History{
		Rule: &specs.Rule{ID: "toy/rule", Operations: []string{"call"}, Binds: specs.Client},
		Lost: lost, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
	for i, ev := range events {
		h.Now = h.Now.Add(ev.after)
		e := journal.Entry{ID: lost + uint64(i) + 1, At: h.Now, Vendor: "toy", Operation: ev.operation, Consulted: ev.consulted}
		e.Request = journal.Message{Method: "POST", URL: "/toy/" + ev.operation, Header: http.Header{}, Body: []byte(ev.body)}
		if name, value, found := strings.Cut(ev.header, ": "); found {
			e.Request.Header.Set(name, value)
		}
		e.Response = journal.Message{Status: max(ev.status, 0), Header: http.Header{}, Body: []byte(ev.answer)}
		if ev.status == 0 {
			e.Response.Status = 200
		}
		if ev.retry != "" {
			e.Response.Header.Set("Retry-After", ev.retry)
		}
		h.Entries = append(h.Entries, e)
	}
	return h
}

// bodyAsTotals reads "SUBJECT LINE=QUANTITY …".
func bodyAsTotals(_ History, e *journal.Entry) (string, Totals) {
	words := strings.Fields(string(e.Request.Body))
	totals := Totals{}
	for _, word := range words[1:] {
		line, quantity, _ := strings.Cut(word, "=")
		totals[line], _ = wire.NewDecimal(quantity)
	}
	return words[0], totals
}

func TestCommonObligations(t *testing.T) {
	isLogIn := func(e *journal.Entry) bool { return e.Operation == "logIn" && Accepted(e) }
	refused := func(e *journal.Entry) bool { return !Accepted(e) }
	body := func(e *journal.Entry) string { return string(e.Request.Body) }
	decided := []journal.Consultation{{Rule: "toy/need", Outcome: journal.Decided}}
	held := []journal.Consultation{{Rule: "toy/need", Outcome: journal.Held}}
	other := []journal.Consultation{{Rule: "toy/else", Outcome: journal.Decided}}

	header := SendsHeader("Authorization")
	logIn := LogsInFirst(isLogIn)
	renew := RenewsToken(isLogIn, func(e *journal.Entry) bool { return e.Response.Status == 401 }, 2*time.Hour)
	repeat := RepeatsNoRefusal(refused, func(*journal.Entry) string { return "one" })
	repeatBySubject := RepeatsNoRefusal(refused, body)
	both := NeverBoth([2]string{"/id", "/code"}, [2]string{"/items/*/id", "/items/*/code"})
	split := OneCallForEach(func(_ History, e *journal.Entry) string { subject, _, _ := strings.Cut(body(e), " "); return subject })
	totals := StatesTotals(bodyAsTotals)
	needs := MeetsFirst(refused, "toy/need")
	sent := "Authorization: [redacted]"
	const asJSON = "Content-Type: application/json; charset=utf-8"

	for _, row := range []struct {
		name     string
		judge    Judge
		lost     uint64
		events   []noted
		want     Standing
		brokenBy []uint64
		says     string // part of the reason
	}{
		{"header: sent", header, 0, []noted{{operation: "call", header: sent}}, Kept, nil, "Every call"},
		{"header: left out once", header, 0, []noted{{operation: "call", header: sent}, {operation: "call"}}, Broken, []uint64{2}, "no header Authorization"},
		{"header: no call", header, 0, []noted{{operation: "logIn"}, {operation: ""}}, NotSeen, nil, "No call"},

		{"JSON: announced", SendsJSON(), 0, []noted{{operation: "call", body: "{}", header: asJSON}}, Kept, nil, "Every body"},
		{"JSON: announced as text", SendsJSON(), 0, []noted{{operation: "call", body: "{}", header: "Content-Type: text/plain"}}, Broken, []uint64{1}, `"text/plain"`},
		{"JSON: not announced", SendsJSON(), 0, []noted{{operation: "call", body: "{}"}}, Broken, []uint64{1}, "announces"},
		{"JSON: malformed", SendsJSON(), 0, []noted{{operation: "call", body: "{", header: asJSON}}, Broken, []uint64{1}, "not JSON"},
		{"JSON: no body", SendsJSON(), 0, []noted{{operation: "call"}}, NotSeen, nil, "had a body"},

		{"log-in: first", logIn, 0, []noted{{operation: "logIn"}, {operation: "call"}}, Kept, nil, "before every other"},
		{"log-in: afterwards", logIn, 0, []noted{{operation: "call"}, {operation: "logIn"}, {operation: "call"}}, Broken, []uint64{1}, "before a successful"},
		{"log-in: refused", logIn, 0, []noted{{operation: "logIn", status: 400}, {operation: "call"}}, Broken, []uint64{2}, "Request 2 (call)"},
		{"log-in: nothing else", logIn, 0, []noted{{operation: "logIn"}}, NotSeen, nil, "No call"},
		{"log-in: lost from the journal", logIn, 7, []noted{{operation: "call"}}, NotSeen, nil, "no longer holds"},

		{"token: renewed", renew, 0, []noted{{operation: "call", status: 401}, {operation: "logIn"}, {operation: "call"}}, Kept, nil, "followed by a log-in"},
		{"token: refused one used on", renew, 0, []noted{{operation: "call", status: 401}, {operation: "call", status: 401}}, Broken, []uint64{2}, "as request 1 was"},
		{"token: old one after a log-in", renew, 0,
			[]noted{{operation: "call", status: 401}, {operation: "logIn"}, {operation: "call", status: 401}}, Broken, []uint64{3}, "request 2 had got"},
		{"token: new one has ended", renew, 0, []noted{
			{operation: "call", status: 401}, {operation: "logIn"}, {after: 2 * time.Hour, operation: "call", status: 401}, {operation: "logIn"}}, Kept, nil, "followed"},
		{"token: never refused", renew, 0, []noted{{operation: "logIn"}, {operation: "call"}}, NotSeen, nil, "No token"},
		{"token: given up", renew, 0, []noted{{operation: "call", status: 401}}, NotSeen, nil, "nothing followed"},

		{"refusal: not repeated", repeat, 0, []noted{{operation: "call", body: "a", status: 400}, {operation: "call", body: "b"}}, Kept, nil, "sent again"},
		{"refusal: repeated", repeat, 0, []noted{{operation: "call", body: "a", status: 400}, {operation: "call", body: "a", status: 400}}, Broken, []uint64{2}, "unchanged"},
		{"refusal: repeated twice", repeat, 0, []noted{{operation: "call", status: 400}, {operation: "call", status: 400}, {operation: "call", status: 400}},
			Broken, []uint64{2, 3}, "So do 1 more."},
		{"refusal: repeated with another body", repeat, 0, []noted{{operation: "call", body: "a", status: 400}, {operation: "call", body: "b", status: 400}}, Kept, nil, ""},
		{"refusal: repeated after a minute", repeat, 0, []noted{{operation: "call", status: 400}, {after: time.Minute, operation: "call", status: 400}}, Kept, nil, ""},
		{"refusal: repeated after another answer", repeat, 0, []noted{{operation: "call", status: 400}, {operation: "call", status: 409}}, Kept, nil, ""},
		{"refusal: repeated after an accepted call", repeat, 0, []noted{
			{operation: "call", body: "a", status: 400}, {operation: "call", body: "b"}, {operation: "call", body: "a", status: 400}}, Kept, nil, ""},
		{"refusal: repeated, another subject accepted", repeatBySubject, 0, []noted{
			{operation: "call", body: "a", status: 400}, {operation: "call", body: "b"}, {operation: "call", body: "a", status: 400}}, Broken, []uint64{3}, "request 1"},
		{"refusal: none", repeat, 0, []noted{{operation: "call"}}, NotSeen, nil, "No call was refused"},

		{"Retry-After: waited", HeedsRetryAfter(), 0, []noted{{operation: "call", status: 429, retry: "5"}, {after: 5 * time.Second, operation: "call"}}, Kept, nil, "kept"},
		{"Retry-After: too early", HeedsRetryAfter(), 0,
			[]noted{{operation: "call", status: 429, retry: "5"}, {after: 4 * time.Second, operation: "call"}}, Broken, []uint64{2}, "4s after request 1"},
		{"Retry-After: a date, too early", HeedsRetryAfter(), 0, []noted{
			{operation: "call", status: 503, retry: "Sun, 22 Nov 2026 12:00:05 GMT"}, {after: time.Second, operation: "call"}}, Broken, []uint64{2}, "12:00:05"},
		{"Retry-After: a date, waited", HeedsRetryAfter(), 0, []noted{
			{operation: "call", status: 503, retry: "Sun, 22 Nov 2026 12:00:05 GMT"}, {after: 5 * time.Second, operation: "call"}}, Kept, nil, ""},
		{"Retry-After: other operations may go on", HeedsRetryAfter(), 0, []noted{{operation: "call", status: 429, retry: "5"}, {operation: "logIn"}}, NotSeen, nil, ""},
		{"Retry-After: none", HeedsRetryAfter(), 0, []noted{{operation: "call", status: 429}, {operation: "call"}}, NotSeen, nil, "No answer"},

		{"both: one", both, 0, []noted{{operation: "call", body: `{"id":1,"code":null,"items":[{"id":1},{"code":"x"}]}`}}, Broken, []uint64{1}, "/items/*/id"},
		{"both: at the top", both, 0, []noted{{operation: "call", body: `{"id":1,"code":"x"}`}}, Broken, []uint64{1}, "both /id and /code"},
		{"both: id only, code empty", both, 0, []noted{{operation: "call", body: `{"id":0,"code":""}`}}, Kept, nil, "one way"},
		{"both: neither", both, 0, []noted{{operation: "call", body: `{"items":[]}`}, {operation: "call", body: `[`}}, NotSeen, nil, "No call"},

		{"split: one call each", split, 0, []noted{{operation: "call", body: "s1 a"}, {operation: "call", body: "s2 a"}}, Kept, nil, "one call"},
		{"split: two calls", split, 0, []noted{{operation: "call", body: "s1 a"}, {operation: "call", body: "s1 b"}}, Broken, []uint64{2}, `"s1", which request 1`},
		{"split: the same call again", split, 0, []noted{{operation: "call", body: "s1 a"}, {operation: "call", body: "s1 a"}}, Kept, nil, ""},
		{"split: refused before", split, 0, []noted{{operation: "call", status: 400, body: "s1 a"}, {operation: "call", body: "s1 b"}}, Kept, nil, ""},
		{"split: none", split, 0, []noted{{operation: "other", body: "s1 a"}}, NotSeen, nil, "No step"},

		{"totals: grow", totals, 0, []noted{{operation: "call", body: "b1 a=1"}, {operation: "call", body: "b1 a=2.5 b=1"}}, Kept, nil, "totals so far"},
		{"totals: less", totals, 0, []noted{{operation: "call", body: "b1 a=3"}, {operation: "call", body: "b1 a=1"}}, Broken, []uint64{2}, `1 of line "a" after 3`},
		{"totals: left out", totals, 0, []noted{{operation: "call", body: "b1 a=3"}, {operation: "call", body: "b1 b=1"}}, Broken, []uint64{2}, `leaves out line "a"`},
		{"totals: left out, none stated", totals, 0, []noted{{operation: "call", body: "b1 a=0"}, {operation: "call", body: "b1 b=1"}}, Kept, nil, ""},
		{"totals: first call refused", totals, 0, []noted{{operation: "call", status: 422, body: "b1 a=3"}, {operation: "call", body: "b1 a=1"}}, NotSeen, nil, ""},
		{"totals: no repetition", totals, 0, []noted{{operation: "call", body: "b1 a=3"}, {operation: "call", body: "b2 a=1"}}, NotSeen, nil, "repeated"},

		{"needs: there", needs, 0, []noted{{operation: "call", consulted: held}}, Kept, nil, "was there"},
		{"needs: lacking", needs, 0, []noted{{operation: "call", status: 400, consulted: decided}}, Broken, []uint64{1}, "refused by toy/need"},
		{"needs: refused for another reason", needs, 0, []noted{{operation: "call", status: 400, consulted: other}}, NotSeen, nil, "No call"},

		{"HTTPS", UsesHTTPS(), 0, []noted{{operation: "call"}}, NotApplicable, nil, "plain HTTP"},
		{"unjudged", Unjudged("It leaves no trace."), 0, []noted{{operation: "call"}}, NotJudged, nil, "It leaves no trace."},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := row.judge(history(row.events, row.lost))
			if f.Standing != row.want || !slices.Equal(f.BrokenBy, row.brokenBy) || !strings.Contains(f.Reason, row.says) || f.Reason == "" {
				t.Errorf("%s by %v: %s\nwant %s by %v, with %q", f.Standing, f.BrokenBy, f.Reason, row.want, row.brokenBy, row.says)
			}
			if judged := f.Standing == Kept || f.Standing == Broken; judged != (f.Judged > 0) {
				t.Errorf("%s, judged %d times", f.Standing, f.Judged)
			}
		})
	}
}

// What a truncated body holds is not known, and is not held against the caller.
func TestTruncatedBodiesAreNotJudged(t *testing.T) {
	h := history([]noted{{operation: "call", body: `{"id":1,"code":"x"}`, header: "Content-Type: application/json"}}, 0)
	h.Entries[0].Request.Truncated = true
	if f := NeverBoth([2]string{"/id", "/code"})(h); f.Standing != NotSeen {
		t.Errorf("both: %s", f.Standing)
	}
	h.Entries[0].Request.Body = h.Entries[0].Request.Body[:5]
	if f := SendsJSON()(h); f.Standing != Kept {
		t.Errorf("JSON: %s: %s", f.Standing, f.Reason)
	}
}

func ExampleTally() {
	var t Tally
	t.Keep()
	t.Break(&journal.Entry{ID: 2}, "sends %q", "x")
	fmt.Println(t.Finding("It was kept.", "It was not seen."))
	// Output: {broken 2 [2] Request 2 sends "x".}
}
