package bridge

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// obligations judge the caller, as far as the journal shows what it did.
func obligations() map[*specs.Rule]obligation.Judge {
	return map[*specs.Rule]obligation.Judge{
		rules.CallerLogsInFirst:           obligation.LogsInFirst(loggedIn),
		rules.CallerSendsToken:            obligation.SendsHeader(tokenHeader),
		rules.CallerRenewsToken:           obligation.RenewsToken(loggedIn, tokenRefused, lifetime),
		rules.CallerUsesHTTPS:             obligation.UsesHTTPS(),
		rules.CallerPosts:                 posts,
		rules.CallerNamesAState:           namesAState,
		rules.CallerSendsJSON:             sendsJSON,
		rules.CallerDoesNotRepeatRefusals: obligation.RepeatsNoRefusal(changeRefused, numberSent),
		rules.CallerDeliversPaymentFirst: obligation.MeetsFirst(changeRefused,
			rules.ConfirmedNeedsPayment.ID, rules.GarbarinoNeedsDefaultMeans.ID),
		rules.CallerDeliversShippingFirst: obligation.MeetsFirst(changeRefused, rules.ReadyNeedsShippingAndLabel.ID),
	}
}

// posts judges the calls of a change's address: another method leads to no
// operation.
func posts(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		address, err := url.Parse(e.Request.URL)
		switch {
		case err != nil || !strings.Contains(address.Path, "/order/state/"):
		case e.Request.Method != http.MethodPost:
			t.Break(e, "is a %q", e.Request.Method)
		default:
			t.Keep()
		}
	}
	return t.Finding("Every change was asked for by POST.", "No change was asked for.")
}

func namesAState(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		if !h.Concerns(e) {
			continue
		}
		if word := h.Param(e, "orderState"); place(api.OrderState(word)) == 0 {
			t.Break(e, "asks for %q, which is no code of the table", word)
			continue
		}
		t.Keep()
	}
	return t.Finding("Every state that was asked for is a code of the table.", "No change was asked for.")
}

// sendsJSON judges bodies that the journal holds as a whole.
func sendsJSON(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		if !h.Concerns(e) || e.Request.Truncated {
			continue
		}
		var body map[string]any
		if json.Unmarshal(e.Request.Body, &body) != nil || body == nil {
			t.Break(e, "has a body that is no JSON object")
			continue
		}
		wrong := ""
		for _, name := range []string{"internalNumber", "notes"} {
			if value, there := body[name]; there && value != nil {
				if _, text := value.(string); !text {
					wrong = name
				}
			}
		}
		if wrong != "" {
			t.Break(e, "has in %s no text", wrong)
			continue
		}
		t.Keep()
	}
	return t.Finding("Every change was a JSON object of texts.", "No change was asked for.")
}

// errorCodes are the acks of the document's table but for the one of success.
func errorCodes() *simulator.ErrorCodes {
	codes := &simulator.ErrorCodes{Of: func(answer journal.Message) string {
		code, _ := ack(answer)
		return strconv.Itoa(int(code))
	}}
	for _, code := range []api.Ack{
		api.AckNumberRequired, api.AckSameState, api.AckUnknownOrder, api.AckSentOrClosed, api.AckStateRequired, api.AckUnknownError,
	} {
		codes.Documented = append(codes.Documented, strconv.Itoa(int(code)))
	}
	return codes
}

func lifecycles() []simulator.Lifecycle {
	return []simulator.Lifecycle{{
		Lifecycle: rules.OrderLifecycle(), Kind: orders,
		State: func(value any) string {
			o, _ := value.(order)
			return string(o.State)
		},
	}}
}

// ack is the code of an answer; given is false where it has none.
func ack(answer journal.Message) (code api.Ack, given bool) {
	var body struct{ Ack *api.Ack }
	if !answer.Decode(&body) || body.Ack == nil {
		return 0, false
	}
	return *body.Ack, true
}

// refusedBy tells whether an answer is a refusal, whatever its HTTP status.
func refusedBy(e *journal.Entry) bool {
	code, given := ack(e.Response)
	return given && code != api.AckExecuted
}

func loggedIn(e *journal.Entry) bool {
	code, given := ack(e.Response)
	return e.Operation == "logIn" && e.Response.Status/100 == 2 && given && code == api.AckExecuted
}

// tokenRefused tells whether a token was sent and refused.
func tokenRefused(e *journal.Entry) bool {
	return e.Request.Header.Get(tokenHeader) != "" && refusedBy(e) && refusedForToken(e)
}

func refusedForToken(e *journal.Entry) bool {
	return e.DecidedBy(rules.TokenNeeded.ID, rules.ExpiredTokenIsRefused.ID, rules.CheckTokenTellsValidity.ID)
}

// changeRefused tells whether a change was refused for the order's sake.
func changeRefused(e *journal.Entry) bool {
	return e.Operation == "changeOrderState" && refusedBy(e) && !refusedForToken(e)
}

// numberSent is the number of the order that a change is about.
func numberSent(e *journal.Entry) string {
	var body struct {
		InternalNumber string `json:"internalNumber"`
	}
	e.Request.Decode(&body)
	return body.InternalNumber
}
