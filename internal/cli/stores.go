package cli

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb"
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
		return nil, false, usage("--store file: has no path; give file:PATH")
	case isFile:
		s, err = file.Open(path)
	case redis.Handles(address):
		redis.QuietLibrary()
		shared = true
		s, err = redis.Open(ctx, address, redis.Options{Wait: wait, Random: rand.Float64})
	default:
		scheme, _, _ := strings.Cut(address, ":") // what follows may hold a password
		return nil, false, usage("--store %s: unknown; known: memory, file:PATH, redis://HOST:PORT/DATABASE, rediss://… for TLS, or redis+cluster://HOST:PORT,HOST:PORT", scheme)
	}
	if err != nil {
		return nil, false, usage("--store: %v", err)
	}
	return s, shared, nil
}

// archivingVendor is the one whose document has a second tier.
const archivingVendor = "deliveryoptimizer"

// openArchive opens what --archive names; nil where that is the store.
func openArchive(ctx context.Context, address string, list []vendors.Vendor) (*mongodb.Archive, error) {
	if address == "store" {
		return nil, nil
	}
	if !mongodb.Handles(address) {
		scheme, _, _ := strings.Cut(address, ":") // what follows may hold a password
		return nil, usage("--archive %s: unknown; known: store, mongodb://HOST:PORT/DATABASE", scheme)
	}
	if !archives(list) {
		return nil, usage("--archive: only %s has an archive; name it among the vendors", archivingVendor)
	}
	archive, err := mongodb.Open(ctx, address)
	if err != nil {
		return nil, usage("--archive: %v", err)
	}
	return archive, nil
}

// useArchive has the vendor that archives use this one, if there is one.
func useArchive(list []vendors.Vendor, archive *mongodb.Archive) {
	for i := range list {
		if archive != nil && list[i].Book.Vendor == archivingVendor {
			list[i].Simulator = func() *simulator.Vendor { return deliveryoptimizer.NewWithArchive(archive) }
		}
	}
}

// backends names what the addresses are of, for /health of the control API.
func backends(store, archive string, list []vendors.Vendor) map[string]string {
	kind := func(address string) string { name, _, _ := strings.Cut(address, ":"); return name }
	names := map[string]string{"store": kind(store)}
	if archives(list) {
		names["archive"] = kind(archive)
	}
	return names
}

func archives(list []vendors.Vendor) bool {
	return slices.ContainsFunc(list, func(v vendors.Vendor) bool { return v.Book.Vendor == archivingVendor })
}
