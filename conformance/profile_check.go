package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Standing is how a thing that a profile names was found.
type Standing string

// The standings.
const (
	Good    Standing = "ok"
	Bad     Standing = "not ok"
	Untried Standing = "not tried" // no call that only reads tells
)

// Checked is one thing that a profile names, and how it was found.
type Checked struct {
	Item     string // its place in the profile
	Standing Standing
	Text     string // what was seen, and what to do about it
	Access   bool   // whether it is about reaching the target and logging in
	// Unproven says that nothing speaks for the target's being the API, and nothing
	// against it.
	Unproven bool
}

// CheckProfile tries what a profile names without changing anything: it sends
// log-ins and operations that read, and its transport refuses all else. It
// fails before anything is sent, with an ErrProfile or through a fault of ours.
// Offline it sends nothing at all.
func CheckProfile(ctx context.Context, v *Vendor, o Options, offline bool) ([]Checked, error) {
	profile := *o.Profile
	profile.Control = "off" // a world of its own would hold other entities than those named
	o.Profile = &profile
	r, err := newRunner(v, o)
	if err != nil {
		return nil, err
	}
	defer r.target.CloseIdle()
	if offline {
		return profile.untried(nil, "read; nothing was sent"), nil
	}
	r.onlyReading = true
	r.target.Guard(r.onlyReads)
	reason, err := r.contact(ctx)
	if err != nil {
		return nil, err
	}
	if r.unproven {
		return []Checked{{Item: "target", Standing: Untried, Text: r.stopped, Unproven: true}}, nil
	}
	if reason = cmp.Or(reason, r.stopped); reason != "" {
		return []Checked{{Item: "target", Standing: Bad, Text: reason, Access: true}}, nil
	}
	all := []Checked{{Item: "target", Standing: Good, Text: "it answers, and takes the log-in", Access: true}}
	if r.met != "" {
		all[0] = Checked{Item: "target", Standing: Bad, Text: "it answers, but not as documented, so that whether it takes the log-in is not known; is the address right? " + r.target.Clean(r.met)}
	}
	for _, c := range r.plan.Checks {
		all = append(all, r.check(ctx, c))
	}
	if err := ctx.Err(); err != nil {
		return all, err
	}
	return append(all, profile.untried(all, "read; no call tells of it alone")...), nil
}

// check runs one check.
func (r *runner) check(ctx context.Context, c Check) Checked {
	s := r.target.Session()
	err := errors.Join(c.Run(ctx, s), s.Close(ctx))
	out := Checked{Item: c.Item, Standing: Good, Access: strings.HasPrefix(c.Item, "credentials.") || s.LostAnswer() != ""}
	var open *target.Inconclusive
	switch {
	case err == nil:
		if departed := met(nil, s); departed != "" { // what it answered tells nothing
			out.Standing, out.Text = Untried, "the answer is not as documented: "+r.target.Clean(departed)
		}
		return out
	case errors.As(err, &open) && s.LostAnswer() == "":
		out.Standing = Untried
	default:
		out.Standing = Bad
	}
	out.Text = r.target.Clean(err.Error())
	return out
}

// untried lists what the profile names and no check was about.
func (p *Profile) untried(tried []Checked, why string) []Checked {
	var list []Checked
	note := func(item string) {
		if !slices.ContainsFunc(tried, func(c Checked) bool { return c.Item == item }) {
			list = append(list, Checked{Item: item, Standing: Untried, Text: why})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Credentials)) {
		note("credentials." + name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Fixtures)) {
		for i := range p.Fixtures[name] {
			note(FixtureItem(name, i))
		}
	}
	return list
}

// FixtureItem is the place of an entity of the fixtures.
func FixtureItem(name string, i int) string { return fmt.Sprintf("fixtures.%s[%d]", name, i) }

// onlyReads refuses a request of an operation that may change something.
func (r *runner) onlyReads(req *http.Request, op *contract.Operation) error {
	if op == nil && req.Method == http.MethodGet && strings.HasSuffix(req.URL.Path, "/"+nowhere) {
		return nil
	}
	if op == nil {
		return fmt.Errorf("conformance: %s %s is no operation of the contract, and a check of a profile does not send it", req.Method, req.URL.Path)
	}
	if r.plan.Effects[op.ID] != features.Read {
		return fmt.Errorf("conformance: %s may change something, and a check of a profile does not send it", op.ID)
	}
	return nil
}
