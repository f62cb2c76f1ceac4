package bridge

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const (
	lifetime      = 48 * time.Hour // rules.TokenLastsTwoDays
	wrongLifetime = 24 * time.Hour // of its defect
)

// client may log in.
type client struct {
	ID     string `json:"id"`
	Secret string `json:"secret,omitempty"` // never shown
}

var clients = store.NewKind[client]("bridge.client")

// LogIn gives a token to a known client.
func (service) LogIn(ctx context.Context, r api.LogInRequestObject) (api.LogInResponseObject, error) {
	env := simulator.FromContext(ctx)
	id, secret := r.Body.ClientID, r.Body.ClientSecret
	lacking := id == "" || secret == ""
	if env.Violates(rules.LoginMembers, lacking) {
		return reply(refuseLogIn(env, unknown("clientId y clientSecret son requeridos"))), nil
	}
	if !lacking { // else a defect looked away: there is nothing to compare
		known, found, err := clients.Get(env.Store(), id)
		if err != nil {
			return nil, err
		}
		if env.Violates(rules.UnknownClientIsRefused, !found || known.Secret != secret) {
			return reply(refuseLogIn(env, unknown("no existe un cliente con ese clientId y clientSecret"))), nil
		}
	}
	token, err := newToken(env, id)
	if err != nil {
		return nil, err
	}
	return reply(answer(http.StatusOK, api.LoginAnswer{Ack: api.AckExecuted, Token: &token})), nil
}

func newToken(env *simulator.Env, client string) (string, error) {
	number, err := env.NewID("token")
	if err != nil {
		return "", err
	}
	key, _, err := keys.Get(env.Store(), "")
	if err != nil {
		return "", err
	}
	if !env.Applies(rules.LoginGivesToken) {
		key = nil // a key that no other call knows
	}
	lasts := lifetime
	if !env.Applies(rules.TokenLastsTwoDays) {
		lasts = wrongLifetime
	}
	until := env.In(lasts)
	token, err := sign(key, claims{
		ID: client, Issued: env.Now().Unix(), Expires: until.Unix(), For: "bridge", By: "bridge", Subject: "client",
		Number: strconv.FormatUint(number, 10), Until: until.UTC(),
	})
	if !env.Applies(rules.TokenIsJWT) {
		token = strings.ReplaceAll(token, ".", joint)
	}
	return token, err
}

// CheckToken tells whether the token of the request is valid.
func (service) CheckToken(ctx context.Context, _ api.CheckTokenRequestObject) (api.CheckTokenResponseObject, error) {
	env := simulator.FromContext(ctx)
	token, known, err := verify(env, tokenOf(env))
	if err != nil {
		return nil, err
	}
	refused := env.Violates(rules.CheckTokenTellsValidity, !known || expired(env, token))
	if !refused {
		env.Applies(rules.CheckTokenTellsValidity) // a valid token is told from others, too
	}
	switch {
	case !env.Applies(rules.CheckTokenAnswer):
		return reply(answer(http.StatusOK, map[string]bool{"valid": !refused})), nil
	case refused:
		return reply(invalidToken(env)), nil
	}
	return reply(success()), nil
}
