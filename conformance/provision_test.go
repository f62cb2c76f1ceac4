package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// provisionedToy has a fixture that each case uses up.
func provisionedToy(free *[]string, probes ...Case) *Vendor {
	v := toyVendor(probes...)
	v.Fixtures = map[string]string{"a-fixture": "{id: TEXT}: a thing"}
	prepare := v.Prepare
	v.Prepare = func(p *Profile) (*Plan, error) {
		plan, err := prepare(p)
		plan.Missing = func(need string) string {
			if need == "a-fixture" && len(*free) == 0 {
				return "give the profile fixtures.a-fixture"
			}
			return ""
		}
		plan.Supply = func(fixture string, entity map[string]any) error {
			id, text := entity["id"].(string)
			if !text {
				return errors.New("say its id")
			}
			*free = append(*free, fixture+" "+id)
			return nil
		}
		return plan, err
	}
	return v
}

func TestProvision(t *testing.T) {
	t.Setenv("TOY_SECRET", "hunter22")
	for _, test := range []struct {
		name    string
		command []string
		verdict report.Verdict
		says    string
		used    string // by the two cases
		asked   int
	}{
		{name: "none", verdict: report.Inconclusive, says: "give the profile fixtures.a-fixture"},
		{name: "makes them", command: []string{"./make.sh", `echo "{\"id\": \"$(wc -l < asked)\"}"`}, verdict: report.Pass, used: "a-fixture 1, a-fixture 2", asked: 2},
		{name: "fails", command: []string{"./make.sh", "echo no stock, $TOY_SECRET >&2; exit 3"}, asked: 1, verdict: report.Inconclusive,
			says: "provision: ./make.sh for fixtures.a-fixture: exit status 3; it says: no stock, [redacted]"},
		{name: "prints no JSON", command: []string{"./make.sh", "echo done"}, asked: 1, verdict: report.Inconclusive,
			says: "provision: ./make.sh for fixtures.a-fixture: it printed no JSON object such as {id: TEXT}: a thing"},
		{name: "prints two", command: []string{"./make.sh", `echo '{"id":"1"}{"id":"2"}'`}, asked: 1, verdict: report.Inconclusive, says: "it printed no JSON object"},
		{name: "prints something else", command: []string{"./make.sh", `echo '{"number":1}'`}, asked: 1, verdict: report.Inconclusive, says: "say its id"},
		{name: "prints without end", command: []string{"./make.sh", "yes '{}'"}, asked: 1, verdict: report.Inconclusive, says: "it printed more than 1048576 bytes"},
		{name: "complains without end", command: []string{"./make.sh", "yes Oh | head -c 50000000 >&2; exit 3"}, asked: 1, verdict: report.Inconclusive, says: "exit status 3; it says: "},
		{name: "is not there", command: []string{"./nosuch.sh"}, verdict: report.Inconclusive, says: "provision: ./nosuch.sh for fixtures.a-fixture: fork/exec"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			script := "#!/bin/sh\ncd " + dir + "\ncat >> asked; echo >> asked\neval \"$1\"\n"
			if err := os.WriteFile(filepath.Join(dir, "make.sh"), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			var free, used []string
			needs := func(name string) Case {
				c := probe(name, func(context.Context, *target.Session) error {
					used = append(used, free[0])
					free = free[1:]
					return nil
				})
				c.Needs, c.Effect = []string{"a-fixture"}, features.Spending
				return c
			}
			profile := &Profile{
				Vendor: "toy", Target: "http://toy.test", Provision: test.command, file: filepath.Join(dir, "p.yaml"),
				Credentials: map[string]Secret{"user": {Env: "TOY_SECRET"}},
			}
			if _, err := profile.Secret("user"); err != nil {
				t.Fatal(err)
			}
			v := provisionedToy(&free, needs("one"), needs("two"))
			preview, err := NewPreview(v, toyOptions(&toyServer{}, Options{Profile: profile}))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range preview.Cases {
				if c.Rule == toyProbed && (c.Held == "") != (test.command != nil) {
					t.Errorf("planned: %s: %s", c.Held, c.Reason)
				}
			}
			out, err := Run(t.Context(), v, toyOptions(&toyServer{}, Options{Profile: profile, Selection: Selection{Rules: []string{"toy/probed"}}}))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, verdictOf(t, out, toyProbed), test.verdict, test.says)
			asked, err := os.ReadFile(filepath.Join(dir, "asked"))
			if err != nil && test.asked > 0 {
				t.Fatal(err)
			}
			question := `{"vendor":"toy","target":"http://toy.test","fixture":"a-fixture","meaning":"{id: TEXT}: a thing"}` + "\n"
			if string(asked) != strings.Repeat(question, test.asked) {
				t.Errorf("it was asked %q, want %d times %q", asked, test.asked, question)
			}
			if got := strings.Join(used, ", "); got != test.used {
				t.Errorf("used were %s, want %s", got, test.used)
			}
		})
	}
}

