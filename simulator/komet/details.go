package komet

import (
	"context"
	"math/big"
	"net/http"

	openapi_types "github.com/oapi-codegen/runtime/types"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// ListPrebookDetails lists the prebooks of a truck date with their lines.
func (service) ListPrebookDetails(ctx context.Context, r api.ListPrebookDetailsRequestObject) (api.ListPrebookDetailsResponseObject, error) {
	env := simulator.FromContext(ctx)
	c, err := identify(env, r.Params.AuthenticationToken)
	if err != nil {
		return nil, err
	}
	exact := env.Applies(rules.DetailsByTruckDate)
	prefix := c.scope
	if exact {
		prefix += r.Params.Date.Format("2006-01-02") + "/"
	}
	v := newView(env, c, &r.Params)
	out := []api.Prebook{}
	err = prebooks.Scan(env.Store(), prefix, func(_ string, p Prebook) bool {
		if !v.wanted(&p) {
			return true
		}
		shown := v.prebook(&p)
		if !exact {
			shown.TruckDate.Time = shown.TruckDate.AddDate(0, 0, 1)
		}
		out = append(out, shown)
		return true
	})
	l := listed{wire.Number("1"), "OK", nil}
	if len(out) == 0 {
		l = nothing(env, "Orders")
	}
	return api.ListPrebookDetails2XXJSONResponse{
		Body: api.PrebookDetailsAnswer{Status: l.status, Message: l.message, Prebooks: &out}, StatusCode: http.StatusOK,
	}, err
}

// view is how prebooks look to a caller: a vendor's token sees that vendor's
// lines, and neither customers nor prices. The rules are asked once a call.
type view struct {
	own        bool // lines of the vendor alone
	vendor     uint64
	filter     *api.ListPrebookDetailsParams // nil where nothing is filtered
	number     func(uint64) wire.NumberOrText
	showVendor bool
	byUnit     bool // whether the unit type decides what the price is of
}

func newView(env *simulator.Env, c caller, f *api.ListPrebookDetailsParams) view {
	v := view{
		own: c.token.Kind == ofVendor && env.Applies(rules.VendorTokenSeesOwnLines), vendor: c.token.Owner,
		number: numberForm(env), showVendor: env.Applies(rules.VendorOptional), byUnit: env.Applies(rules.UnitTypeDecidesPrice),
	}
	filters := f.Prebook != nil || f.CustomerID != nil || f.CarrierID != nil || f.CustomerPONumber != nil
	if filters && env.Applies(rules.DetailsFilter) {
		v.filter = f
	}
	return v
}

// wanted tells whether the caller sees a prebook and its filters leave it.
func (v view) wanted(p *Prebook) bool {
	if v.own && len(v.lines(p)) == 0 {
		return false
	}
	f := v.filter
	return f == nil || (f.Prebook == nil || *f.Prebook == v.number(p.Number).String()) &&
		(f.CustomerID == nil || *f.CustomerID == p.Customer.ID) &&
		(f.CarrierID == nil || *f.CarrierID == p.Carrier.ID) &&
		(f.CustomerPONumber == nil || *f.CustomerPONumber == p.CustomerPO)
}

// lines are the lines of a prebook that the caller sees.
func (v view) lines(p *Prebook) []Line {
	if !v.own {
		return p.Lines
	}
	var own []Line
	for _, line := range p.Lines {
		if line.owner() == v.vendor {
			own = append(own, line)
		}
	}
	return own
}

func (v view) prebook(p *Prebook) api.Prebook {
	kind := api.PrebookTypeStandalone
	carrierID, locationID := loose(p.Carrier.ID), loose(p.Location.ID)
	out := api.Prebook{
		ID: loose(p.ID), Number: v.number(p.Number), Type: &kind,
		LocationID: &locationID, LocationCode: &p.Location.Code, LocationName: &p.Location.Name,
		CarrierID: &carrierID, CarrierName: &p.Carrier.Name, CustomerPONumber: &p.CustomerPO, Comments: &p.Comments,
	}
	var date openapi_types.Date
	if err := date.UnmarshalText([]byte(p.ShipDate)); err == nil { // it was a date when it was stored
		out.TruckDate = date
	}
	if p.ShipVia != "" {
		out.ShipVia = &p.ShipVia
	}
	if !v.own {
		id := loose(p.Customer.ID)
		out.CustomerID, out.CustomerCode, out.CustomerName = &id, &p.Customer.Code, &p.Customer.Name
	}
	details := []api.PrebookDetail{}
	for _, line := range v.lines(p) {
		details = append(details, v.line(&line))
	}
	out.Details = &details
	return out
}

func (v view) line(l *Line) api.PrebookDetail {
	id, bunches, stems := wholeNumber(l.ID), wholeNumber(l.Bunches), wholeNumber(l.StemsBunch)
	units, total, price := v.totals(l)
	out := api.PrebookDetail{
		PrebookItemID: &id, ProductID: loose(l.Product.ID), ProductDescription: &l.Product.Name, BoxType: &l.BoxType.Code,
		TotalBoxes: wholeNumber(l.Boxes), Bunches: &bunches, StemsBunch: &stems, UnitType: &l.UnitType,
		Units: &units, TotalUnits: &total, MarkCode: &l.MarkCode, AllocatedBoxes: &l.Allocated,
	}
	if l.Vendor.ID != 0 && v.showVendor {
		vendor := loose(l.Vendor.ID)
		out.VendorID, out.VendorName = &vendor, &l.Vendor.Name
	}
	if !v.own {
		unitPrice := wire.Number(l.Price.String())
		out.UnitPrice, out.TotalPrice = &unitPrice, &price
	}
	if len(l.Parts) > 0 {
		parts := make([]api.BreakdownDetail, 0, len(l.Parts))
		for i := range l.Parts {
			parts = append(parts, v.part(&l.Parts[i]))
		}
		out.Breakdowns = &parts
	}
	return out
}

func (v view) part(p *Part) api.BreakdownDetail {
	out := api.BreakdownDetail{
		ProductID: loose(p.Product.ID), ProductDescription: &p.Product.Name,
		Bunches: wholeNumber(p.Bunches), StemsBunch: wholeNumber(p.StemsBunch),
	}
	if !v.own {
		price := wire.Number(p.Price.String())
		out.Price = &price
	}
	return out
}

// totals are the units of a box, those of the line, and the line's price. The
// numbers of the contract are too large together for any integer of Go.
func (v view) totals(l *Line) (units, total, price wire.NumberOrText) {
	stem := lower(l.UnitType) == "stem"
	if !v.byUnit {
		stem = !stem
	}
	n := big.NewInt(l.Bunches)
	if stem {
		n.Mul(n, big.NewInt(l.StemsBunch))
	}
	all := new(big.Int).Mul(n, big.NewInt(l.Boxes))
	sum := new(big.Rat)
	sum.SetString(l.Price.String())
	sum.Mul(sum, new(big.Rat).SetInt(all))
	return wire.Number(n.String()), wire.Number(all.String()), wire.Number(sum.FloatString(2))
}

func wholeNumber(n int64) wire.NumberOrText { return wire.Number(big.NewInt(n).String()) }
