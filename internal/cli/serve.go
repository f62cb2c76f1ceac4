package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
)

// The limits of the servers.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 60 * time.Second
	writeTimeout  = 60 * time.Second // of each piece of an answer
	idleTimeout   = 2 * time.Minute
	closeTimeout  = 5 * time.Second
	headerBytes   = 64 << 10
)

// control prepares the control API, which wants a token off loopback.
func (c *simulateCommand) control(engine *simulator.Engine) (at net.Listener, address string, handler http.Handler, err error) {
	token, secure, err := c.controlAccess()
	if err != nil {
		return nil, "", nil, err
	}
	if at, err = listen("--control", c.Control); err != nil {
		return nil, "", nil, err
	}
	if token == "" && !onLoopback(at) {
		_ = at.Close() // nothing has been served
		return nil, "", nil, usage("--control %s is not on loopback: give --control-token, or PLUMBLINE_CONTROL_TOKEN", c.Control)
	}
	address = "http://" + reachable(at)
	handler, err = control.New(engine, version(), token, bound(c.Control))
	if secure != nil {
		at, address = tls.NewListener(at, secure), "https://"+reachable(at)
	}
	return at, address, handler, err
}

// controlAccess returns the token, empty for none, and the set-up of TLS, nil for
// none.
func (c *simulateCommand) controlAccess() (token string, secure *tls.Config, err error) {
	if c.ControlToken != nil {
		if token = *c.ControlToken; token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return "", nil, usage("--control-token: a token is ASCII without spaces; leave the flag out for none")
		}
	}
	if (c.ControlCert == "") != (c.ControlKey == "") {
		return "", nil, usage("--control-cert and --control-key are given together or not at all")
	}
	if c.ControlCert == "" {
		return token, nil, nil
	}
	pair, err := certificate(c.ControlCert, c.ControlKey)
	if err != nil {
		return "", nil, usage("--control-cert %s, --control-key %s: %v", c.ControlCert, c.ControlKey, err)
	}
	return token, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// certificate reads a certificate with its key, both as PEM.
func certificate(certificate, key string) (tls.Certificate, error) {
	public, err := input.Read(certificate, input.MostOfPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	private, err := input.Read(key, input.MostOfPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(public, private)
}

func onLoopback(l net.Listener) bool {
	tcp, ok := l.Addr().(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// reachable is an address by which this machine reaches a listener. That of one on
// all addresses is none itself.
func reachable(l net.Listener) string {
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return l.Addr().String()
}

// exposed tells what others can do by a listener that they reach: that of the
// vendors' APIs, and that of the control API where there is one.
func exposed(w io.Writer, listeners []net.Listener, private bool) {
	vendorsAt := listeners[0]
	if !onLoopback(vendorsAt) {
		fmt.Fprintf(w, "exposed: the vendors' APIs listen on %s over plain HTTP. Whoever reaches it can make worlds, and read and change what is simulated there: the credentials are those of the seed. --listen 127.0.0.1:4010 keeps others out.\n", vendorsAt.Addr())
		if private {
			fmt.Fprintln(w, "exposed: with --allow-private-webhooks, whoever reaches it can make this machine send requests to addresses inside its own network.")
		}
	}
	if len(listeners) == 1 || onLoopback(listeners[1]) {
		return
	}
	controlAt := listeners[1]
	how := "over plain HTTP, so its token and all that it answers can be read on the way (--control-cert and --control-key encrypt it)"
	if _, plain := controlAt.(*net.TCPListener); !plain {
		how = "over TLS"
	}
	fmt.Fprintf(w, "exposed: the control API listens on %s %s. Whoever has the token can read what all clients sent, and change and drop every world. --control 127.0.0.1:4011 keeps others out.\n", controlAt.Addr(), how)
}

// bound is the name in an address that something listens on.
func bound(address string) string {
	host, _, _ := net.SplitHostPort(address) // it is listened on already
	return strings.ToLower(host)
}

func listen(flag, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, usage("%s %s: %v; port 0 picks a free port", flag, address, err)
	}
	return l, nil
}

func server(ctx context.Context, h http.Handler) *http.Server {
	return &http.Server{
		Handler: pace{readTimeout, writeTimeout}.of(h), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
}

// controlServer is server for the control API, whose streams end when it stops.
func controlServer(ctx context.Context, h http.Handler) *http.Server {
	s, stop := server(ctx, h), make(chan struct{})
	s.RegisterOnShutdown(func() { close(stop) })
	s.BaseContext = func(net.Listener) context.Context { return control.Stopping(context.WithoutCancel(ctx), stop) }
	return s
}

// serve serves until the context ends, then lets requests end. Connections that
// are still open after the grace time are closed.
func serve(ctx context.Context, servers []*http.Server, listeners []net.Listener) error {
	failed := make(chan error, len(servers))
	for i := range servers {
		go func() { failed <- servers[i].Serve(listeners[i]) }()
	}
	var err error
	left := len(servers)
	select {
	case <-ctx.Done():
	case err = <-failed:
		left--
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	var group sync.WaitGroup
	stopped := make([]error, len(servers))
	for i, s := range servers {
		group.Go(func() {
			if stopped[i] = s.Shutdown(closing); errors.Is(stopped[i], context.DeadlineExceeded) {
				stopped[i] = s.Close()
			}
		})
	}
	group.Wait()
	err = errors.Join(append(stopped, err)...)
	for range left {
		if stopped := <-failed; !errors.Is(stopped, http.ErrServerClosed) {
			err = errors.Join(err, stopped)
		}
	}
	return err
}
