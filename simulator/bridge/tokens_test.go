package bridge_test

import (
	"regexp"
	"time"

	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const statusBody = `{"internalOrderNumber":"00001"}`

// with asks for a state with a token in the header.
func (w *world) with(token string) *reply {
	w.t.Helper()
	return w.send("POST", "/order/status", statusBody, "x-access-token", token)
}

func (w *world) me(token string) *reply {
	w.t.Helper()
	return w.send("POST", "/auth/me", "", "x-access-token", token)
}

const invented = "bm90LWE.cmVhbA.dG9rZW4"

func tokenRows() []row {
	jwt := regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)
	return []row{
		{rule: rules.LoginGivesToken, do: func(w *world) {
			got := w.send("POST", "/auth/login", logInBody)
			w.wantAck("log-in", got, 0)
			w.wantAck("with the token", w.with(got.text("token")), 0)
		}},
		{rule: rules.LoginMembers, do: func(w *world) {
			for _, body := range []string{`{"clientId":"example-client"}`, `{"clientSecret":"not-a-real-secret"}`, `{}`, `{"clientId":"example-client","clientSecret":1}`, ``} {
				got := w.send("POST", "/auth/login", body)
				w.expect(got.ack != 0 && got.text("token") == "", "%s: %s", body, got.body)
			}
		}},
		{rule: rules.UnknownClientIsRefused, do: func(w *world) {
			for _, body := range []string{`{"clientId":"nobody","clientSecret":"not-a-real-secret"}`, `{"clientId":"example-client","clientSecret":"another"}`} {
				got := w.send("POST", "/auth/login", body)
				w.expect(got.ack != 0 && got.text("token") == "", "%s: %s", body, got.body)
			}
		}},
		{rule: rules.TokenIsJWT, do: func(w *world) {
			token := w.logIn()
			w.expect(jwt.MatchString(token), "token %q", token)
			w.wantAck("with the token", w.with(token), 0)
		}},
		{rule: rules.LoginMessage, do: func(w *world) {
			got := w.send("POST", "/auth/login", `{"clientId":"nobody","clientSecret":"x"}`)
			w.expect(len(got.text("message")) > 1, "%s", got.body)
		}},
		{rule: rules.TokenLastsTwoDays, do: func(w *world) {
			token := w.logIn()
			w.advance(48*time.Hour - time.Nanosecond)
			w.wantAck("a moment before", w.with(token), 0)
			w.wantAck("checked a moment before", w.me(token), 0)
			w.advance(time.Nanosecond)
			w.expect(w.with(token).ack != 0, "the token lasts longer")
			w.expect(w.me(token).ack != 0, "the check has it last longer")
		}},
		{rule: rules.TokenNeeded, do: func(w *world) {
			w.expect(w.with(invented).ack > 0, "a query with an invented token")
			w.expect(w.send("POST", "/order/status", statusBody).ack > 0, "a query without token")
			w.expect(w.send("POST", "/order/state/confirmed", documentExample).ack > 0, "a change without token")
			w.wantState("00001", "open")
		}},
		{rule: rules.TokenInHeader, reading: "header-only", do: func(w *world) {
			token := w.logIn()
			w.wantAck("header", w.with(token), 0)
			w.wantAck("parameter", w.send("POST", "/order/status?x-access-token="+token, statusBody), 9999)
		}},
		{rule: rules.TokenInHeader, reading: "header-or-parameter", do: func(w *world) {
			token := w.logIn()
			w.wantAck("header", w.with(token), 0)
			w.wantAck("parameter", w.send("POST", "/order/status?x-access-token="+token, statusBody), 0)
		}},
		{rule: rules.ExpiredTokenIsRefused, do: func(w *world) {
			token := w.logIn()
			w.advance(49 * time.Hour)
			got := w.send("POST", "/order/state/confirmed", documentExample, "x-access-token", token)
			w.expect(got.ack != 0 && got.text("message") == "token inválido", "%s", got.body)
			w.wantState("00001", "open")
			w.wantChange("00001", "confirmed", 0, "confirmed")
		}},
		{rule: rules.InvalidTokenAnswer, do: func(w *world) {
			old := w.logIn()
			w.advance(49 * time.Hour)
			for what, got := range map[string]*reply{
				"missing": w.send("POST", "/order/status", statusBody), "unknown": w.with(invented), "expired": w.with(old), "checked": w.me(old),
			} {
				w.expect(got.status == 200 && got.ack == 9999 && got.text("message") == "token inválido", "%s: %d %s", what, got.status, got.body)
			}
		}},
		{rule: rules.CheckTokenTellsValidity, do: func(w *world) {
			token := w.logIn()
			w.wantAck("just given", w.me(token), 0)
			w.expect(w.me(invented).ack != 0, "an invented token is accepted")
			w.advance(49 * time.Hour)
			w.expect(w.me(token).ack != 0, "an expired token is accepted")
		}},
		{rule: rules.CheckTokenAnswer, do: func(w *world) {
			w.wantAck("valid", w.me(w.logIn()), 0)
			w.expect(w.me(invented).ack > 0, "an invented token has no ack of its own")
		}},
	}
}
