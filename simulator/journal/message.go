package journal

import (
	"encoding/json"
	"net/http"
	"strings"
)

// bodyKept is how much of a body an entry keeps, in bytes.
const bodyKept = 64 << 10

// NewMessage takes a bounded copy of one side of an exchange. Headers that carry
// credentials for any vendor, and those that the function tells, have their
// values taken out.
func NewMessage(header http.Header, body []byte, secret func(header string) bool) Message {
	m := Message{Body: body}
	if len(body) > bodyKept {
		m.Body, m.Truncated = append([]byte(nil), body[:bodyKept]...), true
	}
	m.Header = make(http.Header, len(header))
	for name, values := range header {
		if credential(name) || secret != nil && secret(name) {
			values = []string{Redacted}
		}
		m.Header[name] = values
	}
	return m
}

func (m *Message) size() int64 {
	n := len(m.URL) + len(m.Body)
	for name, values := range m.Header {
		for _, v := range values {
			n += len(name) + len(v)
		}
	}
	return int64(n)
}

// Decode reads a JSON body into v and tells whether that was possible; it is
// not for a body that is longer than the journal keeps.
func (m Message) Decode(v any) bool { return !m.Truncated && json.Unmarshal(m.Body, v) == nil }

// credential tells whether a header carries credentials for any vendor. Clients in
// the process may not have written it in its canonical form.
func credential(header string) bool {
	for _, name := range [...]string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"} {
		if strings.EqualFold(header, name) {
			return true
		}
	}
	return false
}
