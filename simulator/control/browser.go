package control

import (
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A page in a browser on this machine reaches what listens on loopback, and a
// page's address can be made to lead there (DNS rebinding). What the browser
// says of a request tells whose page it is, and a page can change none of it:
// Host, Origin and Sec-Fetch-Site.

// fromElsewhere is why a request is refused that somebody's page may have sent,
// or nil. The hosts are those that this API is reached by, besides loopback.
func fromElsewhere(r *http.Request, hosts []string, token string) error {
	// Who has no token gets nothing by a name that leads here; who has it may
	// come by any, as in a network of containers.
	if host := hostname(r.Host); token == "" && !loopback(host) && !slices.Contains(hosts, host) {
		return fmt.Errorf("the host %q is not this control API's: call it by the address that it printed at its start, or give it a --control-token", host)
	}
	if origin := r.Header.Get("Origin"); origin != "" && !same(origin, r.Host) {
		return fmt.Errorf("a page of %q may not use this control API; what the API itself serves may", origin)
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); site {
	case "", "same-origin", "none": // none: the person typed the address
		return nil
	default:
		return fmt.Errorf("a page of another origin may not use this control API (Sec-Fetch-Site: %s); what the API itself serves may", site)
	}
}

// errSimple refuses a POST that any page can send: without a content type, or
// with one that takes no preflight. Each other writing method takes one.
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
var errSimple = errors.New("a POST needs the header Content-Type: application/json, with or without a body; no page of another origin can send it unasked")

func simplePost(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && (err != nil || media != "application/json")
}

// hostname is the host of a header Host, in lower case and without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// same tells whether an origin is where the request went.
func same(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}
