package altazion

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// category is the EventCategory of all these events.
const category = "e/rp"

func (s *steps) bindEvents(sc *features.Steps) {
	sc.Step(`^a handler "([^"]*)" for ([^ ,]+)$`, func(ctx context.Context, name, event string) error {
		return s.register(ctx, name, "", event)
	})
	sc.Step(`^a handler "([^"]*)" for ([^ ,]+(?:, [^ ,]+)* and [^ ,]+)$`, func(ctx context.Context, name, events string) error {
		return s.register(ctx, name, "", strings.Split(strings.ReplaceAll(events, " and ", ", "), ", ")...)
	})
	sc.Step(`^a handler "([^"]*)" for ([^ ,]+) that is called with (Basic|Bearer) credentials$`, func(ctx context.Context, name, event, scheme string) error {
		return s.register(ctx, name, scheme, event)
	})
	sc.Step(`^another bon of its order$`, s.anotherBon)
	sc.Step(`^calls are about the other bon$`, s.changeBon)
	sc.Step(`^the bon was prepared in full$`, s.prepareInFull)
	sc.Step(`^the bon was shipped in full$`, s.shipInFull)
	sc.Step(`^the order of the bon is (confirmed|ready|entered|cancelled)$`, s.orderIs)
	sc.Step(`^a day passes$`, func(ctx context.Context) error { return s.session.Advance(ctx, 24*time.Hour) })
	sc.Step(`^the handler "([^"]*)" is told nothing$`, func(ctx context.Context, name string) error { return s.isTold(ctx, name, "") })
	sc.Step(`^the handler "([^"]*)" is told: (.+)$`, s.isTold)
	sc.Step(`^the handler "([^"]*)" gets every (\S+) as a POST in its envelope$`, s.inEnvelope)
	sc.Step(`^the handler "([^"]*)" gets (no|Basic|Bearer) credentials$`, s.getsCredentials)
	sc.Step(`^the handler "([^"]*)" is told (once|twice) of ([^ ,]+)(?:, the last time)? with the data:$`, s.isToldWith)
	sc.Step(`^the handler "([^"]*)" is told of the products:$`, s.compareProducts)
	sc.Step(`^the handler "([^"]*)" is told of the parcels: (.+)$`, s.compareToldParcels)
	sc.Step(`^the bon has its new state as soon as the handler "([^"]*)" is told$`, s.stateBeforeEvent)
	sc.Step(`^the event for the handler "([^"]*)" was sent a few times, less and less often, and then no more$`, s.isRepeated)
}

// deliveries returns what a handler was sent of the bon's order until now, the
// oldest first and without the duplicates that a simulator was asked to make.
// Another case may share the world: the order's GUID is in every event of it.
func (s *steps) deliveries(ctx context.Context, handler string) ([]target.Delivery, error) {
	address, known := s.handlers[handler]
	if !known {
		return nil, fmt.Errorf("the scenario has no handler %q", handler)
	}
	list, err := s.session.Deliveries(ctx, target.DeliveryFilter{})
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d target.Delivery) bool {
		ours := strings.Contains(strings.ToLower(d.Event.Body), s.bon.order.guid.String())
		return d.Event.URL != address || d.CopyOf != 0 || !ours
	})
	slices.Reverse(list)
	return list, nil
}

// afterwards returns what a handler was sent when events had time to come.
func (s *steps) afterwards(ctx context.Context, handler string) ([]target.Delivery, error) {
	if err := s.session.Advance(ctx, patience); err != nil {
		return nil, err
	}
	return s.deliveries(ctx, handler)
}

// event is what a handler reads in a body.
type event struct {
	kind string
	data map[string]any
}

// events returns the events that a handler was told of. Whether they are well
// formed is a rule of its own.
func (s *steps) events(ctx context.Context, handler string) ([]event, error) {
	list, err := s.afterwards(ctx, handler)
	if err != nil {
		return nil, err
	}
	var events []event
	for _, d := range list {
		members, err := object([]byte(d.Event.Body))
		kind, hasKind := members["EventKind"].(string)
		data, hasData := members["Data"].(map[string]any)
		if err != nil || !hasKind || !hasData {
			return nil, &target.Inconclusive{Reason: "precondition: the handler was sent an event without its envelope: " + clip(d.Event.Body)}
		}
		events = append(events, event{kind, data})
	}
	return events, nil
}

