package vendors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/contract"
)

// mutant stands before a sound simulator and breaks one operation in one way, as
// a server with one bug would. It knows the contract's operations and nothing of
// the simulator.
type mutant struct {
	next      http.RoundTripper
	contract  *contract.Contract
	root      string // of the vendor's paths
	operation string
	effect    string

	mu      sync.Mutex
	success map[string]seen   // the last success of the operation, by world
	first   map[string]seen   // the first success of each address
	sent    map[string][]kept // writes that succeeded, by world
	proof   map[string]http.Header
	named   map[string][]string // values of path parameters that came, by world and name
	used    map[string]bool     // credentials that were taken once
	under   map[string]bool     // addresses with a write under way
	heard   map[string]bool     // values that bodies and paths had, by world
}

// seen is a response that may be given again.
type seen struct {
	of     string // what was asked
	status int
	header http.Header
	body   []byte
}

// kept is a request that may be sent again.
type kept struct {
	r    *http.Request
	body []byte
}

func (m *mutant) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close() // of memory
	}
	path := strings.TrimPrefix(r.URL.EscapedPath(), m.root)
	op, params, _ := m.contract.Match(r.Method, path)
	m.learn(r, params)
	m.hear(r, body)
	switch {
	case m.effect == "any-method":
		return m.anyMethod(r, body, path)
	case m.effect == "token-once":
		return m.tokenOnce(r, body, op)
	}
	if op == nil || op.ID != m.operation {
		m.watch(r, body)
		return m.forward(r, body)
	}
	return m.strike(r, body, path)
}

func (m *mutant) forward(r *http.Request, body []byte) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := m.next.RoundTrip(out)
	if err != nil || m.effect != "prefix-too" {
		return resp, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	m.hear(r, text)
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, err
}

