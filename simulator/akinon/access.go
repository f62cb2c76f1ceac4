package akinon

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// user may log in.
type user struct {
	Name     string   `json:"name"`
	Password string   `json:"password"`
	Key      string   `json:"key,omitempty"` // empty: none until the next log-in
	Rights   []string `json:"rights"`        // packagesRight
}

// packagesRight is the right to handle packages.
const packagesRight = "packages"

// rate counts the calls of one user in one window of time.
type rate struct {
	Since time.Time `json:"since"`
	Calls int       `json:"calls"`
}

// rateWindow is the time that the installation's rate limit is for. No page
// tells the vendor's.
const rateWindow = time.Minute

var (
	users = store.NewKind[user]("akinon.user")
	keys  = store.NewKind[string]("akinon.key") // the user's name
	rates = store.NewKind[rate]("akinon.rate")
)

// admit refuses, in the order of rules.RefusalOrder, what is refused before
// the body is looked at.
func admit(env *simulator.Env, r *simulator.Request) *simulator.Response {
	why, err := inadmissible(env, r)
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if why == nil {
		return nil
	}
	response := why.response(env, r.Operation.ID)
	return &response
}

func inadmissible(env *simulator.Env, r *simulator.Request) (*refusal, error) {
	operation := r.Operation.ID
	if operation == logIn {
		return nil, nil
	}
	ofPackages := operation != subscribeWebhook && operation != unsubscribeWebhook
	if ofPackages && unacceptable(env, r.HTTP.Header["Accept"]) {
		return because(http.StatusNotAcceptable, "detail", "The Accept header leaves no room for JSON."), nil
	}
	u, known, err := caller(env, r.HTTP.Header.Get("Authorization"))
	if err != nil {
		return nil, err
	}
	if keyless(env, known, r.HTTP.Header.Get("Authorization") == "") {
		return &refusal{status: http.StatusUnauthorized}, nil // a page of the vendor promises no body
	}
	if ofPackages && known {
		if why, err := restricted(env, u); why != nil || err != nil {
			return why, err
		}
	}
	if operation == preparePackage || operation == readPackage {
		if why, err := unknownPackage(env, r); why != nil || err != nil {
			return why, err
		}
	}
	if operation == preparePackage && unusual(r.Body) && !env.Applies(rules.UnknownMembersIgnored) {
		return malformed(env, general, "There are members that nobody knows, or empty lists."), nil
	}
	return nil, nil
}

// keyless tells whether a call is refused for want of a key. To ask for none is
// a reading, so the defect takes any key, but not none.
func keyless(env *simulator.Env, known, none bool) bool {
	nobody := env.Reading(rules.RightRequired) == "nobody-asked"
	switch {
	case nobody && none && !env.Applies(rules.RightRequired):
		return true
	case nobody || env.Reading(rules.KeyRequired) == "not-asked":
		return none && !env.Applies(rules.KeyRequired)
	}
	return env.Violates(rules.KeyRequired, !known) || none
}

// caller returns the user whose key the header carries.
func caller(env *simulator.Env, header string) (user, bool, error) {
	scheme, key, _ := strings.Cut(header, " ")
	accepted := strings.EqualFold(scheme, "Token") ||
		env.Reading(rules.KeyRequired) == "token-or-bearer" && strings.EqualFold(scheme, "Bearer")
	if !accepted {
		return user{}, false, nil
	}
	name, found, err := keys.Get(env.Store(), strings.TrimSpace(key))
	if err != nil || !found {
		return user{}, false, err
	}
	return users.Get(env.Store(), name)
}

// restricted refuses a user without the right, or one that calls too often.
func restricted(env *simulator.Env, u user) (*refusal, error) {
	if env.Reading(rules.RightRequired) != "nobody-asked" && env.Violates(rules.RightRequired, !slices.Contains(u.Rights, packagesRight)) {
		return because(http.StatusForbidden, "detail", "You do not have permission to perform this action."), nil
	}
	inst, err := installationOf(env)
	if err != nil || inst.RateLimit == 0 {
		return nil, err
	}
	counted, _, err := rates.Get(env.Store(), u.Name)
	if err != nil {
		return nil, err
	}
	if counted.Since.IsZero() || env.Now().Sub(counted.Since) >= rateWindow {
		counted = rate{Since: env.Now()}
	}
	counted.Calls++
	if err := rates.Put(env.Store(), u.Name, counted); err != nil {
		return nil, err
	}
	if !env.Violates(rules.RateLimited, counted.Calls > inst.RateLimit) {
		return nil, nil
	}
	wait := counted.Since.Add(rateWindow).Sub(env.Now())
	why := because(http.StatusTooManyRequests, "detail", "Request was throttled.")
	why.header = http.Header{"Retry-After": {strconv.Itoa(int((wait + time.Second - 1) / time.Second))}}
	return why, nil
}

