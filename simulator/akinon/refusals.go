package akinon

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// The operations that the code tells apart.
const (
	logIn              = "logIn"
	preparePackage     = "preparePackage"
	readPackage        = "readPackage"
	subscribeWebhook   = "subscribeWebhook"
	unsubscribeWebhook = "unsubscribeWebhook"
)

const jsonType = "application/json"

// general is the member for what is wrong with a request as a whole.
const general = "non_field_errors"

// refusal is why a call is refused: a status, and texts under the names of the
// members at fault. Without texts the answer has no body.
type refusal struct {
	status int
	header http.Header
	texts  map[string]any // text, or a list of texts
}

// because is a refusal for one reason.
func because(status int, member, text string) *refusal {
	if member == general || member == "detail" {
		return &refusal{status: status, texts: map[string]any{member: text}}
	}
	return &refusal{status: status, texts: map[string]any{member: []string{text}}}
}

// response is the refusal on the wire.
func (r *refusal) response(env *simulator.Env, operation string) simulator.Response {
	out := simulator.Response{Status: r.status, Header: http.Header{}}
	if r.texts != nil {
		out = simulator.JSON(r.status, jsonType, r.texts)
	}
	if operation == preparePackage && r.texts != nil && !env.Applies(rules.RefusalBody) {
		out = simulator.JSON(r.status, jsonType, struct{}{})
	}
	for name, values := range r.header {
		out.Header[name] = values
	}
	return out
}

// malformed is a refusal for the form of a request that is JSON.
func malformed(env *simulator.Env, member, text string) *refusal {
	return because(malformedStatus(env, true), member, text)
}

func malformedStatus(env *simulator.Env, isJSON bool) int {
	if !env.Applies(rules.MalformedIs400) || isJSON && env.Reading(rules.MalformedIs400) == "422" {
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadRequest
}

// unread tells whether a breach is that of a body that is no JSON, or none.
func unread(b contract.Breach) bool {
	return b.At == "body" && (strings.HasSuffix(b.Pointer, contract.Pointer("content", jsonType)) ||
		strings.HasSuffix(b.Pointer, contract.Pointer("requestBody", "required")))
}

// invalid is a refusal of a command for what the package's state, its items or
// the installation do not allow.
func invalid(env *simulator.Env, member, text string) *refusal {
	return because(invalidStatus(env, http.StatusUnprocessableEntity), member, text)
}

// inWrongState is invalid where it is the package's state that does not allow
// the command.
func inWrongState(env *simulator.Env) *refusal {
	return because(invalidStatus(env, http.StatusConflict), general, "The package is not in the state Waiting.")
}

// invalidStatus follows rules.RefusalStatus; own is the status of the reading
// that tells reasons apart.
func invalidStatus(env *simulator.Env, own int) int {
	reading := env.Reading(rules.RefusalStatus)
	switch {
	case !env.Applies(rules.RefusalStatus):
		return http.StatusUnprocessableEntity
	case reading == "406":
		return http.StatusNotAcceptable
	case reading == "409-or-422":
		return own
	}
	return http.StatusBadRequest
}

// refuse answers a request that breaks the contract.
func refuse(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	why := &refusal{status: http.StatusBadRequest, texts: map[string]any{}}
	if r.Operation.ID != logIn {
		why.status = malformedStatus(env, !slices.ContainsFunc(breaches, unread))
	}
	texts := map[string][]string{}
	for _, b := range breaches {
		for member, text := range complaints(b) {
			texts[member] = append(texts[member], text)
		}
	}
	for member, list := range texts {
		why.texts[member] = list
	}
	if list, there := texts[general]; there {
		why.texts[general] = strings.Join(list, " ") // the vendor's client expects one text
	}
	return why.response(env, r.Operation.ID)
}

var quoted = regexp.MustCompile(`'([a-z_]+)'`)

// complaints tells which members a breach concerns, with what is wrong.
func complaints(b contract.Breach) map[string]string {
	if strings.HasSuffix(b.Pointer, "/required") {
		missing := map[string]string{}
		for _, name := range quoted.FindAllStringSubmatch(b.Message, -1) {
			missing[name[1]] = "This field is required."
		}
		if len(missing) > 0 {
			return missing
		}
	}
	if name, ok := strings.CutPrefix(b.At, "query "); ok {
		return map[string]string{name: b.Message + "."}
	}
	for _, token := range contract.Tokens(b.At) {
		if token != "input_parameters" && strings.HasPrefix(b.At, "/") {
			return map[string]string{token: b.Message + "."}
		}
	}
	return map[string]string{general: b.At + ": " + b.Message + "."}
}

// noRoute answers a path or a method that the contract does not have.
func noRoute(_ *simulator.Env, allowed []string) simulator.Response {
	if len(allowed) == 0 {
		return simulator.JSON(http.StatusNotFound, jsonType, because(0, "detail", "Not found.").texts)
	}
	response := simulator.JSON(http.StatusMethodNotAllowed, jsonType, because(0, "detail", "The path does not take this method.").texts)
	response.Header.Set("Allow", strings.Join(allowed, ", "))
	return response
}

// careless is the answer of a server that does not look at what it gets.
func careless(r *simulator.Request) simulator.Response {
	switch r.Operation.ID {
	case logIn:
		return simulator.JSON(http.StatusOK, jsonType, map[string]string{"key": "any"})
	case unsubscribeWebhook:
		return simulator.Response{Status: http.StatusNoContent}
	case subscribeWebhook:
		return simulator.JSON(http.StatusCreated, jsonType, map[string]string{"event_type": "", "target_url": ""})
	case preparePackage:
		id, err := strconv.ParseInt(r.Path["package_id"], 10, 64)
		if err != nil {
			id = 1
		}
		return simulator.JSON(http.StatusOK, jsonType, map[string]any{
			"id": id, "number": "", "stock_location": 1, "packageitem_set": []any{},
		})
	}
	return simulator.JSON(http.StatusOK, jsonType, struct{}{})
}

// answer is an answer of the service that no generated type has: one whose
// status the world's reading decides, or one that a defect spoils.
type answer simulator.Response

func (a answer) write(w http.ResponseWriter) error {
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.Status)
	_, err := w.Write(a.Body)
	return err
}

func (a answer) VisitLogInResponse(w http.ResponseWriter) error              { return a.write(w) }
func (a answer) VisitPreparePackageResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a answer) VisitReadPackageResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a answer) VisitListPackagesResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a answer) VisitSubscribeWebhookResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a answer) VisitUnsubscribeWebhookResponse(w http.ResponseWriter) error { return a.write(w) }

// lacking is an answer 200 without one of its members: what a defect sends.
func lacking(value any, member string) (answer, error) {
	whole, err := json.Marshal(value)
	if err != nil {
		return answer{}, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(whole, &members); err != nil {
		return answer{}, err
	}
	delete(members, member)
	return answer(simulator.JSON(http.StatusOK, jsonType, members)), nil
}
