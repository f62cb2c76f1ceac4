package vendors

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/strangers/akinon"
	"github.com/plumbline-api/plumbline/internal/strangers/altazion"
	"github.com/plumbline-api/plumbline/internal/strangers/bridge"
	"github.com/plumbline-api/plumbline/internal/strangers/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/internal/strangers/komet"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// always answers every request alike.
func always(status int, mediaType, body string, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, strings.ReplaceAll(body, "PATH", r.URL.Path))
	})
}

// ownSimulator is where the vendor's own simulator is, without the vendor's folder.
func ownSimulator(t *testing.T, v Vendor) string {
	t.Helper()
	e, err := simulator.New(simulator.Options{Now: time.Now, Deliver: nobodyThere{}}, v.Simulator())
	if err != nil {
		t.Fatal(err)
	}
	return serving(t, e)
}

// otherVendor is where another vendor's simulator is.
func otherVendor(t *testing.T, v Vendor) string {
	t.Helper()
	for _, other := range All() {
		if other.Book.Vendor != v.Book.Vendor && other.Simulator != nil {
			e, err := simulator.New(simulator.Options{Now: time.Now, Deliver: nobodyThere{}}, other.Simulator())
			if err != nil {
				t.Fatal(err)
			}
			return serving(t, e) + "/" + other.Book.Vendor
		}
	}
	t.Fatal("there is no other vendor")
	return ""
}

func serving(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// TestFirstContactWithOtherServers judges servers that are not the API: all of
// them are told from it, with what they gave away, and no profile is "ok" there.
func TestFirstContactWithOtherServers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const page = "<!DOCTYPE html><title>Welcome</title>"
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for _, test := range []struct {
			name  string
			serve http.Handler
			at    func(t *testing.T) string
			says  string // what every vendor is told; empty where it depends on the vendor
		}{
			{name: "redirects everything", serve: always(http.StatusFound, "text/html", "", "Location", "https://www.example.test/"), says: "it redirects to"},
			{name: "redirects for ever to the same path with a slash", serve: always(http.StatusMovedPermanently, "text/html", page, "Location", "PATH/"), says: "it redirects to"},
			{name: "404 with text on everything", serve: always(http.StatusNotFound, "text/plain", "404 page not found\n")},
			{name: "404 with HTML that repeats the path", serve: always(http.StatusNotFound, "text/html", "<pre>Cannot GET PATH</pre>"), says: "HTML"},
			{name: "404 with JSON that repeats the path", serve: always(http.StatusNotFound, "application/json", `{"error":"no route PATH"}`)},
			{name: "empty 404", serve: always(http.StatusNotFound, "", "")},
			{name: "200 with HTML on everything", serve: always(http.StatusOK, "text/html", page), says: "HTML"},
			{name: "200 with JSON of another shape", serve: always(http.StatusOK, "application/json", `{"healthy":true,"version":"1.2"}`)},
			{name: "200 with a list", serve: always(http.StatusOK, "application/json", `[1,2]`)},
			{name: "empty 200", serve: always(http.StatusOK, "", "")},
			{name: "error page of a proxy", serve: always(http.StatusBadGateway, "text/html", "<html>502 Bad Gateway</html>"), says: "HTML"},
			{name: "error text of a proxy", serve: always(http.StatusGatewayTimeout, "text/plain", "upstream request timeout"), says: "a proxy answers in its place"},
			{name: "another vendor's simulator", at: func(t *testing.T) string { t.Helper(); return otherVendor(t, v) }},
			{name: "the API with a slash too many", at: func(t *testing.T) string { t.Helper(); return ownSimulator(t, v) + "//" + v.Book.Vendor }},
			{name: "the API with a folder too many", at: func(t *testing.T) string { t.Helper(); return ownSimulator(t, v) + "/" + v.Book.Vendor + "/api" }},
			{name: "the root above the API", at: func(t *testing.T) string { t.Helper(); return ownSimulator(t, v) }},
			{name: "TLS on the port", says: "begin the address with https://", at: func(t *testing.T) string {
				t.Helper()
				server := httptest.NewUnstartedServer(always(http.StatusOK, "", ""))
				server.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of each such caller
				server.StartTLS()
				t.Cleanup(server.Close)
				return strings.Replace(server.URL, "https:", "http:", 1)
			}},
			{name: "no TLS on the port", at: func(t *testing.T) string {
				t.Helper()
				return strings.Replace(serving(t, always(http.StatusOK, "", "")), "http:", "https:", 1)
			}},
		} {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				profile := v.Conformance().Sample()
				if test.at == nil {
					profile.Target = serving(t, test.serve)
				} else {
					profile.Target = test.at(t)
				}
				out, err := conformance.Run(t.Context(), v.Conformance(), conformance.Options{Profile: profile, RandomSeed: 1})
				if err != nil {
					t.Fatal(err)
				}
				if code := (&report.Report{Vendors: []report.Vendor{out}}).Exit(false); code != report.ExitUnreachable || !strings.Contains(out.Unreachable, test.says) {
					t.Errorf("exit status %d: %q, stopped %q; want %q", code, out.Unreachable, out.Stopped, test.says)
				}
				notOK(t, v, profile)
			})
		}
	})
}

