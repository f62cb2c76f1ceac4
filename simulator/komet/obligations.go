package komet

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// obligations judge the caller, as far as the journal shows what it did.
func obligations() map[*specs.Rule]obligation.Judge {
	return map[*specs.Rule]obligation.Judge{
		rules.CallerUsesHTTPS:               obligation.UsesHTTPS(),
		rules.CallerKeepsToken:              keepsToken,
		rules.CallerStaysWithinDailyLimit:   staysWithinLimit,
		rules.CallerSendsJSON:               sendsJSON,
		rules.CallerGivesRequired:           keepsContract("Every required member was sent."),
		rules.CallerKeepsTypes:              keepsContract("Every member was sent in its type."),
		rules.CallerKeepsLengths:            keepsContract("No text was too long."),
		rules.CallerKeepsNumbers:            keepsContract("No number was too great or too precise."),
		rules.CallerKeepsValues:             keepsContract("Every flag and unit was one of those that are documented."),
		rules.CallerWritesShipDate:          keepsContract("Every shipDate was a day, written YYYY-MM-DD."),
		rules.CallerNamesProducts:           ofCreations(productsNamed, "Every product and box type was named by id, or by code and description."),
		rules.CallerSaysLocation:            ofCreations(locationSaid, "Every prebook of a company with several locations said which."),
		rules.CallerPricesByUnit:            obligation.Unjudged("Whether a price is that of a bunch or of a stem can't be told from its number."),
		rules.CallerAsksForNumberOrDate:     asksForNumberOrDate,
		rules.CallerSendsIDOrCode:           ofCreations(namedOneWay, "Customer and carrier were each named in one way."),
		rules.CallerPrefersIDs:              ofCreations(namedByID, "Customer and carrier were named by id."),
		rules.CallerTakesIDsFromLists:       ofCreations(idsKnown, "Every id that was sent is known."),
		rules.CallerGivesVendorAndCosts:     ofCreations(orderable, "Every item of which a purchase order was wanted has a cost and a vendor."),
		rules.CallerSendsExactOrderNumber:   ofCreations(exactNumber, "Every number of a future sales order is that of the system."),
		rules.SubscriberAnswersConfirmation: obligation.Unjudged("What subscribers answer is in the ledger of deliveries, and not in the journal of requests."),
	}
}

// creation is a call of prebook.create as the journal has it.
type creation struct {
	entry *journal.Entry
	sent  api.PrebookCreate
	told  api.PrebookAnswer
}

// succeeded tells whether the prebook was created.
func (c *creation) succeeded() bool { return c.told.Status.Text == "1" }

// verdict is what one creation shows of a rule: nothing, that it is kept, or
// how it is broken.
type verdict struct {
	judged bool
	breach string
}

// ofCreations judges every creation whose body can be read.
func ofCreations(judge func(*creation) verdict, kept string) obligation.Judge {
	return func(h obligation.History) obligation.Finding {
		var t obligation.Tally
		for i := range h.Entries {
			c := creation{entry: &h.Entries[i]}
			if c.entry.Operation != createPrebook || !c.entry.Request.Decode(&c.sent) {
				continue
			}
			c.entry.Response.Decode(&c.told) // a refusal may have none of it
			switch v := judge(&c); {
			case v.breach != "":
				t.Break(c.entry, "(%s) %s", c.entry.Operation, v.breach)
			case v.judged:
				t.Keep()
			}
		}
		return t.Finding(kept, "No creation was made that could tell.")
	}
}

// party is how a creation names its customer or carrier. An empty code names
// nobody.
type party struct {
	what          string
	byID, byCode  bool
	name, another bool // under its documented member, and under that of the notes
}

func (c *creation) parties() [2]party {
	in := &c.sent
	return [2]party{
		{"customer", in.CustomerID != nil, given(in.CustomerCode), in.CustomerDescription != nil, in.CustomerName != nil},
		{"carrier", in.CarrierID != nil, given(in.CarrierCode), in.CarrierDescription != nil, in.CarrierName != nil},
	}
}

