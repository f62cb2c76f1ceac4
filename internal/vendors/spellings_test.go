package vendors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/target"
)

// sent is a request in the course of being spelt in another way.
type sent struct {
	method string
	path   string // escaped, with the vendor's name, without the query
	query  string
	header http.Header
	body   string
	length int64 // that is announced: the body's unless set
}

// plainRequests are requests of each vendor that are carried out as they stand.
func plainRequests() map[string]map[string]sent {
	const (
		key   = "Token not-a-real-key"
		basic = "Basic c2FtcGxlLW9tczpzYW1wbGUtcGFzc3dvcmQ=" // sample-oms:sample-password
		app   = "Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5"         // sample-app:sample-key
		token = "authenticationToken=token_info_goes_here"
	)
	with := func(method, path, query, authorization, body string) sent {
		header := http.Header{}
		if authorization != "" {
			header.Set("Authorization", authorization)
		}
		if body != "" {
			header.Set("Content-Type", "application/json")
		}
		return sent{method: method, path: path, query: query, header: header, body: body}
	}
	var streamed []string
	for i := range 4 {
		streamed = append(streamed, fmt.Sprintf(`{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66af%02d","tenantId":1,"lastUpdated":"2026-11-22T10:00:00Z","type":"Order","lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":%d}]}`, i, i+1))
	}
	return map[string]map[string]sent{
		"akinon": {
			"write": with("POST", "/akinon/api/v1/oms/packages/123/command/", "", key, `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":false}}`),
			"read":  with("GET", "/akinon/api/v1/oms/packages/", "page=1&page_size=2", key, ""),
		},
		"altazion": {
			"write": with("POST", "/altazion/api/logistique/preparation/expe/BP-1001", "", app, `{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3}],"Colis":[{"Numero":"P1","DateExpedition":"2026-11-20T14:30:00Z"}]}`),
			"read":  with("GET", "/altazion/api/logistique/preparation/BP-1001", "", app, ""),
		},
		"bridge": { // the token is that of the log-in before
			"write": with("POST", "/bridge/order/state/confirmed", "", "", `{"internalNumber":"00001","notes":"paid"}`),
			"read":  with("POST", "/bridge/order/status", "", "", `{"internalOrderNumber":"00001"}`),
		},
		"deliveryoptimizer": {
			"write":  with("POST", "/deliveryoptimizer/1/order", "", basic, `{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1,"lastUpdated":"2026-11-22T10:00:00Z","type":"Order","lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}]}`),
			"read":   with("GET", "/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa7", "", basic, ""),
			"stream": with("PUT", "/deliveryoptimizer/1/orders", "", basic, "["+strings.Join(streamed, ",")+"]"),
		},
		"komet": {
			"write": with("POST", "/komet/api/prebook.create", "", "", `{"authenticationToken":"token_info_goes_here","customerId":9999,"carrierId":1878,"shipDate":"2026-12-10","prebookItems":[{"productId":999,"boxTypeId":900,"unitType":"Stem","boxes":5,"bunches":10,"stemsBunch":2,"price":2.5}]}`),
			"read":  with("GET", "/komet/api/customer.list", token+"&id=9999", "", ""),
		},
	}
}

// rig is one engine of all vendors, and a world that every request finds new. Its
// bodies are short, so that Delivery Optimizer's replacement of all is streamed.
type rig struct {
	t      *testing.T
	engine *simulator.Engine
	plain  map[string]map[string]sent
	// dialect is what the world speaks beside the usual.
	dialect map[string]string
}

const (
	rigWorld = "spelling"
	rigLimit = 700 // bytes of a body
)

func newRig(t *testing.T) *rig {
	t.Helper()
	var built []*simulator.Vendor
	for _, v := range All() {
		if v.Simulator != nil {
			built = append(built, v.Simulator())
		}
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	engine, err := simulator.New(simulator.Options{Now: now, BodyLimit: rigLimit, StreamLimit: 5000, RandomSeed: 7}, built...)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, engine: engine, plain: plainRequests()}
}

// outcome is what came of a request.
type outcome struct {
	status int
	header http.Header
	body   string
	state  string
	before string // the state, then
	entry  *journal.Entry
}

