package komet

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Steps returns what registers the steps of one scenario. All state is the
// scenario's own.
func Steps(session *target.Session, access *Access, random *rand.Rand) func(*features.Steps) {
	return func(sc *features.Steps) {
		s := &steps{
			session: session, access: access, random: random,
			company: access.Company(session), date: NewDate(random), tokens: map[string]string{},
		}
		s.bindPrebooks(sc)
		s.bindCreations(sc)
		s.bindAnswers(sc)
		s.bindAnsweredItems(sc)
		s.bindDetails(sc)
		s.bindCompanies(sc)
		s.bindStock(sc)
		s.bindOrders(sc)
		s.bindAccess(sc)
		s.bindLimits(sc)
		s.bindLists(sc)
		s.bindEvents(sc)
	}
}

// steps is the state of one scenario.
type steps struct {
	ownPO   string // of the scenario, once it is needed
	session *target.Session
	access  *Access
	random  *rand.Rand
	company *Company // that the scenario creates for
	other   *Company // a second one, where the scenario has it
	date    string   // shipDate of the scenario's prebooks

	header  map[string]any    // of the prebook to be created; nil before there is one
	items   []map[string]any  // its products
	future  *Future           // the future sales order of the scenario
	caller  *string           // token that calls carry in place of the company's
	tokens  map[string]string // by what steps call them
	user    [2]string         // name and password
	answer  *target.Answer    // the last
	answers []*target.Answer  // to all creations of the scenario
	noted   []string          // ids of the day's prebooks
	list    listing
	again   func(context.Context) error // lists anew what was listed last
	address string                      // of the scenario's subscriber
}

// NewDate is a day on which few prebooks are: those of a scenario are found
// again by it.
func NewDate(random *rand.Rand) string {
	const soonest, days = 30, 330 // from today
	return time.Now().UTC().AddDate(0, 0, soonest+random.IntN(days)).Format(time.DateOnly)
}

// client calls with the scenario's present token.
func (s *steps) client() *Client {
	if s.caller != nil {
		return &Client{Session: s.session, Token: *s.caller}
	}
	return s.owner()
}

// owner calls with the token of the scenario's company, whoever else calls.
func (s *steps) owner() *Client { return &Client{Session: s.session, Token: s.company.Token} }

// unless returns a difference, unless the target refuses everything now.
func (s *steps) unless(ctx context.Context, difference error) error {
	if err := s.owner().Awake(ctx); err != nil {
		return err
	}
	return difference
}

// own gives the scenario a company of its own on a simulator, once, and more to
// it each time. Elsewhere there is nothing to give.
func (s *steps) own(ctx context.Context, more object) error {
	if !s.session.Controlled() {
		return &target.Inconclusive{Reason: "the target offers no control API"}
	}
	if s.company.seeded != nil {
		return s.company.seed(ctx, s.session, more)
	}
	if s.header != nil {
		return fmt.Errorf("komet: the scenario has a prebook before it has its company")
	}
	company, err := newCompany(ctx, s.session, s.random, more)
	s.company = company
	return err
}