func namedOneWay(c *creation) verdict {
	for _, p := range c.parties() {
		switch {
		case p.byID && p.byCode:
			return verdict{breach: "names the " + p.what + " both by id and by code"}
		case !p.byID && !p.byCode:
			return verdict{breach: "names no " + p.what}
		case p.byCode && !p.name && !p.another:
			return verdict{breach: "names the " + p.what + " by code without the name"}
		}
	}
	return verdict{judged: true}
}

func namedByID(c *creation) verdict {
	judged := false
	for _, p := range c.parties() {
		if p.byCode && !p.byID {
			return verdict{breach: "names the " + p.what + " by code"}
		}
		judged = judged || p.byID
	}
	return verdict{judged: judged}
}

// idsKnown is judged where a creation names all by id, so that nothing else can
// be what was not known.
func idsKnown(c *creation) verdict {
	in := &c.sent
	other := given(in.CustomerCode) || given(in.CarrierCode) || given(in.CompanyLocationCode)
	for i := range items(in) {
		item := &(*in.PrebookItems)[i]
		other = other || given(item.ProductCode) || given(item.BoxTypeCode) || given(item.VendorCode) || given(item.FutureSalesPoNumber)
		if item.Breakdowns == nil {
			continue
		}
		for _, part := range *item.Breakdowns {
			other = other || given(part.ProductCode)
		}
	}
	switch {
	case other:
		return verdict{}
	case c.entry.DecidedBy(rules.UnknownHeaderReference.ID, rules.UnknownItemReference.ID):
		return verdict{breach: "sends an id that is none of the company's"}
	}
	return verdict{judged: c.succeeded()}
}

// orderable forgives what was accepted: a vendor's token stands for the vendor.
func orderable(c *creation) verdict {
	wanted := c.sent.AutoGeneratePOsfromPrebooks
	if wanted == nil || wanted.Text != "1" || len(items(&c.sent)) == 0 {
		return verdict{}
	}
	if c.succeeded() {
		return verdict{judged: true}
	}
	for i := range items(&c.sent) {
		item := &(*c.sent.PrebookItems)[i]
		switch {
		case item.Cost == nil:
			return verdict{breach: "wants purchase orders for an item without a cost"}
		case item.VendorID == nil && !given(item.VendorCode) && !given(item.FutureSalesPoNumber):
			return verdict{breach: "wants purchase orders for an item without a vendor"}
		}
	}
	return verdict{judged: true}
}

func exactNumber(c *creation) verdict {
	if c.entry.DecidedBy(rules.FutureOrderExactNumber.ID) {
		return verdict{breach: "names a future sales order by almost its number"}
	}
	if c.told.Items == nil {
		return verdict{}
	}
	for _, item := range *c.told.Items {
		if item.FutureSalesPoNumber != nil && item.Status.Text == "1" {
			return verdict{judged: true}
		}
	}
	return verdict{}
}

// keepsToken is broken by every further log-in of a user, since tokens last.
func keepsToken(h obligation.History) obligation.Finding {
	var t obligation.Tally
	loggedIn := map[string]bool{}
	for i := range h.Entries {
		e := &h.Entries[i]
		var told api.LoginAnswer
		if !h.Concerns(e) || !e.Response.Decode(&told) || told.Status.Text != "1" {
			continue
		}
		user := parameter(e, "username")
		if loggedIn[user] {
			t.Break(e, "(%s) logs %q in, who has a token already", e.Operation, user)
			continue
		}
		loggedIn[user] = true
		t.Keep()
	}
	return t.Finding("Every user logged in once.", "Nobody logged in.")
}

// parameter reads a parameter of an entry's address.
func parameter(e *journal.Entry, name string) string {
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		return ""
	}
	return u.Query().Get(name)
}

func staysWithinLimit(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		switch {
		case !h.Concerns(e):
		case e.DecidedBy(rules.DailyLimit.ID):
			t.Break(e, "(%s) is one call more than the company may make that day", e.Operation)
		default:
			t.Keep()
		}
	}
	return t.Finding("No call was beyond those of the day.", "No call was made.")
}

