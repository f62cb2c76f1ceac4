package conformance

import (
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaOfToy compiles the schema of the toy's profiles.
func schemaOfToy(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := ProfileSchema([]*Vendor{namedToy()})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("profile.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("profile.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// namedToy is the toy with names for a profile.
func namedToy() *Vendor {
	v := toyVendor()
	v.Credentials = map[string]string{"user": "who calls; required", "password": "what proves it"}
	v.Fixtures = map[string]string{"a-fixture": "[{id: TEXT}]: things"}
	return v
}

// TestParserAndSchemaAgree holds two readers of one description together: what
// the parser refuses, an editor marks.
func TestParserAndSchemaAgree(t *testing.T) {
	for _, test := range []struct {
		name, profile string
		says          string // empty where the profile is good
	}{
		{name: "the least", profile: "vendor: toy"},
		{name: "everything", profile: `vendor: toy
target: https://toy.test/root
credentials: {user: {env: TOY_USER}, password: {file: password.txt}}
capabilities: [control, clock]
limits: {rate: 2/s, requests: 400, timeout: 10s, settle: 30s}
fixtures: {a-fixture: [{id: one, deep: {er: [1]}}]}
writes: allowed
destructive: allowed
control: off
tls: {ca: ca.pem, certificate: c.pem, key: k.pem, server-name: toy.test}
proxy: http://proxy.test:3128
provision: [./make.sh, -v, -v]
known-failures: known.yaml
`},
		{name: "a token", profile: "vendor: toy\ncredentials:\n  user: {oauth2: {token-url: https://login.test/token, client-id: {env: A}, client-secret: {file: b}, scope: all}}"},
		{name: "a misspelt token", profile: "vendor: toy\ncredentials:\n  user: {oauth2: {token-uri: https://login.test}}", says: `line 3: unknown key "credentials.user.oauth2.token-uri"; known here: token-url, client-id`},
		{name: "a misspelt file", profile: "vendor: toy\ntls: {cert: c.pem}", says: `line 2: unknown key "tls.cert"; known here: ca, certificate, key, server-name`},
		{name: "headings without a member", profile: "vendor: toy\ncredentials:\nfixtures:\n"},
		{name: "an anchor", profile: "vendor: toy\ncredentials: &c\n  user: {env: A}\n"},
		{name: "no vendor", profile: "target: https://toy.test", says: `vendor: "" is none that can be judged; known: toy`},
		{name: "another vendor", profile: "vendor: nosuch", says: `line 1: vendor: "nosuch" is none`},
		{name: "an unknown key", profile: "vendor: toy\ntargt: x", says: `line 2: unknown key "targt"; known here: vendor, target, credentials`},
		{name: "one behind an anchor", profile: "vendor: toy\ncredentials: &c\n  user: {var: A}\n", says: `line 3: unknown key "credentials.user.var"; known here: env, file, value, oauth2`},
		{name: "one in the limits", profile: "vendor: toy\nlimits:\n  pace: 2/s", says: `line 3: unknown key "limits.pace"`},
		{name: "an unknown credential", profile: "vendor: toy\ncredentials:\n  key: {env: A}", says: "line 3: credentials.key: unknown name; known: password, user"},
		{name: "an unknown fixture", profile: "vendor: toy\nfixtures:\n  things: [{id: 1}]", says: "line 3: fixtures.things: unknown name; known: a-fixture"},
		{name: "an unknown capability", profile: "vendor: toy\ncapabilities:\n  - events", says: `line 2: capabilities: unknown name "events"; known: control, clock`},
		{name: "a word that is no choice", profile: "vendor: toy\ndestructive: yes please", says: `line 2: destructive: "yes please" is no choice; leave it out, or say allowed`},
		{name: "a rate that is none", profile: "vendor: toy\nlimits: {rate: fast}", says: `line 2: limits.rate: "fast" is no rate`},
		{name: "fewer requests than none", profile: "vendor: toy\nlimits: {requests: -1}", says: "line 2: limits.requests: -1 is no number of requests"},
		{name: "requests that are no number", profile: "vendor: toy\nlimits: {requests: many}", says: "line 2: "},
		{name: "an entity twice", profile: "vendor: toy\nfixtures:\n  a-fixture: [{id: 1}, {id: 2}, {id: 1}]", says: "line 3: fixtures.a-fixture[2]: it is fixtures.a-fixture[0] as well"},
		{name: "a command without a name", profile: "vendor: toy\nprovision: [\"\"]", says: "line 2: provision: the command is empty; name a program"},
		{name: "a command of blanks", profile: "vendor: toy\nprovision: [\" \", x]", says: "line 2: provision: the command is empty"},
		{name: "a command with an empty word", profile: "vendor: toy\nprovision: [./make.sh, \"\"]"},
		{name: "a fixture that is no list", profile: "vendor: toy\nfixtures:\n  a-fixture: one", says: "line 3: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseProfile([]byte(test.profile), []*Vendor{namedToy()})
			if (err == nil) != (test.says == "") || err != nil && !strings.HasPrefix(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
			asJSON, convertible := yaml.YAMLToJSON([]byte(test.profile))
			if convertible != nil {
				t.Fatal(convertible)
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
			if err != nil {
				t.Fatal(err)
			}
			if marked := schemaOfToy(t).Validate(value); (marked == nil) != (test.says == "") {
				t.Errorf("the schema says %v, the parser %q", marked, test.says)
			}
		})
	}
}

func TestEveryKeyOfAProfileIsExplained(t *testing.T) {
	var look func(node reflect.Type)
	seen := map[reflect.Type]bool{}
	look = func(node reflect.Type) {
		if seen[node] {
			return
		}
		seen[node] = true
		for _, k := range keysOf(node) {
			if k.tag.Get("doc") == "" {
				t.Errorf("%s.%s has no doc", node, k.name)
			}
			if k.typ.Kind() == reflect.Pointer {
				k.typ = k.typ.Elem()
			}
			if k.typ.Kind() == reflect.Struct {
				look(k.typ)
			}
		}
	}
	look(reflect.TypeFor[Profile]())
	look(reflect.TypeFor[Secret]())
}

// TestErrorsOfAPreparedProfileHaveTheirLine: what a vendor's own reading finds
// is told with file and line, too.
func TestErrorsOfAPreparedProfileHaveTheirLine(t *testing.T) {
	p, err := ParseProfile([]byte("vendor: toy\ntarget: http://toy.test\nfixtures:\n  a-fixture: [{id: 1}]\n"), []*Vendor{namedToy()})
	if err != nil {
		t.Fatal(err)
	}
	p.file = "toy.yaml"
	for text, want := range map[string]string{
		"fixtures.a-fixture: id: a text is required": "profile toy.yaml: line 4: fixtures.a-fixture: id: a text is required",
		"fixtures.a-fixture[0]: say its number":      "profile toy.yaml: line 4: fixtures.a-fixture[0]: say its number",
		"fixtures.a-fixture, entry 1: guid":          "profile toy.yaml: line 4: fixtures.a-fixture, entry 1: guid",
		"fixtures: tenant is required":               "profile toy.yaml: line 3: fixtures: tenant is required",
		"credentials: user is required":              "profile toy.yaml: credentials: user is required",
	} {
		if got := p.wrong(errText(text)).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

type errText string

func (e errText) Error() string { return string(e) }

func TestFilesAreBelowTheProfile(t *testing.T) {
	p := &Profile{file: "/etc/plumbline/toy.yaml"}
	if got := p.path("secret.txt"); got != "/etc/plumbline/secret.txt" {
		t.Errorf("got %s", got)
	}
	if got := p.path("/run/secret.txt"); got != "/run/secret.txt" {
		t.Errorf("got %s", got)
	}
}
