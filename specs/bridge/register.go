package bridge

import "github.com/plumbline-api/plumbline/specs"

// register accounts for the 34 unclear points of document 003.
func register() []specs.Point {
	const c, a, g = specs.Contradiction, specs.Ambiguity, specs.Gap
	return []specs.Point{
		{Number: 1, Kind: c, Rule: SentOrClosedIs1023, Reason: "The error gives the meanings “sent” and “closed”, which the table has as transit and closed; env and clos are short codes of an earlier generation and no targets."},
		{Number: 2, Kind: c, Rule: SentOrClosedIs1023, Reason: "The error speaks of this call, the order of the table of the order's life; closed stays reachable by the carrier's news and by hand. That the call may close is the second reading."},
		{Number: 3, Kind: c, Rule: StatusSpeaksTheTable, Reason: "Names are not sent by the documented call; where a state is read, the name of the numbered row is taken."},
		{Number: 4, Kind: c, Rule: OrderEntersOpen, Reason: "The numbered row holds: inproc is picking. The import that stands at the unnumbered one is the way into open."},
		{Number: 5, Kind: c, Rule: ShortageAtImport, Reason: "The note is about the import and not about a state: by default there is no order that could have one."},
		{Number: 6, Kind: c, Rule: CancelledIsFinal, Reason: "The numbered row repeats the older one and adds that the state is final."},
		{Number: 7, Kind: c, Rule: ClosedIsFinal, Reason: "The numbered row holds; the other is the older one, printed into row 6 by the comparison."},
		{Number: 8, Kind: c, Schema: "/components/schemas/OrderState/enum", Reason: "The word inside row 5 is the older row of transit; the code is one and stands once in the enumeration."},
		{Number: 9, Kind: c, Rule: StatusSpeaksTheTable, Reason: "The name of the numbered row is taken, as for every state."},
		{Number: 10, Kind: c, Rule: StatusSpeaksTheTable, Reason: "The name of the numbered row is taken; what is printed twice is the description."},
		{Number: 11, Kind: c, Rule: UnnumberedStates, Reason: "Accepted by default: the document prints them with code, name and description, and only a comparison with another page shows that they were taken out."},
		{Number: 12, Kind: c, Rule: StatesOfTheTable, Reason: "The fourth column is a number for the reader; the code is what the example of a call has in its path."},
		{Number: 13, Kind: c, Rule: ErrorsHaveOtherAcks, Reason: "Both places list codes of one answer; neither calls its list complete."},
		{Number: 14, Kind: c, Rule: TransitNeedsCarrierOrHand, Reason: "The table is the same both times; what follows it in row 6 is the note of that row, which is this rule."},
		{Number: 15, Kind: c, Rule: AnswerEnvelope, Reason: "The repeated lines say the same of the one envelope."},
		{Number: 16, Kind: c, Rule: PathNamesTheState, Reason: "The path is what the parameter table defines; notes that speak of something else do not matter, so the two examples work together."},
		{Number: 17, Kind: c, Rule: AnswerEnvelope, Reason: "The answer is JSON; the comma after the last member is a slip, and the example stands in the contract without it."},
		{Number: 18, Kind: c, Rule: SuccessMessage, Reason: "The example decides by default: a dash where there is no error."},
		{Number: 19, Kind: a, Rule: TokenInHeader, Reason: "Header by default: it is named, with the name of the field; a parameter of the address is the second reading."},
		{Number: 20, Kind: a, Rule: NewStateRequired, Reason: "Answered with 1040 by default, because a documented code should be able to occur."},
		{Number: 21, Kind: g, Rule: UnknownOrderIs1022, Reason: "Other pages of the vendor give 1022 for an unknown order and 991 for a missing one (number-required); for an unknown state nobody gives a code, and 9999 is assumed (unknown-error-is-9999)."},
		{Number: 22, Kind: g, Rule: NumberRequired, Reason: "The comparison leaves out rows that did not change, and the older page has them: the number is required, the notes are not (notes-optional), and no length is given."},
		{Number: 23, Kind: g, Rule: InvalidTokenAnswer, Reason: "Assumed like the other refusals, told apart by the message; that such a call is refused is documented and a rule of its own."},
		{Number: 24, Kind: c, Rule: CompleteIsTotal, Reason: "Completion is said to be never partial, so what is negotiated has to be settled before it."},
		{Number: 25, Kind: c, Rule: ShortageAtImport, Reason: "Not created by default: the note belongs to the import, while negotiation is for a shortage of an order that exists. That the order is created for negotiation is the second reading."},
		{Number: 26, Kind: a, Rule: ReadyNeedsShippingAndLabel, Reason: "The notes draw the border: payment makes an order confirmed, shipping data and label make it ready."},
		{Number: 27, Kind: a, Rule: CancelledIsFinal, Reason: "Final by default, as the row says; the error's text is a condition of that error and no list of final states."},
		{Number: 28, Kind: a, Schema: "/components/schemas/OrderState/enum", Reason: "Codes are taken as they are printed; nothing says that another spelling is understood."},
		{Number: 29, Kind: c, Schema: "/paths/~1order~1state~1{orderState}/post", Reason: "The doubled words are old and new text and mean the same: one service for an external source, called by POST."},
		{Number: 30, Kind: a, Schema: "/components/schemas/OrderState/enum", Reason: "The column of examples refers to the only definition of the values, so the table defines them."},
		{Number: 31, Kind: a, Rule: GarbarinoNeedsDefaultMeans, Reason: "By default a case binds the orders of the customer that it names and nobody else; that the cases are examples is the second reading."},
		{Number: 32, Kind: a, Rule: OtherSystemsChangeToo, Reason: "A call is judged against the state that the other systems left; whether they move the state or only allow the call are readings of the rules of rows 4 and 6."},
		{Number: 33, Kind: g, Rule: FreeFlow, Reason: "Any step by default, since the validations forbid no other; HTTP statuses (status-is-200) and the token's lifetime (token-lasts-two-days) are assumed, and no limits are modelled because nobody mentions any."},
		{Number: 34, Kind: a, Reason: "The Portuguese headings come from the page's own macros and say nothing about the service."},
	}
}
