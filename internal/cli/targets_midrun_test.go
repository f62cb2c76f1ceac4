package cli

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// alone lets a run use no control API, so that it undoes what it does.
func alone() []string { return []string{"control: off"} }

// moreBadTargets fail in the middle, or in the numbers and depths of their JSON.
func moreBadTargets() []bad {
	return []bad{
		{
			// The last order that it took can't be taken back.
			name: "is killed in mid-run", status: 3, profile: alone(), start: killed(200),
			says: []string{"was stopped early: no answer could be judged in 3 cases in a row", "connection refused", "LEFT ON THE TARGET", "left: order ", "whether it took effect is not known", "not proven: "},
		},
		{
			name: "is overloaded from the middle on", status: 3, profile: alone(), start: intercepts(func(n int64, w http.ResponseWriter) bool {
				if n > 200 {
					w.Header().Set("Retry-After", "0")
					w.WriteHeader(http.StatusServiceUnavailable)
				}
				return n > 200
			}),
			says: []string{"the target answered 503 3 times; try again when it is less busy", "was stopped early", "not proven: "},
		},
		{
			name: "is busy now and then", status: 0, profile: alone(), start: intercepts(func(n int64, w http.ResponseWriter) bool {
				if n%10 == 0 {
					w.Header().Set("Retry-After", "0")
					w.WriteHeader([]int{http.StatusTooManyRequests, http.StatusServiceUnavailable}[n/10%2])
				}
				return n%10 == 0
			}),
			says: []string{"conformant: every rule that was judged holds"}, args: []string{"--allow-inconclusive"},
		},
		{
			// No rule fails because a log-in lasts no longer than its token.
			name: "forgets the log-in", status: 3, profile: alone(), start: intercepts(func(n int64, w http.ResponseWriter) bool {
				if n > 200 {
					w.WriteHeader(http.StatusUnauthorized)
				}
				return n > 200
			}),
			says: []string{"was stopped early: the log-in, which was good on first contact, is no longer taken: the target refuses the profile's user with 401", "not proven: "},
		},
		{
			name: "answers in chunks", status: 0, start: changes(func(resp *http.Response) error {
				resp.Header.Del("Content-Length")
				resp.ContentLength = -1
				return nil
			}),
			says: []string{"conformant: every rule that was judged holds"},
		},
		{
			name: "writes NaN", status: 1, start: rewrites(replaces(`"qty":\s*[0-9]+`, `"qty":NaN`)),
			says: []string{"not conformant: ", "invalid character 'N'"}, args: []string{"--verbose"},
		},
		{
			name: "writes numbers of more than 63 bits", status: 1, start: rewrites(replaces(`"qty":\s*[0-9]+`, `"qty":9223372036854775808`)),
			says: []string{"not conformant: ", "9223372036854775808"}, args: []string{"--verbose"},
		},
		{
			// No document bounds the depth of what nobody documents.
			name: "nests deep", status: 0, start: rewrites(adds(nested(400))),
			says: []string{"undocumented member /plumblineDeep"}, args: []string{"--report", "json=-"},
		},
		{
			// RFC 8259, section 9, lets a reader bound the depth; ours says where it does.
			name: "nests deeper than it is read", status: 1, start: rewrites(adds(nested(5000))),
			says: []string{"not conformant: ", "nests more than 512 deep"}, args: []string{"--verbose"},
		},
		{
			name: "nests without end", status: 1, start: rewrites(adds(`"plumblineDeep":` + strings.Repeat("[", 200_000))),
			says: []string{"not conformant: "},
		},
	}
}

func nested(depth int) string {
	return `"plumblineDeep":` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + ","
}

// killed stops listening, and closes all connections, when it has passed on the
// first new order after so many requests; nobody hears of its answer.
func killed(after int64) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		var requests atomic.Int64
		next := proxy(t, nil)
		var server *httptest.Server
		server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if requests.Add(1) <= after || r.Method != http.MethodPost {
				next.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(httptest.NewRecorder(), r)
			_ = server.Listener.Close()
			server.CloseClientConnections()
		}))
		t.Cleanup(server.Close)
		return server.URL, nil
	}
}

// intercepts counts the requests and lets answer give some of the answers.
func intercepts(answer func(n int64, w http.ResponseWriter) bool) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		var requests atomic.Int64
		next := proxy(t, nil)
		return serves(t, func(w http.ResponseWriter, r *http.Request) {
			if !answer(requests.Add(1), w) {
				next.ServeHTTP(w, r)
			}
		}), nil
	}
}

// changes passes the answers of a simulation on, changed.
func changes(change func(*http.Response) error) starter {
	return func(t *testing.T) (string, func(*testing.T, outcome)) {
		return serves(t, proxy(t, change).ServeHTTP), nil
	}
}

func replaces(pattern, by string) func([]byte) []byte {
	return func(body []byte) []byte { return regexp.MustCompile(pattern).ReplaceAll(body, []byte(by)) }
}
