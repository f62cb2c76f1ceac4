package storetest_test

import (
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