// unknownPackage refuses a path that names no package. Where a defect mixes up
// the order of refusals, the service does so after the body's form was judged.
func unknownPackage(env *simulator.Env, r *simulator.Request) (*refusal, error) {
	id, err := strconv.ParseInt(r.Path["package_id"], 10, 64)
	found := false
	if err == nil && id > 0 {
		if _, found, err = packages.Get(env.Store(), idKey(id)); err != nil {
			return nil, err
		}
	}
	if found || r.Operation.ID == preparePackage && !env.Applies(rules.RefusalOrder) {
		return nil, nil
	}
	if env.Violates(rules.UnknownPackageIs404, true) {
		return notFound(), nil
	}
	return nil, nil
}

func notFound() *refusal { return because(http.StatusNotFound, "detail", "Not found.") }

// unusual tells whether a command has members that the contract does not name,
// or empty lists: what rules.UnknownMembersIgnored lets pass.
func unusual(body []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	var command struct {
		Package, Transition, Slug json.RawMessage
		Nested                    api.InputParameters `json:"input_parameters"`
		api.InputParameters                           // flat, which is for rules.ParametersNested
	}
	if err := dec.Decode(&command); err != nil {
		return strings.Contains(err.Error(), "unknown field")
	}
	p := command.Nested
	return isEmpty(p.Barcodes) || isEmpty(p.OosPackageItems) || isEmpty(p.ReplacementProducts) || isEmpty(p.UnitWeights)
}

func isEmpty[T any](list *[]T) bool { return list != nil && len(*list) == 0 }

// unacceptable tells whether a call is refused for its Accept header.
func unacceptable(env *simulator.Env, accept []string) bool {
	takes := takesJSON(accept)
	if env.Violates(rules.UnacceptableIs406, !takes && env.Reading(rules.UnacceptableIs406) != "served") {
		return true
	}
	// A defect: a range that JSON lies in is not understood.
	ranged := takes && len(accept) > 0 && !strings.Contains(strings.Join(accept, ","), jsonType)
	return ranged && !env.Applies(rules.UnacceptableIs406)
}

// takesJSON tells whether an Accept header leaves room for JSON: the most
// specific range that fits decides, and a quality of zero shuts it out.
func takesJSON(accept []string) bool {
	header := strings.TrimSpace(strings.Join(accept, ","))
	if header == "" {
		return true
	}
	specific, taken := 0, false
	for one := range strings.SplitSeq(header, ",") {
		kind, parameters, _ := strings.Cut(one, ";")
		fits := map[string]int{"*/*": 1, "application/*": 2, jsonType: 3}[strings.ToLower(strings.TrimSpace(kind))]
		if fits > specific {
			specific, taken = fits, !excluded(parameters)
		}
	}
	return taken
}

func excluded(parameters string) bool {
	for one := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(one), "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			quality, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return err == nil && quality == 0
		}
	}
	return false
}

// LogIn exchanges name and password for a key, which stays the same until it
// expires.
func (service) LogIn(ctx context.Context, r api.LogInRequestObject) (api.LogInResponseObject, error) {
	env := simulator.FromContext(ctx)
	u, found, err := users.Get(env.Store(), r.Body.Username)
	if err != nil {
		return nil, err
	}
	if !found || u.Password != r.Body.Password {
		status := http.StatusUnauthorized
		if env.Applies(rules.WrongPasswordIs400) {
			status = http.StatusBadRequest
		}
		return answer(because(status, general, "The name or the password is wrong.").response(env, logIn)), nil
	}
	if u.Key == "" {
		u.Key = fmt.Sprintf("%016x%016x", env.Rand().Uint64(), env.Rand().Uint64())
	}
	if !env.Applies(rules.LogsIn) {
		return loggedInWith("opens-nothing"), nil
	}
	return loggedInWith(u.Key), putUser(env, u)
}

func loggedInWith(key string) api.LogIn2XXJSONResponse {
	return api.LogIn2XXJSONResponse{StatusCode: http.StatusOK, Body: api.Key{Key: key}}
}

// putUser stores a user; its old key, if it had another, opens nothing more.
func putUser(env *simulator.Env, u user) error {
	old, _, err := users.Get(env.Store(), u.Name)
	if err != nil {
		return err
	}
	if old.Key != "" && old.Key != u.Key {
		if _, err := keys.Delete(env.Store(), old.Key); err != nil {
			return err
		}
	}
	if u.Key != "" {
		if err := keys.Put(env.Store(), u.Key, u.Name); err != nil {
			return err
		}
	}
	return users.Put(env.Store(), u.Name, u)
}

// keysExpire is an action.
func keysExpire(env *simulator.Env) error {
	if _, err := keys.DeleteAll(env.Store(), ""); err != nil {
		return err
	}
	var all []user
	if err := users.Scan(env.Store(), "", func(_ string, u user) bool {
		all = append(all, u)
		return true
	}); err != nil {
		return err
	}
	for _, u := range all {
		u.Key = ""
		if err := users.Put(env.Store(), u.Name, u); err != nil {
			return err
		}
	}
	return nil
}
