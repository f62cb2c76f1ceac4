package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// flow is document 002 from end to end, with the schema of each answer; an
// empty one stands for an answer without a body, any for one that the contract
// does not describe.
var flow = []struct{ method, path, body, schema string }{
	{"POST", orderPath, documentOrder, "Done"},
	{"POST", orderPath, documentOrder, "Done"},
	{"GET", readPath, "", "OrderState"},
	{"GET", originPath, "", "Saturation"},
	{"PUT", "/deliveryoptimizer/1/config", `{"enableInternalOrderSync": true}`, "Done"},
	{"DELETE", orderPath + "/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6/code/FRA%3AMAG%3A0125", "", "Done"},
	{"GET", readPath, "", "OrderState"},
	{"PUT", orderPath + "s", "[" + documentOrder + "]", "Done"},
	{"GET", readPath, "", "OrderState"},
	{"DELETE", orderPath + "/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", "Done"},
	{"GET", readPath, "", "any"},
	{"POST", orderPath, "{}", "any"},
	{"GET", "/deliveryoptimizer/2/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", "any"},
	{"GET", "/deliveryoptimizer/1/stock-origins/code/NOWHERE/saturation", "", ""},
}

// variety counts what the seeds made vary, so that the test of the flow can't
// pass because nothing does. It looks at one reading of the order.
type variety struct{ members, headers, orders, spaces, cases map[string]bool }

func TestHostileFlowKeepsTheContract(t *testing.T) {
	schemas := schemasOf(t)
	engine := newEngine(t, simulator.Options{RandomSeed: 1}, deliveryoptimizer.New())
	calm := runFlow(engine, "calm")
	v := variety{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for seed := range uint64(200) {
		world := fmt.Sprintf("w%d", seed) // whose random seed depends on the name
		if err := engine.SetHostile(context.Background(), world, true); err != nil {
			t.Fatal(err)
		}
		for i, got := range runFlow(engine, world) {
			want, schema := calm[i], schemas[flow[i].schema]
			if got.err != nil || got.bodyErr != nil || got.status != want.status {
				t.Fatalf("seed %d, step %d: %d, %v, %v; want %d", seed, i, got.status, got.err, got.bodyErr, want.status)
			}
			if g, w := got.header.Get("Content-Type"), want.header.Get("Content-Type"); !strings.HasPrefix(strings.ToLower(g), w) {
				t.Errorf("seed %d, step %d: content type %q, want %q but for case and charset", seed, i, g, w)
			}
			if schema == nil {
				if got.body != "" {
					t.Errorf("seed %d, step %d: a body %q", seed, i, got.body)
				}
				continue
			}
			if i == 2 {
				v.note(got)
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(got.body))
			if err != nil {
				t.Fatalf("seed %d, step %d: %q: %v", seed, i, got.body, err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("seed %d, step %d: %s: %v", seed, i, got.body, err)
			}
			if plain := documentedPart(t, got.body); !reflect.DeepEqual(plain, documentedPart(t, want.body)) {
				t.Errorf("seed %d, step %d: %s, want the values of %s", seed, i, got.body, want.body)
			}
		}
	}
	for name, n := range map[string]int{
		"unknown members": len(v.members), "headers": len(v.headers), "first members": len(v.orders), "whitespace": len(v.spaces), "letter case": len(v.cases),
	} {
		if n < 2 {
			t.Errorf("%s did not vary", name)
		}
	}
}

func (v variety) note(got fetched) {
	v.members[fmt.Sprint(strings.Contains(got.body, "undocumented"))] = true
	v.headers[fmt.Sprint(len(got.header))] = true
	v.orders[fmt.Sprintf("%.8s", strings.Join(strings.Fields(got.body), ""))] = true
	v.spaces[fmt.Sprint(strings.Contains(got.body, "\n\t"), strings.Contains(got.body, ": "))] = true
	v.cases[got.header.Get("Content-Type")] = true
}

func runFlow(engine *simulator.Engine, world string) []fetched {
	var answers []fetched
	for _, step := range flow {
		answers = append(answers, fetch(inProcess(engine), "http://sim/@"+world, step.method, step.path, step.body))
	}
	return answers
}

// schemasOf compiles the contract's schemas by name.
func schemasOf(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(c.Tree())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("contract.json", tree); err != nil {
		t.Fatal(err)
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range []string{"Done", "OrderState", "Saturation"} {
		if schemas[name], err = compiler.Compile("contract.json#/components/schemas/" + name); err != nil {
			t.Fatal(err)
		}
	}
	schemas["any"] = &jsonschema.Schema{}
	return schemas
}

// documentedPart decodes a body and leaves out what latitude added.
func documentedPart(t *testing.T, body string) any {
	t.Helper()
	var value any
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	return withoutUndocumented(value)
}

func withoutUndocumented(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if strings.HasPrefix(name, "undocumented") {
				delete(value, name)
				continue
			}
			value[name] = withoutUndocumented(member)
		}
	case []any:
		for i := range value {
			value[i] = withoutUndocumented(value[i])
		}
	}
	return value
}

func TestHostileReplays(t *testing.T) {
	run := func(seed uint64) []fetched {
		return runFlow(newEngine(t, simulator.Options{RandomSeed: seed, Hostile: true}, deliveryoptimizer.New()), "w")
	}
	if !reflect.DeepEqual(run(1), run(1)) {
		t.Error("the same random seed gave other answers")
	}
	if reflect.DeepEqual(run(1), run(2)) {
		t.Error("another random seed gave the same answers")
	}
}

func TestHostileIsSwitchedByWorld(t *testing.T) {
	ctx := context.Background()
	for _, row := range []struct {
		name    string
		options bool
		set     *bool
		want    bool
	}{
		{"off unless asked for", false, nil, false},
		{"on by option", true, nil, true},
		{"on for the world", false, new(true), true},
		{"off for the world", true, new(false), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{Hostile: row.options}, deliveryoptimizer.New())
			if row.set != nil {
				if err := engine.SetHostile(ctx, "w", *row.set); err != nil {
					t.Fatal(err)
				}
			}
			for world, want := range map[string]bool{"w": row.want, "other": row.options} {
				if got, err := engine.Hostile(ctx, world); err != nil || got != want {
					t.Errorf("world %s: %v, %v; want %v", world, got, err, want)
				}
				varied := false
				for _, got := range readOften(engine, world) {
					varied = varied || strings.Contains(got.body, "undocumented") || got.header.Get("Content-Type") != "application/json"
				}
				if varied != want {
					t.Errorf("world %s: answers vary: %v, want %v", world, varied, want)
				}
			}
		})
	}
}

