// Package browser opens the report's page in a real browser: what a parser
// can't see of it is judged here.
package browser

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/plumbline-api/plumbline/internal/chromium"
	"github.com/plumbline-api/plumbline/report"
)

// tab is a browser's tab with a report in it.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu   sync.Mutex
	said []string // what the page wrote to the console, and what it asked the network for
}

// look is how a person sees the page.
type look struct {
	width, height int64
	scheme        string
	noScript      bool
}

// open writes a report's page to a file and opens it in a new tab.
func open(t *testing.T, browser context.Context, r *report.Report, l look) *tab {
	t.Helper()
	var text bytes.Buffer
	if err := r.HTML(&text); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx}
	p.listen((&url.URL{Scheme: "file", Path: file}).String())
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
	})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
	p.do(chromedp.EmulateViewport(l.width, l.height), chromedp.Navigate((&url.URL{Scheme: "file", Path: file}).String()))
	return p
}

// listen notes what the page should not do.
func (p *tab) listen(own string) {
	p.t.Helper()
	note := func(format string, args ...any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.said = append(p.said, fmt.Sprintf(format, args...))
	}
	call(p, network.Enable, network.EnableParams{})
	err := chromedp.Listen(p.ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && e.Request.URL != own {
			note("asks for %s", e.Request.URL)
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	messages := chromedp.Console(p.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return // the tab is closed
			}
			note("%s: %s", m.Type, m.Text)
		}
	}()
}

// quiet checks that the page wrote nothing to the console and asked for
// nothing.
func (p *tab) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, what := range p.said {
		p.t.Error(what)
	}
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.t.Fatal(err)
	}
}

func eval[T any](p *tab, script string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return value
}

// becomes waits until a script's value is true.
func (p *tab) becomes(script string) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[bool](script, chromedp.WithPollingTimeout(10*time.Second))); err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
}

func (p *tab) keys(keys ...string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(strings.Join(keys, "")))
}

// slash presses that key as a keyboard does: the character is part of the
// key's own event, which the page takes, and comes to no field.
func (p *tab) slash() {
	p.t.Helper()
	call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"})
	call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: "/"})
}

