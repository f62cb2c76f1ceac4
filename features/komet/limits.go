package komet

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindLimits(sc *features.Steps) {
	sc.Step(`^a company that pays for (\d+) users?$`, func(ctx context.Context, users int) error { return s.own(ctx, object{"paidUsers": users}) })
	sc.Step(`^it is (\d+) minutes before midnight, UTC$`, s.untilMidnight)
	sc.Step(`^(\d+) minutes pass$`, func(ctx context.Context, n int) error {
		return s.session.Advance(ctx, time.Duration(n)*time.Minute)
	})
	sc.Step(`^(\d+) calls with (?:the company's|the same) token are not refused$`, func(ctx context.Context, n int) error {
		return s.callsPass(ctx, n, s.company.Token)
	})
	sc.Step(`^(\d+) calls with another token of the company are not refused$`, func(ctx context.Context, n int) error {
		return s.callsPass(ctx, n, s.company.seeded.token(ofLimited))
	})
	sc.Step(`^(\d+) calls with the company's token are refused for another reason$`, s.callsFail)
	sc.Step(`^the next call is (not )?refused$`, s.nextCall)
}

// untilMidnight moves a simulator's clock to so many minutes before the next
// midnight but one, so that it never has to go back.
func (s *steps) untilMidnight(ctx context.Context, minutes int) error {
	now, err := s.session.Clock(ctx)
	if err != nil {
		return err
	}
	now = now.UTC()
	day := time.Date(now.Year(), now.Month(), now.Day()+2, 0, 0, 0, 0, time.UTC)
	return s.session.Advance(ctx, day.Add(-time.Duration(minutes)*time.Minute).Sub(now))
}

func (s *steps) callsPass(ctx context.Context, count int, token string) error {
	client := Client{Session: s.session, Token: token}
	for n := range count {
		answer, err := client.List(ctx, Carrier, Filter{"id": nobodysID})
		if err != nil {
			return err
		}
		if RefusedWhole(answer) && !EmptyList(answer) {
			return target.Mismatch(fmt.Sprintf("call %d of %d", n+1, count), Told(answer), "an answer that does not refuse")
		}
	}
	return nil
}

// callsFail makes calls that are refused for what they ask.
func (s *steps) callsFail(ctx context.Context, count int) error {
	for range count {
		answer, err := s.owner().Create(ctx, map[string]any{})
		if err != nil {
			return err
		}
		if err := needed("a creation without anything", RefusedWhole(answer), answer); err != nil {
			return err
		}
	}
	return nil
}

func (s *steps) nextCall(ctx context.Context, not string) error {
	answer, err := s.owner().List(ctx, Carrier, Filter{"id": nobodysID})
	if err != nil {
		return err
	}
	s.answer = answer
	switch {
	case (RefusedWhole(answer) && !EmptyList(answer)) == (not == ""):
		return nil
	case not == "":
		return target.Mismatch("the next call", Told(answer), wantRefusal)
	}
	return target.Mismatch("the next call", Told(answer), "an answer that does not refuse")
}
