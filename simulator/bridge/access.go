package bridge

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const (
	tokenHeader    = "X-Access-Token"
	tokenParameter = "x-access-token"

	// joint stands between the parts of a token that is no JSON Web Token,
	// which only a defect hands out.
	joint = "~"
)

// keys holds the key that signs a world's tokens. A token carries all that is
// known of it, so that log-ins fill no memory.
var keys = store.NewKind[[]byte]("bridge.key")

// claims are what the vendor's sample token holds, and the exact end of it:
// exp has whole seconds only.
type claims struct {
	ID      string    `json:"id"`
	Issued  int64     `json:"iat"`
	Expires int64     `json:"exp"`
	For     string    `json:"aud"`
	By      string    `json:"iss"`
	Subject string    `json:"sub"`
	Number  string    `json:"jti"`
	Until   time.Time `json:"until"`
}

func newKey(env *simulator.Env) error {
	random := env.Rand()
	var key []byte
	for range 4 {
		key = binary.BigEndian.AppendUint64(key, random.Uint64())
	}
	return keys.Put(env.Store(), "", key)
}

// sign makes a JSON Web Token of the claims.
func sign(key []byte, c claims) (string, error) {
	payload, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("bridge: token: %w", err)
	}
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(payload)
	return signed + "." + encode(signature(key, signed)), nil
}

func signature(key []byte, signed string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return mac.Sum(nil)
}

func encode(part []byte) string { return base64.RawURLEncoding.EncodeToString(part) }

// verify returns the claims of a token, and whether this world's service gave
// it.
func verify(env *simulator.Env, token string) (claims, bool, error) {
	var c claims
	if strings.Contains(token, joint) && !env.Applies(rules.TokenIsJWT) {
		token = strings.ReplaceAll(token, joint, ".")
	}
	last := strings.LastIndexByte(token, '.')
	if last < 0 {
		return c, false, nil
	}
	signed := token[:last]
	given, err := base64.RawURLEncoding.DecodeString(token[last+1:])
	if err != nil {
		return c, false, nil //nolint:nilerr // what cannot be decoded is no token of ours
	}
	key, _, err := keys.Get(env.Store(), "")
	if err != nil {
		return c, false, err
	}
	if !hmac.Equal(given, signature(key, signed)) {
		return c, false, nil
	}
	_, middle, _ := strings.Cut(signed, ".")
	payload, err := base64.RawURLEncoding.DecodeString(middle)
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return c, false, nil //nolint:nilerr // as above
	}
	return c, true, nil
}

// tokenOf returns the token of the request, from where the world's reading has
// it; the defect looks at the address only, which no reading does.
func tokenOf(env *simulator.Env) string {
	r := env.HTTP()
	header := r.Header.Get(tokenHeader)
	switch {
	case !env.Applies(rules.TokenInHeader):
		return r.URL.Query().Get(tokenParameter)
	case header == "" && env.Reading(rules.TokenInHeader) == "header-or-parameter":
		return r.URL.Query().Get(tokenParameter)
	}
	return header
}

// admit refuses calls without a valid token, and changes that name no state.
func admit(env *simulator.Env, r *simulator.Request) *simulator.Response {
	change := r.Operation.ID == "changeOrderState"
	if !change && r.Operation.ID != "getOrderStatus" {
		return nil
	}
	if refused := needToken(env); refused != nil {
		return refused
	}
	if change && strings.TrimSpace(r.Path["orderState"]) == "" {
		return stateMissing(env, "answered", "blanks-answered")
	}
	return nil
}

func needToken(env *simulator.Env) *simulator.Response {
	token, known, err := verify(env, tokenOf(env))
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if env.Violates(rules.TokenNeeded, !known) || env.Violates(rules.ExpiredTokenIsRefused, known && expired(env, token)) {
		refused := invalidToken(env)
		return &refused
	}
	return nil
}

func expired(env *simulator.Env, token claims) bool { return !env.Now().Before(token.Until) }

// stateMissing answers a change that names no state, or is nil where the
// world's reading is none of those that have an answer for it. The defect takes
// the call as if it were complete, which no reading does.
func stateMissing(env *simulator.Env, answeredIn ...string) *simulator.Response {
	var response simulator.Response
	switch {
	case !env.Applies(rules.NewStateRequired):
		response = success()
	case slices.Contains(answeredIn, env.Reading(rules.NewStateRequired)):
		response = refuseChange(env, stateRequired)
	default:
		return nil
	}
	return &response
}

// noRoute answers a path or method that the contract does not have. A path
// that ends before the state is one of them.
func noRoute(env *simulator.Env, allowed []string) simulator.Response {
	if len(allowed) > 0 {
		response := plain(http.StatusMethodNotAllowed, "The path does not take this method.")
		response.Header.Set("Allow", strings.Join(allowed, ", "))
		return response
	}
	if r := env.HTTP(); r.Method == http.MethodPost && endsBeforeState(r.URL) {
		if answer := stateMissing(env, "answered"); answer != nil {
			if refused := needToken(env); refused != nil {
				return *refused
			}
			return *answer
		}
	}
	return plain(http.StatusNotFound, "There is no such path.")
}

// endsBeforeState tells whether the path is /order/state, with a slash or
// without, below the vendor and the world.
func endsBeforeState(u *url.URL) bool {
	path := strings.TrimPrefix(u.Path, "/")
	if strings.HasPrefix(path, "@") {
		_, path, _ = strings.Cut(path, "/")
	}
	return strings.TrimSuffix(path, "/") == vendorName+"/order/state"
}

func plain(status int, text string) simulator.Response {
	header := http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
	return simulator.Response{Status: status, Header: header, Body: []byte(text + "\n")}
}
