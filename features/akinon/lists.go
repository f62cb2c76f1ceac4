package akinon

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// largestPage is how many packages a page can hold.
const largestPage = 100

// page is a page of packages.
type page struct {
	count          int64
	next, previous string // addresses; empty for none
	packages       []members
}

func (s *steps) bindLists(sc *features.Steps) {
	sc.Step(`^more than 100 packages$`, s.manyPackages)
	sc.Step(`^the packages are listed(?: with (\S+))?$`, func(ctx context.Context, query string) error {
		return s.listPackages(ctx, s.inQuery(query))
	})
	sc.Step(`^the page holds (\d+) packages$`, func(want int) error {
		return s.onPage(func() error { return target.Compare("packages on the page", len(s.page.packages), want) })
	})
	sc.Step(`^the page holds (\d+) packages, or the call is refused$`, func(want int) error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		return s.onPage(func() error { return target.Compare("packages on the page", len(s.page.packages), want) })
	})
	sc.Step(`^the page is noted$`, func() error {
		return s.onPage(func() error { s.noted = s.page.ids(); return nil })
	})
	sc.Step(`^the page holds the same packages as noted$`, func() error {
		return s.onPage(func() error { return target.Compare("ids of the packages on the page", s.page.ids(), s.noted) })
	})
	sc.Step(`^there is no page before and one after$`, func() error {
		return target.Mismatches(
			target.Compare("there is a page before", s.page.previous != "", false),
			target.Compare("there is a page after", s.page.next != "", true),
		)
	})
	sc.Step(`^following the address of the next page leads to other packages$`, s.follow)
	sc.Step(`^following the address of the page before leads to those noted$`, func(ctx context.Context) error {
		if err := s.followTo(ctx, "previous", s.page.previous); err != nil {
			return err
		}
		return target.Compare("ids of the packages on the page before", s.page.ids(), s.noted)
	})
	sc.Step(`^there are as many packages on the pages as the count says$`, s.countIsTrue)
	sc.Step(`^the page holds the package and no package whose order number starts otherwise$`, func() error {
		return s.onPage(func() error { return s.isFiltered(s.query.Get("order_number")) })
	})
}

// manyPackages gives a simulator more packages than a page can hold; another
// target has them or has not.
func (s *steps) manyPackages(ctx context.Context) error {
	if s.session.Controlled() {
		document := stock()
		var list []members
		id := newID(s.random)
		for i := range int64(largestPage + 5) {
			one, _ := seeded(id+i*idsOfOne, s.random, waiting)["packages"].([]members)
			list = append(list, one...)
		}
		document["packages"] = list
		if err := seed(ctx, s.session, document); err != nil {
			return err
		}
	}
	if err := s.listPackages(ctx, ""); err != nil {
		return err
	}
	return s.onPage(func() error {
		if s.page.count > largestPage {
			return nil
		}
		return &target.Inconclusive{Reason: fmt.Sprintf("needs a target with more than %d packages; it counts %d", largestPage, s.page.count)}
	})
}

// inQuery puts the number of the package's order into a query.
func (s *steps) inQuery(query string) string {
	number := orderNumberOf(s.pkg.before.members)
	return strings.NewReplacer("=ORDER_BUT_ONE", "="+url.QueryEscape(number[:max(0, len(number)-1)]), "=ORDER", "="+url.QueryEscape(number)).Replace(query)
}

// isFiltered wants the package on the page, and only what the filter lets
// through.
func (s *steps) isFiltered(prefix string) error {
	differences := []error{target.Compare("the package is on the page", s.page.holds(s.pkg.ID), true)}
	for _, o := range s.page.packages {
		if number := orderNumberOf(o); !strings.HasPrefix(number, prefix) {
			differences = append(differences, target.Mismatch("order number on the page", strconv.Quote(number), "one that starts with "+strconv.Quote(prefix)))
		}
	}
	return target.Mismatches(differences...)
}