// golden reads the report that has every verdict.
func golden(t *testing.T) *report.Report {
	t.Helper()
	text, err := os.ReadFile("../testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLooks(t *testing.T) {
	browser := chromium.Start(t)
	r := golden(t)
	for _, l := range []look{{360, 800, "light", false}, {360, 800, "dark", false}, {1280, 900, "light", false}, {1280, 900, "dark", false}} {
		t.Run(fmt.Sprintf("%dx%d %s", l.width, l.height, l.scheme), func(t *testing.T) {
			p := open(t, browser, r, l)
			dark := eval[bool](p, `(() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g); return +r + +g + +b < 384 })()`)
			if dark != (l.scheme == "dark") {
				t.Errorf("the page is dark: %v", dark)
			}
			p.screenshot(fmt.Sprintf("%d-%s.png", l.width, l.scheme))
			eval[int](p, `document.querySelectorAll("details").forEach((d) => { d.open = true }), 0`)
			for _, wide := range eval[[]string](p, tooWide) {
				t.Error("wider than the screen: ", wide)
			}
			for _, pale := range eval[[]string](p, tooPale) {
				t.Error("too little contrast: ", pale)
			}
			p.screenshot(fmt.Sprintf("%d-%s-unfolded.png", l.width, l.scheme))
			p.quiet()
		})
	}
}

// screenshot writes what the whole page looks like, where someone wants to see
// it: PLUMBLINE_SCREENSHOTS names the folder.
func (p *tab) screenshot(name string) {
	p.t.Helper()
	folder := os.Getenv("PLUMBLINE_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// tooWide lists the elements that stick out of the screen; one that is clipped
// away for those who see is none.
const tooWide = `(() => {
	const width = document.documentElement.clientWidth;
	const out = document.documentElement.scrollWidth > width ? ["the page"] : [];
	for (const e of document.querySelectorAll("body *")) {
		if (e.closest(".unseen, thead, svg *")) continue;
		const box = e.getBoundingClientRect();
		if (box.width > 0 && (box.right > width + 1 || box.left < -1)) out.push(e.outerHTML.slice(0, 120));
	}
	return out;
})()`

// tooPale lists texts whose contrast with what is behind them is below what
// WCAG 2.2 asks for at level AA, 4.5 to 1. Figures that are zero mean nothing.
const tooPale = `(() => {
	const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { c: [r, g, b], a }; };
	const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
	const behind = (e) => {
		for (; e; e = e.parentElement) {
			const { c, a } = parse(getComputedStyle(e).backgroundColor);
			if (a === 1) return c;
		}
		return [255, 255, 255];
	};
	const found = new Set();
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n = walk.nextNode(); n; n = walk.nextNode()) {
		const e = n.parentElement;
		if (!n.data.trim() || e.closest("script, .unseen, .none, [hidden]")) continue;
		const style = getComputedStyle(e);
		const svg = e.closest("svg");
		let back = behind(svg ? svg.parentElement : e);
		if (svg) {
			const shape = e.parentElement.querySelector("circle, rect");
			back = parse(getComputedStyle(shape).fill).c;
		}
		const [a, b] = [light(parse(svg ? style.fill : style.color).c), light(back)].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) found.add(ratio.toFixed(2) + " " + e.className + " " + n.data.trim().slice(0, 40));
	}
	return [...found];
})()`

// shown counts the rules that can be seen.
const shown = `[...document.querySelectorAll("details.rule")].filter((e) => e.checkVisibility()).length`

func TestFilterByKeyboard(t *testing.T) {
	p := open(t, chromium.Start(t), golden(t), look{width: 1280, height: 900, scheme: "light"})
	if n := eval[int](p, shown); n != 14 {
		t.Fatalf("%d rules are shown at first, want the 14 of the report", n)
	}
	p.slash()
	if id := eval[string](p, `document.activeElement.id`); id != "search" {
		t.Fatalf("a slash leads to %q", id)
	}
	if outline := eval[string](p, `getComputedStyle(document.activeElement).outlineStyle`); outline != "solid" {
		t.Errorf("the focus is drawn as %q", outline)
	}
	p.keys("Undefined clock") // in the evidence of one rule, in another order and case
	p.becomes(shown + ` === 1`)
	if text := eval[string](p, `document.getElementById("found").textContent`); text != "1 of 14 rules" {
		t.Errorf("found %q", text)
	}
	if id := eval[string](p, `[...document.querySelectorAll("details.rule")].find((e) => e.checkVisibility()).querySelector("h4").textContent`); id != "deliveryoptimizer/expiry" {
		t.Errorf("found %s", id)
	}
	for range "Undefined clock" {
		p.keys(kb.Backspace)
	}
	p.becomes(shown + ` === 14`)
	p.keys(kb.Tab) // to the vendors
	p.keys("B")    // Bridge, as in any list
	p.becomes(shown + ` === 2`)
	if !eval[bool](p, `document.querySelector(".diagram").checkVisibility() && !document.getElementById("dialects").checkVisibility()`) {
		t.Error("want the states of Bridge, and not the readings of another vendor")
	}
	p.keys(kb.Tab, kb.Tab) // past the bases to the first verdict
	if value := eval[string](p, `document.activeElement.value`); value != "fail" {
		t.Fatalf("two steps behind the vendors stands %q", value)
	}
	p.keys(kb.Tab, kb.Tab, " ") // inconclusive, off
	p.becomes(shown + ` === 1`)
	p.keys(kb.Tab, " ", kb.Tab, " ") // warnings and passes, off
	p.becomes(`!document.getElementById("nothing").hidden && ` + shown + ` === 0`)
	p.keys(kb.Tab, kb.Tab, kb.Tab, kb.Enter) // past two verdicts to "show all"
	p.becomes(shown + ` === 14`)
	p.quiet()
}

func TestEvidenceOpensByKeyboard(t *testing.T) {
	p := open(t, chromium.Start(t), golden(t), look{width: 360, height: 800, scheme: "dark"})
	eval[int](p, `document.querySelector("details.evidence > summary").focus(), 0`)
	if eval[bool](p, `document.querySelector(".exchange").checkVisibility()`) {
		t.Error("the evidence is open from the start")
	}
	p.keys(kb.Enter)
	p.becomes(`document.querySelector(".exchange").checkVisibility()`)
	p.quiet()
}

func TestLinkLeadsToFoldedRule(t *testing.T) {
	p := open(t, chromium.Start(t), golden(t), look{width: 1280, height: 900, scheme: "light"})
	p.slash()
	p.keys("zebra")
	p.becomes(shown + ` === 0`)
	eval[int](p, `document.querySelector('.transitions a[href="#rule-bridge-order-state-changes"]').focus(), 0`)
	p.keys(kb.Enter)
	p.becomes(`document.getElementById("rule-bridge-order-state-changes").open && document.querySelectorAll("details.rule[hidden]").length === 0`)
	p.quiet()
}

func TestWithoutScript(t *testing.T) {
	p := open(t, chromium.Start(t), golden(t), look{width: 360, height: 800, scheme: "light", noScript: true})
	text := eval[string](p, `document.body.innerText`)
	for _, want := range []string{
		"Own fault", "2 rules fail", "deliveryoptimizer/order-members-typed", "document 002, Exemple d'appel API, lines 18, 22 to 49 and 60",
		"422", "curl -sS -i -X POST", "plumbline verify deliveryoptimizer", "confirmed → ready to pick", "bridge/hidden-order",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q can't be read", want)
		}
	}
	if strings.Contains(text, "Search") {
		t.Error("the filter is shown, and can do nothing")
	}
	p.quiet()
}
