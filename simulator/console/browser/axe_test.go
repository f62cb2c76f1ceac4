package browser

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/plumbline-api/plumbline/internal/chromium"
	"github.com/plumbline-api/plumbline/simulator/client"
)

// violations runs axe-core, which is put into the page, and lists what it found.
// The panels' addresses begin with #, so axe takes those that a narrow screen has
// scrolled away for links that skip to a place of the page.
func violations(p *tab, axe []byte) []string {
	p.t.Helper()
	eval[int](p, string(axe)+"; 0")
	eval[int](p, `window.found = null, axe.run(document, {resultTypes: ["violations"], rules: {"skip-link": {enabled: false}}}).then((r) => {
		window.found = r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 120)))
	}), 0`)
	p.becomes("window.found !== null")
	return eval[[]string](p, "window.found")
}

// TestAxe looks at every panel, and at the client report, with axe-core of npm
// (make test-axe).
func TestAxe(t *testing.T) {
	file := os.Getenv("PLUMBLINE_AXE")
	if file == "" {
		t.Skip("PLUMBLINE_AXE names no axe.min.js of axe-core: make test-axe")
	}
	axe, err := os.ReadFile(file) //nolint:gosec // the caller's own
	if err != nil {
		t.Fatal(err)
	}
	browser := chromium.Start(t)
	sim := serve(t, "")
	sim.traffic(t)
	judged, err := client.Judge(t.Context(), sim.engine, "default")
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := client.Write(&page, "html", []client.Report{judged}); err != nil {
		t.Fatal(err)
	}
	report := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(page.Bytes()) })) // to the browser
	t.Cleanup(report.Close)
	for _, l := range []look{{1440, 900, "light"}, {360, 800, "dark"}} {
		p := open(t, browser, sim.control+"/", l)
		for _, panel := range panels {
			eval[int](p, fmt.Sprintf("location.hash = %q, 0", "#"+panel.name))
			p.says(panel.says)
			for _, found := range violations(p, axe) {
				t.Errorf("%s, %d %s: %s", panel.name, l.width, l.scheme, found)
			}
		}
		p = open(t, browser, report.URL, l)
		p.screenshot(fmt.Sprintf("client-report-%d-%s.png", l.width, l.scheme))
		for _, found := range violations(p, axe) {
			t.Errorf("client report, %d %s: %s", l.width, l.scheme, found)
		}
	}
}
