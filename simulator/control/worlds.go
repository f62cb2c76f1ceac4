package control

import (
	"context"
	"encoding/json"
	"fmt"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/fault"
)

// The operations of the control API on worlds as a whole, what disturbs one,
// what it sends and what its callers did.

func (s *service) ListWorlds(ctx context.Context, _ generated.ListWorldsRequestObject) (generated.ListWorldsResponseObject, error) {
	names, err := s.engine.Worlds(ctx)
	return generated.ListWorlds200JSONResponse(names), err
}

func (s *service) DropWorld(ctx context.Context, r generated.DropWorldRequestObject) (generated.DropWorldResponseObject, error) {
	return generated.DropWorld204Response{}, s.engine.Drop(ctx, r.World)
}

func (s *service) ForkWorld(ctx context.Context, r generated.ForkWorldRequestObject) (generated.ForkWorldResponseObject, error) {
	return generated.ForkWorld204Response{}, s.engine.Fork(ctx, r.World, r.Body.To)
}

func (s *service) ListSnapshots(ctx context.Context, r generated.ListSnapshotsRequestObject) (generated.ListSnapshotsResponseObject, error) {
	names, err := s.engine.Snapshots(ctx, r.World)
	return generated.ListSnapshots200JSONResponse(names), err
}

func (s *service) TakeSnapshot(ctx context.Context, r generated.TakeSnapshotRequestObject) (generated.TakeSnapshotResponseObject, error) {
	return generated.TakeSnapshot204Response{}, s.engine.Snapshot(ctx, r.World, r.Snapshot)
}

func (s *service) DropSnapshot(ctx context.Context, r generated.DropSnapshotRequestObject) (generated.DropSnapshotResponseObject, error) {
	return generated.DropSnapshot204Response{}, s.engine.DropSnapshot(ctx, r.World, r.Snapshot)
}

func (s *service) RestoreSnapshot(ctx context.Context, r generated.RestoreSnapshotRequestObject) (generated.RestoreSnapshotResponseObject, error) {
	return generated.RestoreSnapshot204Response{}, s.engine.Restore(ctx, r.World, r.Snapshot)
}

func (s *service) BindCredential(ctx context.Context, r generated.BindCredentialRequestObject) (generated.BindCredentialResponseObject, error) {
	return generated.BindCredential204Response{}, s.engine.Bind(ctx, r.World, r.Body.Vendor, r.Body.Credential)
}

func (s *service) ListFaults(ctx context.Context, r generated.ListFaultsRequestObject) (generated.ListFaultsResponseObject, error) {
	list, err := s.faults(ctx, r.World)
	return generated.ListFaults200JSONResponse(list), err
}

func (s *service) SetFaults(ctx context.Context, r generated.SetFaultsRequestObject) (generated.SetFaultsResponseObject, error) {
	var list []fault.Fault
	if err := rewrite(r.Body, &list); err != nil {
		return nil, err
	}
	if err := s.engine.SetFaults(ctx, r.World, list); err != nil {
		return nil, err
	}
	set, err := s.faults(ctx, r.World)
	return generated.SetFaults200JSONResponse(set), err
}

func (s *service) faults(ctx context.Context, world string) (generated.Faults, error) {
	list, err := s.engine.Faults(ctx, world)
	if err != nil {
		return nil, err
	}
	out := generated.Faults{}
	return out, rewrite(list, &out)
}

// rewrite turns a value into another of the same JSON.
func rewrite(from, to any) error {
	data, err := json.Marshal(from)
	if err != nil {
		return fmt.Errorf("simulator: %T: %w", from, err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("%w", err)
	}
	return nil
}

func (s *service) GetLatitude(ctx context.Context, r generated.GetLatitudeRequestObject) (generated.GetLatitudeResponseObject, error) {
	hostile, err := s.engine.Hostile(ctx, r.World)
	return generated.GetLatitude200JSONResponse{Hostile: hostile}, err
}

func (s *service) ListTasks(ctx context.Context, r generated.ListTasksRequestObject) (generated.ListTasksResponseObject, error) {
	left, err := s.engine.Tasks(ctx, r.World)
	list := generated.ListTasks200JSONResponse{}
	for _, t := range left {
		list = append(list, generated.Task{Vendor: t.Vendor, Name: t.Name})
	}
	return list, err
}

func (s *service) SetLatitude(ctx context.Context, r generated.SetLatitudeRequestObject) (generated.SetLatitudeResponseObject, error) {
	return generated.SetLatitude204Response{}, s.engine.SetHostile(ctx, r.World, r.Body.Hostile)
}

func (s *service) SetDisturbance(ctx context.Context, r generated.SetDisturbanceRequestObject) (generated.SetDisturbanceResponseObject, error) {
	var d event.Disturbance
	if err := rewrite(r.Body, &d); err != nil {
		return nil, err
	}
	return generated.SetDisturbance204Response{}, s.engine.SetDisturbance(ctx, r.World, d)
}

func (s *service) ListDeliveries(ctx context.Context, r generated.ListDeliveriesRequestObject) (generated.ListDeliveriesResponseObject, error) {
	filter := event.Filter{
		Vendor: value(r.Params.Vendor), Event: value(r.Params.Event), Before: value(r.Params.Before), Limit: shownEntries, Bytes: pageBytes,
	}
	if r.Params.Limit != nil {
		filter.Limit = *r.Params.Limit
	}
	list, more, err := s.engine.DeliveryPage(ctx, r.World, filter)
	if err != nil {
		return nil, err
	}
	out := page{count: len(list), each: func(i int) (any, error) { return wireDelivery(list[i]) }}
	if more {
		out.next = next(ctx, list[len(list)-1].ID)
	}
	return out, nil
}

func (s *service) Redeliver(ctx context.Context, r generated.RedeliverRequestObject) (generated.RedeliverResponseObject, error) {
	d, err := s.engine.Redeliver(ctx, r.World, r.ID)
	if err != nil {
		return nil, err
	}
	raw, err := wireDelivery(d)
	return rawJSON(raw), err
}

// wireDelivery writes a delivery with the body of its event as text where it is text.
func wireDelivery(d event.Delivery) (json.RawMessage, error) {
	var out map[string]any
	if err := rewrite(d, &out); err != nil {
		return nil, err
	}
	if event, ok := out["event"].(map[string]any); ok {
		text, raw := wireBody(d.Event.Body)
		if event["body"] = text; text == nil {
			delete(event, "body")
			event["bodyBase64"] = raw
		}
	}
	return json.Marshal(out)
}

func (s *service) GetClientReport(ctx context.Context, r generated.GetClientReportRequestObject) (generated.GetClientReportResponseObject, error) {
	done, err := s.turn.take(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	report, err := client.Judge(ctx, s.engine, r.World)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(report)
	return rawJSON(raw), err
}
