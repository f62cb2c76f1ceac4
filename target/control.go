package target

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
)

// Control is a simulator's control API, for what no vendor's API can do.
type Control struct {
	client    *generated.ClientWithResponses
	vendor    string
	world     string // of a target whose address names one; else each session has its own
	ownWorlds bool
}

// Discover finds out whether the target is a simulator that offers its control
// API: an answer of it says so in a header. The address is believed only where
// it is on the target's own host, so that no target can send the run elsewhere.
func (t *Target) Discover(answer *Answer, vendor string) error {
	address := answer.Header.Get("Plumbline-Control")
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != t.base.Hostname() && !(loopback(u) && t.Loopback()) {
		return fmt.Errorf("target: the control API at %q is not on the target's host and is not used", address)
	}
	return t.UseControl(address, vendor, nil)
}

// UseControl names the control API of a target that is known to be a
// simulator; transport is the target's own when nil.
func (t *Target) UseControl(address, vendor string, transport http.RoundTripper) error {
	if transport == nil {
		transport = t.client.Transport // CloseIdle lets go of its connections too
	}
	client, err := generated.NewClientWithResponses(address, generated.WithHTTPClient(&http.Client{
		Transport: transport, Timeout: 30 * time.Second,
	}))
	if err != nil {
		return fmt.Errorf("target: control API %q: %w", address, err)
	}
	c := &Control{client: client, vendor: vendor, ownWorlds: true}
	if first, _, _ := strings.Cut(strings.TrimPrefix(t.base.Path, "/"), "/"); strings.HasPrefix(first, "@") {
		c.world, c.ownWorlds = first[1:], false
	}
	t.control = c
	return nil
}

// OwnWorlds tells whether each session has a world to itself.
func (c *Control) OwnWorlds() bool { return c.ownWorlds }

// Loopback tells whether the target is on this machine.
func (t *Target) Loopback() bool { return loopback(t.base) }

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *Control) worldOf(s *Session) string {
	switch {
	case s.world != "":
		return s.world
	case c.world != "":
		return c.world
	}
	return "default"
}

// Advance moves the virtual clock of the session's world.
func (c *Control) Advance(ctx context.Context, s *Session, d time.Duration) error {
	text := d.String()
	resp, err := c.client.ChangeClockWithResponse(ctx, c.worldOf(s), generated.ClockChange{Advance: &text})
	if err != nil {
		return &Inconclusive{"the control API: " + err.Error()}
	}
	return refused(resp.HTTPResponse, resp.Body)
}

// Clock reads the virtual clock of the session's world.
func (c *Control) Clock(ctx context.Context, s *Session) (time.Time, error) {
	resp, err := c.client.GetClockWithResponse(ctx, c.worldOf(s))
	if err != nil {
		return time.Time{}, &Inconclusive{"the control API: " + err.Error()}
	}
	if err := refused(resp.HTTPResponse, resp.Body); err != nil {
		return time.Time{}, err
	}
	if resp.JSON200 == nil {
		return time.Time{}, fmt.Errorf("target: the control API told no time: %s", resp.HTTPResponse.Status)
	}
	return resp.JSON200.Now, nil
}

// Act lets something happen to the vendor's system.
func (c *Control) Act(ctx context.Context, s *Session, action string) error {
	resp, err := c.client.ActWithResponse(ctx, c.worldOf(s), c.vendor, action)
	if err != nil {
		return &Inconclusive{"the control API: " + err.Error()}
	}
	return refused(resp.HTTPResponse, resp.Body)
}

// Seed adds entities to the session's world.
func (c *Control) Seed(ctx context.Context, s *Session, document []byte) error {
	resp, err := c.client.SeedVendorWithBodyWithResponse(ctx, c.worldOf(s), c.vendor, "application/json", strings.NewReader(string(document)))
	if err != nil {
		return &Inconclusive{"the control API: " + err.Error()}
	}
	return refused(resp.HTTPResponse, resp.Body)
}

// Drop forgets a world.
func (c *Control) Drop(ctx context.Context, world string) error {
	resp, err := c.client.DropWorldWithResponse(ctx, world)
	if err != nil {
		return &Inconclusive{"the control API: " + err.Error()}
	}
	return refused(resp.HTTPResponse, resp.Body)
}

func refused(resp *http.Response, body []byte) error {
	switch {
	case resp.StatusCode/100 == 2:
		return nil
	case resp.StatusCode == http.StatusUnauthorized:
		return &Inconclusive{"the control API wants a token, which a run can't give it"}
	}
	return fmt.Errorf("target: the control API refused: %s: %s", resp.Status, strings.TrimSpace(string(body)))
}
