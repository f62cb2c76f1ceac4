package cli

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
)

// secrets are distinctive, and written in another way by every encoding.
var secrets = map[string]string{
	"DO_USER": `oms-user "quoted"`, "DO_PASSWORD": `p&ss/wörd+<1>`,
	"DO_SHOP": "shop-user-7731", "DO_SHOP_PASSWORD": "shop pass%word",
	"DO_OTHER": "other\\user-1209", "DO_OTHER_PASSWORD": "other'pass=word;",
}

// TestSecretsStayInside runs against a target that gives back all it is sent,
// in bodies and headers and in every encoding, and searches all that came out.
func TestSecretsStayInside(t *testing.T) {
	for name, secret := range secrets {
		t.Setenv(name, secret)
	}
	address := serves(t, echoes)
	dir := t.TempDir()
	profile := filepath.Join(dir, "profile.yaml")
	text := fmt.Sprintf(`vendor: deliveryoptimizer
target: %s/api
credentials:
  user: {env: DO_USER}
  password: {env: DO_PASSWORD}
  commerce-user: {env: DO_SHOP}
  commerce-password: {env: DO_SHOP_PASSWORD}
  other-user: {env: DO_OTHER}
  other-password: {env: DO_OTHER_PASSWORD}
fixtures:
  tenant: [{id: 1}]
  other-tenant: [{id: 2}]
  origin: [{code: "FRA:MAG:0125"}]
`, address)
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	reports := []string{"verify", "deliveryoptimizer", "--profile", profile, "--verbose"}
	for _, format := range report.Formats() {
		reports = append(reports, "--report", format+"="+filepath.Join(dir, format))
	}
	o := command(t, 2*patience, reports...)
	if o.status != 1 {
		t.Errorf("exit status %d", o.status)
	}
	checked := command(t, patience, "profile", "check", profile)
	outputs := map[string]string{"the terminal": o.out, "the progress": o.errors, "the check": checked.out + checked.errors}
	for _, format := range report.Formats() {
		data, err := os.ReadFile(filepath.Join(dir, format))
		if err != nil {
			t.Fatal(err)
		}
		outputs[format] = string(data)
	}
	noneIn(t, outputs, secrets, "the progress", "the check", "badge")
}

// noneIn searches outputs for secrets. Those that hold what a target echoes,
// which are all but the named, have to show that it did.
func noneIn(t *testing.T, outputs, secrets map[string]string, withoutEcho ...string) {
	t.Helper()
	for where, output := range outputs {
		if !slices.Contains(withoutEcho, where) && !strings.Contains(output, "[redacted]") {
			t.Errorf("%s holds nothing redacted: the echo did not reach it", where)
		}
		for name, secret := range secrets {
			for _, form := range encoded(secret) {
				if i := strings.Index(output, form); i >= 0 {
					t.Errorf("%s holds %s as %q: …%s…", where, name, form, output[max(0, i-100):min(len(output), i+len(form)+40)])
				}
			}
		}
	}
}

