package akinon

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAccess(sc *features.Steps) {
	sc.Step(`^the user logs in$`, func(ctx context.Context) error { return s.logIn(ctx, s.Access.Username, s.Access.Password) })
	sc.Step(`^the user logs in with another password$`, func(ctx context.Context) error {
		return s.logIn(ctx, s.Access.Username, "plumbline-wrong-password")
	})
	sc.Step(`^a user that nobody knows logs in$`, func(ctx context.Context) error {
		return s.logIn(ctx, "plumbline-no-such-user", s.Access.Password)
	})
	sc.Step(`^the answer has (a|no) key$`, func(want string) error {
		return target.Compare("the answer has a key", keyOf(s.answer) != "", want == "a")
	})
	sc.Step(`^the package is read with that key$`, func(ctx context.Context) error {
		s.client.key = keyOf(s.answer)
		req, err := api.NewReadPackageRequest(s.session.Base(), s.path)
		return s.send(ctx, req, err)
	})
	sc.Step(`^the caller (has no key|has a wrong key|has no right to packages|sends its key behind the word Bearer)$`, func(how string) {
		s.caller = how
	})
	sc.Step(`^the caller accepts only (.+)$`, func(types string) { s.accept = types })
	sc.Step(`^the package is (read|prepared) (\d+) times without waiting$`, s.inARow)
	sc.Step(`^the packages are (listed) (\d+) times without waiting$`, s.inARow)
}

func (s *steps) logIn(ctx context.Context, name, password string) (err error) {
	s.answer, err = s.client.LogIn(ctx, name, password)
	return err
}

// sign gives a request the headers that the scenario's caller sends.
func (s *steps) sign(ctx context.Context, req *http.Request, err error) error {
	if err != nil {
		return fmt.Errorf("akinon: %w", err)
	}
	if s.accept != "" {
		req.Header.Set("Accept", s.accept)
	}
	switch s.caller {
	case "has no key":
		return nil
	case "has a wrong key":
		req.Header.Set("Authorization", "Token plumbline-wrong-key")
		return nil
	case "has no right to packages":
		req.Header.Set("Authorization", "Token "+s.Access.StrangerKey)
		return nil
	}
	authorization, err := s.client.Authorization(ctx)
	if s.caller == "sends its key behind the word Bearer" {
		authorization = "Bearer" + strings.TrimPrefix(authorization, "Token")
	}
	req.Header.Set("Authorization", authorization)
	return err
}

// inARow makes a call several times and keeps the last answer. None is sent
// again when it is refused for the rate: that is what is looked for.
func (s *steps) inARow(ctx context.Context, what string, times int) error {
	body, err := s.commandBody(s.path, nil)
	if err != nil {
		return err
	}
	for range times {
		var req *http.Request
		switch what {
		case "read":
			req, err = api.NewReadPackageRequest(s.session.Base(), s.path)
		case "listed":
			req, err = api.NewListPackagesRequest(s.session.Base(), nil)
		default:
			req, err = api.NewPreparePackageRequestWithBody(s.session.Base(), s.path, mediaType, strings.NewReader(body))
		}
		if err = s.sign(ctx, req, err); err != nil {
			return err
		}
		if s.answer, err = s.session.SendOnce(ctx, req); err != nil {
			return err
		}
	}
	return nil
}
