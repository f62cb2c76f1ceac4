package report

import "time"

// fixture is a report with every verdict, every standing of a vendor, and
// bodies that mean harm.
func fixture() *Report {
	return &Report{
		Schema:     Schema,
		Version:    "v0.1.0",
		Started:    time.Date(2026, 11, 22, 9, 30, 0, 0, time.FixedZone("CET", 3600)),
		Duration:   1234 * time.Millisecond,
		RandomSeed: 18446744073709551615,
		Vendors: []Vendor{
			{
				Name: "altazion", Title: "Altazion", Target: "https://orders.example.test", Requests: 41,
				Rules: altazionRules(),
			},
			{
				Name: "akinon", Title: "Akinon", Target: "http://127.0.0.1:9", Requests: 1,
				Unreachable: "dial tcp 127.0.0.1:9: connect: connection refused",
			},
			{
				Name: "deliveryoptimizer", Title: "Delivery Optimizer", Target: "http://127.0.0.1:4010/deliveryoptimizer", Requests: 388,
				Dialect: map[string]string{"deliveryoptimizer/empty-lines": "refused", "deliveryoptimizer/expiry": "stored-only"},
				Strictness: []Strictness{
					{Pointer: "/components/schemas/Order/properties/expiresAt/type", Class: "null", Operations: []string{"upsertOrder"}, Does: "tolerates", Became: "absent"},
					{Pointer: "/components/schemas/Line/properties/qty/type", Class: "text-for-number", Operations: []string{"upsertOrder"}, Does: "refuses"},
					{Pointer: "/components/schemas/Line/properties/code/type", Class: "number-for-text", Operations: []string{"replaceOrders", "upsertOrder"}, Does: "mixed"},
				},
				Rules: optimizerRules(),
			},
			{
				Name: "bridge", Title: "Bridge", Target: "https://bridge.example.test/api", Requests: 50,
				Stopped: "the profile allows 50 requests", Lifecycles: []Lifecycle{orderLifecycle()},
				Rules: []Rule{
					rule("bridge/order-state-changes", Pass, "", Case{Name: "NEW to PAID", Phase: "rules", Verdict: Pass}),
					rule("bridge/hidden-order", Inconclusive, "not reached within the 50 requests that the profile allows: raise limits.requests"),
				},
			},
			{Name: "komet", Title: "Komet", Target: "simulator (in this process)", NotBuilt: true},
		},
	}
}

// orderLifecycle has a transition of every standing, in every direction.
func orderLifecycle() Lifecycle {
	const changes = "bridge/order-state-changes"
	return Lifecycle{
		Entity: "order", States: []string{"open", "confirmed", "ready to pick", "sent", "cancelled", "unused"},
		Transitions: []Transition{
			{To: "open", Rules: []string{changes}, Verdict: Pass},
			{To: "confirmed", Verdict: Inconclusive},
			{From: "open", To: "confirmed", Rules: []string{changes}, Verdict: Pass},
			{From: "confirmed", To: "ready to pick", Rules: []string{changes, "bridge/hidden-order"}, Verdict: Fail},
			{From: "ready to pick", To: "sent", Verdict: Error},
			{From: "open", To: "cancelled", Rules: []string{changes}, Verdict: Pass},
			{From: "confirmed", To: "cancelled", Rules: []string{"bridge/hidden-order"}, Verdict: Inconclusive},
			{From: "ready to pick", To: "cancelled", Rules: []string{"bridge/not-in-this-report"}},
			{From: "sent", To: "confirmed", Verdict: Warning},
			{From: "cancelled", To: "open", Verdict: Skip},
			{From: "sent", To: "sent", Verdict: NotApplicable},
		},
	}
}

func rule(id string, v Verdict, reason string, cases ...Case) Rule {
	return Rule{
		ID: id, Level: "must", Basis: "documented", Verdict: v, Reason: reason, Cases: cases,
		Text:   "A statement of the document, in our own words.",
		Source: Source{Document: "000", Place: "Préparation, row 3", URL: "https://docs.example.test/bp", Date: "2025-02-26"},
	}
}

func altazionRules() []Rule {
	const fixtureMissing = "no bon that may be shipped: give the profile fixtures.bon-to-ship, or a provision command"
	return []Rule{
		rule("altazion/save-answers-the-bon", Pass, "", Case{
			Name: "the example of the document", Phase: "contract", Verdict: Pass, Duration: 12 * time.Millisecond,
			Exchanges: []Exchange{{Method: "POST", URL: "https://orders.example.test/passing", Status: 200}},
		}),
		rule("altazion/ship-needs-preparation", Inconclusive, fixtureMissing),
		rule("altazion/ship-once", Inconclusive, "", Case{Name: "twice", Phase: "rules", Verdict: Inconclusive, Reason: fixtureMissing}),
		rule("altazion/ship-partly", Inconclusive, fixtureMissing),
		rule("altazion/events", NotApplicable, "the profile does not list the capability events"),
		rule("altazion/guid-in-path", Skip, "does not match --rules 'altazion/s*'"),
	}
}

