package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// printable escapes what must not reach a terminal or an XML document as it
// is: control characters, invalid UTF-8, and the invisible characters that
// reorder text. It is the one gate for everything that a target sent.
func printable(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return b.String()
}

// head returns the start of s: at most that many bytes and lines, and never
// half a character.
func head(s string, bytes, lines int) string {
	if len(s) > bytes {
		for bytes > 0 && !utf8.RuneStart(s[bytes]) {
			bytes--
		}
		s = s[:bytes]
	}
	end := 0
	for range lines {
		i := strings.IndexByte(s[end:], '\n')
		if i < 0 {
			return s
		}
		end += i + 1
	}
	return s[:end]
}

// cut shortens s to about that many bytes, with a sign that it did.
func cut(s string, bytes int) string {
	if short := head(s, bytes, 1000); len(short) < len(s) {
		return short + "…"
	}
	return s
}

// wrap breaks text at its spaces. A word longer than a line, such as an
// address, stays whole so that it can be copied.
func wrap(text string, columns int) []string {
	var lines []string
	line := ""
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// chunks breaks text anywhere, for bodies.
func chunks(text string, columns int) []string {
	runes := []rune(text)
	var pieces []string
	for len(runes) > columns {
		pieces = append(pieces, string(runes[:columns]))
		runes = runes[columns:]
	}
	return append(pieces, string(runes))
}

// duration writes a length of time as people read it.
func duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	d = d.Round(time.Second)
	return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
}

// bytesOf tells a size.
func bytesOf(n int) string {
	if n < 1024 {
		return plural(n, "byte", "bytes")
	}
	return fmt.Sprintf("%.1f KB", float64(n)/1024)
}

// String says what was wanted, all alternatives, and what came.
func (m Mismatch) String() string {
	const most = 300 // bytes of one value; the exchanges and the JSON form hold the rest
	got := "nothing"
	if m.Got != "" {
		got = cut(m.Got, most)
	}
	if len(m.Want) == 0 {
		return fmt.Sprintf("%s: got %s", m.What, got)
	}
	wants := make([]string, len(m.Want))
	for i, want := range m.Want {
		wants[i] = cut(want, most)
	}
	return fmt.Sprintf("%s: wanted %s, got %s", m.What, strings.Join(wants, " or "), got)
}

// String cites the place.
func (s Source) String() string {
	return s.place() + " " + s.address()
}

func (s Source) address() string {
	return fmt.Sprintf("(%s, %s)", s.URL, s.Date)
}

func (s Source) place() string {
	name := s.Document
	if strings.Trim(name, "0123456789") == "" { // the five documents have numbers, other pages names
		name = "document " + name
	}
	return name + ", " + s.Place
}

// why says in one sentence why a rule is not a pass: its own reason, else
// what its first case of the same verdict says.
func (r *Rule) why() string {
	if r.Reason != "" {
		return r.Reason
	}
	for _, c := range r.Cases {
		switch {
		case c.Verdict != r.Verdict:
		case c.Reason != "":
			return c.Reason
		case len(c.Mismatches) > 0:
			return c.Mismatches[0].String()
		}
	}
	return "no reason was recorded"
}
