package event

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
)

// ErrPrivateTarget says that a subscriber's address leads into the machine's
// own network.
var ErrPrivateTarget = errors.New("the target is inside the machine's own network, which is refused; start the simulator with --allow-private-webhooks to allow it")

// NewDeliverer returns a transport for the engine that sends events over
// the network. Unless private targets are allowed it refuses, with
// ErrPrivateTarget, to connect into the machine's own network. It looks at the
// address that it is about to connect to, so that no name, however it
// resolves, leads there. It uses no proxy, for behind one it could not look;
// follows no redirect; and keeps no connection open.
func NewDeliverer(allowPrivate bool) http.RoundTripper {
	dialer := &net.Dialer{}
	if !allowPrivate {
		dialer.Control = refusePrivate
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		DisableKeepAlives:      true,
		DisableCompression:     true, // the ledger has the bytes that came
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// refusePrivate is a net.Dialer's Control: the address is resolved.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || private(target.Addr()) {
		return ErrPrivateTarget
	}
	return nil
}

// special are networks that package netip has no question for, and that lead
// inside or nowhere.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),      // this network
	netip.MustParsePrefix("100.64.0.0/10"),  // shared behind a carrier's or a cluster's NAT
	netip.MustParsePrefix("192.0.0.0/24"),   // protocol assignments
	netip.MustParsePrefix("198.18.0.0/15"),  // benchmarks
	netip.MustParsePrefix("240.0.0.0/4"),    // reserved, and broadcast
	netip.MustParsePrefix("::/96"),          // an IPv4 address in IPv6's old clothes
	netip.MustParsePrefix("64:ff9b::/96"),   // IPv4 through NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"), // the same, local
	netip.MustParsePrefix("2001::/32"),      // IPv4 through Teredo
	netip.MustParsePrefix("2002::/16"),      // IPv4 through 6to4
	netip.MustParsePrefix("fec0::/10"),      // site-local, as it once was
}

// private tells whether an address is inside the machine's own network.
func private(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() ||
		slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}
