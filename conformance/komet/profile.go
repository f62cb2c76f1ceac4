package komet

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/komet"
)

func credentials() map[string]string {
	return map[string]string{
		"token":          "a token of the company that prebooks are created for, for all methods; required. A whole run makes some 2,000 calls with it: limits.requests says how many it may",
		"user":           "name of a user of that company",
		"password":       "that user's password",
		"customer-token": "a token of one of the company's customers",
		"vendor-token":   "a token of one of the company's vendors, who is named in fixtures.token-vendor",
		"limited-token":  "a token of the company that is limited to customer.list and carrier.list",
		"other-token":    "a token of another company",
		"places-token":   "a token of a company with several locations, which are named in fixtures.places",
	}
}

// The fixtures; those that are named like kinds of entries, with a dash, choose
// which entries of the lists are used.
const (
	location    = "location"
	places      = "places"
	tokenVendor = "token-vendor"
)

// chosen are the fixtures that choose entries of the lists, by kind.
func chosen() map[string]string {
	return map[string]string{
		"customer": steps.Customer, "carrier": steps.Carrier, "product": steps.Product, "box-type": steps.BoxType, "vendor": steps.Vendor,
	}
}

func fixtures() map[string]string {
	all := map[string]string{
		location:               "[{code: TEXT}]: the location that prebooks belong to, where the company has several",
		places:                 "[{code: TEXT}, …]: locations of the company of places-token",
		tokenVendor:            "[{id: NUMBER}]: the vendor that vendor-token belongs to",
		steps.NeedsShipTo:      "[{customer: NUMBER, id: NUMBER}]: a delivery address and the customer whose it is",
		steps.NeedsFutureOrder: fmt.Sprintf("[{number: TEXT, vendor: NUMBER}, …]: future sales orders with %d boxes available; each is used once", steps.FutureBoxes),
	}
	for name, kind := range chosen() {
		all[name] = fmt.Sprintf("[{id: NUMBER}, …]: each %s to be used, the first one most; where there is none the list's own order decides", kind)
	}
	return all
}

// needs are what a simulator's control API stands in for.
func needs() []string {
	return []string{
		steps.NeedsShipTo, steps.NeedsFutureOrder, steps.NeedsPlaces, steps.NeedsUser,
		steps.NeedsCustomerToken, steps.NeedsVendorToken, steps.NeedsLimitedToken, steps.NeedsOther,
	}
}

// sample is the profile of the simulator's sample world.
func sample() *conformance.Profile {
	value := func(text string) conformance.Secret { return conformance.Secret{Value: text} }
	id := func(n int) []map[string]any { return []map[string]any{{"id": n}} }
	return &conformance.Profile{
		Vendor: "komet",
		Credentials: map[string]conformance.Secret{
			"token": value("token_info_goes_here"), "user": value("jane.roe"), "password": value("not-a-password"),
			"customer-token": value("sample-customer-token"), "vendor-token": value("sample-vendor-token"),
			"limited-token": value("sample-list-token"), "other-token": value("fake-company-token-0000002"),
			"places-token": value("sample-two-places-token"),
		},
		Fixtures: map[string][]map[string]any{
			places: {{"code": "MIA"}, {"code": "BOG"}}, tokenVendor: id(999),
			steps.NeedsShipTo: {{"customer": 9999, "id": 999}},
		},
	}
}

// readAccess reads a profile.
func readAccess(p *conformance.Profile) (*steps.Access, error) {
	a := &steps.Access{Chosen: map[string][]string{}}
	for name, into := range map[string]*string{
		"token": &a.Token, "user": &a.User, "password": &a.Password, "customer-token": &a.CustomerToken,
		"vendor-token": &a.VendorToken, "limited-token": &a.LimitedToken, "other-token": &a.OtherToken, "places-token": &a.PlacesToken,
	} {
		text, err := p.Secret(name)
		if err != nil {
			return nil, err
		}
		*into = text
	}
	switch {
	case a.Token == "":
		return nil, errors.New("credentials: token is required: one of the company that prebooks are created for")
	case (a.User == "") != (a.Password == ""):
		return nil, errors.New("credentials: user and password go together")
	}
	return a, readFixtures(p, a)
}