func readOften(engine *simulator.Engine, world string) []fetched {
	var answers []fetched
	for range 20 {
		answers = append(answers, fetch(inProcess(engine), "http://sim/@"+world, http.MethodGet, originPath, ""))
	}
	return answers
}

func TestDelay(t *testing.T) {
	const usual = 2 * time.Second
	ctx := context.Background()
	delays := func(hostile bool, seed uint64) (list []time.Duration) {
		engine := newEngine(t, simulator.Options{Hostile: hostile, RandomSeed: seed}, deliveryoptimizer.New())
		err := engine.With(ctx, "default", "deliveryoptimizer", func(env *simulator.Env) error {
			for range 200 {
				list = append(list, env.Delay(usual))
			}
			if env.Hostile() != hostile {
				t.Errorf("Env.Hostile is %v, want %v", env.Hostile(), hostile)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for _, d := range delays(false, 1) {
		if d != usual {
			t.Fatalf("%s in a world that is not hostile, want %s", d, usual)
		}
	}
	hostile := delays(true, 1)
	short, long := usual, usual
	for _, d := range hostile {
		if d < usual/2 || d > 5*usual {
			t.Errorf("%s is not between half of %s and five times as long", d, usual)
		}
		short, long = min(short, d), max(long, d)
	}
	if short > usual*3/4 || long < 4*usual {
		t.Errorf("200 delays lie between %s and %s, which leaves most of the range out", short, long)
	}
	if !reflect.DeepEqual(hostile, delays(true, 1)) {
		t.Error("the same random seed gave other delays")
	}
	if reflect.DeepEqual(hostile, delays(true, 2)) {
		t.Error("another random seed gave the same delays")
	}
}
