package vendors

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	stepsakinon "github.com/plumbline-api/plumbline/features/akinon"
	stepsaltazion "github.com/plumbline-api/plumbline/features/altazion"
	stepsbridge "github.com/plumbline-api/plumbline/features/bridge"
	stepskomet "github.com/plumbline-api/plumbline/features/komet"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
	simkomet "github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/target"
)

// supply fills the default world of a simulator and lists what it put there in
// the profile, as the users of a live server would: of each kind of entity that a
// case can use up as many as count says.
func supply(ctx context.Context, engine *simulator.Engine, v Vendor, profile *conformance.Profile, count func(kind string) int) error {
	if profile.Fixtures == nil {
		profile.Fixtures = map[string][]map[string]any{}
	}
	api, err := arranging(engine, v)
	if err != nil {
		return err
	}
	s := supplier{engine: engine, profile: profile, random: rand.New(rand.NewPCG(1, 2)), session: api.Session, count: count}
	switch v.Book.Vendor {
	case "altazion":
		return s.altazion(ctx)
	case "akinon":
		return s.akinon(ctx)
	case "bridge":
		return s.bridge(ctx)
	case "komet":
		return s.komet(ctx)
	}
	return nil // its cases make their entities by the API
}

// supplied lists the kinds of entities that supply makes.
func supplied(vendor string) []string {
	var kinds []string
	switch vendor {
	case "altazion":
		kinds = slices.Collect(maps.Keys(stepsaltazion.Kinds()))
	case "akinon":
		kinds = slices.Collect(maps.Keys(stepsakinon.Kinds()))
	case "bridge":
		for _, k := range stepsbridge.Kinds() {
			kinds = append(kinds, k.Fixture)
		}
	case "komet":
		kinds = []string{stepskomet.NeedsFutureOrder}
	}
	return kinds
}

// arranging returns the default world as a target that offers its control API.
// What the steps seed for a case where they can is what a profile has to name
// where they can't.
func arranging(engine *simulator.Engine, v Vendor) (*target.Target, error) {
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return nil, err
	}
	j, err := judge.New(c, v.Book.OpenAPI)
	if err != nil {
		return nil, err
	}
	api, err := target.New(target.Options{
		Base: localBase + "@" + simulator.DefaultWorld + "/" + v.Book.Vendor, Contract: c, Judge: j, Transport: simulator.Transport{Handler: engine},
		Authorize: func(*http.Request, string) error { return nil },
	}, "supply")
	if err != nil {
		return nil, err
	}
	control, err := control.New(engine, "", "")
	if err != nil {
		return nil, err
	}
	if err := api.UseControl(localBase, v.Book.Vendor, simulator.Transport{Handler: control}); err != nil {
		return nil, err
	}
	return api, nil
}

// supplier makes the entities of a profile.
type supplier struct {
	engine  *simulator.Engine
	profile *conformance.Profile
	random  *rand.Rand
	session func() *target.Session
	count   func(kind string) int
}

// add lists an entity in the profile.
func (s supplier) add(fixture string, entity map[string]any) {
	s.profile.Fixtures[fixture] = append(s.profile.Fixtures[fixture], entity)
}

func (s supplier) altazion(ctx context.Context) error {
	bons, session := stepsaltazion.NewBons(nil), s.session()
	for _, kind := range slices.Sorted(maps.Keys(stepsaltazion.Kinds())) {
		for range s.count(kind) {
			bon, err := bons.Obtain(ctx, session, s.random, kind)
			if err != nil {
				return err
			}
			lines := []any{}
			for _, l := range bon.Lines {
				lines = append(lines, map[string]any{"guid": l.GUID.String(), "reference": l.Reference})
			}
			s.add(kind, map[string]any{"number": bon.Number, "guid": bon.GUID.String(), "lines": lines})
		}
	}
	return nil
}

func (s supplier) akinon(ctx context.Context) error {
	name, err := s.profile.Secret("username")
	if err != nil {
		return err
	}
	password, err := s.profile.Secret("password")
	if err != nil {
		return err
	}
	packages := stepsakinon.NewPackages()
	client := stepsakinon.NewClient(s.session(), stepsakinon.Access{Username: name, Password: password})
	for _, kind := range slices.Sorted(maps.Keys(stepsakinon.Kinds())) {
		for range s.count(kind) {
			p, err := packages.Obtain(ctx, client, s.random, kind)
			if err != nil {
				return err
			}
			s.add(kind, map[string]any{"id": int(p.ID)})
		}
	}
	return nil
}

func (s supplier) bridge(ctx context.Context) error {
	number := 0
	orders := stepsbridge.Orders{NewNumber: func() string { number++; return fmt.Sprintf("9%06d", number) }}
	if err := s.expired(ctx); err != nil {
		return err
	}
	client := stepsbridge.NewClient(s.session(), stepsbridge.Login{})
	for _, kind := range stepsbridge.Kinds() {
		for range s.count(kind.Fixture) {
			number, err := orders.Borrow(ctx, client, kind)
			if err != nil {
				return err
			}
			s.add(kind.Fixture, map[string]any{"number": number})
		}
	}
	return nil
}

// expired gives Bridge's profile a token that has expired, where it is to have one.
func (s supplier) expired(ctx context.Context) error {
	if s.count(conformance.NeedsExpired) == 0 {
		return nil
	}
	var login stepsbridge.Login
	var err error
	if login.Client, err = s.profile.Secret("client-id"); err != nil {
		return err
	}
	if login.Secret, err = s.profile.Secret("client-secret"); err != nil {
		return err
	}
	token, err := stepsbridge.NewClient(s.session(), login).Token(ctx)
	if err != nil {
		return err
	}
	s.profile.Credentials[conformance.NeedsExpired] = conformance.Secret{Value: token}
	_, err = s.engine.ChangeClock(ctx, simulator.DefaultWorld, simulator.ClockChange{Advance: 30 * 24 * time.Hour})
	return err
}

func (s supplier) komet(ctx context.Context) error {
	const company, vendor = 77, 1000 // of the sample world
	var futures []simkomet.FutureOrder
	for i := range s.count(stepskomet.NeedsFutureOrder) {
		number := fmt.Sprintf("P1%05d", i)
		futures = append(futures, simkomet.FutureOrder{Number: number, Vendor: vendor, Boxes: stepskomet.FutureBoxes})
		s.add(stepskomet.NeedsFutureOrder, map[string]any{"number": number, "vendor": vendor})
	}
	// A run makes some 2,000 calls, and a company has a thousand a day for each user that it pays for.
	return simkomet.In(s.engine, simulator.DefaultWorld).Seed(ctx, simkomet.Seed{Companies: []simkomet.SeedCompany{{
		ID: company, PaidUsers: new(10), FutureOrders: futures,
	}}})
}
