package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Curl writes a request as one line for a POSIX shell. The value of a header that
// was redacted when the exchange was recorded comes from a variable of the
// header's name; elsewhere it appears as recorded.
//
// A body with line breaks or bytes that do not print comes from printf: the
// line stays one line, the bytes stay exact, and none reaches the terminal
// that shows the command.
//
// It is empty for a request to a simulator in the process that made it: no
// command reaches that.
func Curl(e Exchange) string {
	if e.inProcess() {
		return ""
	}
	words := []string{"curl -sS -i"}
	if strings.ContainsAny(e.URL, "[]{}") { // curl would expand them
		words = append(words, "-g")
	}
	if strings.Contains(e.URL, "/./") || strings.Contains(e.URL, "/../") {
		words = append(words, "--path-as-is")
	}
	words = append(words, curlMethod(e.Method), word(e.URL))
	words = append(words, curlHeaders(e)...)
	switch {
	case e.RequestBody == "":
	case allPrint(e.RequestBody):
		words = append(words, "--data-raw", word(e.RequestBody)) // --data-binary would read a body that begins with @ from a file
	default:
		words = append([]string{"printf", format(e.RequestBody), "|"}, append(words, "--data-binary @-")...)
	}
	return strings.Join(words, " ")
}

// inProcess tells whether the exchange was one with a simulator in the process,
// which has an address without a port and a world for each case.
func (e Exchange) inProcess() bool {
	return strings.HasPrefix(e.URL, "http://localhost/") && len(e.RequestHeaders["Plumbline-World"]) > 0
}

// curlMethod names the method. After -X HEAD curl would wait for a body.
func curlMethod(method string) string {
	switch {
	case method == "HEAD":
		return "--head"
	case strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		return "-X " + method
	}
	return "-X " + word(method)
}

func curlHeaders(e Exchange) []string {
	var words []string
	typed := false
	for _, name := range slices.Sorted(maps.Keys(e.RequestHeaders)) {
		typed = typed || strings.EqualFold(name, "Content-Type")
		if strings.EqualFold(name, "Content-Length") {
			continue // curl counts for itself
		}
		for _, value := range e.RequestHeaders[name] {
			header := name + ": " + value
			if value == "" {
				header = name + ";" // curl's way to send a header without a value
			}
			words = append(words, "-H", redactedOr(name, header))
		}
	}
	if !typed && e.RequestBody != "" {
		words = append(words, "-H 'Content-Type:'") // else curl says that the body is a form
	}
	return words
}

// redactedOr quotes a header. Where its value was redacted, the shell puts in that
// of a variable, and says which to set where it is not: a command that sends
// "[redacted]" would only be refused.
func redactedOr(name, header string) string {
	const sign = "[redacted]"
	before, after, found := strings.Cut(header, sign)
	if !found || strings.Contains(after, sign) || !allPrint(header) {
		return word(header)
	}
	variable := strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, strings.ToUpper(name))
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`")
	return `"` + escape.Replace(before) + "${" + variable + ":?was redacted}" + escape.Replace(after) + `"`
}

// word quotes one argument.
func word(s string) string {
	if allPrint(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return `"$(printf ` + format(s) + `)"`
}

// format quotes bytes as the format of printf(1), which has octal escapes
// everywhere; $'...' is not in every shell.
func format(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case i == 0 && r == '-': // would be an option
			b.WriteString(`\055`)
		case r == '%':
			b.WriteString("%%")
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\'':
			b.WriteString(`'\''`)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r) && !(r == utf8.RuneError && size == 1):
			b.WriteRune(r)
		default:
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		}
		i += size
	}
	return "'" + b.String() + "'"
}

// allPrint tells whether a shell line can hold the text as it is.
func allPrint(s string) bool {
	return printable(s) == s
}
