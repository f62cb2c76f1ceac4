package komet

import "net/http"

// credential returns the token that a call carries in its body, or in its
// address.
func credential(r *http.Request, body []byte) string {
	if token, _ := tokenIn(body); token != "" {
		return token
	}
	return r.URL.Query().Get("authenticationToken")
}