// TestProvisionEndsWithTheRun: a command that hangs does not outlive an
// interrupt.
func TestProvisionEndsWithTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	var free []string
	c := probe("one", func(context.Context, *target.Session) error { return nil })
	c.Needs = []string{"a-fixture"}
	p := &Profile{Vendor: "toy", Target: "http://toy.test", Provision: []string{"sh", "-c", fmt.Sprintf("touch %s; exec sleep 600", started)}}
	go func() {
		for ctx.Err() == nil {
			time.Sleep(time.Millisecond)
			if _, err := os.Stat(started); err == nil {
				cancel()
			}
		}
	}()
	out, err := Run(ctx, provisionedToy(&free, c), toyOptions(&toyServer{}, Options{Profile: p, Selection: Selection{Rules: []string{"toy/probed"}}}))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, verdictOf(t, out, toyProbed), report.Inconclusive, "the run was interrupted")
}

// TestProvisionInTheMiddleOfACase has a case that takes two fixtures of a kind.
func TestProvisionInTheMiddleOfACase(t *testing.T) {
	var free []string
	made := 0
	two := probe("takes two", func(ctx context.Context, s *target.Session) error {
		free = free[1:]
		if len(free) == 0 && !s.Provide(ctx, "a-fixture") {
			return &target.Inconclusive{Reason: "there is no second one"}
		}
		made = len(free)
		return nil
	})
	two.Needs, two.Effect = []string{"a-fixture"}, features.Spending
	profile := &Profile{Vendor: "toy", Target: "http://toy.test", Provision: []string{"echo", `{"id": "1"}`}}
	out, err := Run(t.Context(), provisionedToy(&free, two), toyOptions(&toyServer{}, Options{Profile: profile, Selection: Selection{Rules: []string{"toy/probed"}}}))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
	if made != 1 {
		t.Errorf("%d fixtures were made for the second, want 1", made)
	}
}

// TestProvisionProvesTheAPI has a target that knows nothing yet: what the command
// makes shows which API it is. A target that is another one is not asked to hold
// anything.
func TestProvisionProvesTheAPI(t *testing.T) {
	for _, test := range []struct {
		name    string
		foreign bool // answers every path alike
	}{
		{"it is the API", false},
		{"it is another", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			script := "#!/bin/sh\ntouch " + dir + "/asked\necho '{\"id\": \"made\"}'\n"
			if err := os.WriteFile(filepath.Join(dir, "make.sh"), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			server := &toyServer{things: map[string][]byte{"made": []byte(`{"name":"made"}`)}}
			server.disturb = func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
				if path.Base(r.URL.Path) == nowhere && !test.foreign {
					return toyResponse(r, http.StatusNotFound, `"no such path"`)
				}
				return nil
			}
			var free []string
			v := provisionedToy(&free, probe("passes", func(context.Context, *target.Session) error { return nil }))
			prepare := v.Prepare
			v.Prepare = func(p *Profile) (*Plan, error) {
				plan, err := prepare(p)
				plan.Known = Known{
					By:   func(a *target.Answer) bool { return AnswersWith(a, "name") },
					Need: "a-fixture",
					Reads: func(entity map[string]any) Proof {
						return Proof{Effect: features.Read, Run: func(ctx context.Context, s *target.Session) error {
							_, err := toyRead(ctx, s, entity["id"].(string))
							return err
						}}
					},
				}
				return plan, err
			}
			profile := &Profile{Vendor: "toy", Target: "http://toy.test", Provision: []string{"./make.sh"}, file: filepath.Join(dir, "p.yaml")}
			out, err := Run(t.Context(), v, toyOptions(server, Options{Profile: profile, Selection: Selection{Rules: []string{"toy/probed"}}}))
			if err != nil {
				t.Fatal(err)
			}
			_, err = os.Stat(filepath.Join(dir, "asked"))
			if asked := err == nil; asked == test.foreign {
				t.Errorf("the command was asked: %v; the target: %q %q", asked, out.Unreachable, out.Stopped)
			}
			if !test.foreign {
				wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
			}
		})
	}
}
