package altazion

import (
	"net/http"
	"strconv"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// documented is the refusal of a rule, for faults that force it, with the
// status that the rule has in the world's dialect.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	status := 0
	switch rule {
	case rules.BasicOrToken, rules.MissingCredentialsAre401:
		return unauthenticated(env), true
	case rules.LackingPermissionIs403:
		status = http.StatusForbidden
	case rules.OtherMediaTypeIs415:
		status = http.StatusUnsupportedMediaType
	case rules.BodyFormatIs400, rules.StrictJSON:
		status = http.StatusBadRequest
	case rules.UnusableIdentifierIs404, rules.IdentifierForm, rules.ReadUnknownIs404:
		status = http.StatusNotFound
	case rules.StateForbidsIs405, rules.StatesThatForbid, rules.WrongMethodIs405:
		status = http.StatusMethodNotAllowed
	case rules.FinishedIs409:
		status = finishedStatus(env, env.Operation() == "shipBon")
	case rules.ShippedMoreThanContainedIs422, rules.LineIsNamed, rules.AtLeastOneLine, rules.LineNamedTwice:
		status = http.StatusUnprocessableEntity
	case rules.PreparedMoreThanContained, rules.UnknownLine, rules.ShippedMoreThanPrepared:
		if env.Reading(rule) != "refused" || env.Operation() == "getBon" {
			return simulator.Response{}, false
		}
		status = http.StatusUnprocessableEntity
	default:
		return simulator.Response{}, false
	}
	return refused(env, status, "This is refused.").response(), true
}

// coded is the refusal with one of the document's statuses, which its table
// calls error codes.
func coded(env *simulator.Env, code string) (simulator.Response, bool) {
	for _, status := range []int{
		http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusConflict, http.StatusUnprocessableEntity,
	} {
		if strconv.Itoa(status) == code {
			return refused(env, status, "This is refused.").response(), env.Operation() != "getBon" || status == http.StatusNotFound
		}
	}
	return simulator.Response{}, false
}
