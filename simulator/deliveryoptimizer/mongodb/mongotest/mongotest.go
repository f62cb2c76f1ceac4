// Package mongotest runs real MongoDB servers for tests, or FerretDB, which
// speaks their protocol, in their place.
package mongotest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

const (
	// Binary is the variable that names the command of tools/ferretdb, where it
	// is not bin/ferretdb of the checkout.
	Binary = "PLUMBLINE_FERRETDB"

	database = "plumbline"
)

// Server is a process of FerretDB or of mongod, on loopback. It ends with the
// test.
type Server struct {
	*servicetest.Process
	port int
}

// Start starts a server. Where there is none, the test is skipped, or fails if
// services are required.
func Start(t testing.TB) *Server {
	t.Helper()
	c, err := find()
	if err != nil {
		servicetest.Missing(t, err, "build one (make ferretdb) or install mongod")
	}
	s := &Server{port: servicetest.FreePort(t)}
	s.Process = servicetest.Start(t, s.ready, c.binary, c.args(s.port, t.TempDir())...)
	return s
}

// command is how a server is started.
type command struct {
	binary string
	args   func(port int, folder string) []string
}

// find looks for what is to be run: what the variable names, what was built in
// the checkout, and what is installed, in this order.
func find() (command, error) {
	if named := os.Getenv(Binary); named != "" {
		_, err := exec.LookPath(named)
		return command{named, ferretdb}, err
	}
	built := filepath.Join(root(), "bin", "ferretdb")
	if _, err := exec.LookPath(built); err == nil {
		return command{built, ferretdb}, nil
	}
	installed, err := exec.LookPath("mongod")
	if err != nil {
		return command{}, fmt.Errorf("no %s, and %w", built, err)
	}
	return command{installed, mongod}, nil
}

func ferretdb(port int, folder string) []string {
	return []string{"-listen", servicetest.Addr(port), "-dir", folder}
}

func mongod(port int, folder string) []string {
	return []string{"--dbpath", folder, "--port", strconv.Itoa(port), "--bind_ip", "127.0.0.1"}
}

// root returns the folder of go.mod above the test, or where the test runs.
func root() string {
	here, err := os.Getwd()
	if err != nil {
		return "."
	}
	for folder := here; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return here
		}
	}
}

// URL returns the address of the database.
func (s *Server) URL() string { return "mongodb://" + servicetest.Addr(s.port) + "/" + database }

// ready tells what the server lacks to answer. The driver waits half a second
// between two attempts to connect, so it is asked when somebody listens.
func (s *Server) ready(ctx context.Context) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", servicetest.Addr(s.port))
	if err != nil {
		return err
	}
	_ = conn.Close()
	return s.with(func(c *mongo.Client) error { return c.Ping(ctx, nil) })
}

// with lends a client.
func (s *Server) with(fn func(*mongo.Client) error) error {
	client, err := mongo.Connect(options.Client().ApplyURI(s.URL()))
	if err != nil {
		return err
	}
	return errors.Join(fn(client), client.Disconnect(context.Background()))
}

// Empty deletes everything.
func (s *Server) Empty(t testing.TB) {
	t.Helper()
	if err := s.with(func(c *mongo.Client) error { return c.Database(database).Drop(context.Background()) }); err != nil {
		t.Fatal(err)
	}
}