func optimizerRules() []Rule {
	const page = "https://github.com/altazion/altazion-dev/blob/HEAD/orchestrator/delivery-optimizer/"
	lastWrite := rule("deliveryoptimizer/last-write-wins", Warning, "", Case{
		Name: "an older lastUpdated", Phase: "rules", Verdict: Warning,
		Mismatches: []Mismatch{{What: "body at /lines/0/qty", Want: []string{"2"}, Got: "1"}},
	})
	lastWrite.Basis = "assumed"
	cached := rule("deliveryoptimizer/answers-are-not-cached", Warning, "the answer may be cached for 60 s")
	cached.Level = "should"
	members := rule("deliveryoptimizer/order-members-typed", Fail, "", typedCases()...)
	members.Text = "The body is an order as JSON, or an array of them: members have the types that the example shows, dates are RFC 3339 instants, lines is an array of order lines."
	members.Source = Source{Document: "002", Place: "Exemple d'appel API, lines 18, 22 to 49 and 60", URL: page + "commandes.md", Date: "2025-09-22"}
	tenant := rule("deliveryoptimizer/user-bound-to-tenant", Fail, "listed as a known failure, and passes now: take it off the list",
		Case{Name: "another tenant's path", Phase: "rules", Verdict: Pass})
	tenant.Text = "A user belongs to one tenant and is refused at the path of another."
	tenant.Source = Source{Document: "securisationmodule.md", Place: "Authentification", URL: page + "securisationmodule.md", Date: "2026-11-22"}
	return []Rule{
		rule("deliveryoptimizer/bare-booleans", Pass, "", Case{Name: "an upsert", Phase: "rules", Verdict: Pass, Duration: 4 * time.Millisecond}),
		members,
		tenant,
		rule("deliveryoptimizer/expiry", Error, "", Case{
			Name: "a cart past its expiry", Phase: "rules", File: "deliveryoptimizer/orders.feature", Line: 42, Reading: "service-expires-carts", Verdict: Error,
			Reason: `step "the clock stands at noon" is undefined`,
		}),
		lastWrite,
		cached,
	}
}

// typedCases are twelve that fail alike, one that fails otherwise, one that
// gets no answer, two more of other kinds, and one that passes.
func typedCases() []Case {
	const repeat = "plumbline verify deliveryoptimizer --target http://127.0.0.1:4010 --rules deliveryoptimizer/order-members-typed --random-seed 7"
	const order = "http://127.0.0.1:4010/deliveryoptimizer/42/order"
	headers := map[string][]string{"Authorization": {"Basic [redacted]"}, "Content-Type": {"application/json"}}
	cases := []Case{{Name: "the example", Phase: "contract", Verdict: Pass}}
	for _, member := range []string{"orderId", "tenantId", "type", "lastUpdated", "expiresAt", "lines", "code", "artGuid", "qty", "order", "array", "line"} {
		cases = append(cases, Case{
			Name: member + " of another type", Phase: "contract", Verdict: Fail, Duration: 3 * time.Millisecond, Repeat: repeat,
			Mismatches: []Mismatch{{What: "status", Want: []string{"400", "422"}, Got: "200"}},
			Exchanges: []Exchange{{
				Method: "POST", URL: order, RequestHeaders: headers, RequestBody: `{"` + member + `": "it's \"quoted\" $(id) ` + "`id`" + `"}`,
				Status: 200, ResponseHeaders: map[string][]string{"Content-Type": {"application/json"}}, ResponseBody: "true",
				Duration: 2 * time.Millisecond, Notes: []string{"undocumented header X-Debug"},
			}},
		})
	}
	return append(cases,
		Case{
			Name: "null", Phase: "contract", Verdict: Fail, Reason: "came 3 times of 3", Duration: 5 * time.Millisecond, Repeat: repeat,
			Mismatches: []Mismatch{
				{What: "status", Want: []string{"400"}, Got: "500"},
				{What: "body", Want: []string{"a bare boolean", "an error envelope"}, Got: "\x1b[31mred"},
			},
			Exchanges: []Exchange{{
				Method: "POST", URL: order, RequestHeaders: headers, RequestBody: "{\n  \"lines\": \"100%\"\n}\n",
				Status: 500, ResponseBody: "\x1b[31mred\x00\xff \u202edesrever\r\n<b>&amp;</b>\n]]>\n" + longLine(), Truncated: true, Duration: 4 * time.Millisecond,
			}},
		},
		Case{
			Name: "no answer", Phase: "rules", Reading: "strict", Verdict: Fail, Repeat: repeat,
			Mismatches: []Mismatch{{What: "response", Got: ""}},
			Exchanges:  []Exchange{{Method: "GET", URL: order + "/1", Error: "EOF"}, {Method: "GET", URL: order + "/2", Status: 200, Error: "unexpected EOF"}},
		},
		Case{Name: "lines is an object", Phase: "contract", Verdict: Fail, Mismatches: []Mismatch{{What: "status", Want: []string{"400"}, Got: "201"}}},
		Case{Name: "lines is a number", Phase: "contract", Verdict: Fail, Mismatches: []Mismatch{{What: "status", Want: []string{"400"}, Got: "204"}}},
	)
}

// longLine is more than a terminal shows of a body.
func longLine() string {
	line := make([]byte, 3000)
	for i := range line {
		line[i] = 'a' + byte(i%26)
	}
	return string(line)
}
