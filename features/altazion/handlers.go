package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// subscriber is where handlers are registered: the port 9, discard, of this
// machine, where nobody listens.
const subscriber = "http://127.0.0.1:9/"

// register registers a handler for events, at an address of its own. Its
// credentials are of the scheme; without one it has none.
func (s *steps) register(ctx context.Context, name, scheme string, events ...string) error {
	id := NewID(s.random).String()
	if s.handlers == nil {
		s.handlers = map[string]string{}
	}
	s.handlers[name] = subscriber + id + "/" + url.PathEscape(name)
	handler := map[string]any{"name": id, "url": s.handlers[name], "events": events}
	switch scheme {
	case "Basic":
		handler["user"], handler["password"] = "handler", "handler-password"
	case "Bearer":
		handler["token"] = "handler-token"
	}
	return s.seed(ctx, map[string]any{"handlers": []any{handler}})
}

func (s *steps) seed(ctx context.Context, document map[string]any) error {
	text, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("altazion: seed document: %w", err)
	}
	return s.session.Seed(ctx, text)
}

// anotherBon gives the order of the bon a second one, like the first.
func (s *steps) anotherBon(ctx context.Context) error {
	s.other = newBon(BonToPrepare, s.random)
	s.other.order = s.bon.order
	document, err := seedDocument(BonToPrepare, s.other, s.random)
	if err != nil {
		return err
	}
	return s.session.Seed(ctx, document)
}

// changeBon lets the scenario go on with the other bon of the order.
func (s *steps) changeBon(ctx context.Context) (err error) {
	s.bon, s.other = s.other, s.bon
	s.name = s.bon.Number
	s.before, err = s.read(ctx)
	return err
}

func (s *steps) prepareInFull(ctx context.Context) error {
	if err := s.arrange(ctx, savePoint, s.correct(savePoint)); err != nil {
		return err
	}
	return s.arrived(ctx, "the prepared step", s.movedOn)
}

func (s *steps) shipInFull(ctx context.Context) error {
	if err := s.arrange(ctx, shipPoint, s.correct(shipPoint)); err != nil {
		return err
	}
	return s.arrived(ctx, "the finished state", isFinished)
}

// orderIs lets something happen to the order of the bon, outside the API.
func (s *steps) orderIs(ctx context.Context, what string) error {
	change := map[string]any{"order": s.bon.order.number, "to": what}
	if what == "cancelled" {
		change["by"], change["reason"] = 1, "CLIENT"
	}
	return s.seed(ctx, map[string]any{"changes": []any{change}})
}
