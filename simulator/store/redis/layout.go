package redis

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// checkLayout lays claim to an empty database, and refuses one that a newer
// version has written.
func (s *Store) checkLayout(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := s.client.SetArgs(ctx, layoutKey, layout, redis.SetArgs{Mode: "NX"}).Err(); err != nil && err != redis.Nil { //nolint:errorlint // the library's own word for nothing
		return fmt.Errorf("the Redis store at %s can't be used: %w; %s", s.address, err, s.remedy(err))
	}
	found, err := s.client.Get(ctx, layoutKey).Result()
	if err != nil {
		return fmt.Errorf("the Redis store at %s can't be used: %w", s.address, err)
	}
	if found != layout {
		return fmt.Errorf("the Redis store at %s has layout %q, and this Plumbline knows %s: use the Plumbline that wrote it, or another database", s.address, found, layout)
	}
	return nil
}

// remedy says what to do about a server that can't be used.
func (to *server) remedy(err error) string {
	switch {
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return "name the file that has the certificate of its authority: ?ca_file=PATH"
	case errors.As(err, new(x509.HostnameError)):
		return "name the server as its certificate does"
	case redis.HasErrorPrefix(err, "NOAUTH"), redis.HasErrorPrefix(err, "WRONGPASS"):
		return "check the user and the password"
	case redis.HasErrorPrefix(err, "NOPERM"):
		return "let the user have the keys plumbline:* and the commands @read @write @scripting @connection and, of a cluster, cluster|slots"
	case redis.HasErrorPrefix(err, "MOVED"):
		return "it is one of a cluster: redis+cluster:// or rediss+cluster://"
	case strings.HasPrefix(to.address, "rediss"):
		return "check that a server listens there for TLS, and whether it wants a certificate of its clients: ?cert_file=PATH&key_file=PATH"
	default:
		return "check that a server listens there, and whether it wants TLS: rediss://"
	}
}
