package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/fault"
)

// status makes a fault that answers with a status.
func status(id string, code int) fault.Fault {
	return fault.Fault{ID: id, Effect: fault.Effect{Kind: fault.RefuseStatus, Status: code}}
}

// statuses reads the origin n times in a world and returns the statuses.
func statuses(engine *simulator.Engine, world string, n int) []int {
	var list []int
	for range n {
		list = append(list, fetch(inProcess(engine), "http://sim/@"+world, "GET", originPath, "").status)
	}
	return list
}

func TestFirstFaultThatStrikesWins(t *testing.T) {
	twice := status("twice", 501)
	twice.Count = 2
	fromThird := status("from-third", 502)
	fromThird.From = 3
	fromSecondOnce := status("from-second-once", 503)
	fromSecondOnce.From, fromSecondOnce.Count = 2, 1
	never := status("never", 504)
	never.Probability = new(0.0)
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	elsewhere := status("elsewhere", 505)
	elsewhere.Vendor, elsewhere.Operation = "deliveryoptimizer", "getOrder"
	here := status("here", 506)
	here.Vendor, here.Operation = "deliveryoptimizer", "getSaturation"
	for i, row := range []struct {
		name string
		list []fault.Fault
		want []int
	}{
		{"none", nil, []int{200, 200}},
		{"always", []fault.Fault{status("a", 500)}, []int{500, 500, 500}},
		{"the first of two", []fault.Fault{status("a", 500), status("b", 599)}, []int{500, 500}},
		{"count", []fault.Fault{twice}, []int{501, 501, 200, 200}},
		{"count, then the next", []fault.Fault{twice, status("b", 599)}, []int{501, 501, 599, 599}},
		{"from the third on", []fault.Fault{fromThird}, []int{200, 200, 502, 502}},
		{"just the second", []fault.Fault{fromSecondOnce}, []int{200, 503, 200, 200}},
		{"what does not get there is not counted", []fault.Fault{twice, fromThird}, []int{501, 501, 200, 200, 502}},
		{"never", []fault.Fault{never, status("b", 599)}, []int{599, 599}},
		{"another operation", []fault.Fault{elsewhere}, []int{200}},
		{"this operation", []fault.Fault{here}, []int{506}},
	} {
		t.Run(row.name, func(t *testing.T) {
			world := fmt.Sprintf("w%d", i)
			setFaults(t, engine, world, row.list...)
			if got := statuses(engine, world, len(row.want)); !reflect.DeepEqual(got, row.want) {
				t.Errorf("%v, want %v", got, row.want)
			}
		})
	}
}

func TestFaultWithoutOperationStrikesUnknownPathsToo(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	setFaults(t, engine, "default", status("a", 500))
	if got := fetch(inProcess(engine), "http://sim", "GET", "/deliveryoptimizer/no/such/path/at/all", ""); got.status != 500 {
		t.Errorf("%d, want 500", got.status)
	}
}

