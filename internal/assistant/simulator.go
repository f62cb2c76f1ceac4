package assistant

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-api/plumbline/generated/control"
)

func (s *server) simulatorTools() {
	add(s, "start_simulator", "Start a simulator", "Start a simulator on free ports of this machine, in memory; it ends with this session.", kind{}, s.start)
	add(s, "reach_simulator", "Use a running simulator", "Use a simulator that runs already, by the addresses that it printed.", kind{repeats: true, reaches: true}, s.reach)
	add(s, "make_world", "Make a world", "Make an isolated copy of all vendors and return its base URLs; one of that name stays as it is.", kind{repeats: true}, s.makeWorld)
	add(s, "seed_world", "Seed a world", "Add entities to a vendor in a world; one with the same key is changed. Without a document: show the state as an example.", kind{destroys: true}, s.seed)
	add(s, "move_clock", "Move a world's clock", "Pass virtual time in a world, or freeze, scale or resume it. What becomes due happens and can't be undone.", kind{destroys: true}, s.moveClock)
}

type startInput struct {
	Vendors []string `json:"vendors,omitempty" jsonschema:"names of vendors; all when left out"`
}

type simulatorOutput struct {
	VendorsURL string   `json:"vendorsURL" jsonschema:"base of the vendors' APIs: VENDORSURL/VENDOR in the default world, VENDORSURL/@WORLD/VENDOR in another"`
	ControlURL string   `json:"controlURL"`
	Version    string   `json:"version"`
	Vendors    []string `json:"vendors"`
}

func (s *server) start(ctx context.Context, in startInput) (simulatorOutput, error) {
	for _, name := range in.Vendors {
		if _, err := s.vendor(name); err != nil {
			return simulatorOutput{}, err
		}
	}
	at, err := s.options.Start(s.running, in.Vendors)
	if err != nil {
		return simulatorOutput{}, err
	}
	return s.settle(ctx, at)
}

type reachInput struct {
	VendorsURL string `json:"vendorsURL" jsonschema:"such as http://127.0.0.1:4010"`
	ControlURL string `json:"controlURL" jsonschema:"such as http://127.0.0.1:4011"`
	Token      string `json:"token,omitempty" jsonschema:"bearer token of the control API, where it wants one"`
}

func (s *server) reach(ctx context.Context, in reachInput) (simulatorOutput, error) {
	return s.settle(ctx, Address{Vendors: in.VendorsURL, Control: in.ControlURL, Token: in.Token})
}

// settle uses a simulator, once it has said that it is one.
func (s *server) settle(ctx context.Context, at Address) (simulatorOutput, error) {
	s.mu.Lock()
	before, api := s.at, s.api
	s.mu.Unlock()
	client, err := s.use(at)
	if err != nil {
		return simulatorOutput{}, err
	}
	out, err := health(ctx, client, at)
	if err != nil { // the one before stays in use
		s.mu.Lock()
		defer s.mu.Unlock()
		s.at, s.api = before, api
		return simulatorOutput{}, fmt.Errorf("no simulator answers at %s: %w", at.Control, err)
	}
	return out, nil
}

