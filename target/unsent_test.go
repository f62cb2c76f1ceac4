package target

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// TestUnsent lets requests be sent that can't be. They are no finding of the
// target, nothing of them is sent, and what they hold is not told.
func TestUnsent(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*http.Request)
		says   string
	}{
		{"a line break in a credential", func(r *http.Request) { r.Header.Set("Authorization", "Bearer hunter2\nhunter3") }, "the header Authorization holds a line break"},
		{"a zero byte", func(r *http.Request) { r.Header.Set("X-Api-Key", "hunter2\x00") }, "the header X-Api-Key holds a line break or another control character"},
		{"a name that is none", func(r *http.Request) { r.Header["X Y"] = []string{"z"} }, `"X Y" is no name of a header`},
		{"a method that is none", func(r *http.Request) { r.Method = "GE T" }, `"GE T" is no method`},
		{"no host", func(r *http.Request) { r.URL.Host = "" }, "is no address"},
		{"another protocol", func(r *http.Request) { r.URL.Scheme = "ftp" }, "is no address"},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := newTarget(t, Options{
				Transport: transport(func(*http.Request) (*http.Response, error) {
					t.Error("it was sent")
					return nil, errors.New("sent")
				}),
				Authorize: func(r *http.Request, _ string) error { test.change(r); return nil },
			})
			_, err := send(t, target.Session(), "GET", "")
			var unsent *Unsent
			if !errors.As(err, &unsent) || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter") {
				t.Errorf("got %v, want %q", err, test.says)
			}
			if n := target.Requests(); n != 0 {
				t.Errorf("%d requests of the budget", n)
			}
		})
	}
}
