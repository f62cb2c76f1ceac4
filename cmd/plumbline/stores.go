package main

import (
	"context"
	"math/rand/v2"
	"strings"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
)

// openStore opens what --store names, and tells whether other processes may
// use it at the same time.
func openStore(ctx context.Context, address string) (s store.Store, shared bool, err error) {
	path, isFile := strings.CutPrefix(address, "file:")
	switch {
	case address == "memory":
		return store.NewMemory(), false, nil
	case isFile && path == "":
		return nil, false, usage("--store file: has no path: file:PATH")
	case isFile:
		s, err = file.Open(path)
	case redis.Handles(address):
		redis.QuietLibrary()
		shared = true
		s, err = redis.Open(ctx, address, redis.Options{Wait: wait, Random: rand.Float64})
	default:
		scheme, _, _ := strings.Cut(address, ":") // what follows may hold a password
		return nil, false, usage("--store %s: unknown; it is memory, file:PATH, redis://HOST:PORT/DATABASE, rediss://… for TLS, or redis+cluster://HOST:PORT,HOST:PORT", scheme)
	}
	if err != nil {
		return nil, false, usage("--store: %v", err)
	}
	return s, shared, nil
}
