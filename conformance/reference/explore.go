package reference

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// ExploreOptions are how a target is explored.
type ExploreOptions struct {
	Requests   int    // to be drawn, about; those for confirming and shrinking come on top
	RandomSeed uint64 //
	// Dialect is what is known of the target's.
	Dialect map[string]string
	// Allowed tells whether an operation may be sent to the target.
	Allowed func(operation string) bool
	// Corpus are traces that showed a difference before; they come first.
	Corpus []Trace
	// Ended hears of every session before it is closed.
	Ended func(s *target.Session)
	// Progress hears how many requests have been drawn.
	Progress func(done, total int)
}

// Exploration is what exploring found.
type Exploration struct {
	Requests int // compared
	Findings []Finding
	Dialect  map[string]string // learnt on the way
	Learnt   []Learnt
	Met      map[*specs.Rule]int // how often a rule decided in the model, and the target did the same
	Open     []Open              // what could not be judged
}

// Open is a difference that could not be judged, or why nothing could.
type Open struct {
	Rules  []*specs.Rule
	Reason string
}

// Finding is a difference that nothing explains.
type Finding struct {
	Rules       []*specs.Rule // that decided, the likeliest first; none where the journal names none
	Differences []Difference
	Trace       Trace // shrunk
	Exchanges   []report.Exchange
	Shrunk      int // from how many requests
}

// Learnt is a difference that is the target's own choice.
type Learnt struct {
	Lines   []string // of the dialect
	Request Request
	What    Difference
}

// sequence bounds: a sequence has so many moves, and the looks after each.
const mostMoves = 10

// explorer is the state of an exploration.
type explorer struct {
	vendor   *Vendor
	model    Model
	target   *target.Target
	o        ExploreOptions
	drawer   *drawer
	out      *Exploration
	sent     int
	asked    map[string]bool // groups of findings that are known
	unseeded int             // sequences whose seed was not taken
	agreed   []Trace         // the last ones in which target and model agreed to the end
}

// Explore draws sequences of requests, sends them to the target and to the model,
// and returns where the two differ.
func Explore(ctx context.Context, v *Vendor, m Model, t *target.Target, o ExploreOptions) (*Exploration, error) {
	d, err := newDrawer(v, o.Allowed)
	if err != nil {
		return nil, err
	}
	e := &explorer{
		vendor: v, model: m, target: t, o: o, drawer: d, asked: map[string]bool{},
		out: &Exploration{Dialect: changed(o.Dialect, "", ""), Met: map[*specs.Rule]int{}},
	}
	delete(e.out.Dialect, "")
	for _, trace := range o.Corpus {
		if err := e.replayed(ctx, trace); err != nil {
			return e.out, err
		}
	}
	for n := uint64(0); e.sent < o.Requests && ctx.Err() == nil; n++ {
		before := e.sent
		random := rand.New(rand.NewPCG(o.RandomSeed, n))
		err := e.sequence(ctx, random)
		var open *target.Inconclusive
		var seed *SeedError
		switch {
		case err == nil:
		case errors.As(err, &open):
			e.open(open.Reason)
		case errors.As(err, &seed):
			e.unseeded++
		default:
			return e.out, err
		}
		if err != nil && before == e.sent && (seed == nil || e.unseeded > mostUnseeded) { // nothing can be sent at all
			e.open("no sequence could begin: " + err.Error())
			break
		}
		if o.Progress != nil {
			o.Progress(min(e.sent, o.Requests), o.Requests)
		}
	}
	return e.out, nil
}

// mostFindings is how many differences are confirmed and shrunk.
const mostFindings = 20

// mostOpen is how many differences that could not be judged are told.
const mostOpen = 50

func (e *explorer) open(why string, rules ...*specs.Rule) {
	known := slices.ContainsFunc(e.out.Open, func(o Open) bool { return o.Reason == why })
	if !known && len(e.out.Open) < mostOpen {
		e.out.Open = append(e.out.Open, Open{rules, why})
	}
}

// sequence draws and sends one sequence on entities of its own.
func (e *explorer) sequence(ctx context.Context, random *rand.Rand) (err error) {
	s := e.target.Session()
	defer func() { err = errors.Join(err, e.end(ctx, s)) }()
	d := &Draw{Random: random, Vars: map[string]string{}, Session: s}
	seed, mirror, err := e.vendor.Explore.Begin(ctx, d)
	if err != nil {
		return err
	}
	r := &run{explorer: e, session: s, draw: d}
	if seed != nil {
		r.trace.Seeds = [][]byte{seed}
		if err := s.Seed(ctx, seed); err != nil {
			return &SeedError{err}
		}
	}
	if mirror != nil {
		r.trace.Mirror = [][]byte{mirror}
	}
	if r.play, err = e.vendor.begin(ctx, e.model, e.out.Dialect, &r.trace); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.play.close(ctx)) }()
	if err := r.all(ctx); err != nil || r.ended {
		return err
	}
	e.agreed = append(e.agreed, r.trace)
	e.agreed = e.agreed[max(0, len(e.agreed)-mostAgreed):]
	return nil
}

// mostUnseeded is how many sequences may have a seed that is not taken.
const mostUnseeded = 100

// mostAgreed is how many traces an explanation must not contradict.
const mostAgreed = 30

