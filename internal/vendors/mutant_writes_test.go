package vendors

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
)

// learn remembers what entities the paths of a world have named.
func (m *mutant) learn(r *http.Request, params map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, value := range params {
		key := world(r) + " " + name
		m.named[key] = append(slices.DeleteFunc(m.named[key], func(other string) bool { return other == value }), value)
	}
}

// neighbourToo does a request for another entity too: for each parameter of the
// path, the entity of the same world that was named last before. Where the body
// names the entity as well it names the other one.
func (m *mutant) neighbourToo(r *http.Request, body []byte, path string) (*http.Response, error) {
	_, params, _ := m.contract.Match(r.Method, path)
	for name, value := range params {
		m.mu.Lock()
		other := ""
		for _, one := range m.named[world(r)+" "+name] {
			if one != value {
				other = one
			}
		}
		m.mu.Unlock()
		if other == "" {
			continue
		}
		repeated := r.Clone(r.Context())
		repeated.URL.Path = strings.Replace(r.URL.Path, "/"+value, "/"+other, 1)
		repeated.URL.RawPath = ""
		changed := edit(body, func(v any) any {
			return each(v, func(text string) (string, bool) { return other, text == value })
		})
		if _, err := m.forward(repeated, changed); err != nil {
			return nil, err
		}
	}
	return m.passes(r, body)
}

// readsWrite does the last write of the world again.
func (m *mutant) readsWrite(r *http.Request, body []byte) (*http.Response, error) {
	m.mu.Lock()
	list := m.sent[world(r)]
	m.mu.Unlock()
	if len(list) > 0 {
		last := list[len(list)-1]
		if _, err := m.forward(last.r.Clone(r.Context()), last.body); err != nil {
			return nil, err
		}
	}
	return m.forward(r, body)
}

// lostUpdate answers a write that overlaps another one of the same address as if
// it had been done.
func (m *mutant) lostUpdate(r *http.Request, body []byte) (*http.Response, error) {
	key := world(r) + r.URL.Path
	m.mu.Lock()
	busy := m.under[key]
	m.under[key] = true
	s, known := m.success[world(r)]
	m.mu.Unlock()
	if busy && known {
		return again(r, s), nil
	}
	defer func() {
		m.mu.Lock()
		delete(m.under, key)
		m.mu.Unlock()
	}()
	time.Sleep(writing) // as long as any server's store takes
	return m.passes(r, body)
}

// writing is how long a write of the mutant with the lost update takes: in one
// process nothing else would be at the same time.
const writing = time.Millisecond

// anyMethod takes any method on the path of the operation for its own.
func (m *mutant) anyMethod(r *http.Request, body []byte, path string) (*http.Response, error) {
	if op, _, _ := m.contract.Match(r.Method, path); op == nil {
		own := m.contract.Operation(m.operation)
		if op, _, _ := m.contract.Match(own.Method, path); op != nil && op.ID == m.operation {
			r = r.Clone(r.Context())
			r.Method = own.Method
		}
	}
	return m.forward(r, body)
}

// tokenOnce refuses whatever proves who calls from the second time on, whichever
// operation it is sent to.
func (m *mutant) tokenOnce(r *http.Request, body []byte, op *contract.Operation) (*http.Response, error) {
	var told struct{ AuthenticationToken string }
	_ = json.Unmarshal(body, &told) // a body of another shape has none
	proof := r.Header.Get("Authorization") + r.Header.Get("X-Access-Token") + r.URL.Query().Get("authenticationToken") + told.AuthenticationToken
	if op == nil || proof == "" || strings.EqualFold(op.ID, "login") {
		return m.forward(r, body)
	}
	m.mu.Lock()
	used := m.used[proof]
	m.used[proof] = true
	m.mu.Unlock()
	if used {
		return again(r, seen{status: http.StatusUnauthorized, header: http.Header{}}), nil
	}
	return m.forward(r, body)
}