func readFixtures(p *conformance.Profile, a *steps.Access) error {
	for name, kind := range chosen() {
		ids, err := column(p, name, "id", digits)
		if err != nil {
			return err
		}
		a.Chosen[kind] = ids
	}
	var first [3][]string // location, the token's vendor, places
	for i, f := range []struct {
		name, member string
		read         func(any) (string, error)
	}{{location, "code", text}, {tokenVendor, "id", digits}, {places, "code", text}} {
		var err error
		if first[i], err = column(p, f.name, f.member, f.read); err != nil {
			return err
		}
	}
	a.Location, a.TokenVendor, a.Places = firstOf(first[0]), firstOf(first[1]), first[2]
	customers, err := column(p, steps.NeedsShipTo, "customer", digits)
	if err != nil {
		return err
	}
	addresses, err := column(p, steps.NeedsShipTo, "id", digits)
	if err != nil {
		return err
	}
	for i := range customers {
		a.AddShipTo(steps.ShipTo{Customer: customers[i], ID: addresses[i]})
	}
	numbers, err := column(p, steps.NeedsFutureOrder, "number", text)
	if err != nil {
		return err
	}
	vendors, err := column(p, steps.NeedsFutureOrder, "vendor", digits)
	if err != nil {
		return err
	}
	var free []steps.Future
	for i, number := range numbers {
		if slices.Contains(numbers[:i], number) {
			return fmt.Errorf("fixtures.%s[%d]: the order %s stands there twice", steps.NeedsFutureOrder, i, number)
		}
		free = append(free, steps.Future{Number: number, Vendor: vendors[i]})
	}
	a.Futures = steps.NewFutures(free)
	return nil
}

// supply adds a delivery address or a future sales order, which a command of the
// profile has made.
func (c caller) supply(fixture string, entity map[string]any) error {
	one := &conformance.Profile{Fixtures: map[string][]map[string]any{fixture: {entity}}}
	more := &steps.Access{Chosen: map[string][]string{}}
	if err := readFixtures(one, more); err != nil {
		return err
	}
	for _, address := range more.ShipTos() {
		c.access.AddShipTo(address)
	}
	more.Futures.MoveTo(c.access.Futures)
	return nil
}

// column reads one member of all entries of a fixture.
func column(p *conformance.Profile, fixture, member string, read func(any) (string, error)) ([]string, error) {
	var all []string
	for i, entry := range p.Fixtures[fixture] {
		value, err := read(entry[member])
		if err != nil {
			return nil, fmt.Errorf("fixtures.%s[%d].%s: %w; the form is %s", fixture, i, member, err, fixtures()[fixture])
		}
		all = append(all, value)
	}
	return all, nil
}

func text(value any) (string, error) {
	if t, is := value.(string); is && t != "" {
		return t, nil
	}
	return "", errors.New("say a text")
}

func digits(value any) (string, error) {
	t := fmt.Sprint(value)
	if _, err := strconv.ParseUint(t, 10, 64); err != nil {
		return "", errors.New("say an id in digits")
	}
	return t, nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// missing tells what the profile lacks for a case's need.
func (c caller) missing(need string) string {
	a := c.access
	lacks := map[string]struct {
		there  bool
		remedy string
	}{
		steps.NeedsShipTo:        {len(a.ShipTos()) > 0, "a delivery address of a customer: give the profile fixtures.ship-to"},
		steps.NeedsFutureOrder:   {a.Futures.Left() > 0, "a future sales order of 10 boxes that no other case has used: give the profile one more in fixtures.future-order"},
		steps.NeedsPlaces:        {a.PlacesToken != "" && len(a.Places) > 0, "a company with several locations: give the profile credentials.places-token and fixtures.places"},
		steps.NeedsUser:          {a.User != "", "a user who may log in: give the profile credentials.user and password"},
		steps.NeedsCustomerToken: {a.CustomerToken != "", "a customer's token: give the profile credentials.customer-token"},
		steps.NeedsVendorToken:   {a.VendorToken != "" && a.TokenVendor != "", "a vendor's token: give the profile credentials.vendor-token and fixtures.token-vendor"},
		steps.NeedsLimitedToken:  {a.LimitedToken != "", "a token that is limited to customer.list and carrier.list: give the profile credentials.limited-token"},
		steps.NeedsOther:         {a.OtherToken != "", "a second company: give the profile credentials.other-token"},
	}
	if l, known := lacks[need]; known && !l.there {
		return "needs " + l.remedy
	}
	return ""
}
