// Package bridge is a small server of Napse Bridge's order/state service, written from document 003 alone. It exists to
// be judged: it is correct by the document, and nobody who wrote the judge wrote it.
//
// "Line" below is a line of the document, "gap" a numbered point of the document's list of contradictions and gaps.
//
// What both variants do, because the document says it:
//   - POST order/state/STATE with {internalNumber, notes} changes the state of an order (lines 1 to 6, 20 to 23);
//   - a call without a valid token in x-access-token is refused and says "token inválido" (lines 12 and 13);
//   - the answer has ack, 0 when the change was executed (lines 28, 31, 35);
//   - 1021 for the state that the order has, 1023 for an order that was sent or closed (line 6);
//   - closed and cancelled are final (lines 68 and 71);
//   - confirmed presupposes payments or news of them, and at Garbarino a default means of payment (lines 49 to 52);
//   - readyToPick presupposes shipping data and label (line 54), complete all items with their serials (line 59).
package bridge

import (
	"net/http"
	"sync"
	"time"
)

// Variant is a set of choices that the document leaves open.
type Variant string

const (
	// Plain takes the most natural choices.
	//   - Every outcome of the service is 200, the code is in ack (gap 33: no status is told).
	//   - message is "-" on success, as in the example (line 29).
	//   - A missing token is 401 with ack 9999 (gap 23); a body that cannot be read is 400 (gap 33).
	//   - POST order/state without a state is 1040 (gap 20).
	//   - A name that is no state is 9999 (gap 21); names are compared letter by letter (gap 28).
	//   - rejected, paused and negotiation are states like others (gap 11).
	//   - No internalNumber is 991, an unknown one 1022 (gap 21, facts 6 and 7).
	//   - 1021 is examined before 1023, in the order of line 6. An order that was sent is moved no more (gap 2, literally).
	//   - A cancelled order is refused with 9999 (gap 27).
	//   - Any state follows any other (gap 33). inproc and transit need nothing: the call is what reports them (gap 32).
	//   - The packing list and the carrier's news move an order by themselves (lines 56 and 66).
	//   - Too little stock: the order is not created (line 47).
	//   - Unknown members are ignored, null is as good as absent (gap 22).
	//   - order/status and auth/me exist (facts 9 and 13); the token is a JWT (fact 12).
	Plain Variant = "plain"

	// Other takes the other choice.
	//   - 202 on success and a status of HTTP for every refusal: 400, 403, 404, 409, 415 (gap 33).
	//   - message is absent on success (gap 18: "en caso de existir"), and the answer has two more members.
	//   - What the framework refuses has the framework's body, which has no ack (gap 23, gap 33).
	//   - The token may come as a parameter of the address, too (gap 19), is no JWT (fact 12 is an inference from a sample).
	//   - Without a state no route matches: 404 (gap 20). A blank state is 1040, and so is a name that is no state (gap 21).
	//   - States are known in any case (gap 28) and by their number (gap 12: the column "Estado" holds the number).
	//   - rejected, paused and negotiation are no targets (gap 11: not in the numbered list).
	//   - No internalNumber is 9999, an unknown one 9999 with 404 (gap 21).
	//   - 1023 is examined before 1021 (no order is told). A sent order may be closed, else closed is never reached (gap 2).
	//   - A cancelled order is refused with 1023 (gap 27).
	//   - An order takes one step of 1 to 7 at a time, or is cancelled (gap 33: the numbers are the flow).
	//   - inproc presupposes the packing list (line 56). transit presupposes the carrier's news: a call is not "manualmente"
	//     (line 66, gap 32). Neither moves an order by itself.
	//   - Too little stock: the order stands in negotiation (line 45, gap 25).
	//   - The body has to be sent as application/json; unknown members, null and notes above 250 characters are refused
	//     (gap 22); a number is as good as text.
	//   - auth/me does not exist (the document does not have it). order/status names states by the other names of the table
	//     (gaps 3, 9 and 10), tells times in milliseconds and has null for no history (the document does not have it).
	//   - The log-in is answered with 201 (the document has neither the call nor its status).
	Other Variant = "other"
)

// The client that may log in.
const (
	clientID     = "tienda-demo"
	clientSecret = "clave-de-muestra"
)

type server struct {
	choices

	mu     sync.Mutex
	orders map[string]*order
	tokens map[string]time.Time // until when each is valid
}

// choices tells the variants apart; the constants above say why each is permitted.
type choices struct {
	httpStatuses   bool // refusals have statuses of their own
	moreTokens     bool // token in the address as well
	looseStates    bool // any case, numbers
	onlyNumbered   bool // rejected, paused, negotiation are no targets
	sentMayClose   bool
	stepByStep     bool
	needsList      bool // inproc after a packing list only
	needsNews      bool // transit after the carrier's news only
	strictBody     bool
	supplement     bool // auth/me, a JWT, 1040 for the bare path
	otherSystems   bool // packing list and carrier move orders
	shortNegotiate bool
}

// New returns a server of the variant with its sample orders in memory.
func New(v Variant) http.Handler {
	c := choices{supplement: true, otherSystems: true}
	if v == Other {
		c = choices{
			httpStatuses: true, moreTokens: true, looseStates: true, onlyNumbered: true, sentMayClose: true,
			stepByStep: true, needsList: true, needsNews: true, strictBody: true, shortNegotiate: true,
		}
	}
	s := &server{choices: c, tokens: map[string]time.Time{}, orders: sampleOrders(c)}
	return s.routes()
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /auth/login", s.logIn)
	mux.HandleFunc("POST /order/state/{orderState}", s.withToken(s.changeState))
	mux.HandleFunc("POST /order/status", s.withToken(s.status))
	if s.supplement {
		mux.HandleFunc("POST /order/state", s.withToken(s.changeState))
		mux.HandleFunc("POST /order/state/{$}", s.withToken(s.changeState))
		mux.HandleFunc("POST /auth/me", s.withToken(s.me))
	} else {
		mux.HandleFunc("/", s.withToken(s.noRoute))
	}
	return withRequestID(mux)
}
