package bridge

import (
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
}

// newPool reads the orders of a profile. No order may stand there twice: two
// cases would use it.
func newPool(p *conformance.Profile) (*pool, error) {
	free, seen := map[string][]string{}, map[string]string{}
	for fixture, list := range p.Fixtures {
		if _, known := steps.FixtureKind(fixture); !known {
			return nil, fmt.Errorf("fixtures.%s: there is no such fixture", fixture)
		}
		for i, entity := range list {
			number, text := entity["number"].(string)
			if !text || number == "" || len(entity) != 1 {
				return nil, fmt.Errorf(`fixtures.%s[%d]: say the order's number as text, such as {number: "00001"}`, fixture, i)
			}
			if other, twice := seen[number]; twice {
				return nil, fmt.Errorf("fixtures.%s[%d]: the order %s stands in fixtures.%s as well", fixture, i, number, other)
			}
			seen[number] = fixture
			free[fixture] = append(free[fixture], number)
		}
	}
	return &pool{free: free}, nil
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
