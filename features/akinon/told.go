package akinon

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/target"
)

// sent returns what the subscriber was sent until now, the oldest first and
// without the duplicates that a simulator was asked to make.
func (s *steps) sent(ctx context.Context) ([]target.Delivery, error) {
	list, err := s.session.Deliveries(ctx, target.DeliveryFilter{})
	list = slices.DeleteFunc(list, func(d target.Delivery) bool { return d.Event.URL != s.address || d.CopyOf != 0 })
	slices.Reverse(list)
	return list, err
}

// afterwards returns what the subscriber was sent when events had time to come.
func (s *steps) afterwards(ctx context.Context) ([]target.Delivery, error) {
	if err := s.session.Elapse(ctx, patience, realPatience); err != nil {
		return nil, err
	}
	return s.sent(ctx)
}

// some is afterwards where nothing can be said when nothing was sent.
func (s *steps) some(ctx context.Context) ([]target.Delivery, error) {
	list, err := s.afterwards(ctx)
	if err == nil && len(list) == 0 {
		err = &target.Inconclusive{Reason: "precondition: the subscriber was sent nothing"}
	}
	return list, err
}

func (s *steps) isToldNothing(ctx context.Context) error {
	list, err := s.afterwards(ctx)
	if err != nil {
		return err
	}
	return target.Compare("deliveries", len(list), 0)
}

// isToldOfOrder looks for the numbers of the order's packages: the form of an
// event is a rule of its own.
func (s *steps) isToldOfOrder(ctx context.Context) error {
	packages, err := s.packagesToTellOf(ctx)
	if err != nil {
		return err
	}
	list, err := s.sent(ctx)
	if err != nil {
		return err
	}
	differences := []error{target.Compare("deliveries", len(list), len(packages))}
	for _, p := range packages {
		number, times := text(p, "number"), 0
		for _, d := range list {
			if strings.Contains(d.Event.Body, `"`+number+`"`) {
				times++
			}
		}
		differences = append(differences, target.Compare("deliveries that tell of the package "+number, times, 1))
	}
	return target.Mismatches(differences...)
}

// packagesToTellOf lists the packages of the order. Where there are none, which is
// for another rule, nothing has to be told.
func (s *steps) packagesToTellOf(ctx context.Context) ([]members, error) {
	list, err := s.ordersPackages(ctx)
	if none := (*target.Mismatched)(nil); errors.As(err, &none) {
		return nil, &target.Inconclusive{Reason: "the order has no packages"}
	}
	return list, err
}

// bodies reads the bodies of deliveries; nil stands for one that is no object.
func bodies(list []target.Delivery) []members {
	var all []members
	for _, d := range list {
		o, err := object(&target.Answer{Body: []byte(d.Event.Body)})
		if err != nil {
			o = nil
		}
		all = append(all, o)
	}
	return all
}

func (s *steps) isToldState(ctx context.Context, state string) error {
	list, err := s.afterwards(ctx)
	if err != nil {
		return err
	}
	differences := []error{target.Compare("deliveries", len(list), 1)}
	for _, o := range bodies(list) {
		payload, _ := o["payload"].(members)
		differences = append(differences,
			target.Compare("type of the event", text(o, "event", "type"), "package.status.transitioned"),
			target.Compare("id of the package", whole(payload, "id"), s.pkg.ID),
			target.Compare("state of the package", stateOf(payload), state),
		)
	}
	return target.Mismatches(differences...)
}

func (s *steps) inEnvelope(ctx context.Context, event string) error {
	list, err := s.some(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for i, o := range bodies(list) {
		differences = append(differences,
			target.Compare("method", list[i].Event.Method, "POST"),
			target.Compare("type of the event", text(o, "event", "type"), event),
			target.Compare("there is a uuid", text(o, "event", "uuid") != "", true),
			target.Compare("the payload is an object", isObject(o, "payload"), true),
		)
	}
	return target.Mismatches(differences...)
}

func (s *steps) payloadIsPackage(ctx context.Context) error {
	packages, err := s.packagesToTellOf(ctx)
	if err != nil {
		return err
	}
	list, err := s.some(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, o := range bodies(list) {
		payload, _ := o["payload"].(members)
		at := slices.IndexFunc(packages, func(p members) bool { return whole(p, "id") == whole(payload, "id") })
		if at < 0 {
			differences = append(differences, target.Mismatch("id of the payload", quoted(payload["id"]), "that of a package of the order"))
			continue
		}
		differences = append(differences,
			target.Compare("number of the payload", text(payload, "number"), text(packages[at], "number")),
			target.Compare("state of the payload", stateOf(payload), stateOf(packages[at])),
			target.Compare("stock location of the payload", locationOf(payload), locationOf(packages[at])),
		)
	}
	return target.Mismatches(differences...)
}
