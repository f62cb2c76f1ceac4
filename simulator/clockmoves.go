package simulator

import "sync"

// clockMoves counts the changes of clocks that are under way, by world. What one of them
// fires, it delivers and tells; the sweep of Run leaves the world to it.
type clockMoves struct {
	mu    sync.Mutex
	under map[string]int
}

func (m *clockMoves) begin(world string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.under == nil {
		m.under = map[string]int{}
	}
	m.under[world]++
}

func (m *clockMoves) end(world string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.under[world]--; m.under[world] == 0 {
		delete(m.under, world)
	}
}

func (m *clockMoves) has(world string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.under[world] > 0
}
