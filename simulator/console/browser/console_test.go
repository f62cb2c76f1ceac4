package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/chromium"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/simulator/pages"
)

// running is a simulator with both its ports.
type running struct {
	engine           *simulator.Engine
	vendors, control string
}

func serve(t *testing.T, token string) running {
	t.Helper()
	engine, err := simulator.New(simulator.Options{
		Now: time.Now, RandomSeed: 1, Wait: func(ctx context.Context, d time.Duration) error {
			select {
			case <-time.After(d):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	}, akinon.New(), altazion.New(), bridge.New(), deliveryoptimizer.New(), komet.New())
	if err != nil {
		t.Fatal(err)
	}
	operate, err := control.New(engine, "test", token)
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		operate.ServeHTTP(w, r.WithContext(control.Stopping(r.Context(), stop)))
	}))
	t.Cleanup(func() { close(stop); at.CloseClientConnections(); at.Close() })
	beside, err := pages.New(engine, at.URL)
	if err != nil {
		t.Fatal(err)
	}
	vendors := httptest.NewServer(beside.Before(engine))
	t.Cleanup(vendors.Close)
	engine.AnnounceAddress(vendors.URL)
	engine.AnnounceControl(at.URL)
	return running{engine, vendors.URL, at.URL}
}

// send sends a request to a vendor, as an application of the sample.
func (r running) send(t *testing.T, method, path, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.vendors+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth("sample-app", "sample-key")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Note", "<script>pwned=1</script>")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

const preparation = "/altazion/api/logistique/preparation"

// traffic is a first session: what works, what a rule refuses, what is nowhere.
func (r running) traffic(t *testing.T) {
	t.Helper()
	r.send(t, "GET", preparation+"/BP-1001", "")
	r.send(t, "POST", preparation+"/prepa/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`)
	r.send(t, "GET", preparation+"/BP-9999", "")
	r.send(t, "GET", "/altazion/api/logistique/preparations/BP-1001", "")
	r.send(t, "POST", preparation+"/expe/BP-1003", `{"Lignes":[{"Reference":"REF-A","QteExpediee":1}]}`)
	r.send(t, "POST", preparation+"/expe/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":5}]}`)
}

var panels = []struct{ name, says string }{
	{"journal", "altazion/shipped-more-than-contained-is-422"}, {"journal/default/6", "refused it"}, {"vendors", "sample-app"}, {"entities/default/altazion", "altazion.bon"},
	{"deliveries", "Notifications"}, {"faults", "Add a fault"}, {"clock", "follows real time"}, {"readings", "altazion/finished-is-409"},
	{"report", "altazion"}, {"worlds", "Take a snapshot"},
}

// TestPanels looks at every panel as people do: nothing sticks out, everything has
// a name and contrast, and nobody else is asked for anything.
func TestPanels(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "")
	sim.traffic(t)
	for _, l := range []look{{1440, 900, "light"}, {1280, 900, "dark"}, {360, 800, "light"}} {
		t.Run(fmt.Sprintf("%d %s", l.width, l.scheme), func(t *testing.T) {
			p := open(t, browser, sim.control+"/", l)
			for _, panel := range panels {
				eval[int](p, fmt.Sprintf("location.hash = %q, 0", "#"+panel.name))
				p.says(panel.says)
				p.screenshot(fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(panel.name, "/", "-"), l.width, l.scheme))
				eval[int](p, `document.querySelectorAll("main details").forEach((d) => { d.open = true }), 0`)
				for what, script := range map[string]string{"wider than the screen": tooWide, "no name": unnamed, "too little contrast": tooPale} {
					for _, found := range eval[[]string](p, script) {
						t.Errorf("%s: %s: %s", panel.name, what, found)
					}
				}
			}
			p.quiet()
		})
	}
}

// TestActions does from the page what the control API does.
func TestActions(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "")
	sim.traffic(t)
	p := open(t, browser, sim.control+"/#clock", look{1280, 900, "light"})
	click := func(text string) {
		t.Helper()
		p.becomes(fmt.Sprintf(`[...document.querySelectorAll("main button")].some((b) => b.textContent === %q)`, text))
		eval[int](p, fmt.Sprintf(`[...document.querySelectorAll("main button")].find((b) => b.textContent === %q).click(), 0`, text))
	}
	click("Freeze")
	p.says("frozen: it moves when it is told to")
	p.becomes(`document.getElementById("last").innerText.includes("curl -sS -X POST") && document.getElementById("last").innerText.includes('{"freeze":true}')`)
	if clock, err := sim.engine.Clock(t.Context(), simulator.DefaultWorld); err != nil || clock.Scale != 0 {
		t.Errorf("the clock is %+v, %v", clock, err)
	}
	click("+ 10m")
	p.says("Done")

	eval[int](p, `location.hash = "#faults", 0`)
	click("Add it")
	p.says("matched 0, struck 0 of at most 1")
	if faults, err := sim.engine.Faults(t.Context(), simulator.DefaultWorld); err != nil || len(faults) != 1 || faults[0].Effect.Status != 503 {
		t.Errorf("the faults are %+v, %v", faults, err)
	}
	click("Remove")
	p.says("No fault")

	eval[int](p, `location.hash = "#worlds", 0`)
	click("Take it")
	p.says("Restore")
	click("Restore")
	p.says("Done")

	eval[int](p, `location.hash = "#readings", 0`)
	p.becomes(`document.querySelector('input[value="405"]') !== null`)
	eval[int](p, `document.querySelector('input[name="r-altazion/finished-is-409"][value="405"]').click(), 0`)
	p.says("Done")
	if dialect, err := sim.engine.Dialect(t.Context(), simulator.DefaultWorld); err != nil || dialect["altazion/finished-is-409"] != "405" {
		t.Errorf("the reading is %q, %v", dialect["altazion/finished-is-409"], err)
	}
	eval[int](p, `location.hash = "#entities/default/altazion", 0`)
	p.becomes(`document.querySelector("main svg.diagram .node.full") !== null`)
	eval[int](p, `(() => { const t = document.querySelector("main textarea"); t.value = '{"ordrs": []}'; return 0 })()`)
	click("Add")
	p.says("Refused")
	p.mu.Lock()
	p.said = nil // chromium notes the refusal that was asked for
	p.mu.Unlock()
}

// hostile are texts that would become markup where a page is careless.
var hostile = []string{
	`<script>pwned=1</script>`, `<img src=x onerror=pwned=1>`, `"><svg onload=pwned=1>`, `</pre><iframe src=javascript:pwned=1>`, "{{constructor.constructor('pwned=1')()}}", "\u202ereversed", "\x00\x01",
}

