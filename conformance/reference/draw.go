package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// Explorer is what a vendor knows of drawing requests.
type Explorer struct {
	// Begin fills in the entities that a sequence is about. Seed is added to both
	// sides, which needs a control API; mirror tells the model what the target has.
	// Where there are no entities, the error is a *target.Inconclusive.
	Begin func(ctx context.Context, d *Draw) (seed, mirror []byte, err error)
	// First are requests that every sequence begins with, such as a log-in.
	First []Move
	// Moves are what may be tried. One that looks at an entity is sent after every
	// move that may have changed it.
	Moves []Move
	Look  func(d *Draw, e *Entity) []Request
	// Settle is how long effects take that arrive late; 0 where none do.
	Settle time.Duration
	// Made tells what a request makes on the target and what takes it back, for
	// targets that keep it; nil where nothing is made.
	Made func(d *Draw, s *target.Session, r *Request) (made target.Entity, undo func(context.Context) error)
	// Step writes a request, with the outcome that is wanted, as a step of the
	// vendor's features; empty where no step says it.
	Step func(r *Request, outcome string) string
}

// Move is one way to make a request about an entity.
type Move struct {
	Name      string
	Operation string
	Weight    int // 1 when 0
	// Make returns false where the move makes no sense for the entity.
	Make func(d *Draw, e *Entity) (Request, bool)
}

// Entity is something on the target that requests are about.
type Entity struct {
	ID    string
	Data  map[string]any // what the vendor keeps of it
	state string         // the last move that was accepted
}

// Draw is the state of drawing one sequence.
type Draw struct {
	Random   *rand.Rand
	Entities []*Entity
	Vars     map[string]string // what Vendor.Saw has noted of the target
	Session  *target.Session

	refused []Request // the last ones
	sent    []Request // that do not only look
}

// One draws one of several values.
func One[T any](d *Draw, values ...T) T { return values[d.Random.IntN(len(values))] }

// Chance is true once in n times.
func (d *Draw) Chance(n int) bool { return d.Random.IntN(n) == 0 }

// JSON makes the body of a request.
func JSON(v any) []byte {
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("reference: encode a body: " + err.Error()) // of values of our own
	}
	return bytes.TrimSpace(w.Bytes())
}

// drawer draws requests, those first that were tried least in the state at hand.
type drawer struct {
	vendor  *Vendor
	visited map[string]int                     // state and move
	broken  map[string][]contractphase.Variant // by operation
	tried   map[string]int                     // variants, by operation and name
	allowed func(operation string) bool
}

func newDrawer(v *Vendor, allowed func(string) bool) (*drawer, error) {
	d := &drawer{vendor: v, visited: map[string]int{}, broken: map[string][]contractphase.Variant{}, tried: map[string]int{}, allowed: allowed}
	for _, op := range v.Contract.Operations {
		list, err := contractphase.Constraints(v.Contract, op)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			d.broken[op.ID] = append(d.broken[op.ID], c.Variants()...)
		}
	}
	return d, nil
}

// One in so many requests repeats one that was sent before, and one in so many
// varies one by a constraint of the contract.
const (
	repeatsIn = 9
	variesIn  = 3
)

// next draws a request.
func (w *drawer) next(ctx context.Context, d *Draw) (Request, bool) {
	if len(d.sent) > 0 && d.Chance(repeatsIn) {
		from := d.sent
		if len(d.refused) > 0 && d.Chance(2) {
			from = d.refused
		}
		r := One(d, from...)
		r.Name = "again: " + r.Name
		return r, true
	}
	for range 20 {
		e := One(d, d.Entities...)
		m := w.move(d, e)
		r, ok := m.Make(d, e)
		if !ok {
			continue
		}
		r.Operation, r.move = m.Operation, m.Name
		if r.Name == "" {
			r.Name = m.Name
		}
		w.visited[e.state+" > "+m.Name]++
		if d.Chance(variesIn) {
			r = w.vary(ctx, d, r)
		}
		return r, true
	}
	return Request{}, false
}

// move chooses among the moves that were made least in the entity's state.
func (w *drawer) move(d *Draw, e *Entity) *Move {
	moves := w.vendor.Explore.Moves
	var best []*Move
	least := -1.0
	for i := range moves {
		m := &moves[i]
		if !w.allowed(m.Operation) {
			continue
		}
		score := float64(w.visited[e.state+" > "+m.Name]) / float64(max(m.Weight, 1))
		if d.Chance(10) { // else the order would be the same in every run
			score = 0
		}
		switch {
		case least < 0 || score < least:
			best, least = []*Move{m}, score
		case score == least:
			best = append(best, m)
		}
	}
	return One(d, best...)
}

// vary breaks or just keeps one constraint of the contract, the one that was
// tried least.
func (w *drawer) vary(ctx context.Context, d *Draw, r Request) Request {
	variants := w.broken[r.Operation]
	op := w.vendor.Contract.Operation(r.Operation)
	if len(variants) == 0 || op == nil {
		return r
	}
	for range 4 {
		v := One(d, variants...)
		for range 3 {
			if other := One(d, variants...); w.tried[r.Operation+other.Name] < w.tried[r.Operation+v.Name] {
				v = other
			}
		}
		w.tried[r.Operation+v.Name]++
		if out, ok := w.varied(ctx, op, r, v); ok {
			return out
		}
	}
	return r
}

func (w *drawer) varied(ctx context.Context, op *contract.Operation, r Request, v contractphase.Variant) (Request, bool) {
	_, parameters, _ := w.vendor.Contract.Match(r.Method, r.Path)
	query, err := url.ParseQuery(r.Query)
	if err != nil {
		return r, false
	}
	call := contractphase.Call{Path: maps.Clone(parameters), Query: query, Header: r.Header}
	if len(r.Body) > 0 {
		body, ok := decode(r.Body)
		if !ok {
			return r, false
		}
		call.Body = body
	}
	req, changed, err := v.Request(ctx, "http://model.invalid", op, &call)
	if err != nil || !changed {
		return r, false
	}
	r.Path, r.Query = req.URL.EscapedPath(), req.URL.RawQuery
	var body bytes.Buffer
	if _, err := body.ReadFrom(req.Body); err != nil {
		return r, false
	}
	r.Body, r.Name = body.Bytes(), r.Name+", "+v.Name
	r.Header = req.Header.Clone()
	return r, true
}

// note remembers what came of a request.
func (d *Draw) note(r *Request, outcome string) {
	const remembered = 6
	last := func(list []Request) []Request {
		list = append(list, *r)
		return list[max(0, len(list)-remembered):]
	}
	if r.Looks {
		return
	}
	d.sent = last(d.sent)
	if outcome != Accepted {
		d.refused = last(d.refused)
		return
	}
	if i := slices.IndexFunc(d.Entities, func(e *Entity) bool { return e.ID == r.Entity }); i >= 0 {
		d.Entities[i].state = r.move
	}
}
