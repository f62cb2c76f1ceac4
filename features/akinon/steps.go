package akinon

import (
	"context"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Fixtures are what a profile tells of its target. On a simulator packages,
// products and reasons are seeded instead.
type Fixtures struct {
	Access   Access
	Command  Command   // that prepares
	Other    Command   // any other of the installation
	Products [2]string // SKUs that may take the place of others
	Reason   int64     // an active denial reason
	Inactive int64     // a denial reason that is not active any more
	Packages *Packages
}

// On returns the fixtures that hold in a session: on a simulator those that are
// seeded with every package.
func (f Fixtures) On(s *target.Session) Fixtures {
	if s.Controlled() {
		f.Products, f.Reason, f.Inactive = [2]string{newProduct, otherProduct}, reason, withdrawn
	}
	return f
}

// Steps returns what registers the steps of one scenario. All state is the
// scenario's own.
func Steps(session *target.Session, fixtures Fixtures, random *rand.Rand) func(*features.Steps) {
	return func(sc *features.Steps) {
		s := &steps{
			session: session, client: NewClient(session, fixtures.Access), random: random, Fixtures: fixtures.On(session),
		}
		s.bindPackages(sc)
		s.bindCommands(sc)
		s.bindAnswers(sc)
		s.bindItems(sc)
		s.bindLists(sc)
		s.bindNewPackages(sc)
		s.bindAccess(sc)
		s.bindInstallation(sc)
		s.bindWebhooks(sc)
	}
}

// steps is the state of one scenario.
type steps struct {
	Fixtures
	session *target.Session
	client  *Client
	random  *rand.Rand
	pkg     Package // “the package”
	other   Package // “the other package”
	path    int64   // id of the package that calls name
	caller  string  // what calls carry in place of the client's key, in the words of the scenario
	accept  string  // the header Accept; empty for none
	answer  *target.Answer
	guessed bool       // an id was sent that may be another than it was taken for
	noted   string     // ids of a page
	query   url.Values // of the page that was listed last
	page    page
	order   order   // that came from Omnitron
	created members // the new package of the package's order
	address string  // that the software has subscribed

	otherAddress string // that has a subscription of its own

	subscription string // body of the last one that was sent
	hook         int64  // id of the last one that was accepted
}

func (s *steps) bindPackages(sc *features.Steps) {
	for phrase, kind := range map[string]string{
		"a waiting package": Waiting, "a package in Ready for Packaging": ReadyForPackaging,
		"a package in Packed": Packed, "a package in Out of Stock": OutOfStock,
	} {
		sc.Step("^"+phrase+"$", func(ctx context.Context) (err error) {
			s.pkg, err = s.Packages.Obtain(ctx, s.client, s.random, kind)
			s.path = s.pkg.ID
			return err
		})
	}
	sc.Step(`^a package of three items, of which no call has told yet$`, func(ctx context.Context) error {
		s.path = newID(s.random)
		return seed(ctx, s.session, seeded(s.path, s.random, waiting))
	})
	sc.Step(`^another waiting package$`, func(ctx context.Context) (err error) {
		s.other, err = s.Packages.Obtain(ctx, s.client, s.random, Waiting)
		return err
	})
	sc.Step(`^calls name a package that nobody has$`, func() { s.path = nobodys(s.random) })
	sc.Step(`^the package has( not)? been prepared$`, s.hasBeenPrepared)
	sc.Step(`^the package is in the state (\w[\w ]*)$`, func(ctx context.Context, name string) error {
		number := map[string]string{"Waiting": waiting, "Preparing": preparing, "Out of Stock": outOfStock}[name]
		return s.isIn(ctx, number)
	})
	sc.Step(`^the (package|other package) stays as it was$`, s.stays)
	sc.Step(`^the state of the package is of PackageStatus with the number (\d+)$`, s.stateReads)
	sc.Step(`^the number of the state is a (text|number)$`, s.stateIsWritten)
	sc.Step(`^preparing is (not )?among the commands of the package$`, s.isRunnable)
	sc.Step(`^each command of the package has a transition id and a slug$`, s.commandsNamed)
	sc.Step(`^"([^"]*)" is among the slugs of its commands$`, s.hasSlug)
}

// hasBeenPrepared prepares the package as a precondition.
func (s *steps) hasBeenPrepared(ctx context.Context, not string) error {
	if not != "" {
		return nil
	}
	if err := s.prepare(ctx, nil); err != nil {
		return err
	}
	if s.answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: "precondition: a correct command was answered with " + told(s.answer)}
	}
	before, err := s.client.view(ctx, s.pkg.ID)
	s.pkg.before = before
	return err
}