// sendsJSON is broken by another method too, which is no operation, and by JSON
// that is no object.
func sendsJSON(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		body := bytes.TrimSpace(e.Request.Body)
		switch path, _, _ := strings.Cut(e.Request.URL, "?"); {
		case !strings.HasSuffix(path, "/api/prebook.create"):
		case e.Request.Method != http.MethodPost:
			t.Break(e, "calls prebook.create by %s", e.Request.Method)
		case !e.Request.Truncated && json.Valid(body) && body[0] != '{':
			t.Break(e, "(%s) has a body that is no JSON object", e.Operation)
		}
	}
	other := obligation.SendsJSON()(h)
	finding := t.Finding("", "")
	if finding.Standing != obligation.Broken {
		return other
	}
	if other.Standing == obligation.Broken {
		finding.BrokenBy = append(finding.BrokenBy, other.BrokenBy...)
		slices.Sort(finding.BrokenBy)
	}
	finding.Judged = max(finding.Judged, other.Judged)
	return finding
}

// breachOf finds the keyword that a request broke and that the rule claims.
func breachOf(h obligation.History, e *journal.Entry) (at string, broken bool) {
	book := rules.Book()
	for _, b := range e.Breaches {
		if owner := book.Owner(b.Pointer); owner != nil && owner.ID == h.Rule.ID {
			return b.At + " " + b.Message, true
		}
	}
	return "", false
}

// keepsContract judges every creation with a JSON object by the keywords of the
// contract that the rule claims.
func keepsContract(kept string) obligation.Judge {
	return func(h obligation.History) obligation.Finding {
		var t obligation.Tally
		for i := range h.Entries {
			e := &h.Entries[i]
			if !h.Concerns(e) || !e.Request.Truncated && !json.Valid(e.Request.Body) {
				continue
			}
			if at, broken := breachOf(h, e); broken {
				t.Break(e, "(%s): %s", e.Operation, at)
			} else {
				t.Keep()
			}
		}
		return t.Finding(kept, "No creation was made.")
	}
}

// productsNamed judges the items of a creation and their breakdowns.
func productsNamed(c *creation) verdict {
	judged := false
	for i := range items(&c.sent) {
		item := &(*c.sent.PrebookItems)[i]
		judged = true
		switch {
		case !namedBy(item.ProductID, item.ProductCode, item.ProductDescription):
			return verdict{breach: "names the product of an item neither by id nor by code and description"}
		case !namedBy(item.BoxTypeID, item.BoxTypeCode, item.BoxTypeDescription):
			return verdict{breach: "names the box type of an item neither by id nor by code and description"}
		case item.Breakdowns == nil:
			continue
		}
		for _, part := range *item.Breakdowns {
			if !namedBy(part.ProductID, part.ProductCode, part.ProductDescription) {
				return verdict{breach: "names the product of a breakdown neither by id nor by code and description"}
			}
		}
	}
	return verdict{judged: judged}
}

func namedBy(id *uint64, code, name *string) bool {
	return id != nil || given(code) && name != nil
}

// locationSaid is judged where the location mattered: where it was said, and
// where the lack of it refused the creation.
func locationSaid(c *creation) verdict {
	if c.entry.DecidedBy(rules.LocationDemanded.ID) {
		return verdict{breach: "does not say which of the company's locations it is of"}
	}
	return verdict{judged: given(c.sent.CompanyLocationCode)}
}

func asksForNumberOrDate(h obligation.History) obligation.Finding {
	var t obligation.Tally
	for i := range h.Entries {
		e := &h.Entries[i]
		switch {
		case !h.Concerns(e):
		case parameter(e, "number") == "" && parameter(e, "date") == "":
			t.Break(e, "(%s) sends neither a number nor a date", e.Operation)
		default:
			t.Keep()
		}
	}
	return t.Finding("Every list of purchase orders was asked for by number or by date.", "No purchase orders were listed.")
}
