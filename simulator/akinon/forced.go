package akinon

import (
	"net/http"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// documented is the refusal of a rule, for faults that force it. The vendor has
// no error codes of its own to be forced beside.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	why := forced(env, rule)
	if why == nil {
		return simulator.Response{}, false
	}
	return why.response(env, env.Operation()), true
}

func forced(env *simulator.Env, rule *specs.Rule) *refusal {
	switch rule {
	case rules.KeyRequired:
		return &refusal{status: http.StatusUnauthorized}
	case rules.RightRequired:
		return because(http.StatusForbidden, "detail", "You do not have permission to perform this action.")
	case rules.RateLimited:
		why := because(http.StatusTooManyRequests, "detail", "Request was throttled.")
		why.header = http.Header{"Retry-After": {strconv.Itoa(int(rateWindow / time.Second))}}
		return why
	case rules.UnacceptableIs406:
		return because(http.StatusNotAcceptable, "detail", "The Accept header leaves no room for JSON.")
	case rules.UnknownPackageIs404:
		return notFound()
	case rules.WrongPasswordIs400:
		return because(http.StatusBadRequest, general, "Unable to log in with provided credentials.")
	case rules.EventTypeNames:
		return malformed(env, "event_type", "There is no such event.")
	case rules.MalformedIs400:
		return malformed(env, general, "The request is malformed.")
	case rules.OnlyFromWaiting, rules.UnknownCommandRefused, rules.TransitionAndSlugAgree, rules.UnknownItemRefused,
		rules.NewProductKnown, rules.DenialReasonKnown:
		return invalid(env, general, "The command can't be carried out.")
	}
	return nil
}