// TestHostileBodies shows what callers sent as text, whatever it is.
func TestHostileBodies(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "")
	for _, text := range hostile {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		sim.send(t, "POST", preparation+"/prepa/BP-1001", fmt.Sprintf(`{"Lignes":[{"Reference":%s,"QtePreparee":1}],%s:1}`, quoted, quoted))
		sim.send(t, "POST", preparation+"/prepa/BP-1001", text)
		sim.send(t, "GET", preparation+"/"+strings.NewReplacer("<", "%3C", ">", "%3E", `"`, "%22", " ", "%20", "\x00", "%00", "\x01", "%01", "\u202e", "%E2%80%AE").Replace(text)+"?q="+"%3Cscript%3E", "")
	}
	p := open(t, browser, sim.control+"/", look{1280, 900, "light"})
	p.becomes(`document.querySelectorAll(".rows li[data-id]").length > 10`)
	for id := 1; id <= 3*len(hostile); id++ {
		eval[int](p, fmt.Sprintf(`location.hash = "#journal/default/%d", 0`, id))
		p.becomes(fmt.Sprintf(`document.querySelector(".detail header")?.innerText.includes("journal %d ")`, id))
		eval[int](p, `document.querySelectorAll("main details").forEach((d) => { d.open = true }), 0`)
	}
	for _, panel := range panels[2:] {
		eval[int](p, fmt.Sprintf("location.hash = %q, 0", "#"+panel.name))
		p.says(panel.says)
	}
	if eval[bool](p, `typeof pwned !== "undefined" || document.querySelector("main :is(script, iframe, img), main svg:not(.diagram)") !== null`) {
		t.Error("what a caller sent became a part of the page")
	}
	p.quiet()
}

