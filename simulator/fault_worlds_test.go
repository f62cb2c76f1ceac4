package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// worldFaults are one of every sort that takes no real time.
func worldFaults() []fault.Fault {
	effect := func(x fault.Effect, p float64) fault.Fault {
		return fault.Fault{Probability: new(p), Effect: x}
	}
	return []fault.Fault{
		effect(fault.Effect{Kind: fault.RefuseStatus, Status: 503}, 0.1),
		effect(fault.Effect{Kind: fault.RefuseDocumented, Rule: "deliveryoptimizer/basic-authentication"}, 0.1),
		effect(fault.Effect{Kind: fault.RefuseReset}, 0.1),
		effect(fault.Effect{Kind: fault.AnswerReset}, 0.1),
		effect(fault.Effect{Kind: fault.AnswerTruncated}, 0.1),
		effect(fault.Effect{Kind: fault.AnswerMalformed}, 0.1),
	}
}

// suite is what one test suite does in its world, and returns what its client
// saw and its whole journal, which must not depend on who else is there.
func suite(tb testing.TB, engine *simulator.Engine, world string, faults []fault.Fault) string {
	setFaults(tb, engine, world, faults...)
	if err := engine.SetHostile(context.Background(), world, len(faults) == 0 && world > "w25"); err != nil {
		tb.Error(err)
	}
	client, base := inProcess(engine), "http://sim/@"+world
	record := ""
	for range 5 {
		for _, step := range [][3]string{
			{"POST", orderPath, documentOrder}, {"GET", readPath, ""}, {"GET", originPath, ""},
			{"DELETE", orderPath + "/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6", ""}, {"POST", orderPath, "{}"},
		} {
			got := fetch(client, base, step[0], step[1], step[2])
			record += fmt.Sprintln(got.status, got.body, got.err, got.bodyErr)
		}
	}
	journal, err := engine.Journal(context.Background(), world, journal.Filter{})
	if err != nil {
		tb.Error(err)
	}
	text, err := json.Marshal(journal)
	if err != nil {
		tb.Error(err)
	}
	return record + string(text)
}

func TestFiftyWorldsWithFaultsInHalfAreAsAlone(t *testing.T) {
	options := simulator.Options{RandomSeed: 7}
	shared := newEngine(t, options, deliveryoptimizer.New())
	together := make([]string, 50)
	faultsOf := func(i int) []fault.Fault {
		if i%2 == 0 {
			return nil
		}
		return worldFaults()
	}
	var suites sync.WaitGroup
	for i := range together {
		suites.Go(func() { together[i] = suite(t, shared, fmt.Sprintf("w%02d", i), faultsOf(i)) })
	}
	suites.Wait()
	for i, got := range together {
		alone := suite(t, newEngine(t, options, deliveryoptimizer.New()), fmt.Sprintf("w%02d", i), faultsOf(i))
		if got != alone {
			t.Errorf("world %d is another one among others:\n%s\nalone:\n%s", i, got, alone)
		}
	}
}

// What was struck in one world is not struck in another, and a replay of a
// world strikes the same requests with the same faults.
func TestReplayStrikesTheSame(t *testing.T) {
	struck := func(seed uint64) []string {
		engine := newEngine(t, simulator.Options{RandomSeed: seed}, deliveryoptimizer.New())
		setFaults(t, engine, "default", worldFaults()...)
		for range 50 {
			fetch(inProcess(engine), "http://sim", http.MethodPost, orderPath, documentOrder)
		}
		journal, err := engine.Journal(context.Background(), "default", journal.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, entry := range journal {
			list = append(list, entry.Fault)
		}
		return list
	}
	first := struck(3)
	if !slices.Equal(first, struck(3)) {
		t.Error("the same random seed gave other faults")
	}
	if slices.Equal(first, struck(4)) {
		t.Error("another random seed gave the same faults")
	}
	slices.Sort(first)
	if kinds := len(slices.Compact(first)); kinds != 7 {
		t.Errorf("%d different entries, want all six faults and none", kinds)
	}
}
