package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/target"
)

type proxyCommand struct {
	Vendor string `arg:"" help:"Vendor of the API: ${vendors}."`

	Target            string            `help:"Base URL of the API: everything before the documented paths." placeholder:"URL" required:""`
	Listen            string            `help:"Address to listen on. Port 0 picks a free one." default:"127.0.0.1:4020" placeholder:"ADDRESS"`
	CA                string            `name:"ca" help:"PEM file of certificates to trust, besides the system's." placeholder:"FILE" type:"path"`
	Dialect           string            `help:"Dialect file of the target, from verify --learn." placeholder:"FILE" type:"path"`
	Report            map[string]string `help:"Reports to write when the proxy stops, in the formats of verify --report. har has all exchanges." mapsep:"," placeholder:"FORMAT=FILE"`
	AllowInconclusive bool              `help:"Exit with 0 even if something is inconclusive."`
	Quiet             bool              `help:"Print a line only for differences, not for every exchange." short:"q"`
	Verbose           bool              `help:"Show every failure with its exchanges." short:"v"`
}

func (c *proxyCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	to, err := target.CheckAddress(c.Target)
	if err != nil {
		return usage("--target: %s", strings.TrimPrefix(err.Error(), "target: "))
	}
	t, done, err := newTraffic(ctx, all, c.Vendor, c.Target, c.Dialect, c.Report)
	if err != nil {
		return err
	}
	transport, err := target.Network{CA: c.CA}.Transport()
	if err != nil {
		return usage("--ca: %v", err)
	}
	transport.DisableCompression = true // bytes pass as they are
	transport.ResponseHeaderTimeout = 0
	p := reference.NewProxy(to, transport, time.Now)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return usage("--listen: %v", err)
	}
	r := newTrafficReport()
	server := &http.Server{Handler: p, ReadHeaderTimeout: time.Minute, BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	compared := make(chan error, 1)
	go func() {
		compared <- t.Follow(context.WithoutCancel(ctx), p.Seen(), func(line string) {
			if !c.Quiet || strings.Contains(line, ": DIFFERS: ") || strings.HasPrefix(line, "comparing ended: ") {
				fmt.Fprintln(s.out, line)
			}
		})
	}()
	fmt.Fprintf(s.out, "plumbline proxy: http://%s passes on to %s; stop it (Ctrl-C) for the report\n", listener.Addr(), c.Target)
	ended := make(chan struct{})
	stopped := context.AfterFunc(ctx, func() {
		defer close(ended)
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if server.Shutdown(patience) != nil {
			_ = server.Close() // what is still under way has had its time
		}
	})
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended // what was under way has ended
	p.Close()
	fault := <-compared
	if passed, dropped := p.Passed(); dropped > 0 {
		fmt.Fprintf(s.err, "plumbline: %d of %d exchanges were not compared: the reference fell behind\n", dropped, passed)
	}
	if err := done(s, r, c.Verbose, c.AllowInconclusive); fault == nil {
		return err
	}
	return fault
}