func health(ctx context.Context, client *control.ClientWithResponses, at Address) (simulatorOutput, error) {
	answer, err := client.GetHealthWithResponse(ctx)
	if err != nil {
		return simulatorOutput{}, err
	}
	told, err := answered(answer.JSON200, answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	out := simulatorOutput{VendorsURL: at.Vendors, ControlURL: at.Control, Version: told.Version, Vendors: []string{}}
	for _, v := range told.Vendors {
		out.Vendors = append(out.Vendors, v.Name)
	}
	return out, err
}

type makeWorldInput struct {
	World string `json:"world" jsonschema:"name: letters, digits, dot, dash and underscore"`
}

type makeWorldOutput struct {
	World string            `json:"world"`
	URLs  map[string]string `json:"urls" jsonschema:"vendor to its base URL in this world"`
	Now   time.Time         `json:"now" jsonschema:"virtual time"`
}

func (s *server) makeWorld(ctx context.Context, in makeWorldInput) (makeWorldOutput, error) {
	client, at, err := s.client()
	if err != nil {
		return makeWorldOutput{}, err
	}
	if in.World == "" {
		return makeWorldOutput{}, errors.New("world: it needs a name")
	}
	answer, err := client.GetClockWithResponse(ctx, in.World) // a world begins with its first use
	if err != nil {
		return makeWorldOutput{}, err
	}
	clock, err := answered(answer.JSON200, answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	if err != nil {
		return makeWorldOutput{}, err
	}
	served, err := health(ctx, client, at)
	out := makeWorldOutput{World: in.World, URLs: map[string]string{}, Now: clock.Now}
	for _, name := range served.Vendors {
		out.URLs[name] = at.Vendors + "/@" + in.World + "/" + name
	}
	return out, err
}

type seedInput struct {
	World    string         `json:"world,omitempty" jsonschema:"the default one when left out"`
	Vendor   string         `json:"vendor"`
	Document map[string]any `json:"document,omitempty" jsonschema:"in the form that the state has"`
}

type seedOutput struct {
	State map[string]any `json:"state" jsonschema:"the vendor's entities, in the form of a seed document"`
}

func (s *server) seed(ctx context.Context, in seedInput) (seedOutput, error) {
	client, _, err := s.client()
	if err != nil {
		return seedOutput{}, err
	}
	if len(in.Document) > 0 {
		document, err := json.Marshal(in.Document)
		if err != nil {
			return seedOutput{}, err
		}
		answer, err := client.SeedVendorWithBodyWithResponse(ctx, world(in.World), in.Vendor, "application/json", bytes.NewReader(document))
		if err != nil {
			return seedOutput{}, err
		}
		if answer.StatusCode()/100 != 2 {
			return seedOutput{}, refused(answer.StatusCode(), answer.ApplicationProblemJSONDefault)
		}
	}
	answer, err := client.GetStateWithResponse(ctx, world(in.World), in.Vendor, nil)
	if err != nil {
		return seedOutput{}, err
	}
	if answer.StatusCode() != 200 {
		return seedOutput{}, refused(answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	}
	var out seedOutput
	return out, json.Unmarshal(answer.Body, &out.State)
}

func refused(status int, problem *control.Problem) error {
	_, err := answered[struct{}](nil, status, problem)
	return err
}

type moveClockInput struct {
	World   string  `json:"world,omitempty" jsonschema:"the default one when left out"`
	Advance string  `json:"advance,omitempty" jsonschema:"a duration such as 10m"`
	Set     string  `json:"set,omitempty" jsonschema:"a time that is not past, such as 2030-01-01T08:00:00Z"`
	Freeze  bool    `json:"freeze,omitempty" jsonschema:"stand still"`
	Resume  bool    `json:"resume,omitempty" jsonschema:"follow real time again"`
	Scale   float64 `json:"scale,omitempty" jsonschema:"virtual seconds in a real one"`
}

type moveClockOutput struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
	Scale  float64   `json:"scale"`
	Fired  []fired   `json:"fired" jsonschema:"what became due on the way, in order; at most 20"`
	Count  int       `json:"count" jsonschema:"how many became due in all"`
}

type fired struct {
	At     time.Time `json:"at"`
	Vendor string    `json:"vendor"`
	Timer  string    `json:"timer" jsonschema:"delivery: an attempt to deliver a notification"`
}

const shownTimers = 20

func (s *server) moveClock(ctx context.Context, in moveClockInput) (moveClockOutput, error) {
	client, _, err := s.client()
	if err != nil {
		return moveClockOutput{}, err
	}
	change := control.ClockChange{}
	if in.Advance != "" {
		change.Advance = &in.Advance
	}
	if in.Set != "" {
		to, err := time.Parse(time.RFC3339, in.Set)
		if err != nil {
			return moveClockOutput{}, fmt.Errorf("set: %q is not a time such as 2030-01-01T08:00:00Z", in.Set)
		}
		change.Set = &to
	}
	if in.Freeze {
		change.Freeze = &in.Freeze
	}
	if in.Resume {
		change.Resume = &in.Resume
	}
	if in.Scale != 0 {
		change.Scale = &in.Scale
	}
	answer, err := client.ChangeClockWithResponse(ctx, world(in.World), change)
	if err != nil {
		return moveClockOutput{}, err
	}
	clock, err := answered(answer.JSON200, answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	out := moveClockOutput{Now: clock.Now, Frozen: clock.Frozen, Scale: clock.Scale, Fired: []fired{}, Count: value(clock.FiredCount)}
	for _, f := range value(clock.Fired) {
		if len(out.Fired) < shownTimers {
			out.Fired = append(out.Fired, fired{At: f.At, Vendor: f.Vendor, Timer: f.Timer})
		}
	}
	return out, err
}
