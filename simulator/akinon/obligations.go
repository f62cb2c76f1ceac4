package akinon

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
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
		rules.CallerNamesPackage:            namesPackage,
		rules.CallerNamesCommand:            keepsForm,
		rules.CallerSendsFlags:              keepsForm,
		rules.CallerSendsTypedParameters:    keepsForm,
		rules.CallerCompletesElements:       keepsForm,
		rules.CallerCompletesSubscription:   keepsForm,
		rules.CallerListsByNumbers:          keepsForm,
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

// keepsForm is broken by a request that breaks a place of the contract which the
// rule claims. A call that was refused before its form was looked at tells
// nothing.
func keepsForm(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		if !h.Concerns(e) {
			continue
		}
		at := slices.IndexFunc(e.Breaches, func(b contract.Breach) bool { return claims(h.Rule, b.Pointer) })
		switch {
		case at >= 0:
			t.Break(e, "(%s) has at %s: %s", e.Operation, e.Breaches[at].At, e.Breaches[at].Message)
		case obligation.Accepted(e) || len(e.Breaches) > 0:
			t.Keep()
		}
	}
	return t.Finding("What was sent had the form that is asked for.", "No request came to where its form is looked at.")
}

func claims(rule *specs.Rule, pointer string) bool {
	return slices.ContainsFunc(rule.Schema, func(claimed string) bool {
		return pointer == claimed || strings.HasPrefix(pointer, claimed+"/")
	})
}

// namesPackage is broken by a command whose body does not name its package.
func namesPackage(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		var body map[string]json.RawMessage
		if !h.Concerns(e) || e.Request.Truncated || json.Unmarshal(e.Request.Body, &body) != nil {
			continue
		}
		if _, named := body["package"]; named {
			t.Keep()
		} else {
			t.Break(e, "(%s) does not name the package in its body", e.Operation)
		}
	}
	return t.Finding("Every command named its package in the body too.", "No command was sent.")
}