func (s *steps) isIn(ctx context.Context, number string) error {
	var v view
	err := s.eventually(ctx, func() (came bool, err error) {
		v, err = s.client.view(ctx, s.pkg.ID)
		return v.state() == number, err
	})
	if err != nil {
		return err
	}
	return target.Compare("state of the package", v.state(), number)
}

func (s *steps) stays(ctx context.Context, which string) error {
	p := s.pkg
	if which != "package" {
		p = s.other
	}
	before, err := p.before.seen()
	if err != nil {
		return err
	}
	if err := s.session.Rest(ctx, usually); err != nil {
		return err
	}
	now, err := s.client.Seen(ctx, p.ID)
	if err != nil {
		return err
	}
	return target.Compare("the "+which, now, before)
}

// stateReads judges the form of a state, of the package and of no other thing.
func (s *steps) stateReads(ctx context.Context, want string) error {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return err
	}
	return target.Mismatches(
		target.Compare("enum_class of the state", text(v.members, "state", "enum_class"), "PackageStatus"),
		target.Compare("enum_value of the state", text(v.members, "state", "enum_value"), want),
	)
}

func (s *steps) stateIsWritten(ctx context.Context, as string) error {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return err
	}
	value, _ := at(v.members, "state", "enum_value")
	if _, isText := value.(string); isText == (as == "text") && value != nil {
		return nil
	}
	return target.Mismatch("enum_value of the state", quoted(value), "a "+as)
}

// runnable reads the commands that the package's state allows.
func (s *steps) runnable(ctx context.Context) ([]any, error) {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return nil, err
	}
	list, isList := v.members["commands"].([]any)
	if !isList {
		return nil, target.Mismatch("commands of the package", quoted(v.members["commands"]), "a list")
	}
	return list, nil
}

// isRunnable looks for the command under either of its names: the members are a
// rule of their own, and no page shows an element.
func (s *steps) isRunnable(ctx context.Context, not string) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	return target.Compare("preparing is among the commands of the package", slices.ContainsFunc(list, s.names), not == "")
}

// names tells whether a value is a name of the command, or has one somewhere.
func (s *steps) names(value any) bool {
	switch value := value.(type) {
	case members:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), s.names)
	case []any:
		return slices.ContainsFunc(value, s.names)
	}
	return value == s.Command.Slug || number(value) == s.Command.Transition
}

func (s *steps) commandsNamed(ctx context.Context) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, element := range list {
		c, _ := element.(members)
		slug, isText := c["slug"].(string)
		if whole(c, "transition") == 0 || !isText || slug == "" {
			differences = append(differences, target.Mismatch("a command of the package", quoted(element), "its transition id and its slug"))
		}
	}
	return target.Mismatches(differences...)
}

func (s *steps) hasSlug(ctx context.Context, want string) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	for _, element := range list {
		if c, _ := element.(members); text(c, "slug") == want {
			return nil
		}
	}
	return target.Mismatch("commands of the package", quoted(list), "one with the slug "+want)
}

// usually is how long an effect may take on a target without a virtual clock,
// unless its profile says otherwise.
const usually = 2 * time.Second

// eventually looks until something has come about, or the time for it is up: no
// page says that all effects are there when the command has been answered. What
// is looked for last is in the looker's hands.
func (s *steps) eventually(ctx context.Context, look func() (bool, error)) error {
	const pause = 100 * time.Millisecond
	for waited := time.Duration(0); ; waited += pause {
		came, err := look()
		if came && err == nil {
			s.session.Came(waited > 0)
		}
		if came || err != nil || s.session.Controlled() || waited >= s.session.Settle(usually) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
