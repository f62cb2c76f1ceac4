package fault

import (
	"encoding/json"
	"fmt"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// tally is how often a fault matched and struck.
type tally struct{ Matched, Struck uint64 }

var (
	// lists holds the list of a world, which nobody changes once it is there.
	lists = store.NewKind[[]Fault]("plumbline.faults")
	// tallies are by the fault's ID.
	tallies = store.NewKind[tally]("plumbline.fault-tally")
)

// List returns the faults of a world in order, with how often each matched and
// struck. It is empty where there are none, never nil.
func List(tx store.Tx) ([]Fault, error) {
	kept, _, err := lists.Get(tx, "")
	if err != nil {
		return nil, err
	}
	list, err := Copy(kept)
	if err != nil {
		return nil, err
	}
	for i := range list {
		t, _, err := tallies.Get(tx, list[i].ID)
		if err != nil {
			return nil, err
		}
		list[i].Matched, list[i].Struck = t.Matched, t.Struck
	}
	return list, nil
}

// Set puts a list, which is a copy of its own, in the place of a world's
// faults. Its counts begin anew.
func Set(tx store.Tx, list []Fault) error {
	if _, err := tallies.DeleteAll(tx, ""); err != nil {
		return err
	}
	if len(list) == 0 {
		_, err := lists.Delete(tx, "")
		return err
	}
	return lists.Put(tx, "", list)
}

// Copy copies by way of JSON, so that nothing is shared and the values of
// conditions are what a body decodes to. Faults without an ID are numbered.
func Copy(list []Fault) ([]Fault, error) {
	text, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("faults: %w", err) // a Value that JSON does not have
	}
	out := []Fault{}
	if len(list) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("faults: %w", err)
	}
	for i := range out {
		out[i].Matched, out[i].Struck = 0, 0
		if out[i].ID == "" {
			out[i].ID = fmt.Sprintf("fault-%d", i+1)
		}
	}
	return out, nil
}
