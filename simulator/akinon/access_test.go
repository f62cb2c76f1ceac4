package akinon_test

import "time"

const (
	reporting = "Token not-a-real-reporting-key"
	bearer    = "Bearer not-a-real-key"
	readable  = `{"username":"store-integration","password":"not-a-real-password"}`
)

func accessRows() map[string]row {
	return map[string]row{
		"akinon/logs-in": {run: func(w *world) {
			key, _ := w.post(loginPath, readable, "Authorization", "").is(200).at("key").(string)
			w.get(packagePath, "Authorization", "Token "+key).is(200)
		}},
		"akinon/wrong-password-is-400": {run: func(w *world) {
			w.post(loginPath, `{"username":"store-integration","password":"wrong"}`).is(400)
			w.post(loginPath, `{"username":"nobody","password":"not-a-real-password"}`).is(400)
		}},
		"akinon/key-required=token": {run: func(w *world) {
			w.get(packagePath, "Authorization", bearer).is(401)
			keyIsRequired(w)
		}},
		"akinon/key-required=token-or-bearer": {run: func(w *world) {
			w.get(packagePath, "Authorization", bearer).is(200)
			keyIsRequired(w)
		}},
		"akinon/key-required=not-asked": {run: func(w *world) {
			w.get(packagePath, "Authorization", "").is(200)
			w.get(packagePath, "Authorization", "Token nonsense").is(200)
			w.get(listPath, "Authorization", "").is(200)
			w.post(hooksPath, hook(""), "Authorization", "").is(201)
			w.post(commandPath, command(""), "Authorization", "").is(200)
		}},
		"akinon/right-required=refused": {run: func(w *world) {
			w.get(packagePath, "Authorization", reporting).is(403)
			w.get(listPath, "Authorization", reporting).is(403)
			w.post(commandPath, command(""), "Authorization", reporting).is(403)
			w.reads().has("state.enum_value", "100")
		}},
		"akinon/right-required=nobody-asked": {run: func(w *world) {
			w.get(packagePath, "Authorization", "").is(200)
			w.get(listPath, "Authorization", reporting).is(200)
			w.post(commandPath, command(""), "Authorization", reporting).is(200)
		}},
		"akinon/rate-limited": {run: func(w *world) {
			w.seed(`{"installation":{"calls_per_minute":2}}`)
			w.get(packagePath).is(200)
			w.get(listPath).is(200)
			w.wait(30 * time.Second)
			if r := w.post(commandPath, command("")).is(429); r.header.Get("Retry-After") != "30" {
				w.fail("Retry-After is %q, want 30", r.header.Get("Retry-After"))
			}
			w.wait(30 * time.Second)
			w.get(packagePath).is(200).has("state.enum_value", "100")
		}},
		"akinon/unacceptable-is-406=406": {run: func(w *world) {
			acceptsJSON(w)
			w.get(packagePath, "Accept", "text/html").is(406)
			w.get(listPath, "Accept", "application/json;q=0, */*").is(406)
			w.post(commandPath, command(""), "Accept", "application/xml").is(406)
			w.reads().has("state.enum_value", "100")
		}},
		"akinon/unacceptable-is-406=served": {run: func(w *world) {
			acceptsJSON(w)
			w.get(listPath, "Accept", "application/json;q=0, */*").is(200)
			w.post(commandPath, command(""), "Accept", "application/xml").is(200)
		}},
	}
}

func acceptsJSON(w *world) {
	w.get(packagePath).is(200)
	w.get(packagePath, "Accept", "text/html, */*;q=0.1").is(200)
	w.get(packagePath, "Accept", "application/*").is(200)
}

func keyIsRequired(w *world) {
	for _, authorization := range []string{"", "Token", "Token nonsense", "not-a-real-key", "Basic not-a-real-key"} {
		w.get(packagePath, "Authorization", authorization).is(401)
	}
	w.get(listPath, "Authorization", "").is(401)
	w.post(commandPath, command(""), "Authorization", "").is(401)
	w.post(hooksPath, hook(""), "Authorization", "").is(401)
	w.get(packagePath, "Authorization", "Token not-a-real-key").is(200).has("state.enum_value", "100")
	w.act("keys-expire")
	w.get(packagePath).is(401)
	key, _ := w.post(loginPath, readable).is(200).at("key").(string)
	w.get(packagePath, "Authorization", "Token "+key).is(200)
}
