package target

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAddress(t *testing.T) {
	for _, test := range []struct {
		name, base, says string // says nothing where the address is good
	}{
		{name: "a host", base: "http://api.example.test"},
		{name: "a root and a slash", base: "https://api.example.test/root/"},
		{name: "no scheme", base: "api.example.test", says: `"api.example.test" is no address such as https://`},
		{name: "no scheme, and a world", base: "127.0.0.1:4010/@team/bridge", says: `"127.0.0.1:4010/@team/bridge" is no address such as https://`},
		{name: "a port and no scheme", base: "127.0.0.1:4010", says: "is no address"},
		{name: "another scheme", base: "ftp://api.example.test", says: "is no address"},
		{name: "no host", base: "http://", says: "is no address"},
		{name: "a password", base: "http://me:hunter2@api.example.test", says: "credentials belong into the profile"},
		{name: "a password in what is no address", base: "://me:hunter2@api.example.test", says: "is no address"},
		{name: "a query", base: "http://api.example.test/?key=hunter2", says: "credentials belong into the profile"},
	} {
		t.Run(test.name, func(t *testing.T) {
			target, err := New(Options{Base: test.base}, "run-1")
			if test.says == "" {
				if err != nil || target.Base() != strings.TrimSuffix(test.base, "/")+"/" {
					t.Errorf("got %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want %q and no password", err, test.says)
			}
		})
	}
}

func TestBudgetIsNeverExceeded(t *testing.T) {
	const budget, actors, each = 50, 8, 20
	var sent atomic.Int64
	target := newTarget(t, Options{MaxRequests: budget, Transport: transport(func(r *http.Request) (*http.Response, error) {
		sent.Add(1)
		return response(r, 404, nil, ""), nil
	})})
	var refused atomic.Int64
	var wg sync.WaitGroup
	s := target.Session()
	for range actors {
		wg.Go(func() {
			for range each {
				_, err := send(t, s, "GET", "")
				var inconclusive *Inconclusive
				switch {
				case errors.As(err, &inconclusive) && err.Error() == ErrBudget.Error():
					refused.Add(1)
				case err != nil:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if sent.Load() != budget || refused.Load() != actors*each-budget || target.Requests() != budget || len(s.Exchanges()) != budget {
		t.Errorf("%d sent, %d refused, %d counted, %d recorded; the budget is %d",
			sent.Load(), refused.Load(), target.Requests(), len(s.Exchanges()), budget)
	}
}

func TestBudgetCountsWhatIsTriedAgain(t *testing.T) {
	target := newTarget(t, Options{MaxRequests: 2, Transport: answering(503, http.Header{"Retry-After": {"0"}}, "")})
	_, err := send(t, target.Session(), "GET", "")
	if err == nil || err.Error() != ErrBudget.Error() || target.Requests() != 2 {
		t.Errorf("got %v after %d requests", err, target.Requests())
	}
}

func TestPaceSpacesRequestsOfAllActors(t *testing.T) {
	toy() // not in the bubble
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var at []time.Duration
		started := time.Now()
		target := newTarget(t, Options{Pace: 500 * time.Millisecond, Transport: transport(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			at = append(at, time.Since(started))
			return response(r, 404, nil, ""), nil
		})})
		s := target.Session()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := send(t, s, "GET", ""); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i, d := range at {
			if want := time.Duration(i) * 500 * time.Millisecond; d != want {
				t.Errorf("request %d went at %s, want %s", i, d, want)
			}
		}
	})
}

func TestMismatchesAreJoined(t *testing.T) {
	err := Mismatches(nil, Compare("a", 1, 2), Compare("b", "same", "same"), Mismatch("c", "x", "y", "z"))
	var mismatched *Mismatched
	if !errors.As(err, &mismatched) || len(mismatched.Mismatches) != 2 {
		t.Fatalf("got %v", err)
	}
	if got := err.Error(); got != "a: wanted [2], got 1; c: wanted [y z], got x" {
		t.Errorf("got %q", got)
	}
	if err := Mismatches(nil, Compare("a", 1, 1)); err != nil {
		t.Errorf("no difference became %v", err)
	}
	other := errors.New("other")
	if err := Mismatches(Mismatch("a", "1", "2"), other); !errors.Is(err, other) {
		t.Errorf("got %v, want the error that is no mismatch", err)
	}
}

// TestBudgetKeepsRequestsForUndo: what a case has done can be taken back when
// the requests are used up.
func TestBudgetKeepsRequestsForUndo(t *testing.T) {
	target := newTarget(t, Options{MaxRequests: 4, Transport: answering(404, nil, "")})
	s := target.Session()
	undone := 0
	for range 2 {
		if _, err := send(t, s, "PUT", "{}"); err != nil {
			t.Fatal(err)
		}
		s.Undo(func(context.Context) error {
			_, err := send(t, s, "PUT", "{}")
			undone++
			return err
		})
	}
	if left, limited := target.Left(); left != 0 || !limited {
		t.Errorf("%d requests are left, %v", left, limited)
	}
	if _, err := send(t, s, "PUT", "{}"); err == nil || err.Error() != ErrBudget.Error() {
		t.Errorf("a request took what is kept for undo: %v", err)
	}
	if s.Cost() != 4 {
		t.Errorf("the session costs %d requests", s.Cost())
	}
	if err := s.Close(t.Context()); err != nil || undone != 2 || target.Requests() != 4 {
		t.Errorf("%v: %d undone with %d requests", err, undone, target.Requests())
	}
}