// try sends a request in a new world.
func (r *rig) try(vendor string, request sent) outcome {
	r.t.Helper()
	if err := r.engine.Drop(r.t.Context(), rigWorld); err != nil {
		r.t.Fatal(err)
	}
	r.prepare(vendor, &request)
	if r.dialect != nil {
		if err := r.engine.ChangeDialect(r.t.Context(), rigWorld, r.dialect); err != nil {
			r.t.Fatal(err)
		}
	}
	out := outcome{before: r.state(vendor)}
	last := r.lastEntry()
	resp, body := r.send(request)
	out.status, out.header, out.body = resp.StatusCode, resp.Header, body
	out.state = r.state(vendor)
	if entry := r.lastEntry(); entry != nil && (last == nil || entry.ID != last.ID) {
		out.entry = entry
	}
	return out
}

// prepare logs in where that has to be, and makes what is read.
func (r *rig) prepare(vendor string, request *sent) {
	r.t.Helper()
	switch vendor {
	case "bridge":
		_, body := r.send(sent{method: "POST", path: "/bridge/auth/login", header: http.Header{"Content-Type": {"application/json"}}, body: `{"clientId":"example-client","clientSecret":"not-a-real-secret"}`})
		var answer struct{ Token string }
		if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Token == "" {
			r.t.Fatalf("logging in: %s", body)
		}
		given := request.header["X-Access-Token"]
		request.header = request.header.Clone()
		request.header["X-Access-Token"] = append([]string{answer.Token}, given...)
	case "deliveryoptimizer":
		made := r.plain[vendor]["write"]
		made.body = strings.Replace(made.body, "afa6", "afa7", 1)
		r.send(made)
	}
}

