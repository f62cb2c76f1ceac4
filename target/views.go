package target

import (
	"encoding/base64"
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// view is a text as it reads without one layer of escapes, with the place of
// each of its bytes in the text that it was made of.
type view struct {
	text     string
	from, to []int32 // nil: the places are those of the text itself
	cut      bool    // the text was cut at its end, and says so
}

// place returns where a part of the view stands in the whole text.
func (v view) place(start, end int) (from, to int) {
	if v.from == nil {
		return start, end
	}
	return int(v.from[start]), int(v.to[end-1])
}

// escape reads the escape at the start of a text: what it stands for, and how
// long it is; 0 where there is none.
type escape func(text string) (stands string, length int)

// without returns a view without the escapes of one kind; changed is false where
// there is none.
func (v view) without(mark byte, read escape) (out view, changed bool) {
	if strings.IndexByte(v.text, mark) < 0 {
		return v, false
	}
	var text strings.Builder
	text.Grow(len(v.text))
	out = view{from: make([]int32, 0, len(v.text)), to: make([]int32, 0, len(v.text)), cut: v.cut}
	for i := 0; i < len(v.text); {
		stands, length := v.text[i:i+1], 1
		if v.text[i] == mark {
			if s, n := read(v.text[i:]); n > 0 {
				stands, length, changed = s, n, true
			}
		}
		from, to := v.place(i, i+length)
		for range len(stands) {
			out.from, out.to = append(out.from, int32(from)), append(out.to, int32(to))
		}
		text.WriteString(stands)
		i += length
	}
	out.text = text.String()
	return out, changed
}

// kinds are the escapes that are read, by the byte at which they begin.
var kinds = []struct {
	mark byte
	read escape
}{{'\\', backslashed}, {'%', percented}, {'&', entity}}

// backslashed reads an escape of JSON, and those that Go, Python and JavaScript
// write beside.
func backslashed(text string) (string, int) {
	if len(text) < 2 {
		return "", 0
	}
	if i := strings.IndexByte(`"\/'bfnrtav`, text[1]); i >= 0 {
		return "\"\\/'\b\f\n\r\t\a\v"[i : i+1], 2
	}
	switch digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]; digits {
	case 0:
		return "", 0
	default:
		n, known := hex(text, 2, digits)
		if !known {
			return "", 0
		}
		if low, known := hex(text, 8, 4); known && utf16.IsSurrogate(n) && digits == 4 && text[6:8] == `\u` {
			if pair := utf16.DecodeRune(n, low); pair != utf8.RuneError {
				return string(pair), 12
			}
		}
		return string(n), 2 + digits
	}
}

// hex reads so many hexadecimal digits at a place.
func hex(text string, at, digits int) (n rune, known bool) {
	if len(text) < at+digits {
		return 0, false
	}
	for _, c := range []byte(text[at : at+digits]) {
		i := strings.IndexByte("0123456789abcdef", c|0x20)
		if i < 0 || c < '0' {
			return 0, false
		}
		n = n<<4 | rune(i)
	}
	return n, true
}

// percented reads an escape of an address (RFC 3986, section 2.1), which is one
// byte.
func percented(text string) (string, int) {
	n, known := hex(text, 1, 2)
	if !known {
		return "", 0
	}
	return string([]byte{byte(n)}), 3
}

// entity reads a character reference of HTML or XML.
func entity(text string) (string, int) {
	const longest = 12 // the longest that encoders write are numbers
	end := strings.IndexByte(text[:min(len(text), longest)], ';')
	if end < 0 {
		return "", 0
	}
	if stands := html.UnescapeString(text[:end+1]); stands != text[:end+1] {
		return stands, end + 1
	}
	return "", 0
}

const (
	// leastOfBase64 is how many letters a secret has in base64 that is long enough
	// to be looked for.
	leastOfBase64 = (LeastWhole*8 + 5) / 6
	ellipsis      = "…"
)

// base64ed returns what the runs of base64 in a view may stand for: four letters
// are three bytes, and where a run begins is known by its middle only, so each is
// read from four places.
func (v view) base64ed() []view {
	var list []view
	for start := 0; start < len(v.text); {
		if !base64Letter(v.text[start]) {
			start++
			continue
		}
		end := start
		for end < len(v.text) && base64Letter(v.text[end]) {
			end++
		}
		if end-start >= leastOfBase64 {
			run := []byte(v.text[start:end])
			for i, c := range run {
				switch c { // the letters of addresses (RFC 4648, section 5)
				case '-':
					run[i] = '+'
				case '_':
					run[i] = '/'
				}
			}
			cut := strings.HasPrefix(v.text[end:], ellipsis) || end == len(v.text) && v.cut
			for shift := range 4 {
				if decoded := v.decoded(run[shift:], start+shift, cut); decoded.text != "" {
					list = append(list, decoded)
				}
			}
		}
		start = end
	}
	return list
}

func base64Letter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '-' || c == '_'
}

// decoded reads letters of base64 that stand at a place of the view. It is empty
// where they stand for no text: a wrong place makes noise of any.
func (v view) decoded(letters []byte, at int, cut bool) view {
	if len(letters)%4 == 1 {
		letters = letters[:len(letters)-1] // stands for no byte
	}
	bytes := make([]byte, base64.RawStdEncoding.DecodedLen(len(letters)))
	if _, err := base64.RawStdEncoding.Decode(bytes, letters); err != nil || !legible(bytes) {
		return view{}
	}
	out := view{text: string(bytes), from: make([]int32, len(bytes)), to: make([]int32, len(bytes)), cut: cut}
	for i := range bytes {
		from, to := v.place(at+i*8/6, min(at+((i+1)*8+5)/6, at+len(letters)))
		out.from[i], out.to[i] = int32(from), int32(to)
	}
	return out
}

// legible tells whether bytes hold a stretch of text that a secret could be in.
func legible(bytes []byte) bool {
	stretch := 0
	for len(bytes) > 0 {
		r, size := utf8.DecodeRune(bytes)
		if stretch++; r < ' ' || r == 0x7f || r == utf8.RuneError && size == 1 {
			stretch = 0
		}
		if bytes = bytes[size:]; stretch == LeastWhole {
			return true
		}
	}
	return false
}
