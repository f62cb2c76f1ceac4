package cli

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
	Vendors []string `arg:"" optional:"" name:"vendor" help:"Vendors to simulate: ${vendors}. Default: all."`

	Spec         string   `help:"OpenAPI document of your own API. Entities can be created, read, listed, changed and deleted; everything else returns the document's examples." placeholder:"FILE" type:"path"`
	Listen       string   `help:"Address of the vendors' APIs. Port 0 picks a free one. Default: ${default}." default:"127.0.0.1:4010" placeholder:"HOST:PORT"`
	Control      string   `help:"Address of the control API, or off. Default: ${default}." default:"127.0.0.1:4011" placeholder:"HOST:PORT"`
	ControlToken *string  `help:"Bearer token of the control API. Required unless it listens on loopback." placeholder:"TOKEN"`
	ControlCert  string   `help:"Serve the control API over TLS with this certificate (PEM, with its chain)." placeholder:"FILE" type:"path"`
	ControlKey   string   `help:"Key of that certificate (PEM)." placeholder:"FILE" type:"path"`
	Store        string   `help:"Where worlds are kept: ${default}; file:PATH, which outlives the process; or, shared by several processes, redis://HOST:PORT/DATABASE, rediss://… or redis+cluster://HOST:PORT,HOST:PORT." default:"memory" placeholder:"STORE"`
	Archive      string   `help:"Where Delivery Optimizer's batch saves orders: ${default} (with the worlds) or mongodb://HOST:PORT/DATABASE." default:"store" placeholder:"ARCHIVE"`
	Seed         string   `help:"JSON file with a seed document for each vendor name. Every new world starts with it." placeholder:"FILE" type:"path"`
	RandomSeed   uint64   `help:"Seed of all random choices. 0 draws one." placeholder:"N"`
	Dialect      string   `help:"Dialect file to follow." placeholder:"FILE" type:"path"`
	Defect       []string `help:"Rule to break, to see its checks fail." placeholder:"RULE"`
	Hostile      bool     `help:"Vary everything that the documents leave open: readings, strictness, missing operations, order and delays. The random seed decides."`
	SaveDialect  string   `help:"Write the dialect that --hostile drew, to use it again with --dialect." placeholder:"FILE" type:"path"`
	SelfCheck    bool     `help:"Validate every response against the contract, and log what departs from it."`

	Worlds        int           `help:"Maximum number of worlds and snapshots. In memory a new one replaces the least recently used; on a store it is refused. Default: ${default}." default:"10000" placeholder:"N"`
	WorldLifetime time.Duration `help:"Drop a world that has not been used for so long, such as 2h. The default world stays. Default: never." placeholder:"DURATION"`
	Journal       int           `help:"Number of requests that a world's journal keeps, and of notifications that its ledger keeps. Default: ${default}." default:"1000" placeholder:"N"`
	BodyLimit     int64         `help:"Longest request body that is accepted. Default: ${default}." default:"1048576" placeholder:"BYTES"`
	StreamLimit   int64         `help:"Longest request body where it is read element by element, as in Delivery Optimizer's replacement of all orders. Default: ${default}." default:"1073741824" placeholder:"BYTES"`

	CORS []string `name:"cors" help:"Origins of browser pages that may call the vendors' APIs, such as http://localhost:3000, or *. Default: none." placeholder:"ORIGIN"`

	AllowPrivateWebhooks bool `help:"Also deliver notifications to private addresses, those of this machine's network."`

	Log          string            `help:"Log each request on standard error, with the rule that decided it: text, json or off." enum:"text,json,off" default:"text" placeholder:"text|json|off"`
	Examples     string            `help:"Print requests that work in the order printed, and exit: shell, or http for an editor's HTTP client." enum:"none,shell,http" default:"none" placeholder:"shell|http"`
	TLS          string            `name:"tls" help:"Serve the vendors' APIs over HTTPS: self-signed, or CERT,KEY." placeholder:"self-signed|CERT,KEY"`
	FailOn       string            `help:"When to exit with 1: none, broken (a client broke a rule), or not-seen (that too, or a rule of a vendor it called was never exercised)." enum:"none,broken,not-seen" default:"none" placeholder:"broken|not-seen"`
	SeedSchema   string            `help:"Print the JSON Schema of this vendor's seed document, and exit." placeholder:"VENDOR"`
	ClientReport string            `help:"Report what clients did right and wrong when the simulator stops: text or off." enum:"text,off" default:"text"`
	Report       map[string]string `help:"Files to write the client report to: json, junit, markdown or text. - is the standard output." mapsep:"," placeholder:"FORMAT=FILE"`
}

func (c *simulateCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	list, err := c.chosen(all)
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
		return c.printSeedSchema(s.out, all)
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
		return usage("--worlds %d: give 1 or more", c.Worlds)
	case c.WorldLifetime < 0:
		return usage("--world-lifetime %s: give a duration such as 2h, or leave the flag out to keep worlds", c.WorldLifetime)
	case c.Journal < 1:
		return usage("--journal %d: give 1 or more", c.Journal)
	case c.BodyLimit < 1:
		return usage("--body-limit %d: give 1 or more bytes", c.BodyLimit)
	case c.StreamLimit < c.BodyLimit:
		return usage("--stream-limit %d: give at least the --body-limit, %d bytes", c.StreamLimit, c.BodyLimit)
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
			return nil, usage("%s has no simulator yet; built: %s", v.Book.Vendor, strings.Join(simulatedOf(list), ", "))
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
		return nil, usage("--seed %s: %v; expected an object of vendor names and their seed documents", file, err)
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
