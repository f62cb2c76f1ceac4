package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/pages"
	"github.com/plumbline-api/plumbline/simulator/store"
)

type simulateCommand struct {
	Vendors []string `arg:"" optional:"" name:"vendor" help:"Vendors to simulate: ${vendors}. All that are built when none is named."`

	Spec         string   `help:"OpenAPI document of an API of your own: entities are created, read, listed, changed and deleted by id where it has that, all else is answered from its examples." placeholder:"FILE" type:"path"`
	Listen       string   `help:"Address of the vendors' APIs, ${default} unless given; port 0 picks a free one." default:"127.0.0.1:4010" placeholder:"HOST:PORT"`
	Control      string   `help:"Address of the control API, ${default} unless given; off for none." default:"127.0.0.1:4011" placeholder:"HOST:PORT"`
	ControlToken *string  `help:"Bearer token of the control API; required where it does not listen on loopback." placeholder:"TOKEN"`
	ControlCert  string   `help:"Certificate of the control API, as PEM, with the chain that it needs: it is served over TLS." placeholder:"FILE" type:"path"`
	ControlKey   string   `help:"Key of that certificate, as PEM." placeholder:"FILE" type:"path"`
	Store        string   `help:"Where worlds are kept: ${default}, file:PATH (outlives the process), redis://HOST:PORT/DATABASE, rediss://… or redis+cluster://HOST:PORT,HOST:PORT (several processes share them)." default:"memory" placeholder:"STORE"`
	Archive      string   `help:"Where Delivery Optimizer's batch saves orders: ${default}, with the worlds; or mongodb://HOST:PORT/DATABASE." default:"store" placeholder:"ARCHIVE"`
	Seed         string   `help:"JSON file of vendor names and their seed documents, added to every new world." placeholder:"FILE" type:"path"`
	RandomSeed   uint64   `help:"Seed of all random choices. Drawn when 0." placeholder:"N"`
	Dialect      string   `help:"File of readings to speak." placeholder:"FILE" type:"path"`
	Defect       []string `help:"Rule to break, to see a check of it fail." placeholder:"RULE"`
	Hostile      bool     `help:"Be a legal server drawn by the random seed: other readings, strictness, operations, orders and delays."`
	SaveDialect  string   `help:"File to write the dialect to that --hostile drew; --dialect speaks it again." placeholder:"FILE" type:"path"`
	SelfCheck    bool     `help:"Judge every answer by the contract while serving; what departs is logged."`

	Worlds        int           `help:"How many worlds and snapshots there may be, ${default} unless given. In memory the one that was used least recently makes room for a new one; on a store the new one is refused." default:"10000" placeholder:"N"`
	WorldLifetime time.Duration `help:"Drop a world that nobody has used for so long, such as 2h; the default world stays. Never when it is not given." placeholder:"DURATION"`
	Journal       int           `help:"Requests that the journal of a world keeps, and notifications that its ledger keeps; ${default} unless given." default:"1000" placeholder:"N"`
	BodyLimit     int64         `help:"Longest body of a request that is taken; ${default} unless given." default:"1048576" placeholder:"BYTES"`
	StreamLimit   int64         `help:"The same where a body is taken element by element, as Delivery Optimizer's replacement of all orders is; ${default} unless given." default:"1073741824" placeholder:"BYTES"`

	CORS []string `name:"cors" help:"Origins of pages in a browser that may use the vendors' APIs, such as http://localhost:3000, or *. None unless given: the vendors' own servers need not." placeholder:"ORIGIN"`

	AllowPrivateWebhooks bool `help:"Deliver the vendors' notifications to addresses inside this machine's own network, too."`

	Log          string            `help:"A line on the standard error for each request, with the rule that decided: text, json or off." enum:"text,json,off" default:"text" placeholder:"text|json|off"`
	Examples     string            `help:"Print requests that work in this order, and exit: shell, or http for the HTTP client of an editor." enum:"none,shell,http" default:"none" placeholder:"shell|http"`
	TLS          string            `name:"tls" help:"Serve the vendors' APIs by HTTPS: with a self-signed certificate, or with a certificate and its key." placeholder:"self-signed|CERT,KEY"`
	FailOn       string            `help:"Exit with 1 when a client broke a rule, or when a rule of the vendors that it called was not seen: none, broken or not-seen (which means both)." enum:"none,broken,not-seen" default:"none" placeholder:"broken|not-seen"`
	SeedSchema   string            `help:"Print the JSON Schema of a vendor's seed document, and exit." placeholder:"VENDOR"`
	ClientReport string            `help:"What the clients of every world did right and wrong, printed when the simulator stops: text, or off." enum:"text,off" default:"text"`
	Report       map[string]string `help:"Files that this is written to: json=FILE, junit=FILE, markdown=FILE, text=FILE; - is the standard output." mapsep:"," placeholder:"FORMAT=FILE"`
}

