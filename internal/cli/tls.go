package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"strings"
	"time"
)

// vendorsTLS returns the set-up of TLS of the vendors' APIs, nil for none.
func (c *simulateCommand) vendorsTLS() (*tls.Config, error) {
	if c.TLS == "" {
		return nil, nil
	}
	var pair tls.Certificate
	var err error
	if c.TLS == "self-signed" {
		host, _, _ := net.SplitHostPort(c.Listen) // what is wrong with it --listen tells
		pair, err = ownCertificate(host, time.Now())
	} else {
		public, private, both := strings.Cut(c.TLS, ",")
		if !both {
			return nil, usage("--tls %s: give self-signed, or a certificate and its key as CERT,KEY", c.TLS)
		}
		pair, err = certificate(public, private)
	}
	if err != nil {
		return nil, usage("--tls %s: %v", c.TLS, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// ownCertificate makes a certificate for loopback, and for the host that is listened
// on. Its key is nowhere but in this process.
func ownCertificate(host string, now time.Time) (tls.Certificate, error) {
	const lifetime = 90 * 24 * time.Hour
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make a key: %w", err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "Plumbline simulator"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = append(template.IPAddresses, ip)
	} else if host != "" {
		template.DNSNames = append(template.DNSNames, host)
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
