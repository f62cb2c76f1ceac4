package deliveryoptimizer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/archivetest"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// model is what the simulator has to be, in as few words as there are: two maps,
// a switch, and the time that has passed.
type model struct {
	live, archive map[uuid.UUID]api.Order
	sync          bool
	passed        time.Duration
}

func (m *model) upsert(o api.Order) string {
	_, there := m.live[o.OrderID]
	m.live[o.OrderID] = o
	return fmt.Sprint(!there)
}

func (m *model) delete(id uuid.UUID) string {
	_, there := m.live[id]
	delete(m.live, id)
	return fmt.Sprint(there)
}

func (m *model) shrink(id uuid.UUID, code string) string {
	o := m.live[id]
	left := slices.DeleteFunc(slices.Clone(o.Lines), func(l api.OrderLine) bool { return l.Code == code })
	if len(left) == len(o.Lines) {
		return "false"
	}
	if o.Lines = left; len(left) == 0 {
		return m.delete(id)
	}
	m.live[id] = o
	return "true"
}

func (m *model) replace(orders []api.Order) string {
	m.live = map[uuid.UUID]api.Order{}
	for _, o := range orders {
		m.live[o.OrderID] = o
	}
	m.archive = maps.Clone(m.live)
	return "true"
}

// advance lets the batch run as often as ten minutes are over.
func (m *model) advance(d time.Duration) {
	batches := (m.passed+d)/batch - m.passed/batch
	if m.passed += d; batches > 0 && m.sync {
		maps.Copy(m.archive, m.live)
	}
}

func (m *model) stop() { m.live = maps.Clone(m.archive) }

// used counts the points of an origin from scratch.
func (m *model) used(code string) int {
	points := 0
	for _, o := range m.live {
		if slices.ContainsFunc(o.Lines, func(l api.OrderLine) bool { return l.Code == code }) {
			points += map[api.OrderType]int{"Order": 5, "Cart": 1}[o.Type]
		}
	}
	return points
}

// walker takes random steps on the simulator and on the model.
type walker struct {
	*probe
	*rand.Rand
	model
}

var codes = []string{shop, other, central, "nobody:knows:it"}

func (w *walker) id() uuid.UUID { return order(w.IntN(6)).OrderID }

// order is one of six, with up to four lines.
func (w *walker) order() api.Order {
	var of []string
	for range 1 + w.IntN(4) {
		of = append(of, codes[w.IntN(len(codes))])
	}
	o := order(0, of...)
	o.OrderID, o.Type = w.id(), []api.OrderType{"Order", "Cart", "ExternalOrder"}[w.IntN(3)]
	o.TenantID = int32(w.IntN(3)) // the path decides
	o.LastUpdated = noon.Add(time.Duration(w.IntN(1000)) * time.Millisecond)
	if w.IntN(2) == 0 {
		o = until(noon.Add(time.Duration(w.IntN(1000))*time.Second), o)
	}
	return o
}

// step takes one step and says which.
func (w *walker) step() string {
	switch w.IntN(20) {
	default:
		o := w.order()
		w.probe.upsert(o).is(200, w.model.upsert(o))
		return "upsert " + text(w.t, o)
	case 0, 1, 2:
		id := w.id()
		w.probe.delete(id).is(200, w.model.delete(id))
		return "delete " + id.String()
	case 3, 4, 5, 6:
		id, code := w.id(), codes[w.IntN(len(codes))]
		w.probe.shrink(id, code).is(200, w.model.shrink(id, code))
		return "delete " + id.String() + " by code " + code
	case 7:
		var orders []api.Order
		for range w.IntN(4) {
			orders = append(orders, w.order())
		}
		w.probe.replace(orders...).is(200, w.model.replace(orders))
		return "replace all by " + text(w.t, orders)
	case 8, 9:
		w.sync = w.IntN(2) == 0
		w.config(fmt.Sprintf(`{"enableInternalOrderSync": %v}`, w.sync)).is(200, "true")
		return fmt.Sprint("synchronisation: ", w.sync)
	case 10, 11, 12:
		d := time.Duration(w.IntN(25)) * time.Minute
		w.probe.advance(d)
		w.model.advance(d)
		return "advance " + d.String()
	case 13:
		// Where the archive fails the tier comes back later.
		err := deliveryoptimizer.In(w.engine, w.world).StopLiveTier(w.t.Context())
		w.check(err == nil || errors.As(err, new(*store.UnavailableError)), "stop of the live tier: %v", err)
		w.model.stop()
		return "stop the live tier"
	}
}

// compare wants both tiers, every order and every load to be as in the model.
func (w *walker) compare() {
	door := deliveryoptimizer.In(w.engine, w.world)
	for name, tier := range map[string]struct {
		read func() ([]api.Order, error)
		want map[uuid.UUID]api.Order
	}{
		"the live tier": {func() ([]api.Order, error) { return door.Orders(w.t.Context(), 1) }, w.live},
		"the archive":   {func() ([]api.Order, error) { return door.Archive(w.t.Context(), 1) }, w.archive},
	} {
		got, err := tier.read()
		want := slices.SortedFunc(maps.Values(tier.want), func(a, b api.Order) int { return strings.Compare(a.OrderID.String(), b.OrderID.String()) })
		w.check(err == nil && text(w.t, got) == text(w.t, want), "%s holds %s (%v), want %s", name, text(w.t, got), err, text(w.t, want))
	}
	id := w.id()
	if o, there := w.live[id]; there {
		w.holds(o)
	} else {
		w.lacks(api.Order{OrderID: id})
	}
	for _, code := range codes[:3] {
		got, want := w.probe.used(code), w.model.used(code)
		w.check(got == want, "%s: %d points are in use, want %d", code, got, want)
	}
}

