package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Operation is one transaction of a client, or a drop, with what came of it.
type Operation struct {
	Client int
	World  string
	What   string // put, get, add (one to what is there), all, drop
	Key    int
	Value  int64   // that is put
	Got    []int64 // by get, add and all
	Call   int64   // nanoseconds of the machine's clock
	Return int64
	Unsure bool // the store does not know whether it has happened
}

const (
	linearKeys   = 3
	linearWorlds = 2
)

// registers are the entries of a world; what is not there is 0.
type registers [linearKeys]int64

// step returns the state after an operation, and whether the operation can have
// gone so in this state.
func (r registers) step(o Operation) (registers, bool) {
	want := []int64(nil)
	switch o.What {
	case "put":
		r[o.Key] = o.Value
	case "add":
		r[o.Key]++
		want = []int64{r[o.Key]}
	case "get":
		want = []int64{r[o.Key]}
	case "all":
		want = r[:]
	case "drop":
		r = registers{}
	}
	return r, o.Unsure || slices.Equal(want, o.Got)
}

// Watch is told of operations, one at a time. What is nil is not told.
type Watch struct {
	Begins func(Operation) // which has no outcome yet
	Ends   func(Operation, error)
}

// Exercise runs so many operations in each of so many clients side by side, on
// few entries, and returns what happened. Stop, when it is closed, ends it
// before. Operations that surely have not happened are left out; the watch sees
// them.
func Exercise(s store.Store, firstClient, clients, operations int, stop <-chan struct{}, watch Watch) []Operation {
	var mu sync.Mutex
	var history []Operation
	together(clients, func(n int) {
		random := rand.New(rand.NewPCG(uint64(firstClient+n), 5))
		for range operations {
			select {
			case <-stop:
				return
			default:
			}
			o := drawOperation(random, firstClient+n)
			o.Call = time.Now().UnixNano()
			watch.begins(&mu, o)
			err := o.run(s)
			mu.Lock()
			if watch.Ends != nil {
				watch.Ends(o, err)
			}
			if err == nil || o.Unsure {
				history = append(history, o)
			}
			mu.Unlock()
		}
	})
	return history
}

func (w Watch) begins(mu *sync.Mutex, o Operation) {
	if w.Begins != nil {
		mu.Lock()
		defer mu.Unlock()
		w.Begins(o)
	}
}

func drawOperation(random *rand.Rand, client int) Operation {
	o := Operation{
		Client: client, World: fmt.Sprint("linear ", random.IntN(linearWorlds)),
		What: []string{"put", "add", "add", "get", "get", "all"}[random.IntN(6)],
		Key:  random.IntN(linearKeys), Value: random.Int64N(1000),
	}
	if random.IntN(50) == 0 {
		o.What = "drop"
	}
	return o
}

func (o *Operation) run(s store.Store) error {
	var err error
	if o.What == "drop" {
		err = s.Drop(context.Background(), o.World)
	} else {
		err = s.Update(context.Background(), o.World, o.within)
	}
	o.Return = time.Now().UnixNano()
	if away := new(store.UnavailableError); errors.As(err, &away) && away.Unsure {
		o.Unsure = true
	}
	return err
}

func (o *Operation) within(tx store.Tx) error {
	key := strconv.Itoa(o.Key)
	o.Got = nil
	switch o.What {
	case "put":
		return numbers.Put(tx, key, o.Value)
	case "all":
		got := make([]int64, linearKeys)
		o.Got = got
		return numbers.Scan(tx, "", func(key string, value int64) bool {
			n, err := strconv.Atoi(key)
			if err == nil && n < linearKeys {
				got[n] = value
			}
			return true
		})
	}
	value, _, err := numbers.Get(tx, key)
	if o.What == "add" {
		value++
		err = errors.Join(err, numbers.Put(tx, key, value))
	}
	o.Got = []int64{value}
	return err
}

// checkTime bounds the search for an order; it takes a fraction of it.
const checkTime = 30 * time.Second

// CheckLinearizable returns an error unless the operations can have happened
// one after another, each between its call and its return. One that is unsure
// happens at any time after its call, or is the last of all.
func CheckLinearizable(history []Operation) error {
	byWorld := map[string][]porcupine.Operation{}
	for _, o := range history {
		end := o.Return
		if o.Unsure {
			end = math.MaxInt64
		}
		byWorld[o.World] = append(byWorld[o.World], porcupine.Operation{ClientId: o.Client, Input: o, Call: o.Call, Return: end})
	}
	model := porcupine.Model{
		Init: func() any { return registers{} },
		Step: func(state, input, _ any) (bool, any) {
			next, possible := state.(registers).step(input.(Operation))
			return possible, next
		},
	}
	for world, operations := range byWorld {
		if result := porcupine.CheckOperationsTimeout(model, operations, checkTime); result != porcupine.Ok {
			return fmt.Errorf("world %q: no order of the %d operations explains what they returned: %s", world, len(operations), result)
		}
	}
	return nil
}

// Linearizable tests that the transactions of clients, which share the stores
// that are given in turn, can have happened one after another.
func Linearizable(t *testing.T, stores ...store.Store) {
	const clients, operations = 4, 150
	var mu sync.Mutex
	var history []Operation
	together(len(stores), func(n int) {
		part := Exercise(stores[n], n*clients, clients, operations, nil, Watch{Ends: func(o Operation, err error) {
			if err != nil {
				t.Errorf("%+v: %v", o, err)
			}
		}})
		mu.Lock()
		defer mu.Unlock()
		history = append(history, part...)
	})
	if want := len(stores) * clients * operations; len(history) != want {
		t.Errorf("there are %d operations, want %d", len(history), want)
	}
	if err := CheckLinearizable(history); err != nil {
		t.Error(err)
	}
}
