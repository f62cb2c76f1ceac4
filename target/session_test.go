package target

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-api/plumbline/contract"
)

func TestExchangeIsRecordedAsItWent(t *testing.T) {
	target := serving(t, Options{Authorize: func(r *http.Request, role string) error {
		r.Header.Set("X-Role", role)
		return nil
	}, Role: "clerk"}, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"name":%q,"more":1}`, string(body))
	})
	s := target.Session()
	answer, err := send(t, s, "GET", "hello")
	if err != nil {
		t.Fatal(err)
	}
	if answer.Status != 200 || string(answer.Body) != `{"name":"hello","more":1}` || answer.Operation == nil || answer.Operation.ID != "getThing" {
		t.Errorf("answer %+v", answer)
	}
	if len(answer.Findings) != 0 {
		t.Errorf("an undocumented member became a failure: %+v", answer.Findings)
	}
	e := s.Exchanges()[0]
	if e.Method != "GET" || !strings.HasSuffix(e.URL, "/things/1") || e.RequestBody != "hello" || e.Status != 200 ||
		e.ResponseBody != string(answer.Body) || e.RequestHeaders["X-Role"][0] != "clerk" {
		t.Errorf("exchange %+v", e)
	}
	if len(e.Notes) != 1 || !strings.Contains(e.Notes[0], "/more") {
		t.Errorf("notes %q, want one of the undocumented member", e.Notes)
	}
	if _, err := send(t, s, "PUT", "{}"); err != nil || len(s.Answers()) != 2 {
		t.Errorf("answers %d, %v", len(s.Answers()), err)
	}
}

func TestRolesShareTheSession(t *testing.T) {
	var roles []string
	target := newTarget(t, Options{Role: "clerk", Transport: answering(404, nil, ""), Authorize: func(_ *http.Request, role string) error {
		roles = append(roles, role)
		return nil
	}})
	s := target.Session()
	for _, role := range []string{"boss", ""} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.Base()+"things/1", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.As(role).Send(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := send(t, s, "GET", ""); err != nil {
		t.Fatal(err)
	}
	if want := []string{"boss", "", "clerk"}; !slices.Equal(roles, want) || len(s.Exchanges()) != 3 {
		t.Errorf("roles %q with %d exchanges, want %q", roles, len(s.Exchanges()), want)
	}
}

// TestWhatNoAnswerMeans sends one request to a target that fails in one way.
func TestWhatNoAnswerMeans(t *testing.T) {
	for _, test := range []struct {
		name, method string
		raw          string // written in place of an answer, then the connection is closed
		inconclusive string // what the reason has to say
		mismatched   string // or what came
	}{
		{name: "the connection is closed", method: "GET", raw: "", inconclusive: "the connection failed"},
		{name: "garbage", method: "GET", raw: "SSH-2.0-OpenSSH_9.9\r\n", mismatched: "malformed HTTP"},
		{name: "a status that is no number", method: "GET", raw: "HTTP/1.1 abc OK\r\n\r\n", mismatched: "malformed HTTP status"},
		{name: "a header without a colon", method: "GET", raw: "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", mismatched: "malformed MIME header"},
		{name: "two lengths", method: "GET", raw: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", mismatched: "Content-Length"},
		{name: "headers without end", method: "GET", raw: "HTTP/1.1 200 OK\r\nA: " + strings.Repeat("a", 300<<10), mismatched: "headers exceeded"},
		{name: "a chunk that is none", method: "GET", raw: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", mismatched: "chunk"},
		{name: "a chunked body that is cut", method: "GET", raw: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc", inconclusive: "unexpected EOF"},
		{name: "a body that is cut", method: "PUT", raw: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", inconclusive: "unexpected EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := newTarget(t, Options{Base: "http://" + writing(t, test.raw)})
			s := target.Session()
			answer, err := send(t, s, test.method, "")
			var inconclusive *Inconclusive
			var mismatched *Mismatched
			switch {
			case test.inconclusive != "":
				if !errors.As(err, &inconclusive) || !strings.Contains(err.Error(), test.inconclusive) {
					t.Errorf("got %v, %v; want an *Inconclusive with %q", answer, err, test.inconclusive)
				}
				if s.LostAnswer() == "" {
					t.Error("the session does not say that an answer was lost")
				}
			case !errors.As(err, &mismatched) || !strings.Contains(err.Error(), test.mismatched):
				t.Errorf("got %v, %v; want a *Mismatched with %q", answer, err, test.mismatched)
			}
			if e := s.Exchanges(); len(e) != 1 || e[0].Error == "" {
				t.Errorf("the exchange does not say what went wrong: %+v", e)
			}
		})
	}
}

// writing listens, and answers every connection with the same bytes.
func writing(t *testing.T, raw string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.WriteString(conn, raw)
				}
			}()
		}
	}()
	return l.Addr().String()
}

func TestTimeoutLeavesAWriteIndeterminate(t *testing.T) {
	for _, test := range []struct{ name, method, says string }{
		{"a read", "GET", "no answer within 10s"},
		{"a write", "PUT", "whether the PUT took effect is not known"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTarget(t, Options{Transport: transport(hanging)}).Session()
				_, err := send(t, s, test.method, "{}")
				var inconclusive *Inconclusive
				if !errors.As(err, &inconclusive) || !strings.Contains(err.Error(), test.says) {
					t.Errorf("got %v, want an *Inconclusive: %s", err, test.says)
				}
				if !strings.Contains(s.LostAnswer(), "no answer") || len(s.Answers()) != 0 {
					t.Errorf("lost %q with %d answers", s.LostAnswer(), len(s.Answers()))
				}
			})
		})
	}
}

func TestInterruptIsNoVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s := newTarget(t, Options{Transport: transport(hanging)}).Session()
		_, err := sendWithin(ctx, t, s, "PUT", "{}")
		if !errors.Is(err, context.DeadlineExceeded) || s.LostAnswer() != "" {
			t.Errorf("got %v, lost %q; want the run's own end", err, s.LostAnswer())
		}
	})
}

func TestAnswerIsReadUpToTheLimit(t *testing.T) {
	for _, test := range []struct {
		name string
		size int
		over bool
	}{{"exactly the limit", 1000, false}, {"a byte more", 1001, true}, {"far more", 1 << 20, true}} {
		t.Run(test.name, func(t *testing.T) {
			body := &counting{left: test.size}
			target := newTarget(t, Options{AnswerLimit: 1000, Transport: transport(func(r *http.Request) (*http.Response, error) {
				resp := response(r, 200, nil, "")
				resp.Body = body
				return resp, nil
			})})
			s := target.Session()
			_, err := send(t, s, "GET", "")
			var mismatched *Mismatched
			if errors.As(err, &mismatched) != test.over {
				t.Errorf("got %v", err)
			}
			if test.over && !strings.Contains(err.Error(), "length of the answer: wanted [at most 1000 bytes]") {
				t.Errorf("got %v", err)
			}
			if body.read > 4096 || !body.closed {
				t.Errorf("%d bytes were read, closed %v", body.read, body.closed)
			}
			if e := s.Exchanges()[0]; e.Status != 200 {
				t.Errorf("the exchange lost the status: %+v", e)
			}
		})
	}
}

// counting is a body that counts what is read of it.
type counting struct {
	left, read int
	closed     bool
}

func (c *counting) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), c.left, 512)
	copy(p, strings.Repeat(" ", n))
	c.left -= n
	c.read += n
	return n, nil
}

func (c *counting) Close() error { c.closed = true; return nil }

func TestRedirectIsAnAnswer(t *testing.T) {
	elsewhere := serving(t, Options{}, func(http.ResponseWriter, *http.Request) {
		t.Error("the redirect was followed")
	})
	target := serving(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.Base(), http.StatusFound)
	})
	answer, err := send(t, target.Session(), "GET", "")
	if err != nil || answer.Status != http.StatusFound || len(answer.Findings) == 0 {
		t.Errorf("got %+v, %v; want the 302, with a finding that it is not documented", answer, err)
	}
}

func TestBusyTarget(t *testing.T) {
	for _, test := range []struct {
		name       string
		status     int
		retryAfter string
		busy       int           // how many answers are so; then comes a 404
		took       time.Duration // on the clock of the test's bubble
		sent       int
		says       string
	}{
		{name: "for a moment", status: 429, retryAfter: "3", busy: 2, took: 6 * time.Second, sent: 3},
		{name: "without saying how long", status: 503, busy: 1, took: time.Second, sent: 2},
		{name: "twice, without saying how long", status: 503, busy: 2, took: 3 * time.Second, sent: 3},
		{name: "with a nonsense time", status: 503, retryAfter: "soon", busy: 1, took: time.Second, sent: 2},
		{name: "with a date", status: 429, retryAfter: "Sat, 01 Jan 2000 00:00:07 GMT", busy: 1, took: 7 * time.Second, sent: 2},
		{name: "with a date that has passed", status: 429, retryAfter: "Fri, 31 Dec 1999 00:00:00 GMT", busy: 1, sent: 2},
		{name: "for good", status: 429, retryAfter: "0", busy: 99, sent: 3, says: "the target answered 429 3 times; try again when it is less busy"},
		{name: "for an hour", status: 429, retryAfter: "3600", busy: 99, sent: 1, says: "the target answered 429 and wants to be left alone for 1h0m0s"},
		{name: "for longer than a clock counts", status: 429, retryAfter: "9223372036854775807", busy: 99, sent: 1, says: "wants to be left alone"},
	} {
		t.Run(test.name, func(t *testing.T) {
			toy() // not in the bubble: it starts goroutines of its own
			synctest.Test(t, func(t *testing.T) {
				sent := 0
				target := newTarget(t, Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
					if sent++; sent > test.busy {
						return response(r, 404, nil, ""), nil
					}
					header := http.Header{}
					if test.retryAfter != "" {
						header.Set("Retry-After", test.retryAfter)
					}
					return response(r, test.status, header, ""), nil
				})})
				s := target.Session()
				started := time.Now() // 1 January 2000 in a bubble
				answer, err := send(t, s, "GET", "")
				if took := time.Since(started); took != test.took || sent != test.sent {
					t.Errorf("%d requests in %s, want %d in %s", sent, took, test.sent, test.took)
				}
				for _, a := range s.Answers() {
					if len(a.Findings) > 0 {
						t.Errorf("the %d was judged by the contract: %+v", a.Status, a.Findings)
					}
				}
				var inconclusive *Inconclusive
				if test.says == "" {
					if err != nil || answer.Status != 404 || s.Busy() {
						t.Errorf("got %v, %v, busy %v", answer, err, s.Busy())
					}
					return
				}
				if !errors.As(err, &inconclusive) || !strings.Contains(err.Error(), test.says) || !s.Busy() || s.LostAnswer() == "" {
					t.Errorf("got %v, busy %v, lost %q; want %q", err, s.Busy(), s.LostAnswer(), test.says)
				}
			})
		})
	}
}

func TestCloseUndoesInReverse(t *testing.T) {
	s := newTarget(t, Options{Transport: answering(404, nil, "")}).Session()
	var order []string
	for _, name := range []string{"first", "second", "third"} {
		s.Undo(func(context.Context) error {
			order = append(order, name)
			if name == "second" {
				return errors.New("second stays")
			}
			return nil
		})
	}
	err := s.Close(t.Context())
	if want := []string{"third", "second", "first"}; !slices.Equal(order, want) {
		t.Errorf("undone %q, want %q", order, want)
	}
	if err == nil || err.Error() != "second stays" {
		t.Errorf("what is left behind: %v", err)
	}
}

func TestSendOnceTakesTheFirstAnswer(t *testing.T) {
	sent := 0
	s := newTarget(t, Options{Transport: transport(func(r *http.Request) (*http.Response, error) {
		sent++
		return response(r, 429, http.Header{"Retry-After": {"3600"}}, ""), nil
	})}).Session()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Base()+"things/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.SendOnce(t.Context(), req)
	if err != nil || answer.Status != 429 || sent != 1 || s.Busy() || s.LostAnswer() != "" {
		t.Errorf("got %v, %v after %d requests, busy %v, lost %q; want the 429", answer, err, sent, s.Busy(), s.LostAnswer())
	}
}

func TestTimeToSettle(t *testing.T) {
	for _, test := range []struct {
		name          string
		profile, want time.Duration
	}{
		{"the profile says nothing", 0, 10 * time.Second},
		{"the profile has the word", time.Minute, time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			api := &Target{options: Options{Settle: test.profile}}
			if got := api.Session().Settle(10 * time.Second); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestNotesOfAListAreToldOnce: each element has the members that the first has.
func TestNotesOfAListAreToldOnce(t *testing.T) {
	var notes []contract.Finding
	for i := range 3 {
		notes = append(notes, contract.Finding{Note: true, Message: fmt.Sprintf("undocumented member /results/%d/extra", i)})
	}
	target := newTarget(t, Options{Transport: answering(200, nil, "{}")})
	target.options.Judge = fixedJudge(notes)
	s := target.Session()
	if _, err := send(t, s, "GET", ""); err != nil {
		t.Fatal(err)
	}
	if got := s.Exchanges()[0].Notes; !slices.Equal(got, []string{"undocumented member /results/*/extra"}) {
		t.Errorf("notes %q", got)
	}
}

// fixedJudge finds the same in every answer.
type fixedJudge []contract.Finding

func (f fixedJudge) Lenient(*contract.Operation, string, int, http.Header, []byte) []contract.Finding {
	return f
}
