package journal

import (
	"strings"
	"testing"
)

type node struct {
	Next *node
	Name string
	Data []byte
	Any  any
	Many map[string][]string
}

func TestSizeOf(t *testing.T) {
	round := &node{Name: "round"}
	round.Next = round
	long := strings.Repeat("x", 1000)
	for name, tt := range map[string]struct {
		value       any
		least, most int
	}{
		"nothing":                {nil, 0, 0},
		"a number":               {5, 8, 8},
		"a text":                 {long, 1000, 1100},
		"bytes":                  {node{Data: make([]byte, 1000)}, 1000, 1100},
		"behind pointers":        {&node{Next: &node{Name: long}}, 1000, 1100},
		"in an interface":        {node{Any: []any{long, map[string]any{"a": long}}}, 2000, 2200},
		"in a map of lists":      {node{Many: map[string][]string{"a": {long}, "b": {long}}}, 2000, 2200},
		"in a key":               {map[string]int{long: 1}, 1000, 1100},
		"an array":               {[1000]int64{}, 8000, 8000},
		"itself in itself":       {round, 1, 5000},
		"longer than is counted": {make([]string, 1<<20), 10_001, 11_000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sizeOf(tt.value, 10_000); got < tt.least || got > tt.most {
				t.Errorf("%d bytes, want %d to %d", got, tt.least, tt.most)
			}
		})
	}
}
