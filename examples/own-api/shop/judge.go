package shop

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

//go:embed features/*.feature
var featureFiles embed.FS

// judge is what tells whether a target keeps the rules.
func (r rules) judge() *conformance.Vendor {
	files, err := fs.Sub(featureFiles, "features")
	if err != nil {
		panic(err) // the name of the folder is no path: a mistake of this file
	}
	return &conformance.Vendor{
		Book: r.book(), Features: files,
		Credentials: map[string]string{"token": "bearer token of the caller"},
		Sample: func() *conformance.Profile {
			return &conformance.Profile{Vendor: r.book().Vendor, Credentials: map[string]conformance.Secret{"token": {Value: token}}}
		},
		Prepare: r.prepare,
	}
}

// roles of callers, beside the usual one.
const (
	nobody = "nobody"
	wrong  = "wrong"
	usual  = "usual"
)

func (r rules) prepare(p *conformance.Profile) (*conformance.Plan, error) {
	given, err := p.Secret("token")
	if err != nil {
		return nil, err
	}
	if given == "" {
		return nil, fmt.Errorf("credentials.token is missing")
	}
	return &conformance.Plan{
		Role: usual,
		Authorize: func(req *http.Request, role string) error {
			switch role {
			case usual:
				req.Header.Set("Authorization", "Bearer "+given)
			case wrong:
				req.Header.Set("Authorization", "Bearer wrong-"+given)
			}
			return nil
		},
		Missing: func(need string) string { return "nothing provides " + need },
		Contact: func(ctx context.Context, s *target.Session) error {
			_, err := send(ctx, s, usual, http.MethodGet, "orders/"+unknownID, nil)
			return err
		},
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			return (&steps{session: s, random: random}).register
		},
		Call: call,
		Effects: map[string]features.Effect{
			"createOrder": features.Reversible, "getOrder": features.Read, "deleteOrder": features.Reversible, "confirmOrder": features.Reversible,
		},
		Refused: func(status int) bool { return status/100 == 4 }, Refusal: "4xx",
		Probes: r.probes(),
	}, nil
}

// unknownID is that of an order which nobody has made.
const unknownID = "00000000-0000-4000-8000-00000000dead"

// probes are the cases that Gherkin tells badly.
func (r rules) probes() []conformance.Case {
	var all []conformance.Case
	for _, role := range []string{nobody, wrong} {
		all = append(all, conformance.Case{
			Rule: r.token, Name: role + " reads an order", Phase: conformance.RulesPhase, Effect: features.Read, Operation: "getOrder",
			Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error {
				return refused(ctx, s, role, http.MethodGet, "orders/"+unknownID, http.StatusUnauthorized)
			},
		})
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		all = append(all, conformance.Case{
			Rule: r.unknown, Name: method + " of an order that does not exist", Phase: conformance.RulesPhase, Effect: features.Read,
			Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error {
				return refused(ctx, s, usual, method, "orders/"+unknownID, http.StatusNotFound)
			},
		})
	}
	return all
}

func refused(ctx context.Context, s *target.Session, role, method, path string, status int) error {
	answer, err := send(ctx, s, role, method, path, nil)
	if err != nil {
		return err
	}
	return target.Compare("status of "+method+" "+path, answer.Status, status)
}

// call is a correct request of an operation, which the contract phase varies.
func call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	if operation == "createOrder" {
		return conformance.Call{
			Body: newOrder(random),
			// Only the answer tells which order it made.
			Made: func(a *target.Answer) (target.Entity, func(context.Context) error) { return made(s, a) },
		}, nil
	}
	path := map[string]string{}
	return conformance.Call{Path: path, Prepare: func(ctx context.Context) error {
		id, err := create(ctx, s, newOrder(random))
		path["orderId"] = id
		return err
	}}, nil
}

func newOrder(random *rand.Rand) map[string]any {
	return map[string]any{
		"reference": fmt.Sprintf("R-%x", random.Uint64()), "customer": map[string]any{"email": "ada@example.com"},
		"lines": []any{map[string]any{"sku": "TEA-100", "quantity": json.Number("1"), "price": json.Number("450")}},
	}
}

// create makes an order as a precondition.
func create(ctx context.Context, s *target.Session, body map[string]any) (id string, err error) {
	answer, err := send(ctx, s, usual, http.MethodPost, "orders", body)
	if err != nil {
		return "", err
	}
	entity, undo := made(s, answer)
	if answer.Status != http.StatusCreated || entity.ID == "" {
		return "", &target.Inconclusive{Reason: fmt.Sprintf("precondition: creating an order was answered with %d", answer.Status)}
	}
	s.Created(entity, undo)
	return entity.ID, nil
}

// made reads from an answer which order it made, and how that is taken back.
func made(s *target.Session, answer *target.Answer) (target.Entity, func(context.Context) error) {
	id, _ := member(answer, "id").(string)
	return target.Entity{What: "order", ID: id}, func(ctx context.Context) error {
		gone, err := send(ctx, s, usual, http.MethodDelete, "orders/"+id, nil)
		if err == nil && gone.Status != http.StatusNoContent && gone.Status != http.StatusNotFound {
			err = fmt.Errorf("order %s: deleting it was answered with %d", id, gone.Status)
		}
		return err
	}
}

func member(answer *target.Answer, name string) any {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(answer.Body))
	decoder.UseNumber()
	if decoder.Decode(&object) != nil {
		return nil
	}
	return object[name]
}

func send(ctx context.Context, s *target.Session, role, method, path string, body map[string]any) (*target.Answer, error) {
	raw := []byte(nil)
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(s.Base(), "/")+"/"+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return s.As(role).Send(ctx, req)
}
