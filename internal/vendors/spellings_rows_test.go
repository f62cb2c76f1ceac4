package vendors

import (
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"
	"unicode/utf16"
)

// Sections are those of the RFCs that say so. "Assumed" is what no document of a
// vendor and no RFC settles: the simulators do it alike.

func querySpellings() []spelling {
	const (
		dropped = "assumed: net/url drops such a pair, and a list that is filtered would come whole"
		two     = "assumed: servers take the first, the last, or both"
		digits  = "a parameter is text, and a whole number in it is digits"
	)
	return []spelling{
		{"a bad percent escape in a value", "", "", query("x=%zz"), refusedAt("query x", "percent"), dropped},
		{"a percent escape that is cut off", "", "", query("x=1%4"), refusedAt("query x", "percent"), dropped},
		{"a bad percent escape in a name", "", "", query("%zz=1"), refusedAt("query", "percent"), dropped},
		{"a semicolon between parameters", "", "", query("x=1;y=2"), refusedAt("query x", "semicolon"), dropped},
		{"a semicolon in a name", "", "", query("x;y"), refusedAt("query", "semicolon"), dropped},
		{"an escaped semicolon", "", "", query("x=1%3By"), asPlain(), "it is a part of the value (RFC 3986, 2.2)"},
		{"a value without a name", "", "", query("=5"), refusedAt("query", "without a name"), "assumed: there is nothing that it is the value of"},
		{"a value that is no UTF-8", "", "", query("x=%ff"), refusedAt("query x", "UTF-8"), "RFC 3986, 2.5"},
		{"a slash in overlong UTF-8", "", "", query("x=%c0%af"), refusedAt("query x", "UTF-8"), "RFC 3629, 3"},
		{"a parameter that the contract has not", "", "", query("unknown=1"), asPlain(), "assumed: other parameters are passed over"},
		{"the same twice", "", "", query("unknown=1&unknown=2"), asPlain(), "assumed: other parameters are passed over"},
		{"ampersands without pairs", "", "", query("&&"), asPlain(), "nothing is said there"},
		{"a parameter twice with one value", "akinon", "read", query("page=1"), asPlain(), "all servers read it alike"},
		{"a parameter twice with two values", "akinon", "read", query("page=2"), refusedAt("query page", "twice"), two},
		{"a filter twice", "akinon", "read", query("order_number=1&order_number=2"), refusedAt("query order_number", "twice"), two},
		{"a filter twice, once escaped", "komet", "read", query("%69d=10000"), refusedAt("query id", "twice"), two},
		{"a credential twice", "komet", "read", query("authenticationToken=sample-list-token"), refusedAt("query authenticationToken", "twice"), two},
		{"escaped letters and digits", "akinon", "read", queryAlone("p%61ge=%31&page_size=2"), asPlain(), "RFC 3986, 6.2.2.2"},
		{"the opposite order", "akinon", "read", queryAlone("page_size=2&page=1"), asPlain(), "parameters have names"},
		{"a number with a sign", "akinon", "read", queryAlone("page=%2B1"), refusedAt("query page", "want integer"), digits},
		{"a number with a blank", "akinon", "read", queryAlone("page=+1"), refusedAt("query page", "want integer"), "a plus is a blank in a query (URL, 5.1)"},
		{"a number with a fraction of nought", "akinon", "read", queryAlone("page=1.0"), refusedAt("query page", "want integer"), digits},
		{"a number with leading noughts", "akinon", "read", queryAlone("page=01"), refusedAt("query page", "want integer"), digits},
		{"a number in full-width digits", "akinon", "read", queryAlone("page=%EF%BC%91"), refusedAt("query page", "want integer"), digits},
		{"a number of thirty digits", "akinon", "read", queryAlone("page=" + strings.Repeat("9", 30)), refusedAt("query page", ""), "more than 64 bits: a breach with its place"},
		{"a name without a value", "akinon", "read", queryAlone("page"), refusedAt("query page", "want integer"), "it is the empty value (URL, 5.1)"},
		{"a date with one digit for a month", "komet", "read", func(s *sent) {
			s.path, s.query = "/komet/api/purchase.order.list", "authenticationToken=token_info_goes_here&date=2026-1-05"
		}, refusedAt("query date", "date"), "RFC 3339, 5.6: full-date"},
	}
}

