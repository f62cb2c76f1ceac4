package deliveryoptimizer_test

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// noon is real time, which stands still.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const (
	shop    = "FRA:MAG:0125" // origins of the sample's tenant 1
	other   = "FRA:MAG:0953"
	central = "FRA:WEB:CENTRALE"
)

// probe talks to one world and collects what is not as it has to be.
type probe struct {
	t         *testing.T
	engine    *simulator.Engine
	store     store.Store
	world     string
	wrong     []string
	consulted []journal.Consultation // by timers
}

// newProbe returns a probe of a new engine. Where nothing is switched off, every
// answer is checked against the contract too.
func newProbe(t *testing.T, dialect map[string]string, defects ...string) *probe {
	t.Helper()
	return probeOf(t, deliveryoptimizer.New(), simulator.Options{Dialect: dialect, Defects: defects})
}

// probeOf is newProbe with options and an archive of one's own.
func probeOf(t *testing.T, vendor *simulator.Vendor, options simulator.Options) *probe {
	t.Helper()
	p := &probe{t: t, world: "probe"}
	options.Now = func() time.Time { return noon }
	if options.Store == nil {
		options.Store = store.NewMemory()
	}
	p.store = options.Store
	if len(options.Defects) == 0 {
		options.Inspect = p.inspect
	}
	engine, err := simulator.New(options, vendor)
	if err != nil {
		t.Fatal(err)
	}
	p.engine = engine
	return p
}

// check notes a sentence where something is not so.
func (p *probe) check(ok bool, format string, args ...any) {
	if !ok {
		p.wrong = append(p.wrong, fmt.Sprintf(format, args...))
	}
}

var book = func() *contract.Contract {
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		panic(err)
	}
	return c
}()

// inspect notes what is wrong with an answer by the contract.
func (p *probe) inspect(_, operation, path string, status int, header http.Header, body []byte) []string {
	answers := book.Operation(operation).Operation.Responses
	ref := answers.Value(strconv.Itoa(status))
	if ref == nil {
		ref = answers.Value(strconv.Itoa(status/100) + "XX")
	}
	p.check(ref != nil, "%s %s: the contract has no answer %d", operation, path, status)
	if ref == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	media := ref.Value.Content[kind]
	p.check(err == nil && media != nil, "%s %s: %d of type %q", operation, path, status, kind)
	if media == nil {
		return nil
	}
	var value any = string(body)
	if kind != "text/plain" {
		err = json.Unmarshal(body, &value)
	}
	if err == nil {
		err = media.Schema.Value.VisitJSON(value)
	}
	p.check(err == nil, "%s %s: %d %s: %v", operation, path, status, body, err)
	return nil
}

// answer is what came of a call.
type answer struct {
	p      *probe
	call   string
	status int
	header http.Header
	body   string
}

// send calls as the sample's user of tenant 1, unless user names another; "-" is
// nobody.
func (p *probe) send(user, method, path, body string) answer {
	r := httptest.NewRequest(method, "/deliveryoptimizer/"+path, strings.NewReader(body))
	r.Header.Set("Plumbline-World", p.world)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	name, password, _ := strings.Cut(user, ":")
	if name == "" {
		name = "sample-oms"
	}
	if password == "" {
		password = "sample-password"
	}
	if name != "-" {
		r.SetBasicAuth(name, password)
	}
	w := httptest.NewRecorder()
	p.engine.ServeHTTP(w, r)
	return answer{p, method + " " + path + " " + body, w.Code, w.Header(), strings.TrimSuffix(w.Body.String(), "\n")}
}

func (p *probe) post(body string) answer   { return p.send("", "POST", "1/order", body) }
func (p *probe) upsert(o api.Order) answer { return p.post(text(p.t, o)) }
func (p *probe) get(id uuid.UUID) answer   { return p.send("", "GET", "1/order/"+id.String(), "") }
func (p *probe) delete(id uuid.UUID) answer {
	return p.send("", "DELETE", "1/order/byid/"+id.String(), "")
}
func (p *probe) put(body string) answer { return p.send("", "PUT", "1/orders", body) }
func (p *probe) replace(all ...api.Order) answer {
	return p.put(text(p.t, append([]api.Order{}, all...)))
}
func (p *probe) config(body string) answer { return p.send("", "PUT", "1/config", body) }

