package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
)

// ofGo are words of Go's errors, which no vendor's server says.
var ofGo = regexp.MustCompile(`parsing time|json: |strconv\.|unmarshal|invalid character|error binding|Go (struct|value)|uuid: |jsontext|unexpected EOF|EOF|wire: |decimal: `)

// TestNoVendorSpeaksGo puts values that fit nothing at every place of every body and
// parameter of the walks: no answer has Go's words.
func TestNoVendorSpeaksGo(t *testing.T) {
	for _, v := range vendors.All() {
		engine, err := simulator.New(simulator.Options{Now: time.Now}, v.Simulator())
		if err != nil {
			t.Fatal(err)
		}
		send := func(step simulator.Step, address, body string) {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), step.Method, "http://sim.test"+address, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range step.Header {
				name, value, _ := strings.Cut(line, ": ")
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			if answer, _ := io.ReadAll(w.Result().Body); ofGo.Match(answer) {
				t.Errorf("%s %s %s is answered %d %s", step.Method, address, body, w.Code, answer)
			}
		}
		for _, step := range engine.Walk(v.Book.Vendor) {
			for _, odd := range []string{`"11/09/2014"`, `"2026-11-20T14:30:60Z"`, `1e400`, `99999999999999999999`, `true`, `[]`, `{}`, `null`, `"x"`} {
				for _, body := range oddBodies(t, step.Body, odd) {
					send(step, step.URL, body)
				}
			}
			send(step, step.URL, `{"`)
			send(step, step.URL+"x", step.Body)
			if path, query, found := strings.Cut(step.URL, "?"); found {
				for _, pair := range strings.Split(query, "&") {
					name, _, _ := strings.Cut(pair, "=")
					send(step, path+"?"+strings.Replace(query, pair, name+"=11/09/2014", 1), step.Body)
				}
			}
		}
	}
}

// oddBodies are a body with each of its values replaced, one at a time.
func oddBodies(t *testing.T, body, odd string) []string {
	t.Helper()
	if body == "" {
		return nil
	}
	var bodies []string
	for n := 0; ; n++ {
		var value any
		if err := json.Unmarshal([]byte(body), &value); err != nil {
			t.Fatal(err)
		}
		left := n
		value = replaceNth(value, &left)
		if left >= 0 {
			return bodies
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, strings.Replace(string(text), `"ODD"`, odd, 1))
	}
}

func replaceNth(value any, left *int) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = replaceNth(v[name], left)
		}
	case []any:
		for i := range v {
			v[i] = replaceNth(v[i], left)
		}
	default:
		if *left--; *left == -1 {
			return "ODD"
		}
	}
	return value
}