func headerSpellings() []spelling {
	const (
		plain = "application/json"
		one   = "RFC 9110, 5.3 and 8.3: one value"
		type_ = "RFC 9110, 8.3.1"
	)
	return []spelling{
		{"Content-Type twice with two values", "", "", header("Content-Type", plain, "text/plain"), refusedAt("header Content-Type", "twice"), one},
		{"Content-Type twice with one value", "", "", header("Content-Type", plain, plain), asPlain(), "all servers read it alike"},
		{"two media types in one header", "", "", header("Content-Type", plain+", text/plain"), refusedAt("header Content-Type", "application/json, text/plain"), one},
		{"Content-Type in capitals", "", "", header("Content-Type", "APPLICATION/JSON; Charset=UTF-8"), asPlain(), type_ + ": without regard to case"},
		{"charset in quotes", "", "", header("Content-Type", `application/json;charset="utf-8"`), asPlain(), type_},
		{"another charset", "", "", header("Content-Type", "application/json; charset=iso-8859-1"), asPlain(), "RFC 8259, 11: a charset has no effect"},
		{"text/json", "", "", header("Content-Type", "text/json"), refusedAt("header Content-Type", "text/json"), "the contract has one type"},
		{"another type with +json", "", "", header("Content-Type", "application/vnd.x+json"), refusedAt("header Content-Type", "application/vnd.x+json"), "the contract has one type"},
		{"no Content-Type", "", "", func(s *sent) { s.header.Del("Content-Type") }, refusedAt("header Content-Type", ""), "the contract has one type"},
		{"two credentials", "akinon altazion deliveryoptimizer", "", func(s *sent) { s.header.Add("Authorization", "Basic other") }, refusedAt("header Authorization", "twice"), "RFC 9110, 11.6.2: one value"},
		{"two tokens", "bridge", "", header("X-Access-Token", "other"), refusedAt("header X-Access-Token", "twice"), "assumed: servers take the first or the last"},
		{"another header twice", "", "", header("X-Request-Id", "1", "2"), asPlain(), "nothing of the contract"},
		{"two worlds", "", "", header("Plumbline-World", rigWorld, "other"), answered(400, "Plumbline-World"), "a request is served in one world"},
	}
}

func bodySpellings() []spelling {
	const json = "RFC 8259"
	return []spelling{
		{"a byte order mark", "", "", body(func(s string) string { return "\ufeff" + s }), refusedAt("body", "byte order mark"), json + ", 8.1"},
		{"UTF-16", "", "", body(func(s string) string { return inUTF16(s, true, false) }), refusedAt("body", "UTF-16"), json + ", 8.1: UTF-8"},
		{"UTF-16 with a mark", "", "", body(func(s string) string { return inUTF16(s, false, true) }), refusedAt("body", "UTF-16"), json + ", 8.1: UTF-8"},
		{"a letter in Latin-1", "", "", inBody(`"`, "\"\xe9"), refusedAt("body", "UTF-8"), json + ", 8.1"},
		{"half a surrogate pair", "", "", inBody(`{"`, `{"x":"\ud800","`), refusedAt("body", "is not JSON"), json + ", 8.2: receivers differ"},
		{"a member that is there twice", "", "", inBody(`{"`, `{"x":1,"x":2,"`), refusedAt("body", "twice"), json + ", 4: receivers differ"},
		{"the same, once in escapes", "", "", inBody(`{"`, `{"x":1,"\u0078":2,"`), refusedAt("body", "twice"), json + ", 8.3"},
		{"a comma at the end", "", "", body(func(s string) string { return s[:len(s)-1] + ",}" }), refusedAt("body", "is not JSON"), json + ", 4"},
		{"a second value", "", "", body(func(s string) string { return s + " {}" }), refusedAt("body", "follows the value"), json + ", 2: one value"},
		{"a byte 0 at the end", "", "", body(func(s string) string { return s + "\x00" }), refusedAt("body", "is not JSON"), json + ", 2"},
		{"single quotes", "", "", body(func(s string) string { return strings.ReplaceAll(s, `"`, "'") }), refusedAt("body", "is not JSON"), json + ", 7"},
		{"a comment", "", "", body(func(s string) string { return "/* x */" + s }), refusedAt("body", "is not JSON"), json + " has none"},
		{"blanks between", "", "", body(func(s string) string { return "\r\n\t " + strings.ReplaceAll(s, `":`, "\" \t:\r\n ") + "\n" }), asPlain(), json + ", 2"},
		{"names in escapes", "", "", body(func(s string) string { return strings.ReplaceAll(s, `"l`, `"\u006c`) }), asPlain(), json + ", 8.3"},
		{"no body", "akinon altazion bridge deliveryoptimizer komet", "", func(s *sent) { s.body = "" }, refusedAt("body", "missing"), "the contract requires one"},
	}
}

