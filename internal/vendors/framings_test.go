package vendors

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// framed is a relay before a server, which gives its answers in another frame.
func framed(next http.Handler, frame func(w http.ResponseWriter, r *http.Request, status int, body []byte)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := httptest.NewRecorder()
		next.ServeHTTP(seen, r)
		for name, values := range seen.Header() {
			if name != "Content-Length" && !strings.HasPrefix(name, "Plumbline") {
				w.Header()[name] = values
			}
		}
		frame(w, r, seen.Code, seen.Body.Bytes())
	})
}

func written(w http.ResponseWriter, status int, body []byte) {
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone fails the test by itself
}

// TestFramesOfAnswers judges a server whose answers come in other frames, over
// the network: all of them say the same.
func TestFramesOfAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	isJSON := func(w http.ResponseWriter) bool { return strings.Contains(w.Header().Get("Content-Type"), "json") }
	for name, frame := range map[string]func(w http.ResponseWriter, r *http.Request, status int, body []byte){
		"in gzip": func(w http.ResponseWriter, r *http.Request, status int, body []byte) {
			if len(body) == 0 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				written(w, status, body)
				return
			}
			var out bytes.Buffer
			zip := gzip.NewWriter(&out)
			_, _ = zip.Write(body) // to memory
			_ = zip.Close()
			w.Header().Set("Content-Encoding", "gzip")
			written(w, status, out.Bytes())
		},
		"in chunks of seven bytes": func(w http.ResponseWriter, _ *http.Request, status int, body []byte) {
			w.WriteHeader(status)
			for len(body) > 0 {
				n := min(7, len(body))
				_, _ = w.Write(body[:n])
				w.(http.Flusher).Flush()
				body = body[n:]
			}
		},
		"indented": func(w http.ResponseWriter, _ *http.Request, status int, body []byte) {
			var out bytes.Buffer
			if isJSON(w) && json.Indent(&out, body, "", "    ") == nil {
				body = out.Bytes()
			}
			written(w, status, body)
		},
		"of a media type in another spelling": func(w http.ResponseWriter, _ *http.Request, status int, body []byte) {
			if isJSON(w) {
				w.Header().Set("Content-Type", strings.Replace(w.Header().Get("Content-Type"), "json", "JSON", 1)+`;charset="UTF-8"`)
			}
			written(w, status, body)
		},
		"with a member more": func(w http.ResponseWriter, _ *http.Request, status int, body []byte) {
			if isJSON(w) && bytes.HasPrefix(body, []byte("{")) {
				body = append([]byte(`{"undocumented":[null],`), body[1:]...)
			}
			written(w, status, body)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, _ := All().Find("deliveryoptimizer")
			engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1, Deliver: nobodyThere{}}, v.Simulator())
			if err != nil {
				t.Fatal(err)
			}
			judged := v.Conformance()
			profile := judged.Sample()
			profile.Target, profile.Control, profile.Limits.Settle = serving(t, framed(engine, frame))+"/deliveryoptimizer", "off", "300ms"
			out, err := conformance.Run(t.Context(), judged, conformance.Options{Profile: profile, RandomSeed: 1})
			if err != nil || out.Unreachable != "" || out.Stopped != "" {
				t.Fatalf("%v: %s%s", err, out.Unreachable, out.Stopped)
			}
			passed := 0
			for _, r := range out.Rules {
				switch r.Verdict {
				case report.Pass:
					passed++
				case report.Fail, report.Error:
					describe(t, r)
					t.Errorf("%s: %s", r.ID, r.Verdict)
				}
			}
			if passed < 20 {
				t.Errorf("%d rules pass, want 20 at least", passed)
			}
		})
	}
}
