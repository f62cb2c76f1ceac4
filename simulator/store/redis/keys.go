package redis

import (
	"fmt"
	"hash/fnv"
)

// Worlds are spread over so many hash tags, each with the list of its worlds:
// the list and the world change in one script, which a cluster allows within
// one hash slot only. A list of all worlds would lie elsewhere and lag behind.
const shards = 64

// prefix of all keys. layoutKey holds the version of what lies under them.
const (
	prefix    = "plumbline:"
	layoutKey = prefix + "layout"
	layout    = "1"
)

// markSeconds is how long it is remembered that a change was made; a call that
// got no answer is repeated much sooner.
const markSeconds = 600

// keys are those of a world.
type keys struct {
	shard, world string
	version      string // changes with every change of the world; absent where it holds nothing
	data         string // hash of the entries, by path
	index        string // sorted set of the paths
	worlds       string // sorted set of the shard's worlds
}

func keysOf(world string) keys {
	h := fnv.New32a()
	_, _ = h.Write([]byte(world)) // never fails
	n := int(h.Sum32() % shards)
	shard := shardPrefix(n)
	return keys{
		shard: shard, world: world, worlds: worldsKey(n),
		version: shard + "version:" + world, data: shard + "data:" + world, index: shard + "index:" + world,
	}
}

func shardPrefix(n int) string { return fmt.Sprintf("%s{%02d}:", prefix, n) }

func worldsKey(n int) string { return shardPrefix(n) + "worlds" }

// mark is the key of the last change that a process made to the world. A
// process changes a world once at a time.
func (k keys) mark(process string) string { return k.shard + "mark:" + process + ":" + k.world }

// markOf is the key that tells of one change, for those that need no turn.
func (k keys) markOf(token string) string { return k.shard + "mark-of:" + token }

// claim is the key that holds the process to whom the world belongs for a
// moment.
func (k keys) claim() string { return k.shard + "claim:" + k.world }

// settled is the key that is written to for the replicas to come up to.
func (k keys) settled() string { return k.shard + "settled" }

// staged are the keys under which a copy grows.
func (k keys) staged(token string) (data, index string) {
	return k.shard + "copy-data:" + token, k.shard + "copy-index:" + token
}

// bounds are those of a lexical range: what has the prefix, beginning at from.
func bounds(from, prefix string) (first, last string) {
	first, last = "["+from, "+"
	if from == "" {
		first = "-"
	}
	end := []byte(prefix)
	for n := len(end) - 1; n >= 0; n-- {
		if end[n] < 0xff {
			end[n]++
			return first, "(" + string(end[:n+1])
		}
	}
	return first, last
}
