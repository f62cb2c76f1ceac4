package store_test

import (
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/store"
)

func TestNewest(t *testing.T) {
	for name, tt := range map[string]struct {
		bounds store.Newest[int] // of values that are as many bytes
		values []int
		want   []int
		more   bool
	}{
		"none":               {store.Newest[int]{}, nil, nil, false},
		"unbounded":          {store.Newest[int]{}, []int{1, 2, 3}, []int{3, 2, 1}, false},
		"as many as allowed": {store.Newest[int]{Limit: 3}, []int{1, 2, 3}, []int{3, 2, 1}, false},
		"more than allowed":  {store.Newest[int]{Limit: 2}, []int{1, 2, 3}, []int{3, 2}, true},
		"bytes as allowed":   {store.Newest[int]{Bytes: 6}, []int{1, 2, 3}, []int{3, 2, 1}, false},
		"bytes too many":     {store.Newest[int]{Bytes: 5}, []int{1, 2, 3}, []int{3, 2}, true},
		"one is too long":    {store.Newest[int]{Bytes: 5}, []int{1, 2, 30}, []int{30}, true},
		"one was too long":   {store.Newest[int]{Bytes: 5}, []int{30, 2, 3}, []int{3, 2}, true},
		"both bounds":        {store.Newest[int]{Limit: 2, Bytes: 4}, []int{1, 1, 1, 4}, []int{4}, true},
	} {
		t.Run(name, func(t *testing.T) {
			n := tt.bounds
			for _, v := range tt.values {
				n.Add(v, int64(v))
			}
			if got := n.List(); !slices.Equal(got, tt.want) || n.More != tt.more {
				t.Errorf("%v, more: %v; want %v, %v", got, n.More, tt.want, tt.more)
			}
		})
	}
}
