package openapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/internal/contract/document"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/target"
)

// planned is how an API is judged with one profile.
type planned struct {
	*api
	wallet   *wallet
	mayWrite bool
	local    bool // the target is on this machine: nobody else uses it
	refusal  *conformance.Refusal
	values   map[string]map[string]any
	unique   map[string][]string
	undo     map[*contract.Operation]*contract.Operation

	mu       sync.Mutex
	shapes   map[string]int // of operations whose body was found
	finding  map[string]*sync.Mutex
	fixtures map[*resource.Resource][]map[string]any
	used     map[*resource.Resource]int
}

func (a *api) prepare(p *conformance.Profile) (*conformance.Plan, error) {
	base, err := url.Parse(p.Target)
	if err != nil {
		return nil, fmt.Errorf("target: %w", err)
	}
	w, err := a.readWallet(p, strings.TrimSuffix(base.EscapedPath(), "/"))
	if err != nil {
		return nil, err
	}
	plan := &planned{
		api: a, wallet: w, local: conformance.Loopback(p.Target), mayWrite: conformance.Loopback(p.Target) || p.Writes == "allowed",
		refusal: p.Refusal, values: p.Values, unique: p.Unique, undo: map[*contract.Operation]*contract.Operation{},
		shapes: map[string]int{}, finding: map[string]*sync.Mutex{}, fixtures: map[*resource.Resource][]map[string]any{}, used: map[*resource.Resource]int{},
	}
	if err := plan.read(p); err != nil {
		return nil, err
	}
	return &conformance.Plan{
		Role: roleMain, Authorize: w.authorize,
		Supply:   plan.supply,
		TakeBack: plan.takeBack(),
		Missing:  plan.missing,
		Contact:  plan.contact,
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			return newScenario(plan.caller(s, random)).register
		},
		Call:       plan.call,
		CallNeeds:  map[string][]string{},
		Neighbours: plan.neighbours(),
		Effects:    plan.effects(),
		Refused:    refusedStatus, Refusal: "4xx",
		RefusedAnswer: plan.refusedAnswer(),
		Settles:       a.settles,
		CarriedOut: func(ctx context.Context, s *target.Session, random *rand.Rand, operation string, answer *target.Answer) error {
			return plan.caller(s, random).carriedOut(ctx, a.contract.Operation(operation), answer)
		},
		Unjudged: a.unjudged,
		Probes:   plan.probes(),
	}, nil
}

// read checks what of the profile names operations and entities.
func (p *planned) read(profile *conformance.Profile) error {
	for _, r := range p.resources {
		if r.Create != nil && r.Delete != nil {
			p.undo[r.Create] = r.Delete
		}
		p.fixtures[r] = profile.Fixtures[p.fixture(r)]
	}
	for _, id := range sortedKeys(profile.Undo) {
		made, err := p.operationOf("undo", id)
		if err != nil {
			return err
		}
		back, err := p.operationOf("undo."+id, profile.Undo[id])
		if err != nil {
			return err
		}
		p.undo[made] = back
	}
	for _, id := range sortedKeys(profile.Values) {
		op, err := p.operationOf("values", id)
		if err != nil {
			return err
		}
		for _, at := range sortedKeys(profile.Values[id]) {
			try := &request{op: op, path: map[string]string{}, query: url.Values{}, header: http.Header{}, body: map[string]any{}}
			if err := try.put(at, "x"); err != nil && !strings.HasPrefix(at, "/") {
				return fmt.Errorf("values.%s: %w", id, err)
			}
		}
	}
	for _, id := range sortedKeys(profile.Unique) {
		if _, err := p.operationOf("unique", id); err != nil {
			return err
		}
	}
	if profile.Refusal != nil && profile.Refusal.At != "" && !strings.HasPrefix(profile.Refusal.At, "/") {
		return fmt.Errorf("refusal.at: %q is no JSON pointer, which begins with /", profile.Refusal.At)
	}
	return nil
}

// fixture is what a profile calls the entities of a resource.
func (a *api) fixture(r *resource.Resource) string {
	name := document.Slug(r.Name)
	for _, other := range a.resources {
		if other != r && document.Slug(other.Name) == name {
			return document.Slug(r.Collection)
		}
	}
	return name
}

func (a *api) fixtureNames() map[string]string {
	names := map[string]string{}
	for _, r := range a.resources {
		var members []string
		for _, name := range parameters(r.Item) {
			members = append(members, name+": …")
		}
		names[a.fixture(r)] = fmt.Sprintf("[{%s}]: entities at %s that exist and may be used up", strings.Join(members, ", "), r.Item)
	}
	return names
}

// given is the next entity of the profile's own; nil where there is none.
func (p *planned) given(r *resource.Resource, s *target.Session) *entity {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.fixtures[r]
	if len(list) == 0 || s.Controlled() {
		return nil
	}
	one := list[p.used[r]%len(list)]
	p.used[r]++
	e := &entity{resource: r, path: map[string]string{}, own: true}
	for _, name := range parameters(r.Item) {
		e.path[name] = plainValue(jsonValue(one[name]))
	}
	return e
}

