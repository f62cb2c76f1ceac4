package target

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"
)

// layers are the ways to write a text inside another, with the standard library.
var layers = map[string]struct{ write, read func(string) string }{
	"JSON": {
		func(s string) string { text, _ := json.Marshal(s); return string(text[1 : len(text)-1]) }, // a string can always be encoded
		func(s string) string { var out string; _ = json.Unmarshal([]byte(`"`+s+`"`), &out); return out },
	},
	"URL":    {url.QueryEscape, func(s string) string { out, _ := url.QueryUnescape(s); return out }},
	"path":   {url.PathEscape, func(s string) string { out, _ := url.PathUnescape(s); return out }},
	"HTML":   {html.EscapeString, html.UnescapeString},
	"base64": {func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }, nil},
}

// TestLayers writes a secret in a text, and that text inside others. It is found
// at any depth, and nothing beside it is replaced.
func TestLayers(t *testing.T) {
	const left, right = `{"note":"50% & <more>","echo":"`, `","after":"x\y"}`
	for _, secret := range []string{hard, "plain-password-1", `%41%42%43%44x"y\u0041`, "&amp;&lt;-secret", "日本語のパスワード"} {
		for _, order := range []string{
			"", "JSON", "URL", "path", "HTML", "JSON JSON", "JSON JSON JSON JSON", "URL URL URL", "HTML HTML", "JSON URL", "URL JSON", "HTML JSON URL",
			"URL HTML JSON JSON", "JSON HTML URL path JSON HTML",
		} {
			text := left + secret + right
			names := strings.Fields(order)
			for _, name := range names {
				text = layers[name].write(text)
			}
			got := newRedactor([]string{secret}).text(text)
			for i := len(names) - 1; i >= 0; i-- {
				got = layers[names[i]].read(got)
			}
			if got != left+redacted+right {
				t.Errorf("%q, written as %q: %s", secret, order, got)
			}
		}
	}
}

// TestLayersOfBase64 does the same with base64, which can't be read any more
// when a part of it was replaced: what is replaced holds the secret and a few
// letters.
func TestLayersOfBase64(t *testing.T) {
	for _, secret := range []string{hard, "plain-password-1"} {
		for _, before := range []string{"", "a", "ab", "abc", `{"user":"me & you","p":"`} {
			for _, order := range []string{"base64", "JSON base64", "base64 JSON", "base64 URL", "URL base64 HTML", "base64 base64", "base64 base64 base64", "JSON base64 JSON base64 URL"} {
				text, inside := before+secret+" and so on, and on", secret
				for _, name := range strings.Fields(order) {
					text, inside = layers[name].write(text), layers[name].write(inside)
				}
				got := newRedactor([]string{secret}).text("token-" + text + "; x")
				first, last, found := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(got, "token-"), "; x"), redacted)
				if !found || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
					t.Errorf("%q behind %q, written as %q: %s", secret, before, order, got)
					continue
				}
				if n := len(text) - len(first) - len(last); n < len(inside)*3/4 || n > len(inside)+30 {
					t.Errorf("%q behind %q, written as %q: %d letters are replaced, the secret has %d", secret, before, order, n, len(inside))
				}
			}
		}
	}
}

// TestShortSecrets are replaced only where they stand as the credential.
func TestShortSecrets(t *testing.T) {
	const secret = "1021"
	for text, want := range map[string]string{
		`{"ack": 1021, "order": "1021"}`:                   "",
		`ack 1021`:                                         "",
		`GET /orders/1021?page=1021`:                       "",
		`{"password":"1021"}`:                              `{"password":"[redacted]"}`,
		`{"clientSecret" : "1021","id":"1021"}`:            `{"clientSecret" : "[redacted]","id":"1021"}`,
		`{"clientId":"1021"}`:                              `{"clientId":"[redacted]"}`,
		`{"password":"10210"}`:                             "",
		`"{\"password\":\"1021\"}"`:                        `"{\"password\":\"[redacted]\"}"`,
		`/?user=1021&password=1021&page=1021`:              `/?user=[redacted]&password=[redacted]&page=1021`,
		`<password>1021</password><id>1021</id>`:           `<password>[redacted]</password><id>1021</id>`,
		`Authorization was Bearer 1021`:                    `Authorization was Bearer [redacted]`,
		`the token 1021 is unknown`:                        "",
		`Authorization: 1021`:                              `Authorization: [redacted]`,
		`the contract has no status 1021 for the user's 3`: "",
	} {
		if want == "" {
			want = text
		}
		if got := newRedactor([]string{secret}).message(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

// TestEscapedWithoutEnd redacts texts that take forever to be read: they are
// withheld, in bounded time.
func TestEscapedWithoutEnd(t *testing.T) {
	r := newRedactor([]string{"correct-horse"})
	for name, text := range map[string]string{
		"percents":    strings.Repeat("%25", kept),
		"one percent": "%" + strings.Repeat("25", kept),
		"backslashes": strings.Repeat(`\`, kept),
		"ampersands":  "&" + strings.Repeat("amp;", kept),
		"mixed":       strings.Repeat(`%26amp;\u0025`, kept/10),
		"letters":     strings.Repeat("QUFB", kept),
	} {
		got, _ := r.body([]byte(text))
		if got != withheld && got != text[:min(kept, len(text))] {
			t.Errorf("%s: %.100s", name, got)
		}
	}
}

func BenchmarkRedact(b *testing.B) {
	r := newRedactor([]string{"sample-oms", "sample-password", "other-password"})
	body := []byte(`{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1,"lastUpdated":"2025-09-22T10:01:20.624Z","type":"Order","lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}]}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		r.body(body)
	}
}

// TestATokenThatHoldsASecretIsConcealedWhole: a JWT has the client's name in it,
// which alone was left out before the token was known.
func TestATokenThatHoldsASecretIsConcealedWhole(t *testing.T) {
	const client = "client-of-the-shop"
	token := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"id":"`+client+`"}`)) + ".c2lnbmF0dXJl"
	target := newTarget(t, Options{Secrets: []string{client}, Transport: answering(200, nil, `{"token":"`+token+`"}`)})
	s := target.Session()
	if _, err := send(t, s, "GET", ""); err != nil {
		t.Fatal(err)
	}
	s.Conceal(token)
	if got := s.Exchanges()[0].ResponseBody; got != `{"token":"[redacted]"}` {
		t.Errorf("recorded: %s", got)
	}
}