// end closes a session; what it could not take back is in the ledger.
func (e *explorer) end(ctx context.Context, s *target.Session) error {
	_ = s.Close(context.WithoutCancel(ctx)) // its ledger says what is left behind
	if e.o.Ended != nil {
		e.o.Ended(s)
	}
	return nil
}

// run is one sequence.
type run struct {
	*explorer
	session *target.Session
	draw    *Draw
	play    *play
	trace   Trace
	ended   bool // by a difference
}

func (r *run) all(ctx context.Context) error {
	x := r.vendor.Explore
	for i := range x.First {
		if request, ok := x.First[i].Make(r.draw, nil); ok {
			request.Operation, request.Name = x.First[i].Operation, x.First[i].Name
			if err := r.send(ctx, request); err != nil || r.ended {
				return err
			}
		}
	}
	for range mostMoves {
		request, ok := r.drawer.next(ctx, r.draw)
		if !ok || r.sent >= r.o.Requests || ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.send(ctx, request); err != nil || r.ended {
			return err
		}
		if request.Looks || x.Look == nil {
			continue
		}
		if err := r.look(ctx, request.Entity); err != nil || r.ended {
			return err
		}
	}
	return nil
}

// look looks at the entities that a request was about.
func (r *run) look(ctx context.Context, id string) error {
	settle := r.vendor.Explore.Settle
	for _, entity := range r.lookedAt(id) {
		for _, look := range r.vendor.Explore.Look(r.draw, entity) {
			look.Looks, look.Entity = true, entity.ID
			if !look.AtOnce {
				look.Settle, settle = settle, 0
			}
			if err := r.send(ctx, look); err != nil || r.ended {
				return err
			}
		}
	}
	return nil
}

// lookedAt are the entities to look at after a request about one: that one, and
// every now and then another.
func (r *run) lookedAt(id string) []*Entity {
	var list []*Entity
	for _, e := range r.draw.Entities {
		if e.ID == id || id == "" || r.draw.Chance(4) {
			list = append(list, e)
		}
	}
	return list
}

// send sends a request to the target and to the model.
func (r *run) send(ctx context.Context, request Request) error {
	step := Step{Request: request}
	var err error
	if step.Waited, err = r.wait(ctx, r.session, request.Settle); err != nil {
		return err
	}
	if r.vendor.Explore.Made != nil && !request.Looks {
		if made, undo := r.vendor.Explore.Made(r.draw, r.session, &request); made.ID != "" {
			r.session.Created(made, undo)
		}
	}
	if step.Answer, err = r.answer(ctx, r.session, &request, r.draw.Vars); err != nil {
		return err
	}
	r.sent++
	r.trace = r.trace.with(step)
	differences, err := r.play.step(ctx, &step)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return r.differs(ctx, differences)
	}
	r.out.Requests++
	reply := r.play.replies[len(r.play.replies)-1]
	for _, rule := range r.vendor.decided(reply, nil) {
		r.out.Met[rule]++
	}
	r.draw.note(&request, r.vendor.Outcome(request.Operation, &step.Answer))
	return nil
}

// differs explains a difference at the last step, or finds out whether it is a
// failure. The sequence goes on where it is explained.
func (r *run) differs(ctx context.Context, differences []Difference) error {
	last := &r.trace.Steps[len(r.trace.Steps)-1]
	x, first, err := r.vendor.explain(ctx, r.model, r.out.Dialect, &r.trace, r.agreed)
	switch {
	case err != nil:
		return err
	case x.contradicts && len(r.out.Learnt) > 0:
		r.ended = true // it can be explained, if something was learnt wrongly before
		r.open(fmt.Sprintf("%s: %s contradicts what the target did before", last.Request.Name, strings.Join(x.lines, "; ")))
		return nil
	case x.contradicts: // it explains this difference, and makes others
	case x.dialect != nil:
		r.out.Dialect = x.dialect
		if len(x.lines) > 0 {
			r.out.Learnt = append(r.out.Learnt, Learnt{x.lines, last.Request, differences[0]})
		}
		return r.restart(ctx)
	}
	r.ended = true
	if first.at < len(r.trace.Steps) {
		last = &r.trace.Steps[first.at]
	}
	rules := r.vendor.blame(&r.trace, first, r.out.Met)
	group := last.Request.Operation + " " + differences[0].What
	if r.asked[group] || len(r.out.Findings) == mostFindings {
		return nil
	}
	seen := fmt.Sprintf("%s: %s: expected %s, got %s: ", last.Request.Name, differences[0].What, differences[0].Expected, differences[0].Got)
	// Where the replays did not reach, those of a shorter trace may.
	found, why, err := r.confirm(ctx)
	switch {
	case err != nil:
		return err
	case why != "":
		r.open(seen+why, rules...)
		return nil
	}
	r.asked[group] = true
	r.out.Findings = append(r.out.Findings, *found)
	return nil
}

// restart lets a new world of the model follow what was sent so far.
func (r *run) restart(ctx context.Context) error {
	p, err := r.vendor.begin(ctx, r.model, r.out.Dialect, &r.trace)
	if err != nil {
		return err
	}
	old := r.play
	r.play = p
	for i := range r.trace.Steps {
		if _, err := p.step(ctx, &r.trace.Steps[i]); err != nil {
			return errors.Join(err, old.close(ctx))
		}
	}
	return old.close(ctx)
}
