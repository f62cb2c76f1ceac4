package simulator

import (
	"fmt"
	"net/http"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Event is one notification for one subscriber, in the vendor's own envelope.
type Event struct {
	Name   string      `json:"name"` // the vendor's name of the event
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Header http.Header `json:"header,omitempty"`
	Body   []byte      `json:"body,omitempty"`
}

// Delivery is an event with what became of it.
type Delivery struct {
	ID     uint64    `json:"id"`
	At     time.Time `json:"at"` // virtual time of the event
	Vendor string    `json:"vendor"`
	Event  Event     `json:"event"`
}

// ledger holds the deliveries of a world, by number.
var ledger = store.NewKind[Delivery]("plumbline.delivery")

// Emit enters an event in the world's ledger, from which it is delivered.
func (e *Env) Emit(event Event) error {
	id, err := e.world.next("delivery")
	if err != nil {
		return err
	}
	return ledger.Put(e.world.tx, fmt.Sprintf("%020d", id), Delivery{ID: id, At: e.now, Vendor: e.vendor.Book.Vendor, Event: event})
}
