package openapi

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// probes are the cases that need no author.
func (p *planned) probes() []conformance.Case {
	var all []conformance.Case
	all = append(all, p.credentialProbes()...)
	for _, op := range p.contract.Operations {
		all = append(all, p.answerProbe(op))
		all = append(all, p.unknownProbe(op)...)
		all = append(all, p.mediaProbe(op)...)
		all = append(all, p.nullProbes(op)...)
	}
	for _, r := range p.resources {
		all = append(all, p.entityProbes(r)...)
	}
	return append(all, p.methodProbes()...)
}

// probe is a case about one operation, or several.
func (p *planned) probe(rule *specs.Rule, effect features.Effect, operation, name string, run func(ctx context.Context, c *caller) error) conformance.Case {
	return conformance.Case{
		Rule: rule, Phase: conformance.RulesPhase, Operation: operation, Effect: effect, Name: name,
		Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
			return run(ctx, p.caller(s, random))
		},
	}
}

// accepted sends a correct request and wants it to be carried out: nothing
// follows from a refusal before that.
func (c *caller) accepted(ctx context.Context, op *contract.Operation) error {
	request, err := c.correct(ctx, op)
	if err != nil {
		return err
	}
	answer, err := c.send(ctx, request)
	if err != nil {
		return err
	}
	if !c.plan.accepts(answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("nothing follows from a refusal: the correct request of %s was answered with %s", op.ID, told(answer))}
	}
	c.keep(op, request, answer)
	return nil
}

// answerProbe sends the correct request of an operation, whose answer is judged by
// the document as every answer is.
func (p *planned) answerProbe(op *contract.Operation) conformance.Case {
	return p.probe(p.rules.answers[op.ID], p.effects()[op.ID], op.ID, "the correct request of "+op.ID+" is answered as documented", func(ctx context.Context, c *caller) error {
		return c.accepted(ctx, op)
	})
}

func (p *planned) credentialProbes() []conformance.Case {
	var all []conformance.Case
	for _, s := range p.schemes {
		rule := p.rules.required[s.name]
		for _, op := range p.contract.Operations {
			if rule == nil || !p.needs(op, s) {
				continue
			}
			for _, one := range []struct{ role, how string }{{roleWithout + s.name, "without the credentials of "}, {roleWrong + s.name, "with wrong credentials of "}} {
				all = append(all, p.probe(rule, p.effects()[op.ID], op.ID, op.ID+" "+one.how+s.name+" is refused", func(ctx context.Context, c *caller) error {
					if !p.wallet.has(s, "") {
						return &target.Inconclusive{Reason: "needs the credentials of " + s.name + ": give the profile credentials." + strings.Join(s.names(), " and credentials.")}
					}
					return c.refusedAs(ctx, op, one.role)
				}))
			}
		}
	}
	return all
}

// refusedAs sends a correct request in a role that has to be refused, after it was
// accepted from the caller itself.
func (c *caller) refusedAs(ctx context.Context, op *contract.Operation, role string) error {
	own := c.below()
	own.params = map[string]string{}
	if err := own.accepted(ctx, op); err != nil {
		return err
	}
	request, err := c.correct(ctx, op)
	if err != nil {
		return err
	}
	c.role = role
	answer, err := c.send(ctx, request)
	c.role = ""
	if err != nil {
		return err
	}
	if c.plan.accepts(answer) {
		c.keep(op, request, answer)
		if err := c.fresh().carriedOut(ctx, op, answer); err != nil {
			return err
		}
		return target.Mismatch("status", told(answer), "401 or 403: the document requires credentials")
	}
	return nil
}

// unknownProbe calls an operation for an entity that is not there, where the
// document says what follows.
func (p *planned) unknownProbe(op *contract.Operation) []conformance.Case {
	r := p.resourceOf(op)
	if r == nil || op.Path == r.Collection || !p.documents(op, "404") || p.named(op.Path, lastParameter(op.Path)) == nil {
		return nil
	}
	rule := p.rules.responses[op.ID+" 404"]
	r = p.named(op.Path, lastParameter(op.Path))
	return []conformance.Case{p.probe(rule, p.effects()[op.ID], op.ID, op.ID+" of an entity that is not there is refused", func(ctx context.Context, c *caller) error {
		known, err := c.entity(ctx, r, reads(op))
		if err != nil {
			return err
		}
		c.settle(known)
		own := c.below()
		own.params = map[string]string{}
		if err := own.accepted(ctx, op); err != nil {
			return err
		}
		at := r.Item
		c.params[at] = c.unknown(op, r, known.path[r.Param])
		request, err := c.correct(ctx, op)
		if err != nil {
			return err
		}
		answer, err := c.send(ctx, request)
		if err != nil {
			return err
		}
		if c.plan.accepts(answer) {
			if err := c.fresh().carriedOut(ctx, op, answer); err != nil {
				return err
			}
			return target.Mismatch("status", told(answer), "404: there is no "+r.Param+" "+c.params[at])
		}
		return nil
	})}
}