func (p *planned) supply(fixture string, one map[string]any) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.resources {
		if p.fixture(r) == fixture {
			p.fixtures[r] = append(p.fixtures[r], one)
			return nil
		}
	}
	return fmt.Errorf("there is no fixture %q", fixture)
}

// missing says what the profile lacks for what a scenario needs.
func (p *planned) missing(need string) string {
	if need == "other" {
		for _, s := range p.schemes {
			if p.wallet.has(s, "other-") {
				return ""
			}
		}
		return "needs another caller: give the profile the credentials other-…"
	}
	for _, r := range p.resources {
		if p.fixture(r) == need && len(p.fixtures[r]) == 0 {
			return "needs " + need + ": give the profile fixtures." + need
		}
	}
	return ""
}

func (p *planned) caller(s *target.Session, random *rand.Rand) *caller {
	return &caller{api: p.api, plan: p, s: s, random: random, params: map[string]string{}, answered: map[string]any{}}
}

// settled returns the shape of an operation's body, found once.
func (p *planned) settled(operation string, find func() (int, error)) (int, error) {
	p.mu.Lock()
	lock := p.finding[operation]
	if lock == nil {
		lock = &sync.Mutex{}
		p.finding[operation] = lock
	}
	p.mu.Unlock()
	lock.Lock()
	defer lock.Unlock()
	p.mu.Lock()
	chosen, known := p.shapes[operation]
	p.mu.Unlock()
	if known {
		return chosen, nil
	}
	chosen, err := find()
	if err == nil {
		p.mu.Lock()
		p.shapes[operation] = chosen
		p.mu.Unlock()
	}
	return chosen, err
}

// accepts tells whether an answer says that the request was carried out.
func (p *planned) accepts(a *target.Answer) bool { return a.Status/100 == 2 && !p.refuses(a) }

func (p *planned) refuses(a *target.Answer) bool {
	if refusedStatus(a.Status) {
		return true
	}
	if p.refusal == nil || a.Status/100 != 2 {
		return false
	}
	found, err := contract.Find(decoded(a.Body), p.refusal.At)
	if err != nil {
		return false
	}
	if p.refusal.Is == nil {
		return found != nil
	}
	return target.SameValue(found, jsonValue(p.refusal.Is))
}

// refusedAnswer is nil where statuses tell all.
func (p *planned) refusedAnswer() func(*target.Answer) bool {
	if p.refusal == nil {
		return nil
	}
	return p.refuses
}

// jsonValue is a value of YAML as decoded JSON.
func jsonValue(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return v
	}
	value, err := decode(raw)
	if err != nil {
		return v
	}
	return value
}

// decode decodes JSON with numbers kept exact.
func decode(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var value any
	err := dec.Decode(&value)
	return value, err
}

// effects tells what each operation does: what can be taken back is reversible.
func (p *planned) effects() map[string]features.Effect {
	all := map[string]features.Effect{}
	for _, op := range p.contract.Operations {
		effect := features.Spending
		r := p.resourceOf(op)
		switch {
		case reads(op):
			effect = features.Read
		case op.Method == http.MethodDelete && (r == nil || op.Path == r.Collection):
			effect = features.Destructive // all that there is
		case r != nil && p.undo[r.Create] != nil && r.Create != nil:
			effect = features.Reversible // the entity itself is taken back
		}
		all[op.ID] = effect
	}
	return all
}

// neighbours are the operations that create what can be read again.
func (p *planned) neighbours() []conformance.Neighbour {
	if r := p.neighbour(); r != nil {
		return []conformance.Neighbour{{Operation: r.Create.ID, Sent: true}}
	}
	return nil
}

func (a *api) neighbour() *resource.Resource {
	for _, r := range a.resources {
		if r.Create != nil && r.Read != nil && len(parameters(r.Collection)) == 0 {
			return r
		}
	}
	return nil
}

// contact makes the first call: one that reads, and needs no entity.
func (p *planned) contact(ctx context.Context, s *target.Session) error {
	for _, op := range p.contract.Operations {
		if op.Method != http.MethodGet || len(parameters(op.Path)) > 0 || len(p.values[op.ID]) > 0 {
			continue
		}
		c := p.caller(s, rand.New(rand.NewPCG(1, 1)))
		request, err := c.correct(ctx, op)
		if err != nil {
			continue
		}
		answer, err := c.send(ctx, request)
		switch {
		case err != nil:
			return err
		case answer.Status == http.StatusUnauthorized && p.lacksCredentials(op):
			return nil
		case answer.Status == http.StatusUnauthorized, answer.Status == http.StatusForbidden && len(p.schemes) > 0:
			return fmt.Errorf("the target refuses the profile's credentials with %d", answer.Status)
		case answer.Status == http.StatusNotFound && !p.documents(op, "404", "4XX", "default"):
			return fmt.Errorf("GET %s was answered with 404, which the document does not have: is the address right, with all that comes before the document's paths?", op.Path)
		}
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base(), http.NoBody)
	if err == nil {
		_, err = s.Send(ctx, req)
	}
	return err
}

// lacksCredentials tells whether the profile has none of those that an operation
// needs.
func (p *planned) lacksCredentials(op *contract.Operation) bool {
	for _, s := range p.schemes {
		if p.needs(op, s) && !p.wallet.has(s, "") {
			return true
		}
	}
	return false
}
