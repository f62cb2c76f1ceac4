// Package deliveryoptimizer is a small server of the order calls of Delivery Optimizer, written from document 002
// alone. It exists to be judged. Everything that the document says about the server holds in every variant; what
// the document leaves open is chosen per variant, below, with the line of the document or the gap that leaves it.
package deliveryoptimizer

// Variant names a set of permissible choices.
type Variant string

const (
	// Natural takes what most engineers would: 201 for an order that is new (line 54 names a boolean and no status),
	// 204 for PUT (line 60 describes no answer), 404 for an unknown order on GET (line 84 is silent), 400 for what it
	// refuses, exact member names and values, unknown members ignored, the body's tenantId equal to the path's
	// (line 45: it is the same client), lines of at least one (line 76: none means no order), two orders of one
	// orderId in a PUT refused, false for a partial delete that found no line (line 78), expiresAt kept as a mere
	// fact (line 66: the site deletes what expires), dates as sent, absent optional members left out.
	Natural Variant = "natural"
	// Other takes the other permissible choice wherever there is one: every choice in the list that other() sets.
	Other Variant = "other"
	// Literal takes the document at its letter: booleans written True and false (lines 54, 68, 78), nothing said of
	// who may call (so anybody may), codes only of stock origins that exist (line 47), null for an unknown order; and
	// a third choice where there are more than two.
	Literal Variant = "literal"
)

// choices are the departures from Natural.
type choices struct {
	PlainBooleans   bool // text/plain: no media type of the booleans is named; the vendor's pictures show this one
	LiteralBooleans bool // True and false in text/plain, as lines 54, 68 and 78 print them
	AddedIs200      bool // line 54 names no status
	GoneIs404       bool // false with 404: lines 68 and 78 name the boolean and no status
	UnknownIs204    bool // line 84: no order, no content
	UnknownIsNull   bool // line 84: null with 200
	RefusedIs422    bool // no error is documented
	BodyTenantFree  bool // lines 16 and 27: both hold a tenantId, no rule says that they agree; the body's is kept as sent
	Background      bool // line 60: PUT has no described answer; 202, and the effect soon after
	NeverEmptyAll   bool // line 60: an empty array would delete everything; no safeguard is excluded
	LastOfPairWins  bool // line 60 is silent on two orders of one orderId
	EmptyDeletes    bool // line 76: an order without lines is deleted, also when it comes so
	MergeLines      bool // line 46: lines of one code and article are one quantity; no order of lines is promised
	UpperGUIDs      bool // line 45: a Guid has no prescribed letters; all of .NET's forms are read
	OffsetDates     bool // line 29: an instant; written in UTC with +00:00, read also without an offset
	LooseValues     bool // line 45: type in any case, numbers also as text, member names in any case
	AnyQuantity     bool // line 49: no type and no bounds of qty; fractions, zero and less are taken, 1 is written 1.0
	KnownMembers    bool // line 22 lists the fields; any other member is refused
	WrittenNulls    bool // line 22: an optional field without a value is written null
	NoLineIsTrue    bool // line 78: the order was found, and no line of the code is left
	CodesAnyCase    bool // line 78: nothing says that FRA:MAG:0125 and fra:mag:0125 differ
	Expiry          bool // line 45: expiresAt is when the order expires; then it is gone
	Touch           bool // line 45: lastUpdated is the last change, and a partial delete is one
	NoSupplements   bool // config and saturation are not in the document
	CartsOfCommerce bool // line 66: carts are handled by these calls; the right COMMERCE is for handling carts
	HideTenants     bool // another tenant's addresses are unknown to this user; wrong credentials are 403
	JSONOnly        bool // line 18: the body is JSON; another Content-Type is 415
	MoreMembers     bool // line 84: the order is told with its present state
	PathIsAnyText   bool // lines 68 and 78: an id that is no Guid is not there
	AnyArticle      bool // line 48: an article has a unique identifier; which form it has is not looked at
	KnownOrigins    bool // line 47: code is that of a stock origin
	OpenToAll       bool // the document asks nobody for credentials
	NoLineIs404     bool // line 78: of an order without such a line neither branch speaks; it is refused
	PutCounts       bool // line 60: PUT has no described answer; how many orders were replaced
	OwnNames        bool // nobody publishes the names of the members of a saturation
	PastIsRefused   bool // line 45: an order that has expired is not taken any more
	FirstValueOnly  bool // line 18: what comes after the JSON value of the body is not read
}

func (v Variant) choices() choices {
	switch v {
	case Other:
		return other()
	case Literal:
		return choices{
			LiteralBooleans: true, AddedIs200: true, UnknownIsNull: true, KnownOrigins: true, OpenToAll: true,
			NoLineIs404: true, PutCounts: true, OwnNames: true, PastIsRefused: true, FirstValueOnly: true,
		}
	default:
		return choices{}
	}
}

func other() choices {
	return choices{
		PlainBooleans: true, AddedIs200: true, GoneIs404: true, UnknownIs204: true, RefusedIs422: true,
		BodyTenantFree: true, Background: true, NeverEmptyAll: true, LastOfPairWins: true, EmptyDeletes: true,
		MergeLines: true, UpperGUIDs: true, OffsetDates: true, LooseValues: true, AnyQuantity: true,
		KnownMembers: true, WrittenNulls: true, NoLineIsTrue: true, CodesAnyCase: true, Expiry: true, Touch: true,
		NoSupplements: true, CartsOfCommerce: true, HideTenants: true, JSONOnly: true, MoreMembers: true,
		PathIsAnyText: true, AnyArticle: true,
	}
}
