package target

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// LeastWhole is how many characters a secret has that is told from ordinary text
// wherever it stands. A shorter one is taken for itself only where it stands as
// the credential: as the value of what is named like one.
const LeastWhole = 8

// needles are the secrets as they are looked for.
type needles struct {
	whole []string // anywhere
	short []string // as a credential only
	words []string // personal data that is short: as a word of a message
}

// add takes a secret in. In the query of an address a blank is a plus.
func (n *needles) add(secret string) {
	list := &n.whole
	if utf8.RuneCountInString(secret) < LeastWhole {
		list = &n.short
	}
	*list = append(*list, secret)
	if plus := strings.ReplaceAll(secret, " ", "+"); plus != secret {
		*list = append(*list, plus)
	}
}

// span is a part of a text.
type span struct{ from, to int }

// mostViewed is how many bytes of views are read of each byte of a text; of a
// short text as many as leastViewed, of a long one no more than allViewed. A text
// that takes more is escaped so often that nobody reads it, and is withheld.
const mostViewed, leastViewed, allViewed = 32, 1 << 20, 8 << 20

// find returns where secrets stand in a text, in any layers of the escapes of
// JSON, addresses and HTML, and of base64. Quoted tells that the text may quote
// others that were cut, so that the start of a secret before an ellipsis is one.
// All is false where the layers are too many to be read.
func (n *needles) find(text string, quoted bool) (found []span, all bool) {
	if len(n.whole)+len(n.short)+len(n.words) == 0 {
		return nil, true
	}
	left := min(max(mostViewed*len(text), leastViewed), allViewed)
	seen := map[string]bool{}
	queue := []view{{text: text}}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		if left -= len(v.text); left < 0 {
			return nil, false
		}
		found = append(found, n.in(v, quoted)...)
		for _, kind := range kinds {
			if without, changed := v.without(kind.mark, kind.read); changed && !seen[without.text] {
				seen[without.text] = true
				queue = append(queue, without)
			}
		}
		queue = append(queue, v.base64ed()...)
	}
	return merged(found), true
}

// in returns where secrets stand in a view as it reads.
func (n *needles) in(v view, quoted bool) (found []span) {
	note := func(start, end int) {
		from, to := v.place(start, end)
		found = append(found, span{from, to})
	}
	for _, secret := range n.whole {
		for at := range occurrences(v.text, secret) {
			note(at, at+len(secret))
		}
		if quoted {
			for _, end := range v.cuts() {
				if start := started(v.text[:end], secret); start >= 0 {
					note(start, end)
				}
			}
		}
	}
	for _, word := range n.words {
		for at := range occurrences(v.text, word) {
			if quoted && isWord(v.text, at, at+len(word)) {
				note(at, at+len(word))
			}
		}
	}
	for _, secret := range n.short {
		for at := range occurrences(v.text, secret) {
			if end := at + len(secret); credential(v.text[max(0, at-96):at], v.text[end:]) {
				note(at, end)
			}
		}
	}
	return found
}

// occurrences yields the places of a part in a text.
func occurrences(text, part string) func(func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := strings.Index(text[at:], part)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + 1
		}
	}
}

// cuts returns where a view says that it was cut.
func (v view) cuts() (ends []int) {
	for at := range occurrences(v.text, ellipsis) {
		ends = append(ends, at)
	}
	if v.cut {
		ends = append(ends, len(v.text))
	}
	return ends
}

// started returns where the longest start of a secret begins that a text ends
// with, -1 where there is none that could be told from ordinary text. The cut
// may have left the start of an escape behind it.
func started(text, secret string) int {
	const escaped = 7 // \U0001f is about the longest start of one
	least := len(string([]rune(secret)[:LeastWhole]))
	for behind := range min(escaped, len(text)) + 1 {
		before := text[:len(text)-behind]
		if behind > 0 && !escaping.MatchString(text[len(text)-behind:]) {
			continue
		}
		for n := min(len(secret), len(before)); n >= least; n-- {
			if strings.HasSuffix(before, secret[:n]) {
				return len(before) - n
			}
		}
	}
	return -1
}

// escaping is the start of an escape that was cut.
var escaping = regexp.MustCompile(`^(?:\\[xuU]?[0-9a-fA-F]*|%[0-9a-fA-F]?|&[#a-zA-Z0-9]*)$`)

var (
	// before is what stands left of a credential: its name in JSON, in a form, a
	// query, a header or XML, or the scheme of an Authorization header.
	before = regexp.MustCompile(`(?i)(?:(?:authorization|cookie|token|api[-_]?key|secret|passw(?:or)?d|client[-_]?id|user|user[-_]?name|login)(?:["']\s*:\s*["']|=|:\s*|[^<>]{0,20}>)|\b(?:basic|bearer)\s+)$`)
	// after is what stands right of it.
	after = regexp.MustCompile(`^(?:$|["'&;,<\s#})\]])`)
)

// credential tells whether what stands between two texts is the value of
// something that is named like a credential.
func credential(left, right string) bool {
	return before.MatchString(left) && after.MatchString(right)
}

// merged sorts spans and joins those that touch.
func merged(list []span) (out []span) {
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	for _, s := range list {
		if last := len(out) - 1; last >= 0 && s.from <= out[last].to {
			out[last].to = max(out[last].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
