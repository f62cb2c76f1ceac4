package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// steps is the state of one scenario.
type steps struct {
	session *target.Session
	random  *rand.Rand
	id      string
	answer  *target.Answer
}

func (s *steps) register(sc *features.Steps) {
	sc.Step(`^an order of (\d+) pieces at (\d+) and (\d+) pieces at (\d+) is created$`, s.created)
	sc.Step(`^an order that was confirmed$`, s.wasConfirmed)
	sc.Step(`^it is confirmed$`, s.confirmed)
	sc.Step(`^its total is (\d+)$`, s.total)
	sc.Step(`^the request is refused with (\d+)$`, s.refused)
}

func (s *steps) created(ctx context.Context, n1, p1, n2, p2 string) error {
	body := newOrder(s.random)
	line := func(quantity, price string) any {
		return map[string]any{"sku": "CUP-7", "quantity": json.Number(quantity), "price": json.Number(price)}
	}
	body["lines"] = []any{line(n1, p1), line(n2, p2)}
	answer, err := send(ctx, s.session, usual, http.MethodPost, "orders", body)
	if err != nil {
		return err
	}
	s.answer = answer
	if entity, undo := made(s.session, answer); entity.ID != "" {
		s.session.Created(entity, undo)
	}
	return target.Compare("status", answer.Status, http.StatusCreated)
}

func (s *steps) wasConfirmed(ctx context.Context) error {
	id, err := create(ctx, s.session, newOrder(s.random))
	if err != nil {
		return err
	}
	s.id = id
	if err := s.confirmed(ctx); err != nil {
		return err
	}
	if s.answer.Status != http.StatusOK {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: confirming was answered with %d", s.answer.Status)}
	}
	return nil
}

func (s *steps) confirmed(ctx context.Context) (err error) {
	s.answer, err = send(ctx, s.session, usual, http.MethodPost, "orders/"+s.id+"/confirm", nil)
	return err
}

func (s *steps) total(want string) error {
	return target.Compare("total", fmt.Sprint(member(s.answer, "total")), want)
}

func (s *steps) refused(status int) error {
	return target.Compare("status", s.answer.Status, status)
}
