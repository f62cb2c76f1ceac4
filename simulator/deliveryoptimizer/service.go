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
	tenant, why := owner(env, r.TenantID, &order)
	if why == "" {
		why = acceptable(env, &order)
	}
	if why != "" {
		return api.UpsertOrder400ApplicationProblemPlusJSONResponse{
			RefusedApplicationProblemPlusJSONResponse: api.RefusedApplicationProblemPlusJSONResponse(refusal(env, why)),
		}, nil
	}
	added, err := s.upsert(env, tenant, order)
	if err != nil {
		return nil, err
	}
	if !env.Applies(rules.UpsertTellsAddedFromModified) {
		added = true
	}
	if !env.Applies(rules.BareBooleans) {
		return titleCase(added), nil
	}
	return api.UpsertOrder200JSONResponse(added), nil
}

// owner decides which tenant an order belongs to, by the reading that the
// world speaks, or why it is refused.
func owner(env *simulator.Env, path int32, order *api.Order) (tenant int32, refused string) {
	if env.Reading(rules.PathTenantDecides) == "must-match" && env.Violates(rules.PathTenantDecides, order.TenantID != path) {
		return 0, otherTenant
	}
	if !env.Applies(rules.PathTenantDecides) {
		return order.TenantID, ""
	}
	return path, ""
}

// acceptable says why an order that keeps to the contract is refused, if it is.
func acceptable(env *simulator.Env, order *api.Order) (refused string) {
	if order.ExpiresAt == nil && !env.Applies(rules.ExpiryOptional) {
		return "expiresAt is missing."
	}
	if len(order.Lines) == 0 && env.Reading(rules.EmptyLines) == "refused" && env.Violates(rules.EmptyLines, true) {
		return noLines
	}
	return ""
}

// upsert stores the order and tells whether it is new.
func (s service) upsert(env *simulator.Env, tenant int32, order api.Order) (added bool, err error) {
	t, err := openTier(env, tenant)
	if err != nil {
		return false, err
	}
	old, found, err := t.find(order.OrderID)
	if err != nil {
		return false, err
	}
	known := found
	if !found && !env.Applies(rules.LiveTierDecides) {
		if known, err = isArchived(env, s.archive, tenant, order.OrderID); err != nil {
			return false, err
		}
	}
	if found && order.LastUpdated.Before(old.LastUpdated) && !env.Applies(rules.LastWriteWins) {
		return false, nil
	}
	if found && !env.Applies(rules.UpsertRedefinesEntirely) {
		order = merged(old, order)
	}
	if !env.Applies(rules.LinesKeptAsSent) {
		order.Lines = withoutDuplicates(order.Lines)
	}
	if len(order.Lines) == 0 {
		switch {
		case !env.Applies(rules.EmptyLines):
			return false, nil
		case env.Reading(rules.EmptyLines) == "removed":
			return !known, t.remove(order.OrderID)
		}
	}
	return !known, t.put(order)
}

// merged is what a server makes of an upsert that does not redefine entirely.
func merged(old, sent api.Order) api.Order {
	if sent.ExpiresAt == nil {
		sent.ExpiresAt = old.ExpiresAt
	}
	sent.Lines = append(append([]api.OrderLine(nil), sent.Lines...), old.Lines...)
	return sent
}

func withoutDuplicates(lines []api.OrderLine) []api.OrderLine {
	seen := map[string]bool{}
	var out []api.OrderLine
	for _, line := range lines {
		key := line.Code + " " + line.ArtGUID.String()
		if !seen[key] {
			out = append(out, line)
		}
		seen[key] = true
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
	if !env.Applies(rules.BareBooleans) {
		return titleCase(found), nil
	}
	return api.DeleteOrder200JSONResponse(found), nil
}

// DeleteOrderByCode deletes the lines of one stock origin.
func (service) DeleteOrderByCode(ctx context.Context, r api.DeleteOrderByCodeRequestObject) (api.DeleteOrderByCodeResponseObject, error) {
	env := simulator.FromContext(ctx)
	code := r.Code
	if !env.Applies(rules.CodeIsPercentEncoded) {
		code = rawLastSegment(env.HTTP().URL)
	}
	done, err := deleteByCode(env, r.TenantID, r.OrderID, code)
	if err != nil {
		return nil, err
	}
	if !env.Applies(rules.BareBooleans) {
		return titleCase(done), nil
	}
	return api.DeleteOrderByCode200JSONResponse(done), nil
}

// rawLastSegment is the last segment of the path as it was sent.
func rawLastSegment(u *url.URL) string {
	path := u.EscapedPath()
	return path[strings.LastIndexByte(path, '/')+1:]
}

func deleteByCode(env *simulator.Env, tenant int32, id api.OrderID, code string) (bool, error) {
	t, err := openTier(env, tenant)
	if err != nil {
		return false, err
	}
	order, found, err := t.find(id)
	if err != nil {
		return false, err
	}
	if !found {
		return !env.Applies(rules.DeleteByCodeUnknownOrderAnswersFalse), nil
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
	if removed == 0 {
		return t.noSuchLine(id)
	}
	if len(left) == 0 && env.Applies(rules.OrderWithoutLinesIsDeleted) {
		return true, t.remove(id)
	}
	order.Lines = left
	_, err = t.change(order)
	return true, err
}

// noSuchLine answers a deletion of lines that the order does not have.
func (t *liveTier) noSuchLine(id api.OrderID) (bool, error) {
	answer := t.env.Reading(rules.DeleteByCodeWithoutSuchLine) == "true"
	if !t.env.Applies(rules.DeleteByCodeWithoutSuchLine) {
		return answer, t.remove(id)
	}
	return answer, nil
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
		return api.GetOrder200JSONResponse(order), nil
	case found:
		if order.Lines == nil {
			order.Lines = []api.OrderLine{}
		}
		return api.GetOrder200JSONResponse(order), nil
	case !env.Applies(rules.UnknownOrderIs404):
		return api.GetOrder4XXResponse{StatusCode: http.StatusGone}, nil
	}
	return api.GetOrder404ApplicationProblemPlusJSONResponse{Title: noOrder, Status: http.StatusNotFound}, nil
}

// titleCase is a boolean as the document prints it, and as JSON does not: the
// defect of the rule on bare booleans.
type titleCase bool

func (b titleCase) write(w http.ResponseWriter) error {
	text := "False"
	if b {
		text = "True"
	}
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write([]byte(text))
	return err
}

func (b titleCase) VisitUpsertOrderResponse(w http.ResponseWriter) error       { return b.write(w) }
func (b titleCase) VisitDeleteOrderResponse(w http.ResponseWriter) error       { return b.write(w) }
func (b titleCase) VisitDeleteOrderByCodeResponse(w http.ResponseWriter) error { return b.write(w) }
