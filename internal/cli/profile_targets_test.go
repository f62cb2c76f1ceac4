package cli

import (
	"net/http"
	"strings"
	"testing"
)

// TestProfileCheckOfBadTargets tries profiles of targets that don't show that
// they take the log-in: nothing is "ok".
func TestProfileCheckOfBadTargets(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		start  starter
		says   string
	}{
		{"switches protocols", 4, keeps("HTTP/1.1 101 Switching Protocols\r\n\r\n"), "it answers 101"},
		{"answers with a page of HTML", 4, answers(http.StatusOK, "text/html", "<html>Welcome</html>"), "is the address right?"},
		{"redirects elsewhere", 4, redirects, "it redirects to"},
		{"speaks no HTTP", 4, writes("220 mail.example.test ESMTP\r\n"), "malformed HTTP"},
		{"sends 100 MB", 4, floods, "length of the answer"},
		{"refuses the log-in", 4, answers(http.StatusUnauthorized, "", ""), "refuses the profile's user with 401"},
		{"hangs", 4, hangs, "no answer within 300ms"},
		{"closes the connection at once", 4, writes(""), "EOF"},
		{"nobody listens", 4, nobody, "connection refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, _ := test.start(t)
			o := command(t, patience, "profile", "check", profileFor(t, address, "limits: {timeout: 300ms}"))
			if o.status != test.status || !strings.Contains(o.out, "not ok  ") || !strings.Contains(o.out, test.says) || strings.Contains(o.out, "\nok  ") {
				t.Errorf("exit status %d, want %d and %q:\n%s%s", o.status, test.status, test.says, clipped(o.out), o.errors)
			}
		})
	}
}
