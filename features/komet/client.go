// Package komet binds the steps of Komet Sales' features to calls of its API.
package komet

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/oapi-codegen/runtime/types"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/target"
)

// Client makes the calls of one session with one token.
type Client struct {
	Session *target.Session
	Token   string
}

// Filter is what a list leaves: parameters by their names in the address.
type Filter map[string]string

// List calls the list method of a kind of entries.
func (c *Client) List(ctx context.Context, kind string, f Filter) (*target.Answer, error) {
	req, err := listRequest(c.Session.Base(), kind, c.Token)
	return c.get(ctx, req, err, f)
}

func listRequest(base, kind, token string) (*http.Request, error) {
	switch kind {
	case Customer:
		return api.NewListCustomersRequest(base, &api.ListCustomersParams{AuthenticationToken: token})
	case Carrier:
		return api.NewListCarriersRequest(base, &api.ListCarriersParams{AuthenticationToken: token})
	case Product:
		return api.NewListProductsRequest(base, &api.ListProductsParams{AuthenticationToken: token})
	case BoxType:
		return api.NewListBoxTypesRequest(base, &api.ListBoxTypesParams{AuthenticationToken: token})
	case Vendor:
		return api.NewListVendorsRequest(base, &api.ListVendorsParams{AuthenticationToken: token})
	}
	return nil, fmt.Errorf("there is no list of %s", kind)
}

// Details calls prebook.details.list for a truck date.
func (c *Client) Details(ctx context.Context, date string, f Filter) (*target.Answer, error) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return nil, fmt.Errorf("komet: truck date: %w", err)
	}
	req, err := api.NewListPrebookDetailsRequest(c.Session.Base(), &api.ListPrebookDetailsParams{
		AuthenticationToken: c.Token, Date: types.Date{Time: day},
	})
	return c.get(ctx, req, err, f)
}

// Orders calls purchase.order.list for numbers that stand between commas.
func (c *Client) Orders(ctx context.Context, numbers string, f Filter) (*target.Answer, error) {
	req, err := api.NewListPurchaseOrdersRequest(c.Session.Base(), &api.ListPurchaseOrdersParams{
		AuthenticationToken: c.Token, Number: &numbers,
	})
	return c.get(ctx, req, err, f)
}

// get sends a list call. The filters are written here and not by the generated
// client, so that a scenario can send any value. Without a token the parameter
// is left out.
func (c *Client) get(ctx context.Context, req *http.Request, err error, f Filter) (*target.Answer, error) {
	if err != nil {
		return nil, fmt.Errorf("komet: %w", err)
	}
	query := req.URL.Query()
	if c.Token == "" {
		query.Del("authenticationToken")
	}
	for name, value := range f {
		query.Set(name, value)
		if value == "" {
			query.Del(name)
		}
	}
	req.URL.RawQuery = query.Encode()
	return c.Session.Send(ctx, req)
}

// LogIn logs a user in.
func (c *Client) LogIn(ctx context.Context, user, password string) (*target.Answer, error) {
	req, err := api.NewLoginRequest(c.Session.Base(), &api.LoginParams{Username: user, Password: password})
	if err != nil {
		return nil, fmt.Errorf("komet: log-in: %w", err)
	}
	return c.Session.Send(ctx, req)
}

// Create sends a creation; the token goes into the body, unless there is none.
func (c *Client) Create(ctx context.Context, body map[string]any) (*target.Answer, error) {
	if c.Token != "" {
		body["authenticationToken"] = c.Token
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("komet: body: %w", err)
	}
	return c.CreateWithText(ctx, string(text))
}

// CreateWithText sends a creation with a body as it is.
func (c *Client) CreateWithText(ctx context.Context, body string) (*target.Answer, error) {
	req, err := api.NewCreatePrebookRequestWithBody(c.Session.Base(), "application/json", strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("komet: %w", err)
	}
	return c.Session.Send(ctx, req)
}

// Awake leaves everything open where the target refuses even the plainest call:
// a company may make so many calls a day and no more, and the answer beyond has
// no code that tells it from other refusals. A simulator's world of a case's own
// is not asked.
func (c *Client) Awake(ctx context.Context) error {
	if c.Session.World() != "" {
		return nil
	}
	answer, err := c.List(ctx, BoxType, nil)
	if err != nil || ListRead(answer) {
		return err
	}
	return &target.Inconclusive{Reason: "the target refuses a plain boxtype.list now, so that no refusal tells anything; are the calls of the day used up? " + Told(answer)}
}

// orderNumbers joins numbers of purchase orders for the list method.
func orderNumbers(numbers []string) string { return strings.Join(numbers, ",") }

// call calls a method by its name in the vendor's documentation, in the least
// way that is correct.
func (c *Client) call(ctx context.Context, name string, creation map[string]any) (*target.Answer, error) {
	switch name {
	case "prebook.create":
		return c.Create(ctx, creation)
	case "prebook.details.list":
		return c.Details(ctx, fmt.Sprint(creation["shipDate"]), nil)
	case "purchase.order.list":
		return c.Orders(ctx, "P002989", nil)
	}
	for _, kind := range Kinds() {
		if method(kind) == name {
			return c.List(ctx, kind, nil)
		}
	}
	return nil, fmt.Errorf("komet: there is no method %q", url.QueryEscape(name))
}
