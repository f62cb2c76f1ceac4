package bridge

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// credential returns the client that calls: it logs in with its clientId, and
// shows a token that holds it afterwards. That the token is genuine is for the
// world to say to which it leads.
func credential(r *http.Request, body []byte) string {
	token := r.Header.Get(tokenHeader)
	if token == "" {
		token = r.URL.Query().Get(tokenParameter)
	}
	if token == "" {
		var login struct {
			ID string `json:"clientId"`
		}
		_ = json.Unmarshal(body, &login) // what is no log-in names no client
		return login.ID
	}
	parts := strings.Split(strings.ReplaceAll(token, joint, "."), ".")
	if len(parts) != 3 {
		return ""
	}
	var c claims
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return "" // no token of ours
	}
	return c.ID
}
