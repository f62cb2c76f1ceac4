package simulator

import (
	"net/http"
	"strings"
)

// Scheme is how the caller reached the simulator, "http" or "https": what a proxy
// that ends TLS says in Forwarded (RFC 7239) or X-Forwarded-Proto, the outermost
// one, or else how this process was reached. Links in answers begin with it.
func Scheme(r *http.Request) string {
	outermost, _, _ := strings.Cut(r.Header.Get("Forwarded"), ",")
	for pair := range strings.SplitSeq(outermost, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "proto") {
			if scheme, ok := web(strings.Trim(value, `"`)); ok {
				return scheme
			}
		}
	}
	outermost, _, _ = strings.Cut(r.Header.Get("X-Forwarded-Proto"), ",")
	if scheme, ok := web(outermost); ok {
		return scheme
	}
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

func web(text string) (scheme string, ok bool) {
	scheme = strings.ToLower(strings.TrimSpace(text))
	return scheme, scheme == "http" || scheme == "https"
}
