package akinon

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"

	"github.com/plumbline-api/plumbline/target"
)

// Packages hands out the packages of the profile, each to one case. It is safe
// for concurrent use.
type Packages struct {
	mu    sync.Mutex
	free  map[string][]int64
	seen  map[int64]string // the kind of each, so that none is there twice
	unfit map[string][]string
}

// NewPackages returns what hands out packages; Add fills it.
func NewPackages() *Packages {
	return &Packages{free: map[string][]int64{}, seen: map[int64]string{}, unfit: map[string][]string{}}
}

// Add adds a package of a kind, by its id.
func (p *Packages) Add(kind string, id int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.seen[id]; other != "" {
		return fmt.Errorf("the package %d stands in fixtures.%s as well", id, other)
	}
	p.seen[id] = kind
	p.free[kind] = append(p.free[kind], id)
	return nil
}

// Missing says what the profile has to supply for a kind of package; it is
// empty where one is left.
func (p *Packages) Missing(kind string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free[kind]) > 0 {
		return ""
	}
	found := ""
	if list := p.unfit[kind]; len(list) > 0 {
		found = fmt.Sprintf("; %d of them were found otherwise, the last: %s", len(list), list[len(list)-1])
	}
	return fmt.Sprintf("needs %s that no other case has used up: give the profile one more in fixtures.%s, such as {id: 123}%s", Kinds()[kind], kind, found)
}

// Obtain returns a package for a case: a new one on a simulator, else one of
// the profile, which is put back when it was read and the case has left it as it
// was. One that is
// no longer what the profile says, since an earlier run has used it, is passed
// over.
func (p *Packages) Obtain(ctx context.Context, c *Client, random *rand.Rand, kind string) (Package, error) {
	return p.ObtainOf(ctx, named, c, random, kind)
}

// ObtainOf is Obtain for a package of so many items, where it is a new one.
func (p *Packages) ObtainOf(ctx context.Context, n int, c *Client, random *rand.Rand, kind string) (Package, error) {
	if c.session.Controlled() {
		id := newID(random)
		if err := seed(ctx, c.session, seededOf(n, id, random, numbers()[kind])); err != nil {
			return Package{}, err
		}
		found, err := c.have(ctx, id, kind)
		if open, isOpen := err.(*unfitError); isOpen { //nolint:errorlint // have returns it as it is
			err = &target.Inconclusive{Reason: "precondition: " + open.Error()}
		}
		return found, err
	}
	for asked := false; ; {
		id, left := p.take(kind)
		if !left && !asked && c.session.Provide(ctx, kind) {
			asked = true // once: what is made may be as unfit as what was there
			continue
		}
		if !left {
			return Package{}, &target.Inconclusive{Reason: p.Missing(kind)}
		}
		found, err := c.have(ctx, id, kind)
		if open, isOpen := err.(*unfitError); isOpen { //nolint:errorlint // have returns it as it is
			p.mu.Lock()
			p.unfit[kind] = append(p.unfit[kind], open.Error())
			p.mu.Unlock()
			continue
		}
		kept := c.session.Used(kind, strconv.FormatInt(id, 10))
		if err != nil {
			p.putBack(kind, id)
			kept()
			return found, err
		}
		c.session.Undo(func(ctx context.Context) error {
			if !unchanged(c.session) {
				return nil
			}
			now, err := NewClient(c.session, c.access).Seen(ctx, id)
			if was, seenErr := found.before.seen(); err == nil && seenErr == nil && now == was {
				p.putBack(kind, id)
				kept()
			}
			return err
		})
		return found, nil
	}
}

// Check reads a package of the profile, and returns how it is not what it is
// said to be.
func (c *Client) Check(ctx context.Context, kind string, id int64) error {
	_, err := c.have(ctx, id, kind)
	return err
}

// unfitError is how a package is not of its kind.
type unfitError struct{ reason string }

func (e *unfitError) Error() string { return e.reason }

// have reads a package, which has to be of a kind.
func (c *Client) have(ctx context.Context, id int64, kind string) (Package, error) {
	before, err := c.view(ctx, id)
	if err != nil {
		return Package{}, err
	}
	if got := before.state(); got != numbers()[kind] {
		return Package{}, &unfitError{fmt.Sprintf("the package %d is in the state %s; wanted: %s", id, got, Kinds()[kind])}
	}
	if kind == Waiting && !before.listed {
		return Package{}, &target.Inconclusive{Reason: fmt.Sprintf("precondition: reading the package %d shows no items: there is no packageitem_set", id)}
	}
	if kind == Waiting && len(before.items) < named {
		return Package{}, &unfitError{fmt.Sprintf("the package %d has %d items; wanted: %s", id, len(before.items), Kinds()[kind])}
	}
	return Package{ID: id, before: before}, nil
}

func (p *Packages) take(kind string) (id int64, left bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	free := p.free[kind]
	if len(free) == 0 {
		return 0, false
	}
	p.free[kind] = free[1:]
	return free[0], true
}

// putBack offers a package again. It goes to the end, so that another is taken
// where a change that nobody noticed would be met.
func (p *Packages) putBack(kind string, id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[kind] = append(slices.Clip(p.free[kind]), id)
}

// unchanged tells whether no command of a session was carried out.
func unchanged(s *target.Session) bool {
	if s.LostAnswer() != "" {
		return false
	}
	for _, a := range s.Answers() {
		isCommand := a.Operation == nil || a.Operation.ID == "preparePackage"
		if isCommand && a.Status/100 != 4 {
			return false
		}
	}
	return true
}
