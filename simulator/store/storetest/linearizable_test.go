package storetest_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

// TestCheckLinearizable has histories of which it is known whether there is an
// order.
func TestCheckLinearizable(t *testing.T) {
	op := func(what string, call, end int64, value int64, got ...int64) storetest.Operation {
		return storetest.Operation{World: "w", What: what, Value: value, Got: got, Call: call, Return: end}
	}
	unsure := func(o storetest.Operation) storetest.Operation { o.Unsure, o.Got = true, nil; return o }
	for name, tt := range map[string]struct {
		history []storetest.Operation
		good    bool
	}{
		"nothing":                        {nil, true},
		"one after another":              {[]storetest.Operation{op("put", 1, 2, 5), op("get", 3, 4, 0, 5), op("all", 5, 6, 0, 5, 0, 0)}, true},
		"side by side":                   {[]storetest.Operation{op("put", 1, 9, 5), op("get", 2, 3, 0, 0), op("get", 4, 5, 0, 5)}, true},
		"a write is lost":                {[]storetest.Operation{op("put", 1, 2, 5), op("get", 3, 4, 0, 0)}, false},
		"a stale read":                   {[]storetest.Operation{op("put", 1, 9, 5), op("get", 2, 3, 0, 5), op("get", 4, 5, 0, 0)}, false},
		"an update is lost":              {[]storetest.Operation{op("add", 1, 9, 0, 1), op("add", 2, 8, 0, 1)}, false},
		"an update is made twice":        {[]storetest.Operation{op("add", 1, 2, 0, 1), op("get", 3, 4, 0, 2)}, false},
		"a drop":                         {[]storetest.Operation{op("put", 1, 2, 5), op("drop", 3, 4, 0), op("get", 5, 6, 0, 0)}, true},
		"a drop that does nothing":       {[]storetest.Operation{op("put", 1, 2, 5), op("drop", 3, 4, 0), op("get", 5, 6, 0, 5)}, false},
		"unsure, and it was":             {[]storetest.Operation{unsure(op("add", 1, 2, 0)), op("get", 3, 4, 0, 1)}, true},
		"unsure, and it was later":       {[]storetest.Operation{unsure(op("add", 1, 2, 0)), op("get", 3, 4, 0, 0), op("get", 5, 6, 0, 1)}, true},
		"unsure, and it was not":         {[]storetest.Operation{unsure(op("add", 1, 2, 0)), op("get", 3, 4, 0, 0)}, true},
		"unsure, and it was twice":       {[]storetest.Operation{unsure(op("add", 1, 2, 0)), op("get", 3, 4, 0, 2)}, false},
		"unsure, and it was taken back":  {[]storetest.Operation{unsure(op("add", 1, 2, 0)), op("get", 3, 4, 0, 1), op("get", 5, 6, 0, 0)}, false},
		"values that were never at once": {[]storetest.Operation{op("put", 1, 2, 5), op("all", 3, 4, 0, 0, 0, 5)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := storetest.CheckLinearizable(tt.history); (err == nil) != tt.good {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestHeard hears of operations of a process that was killed.
func TestHeard(t *testing.T) {
	var lines bytes.Buffer
	watch := storetest.Tell(&lines)
	begin := func(client int, what string) storetest.Operation {
		o := storetest.Operation{Client: client, World: "w", What: what, Call: int64(lines.Len())}
		watch.Begins(o)
		return o
	}
	watch.Ends(begin(0, "add"), nil)
	watch.Ends(begin(0, "put"), errors.New("surely not"))
	unsure := begin(0, "put")
	unsure.Unsure = true
	watch.Ends(unsure, errors.New("perhaps"))
	watch.Ends(begin(1, "get"), nil)
	begin(0, "all")
	begin(1, "drop")
	history, err := storetest.Heard(&lines)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range history {
		got = append(got, fmt.Sprintf("%d %s %v", o.Client, o.What, o.Unsure))
	}
	if want := []string{"0 add false", "0 put true", "1 get false", "1 drop true"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}
