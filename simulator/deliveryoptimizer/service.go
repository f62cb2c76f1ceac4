package deliveryoptimizer

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// service answers the calls that are admitted and keep to the contract.
type service struct{ archive archiver }

var _ api.StrictServerInterface = service{}

// UpsertOrder adds an order, or replaces all of it.
func (s service) UpsertOrder(ctx context.Context, r api.UpsertOrderRequestObject) (api.UpsertOrderResponseObject, error) {
	env := simulator.FromContext(ctx)
	order := *r.Body
	tenant, why, err := takes(env, r.TenantID, &order)
	switch {
	case err != nil:
		return nil, err
	case why != "":
		return refusal(env, why), nil
	}
	added, isStale, err := s.upsert(env, tenant, order)
	switch {
	case err != nil:
		return nil, err
	case isStale:
		return answered(problem(http.StatusConflict, stale, "")), nil
	}
	if !env.Applies(rules.UpsertTellsAddedFromModified) {
		added = true
	}
	return boolean(env, added), nil
}

// upsert stores the order and tells whether it is new, or too old to be taken.
func (s service) upsert(env *simulator.Env, tenant int32, order api.Order) (added, isStale bool, err error) {
	t, err := openTier(env, tenant)
	if err != nil {
		return false, false, err
	}
	old, found, err := t.find(order.OrderID)
	if err != nil {
		return false, false, err
	}
	known := found
	if !found && !env.Applies(rules.LiveTierDecides) {
		if known, err = isArchived(env, s.archive, tenant, order.OrderID); err != nil {
			return false, false, err
		}
	}
	if found && order.LastUpdated.Before(old.LastUpdated) && !env.Applies(rules.LastWriteWins) {
		return false, true, nil
	}
	if found && !env.Applies(rules.UpsertRedefinesEntirely) {
		order = merged(old, order)
	}
	if !env.Applies(rules.LinesKeptAsSent) {
		order.Lines = summed(order.Lines)
	}
	if len(order.Lines) == 0 {
		switch {
		case !env.Applies(rules.EmptyLines):
			return false, false, nil
		case env.Reading(rules.EmptyLines) == "removed":
			return !known, false, t.remove(order.OrderID)
		}
	}
	return !known, false, t.put(order)
}

// merged is what a server makes of an upsert that does not redefine entirely.
func merged(old, sent api.Order) api.Order {
	if sent.ExpiresAt == nil {
		sent.ExpiresAt = old.ExpiresAt
	}
	sent.Lines = append(append([]api.OrderLine(nil), sent.Lines...), old.Lines...)
	return sent
}

// summed makes one line of those that have one code and article.
func summed(lines []api.OrderLine) []api.OrderLine {
	at := map[string]int{}
	var out []api.OrderLine
	for _, line := range lines {
		key := line.Code + " " + line.ArtGUID.String()
		if i, seen := at[key]; seen {
			out[i].Qty += line.Qty
			continue
		}
		at[key] = len(out)
		out = append(out, line)
	}
	return out
}

// DeleteOrder deletes an order by its GUID.
func (service) DeleteOrder(ctx context.Context, r api.DeleteOrderRequestObject) (api.DeleteOrderResponseObject, error) {
	env := simulator.FromContext(ctx)
	t, err := openTier(env, r.TenantID)
	if err != nil {
		return nil, err
	}
	_, found, err := t.find(r.OrderID)
	if err != nil {
		return nil, err
	}
	if found && env.Applies(rules.DeleteRemoves) {
		if err := t.remove(r.OrderID); err != nil {
			return nil, err
		}
	}
	if !found && !env.Applies(rules.DeleteUnknownAnswersFalse) {
		found = true
	}
	return boolean(env, found), nil
}

// DeleteOrderByCode deletes the lines of one stock origin.
func (service) DeleteOrderByCode(ctx context.Context, r api.DeleteOrderByCodeRequestObject) (api.DeleteOrderByCodeResponseObject, error) {
	env := simulator.FromContext(ctx)
	code := r.Code
	if !env.Applies(rules.CodeIsPercentEncoded) {
		code = rawLastSegment(env.HTTP().URL)
	}
	return deleteByCode(env, r.TenantID, r.OrderID, code)
}

// rawLastSegment is the last segment of the path as it was sent.
func rawLastSegment(u *url.URL) string {
	path := u.EscapedPath()
	return path[strings.LastIndexByte(path, '/')+1:]
}

func deleteByCode(env *simulator.Env, tenant int32, id api.OrderID, code string) (api.DeleteOrderByCodeResponseObject, error) {
	t, err := openTier(env, tenant)
	if err != nil {
		return nil, err
	}
	order, found, err := t.find(id)
	if err != nil {
		return nil, err
	}
	if !found {
		return boolean(env, !env.Applies(rules.DeleteByCodeUnknownOrderAnswersFalse)), nil
	}
	var left []api.OrderLine
	removed := 0
	for _, line := range order.Lines {
		if line.Code == code && (removed == 0 || env.Applies(rules.DeleteByCodeRemovesLines)) {
			removed++
			continue
		}
		left = append(left, line)
	}
	switch {
	case removed == 0:
		return t.noSuchLine(id)
	case len(left) == 0 && env.Applies(rules.OrderWithoutLinesIsDeleted):
		return boolean(env, true), t.remove(id)
	}
	order.Lines = left
	_, err = t.change(order)
	return boolean(env, true), err
}

// noSuchLine answers a deletion of lines that the order does not have.
func (t *liveTier) noSuchLine(id api.OrderID) (api.DeleteOrderByCodeResponseObject, error) {
	if !t.env.Applies(rules.DeleteByCodeWithoutSuchLine) {
		if err := t.remove(id); err != nil {
			return nil, err
		}
	}
	switch t.env.Reading(rules.DeleteByCodeWithoutSuchLine) {
	case "refused":
		return refusal(t.env, noLine), nil
	case "true":
		return boolean(t.env, true), nil
	}
	return boolean(t.env, false), nil
}

// GetOrder reads an order.
func (service) GetOrder(ctx context.Context, r api.GetOrderRequestObject) (api.GetOrderResponseObject, error) {
	env := simulator.FromContext(ctx)
	t, err := openTier(env, r.TenantID)
	if err != nil {
		return nil, err
	}
	order, found, err := t.find(r.OrderID)
	switch {
	case err != nil:
		return nil, err
	case found && !env.Applies(rules.GetReturnsOrder):
		order.Lines = nil
		return jsonAnswer(order), nil
	case found:
		if order.Lines == nil {
			order.Lines = []api.OrderLine{}
		}
		return jsonAnswer(order), nil
	}
	return unknownOrder(env), nil
}
