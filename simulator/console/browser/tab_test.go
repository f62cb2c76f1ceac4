// Package browser opens the console and the pages of a running simulator in a real
// browser.
package browser

import (
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
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// tab is a browser's tab.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu   sync.Mutex
	said []string // what the page wrote to the console, what failed, and what it asked strangers for
}

// look is how a person sees the page.
type look struct {
	width, height int64
	scheme        string
}

// open opens an address in a new tab. Hosts are those that the page may ask.
func open(t *testing.T, browser context.Context, address string, l look, hosts ...string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p.listen(append(hosts, u.Host))
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
	})
	p.do(chromedp.EmulateViewport(l.width, l.height), chromedp.Navigate(address))
	return p
}

func (p *tab) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, fmt.Sprintf(format, args...))
}

// listen notes what the page should not do.
func (p *tab) listen(hosts []string) {
	p.t.Helper()
	call(p, network.Enable, network.EnableParams{})
	err := chromedp.Listen(p.ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			u, err := url.Parse(e.Request.URL)
			if err != nil || u.Scheme != "data" && u.Scheme != "blob" && !contains(hosts, u.Host) {
				p.note("asks for %s", e.Request.URL)
			}
		case *network.EventResponseReceived:
			if e.Response.Status == 404 {
				p.note("404 for %s", e.Response.URL)
			}
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
			p.note("%s: %s", m.Type, m.Text)
		}
	}()
}

func contains(list []string, one string) bool {
	for _, other := range list {
		if other == one {
			return true
		}
	}
	return false
}

// quiet checks that the page wrote nothing to the console and asked nobody else.
func (p *tab) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, what := range p.said {
		p.t.Error(what)
	}
	p.said = nil
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
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[bool](script, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		body := eval[string](p, "document.body.innerText.slice(0, 1500)")
		p.t.Fatalf("%s: %v\nthe page says: %s", script, err, body)
	}
}

// says waits until the page shows a text.
func (p *tab) says(text string) {
	p.t.Helper()
	p.becomes(fmt.Sprintf("document.body.innerText.includes(%q)", text))
}

// arrives waits until a link has led to an address.
func (p *tab) arrives(address string) {
	p.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		at, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.readyState === 'complete' ? location.href : ''"))
		if err == nil && strings.HasPrefix(at, address) {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the page is %q (%v), want %s", at, err, address)
		}
	}
}

func (p *tab) keys(keys ...string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(strings.Join(keys, "")))
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

// tooWide lists the elements that stick out of the screen; what scrolls in itself,
// and what is clipped away for those who see, is none.
const tooWide = `(() => {
	const width = document.documentElement.clientWidth;
	const out = document.documentElement.scrollWidth > width ? ["the page"] : [];
	for (const e of document.querySelectorAll("body *")) {
		if (e.closest(".unseen, svg *, nav ul, .wide, pre, .rows, .swagger-ui")) continue;
		const box = e.getBoundingClientRect();
		if (box.width > 0 && (box.right > width + 1 || box.left < -1)) out.push(e.outerHTML.slice(0, 120));
	}
	return out;
})()`

// unnamed lists controls that a screen reader has no name for, and ids that are
// there twice.
const unnamed = `(() => {
	const out = [];
	for (const e of document.querySelectorAll("input, select, textarea, button, a[href], summary")) {
		if (e.closest("[hidden], dialog:not([open])")) continue;
		const name = e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && [...e.labels].map((l) => l.textContent).join(" ").trim());
		if (!name) out.push("no name: " + e.outerHTML.slice(0, 120));
	}
	const seen = new Set();
	for (const e of document.querySelectorAll("[id]")) {
		if (seen.has(e.id)) out.push("twice: " + e.id);
		seen.add(e.id);
	}
	if (!document.querySelector("h1") || !document.querySelector("main")) out.push("no h1 or no main");
	if (!document.documentElement.lang) out.push("no language");
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
