package akinon_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/plumbline-api/plumbline/simulator/event"
)

// hook is a subscription to new packages, with further members, which start
// with a comma.
func hook(members string) string {
	return `{"event_type":"package.created","target_url":"https://store.example.test/hook"` + members + `}`
}

const moved = `{"event_type":"package.status.transitioned","target_url":"https://store.example.test/moved"}`

// delivery subscribes, lets a package come into being, and returns the event.
func (w *world) delivery(members string) event.Event {
	w.t.Helper()
	w.post(hooksPath, hook(members)).is(201)
	w.post(commandPath, manual).is(200)
	w.wait(2 * time.Second)
	if events := w.told("package.created"); len(events) > 0 {
		return events[0]
	}
	return event.Event{}
}

func webhookRows() map[string]row {
	return map[string]row{
		"akinon/announced-by-webhook": {run: func(w *world) {
			w.post(hooksPath, hook("")).is(201)
			w.seed(arrived)
			w.wait(2 * time.Second)
			events := w.told("package.created", "package.created")
			if len(events) == 2 && (events[0].Method != "POST" || events[0].URL != "https://store.example.test/hook") {
				w.fail("the event goes by %s to %s", events[0].Method, events[0].URL)
			}
			w.post(commandPath, manual).is(200)
			w.act("order-arrives")
			w.wait(2 * time.Second)
			w.told("package.created", "package.created", "package.created", "package.created", "package.created")
		}},
		"akinon/package-created-event": {run: func(w *world) {
			w.event(w.delivery("")).has("event.type", "package.created").has("payload.id", 125).has("payload.state.enum_value", "920").
				has("payload.order_id", 73).has("payload.order_number", "1234567891234567").has("payload.stock_location.id", 2).
				has("event.uuid", "00000000000000000000000000000001")
		}},
		"akinon/preparing-event": {run: func(w *world) {
			w.post(hooksPath, moved).is(201)
			w.prepare(`,"denial_reason":99`).is(400)
			w.prepare("").is(200)
			w.wait(2 * time.Second)
			if events := w.told("package.status.transitioned"); len(events) == 1 {
				w.event(events[0]).has("event.type", "package.status.transitioned").has("payload.id", 123).has("payload.state.enum_value", "200")
			}
		}},
		"akinon/subscription-members": {silent: true, run: func(w *world) {
			w.post(hooksPath, `{"event_type":"package.created","target_url":"https://store.example.test/least"}`).is(201)
			w.post(hooksPath, hook(`,"secret_key":null,"additional_headers":null`)).is(201)
			w.post(hooksPath, `{"event_type":"package.created","target_url":"https://store.example.test/most","secret_key":"s",`+
				`"additional_headers":{"X-Store":"2"},"retry_countdown_config":{"choice":"fixed","kwargs":{"seconds":5}}}`).is(201)
		}},
		"akinon/unsubscribes": {run: func(w *world) {
			w.post(hooksPath, hook("")).is(201)
			w.post(hooksPath, `{"event_type":"package.created","target_url":"https://store.example.test/other"}`).is(201)
			w.remove(hooksPath + "1/").is(204)
			w.post(commandPath, manual).is(200)
			w.wait(2 * time.Second)
			if events := w.told("package.created"); len(events) == 1 && events[0].URL != "https://store.example.test/other" {
				w.fail("told was %s", events[0].URL)
			}
		}},
		"akinon/unsubscribed-once": {run: func(w *world) {
			w.remove(hooksPath + "1/").is(404)
			w.post(hooksPath, hook("")).is(201)
			w.remove(hooksPath + "1/").is(204)
			w.remove(hooksPath + "1/").is(404)
		}},
		"akinon/subscribed-once": {run: func(w *world) {
			w.post(hooksPath, hook("")).is(201)
			w.post(hooksPath, hook(`,"secret_key":"another"`)).is(406)
			w.post(hooksPath, `{"event_type":"package-created","target_url":"https://store.example.test/hook"}`).is(406)
			w.post(hooksPath, `{"event_type":"package.status.transitioned","target_url":"https://store.example.test/hook"}`).is(201)
			w.post(commandPath, manual).is(200)
			w.wait(2 * time.Second)
			w.told("package.created", "package.status.transitioned")
		}},
		"akinon/event-type-names": {run: func(w *world) {
			w.post(hooksPath, `{"event_type":"package-created","target_url":"https://store.example.test/a"}`).is(201)
			w.post(hooksPath, `{"event_type":"package.created","target_url":"https://store.example.test/b"}`).is(201)
			w.post(hooksPath, `{"event_type":"package.eaten","target_url":"https://store.example.test/c"}`).is(400)
			w.post(hooksPath, `{"event_type":"package_created","target_url":"https://store.example.test/c"}`).is(400)
			w.post(commandPath, manual).is(200)
			w.wait(2 * time.Second)
			if events := w.told("package.created", "package.created"); len(events) == 2 && events[0].Header.Get("X-Whisperer-Event") != "package-created" {
				w.fail("the event is named %q", events[0].Header.Get("X-Whisperer-Event"))
			}
		}},
		"akinon/subscription-answer": {run: func(w *world) {
			w.post(hooksPath, hook(`,"secret_key":"not-a-real-secret"`)).is(201).has("id", 1).has("event_type", "package.created").
				has("target_url", "https://store.example.test/hook").has("secret_key", nil)
			w.post(hooksPath, moved).is(201).has("id", 2)
		}},
		"akinon/additional-headers": {run: func(w *world) {
			if e := w.delivery(`,"additional_headers":{"X-Store":"2"}`); e.Header.Get("X-Store") != "2" {
				w.fail("X-Store is %q", e.Header.Get("X-Store"))
			}
		}},
		"akinon/delivery-signed": {run: func(w *world) {
			e := w.delivery(`,"secret_key":"not-a-real-secret"`)
			mac := hmac.New(sha256.New, []byte("not-a-real-secret"))
			mac.Write(e.Body)
			if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); e.Header.Get("X-Whisperer-Signature") != want {
				w.fail("the signature is %q, want %q", e.Header.Get("X-Whisperer-Signature"), want)
			}
			if e.Header.Get("X-Whisperer-Event") != "package.created" {
				w.fail("the event is named %q", e.Header.Get("X-Whisperer-Event"))
			}
		}},
		"akinon/delivered-asynchronously": {run: func(w *world) {
			w.post(hooksPath, moved).is(201)
			w.prepare("").is(200)
			w.told() // nothing yet
			w.wait(2 * time.Second)
			w.told("package.status.transitioned")
		}},
		"akinon/failed-delivery-retried": {silent: true, run: func(w *world) {
			e := w.delivery(`,"retry_countdown_config":{"choice":"fixed","kwargs":{"seconds":5}}`)
			if e.Rule != "akinon/failed-delivery-retried" || len(e.Countdown) == 0 {
				w.fail("the rule of the event's repeats is %q, the waits are %v", e.Rule, e.Countdown)
			}
		}},
		"akinon/retry-countdown": {silent: true, run: func(w *world) {
			e := w.delivery(`,"retry_countdown_config":{"choice":"exponential","kwargs":{"base":2,"factor":3,"limit":null}}`)
			if len(e.Countdown) != 10 || e.Countdown[0] != 3*time.Second || e.Countdown[1] != 6*time.Second {
				w.fail("the waits are %v", e.Countdown)
			}
		}},
	}
}
