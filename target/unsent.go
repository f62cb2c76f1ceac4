package target

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"golang.org/x/net/http/httpguts"
)

// Unsent says that a request can't be sent as it is. That is our own fault, or
// of what we were given to send, and says nothing of the target.
type Unsent struct{ Reason string }

func (e *Unsent) Error() string { return "not sent: " + e.Reason }

// sendable finds out what net/http would refuse before it sends a byte. Values
// are not told: they may be credentials.
func sendable(r *http.Request) error {
	switch {
	case !httpguts.ValidHeaderFieldName(r.Method): // both are tokens
		return &Unsent{fmt.Sprintf("%q is no method", r.Method)}
	case r.URL.Scheme != "http" && r.URL.Scheme != "https" || r.URL.Host == "":
		return &Unsent{fmt.Sprintf("%q is no address", r.URL.Redacted())}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !httpguts.ValidHeaderFieldName(name) {
			return &Unsent{fmt.Sprintf("%q is no name of a header", name)}
		}
		for _, value := range r.Header[name] {
			if !httpguts.ValidHeaderFieldValue(value) {
				return &Unsent{fmt.Sprintf("the header %s holds a line break or another control character", name)}
			}
		}
	}
	return nil
}
