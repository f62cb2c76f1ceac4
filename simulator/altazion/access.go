package altazion

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// Application is an extensibility application: who may call.
type Application struct {
	Name       string   `json:"name"`
	Key        string   `json:"key,omitempty"`   // the password of HTTP Basic; never shown
	Token      string   `json:"token,omitempty"` // an OAuth 2 token; never shown
	Operations []string `json:"operations"`      // the operationIds that it may call
}

var (
	applications = store.NewKind[Application]("altazion.application")
	tokens       = store.NewKind[string]("altazion.token") // names of applications
)

// admit refuses callers without credentials or without the permission, and
// identifiers that are none. The body has not been looked at by then.
func admit(env *simulator.Env, r *simulator.Request) *simulator.Response {
	app, known, err := caller(env, r.HTTP)
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if mustBeKnown(env, r.HTTP, known) {
		response := unauthenticated(env)
		return &response
	}
	if known && mustBePermitted(env) && !slices.Contains(app.Operations, r.Operation.ID) {
		status := http.StatusForbidden
		if !env.Violates(rules.LackingPermissionIs403, true) {
			status = http.StatusUnauthorized
		}
		response := refused(env, status, "This application may not call "+r.Operation.ID+".").response()
		return &response
	}
	if env.Violates(rules.IdentifierForm, !wellFormed(r.Path["bon"])) {
		status := http.StatusNotFound
		if r.Operation.Method != http.MethodGet {
			status = unusableStatus(env)
		}
		response := refused(env, status, "The identifier of the bon is invalid.").response()
		return &response
	}
	return nil
}

// mustBeKnown tells whether a call is refused for its credentials. The defect
// serves wrong ones and refuses a call without any, whether they are asked for
// or not.
func mustBeKnown(env *simulator.Env, r *http.Request, known bool) bool {
	none := r.Header.Get("Authorization") == ""
	if env.Reading(rules.BasicOrToken) == "required" {
		return env.Violates(rules.BasicOrToken, !known) || none
	}
	return !env.Applies(rules.BasicOrToken) && none
}

// mustBePermitted tells whether permissions are looked at, which the defect does
// in any case.
func mustBePermitted(env *simulator.Env) bool {
	return env.Reading(rules.LackingPermissionIs403) == "403" || !env.Applies(rules.LackingPermissionIs403)
}

// unauthenticated answers a call without credentials that are known.
func unauthenticated(env *simulator.Env) simulator.Response {
	response := refused(env, credentialStatus(env), "Credentials are missing or wrong.").response()
	response.Header["Www-Authenticate"] = []string{`Basic realm="Altazion"`, `Bearer realm="Altazion"`}
	return response
}

// caller finds the application whose credentials came with the request.
func caller(env *simulator.Env, r *http.Request) (Application, bool, error) {
	if name, key, given := r.BasicAuth(); given {
		app, found, err := applications.Get(env.Store(), name)
		return app, found && app.Key != "" && same(key, app.Key), err
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return Application{}, false, nil
	}
	name, found, err := tokens.Get(env.Store(), token)
	if err != nil || !found {
		return Application{}, false, err
	}
	return applications.Get(env.Store(), name)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// credentialStatus is the assumed status of a refusal for missing credentials.
func credentialStatus(env *simulator.Env) int {
	if !env.Applies(rules.MissingCredentialsAre401) {
		return http.StatusForbidden
	}
	return http.StatusUnauthorized
}

// unusableStatus is the status of both causes of a write's 404.
func unusableStatus(env *simulator.Env) int {
	if !env.Applies(rules.UnusableIdentifierIs404) {
		return http.StatusBadRequest
	}
	return http.StatusNotFound
}

// longestIdentifier is how many characters an identifier may have.
const longestIdentifier = 50

// wellFormed tells whether the text can identify a bon: rules.IdentifierForm.
func wellFormed(id string) bool {
	if id == "" || len(id) > longestIdentifier {
		return false
	}
	for i := range len(id) {
		c := id[i]
		letterOrDigit := '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
		if !letterOrDigit && (i == 0 || !strings.ContainsRune(" ._-", rune(c))) {
			return false
		}
	}
	return true
}

// noRoute answers a path or a method that the contract does not have. The
// router's 405 has Allow and no ErrorCode, the other way round than the one
// about a bon's state.
func noRoute(env *simulator.Env, allowed []string) simulator.Response {
	if len(allowed) == 0 {
		return refused(env, http.StatusNotFound, "There is no such path.").response()
	}
	if !env.Violates(rules.WrongMethodIs405, true) {
		return refused(env, http.StatusMethodNotAllowed, "This is not allowed.").response()
	}
	message := fmt.Sprintf("The path does not take this method, but %s.", strings.Join(allowed, ", "))
	response := simulator.JSON(http.StatusMethodNotAllowed, contentType, map[string]string{"Message": message})
	response.Header.Set("Allow", strings.Join(allowed, ", "))
	return response
}
