package komet_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

func TestObligations(t *testing.T) {
	type call = func(*try)
	create := func(body any) call { return func(w *try) { w.create(body) } }
	logIn := func(name string) call { return func(w *try) { w.login(name, "not-a-password") } }
	list := func(w *try) { w.list("customer.list", token) }
	as := func(contentType string) call {
		return func(w *try) {
			w.send(http.MethodPost, "/api/prebook.create", http.Header{"Content-Type": {contentType}}, []byte(`{}`))
		}
	}
	byGet := func(w *try) { w.send(http.MethodGet, "/api/prebook.create", http.Header{}, nil) }
	unpaid := func(w *try) { none := 0; w.seed(komet.SeedCompany{ID: 77, PaidUsers: &none}) }
	byCode := func(pairs ...any) body {
		return with(header("customerId", gone{}, "customerCode", "ANG", "customerDescription", "Ang Flowers"), pairs...)
	}
	costly := item("cost", 1)

	for _, row := range []struct {
		name     string
		rule     *specs.Rule
		calls    []call
		want     obligation.Standing
		brokenBy []uint64
	}{
		{"HTTPS", rules.CallerUsesHTTPS, []call{list}, obligation.NotApplicable, nil},

		{"one log-in", rules.CallerKeepsToken, []call{logIn("jane.roe"), list, list}, obligation.Kept, nil},
		{"a log-in before each call", rules.CallerKeepsToken, []call{logIn("jane.roe"), list, logIn("jane.roe"), list}, obligation.Broken, []uint64{3}},
		{"two users", rules.CallerKeepsToken, []call{logIn("jane.roe"), logIn("john.doe")}, obligation.Kept, nil},
		{"a refused log-in gives no token", rules.CallerKeepsToken, []call{func(w *try) { w.login("jane.roe", "wrong") }, logIn("jane.roe")}, obligation.Kept, nil},
		{"a token from elsewhere", rules.CallerKeepsToken, []call{list}, obligation.NotSeen, nil},

		{"few calls", rules.CallerStaysWithinDailyLimit, []call{list}, obligation.Kept, nil},
		{"one call too many", rules.CallerStaysWithinDailyLimit, []call{unpaid, list}, obligation.Broken, []uint64{1}},
		{"it goes on", rules.CallerStaysWithinDailyLimit, []call{list, unpaid, list, list}, obligation.Broken, []uint64{2, 3}},
		{"log-ins do not count", rules.CallerStaysWithinDailyLimit, []call{logIn("jane.roe")}, obligation.NotSeen, nil},

		{"JSON by POST", rules.CallerSendsJSON, []call{create(header())}, obligation.Kept, nil},
		{"JSON announced as text", rules.CallerSendsJSON, []call{as("text/plain")}, obligation.Broken, []uint64{1}},
		{"no JSON", rules.CallerSendsJSON, []call{create("customerId=9999")}, obligation.Broken, []uint64{1}},
		{"by GET", rules.CallerSendsJSON, []call{create(header()), byGet}, obligation.Broken, []uint64{2}},
		{"no creation", rules.CallerSendsJSON, []call{list}, obligation.NotSeen, nil},

		{"by id", rules.CallerSendsIDOrCode, []call{create(header())}, obligation.Kept, nil},
		{"by code and name", rules.CallerSendsIDOrCode, []call{create(byCode())}, obligation.Kept, nil},
		{"by code and the other name", rules.CallerSendsIDOrCode,
			[]call{create(byCode("customerDescription", gone{}, "customerName", "Ang Flowers"))}, obligation.Kept, nil},
		{"by code alone", rules.CallerSendsIDOrCode, []call{create(byCode("customerDescription", gone{}))}, obligation.Broken, []uint64{1}},
		{"a customer in both ways", rules.CallerSendsIDOrCode, []call{create(header("customerCode", "ANG"))}, obligation.Broken, []uint64{1}},
		{"a carrier in both ways", rules.CallerSendsIDOrCode, []call{create(header("carrierCode", "AR"))}, obligation.Broken, []uint64{1}},
		{"an empty code", rules.CallerSendsIDOrCode, []call{create(header("carrierCode", ""))}, obligation.Kept, nil},
		{"in neither way", rules.CallerSendsIDOrCode, []call{create(header("carrierId", gone{}))}, obligation.Broken, []uint64{1}},
		{"a body that can't be read", rules.CallerSendsIDOrCode, []call{create("{")}, obligation.NotSeen, nil},

		{"ids preferred", rules.CallerPrefersIDs, []call{create(header())}, obligation.Kept, nil},
		{"a code although there are ids", rules.CallerPrefersIDs, []call{create(header()), create(byCode())}, obligation.Broken, []uint64{2}},
		{"nobody named", rules.CallerPrefersIDs, []call{create(header("customerId", gone{}, "carrierId", gone{}))}, obligation.NotSeen, nil},

		{"known ids", rules.CallerTakesIDsFromLists, []call{create(holding(item()))}, obligation.Kept, nil},
		{"an unknown customer", rules.CallerTakesIDsFromLists, []call{create(header("customerId", 1))}, obligation.Broken, []uint64{1}},
		{"an unknown product", rules.CallerTakesIDsFromLists, []call{create(holding(item("productId", 1)))}, obligation.Broken, []uint64{1}},
		{"an unknown product of a breakdown", rules.CallerTakesIDsFromLists, []call{create(withPart(part("productId", 1)))}, obligation.Broken, []uint64{1}},
		{"an unknown code", rules.CallerTakesIDsFromLists, []call{create(byCode("customerCode", "NO"))}, obligation.NotSeen, nil},
		{"refused for another reason", rules.CallerTakesIDsFromLists, []call{create(header("shipDate", gone{}))}, obligation.NotSeen, nil},

		{"vendor and cost", rules.CallerGivesVendorAndCosts, []call{create(ordering(of(999)))}, obligation.Kept, nil},
		{"no cost", rules.CallerGivesVendorAndCosts, []call{create(ordering(of(999, "cost", gone{})))}, obligation.Broken, []uint64{1}},
		{"no vendor", rules.CallerGivesVendorAndCosts, []call{create(ordering(of(999), costly))}, obligation.Broken, []uint64{1}},
		{"a future order in place of the vendor", rules.CallerGivesVendorAndCosts,
			[]call{create(ordering(with(costly, "futureSalesPoNumber", "P012345")))}, obligation.Kept, nil},
		{"the vendor itself", rules.CallerGivesVendorAndCosts, []call{create(with(ordering(costly), "authenticationToken", vendorsOwn))}, obligation.Kept, nil},
		{"wanted as text", rules.CallerGivesVendorAndCosts,
			[]call{create(with(holding(item()), "autoGeneratePOsfromPrebooks", "1"))}, obligation.Broken, []uint64{1}},
		{"not wanted", rules.CallerGivesVendorAndCosts, []call{create(with(holding(item()), "autoGeneratePOsfromPrebooks", 0))}, obligation.NotSeen, nil},

		{"the exact number", rules.CallerSendsExactOrderNumber, []call{create(holding(item("futureSalesPoNumber", "P012345")))}, obligation.Kept, nil},
		{"without its letter", rules.CallerSendsExactOrderNumber, []call{create(holding(item("futureSalesPoNumber", "12345")))}, obligation.Broken, []uint64{1}},
		{"no future order", rules.CallerSendsExactOrderNumber, []call{create(holding(item()))}, obligation.NotSeen, nil},

		{"every member in form", rules.CallerKeepsTypes, []call{create(holding(item()))}, obligation.Kept, nil},
		{"text for an id", rules.CallerKeepsTypes, []call{create(header("customerId", "9999"))}, obligation.Broken, []uint64{1}},
		{"another rule's breach", rules.CallerKeepsTypes, []call{create(header("shipDate", gone{}))}, obligation.Kept, nil},
		{"no creation in form", rules.CallerKeepsLengths, []call{list}, obligation.NotSeen, nil},
		{"products by id", rules.CallerNamesProducts, []call{create(withPart(part()))}, obligation.Kept, nil},
		{"a box type by code alone", rules.CallerNamesProducts, []call{create(holding(item(), item("boxTypeId", gone{}, "boxTypeCode", "HB")))}, obligation.Broken, []uint64{1}},
		{"a header alone", rules.CallerNamesProducts, []call{create(header())}, obligation.NotSeen, nil},
		{"one location", rules.CallerSaysLocation, []call{create(header())}, obligation.NotSeen, nil},
		{"orders by date", rules.CallerAsksForNumberOrDate, []call{func(w *try) { w.list("purchase.order.list", token, "date", shipDate) }}, obligation.Kept, nil},
		{"orders of any sort", rules.CallerAsksForNumberOrDate, []call{func(w *try) { w.list("purchase.order.list", token) }}, obligation.Broken, []uint64{1}},
		{"prices", rules.CallerPricesByUnit, []call{create(header())}, obligation.NotJudged, nil},

		{"answers of subscribers", rules.SubscriberAnswersConfirmation, []call{list}, obligation.NotJudged, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := &try{t: t, engine: newEngine(t, nil, nil), world: "obligations"}
			for _, make := range row.calls {
				make(w)
			}
			r, err := client.Judge(t.Context(), w.engine, w.world)
			w.must(err)
			i := slices.IndexFunc(r.Vendors[0].Rules, func(rule client.Rule) bool { return rule.ID == row.rule.ID })
			if got := r.Vendors[0].Rules[i]; got.Standing != row.want || !slices.Equal(got.BrokenBy, row.brokenBy) {
				t.Errorf("%s by %v: %s\nwant %s by %v", got.Standing, got.BrokenBy, got.Reason, row.want, row.brokenBy)
			}
		})
	}
}

