package event

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Disturbance makes deliveries of a world arrive as they do over a bad line.
// Both are probabilities, from 0, never, to 1, always.
type Disturbance struct {
	Duplicate float64 `json:"duplicate"` // an event is sent twice
	Reorder   float64 `json:"reorder"`   // an event is held back for up to ten virtual seconds, so that later ones overtake it
}

// disturbances holds the one of the world, under the empty key.
var disturbances = store.NewKind[Disturbance]("plumbline.disturbance")

// Disturb sets how the deliveries of a world are disturbed from now on.
func Disturb(tx store.Tx, d Disturbance) error { return disturbances.Put(tx, "", d) }

// Disturbed returns how the deliveries of a world are disturbed.
func Disturbed(tx store.Tx) (Disturbance, error) {
	d, _, err := disturbances.Get(tx, "")
	return d, err
}

// longestHold is how long Reorder holds an event back.
const longestHold = 10 * time.Second

// Duplicates draws whether an event is sent twice.
func (d Disturbance) Duplicates(numbers func() *rand.Rand) bool {
	return d.Duplicate > 0 && numbers().Float64() < d.Duplicate
}

// Hold draws for how long an event is held back.
func (d Disturbance) Hold(numbers func() *rand.Rand) time.Duration {
	if d.Reorder <= 0 {
		return 0
	}
	random := numbers()
	if random.Float64() >= d.Reorder {
		return 0
	}
	return time.Duration(1 + random.Int64N(int64(longestHold)))
}

// Check returns an error where a probability is none.
func (d Disturbance) Check() error {
	for _, p := range []float64{d.Duplicate, d.Reorder} {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("duplicate and reorder are probabilities from 0 to 1, not %v", p)
		}
	}
	return nil
}
