package conformance

import (
	"fmt"
	"hash/fnv"
)

// Shard is one of several parts of the rules. Which part a rule is in hangs on
// its ID alone, so that it stays there when others come and go.
type Shard struct{ Index, Of int } // counted from 1; the zero value stands for all rules

// ParseShard reads a shard as in 2/5.
func ParseShard(text string) (Shard, error) {
	var s Shard
	if _, err := fmt.Sscanf(text, "%d/%d", &s.Index, &s.Of); err != nil || s.Index < 1 || s.Index > s.Of || s.String() != text {
		return Shard{}, fmt.Errorf("%q is no shard such as 2/5, the second of five", text)
	}
	return s, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Holds tells whether a rule is in the shard.
func (s Shard) Holds(rule string) bool {
	if s.Of == 0 {
		return true
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(rule)) // a hash does not fail
	return h.Sum64()%uint64(s.Of) == uint64(s.Index-1)
}
