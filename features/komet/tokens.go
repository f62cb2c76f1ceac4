package komet

import (
	"context"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

const wrongToken = "plumbline-no-such-token"

func (s *steps) bindAccess(sc *features.Steps) {
	sc.Step(`^a user of the company$`, s.haveUser)
	for text, owner := range map[string]string{"one of its customers": ofCustomer, "one of its vendors": ofVendor} {
		sc.Step(`^a company and a token of `+text+`$`, func(ctx context.Context) error { return s.haveToken(ctx, owner) })
	}
	sc.Step(`^a company and a token that is limited to customer.list and carrier.list$`, func(ctx context.Context) error { return s.haveToken(ctx, ofLimited) })
	sc.Step(`^calls carry (no token|a token that nobody issued|that token|the company's token|the other company's token)$`, s.carry)
	sc.Step(`^the call is not refused$`, s.notRefused)
	sc.Step(`^the user logs in$`, func(ctx context.Context) error { return s.logIn(ctx, s.user[0], s.user[1]) })
	sc.Step(`^the user has logged in$`, func(ctx context.Context) error {
		if err := s.logIn(ctx, s.user[0], s.user[1]); err != nil {
			return err
		}
		return needed("the log-in", s.tokens["new"] != "", s.answer)
	})
	sc.Step(`^the user logs in with another password$`, func(ctx context.Context) error { return s.logIn(ctx, s.user[0], "plumbline-wrong") })
	sc.Step(`^a user that nobody knows logs in$`, func(ctx context.Context) error { return s.logIn(ctx, "plumbline.nobody", s.user[1]) })
	sc.Step(`^the answer has status 1 and an apiKey$`, func() error { return s.hasKey(true) })
	sc.Step(`^the log-in is refused, without an apiKey$`, func() error { return s.hasKey(false) })
	sc.Step(`^the apiKey is a token$`, func(ctx context.Context) error { return s.isToken(ctx, "new") })
	sc.Step(`^the first apiKey is still a token$`, func(ctx context.Context) error { return s.isToken(ctx, "first") })
	sc.Step(`^(\S+\.(?:list|create)) is called$`, s.callMethod)
}

func (s *steps) haveUser(ctx context.Context) error {
	s.user = [2]string{s.access.User, s.access.Password}
	if !s.session.Controlled() {
		return nil
	}
	err := s.own(ctx, object{})
	if err == nil {
		s.user = [2]string{s.company.seeded.user, userPassword}
	}
	return err
}

// haveToken keeps a token of a sort for the step that calls carry it. A
// vendor's belongs to the company's first vendor.
func (s *steps) haveToken(ctx context.Context, owner string) error {
	if s.session.Controlled() {
		if err := s.own(ctx, object{}); err != nil {
			return err
		}
		s.tokens["that"] = s.company.seeded.token(owner)
		return nil
	}
	s.tokens["that"] = map[string]string{
		ofCustomer: s.access.CustomerToken, ofVendor: s.access.VendorToken, ofLimited: s.access.LimitedToken,
	}[owner]
	if owner == ofVendor {
		s.company.prefer(Vendor, s.access.TokenVendor)
	}
	return nil
}

func (s *steps) carry(which string) {
	token := ""
	switch which {
	case "a token that nobody issued":
		token = wrongToken
	case "that token":
		token = s.tokens["that"]
	case "the company's token":
		token = s.company.Token
	case "the other company's token":
		token = s.other.Token
	}
	s.caller = &token
}

func (s *steps) logIn(ctx context.Context, user, password string) error {
	answer, err := s.client().LogIn(ctx, user, password)
	if err != nil {
		return err
	}
	s.answer = answer
	token, _ := members(answer)["apiKey"].(string)
	if token == "" {
		return nil
	}
	s.session.Conceal(token)
	if s.tokens["first"] == "" {
		s.tokens["first"] = token
	}
	s.tokens["new"] = token
	return nil
}

func (s *steps) hasKey(want bool) error {
	key, _ := members(s.answer)["apiKey"].(string)
	if want && Succeeded(s.answer) && key != "" {
		return nil
	}
	if want {
		return target.Mismatch("answer to the log-in", Told(s.answer), "2xx with status 1 and an apiKey")
	}
	if RefusedWhole(s.answer) && key == "" {
		return nil
	}
	return target.Mismatch("answer to the log-in", Told(s.answer), wantRefusal+", and no apiKey")
}

// isToken wants that the customers can be listed with a token.
func (s *steps) isToken(ctx context.Context, which string) error {
	answer, err := (&Client{Session: s.session, Token: s.tokens[which]}).List(ctx, Customer, nil)
	if err != nil {
		return err
	}
	if ListRead(answer) {
		return nil
	}
	return s.unless(ctx, target.Mismatch("customer.list with the apiKey", Told(answer), "2xx with status 1"))
}

// callMethod calls a method in the least way that is correct.
func (s *steps) callMethod(ctx context.Context, method string) error {
	creation, err := s.company.Header(ctx, s.date)
	if err != nil {
		return err
	}
	s.answer, err = s.client().call(ctx, method, creation)
	return err
}

// notRefused does not blame a target for a list that it does not have, nor for
// one that is empty.
func (s *steps) notRefused(ctx context.Context) error {
	if !RefusedWhole(s.answer) || EmptyList(s.answer) || Missing(s.answer) {
		return nil
	}
	return s.unless(ctx, target.Mismatch("answer", Told(s.answer), "an answer that does not refuse"))
}

func (s *steps) passDays(ctx context.Context, days int) error {
	return s.session.Advance(ctx, time.Duration(days)*24*time.Hour)
}
