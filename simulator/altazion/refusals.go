package altazion

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

const contentType = "application/json"

// refusal is a refusal of any operation: in the vendor's envelope, or as a
// problem by RFC 9457, which is what servers have that know only the document.
type refusal struct {
	status  int
	details api.WebServiceErrorDetails
	other   bool
}

// refused builds a refusal: rules.ErrorEnvelope.
func refused(env *simulator.Env, status int, message string) *refusal {
	r := &refusal{status: status, details: api.WebServiceErrorDetails{Message: message}, other: env.Reading(rules.ErrorEnvelope) == "another"}
	switch {
	case env.Applies(rules.ErrorEnvelope):
		r.details.ErrorCode = int32(status) //nolint:gosec // a status has three digits
	default:
		r.other = false
	}
	return r
}

func (r *refusal) response() simulator.Response {
	if r.other {
		return simulator.JSON(r.status, "application/problem+json", map[string]any{
			"title": http.StatusText(r.status), "status": r.status, "detail": r.details.Message,
		})
	}
	return simulator.JSON(r.status, contentType, r.details)
}

func (r *refusal) write(w http.ResponseWriter) error {
	response := r.response()
	maps.Copy(w.Header(), response.Header)
	w.WriteHeader(response.Status)
	_, err := w.Write(response.Body)
	return err
}

// VisitSavePreparationResponse writes the refusal.
func (r *refusal) VisitSavePreparationResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitShipBonResponse writes the refusal.
func (r *refusal) VisitShipBonResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitGetBonResponse writes the refusal.
func (r *refusal) VisitGetBonResponse(w http.ResponseWriter) error { return r.write(w) }

// owner is a keyword of the contract with the rule that it enforces.
type owner struct {
	pointer string
	rule    *specs.Rule
}

// ownersOf lists the keywords that server rules of the book claim.
func ownersOf(book specs.Book) []owner {
	var owners []owner
	for _, rule := range book.Rules {
		for _, claim := range rule.Schema {
			pointer, class := specs.Place(claim)
			if rule.Binds == specs.Server && class == "" {
				owners = append(owners, owner{pointer, rule})
			}
		}
	}
	return owners
}

// refuser answers requests that break the contract.
type refuser struct{ owners []owner }

// ruleOf returns the rule with the longest claim on a keyword, or nil.
func (f refuser) ruleOf(pointer string) *specs.Rule {
	var rule *specs.Rule
	longest := 0
	for _, o := range f.owners {
		if len(o.pointer) > longest && (pointer == o.pointer || strings.HasPrefix(pointer, o.pointer+"/")) {
			rule, longest = o.rule, len(o.pointer)
		}
	}
	return rule
}

// refuse answers a request that breaks the contract: the media type first, then
// the format, and what is merely incoherent after the bon has been judged.
func (f refuser) refuse(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	var incoherent []contract.Breach
	for _, b := range breaches {
		rule := f.ruleOf(b.Pointer)
		switch {
		case b.At == "header Content-Type":
			if !env.Violates(rules.OtherMediaTypeIs415, true) {
				return refused(env, http.StatusBadRequest, "The format of the body is invalid.").response()
			}
			return refused(env, http.StatusUnsupportedMediaType, "The body has to be application/json: the "+b.At+" "+b.Message+".").response()
		case strings.HasSuffix(b.Pointer, "/requestBody/content/application~1json"): // it is not JSON at all
			if rule = rules.BodyFormatIs400; b.SecondValue {
				rule = rules.StrictJSON
			}
			if !env.Violates(rule, true) {
				return careless(r)
			}
			return badFormat(env, b)
		case rule == rules.IdentifierForm: // which this world does not look at
			return refused(env, unusableStatus(env), "There is no bon "+r.Path["bon"]+".").response()
		case statusOf(env, rule, b) == http.StatusUnprocessableEntity:
			incoherent = append(incoherent, b)
		default:
			if rule != nil {
				env.Violates(rule, true) // a defect would have taken the keyword away
			}
			return badFormat(env, b)
		}
	}
	return f.refuseIncoherent(env, r, incoherent)
}

// statusOf tells which of the document's rows a breach falls under.
func statusOf(env *simulator.Env, rule *specs.Rule, b contract.Breach) int {
	switch rule {
	case rules.LineIsNamed, rules.AtLeastOneLine:
		return http.StatusUnprocessableEntity
	case rules.FormatOrCoherence:
		missing := strings.HasSuffix(b.Pointer, "Preparation/required")
		below := strings.HasSuffix(b.Pointer, "/minimum")
		reading := env.Reading(rules.FormatOrCoherence)
		if reading == "types" && missing || reading != "values" && below {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusBadRequest
}

func badFormat(env *simulator.Env, b contract.Breach) simulator.Response {
	return refused(env, http.StatusBadRequest, fmt.Sprintf("The format of the body is invalid: %s %s.", b.At, b.Message)).response()
}

// refuseIncoherent refuses well-formed data that cannot be right, unless there
// is no such bon or its state forbids the call anyway.
func (f refuser) refuseIncoherent(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	shipping := r.Operation.ID == "shipBon"
	var body api.ExpeditionBonPreparation // whose lines are those of the other point too
	text, _ := r.Known()
	if err := json.Unmarshal(text, &body); err != nil {
		return refused(env, http.StatusBadRequest, "The format of the body is invalid: a value is out of range.").response()
	}
	if shipping { // the format of the documents is not the contract's alone
		if _, misfit := documentsOf(env, text); misfit != nil {
			return misfit.response()
		}
	}
	w, early, err := newWrite(env, r.Path["bon"], body.Lignes)
	if err != nil {
		return simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if early != nil {
		return early.response()
	}
	w.fromShipping = shipping
	w.decideStep(shipping, len(value(body.Colis)) > 0)
	if byState := w.refusedByState(); byState != nil && env.Applies(rules.RefusalOrder) {
		return byState.response()
	}
	b := breaches[0]
	if rule := f.ruleOf(b.Pointer); rule != nil {
		env.Violates(rule, true)
	}
	return refused(env, http.StatusUnprocessableEntity, fmt.Sprintf("The data are incoherent: %s %s.", b.At, b.Message)).response()
}

// careless is the answer of a server that does not look at what it gets.
func careless(r *simulator.Request) simulator.Response {
	return simulator.JSON(http.StatusOK, contentType, api.BonPreparation{
		Numero: r.Path["bon"], Etat: string(InProgress), Lignes: []api.LigneBonPreparation{},
	})
}