// passes forwards and remembers what came.
func (m *mutant) passes(r *http.Request, body []byte) (*http.Response, error) {
	resp, err := m.forward(r, body)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	if err != nil {
		return nil, err
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	if !succeeded(resp.StatusCode, text) {
		return resp, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	world, s := world(r), seen{asked(r, body), resp.StatusCode, resp.Header.Clone(), text}
	m.success[world] = s
	if _, known := m.first[world+s.of]; !known {
		m.first[world+s.of] = s
	}
	m.sent[world] = append(m.sent[world], kept{r, body})
	return resp, nil
}

// succeeded tells a success by its status, and by the status or ack in its body
// where an API has that.
func succeeded(status int, body []byte) bool {
	var told struct {
		Status *json.Number `json:"status"`
		Ack    *json.Number `json:"ack"`
	}
	_ = json.Unmarshal(body, &told) // a body of another shape tells nothing
	return status/100 == 2 && (told.Ack == nil || *told.Ack == "0") && (told.Status == nil || *told.Status != "0")
}

// asked is what a request is about: its address, and its body where it has one.
func asked(r *http.Request, body []byte) string { return r.URL.String() + " " + string(body) }

func world(r *http.Request) string { return r.Header.Get("Plumbline-World") }

func again(r *http.Request, s seen) *http.Response {
	return &http.Response{
		Status: fmt.Sprint(s.status), StatusCode: s.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: s.header.Clone(),
		Body: io.NopCloser(bytes.NewReader(s.body)), ContentLength: int64(len(s.body)), Request: r,
	}
}

func (m *mutant) strike(r *http.Request, body []byte, path string) (*http.Response, error) {
	switch m.effect {
	case "swallow":
		return m.fromMemory(r, body, func() (seen, bool) { s, ok := m.success[world(r)]; return s, ok })
	case "stale":
		return m.fromMemory(r, body, func() (seen, bool) { s, ok := m.first[world(r)+asked(r, body)]; return s, ok })
	case "other-entity":
		return m.fromMemory(r, body, func() (seen, bool) {
			s, ok := m.success[world(r)]
			return s, ok && s.of != asked(r, body)
		})
	case "twice":
		if _, err := m.forward(r, body); err != nil {
			return nil, err
		}
		return m.forward(r, body)
	case "refusal-as-success":
		return m.refusalAsSuccess(r, body)
	case "wrong-code":
		return m.wrongCode(r, body)
	case "first-element-only":
		return m.forward(r, edit(body, shorten))
	case "short-list":
		return m.edited(r, body, shorten)
	case "numbers-one-more":
		return m.edited(r, body, oneMore)
	case "open-door":
		return m.forward(m.proven(r), body)
	case "once":
		return m.once(r, body)
	case "prefix-too":
		return m.prefixToo(r, body)
	case "prefix-instead":
		return m.prefixInstead(r, body)
	case "second-unchecked":
		return m.secondUnchecked(r, body)
	case "valid-half":
		return m.validHalf(r, body)
	case "neighbour-too":
		return m.neighbourToo(r, body, path)
	case "reads-write":
		return m.readsWrite(r, body)
	case "lost-update":
		return m.lostUpdate(r, body)
	case "server-error":
		return m.serverError(r, body)
	}
	return nil, fmt.Errorf("mutants: there is no effect %q", m.effect)
}

// fromMemory answers with what choose finds, and passes on where that is
// nothing. Choose is called with the lock held.
func (m *mutant) fromMemory(r *http.Request, body []byte, choose func() (seen, bool)) (*http.Response, error) {
	m.mu.Lock()
	s, ok := choose()
	m.mu.Unlock()
	if ok {
		return again(r, s), nil
	}
	return m.passes(r, body)
}

func (m *mutant) refusalAsSuccess(r *http.Request, body []byte) (*http.Response, error) {
	resp, err := m.passes(r, body)
	if err != nil {
		return nil, err
	}
	text, _ := io.ReadAll(resp.Body) // of memory
	resp.Body = io.NopCloser(bytes.NewReader(text))
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.success {
		if !succeeded(resp.StatusCode, text) {
			return again(r, s), nil
		}
	}
	return resp, nil
}

// serverError refuses with 500, whatever status refusals have.
func (m *mutant) serverError(r *http.Request, body []byte) (*http.Response, error) {
	resp, err := m.forward(r, body)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	resp.Body = io.NopCloser(bytes.NewReader(text))
	if !succeeded(resp.StatusCode, text) {
		resp.StatusCode = http.StatusInternalServerError
	}
	return resp, err
}

// wrongCode swaps the codes of refusals, in the status or in the body.
func (m *mutant) wrongCode(r *http.Request, body []byte) (*http.Response, error) {
	resp, err := m.edited(r, body, func(v any) any {
		object, _ := v.(map[string]any)
		if ack, told := object["ack"].(json.Number); told && ack != "0" {
			object["ack"] = json.Number("1" + ack.String())
		}
		return v
	})
	if err == nil && resp.StatusCode/100 == 4 && resp.StatusCode != http.StatusUnauthorized {
		resp.StatusCode = http.StatusRequestTimeout
	}
	return resp, err
}

// edited changes the JSON of an answer.
func (m *mutant) edited(r *http.Request, body []byte, change func(any) any) (*http.Response, error) {
	resp, err := m.forward(r, body)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	text = edit(text, change)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	resp.Header.Del("Content-Length")
	return resp, err
}

func edit(text []byte, change func(any) any) []byte {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return text
	}
	out, err := json.Marshal(change(v))
	if err != nil {
		return text
	}
	return out
}

// shorten leaves the first element of each list.
func shorten(v any) any {
	switch n := v.(type) {
	case map[string]any:
		for name := range n {
			n[name] = shorten(n[name])
		}
	case []any:
		if len(n) > 1 {
			n = n[:1]
		}
		for i := range n {
			n[i] = shorten(n[i])
		}
		return n
	}
	return v
}

// oneMore adds one to each number below a list.
func oneMore(v any) any {
	switch n := v.(type) {
	case map[string]any:
		for name, value := range n {
			switch value.(type) {
			case []any, map[string]any:
				n[name] = oneMore(value)
			}
		}
	case []any:
		for i := range n {
			object, _ := n[i].(map[string]any)
			for name, value := range object {
				if number, is := value.(json.Number); is {
					if i, err := number.Int64(); err == nil {
						object[name] = json.Number(fmt.Sprint(i + 1))
					}
				}
			}
			n[i] = oneMore(n[i])
		}
	}
	return v
}

// watch remembers what proves who calls, and writes.
func (m *mutant) watch(r *http.Request, body []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range []string{"Authorization", "X-Access-Token"} {
		if value := r.Header.Get(name); value != "" && m.proof[world(r)].Get(name) == "" {
			if m.proof[world(r)] == nil {
				m.proof[world(r)] = http.Header{}
			}
			m.proof[world(r)].Set(name, value)
		}
	}
	if r.Method != http.MethodGet {
		m.sent[world(r)] = append(m.sent[world(r)], kept{r, body})
	}
}

// proven sends the credentials that were seen first in the world.
func (m *mutant) proven(r *http.Request) *http.Request {
	m.watch(r, nil)
	out := r.Clone(r.Context())
	m.mu.Lock()
	defer m.mu.Unlock()
	proof := m.proof[world(r)]
	if proof == nil {
		for _, other := range m.proof {
			proof = other
		}
	}
	for name, values := range proof {
		out.Header[name] = values
	}
	return out
}

// once refuses credentials that were taken before.
func (m *mutant) once(r *http.Request, body []byte) (*http.Response, error) {
	key := world(r) + r.Header.Get("Authorization") + r.Header.Get("X-Access-Token")
	m.mu.Lock()
	used := m.used[key]
	m.used[key] = true
	m.mu.Unlock()
	if used {
		return again(r, seen{status: http.StatusUnauthorized, header: http.Header{}}), nil
	}
	return m.forward(r, body)
}
