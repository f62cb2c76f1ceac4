package altazion

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

const (
	progressTimer = "progress"
	toFollow      = 2 * time.Second // rules.TwoSecondsToFollow
)

// progress is what one accepted call brings a bon to, after a moment.
type progress struct {
	Bon      uuid.UUID   `json:"bon"`
	Epoch    uint64      `json:"epoch"`
	To       State       `json:"to,omitempty"` // nothing where the state stays
	Shipment bool        `json:"shipment,omitempty"`
	Parcels  []api.Colis `json:"parcels,omitempty"`
}

// follow lets the state follow an accepted call, by the world's reading.
func follow(env *simulator.Env, step progress) error {
	if step.To == "" && !step.Shipment || !env.Applies(rules.StateFollows) {
		return nil
	}
	if env.Reading(rules.StateFollows) == "with-the-call" {
		return advance(env, step)
	}
	delay := toFollow
	if !env.Applies(rules.TwoSecondsToFollow) {
		delay += time.Second
	}
	payload, err := json.Marshal(step)
	if err != nil {
		return fmt.Errorf("altazion: progress: %w", err)
	}
	return env.After(delay, progressTimer, string(payload))
}

// progressDue is the timer of follow.
func progressDue(env *simulator.Env, payload string) error {
	var step progress
	if err := json.Unmarshal([]byte(payload), &step); err != nil {
		return fmt.Errorf("altazion: progress: %w", err)
	}
	return advance(env, step)
}

// advance brings a bon to the state of an accepted call, and tells of it. A bon
// never goes back: a step that comes after a later one changes nothing.
func advance(env *simulator.Env, step progress) error {
	b, found, err := bons.Get(env.Store(), step.Bon.String())
	if err != nil || !found || b.Epoch != step.Epoch || b.State == Cancelled {
		return err
	}
	from := b.State
	if step.To.rank() > from.rank() {
		b.State = step.To
		if err := bons.Put(env.Store(), b.GUID.String(), b); err != nil {
			return err
		}
	}
	return announce(env, b, from, step)
}