func (p *probe) shrink(id uuid.UUID, code string) answer {
	return p.send("", "DELETE", "1/order/byid/"+id.String()+"/code/"+code, "")
}

// used returns the capacity in use at an origin, or -1.
func (p *probe) used(code string) int {
	a := p.send("", "GET", "1/stock-origins/code/"+code+"/saturation", "")
	s := api.Saturation{UsedCapacity: -1}
	if a.status == http.StatusOK {
		p.check(json.Unmarshal([]byte(a.body), &s) == nil, "%s: %s", a.call, a.body)
	}
	return s.UsedCapacity
}

func (p *probe) advance(d time.Duration) {
	p.t.Helper()
	state, err := p.engine.ChangeClock(p.t.Context(), p.world, simulator.ClockChange{Advance: d})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range state.Fired {
		p.consulted = append(p.consulted, f.Consulted...)
	}
}

// stop stops the live tier, which comes back.
func (p *probe) stop() {
	p.t.Helper()
	if err := deliveryoptimizer.In(p.engine, p.world).StopLiveTier(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// is wants a status and exactly that body, of the type that JSON has.
func (a answer) is(status int, body string) {
	a.p.check(a.status == status && a.body == body && a.header.Get("Content-Type") == "application/json",
		"%s: %d %s %s, want %d %s", a.call, a.status, a.header.Get("Content-Type"), a.body, status, body)
}

// refused wants a problem of that status.
func (a answer) refused(status int) {
	var problem struct {
		Title  string
		Status int
	}
	err := json.Unmarshal([]byte(a.body), &problem)
	a.p.check(a.status == status && err == nil && problem.Status == status && problem.Title != "" &&
		a.header.Get("Content-Type") == "application/problem+json", "%s: %d %s, want a problem %d", a.call, a.status, a.body, status)
}

// holds wants an order to read back as it is.
func (p *probe) holds(o api.Order) { p.get(o.OrderID).is(200, text(p.t, o)) }

// lacks wants an order not to be there.
func (p *probe) lacks(o api.Order) {
	a := p.get(o.OrderID)
	p.check(a.status == 404, "%s: %d %s, want 404", a.call, a.status, a.body)
}

func text(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// order returns an order of that number with a line for each code.
func order(n int, codes ...string) api.Order {
	o := api.Order{
		OrderID: uuid.NewSHA1(uuid.Nil, []byte(strconv.Itoa(n))), TenantID: 1, Type: api.OrderTypeOrder,
		LastUpdated: noon, Lines: []api.OrderLine{},
	}
	for i, code := range codes {
		o.Lines = append(o.Lines, api.OrderLine{Code: code, ArtGUID: uuid.NewSHA1(uuid.Nil, []byte(code)), Qty: int32(i + 1)})
	}
	return o
}

func of(kind api.OrderType, o api.Order) api.Order {
	o.Type = kind
	return o
}

func until(end time.Time, o api.Order) api.Order {
	o.ExpiresAt = &end
	return o
}

// changed is an order as JSON in which one text gives way to another.
func (p *probe) changed(o api.Order, old, replacement string) string {
	before := text(p.t, o)
	after := strings.Replace(before, old, replacement, 1)
	if after == before {
		p.t.Fatalf("%s does not hold %s", before, old)
	}
	return after
}

// decided tells whether a rule made the difference: to a request, by the
// journal, or to a timer.
func (p *probe) decided(rule *specs.Rule) bool {
	p.t.Helper()
	entries, err := p.engine.Journal(p.t.Context(), p.world, journal.Filter{Vendor: "deliveryoptimizer"})
	if err != nil {
		p.t.Fatal(err)
	}
	all := p.consulted
	for _, e := range entries {
		all = append(all, e.Consulted...)
	}
	return slices.Contains(all, journal.Consultation{Rule: rule.ID, Outcome: journal.Decided})
}