func (c *simulateCommand) Run(ctx context.Context, s streams) error {
	list, err := c.chosen()
	if err != nil {
		return err
	}
	if err := c.checkReports(); err != nil {
		return err
	}
	if err := c.checkLimits(); err != nil {
		return err
	}
	if c.SeedSchema != "" {
		return c.printSeedSchema(s.out)
	}
	if c.Examples != "none" {
		return c.printExamples(s.out, list)
	}
	backend, shared, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	archive, err := openArchive(ctx, c.Archive, list)
	if err != nil {
		return errors.Join(err, backend.Close())
	}
	useArchive(list, archive)
	err = c.simulate(ctx, s, list, simulator.Options{Store: backend, Replicas: shared, Backends: backends(c.Store, c.Archive, list)})
	if archive != nil {
		err = errors.Join(err, archive.Close())
	}
	return errors.Join(err, backend.Close())
}

// simulate serves what is in the store of the options until the context ends.
func (c *simulateCommand) simulate(ctx context.Context, s streams, list []vendors.Vendor, o simulator.Options) error {
	log, requests := c.logs(s.err)
	o.Log = log
	watching, err := newWatch(ctx, o.Log)
	if err != nil {
		return err
	}
	watching.requests = requests
	defer watching.tracing.Stop(context.WithoutCancel(ctx))
	engine, err := c.engine(list, o, watching, s)
	if err != nil {
		return err
	}
	secure, err := c.vendorsTLS()
	if err != nil {
		return err
	}
	vendorsAt, err := listen("--listen", c.Listen)
	if err != nil {
		return err
	}
	defer vendorsAt.Close()
	base := "http://" + reachable(vendorsAt)
	if secure != nil {
		vendorsAt, base = tls.NewListener(vendorsAt, secure), "https://"+reachable(vendorsAt)
	}
	engine.AnnounceAddress(base)
	ready := "ready vendors=" + base
	listeners := []net.Listener{vendorsAt}
	var operate http.Handler
	if c.Control != "off" && c.Control != "" {
		at, address, handler, err := c.control(engine)
		if err != nil {
			return err
		}
		defer at.Close()
		ready += " control=" + address
		engine.AnnounceControl(address)
		operate, listeners = handler, append(listeners, at)
	}
	beside, err := pages.New(engine, engine.ControlAddress())
	if err != nil {
		return err
	}
	servers := []*http.Server{server(ctx, beside.Before(watching.handler(engine)))}
	if operate != nil {
		servers = append(servers, controlServer(ctx, operate))
	}
	if _, err := fmt.Fprintln(s.out, ready); err != nil { // nobody is told, so it is of no use
		return fmt.Errorf("standard output: %w", err)
	}
	c.welcome(s.out, engine, base)
	exposed(s.err, listeners, c.AllowPrivateWebhooks)
	err = whileDelivering(ctx, engine, func() error { return serve(ctx, servers, listeners) })
	return errors.Join(err, c.report(ctx, s, engine))
}

// deliveryTick is how often due timers fire and due notifications are sent
// where no request comes by.
const deliveryTick = time.Second

// whileDelivering runs fn beside the delivery of notifications, and ends that
// with it.
func whileDelivering(ctx context.Context, engine *simulator.Engine, fn func() error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ticker := time.NewTicker(deliveryTick)
	defer ticker.Stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		engine.Run(ctx, ticker.C)
	}()
	err := fn()
	stop()
	<-done
	return err
}

// wait passes real time, for faults that hold an answer back.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// checkLimits refuses what would keep nothing, or take nothing.
func (c *simulateCommand) checkLimits() error {
	switch {
	case c.Worlds < 1:
		return usage("--worlds %d: it is a number of worlds, 1 or more", c.Worlds)
	case c.WorldLifetime < 0:
		return usage("--world-lifetime %s: it is a time such as 2h; leave it out, and worlds stay", c.WorldLifetime)
	case c.Journal < 1:
		return usage("--journal %d: it is a number of entries, 1 or more", c.Journal)
	case c.BodyLimit < 1:
		return usage("--body-limit %d: it is a number of bytes, 1 or more", c.BodyLimit)
	case c.StreamLimit < c.BodyLimit:
		return usage("--stream-limit %d: it is a number of bytes, no less than --body-limit, which is %d", c.StreamLimit, c.BodyLimit)
	}
	return nil
}

