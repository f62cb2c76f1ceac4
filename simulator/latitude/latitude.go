// Package latitude varies what a contract leaves free in an answer: the same
// answer in other words, by random numbers that it is given. It knows a
// contract's schemas, and nothing of the engine.
package latitude

import (
	"fmt"
	"math/rand/v2"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
)

// Variation draws what varies. Values stay as they are.
type Variation struct {
	random *rand.Rand
	free   []string
}

// Of returns a variation by these random numbers. Free are the arrays whose order
// means nothing, as JSON pointers; a * stands for any member or element.
func Of(random *rand.Rand, free []string) Variation { return Variation{random, free} }

// Body varies a JSON text where the contract leaves it free: whitespace, the
// order of members, members that no contract names, and the order of free
// arrays. It is not ok where the text is no JSON.
func (v Variation) Body(op *contract.Operation, status int, contentType string, text []byte) (varied []byte, ok bool) {
	return v.body(responseSchemas(op, status, contentType), text)
}

// Delay returns how long something takes that usually takes d: between half of
// it and five times as long.
func (v Variation) Delay(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.5 + 4.5*v.random.Float64()))
}

// oneIn is true once in n times.
func (v Variation) oneIn(n int) bool { return v.random.IntN(n) == 0 }

// Header varies the letter case of values that have none, and adds a header.
func (v Variation) Header(header http.Header) {
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
func (v Variation) mediaType(value string) string {
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
func (v Variation) letterCase(text string) string {
	switch way := v.random.IntN(3); {
	case way == 0:
		return strings.ToUpper(text)
	case way == 1 && text != "":
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}
