package vendors

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// hear remembers every text and number of a body, and the segments of the path.
func (m *mutant) hear(r *http.Request, body []byte) {
	if m.effect != "prefix-too" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for segment := range strings.SplitSeq(r.URL.Path, "/") {
		m.heard[world(r)+" "+segment] = true
	}
	edit(body, func(v any) any {
		each(v, func(text string) (string, bool) {
			m.heard[world(r)+" "+text] = true
			return "", false
		})
		return v
	})
}

// each calls a function with every text and number of a decoded body, and puts
// what it returns into its place.
func each(v any, change func(string) (string, bool)) any {
	switch n := v.(type) {
	case map[string]any:
		for name := range n {
			n[name] = each(n[name], change)
		}
	case []any:
		for i := range n {
			n[i] = each(n[i], change)
		}
	case string:
		if to, ok := change(n); ok {
			return to
		}
	case json.Number:
		if to, ok := change(n.String()); ok {
			return json.Number(to)
		}
	}
	return v
}

// prefixToo does a request for what is named like its entity with a digit more,
// too, or with another last digit of a GUID, as a server does that looks for the
// beginning of a name.
func (m *mutant) prefixToo(r *http.Request, body []byte) (*http.Response, error) {
	longer := func(text string) (string, bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if twin := guidTwin(text); twin != "" {
			return twin, m.heard[world(r)+" "+twin]
		}
		return text + "0", text != "" && m.heard[world(r)+" "+text+"0"]
	}
	other := r.Clone(r.Context())
	segments := strings.Split(r.URL.Path, "/")
	for i := range segments {
		if to, ok := longer(segments[i]); ok {
			segments[i] = to
		}
	}
	other.URL.Path, other.URL.RawPath = strings.Join(segments, "/"), ""
	changed := edit(body, func(v any) any { return each(v, longer) })
	if other.URL.Path != r.URL.Path || !bytes.Equal(changed, edit(body, func(v any) any { return v })) {
		if _, err := m.forward(other, changed); err != nil {
			return nil, err
		}
	}
	return m.forward(r, body)
}

// guidTwin is the GUID that differs in the last digit alone; empty for other text.
func guidTwin(text string) string {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != len(uuid.Nil.String()) {
		return ""
	}
	id[len(id)-1] ^= 1
	return id.String()
}

// prefixInstead does a request for what has a code that begins with the one that
// is named, where there is such a thing.
func (m *mutant) prefixInstead(r *http.Request, body []byte) (*http.Response, error) {
	changed := edit(body, func(v any) any { return coded(v, "") })
	resp, text, err := m.read(r, changed)
	if err != nil || succeeded(resp.StatusCode, text) {
		return resp, err
	}
	return m.forward(r, body)
}

// coded puts a digit after every code of an item.
func coded(v any, name string) any {
	switch n := v.(type) {
	case map[string]any:
		for member := range n {
			n[member] = coded(n[member], member)
		}
	case []any:
		for i := range n {
			n[i] = coded(n[i], "")
		}
	case string:
		if name == "productCode" || name == "new_product_sku" {
			return n + "0"
		}
	}
	return v
}

// secondUnchecked answers a request that is refused as if it had been accepted,
// where it would be without the elements after the first.
func (m *mutant) secondUnchecked(r *http.Request, body []byte) (*http.Response, error) {
	resp, text, err := m.read(r, body)
	if err != nil || succeeded(resp.StatusCode, text) {
		return resp, err
	}
	short := edit(body, shorten)
	if bytes.Equal(short, edit(body, func(v any) any { return v })) {
		return resp, nil
	}
	return m.forward(r, short)
}

// validHalf stores of a request that is refused what is valid by itself, one
// element of its lists at a time, and refuses it all the same.
func (m *mutant) validHalf(r *http.Request, body []byte) (*http.Response, error) {
	resp, text, err := m.read(r, body)
	if err != nil || succeeded(resp.StatusCode, text) {
		return resp, err
	}
	for i := range 2 {
		one := edit(body, func(v any) any { return only(v, i) })
		if bytes.Equal(one, edit(body, func(v any) any { return v })) {
			continue
		}
		if _, err := m.forward(r, one); err != nil {
			return nil, err
		}
	}
	return resp, nil
}

// only leaves of the outermost lists with several elements one.
func only(v any, at int) any {
	switch n := v.(type) {
	case map[string]any:
		for name := range n {
			n[name] = only(n[name], at)
		}
	case []any:
		if len(n) > 1 && at < len(n) {
			return n[at : at+1]
		}
	}
	return v
}

// read forwards a request and reads the answer.
func (m *mutant) read(r *http.Request, body []byte) (*http.Response, []byte, error) {
	resp, err := m.forward(r, body)
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp, text, err
}
