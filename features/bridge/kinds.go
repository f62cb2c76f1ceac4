package bridge

import (
	"fmt"
	"strings"
)

// Kind is an order as a scenario needs it. On a simulator it is seeded; on any
// other target it is an order of the profile that is used at most once.
type Kind struct {
	Phrase  string // after "an order", in a scenario
	Fixture string // in the profile and in @needs:…
	State   string // in which it is found; empty where readings differ
	// MayBeMissing is of an order that one of the readings does not create.
	MayBeMissing bool
	// What follows is for a simulator's seed document; ORDER stands for the number.
	around string // members beside the orders
	seed   string // members of the order
	after  string // what happens to it next
}

// codes lists the states in the order of the table, then those without number.
func codes() []string {
	return []string{
		"open", "confirmed", "readyToPick", "inproc", "complete", "transit", "closed", "cancelled",
		"rejected", "paused", "negotiation",
	}
}

// Kinds lists the orders that scenarios need: one that is in each state and of
// which nothing else is known, and those that have something to be judged by.
func Kinds() []Kind {
	var list []Kind
	for _, code := range codes() {
		list = append(list, Kind{
			Phrase: fmt.Sprintf("in the state %q", code), Fixture: "order-" + code, State: code,
			seed: fmt.Sprintf(`"state": %q`, code),
		})
	}
	return append(append(list, unconfirmed()...), confirmed()...)
}

// unconfirmed are orders of which the payment is asked.
func unconfirmed() []Kind {
	const open = `"state": "open", `
	return []Kind{
		{Phrase: "that was just imported", Fixture: "order-imported", seed: `"items": [{"code": "TV-50", "quantity": 1}]`},
		{
			Phrase: "that was imported with too little stock", Fixture: "order-short", MayBeMissing: true,
			around: `"stock": {"ORDER-TV": 1}, `, seed: `"items": [{"code": "ORDER-TV", "quantity": 2}]`,
		},
		{
			Phrase: "that is open and of which neither a payment nor the report that it is paid has come", Fixture: "order-unpaid", State: "open",
			seed: `"state": "open", "isPaid": false`,
		},
		{Phrase: "that is open and reported as paid", Fixture: "order-paid", State: "open", seed: open + `"isPaid": true`},
		{Phrase: "that is open and has its payments", Fixture: "order-with-payments", State: "open", seed: open + `"payments": [{"means": "VISA"}]`},
		{
			Phrase: "of Garbarino that has its default means of payment", Fixture: "garbarino-with-means", State: "open",
			seed: open + `"customer": "Garbarino", "defaultPaymentMeans": "TARJETA GARBARINO"`,
		},
		{
			Phrase: "of Garbarino that is reported as paid and lacks its default means of payment", Fixture: "garbarino-paid", State: "open",
			seed: open + `"customer": "Garbarino", "isPaid": true`,
		},
		{Phrase: "of Fravega that is reported as paid", Fixture: "fravega-paid", State: "open", seed: open + `"customer": "Fravega", "isPaid": true`},
		{Phrase: "of MKTPlace that is reported as paid", Fixture: "marketplace-paid", State: "open", seed: open + `"customer": "MKTPlace", "isPaid": true`},
		{
			Phrase: "paid by Rapipago of which the data of the payment came", Fixture: "rapipago-data", State: "open",
			seed: open + `"paymentMeans": "Rapipago", "payments": [{"means": "Rapipago"}]`,
		},
		{
			Phrase: "paid by Rapipago of which it was reported that it is paid", Fixture: "rapipago-reported", State: "open",
			seed: open + `"paymentMeans": "Rapipago", "isPaid": true`,
		},
	}
}