func (r *rig) send(request sent) (*http.Response, string) {
	r.t.Helper()
	address := "http://sim.test" + request.path
	if request.query != "" {
		address += "?" + request.query
	}
	req, err := http.NewRequestWithContext(r.t.Context(), request.method, address, strings.NewReader(request.body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header = request.header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if len(req.Header["Plumbline-World"]) == 0 {
		req.Header.Set("Plumbline-World", rigWorld)
	}
	if request.length != 0 {
		req.ContentLength = request.length
	}
	resp, err := simulator.Transport{Handler: r.engine}.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }() // of memory
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp, string(body)
}

func (r *rig) state(vendor string) string {
	r.t.Helper()
	state, err := r.engine.State(r.t.Context(), rigWorld, vendor)
	if err != nil {
		r.t.Fatal(err)
	}
	text, err := json.Marshal(state)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func (r *rig) lastEntry() *journal.Entry {
	r.t.Helper()
	list, err := r.engine.Journal(r.t.Context(), rigWorld, journal.Filter{})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// TestSpellings sends what means the same in other words, and what means nothing
// or two things, to the simulators of all vendors.
func TestSpellings(t *testing.T) {
	r := newRig(t)
	rows := 0
	for _, group := range [][]spelling{querySpellings(), headerSpellings(), bodySpellings(), encodingSpellings(), pathSpellings(), numberSpellings(), timeSpellings()} {
		rows += len(group)
		for _, s := range group {
			t.Run(s.name, func(t *testing.T) {
				r.t = t
				for _, vendor := range s.vendors() {
					r.check(vendor, s)
				}
			})
		}
	}
	if rows < 60 {
		t.Errorf("the table has %d rows, want 60 at least", rows)
	}
}

// spelling is a row: what is changed of a plain request, and what is expected of
// it for which reason.
type spelling struct {
	name   string
	of     string // vendors, separated by spaces; all where empty
	which  string // the plain request: "write" where empty
	change func(*sent)
	want   expected
	why    string
}

func (s spelling) vendors() []string {
	if s.of == "" {
		return All().Names()
	}
	return strings.Fields(s.of)
}

// expected is what has to come: the same as of the plain request, or a refusal
// that changes nothing, with its place in the journal or with a status and words.
type expected struct {
	same   bool
	kept   bool   // otherwise than of the plain request, whose answer it has
	at     string // place of the breach
	status int    // in place of at
	says   string // in the breach, or in the answer with the status
	empty  bool   // the answer has no body
	allow  string // a method in its header Allow
}

func asPlain() expected                         { return expected{same: true} }
func refusedAt(at string, says string) expected { return expected{at: at, says: says} }
func answered(status int, says string) expected { return expected{status: status, says: says} }

func (r *rig) check(vendor string, s spelling) {
	r.t.Helper()
	which := s.which
	if which == "" {
		which = "write"
	}
	request, there := r.plain[vendor][which]
	if !there {
		r.t.Fatalf("%s has no plain request %s", vendor, which)
	}
	plain := r.try(vendor, request)
	if plain.entry == nil || len(plain.entry.Breaches) > 0 || plain.status/100 != 2 {
		r.t.Fatalf("%s: the plain request is refused: %d %s", vendor, plain.status, plain.body)
	}
	request.header = request.header.Clone()
	s.change(&request)
	got := r.try(vendor, request)
	if s.want.same {
		sameState := s.want.kept || target.SameValue(decoded(got.state), decoded(plain.state))
		if got.status != plain.status || got.body != plain.body || !sameState || got.entry == nil || len(got.entry.Breaches) > 0 {
			r.t.Errorf("%s: %d %s, want as of the plain request %d %s (%s)", vendor, got.status, got.body, plain.status, plain.body, s.why)
		}
		return
	}
	if got.state != got.before {
		r.t.Errorf("%s: it is refused, and changes something (%s)", vendor, s.why)
	}
	if s.want.status != 0 {
		if s.want.empty && got.body != "" || !strings.Contains(got.header.Get("Allow"), s.want.allow) {
			r.t.Errorf("%s: the body %q, Allow %q (%s)", vendor, got.body, got.header.Get("Allow"), s.why)
		}
		if got.status != s.want.status || !strings.Contains(got.body, s.want.says) {
			r.t.Errorf("%s: %d %s, want %d with %q (%s)", vendor, got.status, got.body, s.want.status, s.want.says, s.why)
		}
		return
	}
	if got.entry == nil || len(got.entry.Breaches) == 0 {
		r.t.Errorf("%s: %d %s, want a breach at %s (%s)", vendor, got.status, got.body, s.want.at, s.why)
		return
	}
	if b := got.entry.Breaches[0]; b.At != s.want.at || !strings.Contains(b.Message, s.want.says) {
		r.t.Errorf("%s: the breach is %s: %s; want it at %s with %q (%s)", vendor, b.At, b.Message, s.want.at, s.want.says, s.why)
	}
	if got.body == plain.body {
		r.t.Errorf("%s: it is refused, and answered as the plain request: %s (%s)", vendor, got.body, s.why)
	}
}

// decoded is a JSON text with its numbers as they stand.
func decoded(text string) any {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var value any
	_ = dec.Decode(&value) // of ours
	return value
}

// The changes.

func query(text string) func(*sent) {
	return func(s *sent) {
		if s.query != "" {
			text = s.query + "&" + text
		}
		s.query = text
	}
}

func queryAlone(text string) func(*sent) { return func(s *sent) { s.query = text } }

func header(name string, values ...string) func(*sent) {
	return func(s *sent) { s.header[http.CanonicalHeaderKey(name)] = values }
}

func body(change func(string) string) func(*sent) { return func(s *sent) { s.body = change(s.body) } }

func inBody(before, after string) func(*sent) {
	return body(func(text string) string {
		if !strings.Contains(text, before) {
			return "the row is wrong: the plain body has no " + before
		}
		return strings.Replace(text, before, after, 1)
	})
}

func encoded(coding string, encode func(io.Writer) io.WriteCloser) func(*sent) {
	return func(s *sent) {
		s.header.Set("Content-Encoding", coding)
		var out bytes.Buffer
		w := encode(&out)
		_, _ = io.WriteString(w, s.body) // to memory
		_ = w.Close()
		s.body = out.String()
	}
}

func inPath(before, after string) func(*sent) {
	return func(s *sent) { s.path = strings.Replace(s.path, before, after, 1) }
}
