// Package deliveryoptimizer binds the steps of Delivery Optimizer's features to
// calls of its API.
package deliveryoptimizer

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"
	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// The roles whose credentials a session sends.
const (
	RoleOMS      = "oms"      // a user of the tenant with the right OMS
	RoleCommerce = "commerce" // a user of the tenant with the right COMMERCE alone
	RoleOther    = "other"    // a user of the other tenant with the right OMS
	RoleWrong    = "wrong"    // the user of the tenant with a wrong password
	RoleUnknown  = "unknown"  // a user that there is not
	RoleBearer   = "bearer"   // somebody with a token, which this API does not know
	RoleNone     = ""         // nobody
)

// Fixtures are the entities of the target that the scenarios use.
type Fixtures struct {
	Tenant      int32            // the tenant of the calls
	OtherTenant int32            // another one; 0 where the target has none to offer
	OtherOrigin string           // code of a stock origin of the other tenant; empty where none is known
	Origin      string           // code of a stock origin that nothing else loads; empty where none is known
	Codes       [3]string        // of three stock origins, for lines
	NewID       func() uuid.UUID // GUIDs of new orders, from the run's random seed
	Now         func() time.Time // the target's time
}

// Steps returns what registers the steps of one scenario. All state is the
// scenario's own.
func Steps(session *target.Session, fixtures Fixtures) func(*features.Steps) {
	return func(sc *features.Steps) {
		s := &steps{session: session, fixtures: fixtures, orders: map[string]*order{}, articles: map[string]uuid.UUID{}}
		s.bindOrders(sc)
		s.bindCalls(sc)
		s.bindAnswers(sc)
		s.bindTenants(sc)
	}
}

// steps is the state of one scenario.
type steps struct {
	session  *target.Session
	fixtures Fixtures
	orders   map[string]*order    // by the name that the scenario gives them
	current  string               // name of the order that was named last
	articles map[string]uuid.UUID // article names of the tables
	answer   *target.Answer
	noted    int  // capacity in use
	later    bool // the target has accepted something that it does later
}

// order is an order as the scenario builds it, and as the service holds it.
type order struct {
	sent api.Order
	held api.Order // what the service accepted last
}

func (s *steps) bindOrders(sc *features.Steps) {
	const kind = `^a new (order|cart|external order)( "[^"]*")?`
	sc.Step(kind+`$`, func(kind, name string) { s.build(kind, name, nil) })
	sc.Step(`^a new order that expires in (\d+) hours with the lines:$`, func(hours int, table *godog.Table) error {
		lines, err := s.lines(table)
		s.expiring("order", "", hours)
		s.orders[s.current].sent.Lines = lines
		return err
	})
	sc.Step(kind+` with the lines:$`, func(kind, name string, table *godog.Table) error {
		lines, err := s.lines(table)
		s.build(kind, name, func(o *api.Order) { o.Lines = lines })
		return err
	})
	sc.Step(`^the order "([^"]*)" with the GUID of "([^"]*)" and the lines:$`, s.buildTwin)
	sc.Step(kind+` without expiry$`, func(kind, name string) {
		s.build(kind, name, func(o *api.Order) { o.ExpiresAt = nil })
	})
	sc.Step(kind+` that expires in (\d+) hours$`, func(kind, name string, hours int) { s.expiring(kind, name, hours) })
	sc.Step(kind+` that expired an hour ago$`, func(kind, name string) { s.expiring(kind, name, -1) })
	sc.Step(kind+` whose body names tenant 0$`, func(kind, name string) {
		s.build(kind, name, func(o *api.Order) { o.TenantID = 0 })
	})
	sc.Step(kind+` whose only line is at the origin "([^"]*)"$`, func(kind, name, code string) {
		s.build(kind, name, func(o *api.Order) { o.Lines = []api.OrderLine{s.line(code, "coat", 1)} })
	})
	sc.Step(kind+` whose only line is at the first origin$`, func(kind, name string) {
		s.build(kind, name, func(o *api.Order) { o.Lines = []api.OrderLine{s.line(s.fixtures.Codes[0], "coat", 1)} })
	})
	sc.Step(kind+` with two lines at the origin( and one elsewhere)?$`, func(kind, name, elsewhere string) {
		s.build(kind, name, func(o *api.Order) {
			o.Lines = []api.OrderLine{s.line(s.fixtures.Origin, "coat", 1), s.line(s.fixtures.Origin, "boots", 2)}
			if elsewhere != "" {
				o.Lines = append(o.Lines, s.line(s.fixtures.Codes[1], "gloves", 1))
			}
		})
	})
}

// build makes an order like the document's example, with its own GUID, and
// lets change alter it.
func (s *steps) build(kind, name string, change func(*api.Order)) {
	types := map[string]api.OrderType{
		"order": api.OrderTypeOrder, "cart": api.OrderTypeCart, "external order": api.OrderTypeExternalOrder,
	}
	now := s.fixtures.Now().UTC().Truncate(time.Millisecond)
	expires := now.Add(25 * time.Hour)
	o := &order{sent: api.Order{
		OrderID: s.fixtures.NewID(), TenantID: s.fixtures.Tenant, Type: types[kind], LastUpdated: now, ExpiresAt: &expires,
		Lines: []api.OrderLine{s.line(s.fixtures.Codes[0], "coat", 1), s.line(s.fixtures.Codes[1], "boots", 2)},
	}}
	if change != nil {
		change(&o.sent)
	}
	s.current = strings.Trim(strings.TrimSpace(name), `"`)
	s.orders[s.current] = o
}

