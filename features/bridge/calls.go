package bridge

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/bridge"
)

// remark is what a change says in its notes unless the scenario has others.
const remark = "cambio pedido por la tienda"

// How a call carries its token, in the words of a scenario.
const tokens = `(?: (without a token|with (?:an invented token|an altered token|a new token|that token|the token in the header|the token in the address alone|the token from before)))?`

const mediaType = "application/json"

func (s *steps) bindChanges(sc *features.Steps) {
	sc.Step(`^"([^"]*)" is asked for( of an order that nobody has)?`+tokens+`$`, s.change)
	sc.Step(`^"([^"]*)" is asked for with the notes "([^"]*)"$`, func(ctx context.Context, code, notes string) error {
		req, err := changeRequest(s.session.Base(), code, s.number, notes)
		return s.send(ctx, req, err, "")
	})
	sc.Step(`^"([^"]*)" is asked for without notes$`, func(ctx context.Context, code string) error {
		req, err := api.NewChangeOrderStateRequest(s.session.Base(), api.OrderState(code), api.StateChange{InternalNumber: s.number})
		return s.send(ctx, req, err, "")
	})
	sc.Step(`^"([^"]*)" is asked for with the body:$`, func(ctx context.Context, code string, body *godog.DocString) error {
		return s.changeWithBody(ctx, code, body.Content)
	})
	sc.Step(`^"([^"]*)" is asked for with the body (.+)$`, s.changeWithBody)
	sc.Step(`^the path "([^"]*)" is called$`, s.callPath)
}

func (s *steps) bindReading(sc *features.Steps) {
	sc.Step(`^the state of (the order|an order that nobody has) is read`+tokens+`$`, func(ctx context.Context, whose, token string) error {
		number := s.number
		if whose != "the order" {
			number = NobodysOrder
		}
		req, err := statusRequest(s.session.Base(), number)
		return s.send(ctx, req, err, token)
	})
	sc.Step(`^the state of the order is read by its number with other leading zeros$`, func(ctx context.Context) error {
		number := "0" + s.number
		if strings.HasPrefix(s.number, "0") {
			number = strings.TrimLeft(s.number, "0")
		}
		req, err := statusRequest(s.session.Base(), number)
		return s.send(ctx, req, err, "")
	})
	sc.Step(`^a state is read with the body:$`, func(ctx context.Context, body *godog.DocString) error {
		return s.readWithBody(ctx, body.Content)
	})
	sc.Step(`^a state is read with no body$`, func(ctx context.Context) error { return s.readWithBody(ctx, "") })
}

func (s *steps) change(ctx context.Context, code, nobodys, token string) error {
	number := s.number
	if nobodys != "" {
		number = NobodysOrder
	}
	req, err := changeRequest(s.session.Base(), code, number, remark)
	return s.send(ctx, req, err, token)
}

// changeWithBody sends a body as it is, but for ORDER, which stands for the
// number of the scenario's order.
func (s *steps) changeWithBody(ctx context.Context, code, body string) error {
	raw := strings.NewReader(strings.ReplaceAll(body, "ORDER", s.number))
	req, err := api.NewChangeOrderStateRequestWithBody(s.session.Base(), api.OrderState(code), mediaType, raw)
	return s.send(ctx, req, err, "")
}

func (s *steps) readWithBody(ctx context.Context, body string) error {
	req, err := api.NewGetOrderStatusRequestWithBody(s.session.Base(), mediaType, strings.NewReader(body))
	return s.send(ctx, req, err, "")
}

func (s *steps) logInWithBody(ctx context.Context, body *godog.DocString) (err error) {
	raw := strings.NewReader(strings.ReplaceAll(body.Content, "CLIENT", s.client.login.Client))
	req, err := api.NewLogInRequestWithBody(s.session.Base(), mediaType, raw)
	if err != nil {
		return fmt.Errorf("bridge: %w", err)
	}
	s.answer, err = s.session.Send(ctx, req)
	return err
}

// callPath calls a path below the target's address, as it is written.
func (s *steps) callPath(ctx context.Context, path string) error {
	req, err := changeRequest(s.session.Base(), "open", s.number, remark)
	if err == nil {
		req.URL, err = url.Parse(s.session.Base() + path)
	}
	return s.send(ctx, req, err, "")
}

// checkToken checks a token.
func (s *steps) checkToken(ctx context.Context, which, before string) error {
	token := "with the token in the header"
	switch {
	case before != "":
		token = "with the token from before"
	case which == "an invented":
		token = "with an invented token"
	}
	req, err := api.NewCheckTokenRequest(s.session.Base())
	return s.send(ctx, req, err, token)
}

// send sends a request with the token in the way that the scenario says, the
// client's own in the header unless told otherwise, and keeps the answer.
func (s *steps) send(ctx context.Context, req *http.Request, err error, how string) error {
	if err != nil {
		return fmt.Errorf("bridge: %w", err)
	}
	token, err := s.token(ctx, how)
	if err != nil {
		return err
	}
	if how == "with the token in the address alone" {
		query := req.URL.Query()
		query.Set(TokenName, token)
		req.URL.RawQuery, token = query.Encode(), ""
	}
	answer, err := s.client.send(ctx, req, nil, token)
	if err == nil {
		s.answer = answer
	}
	return err
}

// token returns the token that a call is to carry.
func (s *steps) token(ctx context.Context, how string) (string, error) {
	switch how {
	case "without a token":
		return "", nil
	case "with an invented token":
		return "bm90LWE.cmVhbA.dG9rZW4", nil
	case "with the token from before":
		return s.before, nil
	case "with an altered token":
		token, err := s.client.Token(ctx)
		return altered(token), err
	}
	return s.client.Token(ctx)
}

// altered changes the first letter of the signature, which all of its bits
// count for.
func altered(token string) string {
	at := strings.LastIndexByte(token, '.') + 1
	if at == len(token) {
		return token + "A"
	}
	letter := "A"
	if token[at] == 'A' {
		letter = "B"
	}
	return token[:at] + letter + token[at+1:]
}
