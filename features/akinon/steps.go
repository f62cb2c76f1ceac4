package akinon

import (
	"context"
	"math/rand/v2"
	"net/url"

	"github.com/cucumber/godog"

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
func Steps(session *target.Session, fixtures Fixtures, random *rand.Rand) func(*godog.ScenarioContext) {
	return func(sc *godog.ScenarioContext) {
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
	noted   string     // ids of a page
	query   url.Values // of the page that was listed last
	page    page
	order   order   // that came from Omnitron
	created members // the new package of the package's order
	address string  // that the software has subscribed
}

func (s *steps) bindPackages(sc *godog.ScenarioContext) {
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
	sc.Step(`^the state of the package reads PackageStatus and "([^"]*)"$`, s.stateReads)
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
	if s.answer.Status != 200 {
		return &target.Inconclusive{Reason: "precondition: a correct command was answered with " + told(s.answer)}
	}
	before, err := s.client.view(ctx, s.pkg.ID)
	s.pkg.before = before
	return err
}

func (s *steps) isIn(ctx context.Context, number string) error {
	v, err := s.client.view(ctx, s.pkg.ID)
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
	now, err := s.client.Seen(ctx, p.ID)
	if err != nil {
		return err
	}
	return target.Compare("the "+which, now, before)
}

// stateReads judges the form of a state, of the package and of no other thing.
func (s *steps) stateReads(ctx context.Context, number string) error {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return err
	}
	value, _ := at(v.members, "state", "enum_value")
	differences := []error{target.Compare("enum_class of the state", text(v.members, "state", "enum_class"), "PackageStatus")}
	if got, isText := value.(string); !isText || got != number {
		differences = append(differences, target.Mismatch("enum_value of the state", quoted(value), quoted(number)))
	}
	return target.Mismatches(differences...)
}

// runnable reads the commands that the package's state allows.
func (s *steps) runnable(ctx context.Context) ([]members, error) {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return nil, err
	}
	if _, isList := v.members["commands"].([]any); !isList {
		return nil, target.Mismatch("commands of the package", quoted(v.members["commands"]), "a list")
	}
	return objects(v.members, "commands"), nil
}

// isRunnable looks for the command under either of its names: the members are a
// rule of their own.
func (s *steps) isRunnable(ctx context.Context, not string) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	found := false
	for _, c := range list {
		found = found || whole(c, "transition") == s.Command.Transition || text(c, "slug") == s.Command.Slug
	}
	return target.Compare("preparing is among the commands of the package", found, not == "")
}

func (s *steps) commandsNamed(ctx context.Context) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, c := range list {
		slug, isText := c["slug"].(string)
		if whole(c, "transition") == 0 || !isText || slug == "" {
			differences = append(differences, target.Mismatch("a command of the package", quoted(c), "its transition id and its slug"))
		}
	}
	return target.Mismatches(differences...)
}

func (s *steps) hasSlug(ctx context.Context, want string) error {
	list, err := s.runnable(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if text(c, "slug") == want {
			return nil
		}
	}
	return target.Mismatch("commands of the package", quoted(list), "one with the slug "+want)
}