func TestConditions(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	for _, row := range []struct {
		name string
		when fault.Condition
		want bool
	}{
		{"header is there", fault.Condition{Header: "content-type"}, true},
		{"header has the value", fault.Condition{Header: "Content-Type", Value: "application/json"}, true},
		{"header has another value", fault.Condition{Header: "Content-Type", Value: "text/plain"}, false},
		{"header is not there", fault.Condition{Header: "X-Shop"}, false},
		{"member is there", fault.Condition{Pointer: "/expiresAt"}, true},
		{"member is not there", fault.Condition{Pointer: "/nothing"}, false},
		{"text", fault.Condition{Pointer: "/type", Value: "Order"}, true},
		{"another text", fault.Condition{Pointer: "/type", Value: "Cart"}, false},
		{"number in an element", fault.Condition{Pointer: "/lines/1/qty", Value: 2}, true},
		{"another number", fault.Condition{Pointer: "/lines/0/qty", Value: 2}, false},
		{"element that is not there", fault.Condition{Pointer: "/lines/2"}, false},
		{"no element", fault.Condition{Pointer: "/lines/x"}, false},
		{"below a scalar", fault.Condition{Pointer: "/type/x"}, false},
		{"text is no number", fault.Condition{Pointer: "/lines/1/qty", Value: "2"}, false},
		{"an object", fault.Condition{Pointer: "/lines/0", Value: map[string]any{"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1}}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := status("f", 500)
			f.When = &row.when
			setFaults(t, engine, "default", f)
			want := map[bool]int{true: 500, false: 200}[row.want]
			if got := fetch(inProcess(engine), "http://sim", "POST", orderPath, documentOrder); got.status != want {
				t.Errorf("%d, want %d", got.status, want)
			}
		})
	}
}

// A draw of 1,000 with probability 0.3 stays within six standard deviations of
// 300, which are 87, for any seed that is worth anything.
func TestProbabilityComesFromTheSeed(t *testing.T) {
	run := func(seed uint64, world string) []int {
		engine := newEngine(t, simulator.Options{RandomSeed: seed}, deliveryoptimizer.New())
		f := status("f", 500)
		f.Probability = new(0.3)
		setFaults(t, engine, world, f)
		return statuses(engine, world, 1000)
	}
	first := run(1, "w")
	struck := 0
	for _, s := range first {
		if s == 500 {
			struck++
		}
	}
	if struck < 213 || struck > 387 {
		t.Errorf("struck %d times of 1000 at probability 0.3", struck)
	}
	if !reflect.DeepEqual(first, run(1, "w")) {
		t.Error("the same seed gave other faults")
	}
	if reflect.DeepEqual(first, run(2, "w")) {
		t.Error("another seed gave the same faults")
	}
	if reflect.DeepEqual(first, run(1, "v")) {
		t.Error("another world gave the same faults")
	}
}

func TestSetFaultsSaysWhatThereIs(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, deliveryoptimizer.New()), context.Background()
	effect := fault.Effect{Kind: fault.RefuseReset}
	do := "deliveryoptimizer"
	documented := func(x fault.Effect) fault.Effect { x.Kind = fault.RefuseDocumented; return x }
	for _, row := range []struct {
		name    string
		fault   fault.Fault
		unknown bool   // an *UnknownError
		says    string // a part of the error
	}{
		{"vendor", fault.Fault{Vendor: "acme", Effect: effect}, true, `no vendor "acme" is served here; there are: deliveryoptimizer`},
		{"operation", fault.Fault{Vendor: do, Operation: "fly", Effect: effect}, true, `has no operation "fly"; it has: putConfig, upsertOrder, deleteOrder,`},
		{"operation without vendor", fault.Fault{Operation: "getOrder", Effect: effect}, false, "needs its vendor"},
		{"effect", fault.Fault{Effect: fault.Effect{Kind: "explode"}}, true, `no effect "explode"; there are: refuse-status, refuse-documented`},
		{"no effect", fault.Fault{}, true, `no effect ""; there are`},
		{"rule", fault.Fault{Effect: documented(fault.Effect{Rule: do + "/nonsense"})}, true, "there are deliveryoptimizer/unknown-order-is-404"},
		{"rule of nobody", fault.Fault{Effect: documented(fault.Effect{Rule: "acme/x"})}, true, "the vendors are deliveryoptimizer"},
		{"rule that refuses nothing", fault.Fault{Effect: documented(fault.Effect{Rule: do + "/delete-removes"})}, true, "there are deliveryoptimizer/unknown-order-is-404"},
		{"rule of other operations", fault.Fault{Vendor: do, Operation: "getOrder", Effect: documented(fault.Effect{Rule: do + "/saturation-of-unknown-origin-is-404"})}, true, "deliveryoptimizer/unknown-order-is-404"},
		{"rule whose reading refuses nothing", fault.Fault{Effect: documented(fault.Effect{Rule: do + "/path-tenant-decides"})}, true, "answers no refusal of its own"},
		{"code of a vendor without", fault.Fault{Vendor: do, Effect: documented(fault.Effect{Code: "E1"})}, true, "has no error codes of its own"},
		{"code without vendor", fault.Fault{Effect: documented(fault.Effect{Code: "E1"})}, false, "needs its vendor"},
		{"rule and code", fault.Fault{Vendor: do, Effect: documented(fault.Effect{Code: "E1", Rule: "x"})}, false, "one of the two"},
		{"neither", fault.Fault{Vendor: do, Effect: documented(fault.Effect{})}, false, "one of the two"},
		{"probability above one", fault.Fault{Probability: new(1.5), Effect: effect}, false, "from 0 to 1, not 1.5"},
		{"empty condition", fault.Fault{When: &fault.Condition{}, Effect: effect}, false, "a header or a pointer"},
		{"pointer without slash", fault.Fault{When: &fault.Condition{Pointer: "x"}, Effect: effect}, false, "does not begin with /"},
		{"header with a number", fault.Fault{When: &fault.Condition{Header: "x", Value: 1}, Effect: effect}, false, "is text, not 1"},
		{"status 100", fault.Fault{Effect: fault.Effect{Kind: fault.RefuseStatus, Status: 100}}, false, "from 200 to 599, not 100"},
		{"body of a 204", fault.Fault{Effect: fault.Effect{Kind: fault.AnswerStatus, Status: 204, Body: "x"}}, false, "has no body"},
		{"line end in a header", fault.Fault{Effect: fault.Effect{Kind: fault.RefuseStatus, Status: 500, Header: map[string]string{"X": "a\r\nb"}}}, false, "no value of the header X"},
		{"space in a header's name", fault.Fault{Effect: fault.Effect{Kind: fault.RefuseStatus, Status: 500, Header: map[string]string{"X Y": ""}}}, false, "no name of a header"},
		{"length of its own", fault.Fault{Effect: fault.Effect{Kind: fault.RefuseStatus, Status: 500, Header: map[string]string{"content-length": "1"}}}, false, "follows from the body"},
		{"latency without delay", fault.Fault{Effect: fault.Effect{Kind: fault.AnswerLatency}}, false, "needs a delay above zero"},
		{"chunk below zero", fault.Fault{Effect: fault.Effect{Kind: fault.AnswerSlow, Delay: 1, Chunk: -1}}, false, "at least one byte"},
	} {
		t.Run(row.name, func(t *testing.T) {
			setFaults(t, engine, "default", status("before", 500))
			err := engine.SetFaults(ctx, "default", []fault.Fault{row.fault})
			var unknown *simulator.UnknownError
			if err == nil || errors.As(err, &unknown) != row.unknown || !strings.Contains(err.Error(), row.says) {
				t.Errorf("%T %v, want (*UnknownError: %v) %q", err, err, row.unknown, row.says)
			}
			if kept, _ := engine.Faults(ctx, "default"); len(kept) != 1 || kept[0].ID != "before" {
				t.Errorf("after the refusal there is %+v, want what was there before", kept)
			}
		})
	}
	t.Run("an ID twice", func(t *testing.T) {
		err := engine.SetFaults(ctx, "default", []fault.Fault{status("a", 500), status("a", 501)})
		if err == nil || !strings.Contains(err.Error(), `"a" is there twice`) {
			t.Errorf("%v", err)
		}
	})
}

// The dialect may change after a fault was set up: then it has no effect until
// the vendor has such a refusal again.
func TestDocumentedErrorFollowsTheDialect(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, deliveryoptimizer.New()), context.Background()
	speak := func(reading string) {
		if err := engine.ChangeDialect(ctx, "default", map[string]string{"deliveryoptimizer/empty-lines": reading}); err != nil {
			t.Fatal(err)
		}
	}
	speak("refused")
	setFaults(t, engine, "default", fault.Fault{Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: "deliveryoptimizer/empty-lines"}})
	for _, row := range []struct {
		reading string
		status  int
	}{{"refused", http.StatusBadRequest}, {"stored", http.StatusOK}, {"refused", http.StatusBadRequest}} {
		speak(row.reading)
		if got := fetch(inProcess(engine), "http://sim", "POST", orderPath, documentOrder); got.status != row.status {
			t.Errorf("reading %s: %d, want %d", row.reading, got.status, row.status)
		}
	}
}
