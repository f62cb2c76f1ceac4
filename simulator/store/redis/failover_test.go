//go:build unix

package redis_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

// quick has a cluster notice early, in milliseconds, that a node is gone.
var quick = []string{"--cluster-node-timeout", "1500"}

// worlds are those of a load.
var worlds = []string{"linear 0", "linear 1"}

// TestPlacesChanged has every master of a cluster and its replica change places
// under load, as for an upgrade: nothing is lost.
func TestPlacesChanged(t *testing.T) {
	cluster := redistest.StartReplicated(t, append(quick, "--cluster-replica-no-failover", "yes")...)
	l := begin(t, open(t, cluster.URL()), open(t, cluster.URL()))
	for _, replica := range cluster.Replicas() {
		time.Sleep(200 * time.Millisecond)
		replica.TakeOver(t)
	}
	l.goesOnEverywhere(t)
	time.Sleep(200 * time.Millisecond)
	l.end()
	if err := storetest.CheckLinearizable(l.history); err != nil {
		t.Error(err)
	}
	t.Logf("%d operations, %d failed", len(l.history), len(l.failures))
}

// TestFailOver kills the master that has a world. The same stores go on when
// its replica has taken its place, and when it is back as a replica of that.
// Replicas lag behind, so that what was acknowledged last may be lost, unless a
// store waits for them.
func TestFailOver(t *testing.T) {
	for name, waits := range map[string]bool{"stores that wait for a replica": true, "stores that do not": false} {
		t.Run(name, func(t *testing.T) {
			cluster := redistest.StartReplicated(t, quick...)
			address := cluster.URL()
			if waits {
				address += "?wait_replicas=1"
			}
			l := begin(t, open(t, address), open(t, address))
			l.goesOn(t, worlds[0])
			time.Sleep(300 * time.Millisecond)
			master, replica := cluster.Owner(t, "*:version:"+worlds[0])
			master.Kill(t)
			replica.AwaitMaster(t)
			if !waits { // nobody would have the changes but the new master
				l.goesOnEverywhere(t)
			}
			master.Restart(t)
			master.AwaitReplica(t)
			l.goesOnEverywhere(t)
			l.end()
			if waits {
				if err := storetest.CheckLinearizable(l.history); err != nil {
					t.Error(err)
				}
			}
			t.Logf("%d operations, %d failed", len(l.history), len(l.failures))
		})
	}
}

func (l *load) goesOnEverywhere(t *testing.T) {
	t.Helper()
	for _, world := range worlds {
		l.goesOn(t, world)
	}
}

// TestReplicasThatLag stops a replica: what it does not have is not
// acknowledged, nor shown to others, by a store that waits for it.
func TestReplicasThatLag(t *testing.T) {
	master := redistest.Start(t, "--repl-diskless-sync-delay", "0")
	replica := redistest.Start(t, "--replicaof", strings.Replace(master.Addr(), ":", " ", 1))
	replica.AwaitReplica(t)
	patient, hasty := open(t, master.URL()+"?wait_replicas=1"), open(t, master.URL()+"?wait_replicas=1&read_timeout=300ms")
	set := func(tx store.Tx) error { return numbers.Put(tx, "k", 1) }
	look := func(tx store.Tx) error { _, _, err := numbers.Get(tx, "k"); return err }
	calls := []struct {
		name   string
		call   func(*redis.Store) error
		unsure bool
	}{
		{"change", func(s *redis.Store) error { return s.Update(t.Context(), "w", set) }, true},
		{"read", func(s *redis.Store) error { return s.Update(t.Context(), "w", look) }, false},
		{"read of nothing", func(s *redis.Store) error { return s.Update(t.Context(), "nothing", look) }, false},
		{"copy", func(s *redis.Store) error { return s.Copy(t.Context(), "w", "v") }, false},
		{"drop", func(s *redis.Store) error { return s.Drop(t.Context(), "w") }, true},
	}
	for _, c := range calls {
		if err := c.call(patient); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	replica.Pause(t)
	told := 0
	for _, c := range calls {
		err, away := c.call(hasty), new(store.UnavailableError)
		if !errors.As(err, &away) {
			t.Errorf("%s without the replica: %v", c.name, err)
			continue
		}
		// A server that is slow may fail a call before that.
		if strings.Contains(err.Error(), "0 replicas have what was asked for, and 1 are wanted") {
			if told++; away.Unsure != c.unsure {
				t.Errorf("%s without the replica: unsure %v, want %v", c.name, away.Unsure, c.unsure)
			}
		}
	}
	if told == 0 {
		t.Error("no error says that replicas are missing")
	}
	replica.Resume(t)
	for _, c := range calls {
		if err := c.call(patient); err != nil {
			t.Errorf("%s, with the replica back: %v", c.name, err)
		}
	}
}
