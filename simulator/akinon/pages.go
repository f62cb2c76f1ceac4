package akinon

import (
	"context"
	"net/url"
	"strconv"

	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

const (
	pageSize    = 20  // unless the caller sends another
	maxPageSize = 100 // whatever the caller sends
)

// ListPackages lists packages page by page.
func (service) ListPackages(ctx context.Context, r api.ListPackagesRequestObject) (api.ListPackagesResponseObject, error) {
	env := simulator.FromContext(ctx)
	page, size := pageOf(r.Params)
	paged := env.Applies(rules.ListsPackages)
	if !paged {
		page, size = 1, maxPageSize // a defect: one page for all
	}
	found, count, err := search(env, r.Params.OrderNumber, (page-1)*size, size)
	if err != nil {
		return nil, err
	}
	v, err := newView(env)
	if err != nil {
		return nil, err
	}
	out := api.PackagePage{
		Count: count, Results: []api.Package{},
		Next: nullable.NewNullNullable[string](), Previous: nullable.NewNullNullable[string](),
	}
	for _, p := range found {
		shown, err := v.packaging(p)
		if err != nil {
			return nil, err
		}
		out.Results = append(out.Results, shown)
	}
	if paged && page*size < count {
		out.Next.Set(addressOf(env, page+1))
	}
	if last := (count + size - 1) / size; paged && page > 1 && last > 0 {
		out.Previous.Set(addressOf(env, min(page-1, last)))
	}
	return api.ListPackages200JSONResponse(out), nil
}

// pageOf returns which page is meant, and how many packages are on each. A
// page so far off that nothing could be on it is as good as any such page.
func pageOf(params api.ListPackagesParams) (page, size int64) {
	const farAway = 1 << 40
	page, size = 1, pageSize
	if params.Page != nil {
		page = min(max(*params.Page, 1), farAway)
	}
	if params.PageSize != nil {
		size = min(max(*params.PageSize, 1), maxPageSize)
	}
	return page, size
}

// search returns the packages from the one at place skip on, at most limit of
// them, and how many there are in all.
func search(env *simulator.Env, order *string, skip, limit int64) ([]packaging, int64, error) {
	if order != nil && env.Applies(rules.ListsPackagesOfOrder) {
		return searchOrder(env, *order, skip, limit)
	}
	count, _, err := counts.Get(env.Store(), packageCount)
	if err != nil || skip >= count {
		return nil, count, err
	}
	var found []packaging
	at := int64(0)
	err = packages.Scan(env.Store(), "", func(_ string, p packaging) bool {
		if at >= skip {
			found = append(found, p)
		}
		at++
		return at < skip+limit
	})
	return found, count, err
}

// searchOrder is search among the packages whose order number starts so.
func searchOrder(env *simulator.Env, prefix string, skip, limit int64) ([]packaging, int64, error) {
	var ids []string
	count := int64(0)
	if err := ofOrders.Scan(env.Store(), prefix, func(key, _ string) bool {
		number, id := key[:len(key)-len(idKey(0))-1], key[len(key)-len(idKey(0)):]
		if len(number) < len(prefix) {
			return true // the prefix reaches into the package's id
		}
		if count >= skip && count < skip+limit {
			ids = append(ids, id)
		}
		count++
		return true
	}); err != nil {
		return nil, 0, err
	}
	var found []packaging
	for _, id := range ids {
		p, _, err := packages.Get(env.Store(), id)
		if err != nil {
			return nil, 0, err
		}
		found = append(found, p)
	}
	return found, count, nil
}

// addressOf is the address of another page of the list that the call asks for.
func addressOf(env *simulator.Env, page int64) string {
	r := env.HTTP()
	query := r.URL.Query()
	query.Set("page", strconv.FormatInt(page, 10))
	address := url.URL{Scheme: simulator.Scheme(r), Host: r.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: query.Encode()}
	return address.String()
}
