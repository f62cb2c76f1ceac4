// Package bridge binds the steps of Bridge's features to calls of its API.
package bridge

import (
	"context"
	"fmt"
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// TokenName is the header that carries the token, and the parameter of the
// address that one reading allows in its place.
const TokenName = "x-access-token"

// NobodysOrder is a number that no order has.
const NobodysOrder = "PLUMBLINE-NO-SUCH-ORDER"

// Login is the name and secret of a client, or a token in their place.
type Login struct{ Client, Secret, Token, Expired string }

// Client makes the calls of one session, with a token that it gets when it
// first needs one.
type Client struct {
	session *target.Session
	login   Login
	token   string
}

// NewClient returns a client that has not logged in yet.
func NewClient(session *target.Session, login Login) *Client {
	return &Client{session: session, login: login, token: login.Token}
}

// LogIn sends a log-in and keeps the token, if there is one.
func (c *Client) LogIn(ctx context.Context) (*target.Answer, error) {
	answer, err := c.logInAs(ctx, c.login)
	if err == nil && Executed(answer) {
		c.token = textOf(answer, "token")
		c.session.Conceal(c.token)
	}
	return answer, err
}

func (c *Client) logInAs(ctx context.Context, login Login) (*target.Answer, error) {
	req, err := api.NewLogInRequest(c.session.Base(), api.Credentials{ClientID: login.Client, ClientSecret: login.Secret})
	if err != nil {
		return nil, fmt.Errorf("bridge: log-in: %w", err)
	}
	return c.session.Send(ctx, req)
}

// Token returns the client's token. Where there is none to be had nothing else
// can be judged.
func (c *Client) Token(ctx context.Context) (string, error) {
	if c.token != "" {
		return c.token, nil
	}
	answer, err := c.LogIn(ctx)
	if err == nil && c.token == "" {
		err = &target.Inconclusive{Reason: "precondition: the log-in was answered with " + Told(answer)}
	}
	return c.token, err
}

// Header returns what carries the client's token.
func (c *Client) Header(ctx context.Context) (http.Header, error) {
	token, err := c.Token(ctx)
	if err != nil {
		return nil, err
	}
	h := http.Header{}
	h.Set(TokenName, token)
	return h, nil
}

// send sends a request with a token in the header; without one when it is empty.
func (c *Client) send(ctx context.Context, req *http.Request, err error, token string) (*target.Answer, error) {
	if err != nil {
		return nil, fmt.Errorf("bridge: %w", err)
	}
	if token != "" {
		req.Header.Set(TokenName, token)
	}
	return c.session.Send(ctx, req)
}

// Change asks for a state of an order.
func (c *Client) Change(ctx context.Context, state, number, notes string) (*target.Answer, error) {
	token, err := c.Token(ctx)
	if err != nil {
		return nil, err
	}
	req, err := changeRequest(c.session.Base(), state, number, notes)
	return c.send(ctx, req, err, token)
}

func changeRequest(base, state, number, notes string) (*http.Request, error) {
	return api.NewChangeOrderStateRequest(base, api.OrderState(state), api.StateChange{InternalNumber: number, Notes: &notes})
}

func statusRequest(base, number string) (*http.Request, error) {
	return api.NewGetOrderStatusRequest(base, api.StatusQuery{InternalOrderNumber: number})
}

// Status asks for the state of an order.
func (c *Client) Status(ctx context.Context, number string) (*target.Answer, error) {
	token, err := c.Token(ctx)
	if err != nil {
		return nil, err
	}
	req, err := statusRequest(c.session.Base(), number)
	return c.send(ctx, req, err, token)
}

// notTold begins what Seen says of an order that can't be read.
const notTold = "not told:"

// Seen returns what can be seen of an order, to be compared: its state and its
// history, or the code of why they are not told.
func (c *Client) Seen(ctx context.Context, number string) (string, error) {
	answer, err := c.Status(ctx, number)
	if err != nil {
		return "", err
	}
	if !Executed(answer) {
		code, _ := Ack(answer)
		return fmt.Sprintf("%s %d, ack %d", notTold, answer.Status, code), nil
	}
	found := view(answer)
	return fmt.Sprintf("%s, history %v", found, found.history), nil
}