// listPackages lists packages and reads the page where there is one.
func (s *steps) listPackages(ctx context.Context, query string) error {
	req, err := api.NewListPackagesRequest(s.session.Base(), nil)
	if err == nil {
		req.URL.RawQuery = query
		s.query = req.URL.Query()
	}
	if err := s.send(ctx, req, err); err != nil || s.answer.Status != 200 {
		return err
	}
	s.page, err = pageOf(s.answer)
	return err
}

func pageOf(a *target.Answer) (page, error) {
	o, err := object(a)
	if err != nil {
		return page{}, err
	}
	if _, isList := o["results"].([]any); !isList {
		return page{}, target.Mismatch("results", quoted(o["results"]), "a list")
	}
	return page{whole(o, "count"), text(o, "next"), text(o, "previous"), objects(o, "results")}, nil
}

// onPage looks at the page that was listed last.
func (s *steps) onPage(look func() error) error {
	if s.answer.Status != 200 {
		return target.Mismatch("answer", told(s.answer), "200 with a page of packages")
	}
	return look()
}

func (p page) ids() string {
	var list []string
	for _, o := range p.packages {
		list = append(list, text(o, "id"))
	}
	return strings.Join(list, ", ")
}

func (p page) holds(id int64) bool {
	return slices.ContainsFunc(p.packages, func(o members) bool { return whole(o, "id") == id })
}

// follow goes to the next page.
func (s *steps) follow(ctx context.Context) error {
	first := s.page
	if err := s.followTo(ctx, "next", first.next); err != nil {
		return err
	}
	if len(s.page.packages) == 0 {
		return target.Mismatch("packages on the next page", "none", "other packages")
	}
	for _, o := range s.page.packages {
		if first.holds(whole(o, "id")) {
			return target.Mismatch("packages on the next page", s.page.ids(), "none of "+first.ids())
		}
	}
	return nil
}

// followTo lists with the query of an address: its host may be known to the
// target alone.
func (s *steps) followTo(ctx context.Context, which, address string) error {
	to, err := url.Parse(address)
	if err != nil || address == "" {
		return target.Mismatch(which, strconv.Quote(address), "the address of a page")
	}
	if err := s.listPackages(ctx, to.RawQuery); err != nil {
		return err
	}
	return s.onPage(func() error { return nil })
}

// countIsTrue compares the second page, of the largest size, with the count.
func (s *steps) countIsTrue() error {
	return s.onPage(func() error {
		want := min(s.page.count-largestPage, largestPage)
		return target.Compare(fmt.Sprintf("packages on the second page of %d", s.page.count), int64(len(s.page.packages)), want)
	})
}

// packagesOf lists the packages of an order. The filter by its number is an
// assumption: where its result lacks a package that must be there, or holds
// others, what it says is not relied on.
func (c *Client) packagesOf(ctx context.Context, number string, surely int64) ([]members, error) {
	const mostPages = 20
	for _, filter := range []string{"order_number=" + url.QueryEscape(number) + "&", ""} {
		var found []members
		complete := false
		for i := 1; i <= mostPages && !complete; i++ {
			req, err := api.NewListPackagesRequest(c.session.Base(), nil)
			if err == nil {
				req.URL.RawQuery = fmt.Sprintf("%spage=%d&page_size=%d", filter, i, largestPage)
			}
			answer, err := c.Send(ctx, req, err)
			if err != nil {
				return nil, err
			}
			if answer.Status != 200 {
				return nil, &target.Inconclusive{Reason: "precondition: listing the packages was answered with " + told(answer)}
			}
			p, err := pageOf(answer)
			if err != nil {
				return nil, err
			}
			for _, o := range p.packages {
				if orderNumberOf(o) == number {
					found = append(found, o)
				}
			}
			complete = p.next == ""
		}
		if complete && (surely == 0 || (page{packages: found}).holds(surely)) {
			return found, nil
		}
	}
	return nil, &target.Inconclusive{Reason: fmt.Sprintf("the packages of the order %s can't be found among those that are listed", number)}
}
