package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"strings"
)

// Identity matches values that one side chose with those that the other side
// chose in their place, one to one.
type Identity struct {
	there map[string]string // of the model, by the target's
	back  map[string]string
}

// NewIdentity returns one that matches nothing yet.
func NewIdentity() *Identity {
	return &Identity{map[string]string{}, map[string]string{}}
}

// Bind matches two values and tells whether that is possible: neither may stand
// for another one already.
func (i *Identity) Bind(target, model string) bool {
	known, bound := i.there[target]
	other, taken := i.back[model]
	if bound || taken {
		return bound && taken && known == model && other == target
	}
	i.there[target], i.back[model] = model, target
	return true
}

// copy returns another one that matches the same.
func (i *Identity) copy() *Identity {
	return &Identity{maps.Clone(i.there), maps.Clone(i.back)}
}

// Translate returns the request with the target's values replaced by the model's.
func (i *Identity) Translate(r *Request) *Request {
	out := *r
	if len(i.there) == 0 {
		out.Header = r.Header.Clone()
		return &out
	}
	segments := strings.Split(r.Path, "/")
	for n, s := range segments {
		if text, err := url.PathUnescape(s); err == nil {
			if other, known := i.there[text]; known {
				segments[n] = url.PathEscape(other)
			}
		}
	}
	out.Path = strings.Join(segments, "/")
	if query, err := url.ParseQuery(r.Query); err == nil && r.Query != "" {
		i.replace(query)
		out.Query = query.Encode()
	}
	out.Header = r.Header.Clone()
	i.replace(out.Header)
	out.Body = i.body(r.Body)
	return &out
}

func (i *Identity) replace(lists map[string][]string) {
	for _, list := range lists {
		for n, value := range list {
			if other, known := i.there[value]; known {
				list[n] = other
			}
		}
	}
}

// body replaces whole texts and numbers of a JSON body. What is not one JSON
// value stays as it is.
func (i *Identity) body(body []byte) []byte {
	value, ok := decode(body)
	if !ok {
		return body
	}
	replaced, changed := i.value(value)
	if !changed {
		return body
	}
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if e.Encode(replaced) != nil {
		return body
	}
	return bytes.TrimSpace(w.Bytes())
}

func (i *Identity) value(v any) (any, bool) {
	changed := false
	switch v := v.(type) {
	case string:
		other, known := i.there[v]
		if !known {
			return v, false
		}
		return other, true
	case json.Number:
		other, known := i.there[v.String()]
		if !known {
			return v, false
		}
		return json.Number(other), true
	case map[string]any:
		for name, member := range v {
			other, did := i.value(member)
			v[name], changed = other, changed || did
		}
	case []any:
		for n, element := range v {
			other, did := i.value(element)
			v[n], changed = other, changed || did
		}
	}
	return v, changed
}

// decode reads one JSON value, numbers as they are written.
func decode(body []byte) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil, false
	}
	return v, true
}
