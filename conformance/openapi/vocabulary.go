package openapi

import (
	"context"
	"strconv"

	"github.com/cucumber/godog"
)

// Step is one of the vocabulary that scenarios of any API are written in.
type Step struct {
	Kind       string // Given, When or Then
	Expression string
	Example    string // a step, and the table or text below it, as it stands in a feature
	Text       string // what it does
	bind       func(*scenario) any
}

// Vocabulary lists the steps, in the order in which people read of them.
func Vocabulary() []Step { return append(callSteps(), outcomeSteps()...) }

func callSteps() []Step {
	return []Step{
		{"Given", `^(\S+) was called$`, "createOrder was called", "The correct request of an operation is sent. A refusal leaves the rule open. What follows is about what was created.", func(s *scenario) any {
			return func(ctx context.Context, id string) error { return s.was(ctx, id, "", nil) }
		}},
		{"Given", `^(\S+) was called, remembered as "([^"]+)"$`, `createOrder was called, remembered as "order"`, "The same, and the response is remembered: {order/id} is what it has at /id.", func(s *scenario) any {
			return func(ctx context.Context, id, name string) error { return s.was(ctx, id, name, nil) }
		}},
		{"Given", `^(\S+) was called with:?$`, "createOrder was called with\n  | /note | Please ring |", "The same with changes, as in the table of a call below.", func(s *scenario) any {
			return func(ctx context.Context, id string, t *godog.Table) error { return s.was(ctx, id, "", t) }
		}},
		{"Given", `^(\S+) was called, remembered as "([^"]+)", with:?$`, "createOrder was called, remembered as \"order\", with\n  | /note | Please ring |", "Both.", func(s *scenario) any {
			return func(ctx context.Context, id, name string, t *godog.Table) error { return s.was(ctx, id, name, t) }
		}},
		{"Given", `^the caller is "([^"]*)"$`, `the caller is "other"`, "Calls from here on are sent by another caller, whose credentials the profile calls other-…; \"main\" is the usual one.", func(s *scenario) any {
			return func(name string) (err error) { s.role, err = s.as(name); return err }
		}},
		{"Given", `^the caller has no credentials$`, "the caller has no credentials", "Calls from here on are sent without credentials.", func(s *scenario) any {
			return func() { s.role = roleNone }
		}},
		{"When", `^(\S+) is called$`, "getOrder is called", "The correct request is sent, whatever comes of it.", func(s *scenario) any {
			return func(ctx context.Context, id string) error { return s.is(ctx, id, s.role, nil) }
		}},
		{"When", `^(\S+) is called with:?$`, "updateOrder is called with\n  | /note          | Leave it     |\n  | /customer/name | absent       |\n  | path orderId   | {order/id}   |\n  | query notify   | true         |\n  | header If-Match | \"abc\"      |", "The correct request is changed at places: a JSON pointer into the body, or path, query or header with a name. A value is JSON or a text; absent leaves the place out; {name/pointer} is what is remembered; {fresh} is a text that was never sent.", func(s *scenario) any {
			return func(ctx context.Context, id string, t *godog.Table) error { return s.is(ctx, id, s.role, t) }
		}},
		{"When", `^(\S+) is called with the body:?$`, "createOrder is called with the body\n  \"\"\"\n  {\"reference\": \"R-1\"}\n  \"\"\"", "The body is sent as it stands there.", func(s *scenario) any {
			return func(ctx context.Context, id string, body *godog.DocString) error { return s.withBody(ctx, id, body) }
		}},
		{"When", `^(\S+) is called as "([^"]*)"$`, `getOrder is called as "other"`, "One call by another caller.", func(s *scenario) any {
			return func(ctx context.Context, id, caller string) error { return s.is(ctx, id, caller, nil) }
		}},
		{"When", `^(\S+) is called as "([^"]*)" with:?$`, "getOrder is called as \"other\" with\n  | path orderId | {order/id} |", "The same with changes.", func(s *scenario) any {
			return func(ctx context.Context, id, caller string, t *godog.Table) error { return s.is(ctx, id, caller, t) }
		}},
		{"When", `^(\S+) is called (\d+) times at once$`, "confirmOrder is called 4 times at once", "One request is sent several times side by side.", func(s *scenario) any { return s.atOnce }},
		{"When", `^the call is repeated$`, "the call is repeated", "The last request is sent again, to the byte.", func(s *scenario) any {
			return func(ctx context.Context) error { return s.again(ctx, "", 1) }
		}},
		{"When", `^the call is repeated (\d+) times$`, "the call is repeated 3 times", "The same, one after the other.", func(s *scenario) any {
			return func(ctx context.Context, n int) error { return s.again(ctx, "", n) }
		}},
		{"When", `^the call is repeated as "([^"]*)"$`, `the call is repeated as "other"`, "The same by another caller.", func(s *scenario) any {
			return func(ctx context.Context, caller string) error { return s.again(ctx, caller, 1) }
		}},
		{"When", `^(\d+) (seconds?|minutes?|hours?|days?) pass(?:es)?$`, "2 hours pass", "A simulator's clock is moved. On any other target up to 30 seconds are waited for, and more leaves the rule open.", func(s *scenario) any { return s.pass }},
	}
}

