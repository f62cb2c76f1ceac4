package akinon

import (
	"net/http"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// obligations judge the caller, as far as the journal shows what it did.
func obligations() map[*specs.Rule]obligation.Judge {
	return map[*specs.Rule]obligation.Judge{
		rules.CallerLogsInFirst: logsInFirst,
		rules.CallerUsesHTTPS:   obligation.UsesHTTPS(),
		// A key ends when the installation wants it, be it at once.
		rules.CallerLogsInAgain:             obligation.RenewsToken(loggedIn, keyRefused, 0),
		rules.CallerHeedsRate:               obligation.HeedsRetryAfter(),
		rules.CallerPreparesWaitingPackages: obligation.MeetsFirst(commandRefused, rules.OnlyFromWaiting.ID),
		rules.CallerPreparesShortPackages:   obligation.Unjudged("Which products are missing in the shop, only the caller knows."),
	}
}

// logsInFirst is broken by a call without a key, and by one before the log-in.
// Of a log-in that the journal may have held before, the best is believed.
func logsInFirst(h obligation.History) obligation.Finding {
	var t obligation.Tally
	in := h.Lost > 0
	for i := range h.Entries {
		e := &h.Entries[i]
		in = in || loggedIn(e)
		switch {
		case !h.Concerns(e):
		case e.Request.Header.Get("Authorization") == "":
			t.Break(e, "(%s) has no key", e.Operation)
		case !in:
			t.Break(e, "(%s) comes before a successful log-in", e.Operation)
		default:
			t.Keep()
		}
	}
	return t.Finding("The log-in comes before every other call, and each of them has a key.", "No call but log-ins was made.")
}

func loggedIn(e *journal.Entry) bool { return e.Operation == logIn && obligation.Accepted(e) }

// keyRefused tells whether a key was sent and refused.
func keyRefused(e *journal.Entry) bool {
	return e.Response.Status == http.StatusUnauthorized && e.Request.Header.Get("Authorization") != ""
}

func commandRefused(e *journal.Entry) bool {
	return e.Operation == preparePackage && !obligation.Accepted(e)
}