// engine builds the engine with what the flags say.
func (c *simulateCommand) engine(list []vendors.Vendor, o simulator.Options, watching watch, out streams) (*simulator.Engine, error) {
	var built []*simulator.Vendor
	for _, v := range list {
		if v.Simulator != nil {
			built = append(built, v.Simulator())
		} else if len(c.Vendors) > 0 {
			return nil, usage("%s has no simulator yet; built: %s", v.Book.Vendor, strings.Join(simulated(), ", "))
		}
	}
	if err := checkDefects(list, c.Defect); err != nil {
		return nil, err
	}
	dialect, err := readDialect(list, c.Dialect)
	if err != nil {
		return nil, err
	}
	seeds, err := readSeeds(c.Seed, simulatedOf(list))
	if err != nil {
		return nil, err
	}
	if c.RandomSeed == 0 {
		c.RandomSeed = rand.Uint64N(1<<32) + 1
	}
	if c.Hostile {
		if dialect, err = hostileDialect(list, c.RandomSeed, dialect, c.SaveDialect, out); err != nil {
			return nil, err
		}
	}
	o.Now, o.Wait = time.Now, wait
	o.RandomSeed, o.Defects, o.Dialect, o.Seeds, o.Hostile = c.RandomSeed, c.Defect, dialect, seeds, c.Hostile
	o.Deliver = event.NewDeliverer(c.AllowPrivateWebhooks)
	o.Worlds, o.WorldLifetime, o.JournalLimit, o.BodyLimit, o.StreamLimit = c.Worlds, c.WorldLifetime, c.Journal, c.BodyLimit, c.StreamLimit
	o.Origins = c.CORS
	watching.options(&o)
	if c.SelfCheck {
		if o.Inspect, err = inspector(built); err != nil {
			return nil, err
		}
	}
	engine, err := simulator.New(o, built...)
	if err != nil {
		return nil, usage("%v", err)
	}
	// A seed that does not fit is found now and not at the first request.
	for _, vendor := range engine.Vendors() {
		_, err := engine.State(context.Background(), simulator.DefaultWorld, vendor)
		switch {
		case errors.As(err, new(*store.UnavailableError)):
			return nil, err
		case errors.As(err, new(*simulator.UnreadableError)):
			o.Log.Error("the other worlds are served", "error", err)
		case err != nil:
			return nil, usage("--seed %s: %v", c.Seed, err)
		}
	}
	return engine, nil
}

func simulated() []string { return simulatedOf(vendors.All()) }

func simulatedOf(list []vendors.Vendor) []string {
	var names []string
	for _, v := range list {
		if v.Simulator != nil {
			names = append(names, v.Book.Vendor)
		}
	}
	return names
}

// readSeeds reads a file of vendor names and seed documents.
func readSeeds(file string, known []string) (map[string]json.RawMessage, error) {
	if file == "" {
		return nil, nil
	}
	data, err := input.ReadText(file, input.MostOfReport)
	if err != nil {
		return nil, usage("--seed: %v", err)
	}
	var seeds map[string]json.RawMessage
	if err := json.Unmarshal(data, &seeds); err != nil {
		return nil, usage("--seed %s: %v; it is an object of vendor names and their seed documents", file, err)
	}
	for name := range seeds {
		if !slices.Contains(known, name) {
			return nil, usage("--seed %s: unknown vendor %q; known: %s", file, name, strings.Join(known, ", "))
		}
	}
	return seeds, nil
}

// inspector judges answers with the judge of the conformance side, which the
// simulator itself may not import.
func inspector(list []*simulator.Vendor) (func(string, string, string, int, http.Header, []byte) []string, error) {
	type half struct {
		contract *contract.Contract
		judge    *judge.Judge
	}
	by := map[string]half{}
	for _, v := range list {
		c, err := contract.Load(v.Book.OpenAPI)
		if err != nil {
			return nil, err
		}
		j, err := judge.New(c, v.Book.OpenAPI)
		if err != nil {
			return nil, err
		}
		by[v.Book.Vendor] = half{c, j}
	}
	return func(vendor, operation, path string, status int, header http.Header, body []byte) []string {
		h := by[vendor]
		var texts []string
		for _, f := range h.judge.Response(h.contract.Operation(operation), path, status, header, body) {
			if !f.Note {
				texts = append(texts, f.Pointer+": "+f.Message)
			}
		}
		return texts
	}, nil
}