// encoded writes a secret as servers and reports do. What a report escapes a
// second time, as JSON in XML, is looked for as well.
func encoded(secret string) []string {
	asJSON, _ := json.Marshal(secret) // a string can always be encoded
	quoted := strings.Trim(string(asJSON), `"`)
	again, _ := json.Marshal(quoted)
	return []string{
		secret, quoted, strings.Trim(string(again), `"`), strings.ReplaceAll(quoted, "/", `\/`),
		url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), html.EscapeString(quoted),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

// echoes gives back who called, in the body, the status line's headers, and the
// names of members.
func echoes(w http.ResponseWriter, r *http.Request) {
	name, password, _ := r.BasicAuth()
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Authorization-Was", r.Header.Get("Authorization"))
	w.Header().Set("X-Caller", url.QueryEscape(name)+":"+url.PathEscape(password))
	w.Header().Set("Location", "/?user="+url.QueryEscape(name)+"&password="+url.QueryEscape(password))
	w.Header().Set("Set-Cookie", "who="+base64.StdEncoding.EncodeToString([]byte(password)))
	body, _ := json.Marshal(map[string]any{ // strings can always be encoded
		"orderId": name + " and " + password, "basic": r.Header.Get("Authorization"), name: 1, password: 2,
		"html": html.EscapeString(password), "query": url.QueryEscape(password), "long": strings.Repeat("x", 150) + password,
		"type": password, "tenantId": name, "alone": base64.StdEncoding.EncodeToString([]byte(password)),
	})
	if r.Method == http.MethodDelete {
		body = []byte(strings.Repeat(" ", 190) + name + password) // where quotations are cut
	}
	_, _ = w.Write(body)
}

// TestTokensStayInside runs with a token of a token service, against a target
// that gives it back. The service quotes what it was sent when it refuses.
func TestTokensStayInside(t *testing.T) {
	hidden := map[string]string{"ALT_CLIENT": "token-client-51", "ALT_SECRET": "s/cret+<&>7", "the token": "tok/en+<&>93.x-y_z"}
	for name, secret := range hidden {
		t.Setenv(strings.ReplaceAll(name, " ", "_"), secret)
	}
	for _, refuses := range []bool{false, true} {
		service := serves(t, func(w http.ResponseWriter, r *http.Request) {
			id, secret, _ := r.BasicAuth()
			answer := map[string]any{"access_token": hidden["the token"], "token_type": "Bearer", "expires_in": 3600}
			if refuses {
				w.WriteHeader(http.StatusUnauthorized)
				answer = map[string]any{"error": "invalid_client", "error_description": id + secret}
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(answer) // to a client that looks at it
		})
		dir := t.TempDir()
		profile := filepath.Join(dir, "profile.yaml")
		text := fmt.Sprintf("vendor: altazion\ntarget: %s\ncredentials:\n  token: {oauth2: {token-url: %s/token, client-id: {env: ALT_CLIENT}, client-secret: {env: ALT_SECRET}}}\n", serves(t, echoes), service)
		if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o := command(t, patience, "verify", "altazion", "--profile", profile, "--verbose", "--report", "json="+filepath.Join(dir, "r.json"))
		if o.status != 4 { // the echo is no answer of Altazion's
			t.Errorf("exit status %d, want 4:\n%s%s", o.status, clipped(o.out), o.errors)
		}
		data, err := os.ReadFile(filepath.Join(dir, "r.json"))
		if err != nil {
			t.Fatal(err)
		}
		withoutEcho := []string{"the progress"}
		if refuses {
			withoutEcho = append(withoutEcho, "the terminal", "the report")
		}
		noneIn(t, map[string]string{"the terminal": o.out, "the progress": o.errors, "the report": string(data)}, hidden, withoutEcho...)
	}
}

// TestProxyOfTheEnvironment runs a process of its own: Go looks at these
// variables once. The proxy answers for a host that nobody has.
func TestProxyOfTheEnvironment(t *testing.T) {
	asked := make(chan string, 100)
	proxy := serves(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.URL.Host
		w.Header().Set("X-Was", r.Header.Get("Proxy-Authorization"))
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, "proxy-hunter2")
	})
	profile := filepath.Join(t.TempDir(), "profile.yaml")
	text := "vendor: deliveryoptimizer\ntarget: http://orders.example.test\ncredentials: {user: {env: DO_USER}, password: {env: DO_USER}}\nfixtures: {tenant: [{id: 1}]}\n"
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify", "deliveryoptimizer", "--profile", profile, "--verbose"}, {"profile", "check", profile}} {
		plumbline := exec.CommandContext(t.Context(), self, args...)
		plumbline.Args[0] = "plumbline" // which TestMain runs
		plumbline.Env = append(os.Environ(), "DO_USER=me", "HTTP_PROXY="+strings.Replace(proxy, "://", "://someone:proxy-hunter2@", 1))
		out, err := plumbline.CombinedOutput()
		var failed *exec.ExitError
		if !errors.As(err, &failed) || failed.ExitCode() != report.ExitUnreachable {
			t.Errorf("%v:\n%s", err, out)
		}
		if got := <-asked; got != "GET orders.example.test" {
			t.Errorf("the proxy was asked for %s", got)
		}
		if strings.Contains(string(out), "proxy-hunter2") {
			t.Errorf("the proxy's password is in:\n%s", out)
		}
	}
}
