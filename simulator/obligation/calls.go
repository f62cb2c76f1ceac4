package obligation

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

// The functions below are the common kinds of obligations. A vendor fills them
// with what is its own: which call logs in, which answer refuses.

// Test tells something of an entry.
type Test func(*journal.Entry) bool

// Accepted tells whether the answer's status is one of success.
func Accepted(e *journal.Entry) bool { return e.Response.Status >= 200 && e.Response.Status <= 299 }

// Unjudged is the obligation of a rule that leaves no trace in the journal.
func Unjudged(reason string) Judge {
	return func(History) Finding { return Finding{Standing: NotJudged, Reason: reason} }
}

// UsesHTTPS is the obligation to encrypt.
func UsesHTTPS() Judge {
	return func(h History) Finding {
		var t Tally
		for i := range h.Entries {
			if e := &h.Entries[i]; e.Request.Secure {
				t.Keep()
			}
		}
		if t.Finding("", "").Standing == NotSeen {
			return Finding{Standing: NotApplicable, Reason: "The simulator serves plain HTTP, so its callers have no choice; --tls judges it."}
		}
		for i := range h.Entries {
			if e := &h.Entries[i]; !e.Request.Secure {
				t.Break(e, "(%s) came by plain HTTP", e.Operation)
			}
		}
		return t.Finding("Every call came by HTTPS.", "")
	}
}

// SendsHeader is the obligation to send a header with every call.
func SendsHeader(name string) Judge {
	return func(h History) Finding {
		var t Tally
		for i := range h.Entries {
			e := &h.Entries[i]
			switch {
			case !h.Concerns(e):
			case e.Request.Header.Get(name) == "":
				t.Break(e, "(%s) has no header %s", e.Operation, name)
			default:
				t.Keep()
			}
		}
		return t.Finding("Every call has the header "+name+".", "No call of an operation of this rule was made.")
	}
}

// SendsJSON is the obligation that bodies are JSON and announced as such.
func SendsJSON() Judge {
	return func(h History) Finding {
		var t Tally
		for i := range h.Entries {
			e := &h.Entries[i]
			media, _, _ := mime.ParseMediaType(e.Request.Header.Get("Content-Type"))
			switch {
			case !h.Concerns(e) || len(e.Request.Body) == 0:
			case media != "application/json":
				t.Break(e, "(%s) announces its body as %q", e.Operation, media)
			case !e.Request.Truncated && !json.Valid(e.Request.Body):
				t.Break(e, "(%s) has a body that is not JSON", e.Operation)
			default:
				t.Keep()
			}
		}
		return t.Finding("Every body is JSON and announced as such.", "No call of an operation of this rule had a body.")
	}
}

// LogsInFirst is the obligation to log in before the first other call.
func LogsInFirst(loggedIn Test) Judge {
	return func(h History) Finding {
		if h.Lost > 0 {
			return Finding{Standing: NotSeen, Reason: "The journal no longer holds the first requests, where the log-in would be."}
		}
		var t Tally
		in := false
		for i := range h.Entries {
			e := &h.Entries[i]
			in = in || loggedIn(e)
			switch {
			case !h.Concerns(e):
			case !in:
				t.Break(e, "(%s) comes before a successful log-in", e.Operation)
			default:
				t.Keep()
			}
		}
		return t.Finding("The log-in comes before every other call.", "No call of an operation of this rule was made.")
	}
}

