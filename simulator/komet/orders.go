package komet

import (
	"context"
	"net/http"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// ListPurchaseOrders lists purchase orders by their numbers, by the day on which
// they ship, or by both.
func (service) ListPurchaseOrders(ctx context.Context, r api.ListPurchaseOrdersRequestObject) (api.ListPurchaseOrdersResponseObject, error) {
	env := simulator.FromContext(ctx)
	if env.Violates(rules.CallerAsksForNumberOrDate, !given(r.Params.Number) && r.Params.Date == nil) {
		answer := api.PrebookAnswer{Status: wire.Number("0"), Message: "Send a date or the number of a purchase order."}
		return written(simulator.JSON(refusalStatus(env), jsonType, answer)), nil
	}
	c, err := identify(env, r.Params.AuthenticationToken)
	if err != nil {
		return nil, err
	}
	orders, err := ordersOf(env, c.scope, r.Params.Number)
	if err != nil {
		return nil, err
	}
	out := []api.PurchaseOrder{}
	filter := env.Applies(rules.PurchaseOrdersListed)
	for _, order := range orders {
		another := r.Params.Date != nil && order.Date != r.Params.Date.Format("2006-01-02") ||
			r.Params.Status != nil && order.Status != string(*r.Params.Status)
		if filter && another {
			continue
		}
		out = append(out, api.PurchaseOrder{ID: loose(order.ID), Number: wire.Text(order.Number), Status: &order.Status})
	}
	l := listed{wire.Number("1"), "OK", nil}
	if len(out) == 0 {
		l = nothing(env, "Orders")
	}
	return api.ListPurchaseOrders2XXJSONResponse{
		Body: api.PurchaseOrdersAnswer{Status: l.status, Message: l.message, PurchaseOrders: &out}, StatusCode: http.StatusOK,
	}, nil
}

// ordersOf returns the orders of the numbers between commas, or all. Where the
// list is not what it says, which is a defect, the first number alone counts.
func ordersOf(env *simulator.Env, scope string, numbers *string) ([]PurchaseOrder, error) {
	var found []PurchaseOrder
	if !given(numbers) {
		err := gather(env, purchaseOrders, scope, &found)
		return found, err
	}
	list := strings.Split(*numbers, ",")
	if !env.Applies(rules.PurchaseOrdersListed) {
		list = list[:1]
	}
	for _, number := range list {
		order, there, err := purchaseOrders.Get(env.Store(), scope+strings.TrimSpace(number))
		if err != nil {
			return nil, err
		}
		if there {
			found = append(found, order)
		}
	}
	return found, nil
}
