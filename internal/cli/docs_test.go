package cli

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

// TestTheControlAPIsPageRuns runs docs/control-api.md from its beginning to its
// end: starts what `plumbline simulate` starts, in this process, and runs each
// curl. A comment below it tells the status of the answer where it is no 2xx, and
// what is in it, in that order; … stands for anything.
func TestTheControlAPIsPageRuns(t *testing.T) {
	servicetest.Tools(t, "sh", "curl")
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "control-api.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := docPage{t: t, subscriber: httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), collector: newCollector(t)}
	t.Cleanup(page.subscriber.Close)
	page.curlrc(t.TempDir())
	commands := docCommands(string(text))
	if curls := strings.Count(string(text), "\ncurl "); curls < 30 || len(commands) < curls {
		t.Fatalf("the page has %d lines that begin with curl, and %d commands were found", curls, len(commands))
	}
	for _, c := range commands {
		page.run(c)
	}
	if spans := page.collector.all(); len(spans) != 1 || spans[0].GetName() != "altazion getBon" {
		t.Errorf("the collector has %v, want the span of the one request that the page makes then", spans)
	}
}

// docCommand is a command of the page, with what its comments say.
type docCommand struct {
	words string
	wants []string
}

// docCommands takes the blocks that are marked as sh apart.
func docCommands(page string) []docCommand {
	var list []docCommand
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			line = strings.TrimSuffix(line, "\n")
			if said, isComment := strings.CutPrefix(line, "# "); isComment {
				list[len(list)-1].wants = append(list[len(list)-1].wants, said)
			} else {
				list = append(list, docCommand{words: line})
			}
		}
	}
	return list
}

// docPage is the page while it is run.
type docPage struct {
	t          *testing.T
	running    simulation
	subscriber *httptest.Server
	collector  *collector
}

// curlrc makes every curl end with the status on a line of its own.
func (p *docPage) curlrc(dir string) {
	settings := "silent\nshow-error\nmax-time = 60\nnoproxy = \"*\"\nwrite-out = \"\\n%{http_code}\"\n"
	if err := os.WriteFile(filepath.Join(dir, ".curlrc"), []byte(settings), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.t.Setenv("CURL_HOME", dir)
}

var startLine = regexp.MustCompile(`^(?:([A-Z_]+)=(\S+) )?plumbline simulate((?: \S+)*)$`)

func (p *docPage) run(c docCommand) {
	p.t.Helper()
	if start := startLine.FindStringSubmatch(c.words); start != nil {
		if p.running.stop != nil {
			p.running.stop()
		}
		if start[1] != "" {
			p.t.Setenv(start[1], strings.ReplaceAll(start[2], "http://127.0.0.1:4318", p.collector.URL))
		}
		p.running = simulate(p.t, strings.Fields(start[3])...)
		return
	}
	words := strings.NewReplacer(
		"http://127.0.0.1:4010", p.running.vendors, "http://127.0.0.1:4011", p.running.control, "http://127.0.0.1:9000", p.subscriber.URL,
	).Replace(c.words)
	out, err := exec.CommandContext(p.t.Context(), "sh", "-c", words).CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		p.t.Fatal(err)
	}
	body, status := string(out[:max(0, len(out)-4)]), string(out[max(0, len(out)-3):])
	if !strings.HasPrefix(c.words, "curl ") || !said(c.wants, status, body) {
		p.t.Errorf("%s\nanswers %s %.2000s, want %q", c.words, status, body, c.wants)
	}
}

// said tells whether an answer is what the comments say of it.
func said(wants []string, status, body string) bool {
	wantedStatus := regexp.MustCompile(`^[1-5][0-9]{2}\b ?`)
	asked := "2"
	for _, want := range wants {
		if code := wantedStatus.FindString(want); code != "" {
			asked, want = strings.TrimSpace(code), want[len(code):]
		}
		rest := body
		for part := range strings.SplitSeq(want, " … ") {
			_, after, found := strings.Cut(rest, part)
			if !found {
				return false
			}
			rest = after
		}
	}
	return strings.HasPrefix(status, asked)
}
