//go:build unix

package cli

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plumbline-api/plumbline/report"
)

// ordinary are secrets that are ordinary words and numbers, by their length:
// each shorter than 8 characters stands in what the target answers anyway.
var ordinary = []string{"1", "ok", "200", "1021", "order", "answer", "refused"}

// nowhere makes secrets that stand in nothing else.
const nowhere = "~"

// secretOf returns a secret of so many characters.
func secretOf(length int) string {
	if length <= len(ordinary) {
		return ordinary[length-1]
	}
	switch length {
	case 8:
		return "sunshine"
	case 9:
		return "730194026"
	}
	return string([]rune(`sunshine & "rain" <on> 12/34 % täglich\n`)[:length])
}

// TestSecretsOfAllLengths runs with secrets of 1 to 40 characters against a
// target that gives them back, and whose answers hold words that some of them
// are. From 8 characters on a secret is in no output. A shorter one is not where
// it stands as the credential; the rest is as it is with any other secret.
func TestSecretsOfAllLengths(t *testing.T) {
	lengths := []int{1, 4, 5, 7, 8, 9, 23, 40}
	if os.Getenv(attacking) != "" {
		lengths = nil
		for n := 1; n <= 40; n++ {
			lengths = append(lengths, n)
		}
	}
	for _, length := range lengths {
		secret := secretOf(length)
		if n := utf8.RuneCountInString(secret); n != length {
			t.Fatalf("%q has %d characters", secret, n)
		}
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			t.Parallel()
			address := serves(t, wordy)
			outputs := reportsWith(t, address, secret)
			others := reportsWith(t, address, strings.Repeat(nowhere, length))
			for where, output := range outputs {
				if length >= 8 {
					for _, form := range append(encoded(secret), nestedIn(secret)...) {
						if strings.Contains(output, form) {
							t.Errorf("%s holds %q", where, form)
						}
					}
					continue
				}
				if where != "badge" && !strings.Contains(output, "shorter than 8 characters") {
					t.Errorf("%s does not say that the secret is short", where)
				}
				for _, place := range []string{`"password":"` + secret + `"`, `"password":"` + secret, "password=" + secret + "&", "Bearer " + secret} {
					if strings.Contains(output, place) {
						t.Errorf("%s holds %q", where, place)
					}
				}
			}
			if length >= 8 {
				return
			}
			for where, output := range outputs {
				if got, want := told(output), told(others[where]); got != want {
					at := 0
					for at < min(len(got), len(want)) && got[at] == want[at] {
						at++
					}
					t.Errorf("%s differs from that of another secret: …%.300s\nnot …%.300s", where, got[max(0, at-100):], want[max(0, at-100):])
				}
			}
		})
	}
}

// nestedIn writes a secret in texts inside others.
func nestedIn(secret string) []string {
	asJSON, _ := json.Marshal(secret) // a string can always be encoded
	again, _ := json.Marshal(string(asJSON))
	return []string{
		string(asJSON[1 : len(asJSON)-1]), string(again[3 : len(again)-3]),
		url.QueryEscape(string(asJSON[1 : len(asJSON)-1])), base64.StdEncoding.EncodeToString(asJSON[1:]),
	}
}

// wordy answers with who called in all encodings, and with words and numbers.
func wordy(w http.ResponseWriter, r *http.Request) {
	_, secret, _ := r.BasicAuth()
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header()["Date"] = nil
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Authorization-Was", "Bearer "+secret)
	w.Header().Set("Location", "/?password="+url.QueryEscape(secret)+"&page=1")
	body := map[string]any{
		"ack": 1021, "state": "ok: order 1021 refused, answer 200", "password": secret, "lines": []any{map[string]any{"code": "1021", "qty": 1}},
	}
	if utf8.RuneCountInString(secret) >= 8 {
		inner, _ := json.Marshal(map[string]string{"echo": secret}) // strings can always be encoded
		body["orderId"], body["inner"], body["coded"] = "for "+secret, string(inner), base64.URLEncoding.EncodeToString(inner)
		body[secret] = url.QueryEscape(string(inner))
	}
	_ = json.NewEncoder(w).Encode(body) // to a client that looks at it
}

// reportsWith runs verify with a password and returns all that it writes.
func reportsWith(t *testing.T, address, password string, more ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "password.txt")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(dir, "profile.yaml")
	text := fmt.Sprintf("vendor: deliveryoptimizer\ntarget: %s\ncredentials: {user: {value: user-of-the-tenant}, password: {file: password.txt}}\nfixtures: {tenant: [{id: 1}]}\n%s\n", address, strings.Join(more, "\n"))
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"verify", "deliveryoptimizer", "--profile", profile, "--verbose", "--random-seed", "1", "--rules", "deliveryoptimizer/get-*"}
	for _, format := range report.Formats() {
		if format != string(report.FormatGitHub) {
			args = append(args, "--report", format+"="+filepath.Join(dir, format))
		}
	}
	o := command(t, patience, args...)
	outputs := map[string]string{"the terminal": strings.ReplaceAll(o.out, dir, "")}
	for _, format := range report.Formats() {
		if format == string(report.FormatGitHub) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, format))
		if err != nil {
			t.Fatalf("%v:\n%s", err, o.errors)
		}
		outputs[format] = strings.ReplaceAll(string(data), dir, "")
	}
	return outputs
}

var times = regexp.MustCompile(`(?i)\d+ [a-z]+ \d{4}, \d\d:\d\d:\d\d UTC|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z| UTC)?|\d+(\.\d+)? ?(ms|µs|s\b)|"(durationNanoseconds|start|stop|duration|nanos|seconds)": ?\d+|time="[0-9.]+"|title="[^"]*"`)

// told is an output without its times.
func told(output string) string { return times.ReplaceAllString(output, "TIME") }
