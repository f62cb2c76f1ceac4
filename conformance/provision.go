package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const (
	// provisionTimeout is how long a command may take to make a fixture.
	provisionTimeout = time.Minute
	// mostOfEntity is how many bytes it may print.
	mostOfEntity = 1 << 20
)

// need is what a command that makes fixtures reads, as JSON.
type need struct {
	Vendor  string `json:"vendor"`
	Target  string `json:"target"`
	Fixture string `json:"fixture"` // its name in the profile
	Meaning string `json:"meaning"` // the form of the entity, and what it has to be
}

// provisions tells whether the profile's command can be asked for what a case
// needs. One that has failed is not asked for the same again.
func (r *runner) provisions(name string) bool {
	_, fixture := r.vendor.Fixtures[name]
	r.mu.Lock()
	defer r.mu.Unlock()
	return fixture && len(r.options.Profile.Provision) > 0 && r.plan.Supply != nil && r.unprovided[name] == ""
}

// provide asks the profile's command for the fixtures that a case lacks. It
// returns why there is none, which is empty where all are at hand.
func (r *runner) provide(ctx context.Context, c Case) string {
	for _, name := range c.Needs {
		if !r.provisions(name) || r.seeded(name) || r.plan.Missing(name) == "" {
			continue
		}
		if _, why := r.provideOne(ctx, name); why != "" {
			return why
		}
	}
	return ""
}

// provideMore asks for a fixture in the course of a case that takes more than one
// of a kind. It tells whether there is one now.
func (r *runner) provideMore(ctx context.Context, name string) bool {
	if !r.provisions(name) {
		return false
	}
	_, why := r.provideOne(ctx, name)
	return why == ""
}

// provideOne asks the profile's command for a fixture, and returns why there is
// none.
func (r *runner) provideOne(ctx context.Context, name string) (entity map[string]any, why string) {
	entity, err := r.provision(ctx, name)
	if err == nil {
		err = r.plan.Supply(name, entity)
	}
	if err == nil && r.plan.Missing(name) != "" {
		err = errors.New("what it printed is not what is needed")
	}
	switch {
	case err == nil:
		return entity, ""
	case ctx.Err() != nil:
		return nil, "the run was interrupted"
	}
	why = r.target.Clean(fmt.Sprintf("provision: %s for fixtures.%s: %v", r.options.Profile.Provision[0], name, err))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unprovided[name] = why
	return nil, why
}

// provision runs the profile's command: it reads the need from its standard
// input and prints the entity, both as JSON.
func (r *runner) provision(ctx context.Context, name string) (map[string]any, error) {
	input, err := json.Marshal(need{
		Vendor: r.vendor.Book.Vendor, Target: r.options.Profile.Target, Fixture: name, Meaning: r.vendor.Fixtures[name],
	})
	if err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeout(ctx, provisionTimeout)
	defer cancel()
	words := r.options.Profile.Provision
	program := words[0]
	if strings.ContainsRune(program, '/') {
		program = r.options.Profile.path(program)
	}
	out, errs := &firstOf{most: mostOfEntity}, &lastOf{most: 16 << 10}
	command := exec.CommandContext(timed, program, words[1:]...)
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(input), out, errs
	command.WaitDelay = time.Second // what it started may hold the pipes
	err = command.Run()
	switch {
	case timed.Err() != nil && ctx.Err() == nil:
		return nil, fmt.Errorf("it took longer than %s%s", provisionTimeout, r.says(errs))
	case out.more:
		return nil, fmt.Errorf("it printed more than %d bytes%s", mostOfEntity, r.says(errs))
	case err != nil:
		return nil, fmt.Errorf("%w%s", err, r.says(errs))
	}
	var entity map[string]any
	dec := json.NewDecoder(&out.buffer)
	dec.UseNumber()
	if err := dec.Decode(&entity); err != nil || entity == nil || dec.More() {
		return nil, fmt.Errorf("it printed no JSON object such as %s%s", r.vendor.Fixtures[name], r.says(errs))
	}
	return entity, nil
}

// says is the end of what a command wrote to its standard error.
func (r *runner) says(errs *lastOf) string {
	const most = 1000 // bytes, for people; what is cut off may be half a secret, so it is redacted first
	text := strings.TrimSpace(r.target.Clean(strings.ToValidUTF8(string(errs.text), "")))
	if text == "" {
		return ""
	}
	return "; it says: " + strings.ToValidUTF8(text[max(0, len(text)-most):], "")
}

// firstOf keeps what is written to it, up to a limit; more is an error, which
// ends the command that writes.
type firstOf struct {
	buffer bytes.Buffer
	most   int
	more   bool
}

func (w *firstOf) Write(p []byte) (int, error) {
	if w.more = w.more || w.buffer.Len()+len(p) > w.most; w.more {
		return 0, errors.New("too much")
	}
	return w.buffer.Write(p)
}

// lastOf keeps the end of what is written to it.
type lastOf struct {
	text []byte
	most int
}

func (w *lastOf) Write(p []byte) (int, error) {
	w.text = append(w.text, p[max(0, len(p)-w.most):]...)
	w.text = append([]byte(nil), w.text[max(0, len(w.text)-w.most):]...)
	return len(p), nil
}
