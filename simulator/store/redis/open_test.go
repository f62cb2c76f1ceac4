package redis_test

import (
	"context"
	"net"
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

func TestAddressesThatDoNotOpen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	const forms = "redis://HOST:PORT/DATABASE"
	for name, tt := range map[string]struct {
		address string
		says    []string
	}{
		"of another kind":         {"memcached://h:1", []string{forms}},
		"a bad port":              {"redis://user:hush@h:port/0", []string{"redis://h:port/0", "invalid port", forms}},
		"a bad database":          {"redis://h:1/one", []string{"redis://h:1/one", "database number", forms}},
		"an unknown option":       {"redis://h:1/0?colour=red", []string{"unexpected option: colour", forms}},
		"a cluster's database":    {"redis+cluster://h:1,i:2/3", []string{`no database "3"`, forms}},
		"a cluster of no node":    {"redis+cluster://h:1,", []string{"no host", forms}},
		"a cluster's bad option":  {"rediss+cluster://u:hush@h:1,i:2?colour=red", []string{"rediss+cluster://h:1,i:2", "unexpected option: colour"}},
		"no limit":                {"redis://h:1/0?read_timeout=-1", []string{"read_timeout can't be turned off"}},
		"reads from replicas":     {"redis+cluster://h:1?read_only=true", []string{"replicas lag behind"}},
		"no number of replicas":   {"redis://h:1/0?wait_replicas=all", []string{"wait_replicas=all", "how many replicas"}},
		"a file without TLS":      {"redis://h:1/0?ca_file=open_test.go", []string{"ca_file", "for rediss"}},
		"a file that is not":      {"rediss://h:1/0?ca_file=none.pem", []string{"ca_file: open none.pem"}},
		"a file that is another":  {"rediss+cluster://h:1?ca_file=open_test.go", []string{"open_test.go has no certificate"}},
		"half a pair of files":    {"rediss://h:1/0?cert_file=cert.pem", []string{"cert_file and key_file belong together"}},
		"a pair that is not":      {"rediss://h:1/0?cert_file=cert.pem&key_file=key.pem", []string{"cert_file and key_file: open cert.pem"}},
		"nobody listens":          {"redis://user:hush@" + nobody + "/0", []string{"redis://" + nobody, "connection refused", "check that a server listens there"}},
		"nobody of the cluster":   {"redis+cluster://" + nobody, []string{"redis+cluster://" + nobody, "connection refused", "check that a server listens there"}},
		"a password that is none": {"redis://user:hush@:1:2/0", []string{"check that a server listens there"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := redis.Open(context.Background(), tt.address, options())
			if err == nil {
				t.Fatal("it opens", s.Close())
			}
			for _, part := range tt.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("error %q has the password", err)
			}
		})
	}
}

func clientOf(t *testing.T, server *redistest.Server) *goredis.Client {
	client := goredis.NewClient(&goredis.Options{Addr: server.Addr()})
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	})
	return client
}

func TestALayoutOfANewerVersion(t *testing.T) {
	server := redistest.Start(t)
	client := clientOf(t, server)
	if err := client.Set(t.Context(), "plumbline:layout", "2", 0).Err(); err != nil {
		t.Fatal(err)
	}
	s, err := redis.Open(t.Context(), server.URL(), options())
	if err == nil {
		t.Fatal("it opens", s.Close())
	}
	for _, part := range []string{server.Addr(), `layout "2", and this Plumbline knows 1`, "or another database"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
}

// Databases of a server, and foreign keys beside ours, do not meet; what a world
// leaves behind when it has been dropped expires.
func TestKeys(t *testing.T) {
	server := redistest.Start(t)
	client := clientOf(t, server)
	ctx := t.Context()
	if err := client.Set(ctx, "somebody's", "1", 0).Err(); err != nil {
		t.Fatal(err)
	}
	s, other := open(t, server.URL()), open(t, strings.TrimSuffix(server.URL(), "0")+"1")
	if err := s.Update(ctx, "w", func(tx store.Tx) error { return numbers.Put(tx, "k", 1) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Copy(ctx, "w", "v"); err != nil {
		t.Fatal(err)
	}
	if names, err := other.Worlds(ctx, ""); err != nil || len(names) > 0 {
		t.Errorf("the other database has the worlds %q, %v", names, err)
	}
	for _, world := range []string{"w", "v"} {
		if err := s.Drop(ctx, world); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := client.Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		lives, err := client.TTL(ctx, key).Result()
		if err != nil {
			t.Fatal(err)
		}
		if key != "somebody's" && key != "plumbline:layout" && lives <= 0 {
			t.Errorf("the key %q stays for ever", key)
		}
	}
}
