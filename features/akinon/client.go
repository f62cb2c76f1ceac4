// Package akinon binds the steps of Akinon's features to calls of its Order
// Management System.
package akinon

import (
	"context"
	"fmt"
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// Access is what a profile has to prove who calls; what it does not have is
// empty. There is a key, or a name and a password to get one with.
type Access struct {
	Username, Password string
	Key                string
	StrangerKey        string // of a user without the right to packages
}

// Client makes the calls of one session, with a key that it gets when it first
// needs one.
type Client struct {
	session *target.Session
	access  Access
	key     string

	takesBack bool // the end of the session removes what was subscribed
}

// NewClient returns a client that has not logged in yet.
func NewClient(session *target.Session, access Access) *Client {
	return &Client{session: session, access: access, key: access.Key}
}

// LogIn sends a log-in with a name and a password.
func (c *Client) LogIn(ctx context.Context, name, password string) (*target.Answer, error) {
	req, err := api.NewLogInRequest(c.session.Base(), api.Credentials{Username: name, Password: password})
	if err != nil {
		return nil, fmt.Errorf("akinon: log-in: %w", err)
	}
	answer, err := c.session.Send(ctx, req)
	if err == nil {
		c.session.Conceal(keyOf(answer))
	}
	return answer, err
}

// keyOf returns the key that an answer gives, or "".
func keyOf(a *target.Answer) string {
	body, err := object(a)
	if err != nil {
		return ""
	}
	return text(body, "key")
}

// Key returns the client's key: the profile's, else that of a log-in. Where
// there is none to be had nothing else can be judged.
func (c *Client) Key(ctx context.Context) (string, error) {
	if c.key != "" {
		return c.key, nil
	}
	answer, err := c.LogIn(ctx, c.access.Username, c.access.Password)
	if err != nil {
		return "", err
	}
	if c.key = keyOf(answer); c.key == "" {
		return "", &target.Inconclusive{Reason: "precondition: the log-in was answered with " + told(answer)}
	}
	return c.key, nil
}

// Authorization returns what the header Authorization has to carry.
func (c *Client) Authorization(ctx context.Context) (string, error) {
	key, err := c.Key(ctx)
	return "Token " + key, err
}

// Send sends a request with the client's key.
func (c *Client) Send(ctx context.Context, req *http.Request, err error) (*target.Answer, error) {
	if err != nil {
		return nil, fmt.Errorf("akinon: %w", err)
	}
	authorization, err := c.Authorization(ctx)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", authorization)
	return c.session.Send(ctx, req)
}

// Read reads a package.
func (c *Client) Read(ctx context.Context, id int64) (*target.Answer, error) {
	req, err := api.NewReadPackageRequest(c.session.Base(), id)
	return c.Send(ctx, req, err)
}

// Seen returns what can be seen of a package, as text to be compared.
func (c *Client) Seen(ctx context.Context, id int64) (string, error) {
	v, err := c.view(ctx, id)
	if err != nil {
		return "", err
	}
	return v.seen()
}

// Prepare sends the command to a package, with the given parameters.
func (c *Client) Prepare(ctx context.Context, as Command, id int64, parameters api.InputParameters) (*target.Answer, error) {
	req, err := api.NewPreparePackageRequest(c.session.Base(), id, api.PreparePackage{
		Package: &id, Transition: &as.Transition, InputParameters: &parameters,
	})
	return c.Send(ctx, req, err)
}

// Command is a command by the names that the installation has for it.
type Command struct {
	Transition int64
	Slug       string
}