func (s *steps) buildTwin(name, of string, table *godog.Table) error {
	first := s.orders[of]
	if first == nil {
		return fmt.Errorf("the scenario has no order %q", of)
	}
	lines, err := s.lines(table)
	s.build("order", name, func(o *api.Order) { o.OrderID, o.Lines = first.sent.OrderID, lines })
	return err
}

func (s *steps) expiring(kind, name string, hours int) {
	s.build(kind, name, func(o *api.Order) {
		at := o.LastUpdated.Add(time.Duration(hours) * time.Hour)
		o.ExpiresAt = &at
	})
}

func (s *steps) line(code, article string, qty int32) api.OrderLine {
	id, known := s.articles[article]
	if written, err := uuid.Parse(article); err == nil {
		id, known = written, true
	}
	if !known {
		id = s.fixtures.NewID()
		s.articles[article] = id
	}
	return api.OrderLine{Code: code, ArtGUID: id, Qty: qty}
}

// code returns the code of an origin by the name that scenarios give it.
func (s *steps) code(name string) (string, error) {
	i := slices.Index([]string{"first", "second", "third"}, name)
	if i < 0 {
		return "", fmt.Errorf("the origin %q is none of first, second and third", name)
	}
	return s.fixtures.Codes[i], nil
}

// lines reads a table of origin, article and qty.
func (s *steps) lines(table *godog.Table) ([]api.OrderLine, error) {
	lines := []api.OrderLine{}
	for _, row := range table.Rows[1:] {
		var qty int32
		if _, err := fmt.Sscan(row.Cells[2].Value, &qty); err != nil {
			return nil, fmt.Errorf("the quantity %q of the table: %w", row.Cells[2].Value, err)
		}
		code, err := s.code(row.Cells[0].Value)
		if err != nil {
			return nil, err
		}
		lines = append(lines, s.line(code, row.Cells[1].Value, qty))
	}
	return lines, nil
}

// order returns the order of that name; an empty name stands for the one that
// was named last.
func (s *steps) order(name string) (*order, error) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if name == "" {
		name = s.current
	}
	o := s.orders[name]
	if o == nil {
		return nil, fmt.Errorf("the scenario has no order %q", name)
	}
	s.current = name
	return o, nil
}

// send sends a request as a role and keeps the answer.
func (s *steps) send(ctx context.Context, role string, req *http.Request, err error) error {
	if err != nil {
		return err
	}
	answer, err := s.session.As(role).Send(ctx, req)
	if err == nil {
		s.answer = answer
		s.later = s.later || answer.Status == http.StatusAccepted
	}
	return err
}

// upsert sends an order to a tenant as a role, and takes it back in the end
// unless it was refused: an order whose answer was lost may be there too.
func (s *steps) upsert(ctx context.Context, role string, tenant int32, o *order) error {
	req, err := api.NewUpsertOrderRequest(s.session.Base(), tenant, o.sent)
	notMade := s.session.WillMake(s.entity(tenant, o.sent.OrderID))
	err = s.send(ctx, role, req, err)
	if err == nil && s.answer.Status/100 != 2 {
		notMade()
		return nil
	}
	if err == nil && tenant == s.fixtures.Tenant {
		o.held = o.sent
	}
	s.created(tenant, o.sent.OrderID)
	return err
}

// created has an order taken back in the end.
func (s *steps) created(tenant int32, id uuid.UUID) {
	s.session.Created(s.entity(tenant, id), func(ctx context.Context) error {
		undoRole := RoleOMS
		if tenant == s.fixtures.OtherTenant {
			undoRole = RoleOther
		}
		req, err := api.NewDeleteOrderRequest(s.session.Base(), tenant, id)
		return s.undo(ctx, undoRole, req, err, fmt.Sprintf("order %s of tenant %d", id, tenant))
	})
}

// entity names an order for the ledger: the tenant is told where it is another.
func (s *steps) entity(tenant int32, id uuid.UUID) target.Entity {
	e := target.Entity{What: "order", ID: id.String()}
	if tenant != s.fixtures.Tenant {
		e.ID += fmt.Sprintf("%s%d", OfTenant, tenant)
	}
	return e
}

// OfTenant stands in a ledger between an order's id and a tenant other than the
// one that is called.
const OfTenant = " of tenant "

// undo sends what takes back a change. Its error names what is left behind.
func (s *steps) undo(ctx context.Context, role string, req *http.Request, err error, what string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	answer, err := s.session.As(role).Send(ctx, req)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", what, err)
	case answer.Status/100 != 2 && answer.Status != http.StatusNotFound:
		return fmt.Errorf("%s: taking it back was answered with %d", what, answer.Status)
	}
	return nil
}
