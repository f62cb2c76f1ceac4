package reference

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// TestMessagesAreReadAsTheyAreWritten has bodies that a feature file can hold and
// such that it can't.
func TestMessagesAreReadAsTheyAreWritten(t *testing.T) {
	for _, body := range []string{
		"", "{}", "{\"a\":\n  \"ä\"}", "a\n\nb", " {}", "{}\n", "\xff\xfe{\x00}", `"""`, "a\r\nb", `{"a":"\n"}`, "\ufeff{}",
	} {
		sent := &Request{
			Method: http.MethodPost, Path: "/a%2Fb/c", Query: "x=1&y=%20", Header: http.Header{"Content-Type": {"application/json"}, "X-Empty": {""}}, Body: []byte(body),
		}
		got, err := read(message(sent))
		if err != nil {
			t.Errorf("%q: %v", body, err)
			continue
		}
		if got.Method != sent.Method || got.Path != sent.Path || got.Query != sent.Query || string(got.Body) != body || got.Header.Get("Content-Type") != "application/json" ||
			len(got.Header["X-Empty"]) != 1 {
			t.Errorf("%q: read %s %s?%s %v %q", body, got.Method, got.Path, got.Query, got.Header, got.Body)
		}
	}
}

func TestTimesMoveWithTheScenario(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	later := now.AddDate(0, 1, 0)
	for _, row := range []struct{ written, then string }{
		{`{"at":"2026-11-30T13:00:00Z"}`, `{"at":"2026-12-30T13:00:00Z"}`},
		{`{"at":"2026-11-30T10:30:00.000Z"}`, `{"at":"2026-12-30T10:30:00Z"}`},
		{`{"at":"2026-11-30T12:00:00Z"}`, `{"at":"2026-12-30T12:00:00Z"}`},
		{`{"at":"2020-01-01T00:00:00Z"}`, `{"at":"2020-01-01T00:00:00Z"}`}, // no time of a clock
	} {
		if got := atTimes(withTimes(row.written, now), later); got != row.then {
			t.Errorf("%s: got %s, want %s", row.written, got, row.then)
		}
	}
}

func TestShown(t *testing.T) {
	for _, row := range []struct {
		value any
		want  string
		shows bool
	}{
		{json.Number("2"), "2", true},
		{json.Number("2"), `"2"`, false},
		{"a b", `"a b"`, true},
		{nil, "nothing", true},
		{"x", "nothing", false},
		{map[string]any{}, "something", true},
		{nil, "something", false},
		{[]any{1, 2}, "2 elements", true},
		{[]any{1}, "2 elements", false},
		{"a", "words", true},
		{"-", "dash", true},
		{"-", "words", false},
	} {
		if got := shown(row.value, row.want); got != row.shows {
			t.Errorf("%v shows %s: got %t", row.value, row.want, got)
		}
	}
}