// walk compares the simulator with the model after each step, and returns the
// steps taken up to the first difference, with what is wrong then.
func walk(t *testing.T, seed uint64, steps int, defects ...string) (taken, wrong []string) {
	return walkOn(newProbe(t, nil, defects...), seed, steps, func(step func()) { step() })
}

// walkOn walks with a probe; around is what each step happens in.
func walkOn(p *probe, seed uint64, steps int, around func(step func())) (taken, wrong []string) {
	w := &walker{
		probe: p, Rand: rand.New(rand.NewPCG(seed, 0)),
		model: model{live: map[uuid.UUID]api.Order{}, archive: map[uuid.UUID]api.Order{}},
	}
	w.compare() // the vendor begins, and with it the ten minutes of the batch
	for len(taken) < steps && len(w.wrong) == 0 {
		around(func() { taken = append(taken, w.step()) })
		w.compare()
	}
	return taken, w.wrong
}

func TestRandomWalk(t *testing.T) {
	none := func(step func()) { step() }
	for name, tt := range map[string]struct {
		probe  func(*testing.T) *probe
		around func(step func())
	}{
		"archive in the store": {func(t *testing.T) *probe { return newProbe(t, nil) }, none},
		"replacements streamed": {func(t *testing.T) *probe {
			return probeOf(t, deliveryoptimizer.New(), simulator.Options{BodyLimit: longestOrder})
		}, none},
		"archive outside the store": {func(t *testing.T) *probe {
			return probeOf(t, deliveryoptimizer.NewWithArchive(&archivetest.Memory{}), simulator.Options{})
		}, none},
		"archive that fails": failingArchive(),
		"transactions that run twice": {func(t *testing.T) *probe {
			return probeOf(t, deliveryoptimizer.New(), simulator.Options{Store: twice{store.NewMemory()}, BodyLimit: longestOrder})
		}, none},
		"transactions that run twice, archive outside": {func(t *testing.T) *probe {
			return probeOf(t, deliveryoptimizer.NewWithArchive(&archivetest.Memory{}), simulator.Options{Store: twice{store.NewMemory()}})
		}, none},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps, seed := 2000, rand.Uint64()
			if testing.Short() {
				steps = 200
			}
			t.Logf("seed %d", seed)
			if taken, wrong := walkOn(tt.probe(t), seed, steps, tt.around); len(wrong) > 0 {
				t.Errorf("seed %d, after %d steps, the last of which are\n  %s\n%s", seed, len(taken),
					strings.Join(taken[max(0, len(taken)-12):], "\n  "), strings.Join(wrong, "\n"))
			}
		})
	}
}

// twice runs each transaction a second time, as a store does after a conflict.
type twice struct{ store.Store }

func (s twice) Update(ctx context.Context, world string, fn func(store.Tx) error) error {
	conflict := errors.New("a conflict")
	err := s.Store.Update(ctx, world, func(tx store.Tx) error {
		_ = fn(tx) // counts for nothing
		return conflict
	})
	if !errors.Is(err, conflict) {
		return err
	}
	return s.Store.Update(ctx, world, fn)
}

// longestOrder is a limit of bodies that every order of the walk is within, and
// two of them are not.
const longestOrder = 700

// failingArchive fails now and then while a step is taken, before or after it
// has done what it was asked for. What it fails at is done by the next step, or
// before anybody looks.
func failingArchive() (tt struct {
	probe  func(*testing.T) *probe
	around func(step func())
}) {
	var fails atomic.Bool
	tt.probe = func(t *testing.T) *probe {
		random := rand.New(rand.NewPCG(9, 9))
		archive := &archivetest.Memory{Fails: func() error {
			if fails.Load() && random.IntN(4) == 0 {
				return &store.UnavailableError{Err: errors.New("drawn to fail")}
			}
			return nil
		}}
		return probeOf(t, deliveryoptimizer.NewWithArchive(archive), simulator.Options{})
	}
	tt.around = func(step func()) {
		fails.Store(true)
		step()
		fails.Store(false)
	}
	return tt
}

// TestTheWalkCanFail switches off rules that the walk has to miss.
func TestTheWalkCanFail(t *testing.T) {
	for _, rule := range []*specs.Rule{
		rules.UpsertTellsAddedFromModified, rules.UpsertRedefinesEntirely, rules.ExpiryOptional, rules.PathTenantDecides, rules.LinesKeptAsSent, rules.LastWriteWins,
		rules.Expiry, rules.BareBooleans, rules.ReplaceAllReplaces, rules.ReplaceAllReachesArchive, rules.ReplaceAllAnswersTrue, rules.ReplaceAllLastDuplicateWins,
		rules.DeleteRemoves, rules.DeleteUnknownAnswersFalse, rules.DeleteByCodeRemovesLines, rules.DeleteByCodeUnknownOrderAnswersFalse,
		rules.DeleteByCodeWithoutSuchLine, rules.OrderWithoutLinesIsDeleted, rules.DeleteByCodeFreesCapacity, rules.GetReturnsOrder,
		rules.UnknownOrderIs404, rules.LiveTierDecides, rules.BatchEveryTenMinutes, rules.BatchSkipsSwitchedOffTenant,
		rules.BatchSavesLiveOrders, rules.BatchOnlySaves, rules.RefilledFromArchive, rules.SaturationWeights,
	} {
		t.Run(strings.TrimPrefix(rule.ID, "deliveryoptimizer/"), func(t *testing.T) {
			t.Parallel()
			if _, wrong := walk(t, 1, 1000, rule.ID); len(wrong) == 0 {
				t.Error("the walk saw nothing")
			}
		})
	}
}
