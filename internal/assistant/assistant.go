// Package assistant is what `plumbline mcp` offers to coding assistants: tools
// and resources of the Model Context Protocol. It decides nothing by itself. What
// it knows it has from the rules, from a judge's report, or from the control API
// of a running simulator.
package assistant

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

// Options are what the process around the server gives it.
type Options struct {
	Version string
	Vendors vendors.Table // that it knows
	// Start starts a simulator of these vendors, all when there are none, which
	// ends with the context.
	Start func(ctx context.Context, vendors []string) (Address, error)
}

// Address leads to a simulator.
type Address struct {
	Vendors, Control string // base URLs
	Token            string // of the control API; empty where it wants none
}

const instructions = `Plumbline knows the documented rules of five order-fulfilment APIs, simulates them, and judges implementations.
Start or reach a simulator first. A request that was refused is explained by explain_request: it names the rule and the place in the vendor's document.`

// server is one session's state: the simulator that it uses, and its reports.
type server struct {
	options Options
	running context.Context // the simulators that are started end with it
	mcp     *mcp.Server

	mu      sync.Mutex
	at      Address
	api     *control.ClientWithResponses // nil: no simulator yet
	reports map[string]string            // URI to a report as JSON
}

// New returns the server. Simulators that it starts end with the context.
func New(ctx context.Context, o Options) *mcp.Server { return newServer(ctx, o).mcp }

func newServer(ctx context.Context, o Options) *server {
	s := &server{options: o, running: ctx, reports: map[string]string{}}
	s.mcp = mcp.NewServer(&mcp.Implementation{Name: "plumbline", Title: "Plumbline", Version: o.Version}, &mcp.ServerOptions{
		Instructions: instructions, Capabilities: &mcp.ServerCapabilities{},
	})
	s.ruleTools()
	s.simulatorTools()
	s.journalTools()
	s.judgeTools()
	s.resources()
	return s
}

// kind is what a tool does to the world around it; it becomes the annotations.
type kind struct {
	reads    bool // changes nothing
	destroys bool // may change or remove what was there
	repeats  bool // a second call with the same arguments changes nothing more
	reaches  bool // sends requests to addresses that are named to it
}

// add adds a tool. Every annotation is said, since those that are left out count
// as the worst.
func add[In, Out any](s *server, name, title, description string, k kind, handle func(context.Context, In) (Out, error)) {
	mcp.AddTool(s.mcp, &mcp.Tool{
		Name: name, Title: title, Description: description,
		Annotations: &mcp.ToolAnnotations{
			Title: title, ReadOnlyHint: k.reads, DestructiveHint: &k.destroys, IdempotentHint: k.reads || k.repeats, OpenWorldHint: &k.reaches,
		},
	}, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
		out, err := handle(ctx, in)
		return nil, out, err
	})
}

// client returns the control API of the simulator that is in use.
func (s *server) client() (*control.ClientWithResponses, Address, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.api == nil {
		return nil, Address{}, errors.New("there is no simulator yet: call start_simulator, or reach_simulator for one that runs already")
	}
	return s.api, s.at, nil
}

// use makes a simulator the one that the tools use.
func (s *server) use(at Address) (*control.ClientWithResponses, error) {
	at.Vendors, at.Control = strings.TrimRight(at.Vendors, "/"), strings.TrimRight(at.Control, "/")
	api, err := control.NewClientWithResponses(at.Control, control.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		if r.Method != http.MethodGet && r.Header.Get("Content-Type") == "" {
			r.Header.Set("Content-Type", "application/json") // the control API takes writes from programs only
		}
		if at.Token != "" {
			r.Header.Set("Authorization", "Bearer "+at.Token)
		}
		return nil
	}))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.api = at, api
	return api, nil
}

// answered turns an answer of the control API into its body, or into an error
// that says what to do.
func answered[T any](body *T, status int, problem *control.Problem) (T, error) {
	var none T
	switch {
	case body != nil:
		return *body, nil
	case problem != nil && problem.Detail != nil:
		return none, fmt.Errorf("%d %s: %s", problem.Status, problem.Title, *problem.Detail)
	}
	return none, fmt.Errorf("the control API answered %d", status)
}

// vendor finds a vendor by its name.
func (s *server) vendor(name string) (vendors.Vendor, error) {
	v, found := s.options.Vendors.Find(name)
	if !found {
		return v, fmt.Errorf("unknown vendor %q; known: %s", name, strings.Join(s.options.Vendors.Names(), ", "))
	}
	return v, nil
}

// world is the name of a world that was given, or of the default one.
func world(name string) string {
	if name == "" {
		return "default"
	}
	return name
}

func value[T any](given *T) (v T) {
	if given != nil {
		v = *given
	}
	return v
}
