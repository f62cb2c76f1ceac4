package bridge

import "fmt"

// copies is how many orders there are of each kind.
const copies = 80

type kind struct {
	name string
	make func() *order
}

// sampleOrders returns the orders of every kind. The number of an order is the place of its kind in the list below, two
// digits, and a running number of three: 01001 is the first order that is open.
func sampleOrders(c choices) map[string]*order {
	orders := map[string]*order{}
	for k, of := range kinds(c) {
		for n := range copies {
			if o := of.make(); o != nil {
				if c.supplement {
					o.history = []step{} // an order without changes has an empty list, otherwise null
				}
				orders[fmt.Sprintf("%02d%03d", k+1, n+1)] = o
			}
		}
	}
	return orders
}

// in returns an order in the state, with what it has to have by the table once it came there step by step.
func in(state string) *order {
	o := &order{state: state, items: []item{{1, 0, 0}, {2, 0, 0}}}
	switch n := numberOf(state); n {
	case 2, 3, 4, 5, 6, 7:
		o.payments = []string{"VISA"}
		o.shipping, o.label = n >= 3, n >= 3
		o.listed, o.news = n >= 4, n >= 6
		if n >= 5 {
			o.items = picked()
		}
	}
	return o
}

func picked() []item { return []item{{1, 1, 1}, {2, 2, 2}} }

// with returns an order in the state, changed.
func with(state string, change func(*order)) func() *order {
	return func() *order {
		o := in(state)
		change(o)
		return o
	}
}

func kinds(c choices) []kind {
	var list []kind
	for _, st := range states { // 01 to 11
		list = append(list, kind{"order-" + st.code, with(st.code, func(*order) {})})
	}
	return append(append(list, payingKinds()...), pickingKinds(c)...)
}

// payingKinds are 12 to 19: how an order comes to be confirmed.
func payingKinds() []kind {
	customer := func(name, means string, paid bool) func() *order {
		return with("open", func(o *order) { o.customer, o.means, o.paid = name, means, paid })
	}
	return []kind{
		{"order-paid", customer("", "", true)},
		{"order-with-payments", with("open", func(o *order) { o.payments = []string{"VISA"} })},
		{"garbarino-paid", customer("Garbarino", "", true)},
		{"garbarino-with-means", customer("Garbarino", "VISA", false)},
		{"fravega-paid", customer("Fravega", "", true)},
		{"marketplace-paid", customer("MKTPlace", "", true)},
		{"rapipago-data", with("open", func(o *order) { o.payments = []string{"Rapipago"} })},
		{"rapipago-reported", customer("", "", true)},
	}
}

// pickingKinds are 20 to 32: how an order is picked and sent.
func pickingKinds(c choices) []kind {
	items := func(list ...item) func() *order {
		return with("inproc", func(o *order) { o.items = list })
	}
	return []kind{
		{"confirmed-with-label", with("confirmed", func(o *order) { o.label = true })},
		{"confirmed-with-shipping", with("confirmed", func(o *order) { o.shipping = true })},
		{"confirmed-with-shipping-and-label", with("confirmed", func(o *order) { o.shipping, o.label = true, true })},
		{"order-equipped", with("confirmed", func(o *order) {
			o.paid, o.shipping, o.label, o.listed, o.news, o.items = true, true, true, true, true, picked()
		})},
		{"order-imported", with("open", func(*order) {})},
		{"order-listed", with("readyToPick", func(o *order) {
			o.listed = true
			if c.otherSystems {
				o.state = "inproc"
			}
		})},
		{"order-picked", items(picked()...)},
		{"order-picked-in-part", items(item{1, 1, 1}, item{1, 0, 0})},
		{"order-picked-too-few", items(item{2, 1, 1})},
		{"order-short", func() *order {
			if c.shortNegotiate {
				return in("negotiation")
			}
			return nil // line 47: it is reported and the order is not created
		}},
		{"order-with-news", with("complete", func(o *order) {
			o.news = true
			if c.otherSystems {
				o.state = "transit"
			}
		})},
		{"order-without-serials", items(item{1, 1, 0}, item{2, 2, 0})},
		{"order-unpicked", items(item{1, 0, 0}, item{2, 0, 0})},
	}
}
