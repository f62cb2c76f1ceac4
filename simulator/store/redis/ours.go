package redis

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// ours are the options of an address that the library does not have.
type ours struct {
	replicas    int    // wait_replicas
	authorities string // ca_file: instead of those that the machine knows
	certificate string // cert_file: of the client
	key         string // key_file: of that
}

// takeOurs takes them from what follows the scheme.
func takeOurs(rest string) (string, ours, error) {
	rest, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", ours{}, err
	}
	take := func(name string) string {
		defer values.Del(name)
		return values.Get(name)
	}
	o := ours{authorities: take("ca_file"), certificate: take("cert_file"), key: take("key_file")}
	if text := take("wait_replicas"); text != "" {
		if o.replicas, err = strconv.Atoi(text); err != nil || o.replicas < 0 {
			return "", ours{}, fmt.Errorf("wait_replicas=%s: it is how many replicas have to have a change before it is acknowledged", text)
		}
	}
	if len(values) == 0 {
		return rest, o, nil
	}
	return rest + "?" + values.Encode(), o, nil
}

// secure puts the files into what the library has made of rediss.
func (o ours) secure(config *tls.Config) error {
	switch {
	case o.authorities == "" && o.certificate == "" && o.key == "":
		return nil
	case config == nil:
		return errors.New("ca_file, cert_file and key_file are for rediss")
	case (o.certificate == "") != (o.key == ""):
		return errors.New("cert_file and key_file belong together")
	}
	if o.authorities != "" {
		text, err := os.ReadFile(o.authorities)
		if err != nil {
			return fmt.Errorf("ca_file: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return fmt.Errorf("ca_file %s has no certificate in PEM", o.authorities)
		}
	}
	if o.certificate != "" {
		pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
		if err != nil {
			return fmt.Errorf("cert_file and key_file: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return nil
}
