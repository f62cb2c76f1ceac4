package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

type waitCommand struct {
	Control      string        `help:"Address of the control API." required:"" placeholder:"URL"`
	ControlToken string        `help:"Bearer token of the control API. Set PLUMBLINE_CONTROL_TOKEN to keep it off the command line." placeholder:"TOKEN"`
	World        string        `help:"World to look at. Default: ${default}." default:"default" placeholder:"NAME"`
	Deliveries   bool          `help:"Wait until no notification is due: each is delivered, given up, or scheduled for later."`
	Tasks        bool          `help:"Wait until vendors have no work left, such as a copy to the archive."`
	Ready        bool          `help:"Wait until requests can be served. This is the default."`
	Timeout      time.Duration `help:"How long to wait. Default: ${default}." default:"60s" placeholder:"DURATION"`
}

// mostOfWaiting is how many bytes of an answer are read.
const mostOfWaiting = 64 << 20

// waitStep is how long one question is apart from the next.
const waitStep = 100 * time.Millisecond

func (c *waitCommand) Run(ctx context.Context, s streams) error {
	if u, err := url.Parse(c.Control); err != nil || u.Host == "" {
		return usage("--control %s: give an address such as http://127.0.0.1:4011", c.Control)
	}
	waiting, stop := context.WithTimeout(ctx, c.Timeout)
	defer stop()
	if err := c.until(waiting, "ready", c.isReady); err != nil {
		return c.ended(ctx, s, err)
	}
	if c.Tasks {
		if err := c.until(waiting, "tasks", c.isDone); err != nil {
			return c.ended(ctx, s, err)
		}
	}
	if c.Deliveries {
		return c.ended(ctx, s, c.until(waiting, "deliveries", c.isDelivered))
	}
	return nil
}

// isDone tells whether vendors have no work left. What they do may send
// notifications, so it is waited for first.
func (c *waitCommand) isDone(ctx context.Context) (so bool, why string, err error) {
	var list []struct{ Vendor, Name string }
	if why, err = c.read(ctx, "/worlds/"+url.PathEscape(c.World)+"/tasks", &list); why != "" || err != nil {
		return false, why, err
	}
	if len(list) == 0 {
		return true, "", nil
	}
	return false, fmt.Sprintf("%s of %s is not done", list[0].Name, list[0].Vendor), nil
}

// read reads an answer; why tells what may be otherwise the next time.
func (c *waitCommand) read(ctx context.Context, path string, into any) (why string, err error) {
	status, body, err := c.ask(ctx, path)
	switch {
	case err != nil:
		return "it does not answer", nil //nolint:nilerr // it may, later
	case status != http.StatusOK:
		return "", usage("%s%s answers %d: %.300s", c.Control, path, status, body)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return "", fmt.Errorf("%s%s: %w", c.Control, path, err)
	}
	return "", nil
}

// ended tells an interruption from a time that has passed, which is status 1.
func (c *waitCommand) ended(ctx context.Context, s streams, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	fmt.Fprintf(s.err, "plumbline: %v after %s\n", err, c.Timeout)
	return exit(1)
}

// until asks again and again, until it is so.
func (c *waitCommand) until(ctx context.Context, what string, is func(context.Context) (bool, string, error)) error {
	for {
		so, why, err := is(ctx)
		switch {
		case err != nil:
			return err
		case so:
			return nil
		}
		if wait(ctx, waitStep) != nil {
			return fmt.Errorf("%s at %s: %s", what, c.Control, why)
		}
	}
}

func (c *waitCommand) isReady(ctx context.Context) (so bool, why string, err error) {
	status, _, err := c.ask(ctx, "/ready")
	switch {
	case err != nil:
		return false, "it does not answer", nil //nolint:nilerr // it may, later
	case status == http.StatusNoContent:
		return true, "", nil
	}
	return false, fmt.Sprintf("it answers %d", status), nil
}

// isDelivered tells whether no notification is due at the world's time.
func (c *waitCommand) isDelivered(ctx context.Context) (so bool, why string, err error) {
	world := "/worlds/" + url.PathEscape(c.World)
	var clock struct{ Now time.Time }
	var list []struct {
		ID    uint64
		State string
		Next  time.Time
	}
	for path, into := range map[string]any{world + "/clock": &clock, world + "/deliveries?limit=1000": &list} {
		if why, err := c.read(ctx, path, into); why != "" || err != nil {
			return false, why, err
		}
	}
	for _, d := range list {
		if d.State == "pending" && !d.Next.After(clock.Now) {
			return false, fmt.Sprintf("notification %d is due", d.ID), nil
		}
	}
	return true, "", nil
}

// client follows no redirect: the token is for this address alone.
func (c *waitCommand) client() *http.Client {
	return &http.Client{
		Transport:     target.Bounded(&http.Transport{DisableKeepAlives: true}, mostOfWaiting),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (c *waitCommand) ask(ctx context.Context, path string) (status int, body []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.Control, "/")+path, nil)
	if err != nil {
		return 0, nil, err
	}
	if c.ControlToken != "" {
		r.Header.Set("Authorization", "Bearer "+c.ControlToken)
	}
	response, err := c.client().Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}
