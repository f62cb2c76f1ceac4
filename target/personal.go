package target

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// noPlaces stands for a response in which personal data can't be found.
	noPlaces = "[redacted: no JSON, so that its personal data can't be found]"
	// mostPersonal is how many values of personal data are looked for elsewhere.
	mostPersonal = 2000
	// leastWord is how many characters a short one has that is taken out of messages.
	leastWord = 3
)

// places are where bodies have personal data: JSON pointers, in which * stands for
// any one name or index, and ** for any number of them.
type places [][]string

// newPlaces reads pointers that CheckPointer has found right.
func newPlaces(pointers []string) places {
	var all places
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for _, p := range pointers {
		segments := strings.Split(p, "/")[1:]
		for i, s := range segments {
			segments[i] = unescape.Replace(s)
		}
		all = append(all, segments)
	}
	return all
}

// CheckPointer tells whether a text is a pointer that bodies are searched by.
func CheckPointer(p string) bool { return strings.HasPrefix(p, "/") && p != "/" }

func (p places) hold(path []string) bool {
	return slices.ContainsFunc(p, func(pattern []string) bool { return matches(pattern, path) })
}

func matches(pattern, path []string) bool {
	switch {
	case len(pattern) == 0:
		return len(path) == 0
	case pattern[0] == "**":
		return matches(pattern[1:], path) || len(path) > 0 && matches(pattern, path[1:])
	}
	return len(path) > 0 && (pattern[0] == "*" || pattern[0] == path[0]) && matches(pattern[1:], path[1:])
}

// personal is what was found in a body.
type personal struct {
	spans  []span   // of the values, in order
	values []string // texts and numbers among them
}

// finder walks over JSON and knows where each value stands.
type finder struct {
	places
	decoder *json.Decoder
	text    []byte
	found   personal
}

// find returns what a body has at the places; whole is false where it is no JSON
// up to its end.
func (p places) find(body []byte) (found personal, whole bool) {
	f := &finder{places: p, decoder: json.NewDecoder(bytes.NewReader(body)), text: body}
	f.decoder.UseNumber()
	if err := f.value(nil, false); err != nil {
		return f.found, false
	}
	_, err := f.decoder.Token()
	return f.found, err == io.EOF
}

// value reads one value; inside tells that it is part of personal data.
func (f *finder) value(path []string, inside bool) error {
	mine := !inside && f.hold(path)
	from := f.start()
	token, err := f.decoder.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case json.Delim:
		err = f.members(path, t, inside || mine)
	case string:
		f.note(t, inside || mine)
	case json.Number:
		f.note(t.String(), inside || mine)
	}
	if mine && err == nil {
		f.found.spans = append(f.found.spans, span{from, int(f.decoder.InputOffset())})
	}
	return err
}

func (f *finder) members(path []string, open json.Delim, inside bool) error {
	for i := 0; f.decoder.More(); i++ {
		name := strconv.Itoa(i)
		if open == '{' {
			token, err := f.decoder.Token()
			if err != nil {
				return err
			}
			name, _ = token.(string) // the decoder takes nothing else there
		}
		if err := f.value(append(slices.Clone(path), name), inside); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token()
	return err
}

// start is where the next value begins: behind what separates it.
func (f *finder) start() int {
	at := int(f.decoder.InputOffset())
	for at < len(f.text) && strings.IndexByte(" \t\r\n:,", f.text[at]) >= 0 {
		at++
	}
	return at
}

func (f *finder) note(value string, inside bool) {
	if inside && value != "" {
		f.found.values = append(f.found.values, value)
	}
}

// impersonal takes personal data out of a body, and keeps its values out of all
// that is recorded from now on. Only a response can hold some that we don't know.
func (r *redactor) impersonal(body []byte, response bool) []byte {
	if len(r.places) == 0 || len(bytes.TrimSpace(body)) == 0 {
		return body
	}
	found, whole := r.places.find(body)
	r.learnPersonal(found.values...)
	if !whole && response {
		return []byte(noPlaces)
	}
	var out []byte
	at := 0
	for _, s := range found.spans {
		out = append(append(out, body[at:s.from]...), `"`+redacted+`"`...)
		at = s.to
	}
	return append(out, body[at:]...)
}

// impersonalQuery does so for the parameters of an address: a pointer of one
// name is that of a parameter, too.
func (r *redactor) impersonalQuery(address string) string {
	before, query, found := strings.Cut(address, "?")
	if !found || len(r.places) == 0 {
		return address
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err != nil || !r.places.hold([]string{plain}) {
			continue
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			r.learnPersonal(plain)
		}
		pairs[i] = name + "=" + redacted
	}
	return before + "?" + strings.Join(pairs, "&")
}

// learnPersonal keeps values out of records: long ones as secrets are, short ones
// where they are words of a message.
func (r *redactor) learnPersonal(values ...string) {
	for _, v := range values {
		r.mu.Lock()
		known, room := r.known[v], r.personal < mostPersonal
		if !known && room {
			r.personal++
		}
		n := utf8.RuneCountInString(v)
		if short := !known && room && n < LeastWhole && n >= leastWord; short {
			r.known[v] = true
			r.needles.words = append(r.needles.words, v)
		}
		r.mu.Unlock()
		if !known && room && n >= LeastWhole {
			r.learn(v)
		}
	}
}

// isWord tells whether a part of a text is no part of a longer word.
func isWord(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	joined := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	return !joined(before) && !joined(after)
}