// confirmed are orders that wait for the warehouse and the carrier.
func confirmed() []Kind {
	const (
		shipping = `"state": "confirmed", "shipping": "Av. Rivadavia 4975, Buenos Aires"`
		picking  = `"state": "inproc", "packingList": "PL-1", `
	)
	return []Kind{
		{
			Phrase: "that is confirmed and has shipping data and label", Fixture: "confirmed-with-shipping-and-label", State: "confirmed",
			seed: shipping + `, "label": "ORDER-01"`,
		},
		{Phrase: "that is confirmed and has shipping data and no label", Fixture: "confirmed-with-shipping", State: "confirmed", seed: shipping},
		{
			Phrase: "that is confirmed and has a label and no shipping data", Fixture: "confirmed-with-label", State: "confirmed",
			seed: `"state": "confirmed", "label": "ORDER-01"`,
		},
		{Phrase: "that is ready to pick and in no packing list", Fixture: "order-unlisted", State: "readyToPick", seed: `"state": "readyToPick"`},
		{
			Phrase: "that was ready to pick and was taken into a packing list", Fixture: "order-listed",
			seed: `"state": "readyToPick"`, after: `"packingList": "PL-1"`,
		},
		{
			Phrase: "that is in picking with all items and serial numbers confirmed", Fixture: "order-picked", State: "inproc",
			seed: picking + `"items": [{"code": "TV-50", "quantity": 1, "confirmed": 1, "serialized": true, "serials": ["SN-4711"]}, {"code": "HDMI-2", "quantity": 2, "confirmed": 2}]`,
		},
		{
			Phrase: "that is in picking with no item confirmed", Fixture: "order-unpicked", State: "inproc",
			seed: picking + `"items": [{"code": "HDMI-2", "quantity": 2}]`,
		},
		{
			Phrase: "that is in picking with all items confirmed and serial numbers missing", Fixture: "order-without-serials", State: "inproc",
			seed: picking + `"items": [{"code": "TV-50", "quantity": 2, "confirmed": 2, "serialized": true, "serials": ["SN-4711"]}]`,
		},
		{
			Phrase: "that is in picking with one of two items confirmed", Fixture: "order-picked-in-part", State: "inproc",
			seed: picking + `"items": [{"code": "TV-50", "quantity": 1, "confirmed": 1}, {"code": "HDMI-2", "quantity": 1}]`,
		},
		{
			Phrase: "that is in picking with one piece of two confirmed", Fixture: "order-picked-too-few", State: "inproc",
			seed: picking + `"items": [{"code": "HDMI-2", "quantity": 2, "confirmed": 1}]`,
		},
		{Phrase: "that is complete and of which the carrier has sent no news", Fixture: "order-without-news", State: "complete", seed: `"state": "complete"`},
		{
			Phrase: "that was complete when the carrier sent news of it", Fixture: "order-with-news",
			seed: `"state": "complete"`, after: `"carrierNews": ["on its way"]`,
		},
		{
			Phrase: "that is confirmed and has all that any state presupposes", Fixture: "order-equipped", State: "confirmed",
			seed: shipping + `, "label": "ORDER-01", "isPaid": true, "payments": [{"means": "VISA"}], "packingList": "PL-1", "carrierNews": ["on its way"],
				"items": [{"code": "TV-50", "quantity": 1, "confirmed": 1, "serialized": true, "serials": ["SN-4711"]}]`,
		},
	}
}

// channel is the sales channel of the orders that are seeded.
const channel = "MARKETPLACE"

// documents returns the seed documents that make such an order, to be applied
// one after the other.
func (k Kind) documents(number string) []string {
	first := fmt.Sprintf(`{"channels": [{"code": %q}], %s"orders": [{"number": "ORDER", "channel": %q, %s}]}`, channel, k.around, channel, k.seed)
	list := []string{strings.ReplaceAll(first, "ORDER", number)}
	if k.after != "" {
		list = append(list, happens(number, k.after))
	}
	return list
}

// happens is the seed document in which something happens to an order.
func happens(number, what string) string {
	return fmt.Sprintf(`{"orders": [{"number": %q, %s}]}`, number, what)
}

// findKind returns the kind of a phrase or of a fixture.
func findKind(fits func(Kind) bool) (Kind, bool) {
	for _, k := range Kinds() {
		if fits(k) {
			return k, true
		}
	}
	return Kind{}, false
}