// inUTF16 encodes a text, little or big endian, with a mark or without.
func inUTF16(text string, big, mark bool) string {
	var out strings.Builder
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	for _, u := range units {
		if big {
			out.WriteString(string([]byte{byte(u >> 8), byte(u)}))
		} else {
			out.WriteString(string([]byte{byte(u), byte(u >> 8)}))
		}
	}
	return out.String()
}

func encodingSpellings() []spelling {
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	deflate := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	const coding = "RFC 9110, 8.4"
	return []spelling{
		{"gzip", "", "", encoded("gzip", zip), asPlain(), coding},
		{"gzip by its old name, in capitals", "", "", encoded("X-GZIP", zip), asPlain(), coding + ".1.3"},
		{"gzip of no known length", "", "", func(s *sent) { encoded("gzip", zip)(s); s.length = -1 }, asPlain(), "RFC 9112, 7.1: chunks"},
		{"deflate", "", "", encoded("deflate", deflate), asPlain(), coding + ".1.2"},
		{"identity", "", "", header("Content-Encoding", "identity"), asPlain(), coding},
		{"brotli", "", "", header("Content-Encoding", "br"), answered(415, `"br"`), "RFC 9110, 15.5.16"},
		{"gzip in gzip", "", "", header("Content-Encoding", "gzip, gzip"), answered(415, "gzip, gzip"), "RFC 9110, 15.5.16"},
		{"what is said to be gzip", "", "", header("Content-Encoding", "gzip"), answered(400, "Content-Encoding"), coding},
		{"gzip of a body that is too long", "altazion bridge komet akinon", "", func(s *sent) {
			s.body += strings.Repeat(" ", 100_000)
			encoded("gzip", zip)(s)
		}, answered(413, "700 bytes"), "RFC 9110, 15.5.14: what is decoded counts"},
		{"chunks", "", "", func(s *sent) { s.length = -1 }, asPlain(), "RFC 9112, 7.1"},
		{"a body that is too long", "altazion bridge komet akinon", "", body(func(s string) string { return s + strings.Repeat(" ", rigLimit) }), answered(413, "700 bytes"), "RFC 9110, 15.5.14"},
		{"a client that waits for 100 Continue with too much", "", "", func(s *sent) { s.header.Set("Expect", "100-Continue"); s.length = 1 << 40 }, answered(413, "bytes"), "RFC 9110, 10.1.1: before the body"},
		{"a client that waits for 100 Continue", "", "", header("Expect", "100-continue"), asPlain(), "RFC 9110, 10.1.1"},
		{"a streamed body in gzip", "deliveryoptimizer", "stream", encoded("gzip", zip), asPlain(), coding},
		{"a streamed body with a byte order mark", "deliveryoptimizer", "stream", body(func(s string) string { return "\ufeff" + s }), refusedAt("body", "byte order mark"), "RFC 8259, 8.1"},
	}
}

func pathSpellings() []spelling {
	return []spelling{
		{"HEAD where GET is", "akinon altazion deliveryoptimizer komet", "read", func(s *sent) { s.method = "HEAD" }, expected{status: 200, empty: true}, "RFC 9110, 9.1"},
		{"OPTIONS", "", "", func(s *sent) { s.method, s.body = "OPTIONS", "" }, expected{status: 204, empty: true, allow: "OPTIONS, POST"}, "RFC 9110, 9.3.7"},
		{"an escaped letter in the API's path", "", "", func(s *sent) {
			root, rest, _ := strings.Cut(s.path[1:], "/")
			s.path = "/" + root + "/" + strings.Replace(rest, "e", "%65", 1)
		}, asPlain(), "RFC 3986, 6.2.2.2"},
		{"a parameter of the path that is no UTF-8", "altazion", "", inPath("BP-1001", "BP-%ff"), refusedAt("path bon", "UTF-8"), "RFC 3986, 2.5"},
		{"a dot segment", "", "", func(s *sent) {
			root, rest, _ := strings.Cut(s.path[1:], "/")
			s.path = "/" + root + "/%2e/" + rest
		}, answered(404, ""), "RFC 3986, 6.2.2.3: clients take them out"},
		{"a matrix parameter", "altazion", "read", inPath("BP-1001", "BP-1001;v=1"), answered(404, ""), "it is a part of the segment (RFC 3986, 3.3)"},
	}
}
