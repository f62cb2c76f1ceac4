package file

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// note is the file in which the process that has the store open tells who it is. It
// lies beside the store, so that it also shows whether the disk takes more.
type note struct {
	mu   sync.Mutex
	file *os.File
	size int64
}

// ownerFile is where the note of a store is.
func ownerFile(path string) string { return path + ".owner" }

func noteOwner(path string) (*note, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	f, err := os.OpenFile(ownerFile(path), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	size, err := fmt.Fprintf(f, "process %d on %s\n", os.Getpid(), host)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &note{file: f, size: int64(size)}, nil
}

// owner tells who has the file open, as far as is known.
func owner(path string) string {
	text, err := os.ReadFile(ownerFile(path))
	name, _, _ := strings.Cut(string(text), "\n") // a probe may follow
	if err == nil && name != "" {
		return name
	}
	return "another process"
}

// probeSize is more than most transactions take.
const probeSize = 64 << 10

// probe writes something to the disk, and takes it back. It is random, since there
// are disks that store repeated bytes in no room.
func (n *note) probe() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	some := make([]byte, probeSize)
	_, _ = rand.Read(some) // never fails
	_, err := n.file.WriteAt(some, n.size)
	if err == nil {
		err = n.file.Sync()
	}
	return errors.Join(err, n.file.Truncate(n.size))
}

func (n *note) remove() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	err := n.file.Close() // first: some systems remove no open file
	return errors.Join(err, os.Remove(n.file.Name()))
}

// Probe implements store.Prober. It leaves the store's own file alone, which accepts
// nothing any more after a write that failed.
func (s *Store) Probe(ctx context.Context) error {
	if err := errors.Join(ctx.Err(), s.writer.failure()); err != nil {
		return err
	}
	if err := s.note.probe(); err != nil {
		return &store.UnavailableError{Err: fmt.Errorf("the disk of the file store %s takes no more: %w; nothing is lost yet: make room before the next write", s.path, err)}
	}
	return nil
}
