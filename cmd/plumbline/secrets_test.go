package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
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
	outputs := map[string]string{"the terminal": o.out, "the progress": o.errors}
	for _, format := range report.Formats() {
		data, err := os.ReadFile(filepath.Join(dir, format))
		if err != nil {
			t.Fatal(err)
		}
		outputs[format] = string(data)
	}
	for where, output := range outputs {
		if where != "the progress" && !strings.Contains(output, "[redacted]") {
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
