package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// The operations of the control API that tell how to use a vendor.

func (j rawJSON) VisitGetSampleResponse(w http.ResponseWriter) error { return j.write(w) }

func (s *service) GetSample(ctx context.Context, r generated.GetSampleRequestObject) (generated.GetSampleResponseObject, error) {
	using, err := s.engine.Using(ctx, r.World, r.Vendor)
	if err != nil {
		return nil, err
	}
	told := struct {
		simulator.Using
		Walk []walked `json:"walk"`
	}{Using: using}
	for _, step := range s.engine.Walk(r.Vendor) {
		told.Walk = append(told.Walk, walked{step.Shows, step.Operation, step.Shell(s.engine.Address())})
	}
	raw, err := json.Marshal(told)
	return rawJSON(raw), err
}

// walked is a request of the sample's walk.
type walked struct {
	Shows     string `json:"shows"`
	Operation string `json:"operation"`
	Shell     string `json:"shell"`
}

func (s *service) GetStrictness(ctx context.Context, r generated.GetStrictnessRequestObject) (generated.GetStrictnessResponseObject, error) {
	does, err := s.engine.Strictness(ctx, r.World)
	return generated.GetStrictness200JSONResponse(does), err
}

func (s *service) GetDiagram(ctx context.Context, r generated.GetDiagramRequestObject) (generated.GetDiagramResponseObject, error) {
	l, err := s.engine.Lifecycle(r.Vendor, r.Entity)
	if err != nil {
		return nil, err
	}
	past, err := s.engine.Past(ctx, r.World)
	if err != nil {
		return nil, err
	}
	groups, err := s.engine.Entities(ctx, r.World, r.Vendor)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, g := range groups {
		if g.Kind == l.Kind.Name() {
			count[g.State] += g.Count
		}
	}
	var drawn bytes.Buffer
	err = drawnStates(l, past.Moves).SVG(&drawn, fmt.Sprintf("States of %s %s in world %s, with how many are in each.", r.Vendor, r.Entity, r.World), count)
	return generated.GetDiagram200ImageSvgXMLResponse{Body: &drawn, ContentLength: int64(drawn.Len())}, err
}

// drawnStates is a lifecycle as the report draws it, with the changes that the
// world has seen.
func drawnStates(l simulator.Lifecycle, moves map[string]int) report.Lifecycle {
	drawn := report.Lifecycle{Entity: l.Entity, States: l.States}
	for _, t := range l.Transitions {
		of := report.Transition{From: t.From, To: t.To}
		if moves[l.Move(t.From, t.To)] > 0 {
			of.Verdict = report.Pass
		}
		drawn.Transitions = append(drawn.Transitions, of)
	}
	return drawn
}