func outcomeSteps() []Step {
	return []Step{
		{"Then", `^the status is (\d+(?:(?:, | or )\d+)*)$`, "the status is 409 or 422", "The response has one of these statuses.", func(s *scenario) any { return s.status }},
		{"Then", `^the call is accepted$`, "the call is accepted", "The status is 2xx, and the body no refusal as the profile describes it.", func(s *scenario) any { return s.isAccepted }},
		{"Then", `^the call is refused$`, "the call is refused", "The status is 4xx, or the body a refusal as the profile describes it.", func(s *scenario) any {
			return func() error { return s.isRefused("") }
		}},
		{"Then", `^the call is refused with (\d+(?:(?:, | or )\d+)*)$`, "the call is refused with 409", "The call is refused with one of these statuses.", func(s *scenario) any { return s.isRefused }},
		{"Then", `^(exactly|at least|at most) (\d+) of the calls (?:is|are) accepted$`, "exactly 1 of the calls is accepted", "Counts the accepted calls among those at once, or among repetitions.", func(s *scenario) any { return s.countAccepted }},
		{"Then", `^the response's (/\S*) (is at least|is at most|is not|is|contains|matches) (.+)$`, "the response's /total is 3930", "Compares what the body has at a JSON pointer. Numbers compare by value, times by their instant.", func(s *scenario) any { return s.place }},
		{"Then", "", "the response's /note is absent", "The body has nothing there.", nil},
		{"Then", "", "the response's /id is there", "The body has something there.", nil},
		{"Then", "", `the response's /reference matches ^R-[0-9]+$`, "The value matches a pattern (RE2).", nil},
		{"When", "", `the response's /next is remembered as "next"`, "The value is remembered: {next} is the value itself.", nil},
		{"Then", `^the response has:?$`, "the response has\n  | /status | open |\n  | /note   | absent |", "Compares several places.", func(s *scenario) any { return s.responseHas }},
		{"Then", `^the response is:?$`, "the response is\n  \"\"\"\n  {\"ok\": true}\n  \"\"\"", "The body is this JSON value, and has no other members.", func(s *scenario) any { return s.responseIs }},
		{"Then", `^the header "([^"]+)" is (.+)$`, `the header "Cache-Control" is "no-store"`, "The response has this header.", func(s *scenario) any { return s.header }},
		{"Then", `^the response has the header "([^"]+)"$`, `the response has the header "Location"`, "The response has the header, whatever it says.", func(s *scenario) any {
			return func(name string) error { return s.header(name, "") }
		}},
		{"Then", `^the list(?: at (/\S*))? has (?:(exactly|at least|at most) )?(\d+) elements?$`, "the list at /items has at least 2 elements", "Counts; without a place, the body itself is the list.", func(s *scenario) any {
			return func(at, how, n string) error {
				want, err := strconv.Atoi(n)
				if err != nil {
					return err
				}
				return s.listHas(at, how, want)
			}
		}},
		{"Then", `^the list(?: at (/\S*))? has (an|no) element with:?$`, "the list at /items has no element with\n  | /id | {order/id} |", "Looks for an element that has all of these.", func(s *scenario) any { return s.listElement }},
		{"Then", `^every element of the list(?: at (/\S*))? has:?$`, "every element of the list at /items has\n  | /status | open |", "Each element has all of these.", func(s *scenario) any { return s.everyElement }},
		{"Then", `^the list(?: at (/\S*))? is ordered by (/\S*)(?:, (ascending|descending))?$`, "the list at /items is ordered by /createdAt, descending", "The order of the elements; ascending unless it says otherwise.", func(s *scenario) any { return s.listOrdered }},
		{"Then", `^within (\d+) seconds? (\S+) answers with:?$`, "within 5 seconds getOrder answers with\n  | /status | shipped |", "The operation is called again and again, until its response has these.", func(s *scenario) any {
			return func(ctx context.Context, seconds int, id string, t *godog.Table) error {
				return s.within(ctx, seconds, id, func() error { return s.responseHas(t) })
			}
		}},
		{"Then", `^within (\d+) seconds? (\S+) answers (\d+)$`, "within 5 seconds getOrder answers 404", "The same for a status.", func(s *scenario) any {
			return func(ctx context.Context, seconds int, id, status string) error {
				return s.within(ctx, seconds, id, func() error { return s.status(status) })
			}
		}},
	}
}
