package bridge

import (
	"net/http"
	"strconv"

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
		rules.CallerDoesNotRepeatRefusals: obligation.RepeatsNoRefusal(changeRefused, numberSent),
		rules.CallerDeliversPaymentFirst: obligation.MeetsFirst(changeRefused,
			rules.ConfirmedNeedsPayment.ID, rules.GarbarinoNeedsDefaultMeans.ID),
		rules.CallerDeliversShippingFirst: obligation.MeetsFirst(changeRefused, rules.ReadyNeedsShippingAndLabel.ID),
	}
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
	return e.Operation == "logIn" && e.Response.Status == http.StatusOK && given && code == api.AckExecuted
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