// notOK checks that a check of the profile does not call the target good.
func notOK(t *testing.T, v Vendor, profile *conformance.Profile) {
	t.Helper()
	found, err := conformance.CheckProfile(t.Context(), v.Conformance(), conformance.Options{Profile: profile}, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].Item != "target" || found[0].Standing == conformance.Good {
		t.Errorf("profile check says %+v", found)
	}
}

// TestFirstContactWithAnEmptyServer judges a correct server without anything in
// it, which knows callers and no entity: there is no evidence either way where an
// answer has no envelope, and nothing to judge where it has one.
func TestFirstContactWithAnEmptyServer(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		profile := v.Conformance().Sample()
		for name := range profile.Fixtures {
			if strings.HasPrefix(name, "package-") || name == "origin" {
				delete(profile.Fixtures, name)
			}
		}
		says := "give the profile fixtures."
		switch serve, enveloped := enveloped()[v.Book.Vendor]; {
		case enveloped:
			profile.Target, profile.Fixtures, says = serving(t, serve), nil, ""
		default:
			profile.Target = serving(t, without(v.Book.Vendor))
		}
		out, err := conformance.Run(t.Context(), v.Conformance(), conformance.Options{Profile: profile, RandomSeed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if code := (&report.Report{Vendors: []report.Vendor{out}}).Exit(false); code != report.ExitNotProven || !strings.Contains(out.Stopped, says) {
			t.Errorf("exit status %d: stopped %q, unreachable %q", code, out.Stopped, out.Unreachable)
			for _, r := range out.Rules {
				if r.Verdict == report.Fail {
					describe(t, r)
				}
			}
		}
		if says != "" {
			notOK(t, v, profile)
		}
	})
}

// without is a server of an API whose answers have no envelope, without anything
// in it.
func without(vendor string) http.Handler {
	below := map[string]string{"akinon": "/api/v1/oms/packages/", "altazion": "/api/logistique/preparation/", "deliveryoptimizer": "/1/order/"}[vendor]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasPrefix(r.URL.Path, below) || r.Method != http.MethodGet:
			http.NotFound(w, r)
		case r.Header.Get("Authorization") == "":
			w.WriteHeader(http.StatusUnauthorized)
		default:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = fmt.Fprint(w, `{"error":"there is none"}`)
		}
	})
}