// Every rule that binds the caller has an obligation, be it one that says why
// it can't be judged.
func TestEveryClientRuleHasAnObligation(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: "w"}
	w.create(header())
	r, err := client.Judge(t.Context(), w.engine, w.world)
	w.must(err)
	for _, rule := range r.Vendors[0].Rules {
		if rule.Standing == obligation.NotJudged && rule.ID != rules.SubscriberAnswersConfirmation.ID && rule.ID != rules.CallerPricesByUnit.ID {
			t.Errorf("%s: %s", rule.ID, rule.Reason)
		}
	}
}

// says is a subscriber that gives one answer to all.
type says string

func (s says) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(s)))}, nil
}

// TestConfirmationIsTaken: a subscriber has taken a confirmation when it
// answers status 1, in the two forms that a status has.
func TestConfirmationIsTaken(t *testing.T) {
	for answer, want := range map[string]event.State{
		`{"status":"1","message":"OK"}`:             event.Delivered,
		`{"status":1,"message":"OK"}`:               event.Delivered,
		`{"status":"0","error":"No such company."}`: event.GivenUp,
		`OK`: event.GivenUp,
	} {
		t.Run(answer, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return noon }, Deliver: says(answer)}, komet.New())
			if err != nil {
				t.Fatal(err)
			}
			w := &try{t: t, engine: engine, world: "w"}
			w.subscribed()
			w.act("confirm-orders")
			_, err = engine.ChangeClock(context.Background(), w.world, simulator.ClockChange{Advance: 48 * time.Hour})
			w.must(err)
			list, err := engine.Deliveries(context.Background(), w.world, event.Filter{})
			w.must(err)
			for _, d := range list {
				if d.State != want || strings.Contains(d.Event.URL, "tell-me") {
					t.Errorf("%s to %s, want %s and no token", d.State, d.Event.URL, want)
				}
			}
			if len(list) != 2 {
				t.Errorf("%d deliveries, want 2", len(list))
			}
		})
	}
}
