package redis_test

import (
	"testing"
	"time"

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
	for _, world := range worlds {
		l.goesOn(t, world)
	}
	time.Sleep(200 * time.Millisecond)
	l.end()
	if err := storetest.CheckLinearizable(l.history); err != nil {
		t.Error(err)
	}
	t.Logf("%d operations, %d failed", len(l.history), len(l.failures))
}

// TestFailOver kills the master that has a world. The same stores go on when
// its replica has taken its place, and when it is back as a replica of that.
// Nothing is said of what was acknowledged last: replicas lag behind.
func TestFailOver(t *testing.T) {
	cluster := redistest.StartReplicated(t, quick...)
	l := begin(t, open(t, cluster.URL()), open(t, cluster.URL()))
	l.goesOn(t, worlds[0])
	master, replica := cluster.Owner(t, "*:version:"+worlds[0])
	master.Kill(t)
	replica.AwaitMaster(t)
	for _, world := range worlds {
		l.goesOn(t, world)
	}
	master.Restart(t)
	master.AwaitReplica(t)
	for _, world := range worlds {
		l.goesOn(t, world)
	}
	l.end()
	if len(l.failures) == 0 {
		t.Error("no operation failed while nobody had the world")
	}
	t.Logf("%d operations, %d failed", len(l.history), len(l.failures))
}