func lastParameter(path string) string {
	names := parameters(path)
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// unknown is an id of the kind of a known one that no entity has.
func (c *caller) unknown(op *contract.Operation, r *resource.Resource, known string) string {
	schema := c.schemas.Flat(c.parameter(op, "path", r.Param)["schema"])
	switch types := sample.Types(schema); {
	case schema["format"] == "uuid", len(known) == 36 && strings.Count(known, "-") == 4:
		return c.uuid()
	case len(types) > 0 && (types[0] == "integer" || types[0] == "number"), strings.Trim(known, "0123456789") == "":
		most := 2_000_000_000
		if bound, there := number(schema["maximum"]); there {
			most = bound
		}
		return fmt.Sprint(most - c.random.IntN(1000))
	}
	id := known + c.freshText(6)
	if most, there := number(schema["maxLength"]); there && len(id) > most {
		id = id[len(id)-most:]
	}
	return id
}

// mediaProbe sends a correct body as another media type, where the document says
// that 415 follows.
func (p *planned) mediaProbe(op *contract.Operation) []conformance.Case {
	if p.content(op) == nil || !p.documents(op, "415") {
		return nil
	}
	rule := p.rules.responses[op.ID+" 415"]
	return []conformance.Case{p.probe(rule, p.effects()[op.ID], op.ID, op.ID+" with a body of another media type is refused", func(ctx context.Context, c *caller) error {
		own := c.below()
		own.params = map[string]string{}
		if err := own.accepted(ctx, op); err != nil {
			return err
		}
		request, err := c.correct(ctx, op)
		if err != nil {
			return err
		}
		request.header.Set("Content-Type", "application/x-plumbline")
		answer, err := c.send(ctx, request)
		if err != nil {
			return err
		}
		if c.plan.accepts(answer) {
			c.keep(op, request, answer)
			if err := c.fresh().carriedOut(ctx, op, answer); err != nil {
				return err
			}
			return target.Mismatch("status", told(answer), "415: the document has no such media type")
		}
		return nil
	})}
}

// methodProbes try a method that the document does not have for a path.
func (p *planned) methodProbes() []conformance.Case {
	methods := map[string][]string{}
	for _, op := range p.contract.Operations {
		methods[op.Path] = append(methods[op.Path], op.Method)
	}
	var all []conformance.Case
	for _, path := range sortedKeys(methods) {
		method := otherMethod(methods[path])
		if method == "" {
			continue
		}
		op := p.contract.Operation(p.firstOf(path))
		all = append(all, p.probe(p.rules.otherMethods, features.Spending, op.ID, method+" "+path+" is refused", func(ctx context.Context, c *caller) error {
			request, err := c.nowhere(ctx, op)
			if err != nil {
				return err
			}
			other := *op
			other.Method = method
			request.op, request.body, request.raw = &other, nil, []byte("{}")
			answer, err := c.send(ctx, request)
			if err != nil {
				return err
			}
			if c.plan.accepts(answer) {
				if err := p.bodiesRefuse(); err != nil {
					return err
				}
				return target.Mismatch("status", told(answer), "405 or 404: the document has no "+method+" for the path")
			}
			return nil
		}))
	}
	return all
}

func (p *planned) firstOf(path string) string {
	for _, op := range p.contract.Operations {
		if op.Path == path {
			return op.ID
		}
	}
	return ""
}

// otherMethod is a method that a path does not have; never DELETE, which could
// do harm where a server has more than its document.
func otherMethod(known []string) string {
	for _, method := range []string{"PUT", "PATCH", "POST"} {
		found := false
		for _, one := range known {
			found = found || one == method
		}
		if !found {
			return method
		}
	}
	return ""
}

// nowhere is a request of an operation for ids that no entity has.
func (c *caller) nowhere(ctx context.Context, op *contract.Operation) (*request, error) {
	for _, name := range parameters(op.Path) {
		at := op.Path[:strings.Index(op.Path, "{"+name+"}")+len(name)+2]
		known := "1"
		if schema := c.schemas.Flat(c.parameter(op, "path", name)["schema"]); schema["format"] == nil && len(sample.Types(schema)) > 0 && sample.Types(schema)[0] == "string" {
			known = "plumbline"
		}
		c.params[at] = c.unknown(op, &resource.Resource{Param: name}, known)
	}
	return c.shaped(ctx, op, bodies(c.api, op)[0])
}
