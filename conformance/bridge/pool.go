package bridge

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/bridge"
)

// pool holds the orders of a profile. An order that was taken is gone, unless
// the case that took it left it as it was.
type pool struct {
	mu   sync.Mutex
	free map[string][]string // numbers by fixture
	seen map[string]string   // fixtures by number, those that are gone as well
	lag  steps.Lag
}

// newPool reads the orders of a profile.
func newPool(profile *conformance.Profile) (*pool, error) {
	p := &pool{free: map[string][]string{}, seen: map[string]string{}}
	for fixture, list := range profile.Fixtures {
		for i, entity := range list {
			if err := p.add(fixture, entity); err != nil {
				return nil, fmt.Errorf("%s: %w", conformance.FixtureItem(fixture, i), err)
			}
		}
	}
	return p, nil
}

// add takes an order in. None may stand in the pool twice: two cases would use
// it.
func (p *pool) add(fixture string, entity map[string]any) error {
	if _, known := steps.FixtureKind(fixture); !known {
		return errors.New("there is no such fixture")
	}
	number, text := entity["number"].(string)
	if !text || number == "" || len(entity) != 1 {
		return errors.New(`say the order's number as text, such as {number: "00001"}`)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, twice := p.seen[number]; twice {
		return fmt.Errorf("the order %s stands in fixtures.%s as well", number, other)
	}
	p.seen[number] = fixture
	p.free[fixture] = append(p.free[fixture], number)
	return nil
}

func (p *pool) has(fixture string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.free[fixture]) > 0
}

func (p *pool) take(fixture string) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.free[fixture]
	if len(list) == 0 {
		return "", false
	}
	p.free[fixture] = list[1:]
	return list[0], true
}

func (p *pool) giveBack(fixture, number string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[fixture] = append(p.free[fixture], number)
}

var numbered atomic.Int64

// newNumber is a number with leading zeros, like the document's, that no order
// of a simulator has: a world of an earlier run may be used again.
func newNumber() string {
	return fmt.Sprintf("00%d%04d", time.Now().UnixMilli(), numbered.Add(1)%10_000)
}