// RenewsToken is the obligation to get a new token once one is refused. The
// journal keeps no tokens, so two calls break it: one that is refused without a
// log-in since the last refusal, and one that is refused sooner after the
// log-in than a token ends, which can't be the new one.
func RenewsToken(loggedIn, refused Test, lifetime time.Duration) Judge {
	return func(h History) Finding {
		var t Tally
		var refusal, logIn *journal.Entry // the last of each; logIn since the refusal
		for i := range h.Entries {
			e := &h.Entries[i]
			if refusal != nil && loggedIn(e) {
				t.Keep()
				logIn = e
			}
			if !h.Concerns(e) || !refused(e) {
				continue
			}
			switch {
			case refusal == nil:
			case logIn == nil:
				t.Break(e, "(%s) goes on with a token that is refused, as request %d was, without a new one", e.Operation, refusal.ID)
			case e.At.Before(logIn.At.Add(lifetime)):
				t.Break(e, "(%s) has a token that is refused, although request %d had got a new one", e.Operation, logIn.ID)
			}
			refusal, logIn = e, nil
		}
		return t.Finding("Every refusal of a token is followed by a log-in.", "No token was refused, or nothing followed the refusal.")
	}
}

// patience is after how much virtual time a repeated call is a new attempt and
// no longer a repetition.
const patience = time.Minute

// RepeatsNoRefusal is the obligation not to send again what was refused, while
// nothing has changed: the same call gets the same answer within a minute, and
// no other call with the same subject was accepted in between.
func RepeatsNoRefusal(refused Test, subject func(*journal.Entry) string) Judge {
	return func(h History) Finding {
		var t Tally
		last := map[string]map[string]*journal.Entry{} // by subject, then by call
		for i := range h.Entries {
			e := &h.Entries[i]
			if !h.Concerns(e) {
				continue
			}
			about, call := subject(e), e.Request.Method+" "+e.Request.URL+" "+string(e.Request.Body)
			if !refused(e) {
				delete(last, about)
				continue
			}
			if last[about] == nil {
				last[about] = map[string]*journal.Entry{}
			}
			before := last[about][call]
			last[about][call] = e
			if before != nil && sameAnswer(before, e) && e.At.Sub(before.At) < patience {
				t.Break(e, "(%s) sends again unchanged what request %d was refused for", e.Operation, before.ID)
			} else {
				t.Keep()
			}
		}
		return t.Finding("No refused call was sent again while nothing had changed.", "No call was refused.")
	}
}

func sameAnswer(a, b *journal.Entry) bool {
	return a.Response.Status == b.Response.Status && bytes.Equal(a.Response.Body, b.Response.Body)
}

// HeedsRetryAfter is the obligation to wait for as long as an answer says in
// its header Retry-After, in virtual time.
func HeedsRetryAfter() Judge {
	return func(h History) Finding {
		var t Tally
		var told *journal.Entry
		var until time.Time
		for i := range h.Entries {
			e := &h.Entries[i]
			if !h.Concerns(e) {
				continue
			}
			switch {
			case told == nil:
			case e.At.Before(until):
				t.Break(e, "(%s) comes %s after request %d, which was told to wait until %s", e.Operation,
					e.At.Sub(told.At), told.ID, until.Format(time.RFC3339))
			default:
				t.Keep()
				told = nil
			}
			if end, given := retryAfter(e); given {
				told, until = e, end
			}
		}
		return t.Finding("Every wait that an answer asked for was kept.", "No answer asked to wait, or nothing followed it.")
	}
}

// retryAfter reads both forms of the header: seconds, and a date.
func retryAfter(e *journal.Entry) (until time.Time, given bool) {
	text := e.Response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return e.At.Add(time.Duration(seconds) * time.Second), true
	}
	until, err := http.ParseTime(text)
	return until, err == nil
}

// MeetsFirst is the obligation to see to what a call needs before making it:
// broken by a call that one of the rules refuses, kept by one that is asked by
// them and passes.
func MeetsFirst(refused Test, rules ...string) Judge {
	return func(h History) Finding {
		var t Tally
		for i := range h.Entries {
			e := &h.Entries[i]
			switch {
			case !h.Concerns(e):
			case refused(e) && e.DecidedBy(rules...):
				t.Break(e, "(%s) is refused by %s", e.Operation, strings.Join(rules, " or "))
			case e.Asked(rules...):
				t.Keep()
			}
		}
		return t.Finding("What the calls needed was there.", "No call came to where it is needed.")
	}
}
