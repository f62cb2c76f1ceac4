package redis

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// answerTime is how long an answer may take, unless the address says
	// otherwise.
	answerTime = time.Second
	// tries is for how many answer times a call goes on, over new connections.
	tries = 3
	// port is where servers listen unless the address says otherwise.
	port = "6379"
)

// forms is what an address may be, for errors.
const forms = "an address is redis://HOST:PORT/DATABASE, rediss:// for TLS, or redis+cluster://HOST:PORT,HOST:PORT and rediss+cluster://"

// Handles tells whether an address is one for Open.
func Handles(address string) bool {
	scheme, _, found := strings.Cut(address, "://")
	return found && (scheme == "redis" || scheme == "rediss" || scheme == "redis+cluster" || scheme == "rediss+cluster")
}

// QuietLibrary turns off the client library's own log on the standard error,
// which is one for the process: what fails comes back as an error as well. It
// is for commands; a program that embeds the simulator decides for itself.
func QuietLibrary() { logging.Disable() }

// server is what an address leads to. Its name has no credentials.
type server struct {
	client   redis.UniversalClient // connects when it is used
	address  string
	timeout  time.Duration // for how long a call goes on
	replicas int           // which have to have a change before it is acknowledged
}

// connect makes a client. No error has the credentials.
func connect(address string) (server, error) {
	if !Handles(address) {
		return server{}, errors.New("redis store: " + forms)
	}
	scheme, rest, _ := strings.Cut(address, "://")
	to := server{address: scheme + "://" + withoutUser(rest)}
	rest, ours, err := takeOurs(rest)
	if err == nil {
		if plain, clustered := strings.CutSuffix(scheme, "+cluster"); clustered {
			err = to.connectCluster(plain, rest, ours)
		} else {
			err = to.connectServer(scheme+"://"+rest, ours)
		}
	}
	if err != nil {
		return server{}, fmt.Errorf("redis store: %s: %w; %s", to.address, withoutURL(err), forms)
	}
	to.replicas = ours.replicas
	return to, nil
}

func (to *server) connectServer(address string, ours ours) error {
	o, err := redis.ParseURL(address)
	if err == nil {
		err = errors.Join(ours.secure(o.TLSConfig), limit(&o.ReadTimeout))
	}
	if err != nil {
		return err
	}
	o.ContextTimeoutEnabled, o.DisableIdentity = true, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	to.client, to.timeout = redis.NewClient(o), tries*o.ReadTimeout
	return nil
}

func (to *server) connectCluster(scheme, rest string, ours ours) error {
	nodes, err := clusterURL(scheme, rest)
	if err != nil {
		return err
	}
	o, err := redis.ParseClusterURL(nodes)
	if err == nil {
		err = errors.Join(ours.secure(o.TLSConfig), limit(&o.ReadTimeout))
	}
	if err != nil {
		return err
	}
	if o.ReadOnly || o.RouteByLatency || o.RouteRandomly {
		return errors.New("replicas lag behind, so nothing is read from them: leave out read_only, route_by_latency and route_randomly")
	}
	o.ContextTimeoutEnabled, o.DisableIdentity = true, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	to.client, to.timeout = redis.NewClusterClient(o), tries*o.ReadTimeout
	return nil
}

// limit bounds how long an answer may take.
func limit(readTimeout *time.Duration) error {
	if *readTimeout < 0 {
		return errors.New("read_timeout can't be turned off: a request would wait for ever")
	}
	*readTimeout = cmp.Or(*readTimeout, answerTime)
	return nil
}

// clusterURL names the nodes after the first as the library wants it.
func clusterURL(scheme, rest string) (string, error) {
	rest, query, _ := strings.Cut(rest, "?")
	user := ""
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		user, rest = rest[:at+1], rest[at+1:]
	}
	if hosts, database, found := strings.Cut(rest, "/"); found {
		if database != "" && database != "0" {
			return "", fmt.Errorf("a cluster has no database %q", database)
		}
		rest = hosts
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", err
	}
	nodes := strings.Split(rest, ",")
	for n, node := range nodes {
		if node == "" {
			return "", errors.New("a node has no host")
		}
		if !strings.Contains(strings.TrimPrefix(node[strings.LastIndex(node, "]")+1:], "]"), ":") {
			nodes[n] = net.JoinHostPort(strings.Trim(node, "[]"), port)
		}
	}
	values["addr"] = nodes[1:]
	return scheme + "://" + user + nodes[0] + "?" + values.Encode(), nil
}

// withoutUser takes the credentials from what follows the scheme, and the
// query, which may have some.
func withoutUser(rest string) string {
	rest, _, _ = strings.Cut(rest, "?")
	return rest[strings.LastIndex(rest, "@")+1:]
}

// withoutURL takes the address from an error of package url, since it may hold
// a password.
func withoutURL(err error) error {
	if parse := new(url.Error); errors.As(err, &parse) {
		return parse.Err
	}
	return err
}
