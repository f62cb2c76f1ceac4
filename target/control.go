package target

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
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

const (
	// mostOfControl is how many bytes of an answer of a control API are read.
	mostOfControl = 8 << 20
	// mostToldOfControl is how many of them an error quotes.
	mostToldOfControl = 1000
	// controlTimeout is how long one call may take that a simulator in this process
	// serves; any other has the target's time for an answer.
	controlTimeout = 30 * time.Second
)

// Discover finds out whether the target is a simulator that offers its control
// API: an answer of it says so in a header. The address is believed only where
// it is on the target's own host and the API proves that it is the target's, so
// that no target can send the run elsewhere.
func (t *Target) Discover(ctx context.Context, answer *Answer, vendor string) error {
	address := answer.Header.Get("Plumbline-Control")
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != t.base.Hostname() && !(loopback(u) && t.Loopback()) {
		return fmt.Errorf("target: the control API at %q is not on the target's host and is not used", address)
	}
	c, err := t.newControl(address, vendor, t.options.Transport, t.options.Timeout)
	if err != nil {
		return err
	}
	if err := c.proves(ctx, t); err != nil {
		return fmt.Errorf("target: the control API at %q does not prove that it is the target's, and is not used: %w", address, err)
	}
	t.control = c
	return nil
}

// UseControl names the control API of a target that is known to be a
// simulator; transport is the target's own when nil.
func (t *Target) UseControl(address, vendor string, transport http.RoundTripper) error {
	if transport == nil {
		transport = t.options.Transport // CloseIdle lets go of its connections too
	}
	c, err := t.newControl(address, vendor, transport, controlTimeout)
	if err != nil {
		return err
	}
	t.control = c
	return nil
}

func (t *Target) newControl(address, vendor string, transport http.RoundTripper, timeout time.Duration) (*Control, error) {
	client, err := generated.NewClientWithResponses(address, generated.WithHTTPClient(&http.Client{
		Transport: Bounded(transport, mostOfControl), Timeout: timeout,
		// What has proved itself is at this address; another one has proved nothing.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}), generated.WithRequestEditorFn(asJSON))
	if err != nil {
		return nil, fmt.Errorf("target: control API %q: %w", address, err)
	}
	c := &Control{client: client, vendor: vendor, ownWorlds: true}
	if name := worldIn(t.base); name != "" {
		c.world, c.ownWorlds = name, false
	}
	return c, nil
}

// asJSON gives a POST without a body the content type that the control API wants
// of each, so that no page in a browser can send one.
func asJSON(_ context.Context, r *http.Request) error {
	if r.Method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	return nil
}

// worldIn is the world that an address names; empty where it names none.
func worldIn(base *url.URL) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(base.Path, "/"), "/")
	if !strings.HasPrefix(first, "@") {
		return ""
	}
	return first[1:]
}

// proves sends the target a request for a world of a random name, which the
// control API of this target lists from then on, and no other does.
func (c *Control) proves(ctx context.Context, t *Target) error {
	name := "proof-" + rand.Text()
	if err := t.beginWorld(ctx, name); err != nil {
		return err
	}
	resp, err := c.client.ListWorldsWithResponse(ctx)
	if err != nil {
		return err
	}
	if err := refused(resp.HTTPResponse, resp.Body); err != nil {
		return err
	}
	if resp.JSON200 == nil || !slices.Contains(*resp.JSON200, name) {
		return errors.New("it does not list a world that the target was just asked for")
	}
	return c.Drop(ctx, name)
}

// beginWorld sends the target a request for a world, without credentials. What
// it answers does not matter.
func (t *Target) beginWorld(ctx context.Context, name string) error {
	if err := t.spend(ctx); err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, t.options.Timeout)
	defer cancel()
	address := *t.base
	if own := worldIn(t.base); own != "" { // which wins over the header
		address.Path, address.RawPath = "/@"+name+strings.TrimPrefix(address.Path, "/@"+own), ""
	}
	req, err := http.NewRequestWithContext(timed, http.MethodGet, address.String(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Plumbline-World", name)
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
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
		return time.Time{}, &Inconclusive{"the control API told no time: " + resp.HTTPResponse.Status}
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
	text := strings.TrimSpace(string(body))
	if len(text) > mostToldOfControl {
		text = text[:mostToldOfControl] + ellipsis
	}
	if resp.StatusCode/100 != 4 {
		return &Inconclusive{fmt.Sprintf("the control API answered %s: %s", resp.Status, text)}
	}
	return fmt.Errorf("target: the control API refused: %s: %s", resp.Status, text) // what we asked for was wrong
}
