package simulator

import (
	"context"
	"fmt"
	"math/rand/v2"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// hostilities holds the switch of a world that was set, under the empty key.
var hostilities = store.NewKind[bool]("plumbline.hostile")

// Hostile tells whether a world varies what the contracts leave free.
func (e *Engine) Hostile(ctx context.Context, world string) (hostile bool, err error) {
	err = e.within(ctx, world, func(w *worldTx) error {
		hostile = w.hostile()
		return nil
	})
	return hostile, err
}

// SetHostile switches the variation of a world on or off, whatever
// Options.Hostile says.
func (e *Engine) SetHostile(ctx context.Context, world string, hostile bool) error {
	return e.within(ctx, world, func(w *worldTx) error { return hostilities.Put(&w.tx, "", hostile) })
}

func (w *worldTx) hostile() bool {
	hostile, set, _ := hostilities.Get(&w.tx, "") // a failure fails the transaction
	if !set {
		return w.engine.options.Hostile
	}
	return hostile
}

// Hostile tells whether this world varies what the contracts leave free. The
// engine varies answers by itself; a vendor asks where more is free.
func (e *Env) Hostile() bool { return e.world.hostile() }

// Delay returns how long an asynchronous effect takes that usually takes d: in
// a hostile world between half of it and five times as long, by the world's
// random seed.
func (e *Env) Delay(d time.Duration) time.Duration {
	if !e.Hostile() {
		return d
	}
	n, _ := e.world.next("delay") // a failure fails the transaction
	return time.Duration(float64(d) * (0.5 + 4.5*e.world.rand(delayStream|n).Float64()))
}

// vary changes of the answer what its contract leaves free: JSON whitespace,
// the order of members, members and headers that no contract names, letter
// case where it means nothing, and the order of arrays that the vendor says
// have none. Values stay as they are.
func (c *call) vary() {
	if c.env.entry.Operation == "" || !c.env.Hostile() {
		return
	}
	random := c.env.world.rand(latitudeStream | c.env.entry.ID)
	v := variation{random: random, free: c.vendor.FreeOrder[c.env.entry.Operation]}
	a := c.answer
	op := c.served.contract.Operation(c.env.entry.Operation)
	if body, ok := v.body(responseSchemas(op, a.Status, a.Header().Get("Content-Type")), a.Body.Bytes()); ok {
		a.Body.Reset()
		a.Body.Write(body)
	}
	v.headers(a.Header())
}

// variation draws what varies.
type variation struct {
	random *rand.Rand
	free   []string // pointers of the arrays whose order is free
}

// oneIn is true once in n times.
func (v variation) oneIn(n int) bool { return v.random.IntN(n) == 0 }

// headers varies the letter case of values that have none, and adds a header.
func (v variation) headers(header http.Header) {
	if mediaType := header.Get("Content-Type"); mediaType != "" {
		header.Set("Content-Type", v.mediaType(mediaType))
	}
	if challenge := header.Get("WWW-Authenticate"); challenge != "" {
		scheme, rest, found := strings.Cut(challenge, " ")
		if found {
			rest = " " + rest
		}
		header.Set("WWW-Authenticate", v.letterCase(scheme)+rest)
	}
	if v.oneIn(2) {
		header.Set(fmt.Sprintf("X-Undocumented-%d", v.random.IntN(100)), "1")
	}
}

// mediaType varies type and subtype and the name of a character set; other
// parameters may mean something by their case.
func (v variation) mediaType(value string) string {
	_, parameters, err := mime.ParseMediaType(value)
	name, _, _ := strings.Cut(value, ";")
	var rest string
	switch charset, found := parameters["charset"]; {
	case err != nil || len(parameters) > 1 || len(parameters) == 1 && !found:
		return v.letterCase(name) + strings.TrimPrefix(value, name)
	case found:
		rest = v.letterCase(charset)
	case strings.EqualFold(name, "application/json") && v.oneIn(2):
		rest = v.letterCase("utf-8")
	default:
		return v.letterCase(value)
	}
	return v.letterCase(name) + [...]string{";charset=", "; charset="}[v.random.IntN(2)] + rest
}

// letterCase returns the text as it is, in capitals or with a capital in front.
func (v variation) letterCase(text string) string {
	switch way := v.random.IntN(3); {
	case way == 0:
		return strings.ToUpper(text)
	case way == 1 && text != "":
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}