// isTold compares the codes of all events of a handler.
func (s *steps) isTold(ctx context.Context, handler, want string) error {
	events, err := s.events(ctx, handler)
	if err != nil {
		return err
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.kind)
	}
	return target.Compare(fmt.Sprintf("events for the handler %q", handler), strings.Join(kinds, ", "), want)
}

// inEnvelope wants each event of the handler to be a POST of the object that
// the supplement shows. That there is one is for other rules.
func (s *steps) inEnvelope(ctx context.Context, handler, want string) error {
	list, err := s.afterwards(ctx, handler)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &target.Inconclusive{Reason: "precondition: the handler was sent no event " + want}
	}
	var differences []error
	for _, d := range list {
		members, err := object([]byte(d.Event.Body))
		if err != nil {
			differences = append(differences, err)
			continue
		}
		differences = append(differences,
			target.Compare("method", d.Event.Method, http.MethodPost),
			target.Compare("EventKind", fmt.Sprint(members["EventKind"]), want),
			target.Compare("EventCategory", fmt.Sprint(members["EventCategory"]), category),
		)
		if _, isObject := members["Data"].(map[string]any); !isObject {
			differences = append(differences, target.Mismatch("Data", fmt.Sprint(members["Data"]), "an object"))
		}
	}
	return target.Mismatches(differences...)
}

// redactedCredentials is what a simulator's ledger has in the place of
// credentials: their scheme is not shown.
const redactedCredentials = "[redacted]"

func (s *steps) getsCredentials(ctx context.Context, handler, want string) error {
	list, err := s.afterwards(ctx, handler)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &target.Inconclusive{Reason: "precondition: the handler was sent nothing"}
	}
	var differences []error
	for _, d := range list {
		got := d.Event.Header.Get("Authorization")
		scheme, _, _ := strings.Cut(got, " ")
		switch {
		case got == "":
			scheme = "no"
		case got == redactedCredentials && want != "no":
			scheme = want
		}
		differences = append(differences, target.Compare(fmt.Sprintf("credentials for the handler %q", handler), scheme, want))
	}
	return target.Mismatches(differences...)
}

// isToldWith wants a handler to be told so often, and compares data of the last
// event with a table of member and value.
func (s *steps) isToldWith(ctx context.Context, handler, times, kind string, table *godog.Table) error {
	want := kind
	if times == "twice" {
		want += ", " + kind
	}
	if err := s.isTold(ctx, handler, want); err != nil {
		return err
	}
	data, err := s.lastData(ctx, handler)
	if err != nil {
		return err
	}
	meanings := map[string]string{"the order": s.bon.order.guid.String(), "the bon": s.bon.GUID.String()}
	var differences []error
	for _, row := range table.Rows {
		name, want := row.Cells[0].Value, row.Cells[1].Value
		if meaning := meanings[want]; meaning != "" {
			want = meaning
		}
		got := "(absent)"
		if value, there := data[name]; there {
			got = strings.ToLower(fmt.Sprint(value)) // GUIDs may be in capitals
		}
		differences = append(differences, target.Compare("Data."+name, got, want))
	}
	return target.Mismatches(differences...)
}

func (s *steps) lastData(ctx context.Context, handler string) (map[string]any, error) {
	events, err := s.events(ctx, handler)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, target.Mismatch(fmt.Sprintf("events for the handler %q", handler), "none", "at least one")
	}
	return events[len(events)-1].data, nil
}

// list returns the objects of an array of an event's data.
func list(data map[string]any, name string) []map[string]any {
	var objects []map[string]any
	array, _ := data[name].([]any)
	for _, item := range array {
		members, _ := item.(map[string]any)
		objects = append(objects, members)
	}
	return objects
}

