package komet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/plumbline-api/plumbline/target"
)

// The kinds of entries of a company's lists.
const (
	Customer = "customer"
	Carrier  = "carrier"
	Product  = "product"
	BoxType  = "box type"
	Vendor   = "vendor"
)

// Kinds lists the kinds of entries.
func Kinds() []string { return []string{Customer, Carrier, Product, BoxType, Vendor} }

// Entry is an entry of a company's lists.
type Entry struct {
	ID         string // digits
	Code, Name string
	ShipTos    []string // delivery addresses of a customer, as far as they are known
}

// lister reads the entries of a kind.
type lister func(ctx context.Context, kind string) ([]Entry, error)

// Company is what is known of a company that prebooks are created for.
type Company struct {
	Token     string
	Locations []string            // codes; the first is sent with every creation, unless a scenario says otherwise
	Chosen    map[string][]string // ids of the entries to be used, by kind
	lister    lister
	seeded    *seeded // nil for a company of the profile
}

// Entry returns the entry of a kind that has the number in the order in which
// they are to be used, from 0.
func (c *Company) Entry(ctx context.Context, kind string, number int) (Entry, error) {
	all, err := c.lister(ctx, kind)
	var unlisted *target.Inconclusive
	if errors.As(err, &unlisted) && number < len(c.Chosen[kind]) {
		return Entry{ID: c.Chosen[kind][number]}, nil // the profile knows it where no list tells more
	}
	if err != nil {
		return Entry{}, err
	}
	if number < len(c.Chosen[kind]) {
		id := c.Chosen[kind][number]
		if i := slices.IndexFunc(all, func(e Entry) bool { return e.ID == id }); i >= 0 {
			return all[i], nil
		}
		return Entry{}, &target.Inconclusive{Reason: fmt.Sprintf("the %s %s of the profile is not in %s, or has neither code nor name there", kind, id, method(kind))}
	}
	rest := slices.DeleteFunc(slices.Clone(all), func(e Entry) bool { return slices.Contains(c.Chosen[kind], e.ID) })
	if number -= len(c.Chosen[kind]); number < len(rest) {
		return rest[number], nil
	}
	return Entry{}, &target.Inconclusive{Reason: fmt.Sprintf("precondition: %s has %d entries with id, code and name, and the case needs one more", method(kind), len(all))}
}

// prefer makes an entry the first of its kind, for this scenario.
func (c *Company) prefer(kind, id string) {
	chosen := maps.Clone(c.Chosen) // which all scenarios share
	if chosen == nil {
		chosen = map[string][]string{}
	}
	others := slices.DeleteFunc(slices.Clone(chosen[kind]), func(other string) bool { return other == id })
	chosen[kind] = append([]string{id}, others...)
	c.Chosen = chosen
}

// usable are the entries that a creation can name in both ways. Where a list
// shows no name, as that of the box types, the code stands for it.
func usable(kind string, list []map[string]any) []Entry {
	longest := 20
	if kind == BoxType {
		longest = 3
	}
	var found []Entry
	for _, entry := range list {
		e := Entry{ID: plain(entry["id"])}
		e.Code, _ = entry[codeMember(kind)].(string)
		e.Name, _ = entry[nameMember(kind)].(string)
		if e.Name == "" && kind == BoxType {
			e.Name = e.Code
		}
		if n := len([]rune(e.Code)); e.ID != "" && n > 0 && n <= longest && e.Name != "" && plain(entry["active"]) != "0" {
			found = append(found, e)
		}
	}
	return found
}

// codeMember is what a list calls the code of its entries.
func codeMember(kind string) string {
	if kind == Product {
		return "legacyCode"
	}
	return "code"
}

// nameMember is what a list calls the name of its entries.
func nameMember(kind string) string {
	if kind == Product {
		return "description"
	}
	return "name"
}

// method is the list method of a kind.
func method(kind string) string {
	if kind == BoxType {
		return "boxtype.list"
	}
	return kind + ".list"
}

// listMember is what an answer calls the list of a kind.
func listMember(kind string) string {
	if kind == BoxType {
		return "boxtypes"
	}
	return kind + "s"
}