// TestLiveUpdates follows a thousand requests a second.
func TestLiveUpdates(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "")
	p := open(t, browser, sim.control+"/", look{1280, 900, "light"})
	p.says("No request yet")
	p.becomes(`document.getElementById("live").textContent === "live"`)
	const rate, seconds = 1000, 3
	var sent atomic.Int64
	request := func() {
		r := httptest.NewRequest("GET", preparation+"/BP-1001", nil)
		r.SetBasicAuth("sample-app", "sample-key")
		sim.engine.ServeHTTP(httptest.NewRecorder(), r)
		sent.Add(1)
	}
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for range seconds * 100 {
		<-ticker.C
		for range rate / 100 {
			request()
		}
	}
	p.becomes(fmt.Sprintf(`[...document.querySelectorAll(".rows .id")].some((e) => e.textContent === "%d")`, sent.Load()))
	if n := eval[int](p, `document.querySelectorAll(".rows li").length`); n != 300 {
		t.Errorf("%d rows are shown, want the newest 300", n)
	}
	eval[int](p, `document.querySelector(".rows button").click(), 0`)
	p.says("What decided")
	p.quiet()
}

// TestToken asks for the token, tells a wrong one, and works with the right one.
func TestToken(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "not-a-real-token")
	p := open(t, browser, sim.control+"/#vendors", look{1280, 900, "light"})
	p.becomes(`document.getElementById("token").open`)
	p.keys("wrong", "\r")
	p.becomes(`document.getElementById("token").open && !document.getElementById("token-wrong").hidden`)
	p.screenshot("token.png")
	eval[int](p, `document.getElementById("token-value").value = "", 0`)
	p.keys("not-a-real-token", "\r")
	p.says("sample-app")
	p.becomes(`document.getElementById("live").textContent === "live"`)
}

// TestPages opens the landing page and every reference without asking anybody else.
func TestPages(t *testing.T) {
	browser := chromium.Start(t)
	sim := serve(t, "")
	for _, l := range []look{{1280, 900, "light"}, {1280, 900, "dark"}, {360, 800, "light"}} {
		p := open(t, browser, sim.vendors+"/", l)
		p.says("Open the console")
		p.screenshot(fmt.Sprintf("landing-%d-%s.png", l.width, l.scheme))
		eval[int](p, `document.querySelectorAll("details").forEach((d) => { d.open = true }), 0`)
		for what, script := range map[string]string{"wider than the screen": tooWide, "no name": unnamed, "too little contrast": tooPale} {
			for _, found := range eval[[]string](p, script) {
				t.Errorf("%d: %s: %s", l.width, what, found)
			}
		}
		p.quiet()
	}
	for _, address := range []string{
		sim.vendors + "/altazion/docs", sim.vendors + "/@shop/bridge/docs/", sim.vendors + "/komet/docs/", sim.control + "/docs/", sim.control + "/vendors/akinon/docs/",
	} {
		p := open(t, browser, address, look{1280, 900, "light"})
		p.becomes(`document.querySelectorAll(".opblock").length > 2`)
		p.screenshot("reference.png")
		p.quiet()
	}
	p := open(t, browser, sim.vendors+"/", look{1280, 900, "light"}, strings.TrimPrefix(sim.control, "http://"))
	eval[int](p, `[...document.querySelectorAll("a")].find((a) => a.textContent.includes("console")).click(), 0`)
	p.arrives(sim.control + "/")
	p.says("No request yet")
	p.quiet()
}
