package simulator_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// call stands for the code under test: a client of Delivery Optimizer that
// sends the document's example order, or reads it back.
func call(client *http.Client, method, url, body string) *http.Response {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	r.SetBasicAuth("sample-oms", "sample-password") // of the sample that every world begins with
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	if err != nil {
		log.Fatal(err)
	}
	return response
}

func text(r *http.Response) string {
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(string(body))
}

// A test hands in its *testing.T, for which t stands here, and time.Now. The
// code under test gets the base URL.
func Example() {
	t := &tester{}
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, deliveryoptimizer.New())
	base := sim.URL("deliveryoptimizer")

	fmt.Println("added:", text(call(http.DefaultClient, "POST", base+"/1/order", documentOrder)))
	fmt.Println("added again:", text(call(http.DefaultClient, "POST", base+"/1/order", documentOrder)))

	t.end() // a *testing.T closes the listener by itself
	// Output:
	// added: true
	// added again: false
}

// A world of its own keeps a test apart from those that run beside it, and has
// a clock of its own. Its client needs no socket: any host will do.
func ExampleRunning_World() {
	t := &tester{}
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, deliveryoptimizer.New())
	world, ctx := sim.World("lost-orders"), context.Background()
	const url = "http://any.host/deliveryoptimizer/1/order"

	// The typed door of the vendor arranges what its API cannot.
	door := deliveryoptimizer.In(sim.Engine(), world.Name())
	if err := door.Seed(ctx, deliveryoptimizer.Seed{Tenants: []deliveryoptimizer.SeedTenant{{
		ID: 1, Config: &deliveryoptimizer.SeedConfig{EnableInternalOrderSync: new(true)},
	}}}); err != nil {
		log.Fatal(err)
	}

	fmt.Println("added:", text(call(world.Client(), "POST", url, documentOrder)))
	for _, fired := range world.Advance(10 * time.Minute) {
		fmt.Println("fired:", fired.Timer)
	}
	if err := door.StopLiveTier(ctx); err != nil {
		log.Fatal(err)
	}
	orders, err := door.Orders(ctx, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("restored from the archive:", len(orders))
	fmt.Println("added again:", text(call(world.Client(), "POST", url, documentOrder)))
	// Output:
	// added: true
	// fired: batch
	// restored from the archive: 1
	// added again: false
}

// Explain tells why the simulator answered as it did: the rules that decided,
// each with its place in the vendor's documents.
func ExampleWorld_Explain() {
	t := &tester{}
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, deliveryoptimizer.New())
	world := sim.World("explained")

	answer := call(world.Client(), "POST", "http://any.host/deliveryoptimizer/1/order", strings.Replace(documentOrder, `"Order"`, `"EResa"`, 1))
	fmt.Println(text(answer))
	fmt.Println(strings.Split(world.Explain(answer), " https://")[0])
	// Output:
	// {"detail":"/type: value must be one of 'Order', 'Cart', 'ExternalOrder'.","status":400,"title":"The request is not acceptable."}
	// The request is the operation upsertOrder.
	// The contract is broken at /type: value must be one of 'Order', 'Cart', 'ExternalOrder' (/components/schemas/OrderType/enum).
	// The rule deliveryoptimizer/caller-sends-known-type decided: The caller sends one of the three types: Order, Cart or ExternalOrder. (documented, document 002, Exemple d'appel API, line 45,
}

// The documents contradict themselves. SetDialect lets a world speak another
// reading of a rule, to see whether a client gets along with both.
func ExampleWorld_SetDialect() {
	t := &tester{}
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, deliveryoptimizer.New())
	for _, reading := range []string{"path-decides", "must-match"} {
		world := sim.World(reading)
		world.SetDialect(map[string]string{"deliveryoptimizer/path-tenant-decides": reading})

		// The order's tenantId is 0, its path's is 1.
		fmt.Println(text(call(world.Client(), "POST", "http://any.host/deliveryoptimizer/1/order", documentOrder)))
	}
	// Output:
	// true
	// {"status":400,"title":"The body's tenantId is not the tenant of the path."}
}
