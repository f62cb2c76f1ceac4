package archivetest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// Memory is an archive for tests: what a real one has to be, in as few words as
// there are.
type Memory struct {
	// Fails, when set, is asked before and after every step; its error is the
	// step's, which has happened in the second case.
	Fails func() error

	mu     sync.Mutex
	worlds map[string]map[int32]shelf
}

var _ deliveryoptimizer.Archive = (*Memory)(nil)

// shelf is what is archived of a tenant, by generation and GUID.
type shelf struct {
	last, generation uint64
	orders           map[uint64]map[uuid.UUID]saved
}

type saved struct {
	by    uint64
	order api.Order
}

// step runs fn on a shelf, and keeps what it makes of it.
func (m *Memory) step(world string, tenant int32, fn func(*shelf)) error {
	if m.Fails != nil {
		if err := m.Fails(); err != nil {
			return err
		}
	}
	m.mu.Lock()
	s, found := m.worlds[world][tenant]
	if !found {
		s.orders = map[uint64]map[uuid.UUID]saved{}
	}
	if fn(&s); s.last > 0 {
		if m.worlds == nil {
			m.worlds = map[string]map[int32]shelf{}
		}
		if m.worlds[world] == nil {
			m.worlds[world] = map[int32]shelf{}
		}
		m.worlds[world][tenant] = s
	}
	m.mu.Unlock()
	if m.Fails != nil {
		return m.Fails()
	}
	return nil
}

// Save implements Archive.
func (m *Memory) Save(_ context.Context, b deliveryoptimizer.Batch, orders []api.Order) error {
	return m.step(b.World, b.Tenant, func(s *shelf) {
		s.last = max(s.last, b.Number)
		generation := s.generation
		if b.Fresh {
			generation = b.Number
		}
		if b.Number < s.generation {
			return
		}
		if s.orders[generation] == nil {
			s.orders[generation] = map[uuid.UUID]saved{}
		}
		for _, order := range orders {
			if s.orders[generation][order.OrderID].by <= b.Number {
				s.orders[generation][order.OrderID] = saved{b.Number, order}
			}
		}
	})
}

// Finish implements Archive.
func (m *Memory) Finish(_ context.Context, b deliveryoptimizer.Batch) error {
	return m.step(b.World, b.Tenant, func(s *shelf) {
		s.last = max(s.last, b.Number)
		if b.Fresh && b.Number > s.generation {
			delete(s.orders, s.generation)
			s.generation = b.Number
		}
	})
}

// Page implements Archive.
func (m *Memory) Page(_ context.Context, world string, tenant int32, from string, most int) (orders []api.Order, err error) {
	err = m.step(world, tenant, func(s *shelf) {
		for _, o := range s.orders[s.generation] {
			if o.order.OrderID.String() >= from {
				orders = append(orders, o.order)
			}
		}
	})
	slices.SortFunc(orders, func(a, b api.Order) int { return strings.Compare(a.OrderID.String(), b.OrderID.String()) })
	return orders[:min(most, len(orders))], err
}

// Tenants implements Archive.
func (m *Memory) Tenants(_ context.Context, world string) (map[int32]uint64, error) {
	if m.Fails != nil {
		if err := m.Fails(); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	found := map[int32]uint64{}
	for tenant, s := range m.worlds[world] {
		found[tenant] = s.last
	}
	return found, nil
}

// Copy implements Archive.
func (m *Memory) Copy(_ context.Context, from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.worlds, to)
	if m.worlds[from] == nil {
		return nil
	}
	m.worlds[to] = map[int32]shelf{}
	for tenant, s := range m.worlds[from] {
		s.orders = map[uint64]map[uuid.UUID]saved{s.generation: maps.Clone(s.orders[s.generation])}
		m.worlds[to][tenant] = s
	}
	return nil
}

// Drop implements Archive.
func (m *Memory) Drop(_ context.Context, world string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.worlds, world)
	return nil
}
