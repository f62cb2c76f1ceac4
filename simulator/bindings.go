package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// bindings holds the worlds that credentials choose, by vendor and digest. They
// stand in a world of the store that no request can reach.
var bindings = store.NewKind[string]("plumbline.binding")

const (
	bindingsWorld = ofSnapshot + "bindings"
	// bindingsAge is how long a process may not know of a binding that another
	// one on the same store made, in real time.
	bindingsAge = time.Second
)

// Bind lets a credential of a vendor choose a world where a request names none.
// Only its digest is kept. It returns when all processes on the store go by it.
func (e *Engine) Bind(ctx context.Context, world, vendor, credential string) error {
	if err := CheckWorldName(world); err != nil {
		return &UnknownError{err.Error()}
	}
	if e.vendors[vendor] == nil {
		return &UnknownError{fmt.Sprintf("no vendor %q is served here; there are: %s", vendor, strings.Join(e.names, ", "))}
	}
	if credential == "" {
		return fmt.Errorf("a credential is not empty")
	}
	err := e.store.Update(ctx, bindingsWorld, func(tx store.Tx) error {
		return bindings.Put(tx, bindingKey(vendor, credential), world)
	})
	e.bound.forget()
	if err == nil && e.options.Replicas {
		return e.options.Wait(ctx, bindingsAge) // then all processes know of it
	}
	return e.ofStore(err)
}

func bindingKey(vendor, credential string) string {
	digest := sha256.Sum256([]byte(credential))
	return vendor + "/" + hex.EncodeToString(digest[:])
}

// findWorld settles the world of a request that names none: the one that its
// credential is bound to, or the default one.
func (c *call) findWorld() bool {
	if c.world == "" {
		world, err := c.engine.boundWorld(c.http, c.vendor, c.body)
		if err != nil {
			return c.fail(err, "vendor", c.vendor.Book.Vendor)
		}
		c.world = world
	}
	c.observation.World = c.world
	return true
}

// boundWorld returns the world that the request's credential is bound to, or
// the default one.
func (e *Engine) boundWorld(r *http.Request, v *Vendor, body []byte) (string, error) {
	known, err := e.bound.get(r.Context(), e)
	if err != nil || len(known) == 0 {
		return DefaultWorld, err
	}
	credential := r.Header.Get("Authorization")
	if v.Credential != nil {
		credential = v.Credential(r, body)
	}
	if world := known[bindingKey(v.Book.Vendor, credential)]; world != "" {
		return world, nil
	}
	return DefaultWorld, nil
}

// boundWorlds is what this process knows of the bindings.
type boundWorlds struct {
	mu    sync.RWMutex
	known map[string]string // nil: to be read
	read  time.Time
}

func (b *boundWorlds) forget() {
	b.mu.Lock()
	b.known = nil
	b.mu.Unlock()
}

func (b *boundWorlds) get(ctx context.Context, e *Engine) (map[string]string, error) {
	now := e.now()
	b.mu.RLock()
	known, read := b.known, b.read
	b.mu.RUnlock()
	if known != nil && now.Sub(read) < bindingsAge {
		return known, nil
	}
	known = map[string]string{}
	err := e.store.Update(ctx, bindingsWorld, func(tx store.Tx) error {
		clear(known)
		return bindings.Scan(tx, "", func(key, world string) bool {
			known[key] = world
			return true
		})
	})
	if err != nil {
		return nil, e.ofStore(err)
	}
	b.mu.Lock()
	b.known, b.read = maps.Clone(known), now
	b.mu.Unlock()
	return known, nil
}
