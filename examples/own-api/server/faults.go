package server

// Kind sorts faults.
type Kind string

// The kinds of faults.
const (
	Structural Kind = "structural" // one request shows it, by the document's schemas and statuses
	Business   Kind = "business"   // it takes what the document says in words, or the state after several requests
)

// Fault is a way in which the server can be broken on purpose.
type Fault struct {
	Name string
	Kind Kind
	Text string
}

// Faults lists what can be broken.
func Faults() []Fault {
	return []Fault{
		{"accepts-long-reference", Structural, "the reference may be longer than 40 characters"},
		{"accepts-no-customer", Structural, "the required customer may be left out"},
		{"accepts-any-status-filter", Structural, "the filter of the list takes any word"},
		{"accepts-quantity-zero", Structural, "a line may have the quantity 0"},
		{"accepts-quantity-as-text", Structural, "the quantity may be a text"},
		{"accepts-bad-email", Structural, "the address of the customer is not looked at"},
		{"accepts-no-lines", Structural, "an order may have no lines"},
		{"accepts-cut-off-json", Structural, "a body that is no JSON makes an empty change"},
		{"leaves-total-out", Structural, "the response has no total"},
		{"writes-total-as-text", Structural, "the total is a text"},
		{"creates-with-200", Structural, "creating answers with 200, which the document does not have"},
		{"refuses-without-title", Structural, "the problem of a refusal has no title"},
		{"answers-plain-text", Structural, "a read order comes as text/plain"},
		{"fails-on-null-note", Structural, "a note that is null is answered with 500"},
		{"takes-no-credentials", Structural, "a request without credentials is served"},
		{"takes-any-token", Structural, "a request with a wrong token is served"},
		{"serves-any-method", Structural, "a method that the document does not have is answered with 200"},
		{"forgets-new-orders", Business, "a created order can't be read"},
		{"loses-the-note", Business, "creating does not keep the note"},
		{"adds-up-wrongly", Business, "the total leaves the quantities out"},
		{"lists-not-all", Business, "the newest order is missing in the list"},
		{"filters-nothing", Business, "the filter of the list does nothing"},
		{"lists-oldest-first", Business, "the list begins with the oldest order"},
		{"ignores-the-limit", Business, "the list has all orders, whatever its limit"},
		{"repeats-on-pages", Business, "a page begins with the last order of the page before"},
		{"update-clears-the-rest", Business, "an update of the note clears the customer's name"},
		{"update-touches-another", Business, "an update writes its note to the order before, too"},
		{"updates-confirmed-orders", Business, "a confirmed order can be updated"},
		{"keeps-deleted-orders", Business, "a deleted order can still be read"},
		{"deletes-what-is-not-there", Business, "deleting an order that is not there succeeds"},
		{"reads-what-is-not-there", Business, "an order that is not there is read as an empty one"},
		{"confirms-twice", Business, "a confirmed order can be confirmed again"},
		{"confirms-at-once", Business, "of several confirmations at once more than one succeeds"},
		{"cancels-confirmed-orders", Business, "a confirmed order can be cancelled"},
		{"confirms-cancelled-orders", Business, "a cancelled order can be confirmed"},
		{"takes-a-reference-twice", Business, "two orders may have one reference"},
		{"refused-order-stays", Business, "an order that was refused for its lines is there all the same"},
		{"shows-orders-of-others", Business, "an order can be read by another caller"},
		{"lists-orders-of-others", Business, "the list has the orders of all callers"},
		{"never-ships", Business, "a confirmed order is never shipped"},
	}
}
