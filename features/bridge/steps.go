package bridge

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Orders is where the orders of a run come from.
type Orders struct {
	NewNumber func() string                       // a number that no order has, for a simulator
	Take      func(fixture string) (string, bool) // an order of the profile that no other case has
	GiveBack  func(fixture string, number string) // one that a case left as it was
	Lag       *Lag                                // of a live target; nil where it is not looked at
}

// Steps returns what registers the steps of one scenario. All state is the
// scenario's own.
func Steps(session *target.Session, login Login, orders Orders) func(*features.Steps) {
	return func(sc *features.Steps) {
		s := &steps{session: session, orders: orders, client: NewClient(session, login)}
		s.bindOrders(sc)
		s.bindChanges(sc)
		s.bindReading(sc)
		s.bindTokens(sc)
		s.bindAnswers(sc)
		s.bindOutside(sc)
	}
}

// steps is the state of one scenario.
type steps struct {
	session *target.Session
	orders  Orders
	client  *Client
	number  string // of the scenario's order
	before  string // the token that the client had before time passed
	answer  *target.Answer
	noted   state
	message any // of an answer, as noted
}

func (s *steps) bindOrders(sc *features.Steps) {
	sc.Step(`^an order ((?:in|that|of|paid) .*)$`, s.borrow)
	sc.Step(`^the order is "([^"]*)"$`, s.becomes)
	sc.Step(`^the order is at once "([^"]*)"$`, s.atOnce)
	sc.Step(`^the order is still "([^"]*)"$`, s.stays)
	sc.Step(`^the order is still "([^"]*)" where the call was refused$`, s.staysIfRefused)
	sc.Step(`^the order is "([^"]*)", or "([^"]*)" where the call was refused$`, s.becomesUnlessRefused)
	sc.Step(`^the order is not "([^"]*)"$`, s.isNot)
	sc.Step(`^the history of the order is noted$`, s.noteHistory)
	sc.Step(`^the history has one more entry, from the state before to the state after$`, s.grown)
	sc.Step(`^the history is as before$`, s.unchanged)
	sc.Step(`^the last changes of the history are "([^"]*)" to "([^"]*)" and "([^"]*)" to "([^"]*)"$`,
		func(ctx context.Context, from1, to1, from2, to2 string) error {
			return s.lastChanges(ctx, change{from: from1, to: to1}, change{from: from2, to: to2})
		})
}

func (s *steps) borrow(ctx context.Context, phrase string) (err error) {
	k, found := findKind(func(k Kind) bool { return k.Phrase == phrase })
	if !found {
		return fmt.Errorf("%w: there is no order %s", godog.ErrUndefined, phrase)
	}
	s.number, err = s.orders.Borrow(ctx, s.client, k)
	return err
}

func (s *steps) bindAnswers(sc *features.Steps) {
	sc.Step(`^the call is executed$`, s.executed)
	sc.Step(`^the call is refused$`, s.refused)
	sc.Step(`^the call is refused with (\d+)$`, s.refusedWith)
	sc.Step(`^the call is refused with (\d+) or (\d+)$`, s.refusedWithOneOf)
	sc.Step(`^the call is refused, and not with (\d+)$`, s.refusedOtherwise)
	sc.Step(`^the call is not executed$`, s.notExecuted)
	sc.Step(`^no state is told$`, s.tellsNoState)
	sc.Step(`^a refusal has ack (\d+)$`, s.refusalHasAck)
	sc.Step(`^the ack is (\d+)$`, s.refusedWith)
	sc.Step(`^the ack is not (\d+)$`, s.ackIsNot)
	sc.Step(`^the ack is not 0, or the order is "([^"]*)"$`, s.becomesIfExecuted)
	sc.Step(`^the answer has an ack other than 0$`, s.hasOtherAck)
	sc.Step(`^the answer has status (\d+)$`, func(want int) error {
		return target.Mismatches(target.Compare("status", s.answer.Status, want))
	})
	sc.Step(`^the answer has status (\d+), ack (\d+) and the message "([^"]*)"$`, s.statusAckMessage)
	sc.Step(`^the answer is an object with the number ack and the text message$`, s.isEnvelope)
	sc.Step(`^the answer tells the state, its name and the history$`, s.tellsState)
	sc.Step(`^the state is told as "([^"]*)", named "([^"]*)"$`, s.toldAs)
	sc.Step(`^the message describes the error$`, s.messageDescribes)
	sc.Step(`^the message is noted$`, s.noteMessage)
	sc.Step(`^the message is another than the one that was noted$`, s.messageDiffers)
	sc.Step(`^the message is "([^"]*)"$`, s.messageIs)
	sc.Step(`^the message is empty or left out$`, s.messageEmpty)
}

func (s *steps) bindTokens(sc *features.Steps) {
	sc.Step(`^the client logs in$`, func(ctx context.Context) (err error) {
		s.answer, err = s.client.LogIn(ctx)
		return err
	})
	sc.Step(`^the client has logged in$`, func(ctx context.Context) error {
		_, err := s.client.Token(ctx)
		return err
	})
	sc.Step(`^the client logs in with another secret$`, func(ctx context.Context) error {
		return s.logInAs(ctx, Login{Client: s.client.login.Client, Secret: "plumbline-wrong-secret"})
	})
	sc.Step(`^a client that nobody knows logs in$`, func(ctx context.Context) error {
		return s.logInAs(ctx, Login{Client: "plumbline-no-such-client", Secret: s.client.login.Secret})
	})
	sc.Step(`^a log-in is sent with the body:$`, s.logInWithBody)
	sc.Step(`^the answer has a token$`, func() error { return s.hasToken(true) })
	sc.Step(`^the answer has no token$`, func() error { return s.hasToken(false) })
	sc.Step(`^the token is three parts in base64url, joined by full stops$`, s.tokenIsJWT)
	sc.Step(`^(the|an invented) token( from before)? is checked$`, s.checkToken)
	sc.Step(`^the token is taken for valid$`, s.takenForValid)
	sc.Step(`^the token is not taken for valid$`, s.notTakenForValid)
	sc.Step(`^(\d+) (minutes|days) pass$`, s.pass)
}

// pass moves the clock; the client does not trust its token afterwards.
func (s *steps) pass(ctx context.Context, count, unit string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return fmt.Errorf("bridge: %w", err)
	}
	each := map[string]time.Duration{"minutes": time.Minute, "days": 24 * time.Hour}[unit]
	s.before, s.client.token = s.client.token, ""
	if expired := s.client.login.Expired; expired != "" && unit == "days" && !s.session.Controlled() {
		s.before = expired // of the profile: nobody has to wait
		return nil
	}
	return s.session.Advance(ctx, time.Duration(n)*each)
}

func (s *steps) logInAs(ctx context.Context, login Login) (err error) {
	s.answer, err = s.client.logInAs(ctx, login)
	return err
}

func (s *steps) hasToken(want bool) error {
	if (textOf(s.answer, "token") != "") == want {
		return nil
	}
	if want {
		return target.Mismatch("answer", Told(s.answer), "a token")
	}
	return target.Mismatch("answer", "a token", "none")
}

func (s *steps) tokenIsJWT() error {
	token := textOf(s.answer, "token")
	if token == "" {
		return s.hasToken(true)
	}
	if regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`).MatchString(token) {
		return nil
	}
	return target.Mismatch("token", "a text of another form", "header.payload.signature in base64url")
}
