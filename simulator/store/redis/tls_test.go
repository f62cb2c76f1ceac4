package redis_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// authority signs certificates.
type authority struct {
	file        string // with its own one
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
}

func newAuthority(t *testing.T, name string) authority {
	t.Helper()
	a := authority{key: newKey(t), certificate: &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}}
	a.file, _ = a.sign(t, a.certificate, a.key)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// issue makes a certificate for a server, or a client, on loopback.
func (a authority) issue(t *testing.T) (certificateFile, keyFile string) {
	t.Helper()
	return a.sign(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: "loopback"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, newKey(t))
}

// sign writes the files of a certificate and its key.
func (a authority) sign(t *testing.T, template *x509.Certificate, key *ecdsa.PrivateKey) (certificateFile, keyFile string) {
	t.Helper()
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	certificate, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(kind string, data []byte) string {
		name := filepath.Join(folder, strings.Fields(kind)[0]+".pem")
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return write("CERTIFICATE", certificate), write("PRIVATE KEY", private)
}

// TestTLS opens a server that wants a certificate of its clients.
func TestTLS(t *testing.T) {
	known, unknown := newAuthority(t, "known"), newAuthority(t, "unknown")
	certificate, key := known.issue(t)
	stranger, strangersKey := unknown.issue(t)
	server := redistest.StartTLS(t, redistest.TLS{Certificate: certificate, Key: key, Authority: known.file})
	ca, pair := "?ca_file="+known.file, "&cert_file="+certificate+"&key_file="+key
	_, port, err := net.SplitHostPort(server.TLSAddr())
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		address string
		says    string // why it does not open; empty if it does
	}{
		"trusted":                 {"rediss://" + server.TLSAddr() + ca + pair, ""},
		"not verified":            {"rediss://" + server.TLSAddr() + "?skip_verify=true" + pair, ""},
		"no authority is named":   {"rediss://" + server.TLSAddr() + "?" + pair, "its authority: ?ca_file=PATH"},
		"another authority":       {"rediss://" + server.TLSAddr() + "?ca_file=" + unknown.file + pair, "its authority: ?ca_file=PATH"},
		"another name":            {"rediss://localhost:" + port + ca + pair, "as its certificate does"},
		"no certificate of ours":  {"rediss://" + server.TLSAddr() + ca, "?cert_file=PATH&key_file=PATH"},
		"of an authority unknown": {"rediss://" + server.TLSAddr() + ca + "&cert_file=" + stranger + "&key_file=" + strangersKey, "?cert_file=PATH&key_file=PATH"},
		"without TLS":             {"redis://" + server.TLSAddr(), "whether it wants TLS: rediss://"},
		"TLS where there is none": {"rediss://" + server.Addr() + ca + "&read_timeout=100ms", "listens there for TLS"},
	} {
		t.Run(name, func(t *testing.T) { opens(t, row.address, row.says) })
	}
}

// opens uses the store at an address, or wants the error to say why it can't.
func opens(t *testing.T, address, says string) {
	t.Helper()
	s, err := redis.Open(t.Context(), address, options())
	if says != "" {
		if err == nil {
			t.Fatal("it opens", s.Close())
		}
		if !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "hush") {
			t.Errorf("error %q lacks %q, or has the password", err, says)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), "w", func(tx store.Tx) error { return numbers.Put(tx, "k", 1) }); err != nil {
		t.Error(err)
	}
	if err := s.Copy(t.Context(), "w", "v"); err != nil {
		t.Error(err)
	}
	if names, err := s.Worlds(t.Context(), ""); err != nil || len(names) != 2 {
		t.Errorf("worlds %q, %v; want two", names, err)
	}
	if err := errors.Join(s.Drop(t.Context(), "v"), s.Close()); err != nil {
		t.Error(err)
	}
}

// TestUsers has a user who may do what the documentation says, on a server that
// is a cluster by itself and wants to know who comes.
func TestUsers(t *testing.T) {
	ours := newAuthority(t, "ours")
	certificate, key := ours.issue(t)
	server := redistest.StartTLS(t, redistest.TLS{Certificate: certificate, Key: key, Authority: ours.file},
		"--cluster-enabled", "yes", "--tls-cluster", "yes", "--tls-auth-clients", "no",
		"--user", "may", "on", ">hush", "~plumbline:*", "+@read", "+@write", "+@scripting", "+@connection", "+cluster|slots",
		"--user", "mayNot", "on", ">hush", "~plumbline:*", "+@read", "+@scripting", "+@connection", "+cluster|slots",
		"--user", "elsewhere", "on", ">hush", "~other:*", "+@all")
	server.BeCluster(t)
	if err := clientOf(t, server).ConfigSet(t.Context(), "requirepass", "hushed").Err(); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ user, says string }{
		"may":              {"may:hush@", ""},
		"a wrong password": {"may:hushhush@", "check the user and the password"},
		"nobody known":     {"nobody:hush@", "check the user and the password"},
		"no password":      {"", "check the user and the password"},
		"may not write":    {"mayNot:hush@", "@write"},
		"of other keys":    {"elsewhere:hush@", "plumbline:*"},
	} {
		t.Run(name, func(t *testing.T) {
			opens(t, "rediss+cluster://"+row.user+server.TLSAddr()+"?ca_file="+ours.file, row.says)
		})
	}
}