// compareProducts compares ListeProduits with a table, whatever its order.
func (s *steps) compareProducts(ctx context.Context, handler string, table *godog.Table) error {
	data, err := s.lastData(ctx, handler)
	if err != nil {
		return err
	}
	products := list(data, "ListeProduits")
	differences := []error{target.Compare("products in ListeProduits", len(products), len(table.Rows)-1)}
	for _, row := range table.Rows[1:] {
		which, err := s.line(row.Cells[0].Value)
		if err != nil {
			return err
		}
		line := s.bon.Lines[which]
		at := slices.IndexFunc(products, func(p map[string]any) bool { return p["ArticleRef"] == line.Reference })
		if at < 0 {
			differences = append(differences, target.Mismatch("ListeProduits", "no "+line.Reference, line.Reference))
			continue
		}
		for i, cell := range row.Cells[1:] {
			name := table.Rows[0].Cells[i+1].Value
			if got := fmt.Sprint(products[at][name]); !sameNumber(got, cell.Value) {
				differences = append(differences, target.Mismatch(name+" of "+line.Reference, got, cell.Value))
			}
		}
	}
	return target.Mismatches(differences...)
}

func (s *steps) compareToldParcels(ctx context.Context, handler, want string) error {
	data, err := s.lastData(ctx, handler)
	if err != nil {
		return err
	}
	var numbers []string
	for _, parcel := range list(data, "Colis") {
		numbers = append(numbers, fmt.Sprint(parcel["Numero"]))
	}
	slices.Sort(numbers)
	return target.Compare("numbers of Data.Colis", strings.Join(numbers, ", "), want)
}

// stateBeforeEvent looks again and again until there is an event. It looks at
// the ledger first, so that a state that is seen is one that a handler finds.
func (s *steps) stateBeforeEvent(ctx context.Context, handler string) error {
	for waited := time.Duration(0); waited <= patience; waited += between {
		told, err := s.deliveries(ctx, handler)
		if err != nil {
			return err
		}
		v, err := s.view(ctx)
		if err != nil {
			return err
		}
		if len(told) > 0 {
			if s.movedOn(v) {
				return nil
			}
			return target.Mismatch("the bon when the handler is told", v.state(), "another state than at first")
		}
		if _, err := s.pass(ctx); err != nil {
			return err
		}
	}
	return target.Mismatch(fmt.Sprintf("events for the handler %q within %s", handler, s.limit()), "none", "PreparationBpr")
}

// fewTimes is how often “a few times” is at least, the first one included.
const fewTimes = 3

// isRepeated wants retries that come to an end, with growing waits between.
func (s *steps) isRepeated(ctx context.Context, handler string) error {
	list, err := s.deliveries(ctx, handler)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &target.Inconclusive{Reason: "precondition: the handler was sent nothing"}
	}
	d := list[0]
	if reason := unanswerable(d); reason != "" {
		return &target.Inconclusive{Reason: reason}
	}
	var differences []error
	if len(d.Attempts) < fewTimes {
		differences = append(differences, target.Mismatch("attempts", strconv.Itoa(len(d.Attempts)), fmt.Sprintf("at least %d", fewTimes)))
	}
	if d.State == target.DeliveryPending {
		differences = append(differences, target.Mismatch("after a day", "another attempt is to follow", "no more"))
	}
	for i := 2; i < len(d.Attempts); i++ {
		before, wait := d.Attempts[i-1].At.Sub(d.Attempts[i-2].At), d.Attempts[i].At.Sub(d.Attempts[i-1].At)
		if wait <= before {
			differences = append(differences, target.Mismatch(fmt.Sprintf("wait before attempt %d", i+1), wait.String(), "more than "+before.String()))
		}
	}
	return target.Mismatches(differences...)
}

// unanswerable says why the ledger can't tell whether an event is repeated.
func unanswerable(d target.Delivery) string {
	switch {
	case d.State == target.DeliveryNotSent:
		return "this simulator sends no events"
	case d.State == target.DeliveryConfirmed:
		return "somebody listens at " + subscriber + " and has confirmed the event"
	case len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].Refused:
		return "the simulator sends nothing to private addresses, where nobody listens, and so has nothing to repeat"
	}
	return ""
}