// enveloped are servers of the two APIs each of whose answers has its envelope,
// without anything in them but the caller.
func enveloped() map[string]http.Handler {
	tell := func(w http.ResponseWriter, text string) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, text)
	}
	return map[string]http.Handler{
		"bridge": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch body, _ := io.ReadAll(r.Body); {
			case r.Method != http.MethodPost:
				w.WriteHeader(http.StatusMethodNotAllowed)
			case r.URL.Path == "/auth/login" && (!strings.Contains(string(body), `"example-client"`) || !strings.Contains(string(body), `"not-a-real-secret"`)):
				tell(w, `{"ack":9999,"message":"cliente inválido"}`)
			case r.URL.Path == "/auth/login":
				tell(w, `{"ack":0,"message":"-","token":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbg"}`)
			case r.Header.Get("X-Access-Token") != "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbg":
				tell(w, `{"ack":9999,"message":"token inválido"}`)
			case r.URL.Path == "/auth/me":
				tell(w, `{"ack":0,"message":"-"}`)
			case !strings.HasPrefix(r.URL.Path, "/order/"):
				w.WriteHeader(http.StatusNotFound)
			case !strings.Contains(string(body), "umber"):
				tell(w, `{"ack":991,"message":"el número de pedido es requerido"}`)
			default:
				tell(w, `{"ack":1022,"message":"el número de pedido no existe"}`)
			}
		}),
		"komet": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			list, isList := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/api/"), ".list")
			lists := map[string]string{"customer": "customers", "carrier": "carriers", "product": "products", "boxtype": "boxtypes", "vendor": "vendors"}
			switch {
			case !strings.HasPrefix(r.URL.Path, "/api/") || !isList && r.URL.Path != "/api/prebook.create" && r.URL.Path != "/api/login":
				w.WriteHeader(http.StatusNotFound)
			case isList != (r.Method == http.MethodGet):
				w.WriteHeader(http.StatusMethodNotAllowed)
			case r.URL.Path == "/api/login" && r.URL.Query().Get("username") == "jane.roe" && r.URL.Query().Get("password") == "not-a-password":
				tell(w, `{"status":"1","message":"OK","apiKey":"token_info_goes_here"}`)
			case r.URL.Path == "/api/login":
				tell(w, `{"status":"0","message":"User name or password is wrong."}`)
			case r.URL.Query().Get("authenticationToken") != "token_info_goes_here" && !strings.Contains(string(body), `"token_info_goes_here"`):
				tell(w, `{"status":0,"message":"The authenticationToken is not valid."}`)
			case lists[list] != "":
				tell(w, `{"status":1,"message":"OK","`+lists[list]+`":[]}`)
			default:
				tell(w, `{"status":0,"message":"There is nothing of that."}`)
			}
		}),
	}
}

// TestFirstContactWithCorrectServers meets servers written from the documents
// alone, in every way that they have: each is known for what it is.
func TestFirstContactWithCorrectServers(t *testing.T) {
	for name, value := range map[string]string{
		"AKINON_KEY": "sample-key-of-store-2", "AKINON_USERNAME": "store-2", "AKINON_PASSWORD": "sample-password", "AKINON_STRANGER_KEY": "sample-key-of-visitor",
		"ALTAZION_APPLICATION": "app-atelier", "ALTAZION_KEY": "cle-atelier-1", "ALTAZION_TOKEN": "jeton-atelier-1",
		"ALTAZION_STRANGER_APPLICATION": "app-sans-droit", "ALTAZION_STRANGER_KEY": "cle-sans-droit",
	} {
		t.Setenv(name, value)
	}
	all := map[string]map[string]http.Handler{
		"akinon":            {"natural": akinon.New(akinon.Natural), "other": akinon.New(akinon.Other)},
		"altazion":          {"usual": altazion.New(altazion.Usual), "contrary": altazion.New(altazion.Contrary)},
		"bridge":            {"plain": bridge.New(bridge.Plain), "other": bridge.New(bridge.Other)},
		"deliveryoptimizer": {"natural": deliveryoptimizer.New(deliveryoptimizer.Natural), "other": deliveryoptimizer.New(deliveryoptimizer.Other), "literal": deliveryoptimizer.New(deliveryoptimizer.Literal)},
		"komet":             {"plain": komet.New(komet.Plain), "other": komet.New(komet.Other)},
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for variant, serve := range all[v.Book.Vendor] {
			t.Run(variant, func(t *testing.T) {
				judged := v.Conformance()
				profile, err := conformance.LoadProfile(filepath.Join("..", "strangers", v.Book.Vendor, "profile.yaml"), []*conformance.Vendor{judged})
				if err != nil {
					t.Fatal(err)
				}
				profile.Target = serving(t, serve)
				none := conformance.Selection{Rules: []string{"none"}} // first contact is all there is
				out, err := conformance.Run(t.Context(), judged, conformance.Options{Profile: profile, RandomSeed: 1, Selection: none})
				if err != nil || out.Unreachable != "" || out.Stopped != "" {
					t.Errorf("%v: %s%s", err, out.Unreachable, out.Stopped)
				}
			})
		}
	})
}
