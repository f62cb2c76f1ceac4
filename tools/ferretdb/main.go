// Command ferretdb serves the protocol of MongoDB out of SQLite files.
//
// The tests of Delivery Optimizer's archive run against it where there is no
// MongoDB, for which Debian has no package. FerretDB 1.24 is the last one that
// keeps its data itself; its own command can't be installed by the go command,
// so this one embeds it. It is a module apart, since what FerretDB depends on is
// more than what Plumbline does. What it lacks of MongoDB's promises is made up
// for where tests would trip over it: see front and ids.
//
//	ferretdb -listen 127.0.0.1:27017 -dir data
//
// It runs until SIGINT or SIGTERM, and reports nothing to anyone. What is
// committed outlives a kill: SQLite writes ahead, and syncs each commit. Exit
// status: 0 stopped by a signal, 1 it can't serve, 2 usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:27017", "serve at `HOST:PORT`")
	dir := flag.String("dir", "", "keep the data in the folder `PATH`, which is made where it is missing")
	flag.Parse()
	if *dir == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "ferretdb: -dir is missing, or there is more than flags")
		flag.Usage()
		os.Exit(2)
	}
	if err := serve(*listen, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

func serve(listen, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		// Clients that come and go are warnings to FerretDB.
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Handler:   "sqlite",
		SQLiteURL: (&url.URL{Scheme: "file", Path: dir + "/", RawQuery: "_pragma=synchronous(full)"}).String(),
	})
	if err != nil {
		return err
	}
	backend, err := url.Parse(server.MongoDBURI())
	if err != nil {
		return err
	}
	ended := make(chan error)
	go func() { ended <- server.Run(ctx) }()
	err = (&front{backend: backend.Host, ids: ids{dir: dir, done: map[string]bool{}}}).serve(ctx, l)
	stop()
	return errors.Join(err, <-ended)
}
