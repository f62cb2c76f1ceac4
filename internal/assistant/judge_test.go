package assistant

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// reading is what a run may send by another method than those that are safe: what a
// vendor reads or logs in by.
var reading = map[string][]string{
	"akinon":            {"/api/i1/auth/login/"},
	"bridge":            {"/auth/login", "/auth/me", "/order/status"},
	"deliveryoptimizer": {},
	"altazion":          {},
	"komet":             {"/api/login"},
}

// TestJudgingChangesNothing judges each vendor's simulator, on loopback and with
// all fixtures, which would be free to write anywhere, and looks at every request
// and at the entities afterwards.
func TestJudgingChangesNothing(t *testing.T) {
	for _, v := range vendors.All() {
		name := v.Book.Vendor
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1}, v.Simulator())
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			var sent []string
			target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if safe := []string{http.MethodGet, http.MethodHead, http.MethodOptions}; !slices.Contains(safe, r.Method) {
					mu.Lock()
					sent = append(sent, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/"+name))
					mu.Unlock()
				}
				engine.ServeHTTP(w, r)
			}))
			t.Cleanup(target.Close)
			before := entities(t, engine, name)
			profile := v.Conformance().Sample()
			profile.Target, profile.Writes, profile.Destructive = target.URL+"/"+name, "allowed", "allowed"
			server := newServer(t.Context(), Options{Version: "test", Vendors: vendors.All()})
			out, err := server.judgeBy(t.Context(), v, profile, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range sent {
				if !slices.Contains(reading[name], strings.TrimPrefix(path, "POST ")) {
					t.Errorf("it sends a request that is neither safe by its method nor a log-in: %s", path)
				}
			}
			if after := entities(t, engine, name); !reflect.DeepEqual(before, after) {
				t.Errorf("the entities are others:\n%v\n%v", before, after)
			}
			// Every verdict that there is, is one on the target.
			if out.Verdicts[string(report.Error)] != 0 || out.Verdicts[string(report.Fail)] != 0 || out.Conclusion != "not proven" {
				t.Errorf("%+v", out)
				text, _ := server.kept(out.Report) // it is there: the run has kept it
				r, err := report.Parse(text)
				if err != nil {
					t.Fatal(err)
				}
				for i := range r.Vendors[0].Rules {
					if rule := &r.Vendors[0].Rules[i]; rule.Verdict == report.Error || rule.Verdict == report.Fail {
						t.Errorf("%s: %s", rule.ID, rule.Why())
					}
				}
			}
		})
	}
}

// entities are the vendor's, but for the tokens that log-ins leave.
func entities(t *testing.T, engine *simulator.Engine, vendor string) map[string]any {
	t.Helper()
	state, err := engine.State(t.Context(), simulator.DefaultWorld, vendor)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	without(all, "tokens", "sessions", "logins")
	return all
}

// without takes members out of a JSON value, at any depth.
func without(value any, names ...string) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if slices.Contains(names, name) {
				delete(v, name)
			} else {
				without(member, names...)
			}
		}
	case []any:
		for _, element := range v {
			without(element, names...)
		}
	}
}
