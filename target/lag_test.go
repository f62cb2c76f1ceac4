package target

import (
	"testing"
	"time"
)

// TestRestWaitsForWhatMayCome has what a run has seen of a target, and whether a
// look at what must not come about waits.
func TestRestWaitsForWhatMayCome(t *testing.T) {
	for _, row := range []struct {
		name  string
		came  []bool // late
		waits bool
	}{
		{"nothing seen yet", nil, true},
		{"all at once", []bool{false, false}, false},
		{"something late", []bool{false, true, false}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			const settle = 30 * time.Millisecond
			s := &Session{target: &Target{options: Options{Settle: settle}}}
			for _, late := range row.came {
				s.Came(late)
			}
			began := time.Now()
			if err := s.Rest(t.Context(), time.Hour); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(began) >= settle; waited != row.waits {
				t.Errorf("it waited: %v, want %v", waited, row.waits)
			}
		})
	}
}
