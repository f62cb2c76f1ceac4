package deliveryoptimizer_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

func TestObligations(t *testing.T) {
	const (
		id    = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
		hour  = "2026-11-22T13:00:00Z" // an hour from the beginning
		past  = "2025-09-23T11:01:20Z" // as in the document's example
		byID  = "DELETE /1/order/byid/" + id
		shop  = "FRA:MAG:0125"
		other = "FRA:MAG:0953"
	)
	order := func(kind, expires string, codes ...string) string {
		var lines []string
		for _, code := range codes {
			lines = append(lines, fmt.Sprintf(`{"code":%q,"artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}`, code))
		}
		return fmt.Sprintf(`{"orderId":%q,"tenantId":1,"lastUpdated":"2025-09-22T10:01:20Z","expiresAt":%q,"type":%q,"lines":[%s]}`,
			id, expires, kind, strings.Join(lines, ","))
	}
	put := func(kind, expires string, codes ...string) string {
		return "POST /1/order " + order(kind, expires, codes...)
	}
	const wait, anonymous = "wait", "anonymous "

	for _, row := range []struct {
		name     string
		rule     *specs.Rule
		calls    []string // METHOD PATH BODY; or wait, for two hours
		want     obligation.Standing
		brokenBy []uint64
	}{
		{"credentials with every call", rules.CallerAuthenticates, []string{byID}, obligation.Kept, nil},
		{"a call without credentials", rules.CallerAuthenticates, []string{byID, anonymous + byID}, obligation.Broken, []uint64{2}},
		{"no operation", rules.CallerAuthenticates, []string{anonymous + "GET /no/such/path/here"}, obligation.NotSeen, nil},
		{"HTTPS", rules.CallerUsesHTTPS, []string{byID}, obligation.NotApplicable, nil},

		{"a part deleted by code", rules.CallerDeletesShippedPart,
			[]string{put("Order", hour, shop, other), byID + "/code/" + shop}, obligation.Kept, nil},
		{"a part that is not there", rules.CallerDeletesShippedPart, []string{byID + "/code/" + shop}, obligation.NotSeen, nil},
		{"no part deleted", rules.CallerDeletesShippedPart, []string{put("Order", hour, shop), byID}, obligation.NotSeen, nil},

		{"a cart deleted", rules.CallerDeletesAbandonedCart, []string{put("Cart", hour, shop), byID, wait}, obligation.Kept, nil},
		{"a cart deleted under another spelling", rules.CallerDeletesAbandonedCart,
			[]string{put("Cart", hour, shop), "DELETE /1/order/byid/" + strings.ToUpper(id), wait}, obligation.Kept, nil},
		{"a cart expired and left", rules.CallerDeletesAbandonedCart, []string{put("Cart", hour, shop), wait}, obligation.Broken, []uint64{1}},
		{"a cart put twice, expired and left", rules.CallerDeletesAbandonedCart,
			[]string{put("Cart", hour, shop), put("Cart", hour, shop, other), wait}, obligation.Broken, []uint64{2}},
		{"a cart among all, expired and left", rules.CallerDeletesAbandonedCart,
			[]string{"PUT /1/orders [" + order("Cart", hour, shop) + "]", wait}, obligation.Broken, []uint64{1}},
		{"a cart that all others replaced", rules.CallerDeletesAbandonedCart, []string{put("Cart", hour, shop), "PUT /1/orders []", wait}, obligation.NotSeen, nil},
		{"a cart that was ordered", rules.CallerDeletesAbandonedCart, []string{put("Cart", hour, shop), put("Order", hour, shop), wait}, obligation.NotSeen, nil},
		{"a cart that has time", rules.CallerDeletesAbandonedCart, []string{put("Cart", hour, shop)}, obligation.NotSeen, nil},
		{"a cart sent past its end", rules.CallerDeletesAbandonedCart, []string{put("Cart", past, shop), wait}, obligation.NotSeen, nil},
		{"an order expired", rules.CallerDeletesAbandonedCart, []string{put("Order", hour, shop), wait}, obligation.NotSeen, nil},

		{"an order of one shop deleted by its code", rules.CallerDeletesEResaByCode,
			[]string{put("Order", hour, shop, shop), byID + "/code/" + shop}, obligation.Kept, nil},
		{"an order of two shops deleted by a code", rules.CallerDeletesEResaByCode,
			[]string{put("Order", hour, shop, other), byID + "/code/" + shop}, obligation.NotSeen, nil},
		{"an order of one shop deleted as a whole", rules.CallerDeletesEResaByCode, []string{put("Order", hour, shop), byID}, obligation.NotSeen, nil},

		{"every member", rules.CallerSendsEveryMember, []string{put("Order", hour, shop)}, obligation.Kept, nil},
		{"a member left out", rules.CallerSendsEveryMember, []string{put("Order", hour, shop), "POST /1/order {}"}, obligation.Broken, []uint64{2}},
		{"no order sent", rules.CallerSendsEveryMember, []string{byID}, obligation.NotSeen, nil},
		{"a number for a type", rules.CallerSendsTypedMembers, []string{"PUT /1/orders [" + strings.Replace(order("Order", hour, shop), `"Order"`, "1", 1) + "]"}, obligation.Broken, []uint64{1}},
		{"null for a date, which the document does not exclude", rules.CallerSendsTypedMembers,
			[]string{strings.Replace(put("Order", hour, shop), `"`+hour+`"`, "null", 1)}, obligation.Kept, nil},
		{"another id than a GUID", rules.CallerSendsGUIDs, []string{"GET /1/order/17"}, obligation.Broken, []uint64{1}},
		{"an e-resa", rules.CallerSendsKnownType, []string{put("EResa", hour, shop)}, obligation.Broken, []uint64{1}},
		{"none of an article", rules.CallerSendsQuantities, []string{strings.Replace(put("Order", hour, shop), `"qty":1`, `"qty":0`, 1)}, obligation.Broken, []uint64{1}},
		{"the tenant 0", rules.CallerNamesPositiveTenant, []string{strings.Replace(byID, "/1/", "/0/", 1)}, obligation.Broken, []uint64{1}},
		{"a tenant", rules.CallerNamesPositiveTenant, []string{byID}, obligation.Kept, nil},
		{"a text for a life span", rules.CallerSendsTypedConfig, []string{`PUT /1/config {"cartLifeSpan":"15"}`}, obligation.Broken, []uint64{1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return start }}, deliveryoptimizer.New())
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range row.calls {
				if call == wait {
					if _, err := engine.ChangeClock(t.Context(), "default", simulator.ClockChange{Advance: 2 * time.Hour}); err != nil {
						t.Fatal(err)
					}
					continue
				}
				call, unknown := strings.CutPrefix(call, anonymous)
				words := append(strings.SplitN(call, " ", 3), "")
				r := httptest.NewRequest(words[0], "/deliveryoptimizer"+words[1], strings.NewReader(words[2]))
				r.Header.Set("Content-Type", "application/json")
				if !unknown {
					r.SetBasicAuth("sample-oms", "sample-password")
				}
				engine.ServeHTTP(httptest.NewRecorder(), r)
			}
			report, err := client.Judge(t.Context(), engine, "default")
			if err != nil {
				t.Fatal(err)
			}
			list := report.Vendors[0].Rules
			i := slices.IndexFunc(list, func(rule client.Rule) bool { return rule.ID == row.rule.ID })
			if got := list[i]; got.Standing != row.want || !slices.Equal(got.BrokenBy, row.brokenBy) {
				t.Errorf("%s by %v: %s\nwant %s by %v", got.Standing, got.BrokenBy, got.Reason, row.want, row.brokenBy)
			}
			if slices.ContainsFunc(list, func(rule client.Rule) bool { return rule.Standing == obligation.NotJudged }) {
				t.Error("a rule has no obligation")
			}
		})
	}
}
