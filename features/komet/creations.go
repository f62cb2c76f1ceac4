package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindCreations(sc *features.Steps) {
	sc.Step(`^it is created(?: again)?$`, s.create)
	sc.Step(`^it was created$`, s.created)
	sc.Step(`^a creation is sent with the body (.+)$`, s.sendText)
	sc.Step(`^it is created with (\d+) bytes of body$`, s.createOfSize)
}

// creation is the body of the scenario's prebook, without its token.
func (s *steps) creation() map[string]any {
	body := maps.Clone(s.header)
	if s.items != nil {
		body["prebookItems"] = s.items
	}
	return body
}

func (s *steps) create(ctx context.Context) error {
	answer, err := s.client().Create(ctx, s.creation())
	return s.keep(answer, err)
}

// created creates as a precondition: where it is refused nothing can be said of
// the rule.
func (s *steps) created(ctx context.Context) error {
	if err := s.create(ctx); err != nil {
		return err
	}
	return needed("a correct creation", s.isAccepted(), s.answer)
}

func (s *steps) keep(answer *target.Answer, err error) error {
	if err == nil {
		s.answer, s.answers = answer, append(s.answers, answer)
	}
	return err
}

// sendText sends a body as it is, but for TOKEN, which stands for the caller's.
func (s *steps) sendText(ctx context.Context, body string) error {
	answer, err := s.client().CreateWithText(ctx, strings.ReplaceAll(body, "TOKEN", s.client().Token))
	return s.keep(answer, err)
}

// createOfSize makes the body as long as that by white space at its end.
func (s *steps) createOfSize(ctx context.Context, size int) error {
	body := s.creation()
	body["authenticationToken"] = s.client().Token
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("komet: body: %w", err)
	}
	if len(text) > size {
		return fmt.Errorf("komet: the body alone has %d bytes", len(text))
	}
	answer, err := s.client().CreateWithText(ctx, string(text)+strings.Repeat(" ", size-len(text)))
	return s.keep(answer, err)
}

// last is the answer to the last creation.
func (s *steps) last() *target.Answer {
	if len(s.answers) == 0 {
		return &target.Answer{}
	}
	return s.answers[len(s.answers)-1]
}
