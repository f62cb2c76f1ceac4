package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
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

// cells is how many columns a text takes on a terminal. Signs of ambiguous width
// count as one, wherever the program runs.
func cells(s string) int { return (&runewidth.Condition{}).StringWidth(s) }

// fit shortens a text to so many columns, with a sign that it did.
func fit(s string, columns int) string {
	return (&runewidth.Condition{}).Truncate(s, max(columns, 1), "…")
}

// fitWords is fit that ends behind a whole word, unless that costs half the line.
func fitWords(s string, columns int) string {
	short := fit(s, columns)
	if at := strings.LastIndexByte(short, ' '); short != s && at > len(short)/2 {
		return short[:at] + " …"
	}
	return short
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
		case cells(line)+1+cells(word) > columns:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
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
