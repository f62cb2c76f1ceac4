package file

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// version is that of files that this program writes: one more than there are
// migrations.
const version = 1

// migrations lead from the version of their place, counted from 1, to the next.
// They run in one transaction, so that a file is never between two versions.
func migrations() []func(*bbolt.Tx) error { return nil }

// lockPatience is how long to wait for another process to end: a service that
// is being restarted may overlap a little.
const lockPatience = time.Second

var errDamaged = errors.New("the file is damaged")

// errEmpty says that a file has no bytes. No start of this program leaves one, since
// a new file gets its name when it is complete: whatever was in it is lost.
var errEmpty = errors.New("it has no bytes, and every file that Plumbline makes has some")

// open opens and checks the file, and brings it to this program's version.
func open(path string) (*bbolt.DB, *note, error) {
	created, err := isNew(path)
	if err == nil && created {
		err = create(path)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := inspect(path); err != nil {
		return nil, nil, explained(path, err)
	}
	db, err := lay(path)
	if err != nil {
		return nil, nil, explained(path, err)
	}
	forgetUnfinished(path)
	owner, err := noteOwner(path)
	if err != nil {
		return nil, nil, errors.Join(explained(path, err), db.Close())
	}
	return db, owner, nil
}

// lay opens a file, and makes a store of it where it holds nothing.
func lay(path string) (db *bbolt.DB, err error) {
	err = guarded(path, func() (err error) {
		// Without a stored list of free pages commits are smaller; it is found
		// anew here.
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: lockPatience, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := guarded(path, func() error { return prepare(db) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func isNew(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("the file store can't be opened: %w", err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("the file store can't be %s, which is no regular file: name a file, which comes into being if it is not there", path)
	case info.Size() == 0:
		return false, explained(path, errEmpty)
	}
	return false, nil
}

// inspect reads the whole file. The library, which opens it for writing after
// that, looks for free pages in a goroutine of its own, where damage would end
// the process.
func inspect(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return guarded(path, func() error {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockPatience, ReadOnly: true})
		if err != nil {
			return err
		}
		read := db.View(func(tx *bbolt.Tx) error {
			if info.Size() < tx.Size() {
				return fmt.Errorf("%w: it has %d bytes, and had %d", errDamaged, info.Size(), tx.Size())
			}
			if first, _ := tx.Cursor().First(); first == nil {
				return nil // nothing has been stored yet
			}
			found, err := versionOf(tx, version)
			if err != nil || found < version {
				return err
			}
			worlds := tx.Bucket([]byte(worldsBucket))
			return worlds.ForEachBucket(func(name []byte) error { return checkEntries(worlds.Bucket(name)) })
		})
		return errors.Join(read, db.Close())
	})
}

func checkEntries(b *bbolt.Bucket) error {
	return b.ForEach(func(key, sealed []byte) error {
		_, err := unseal(key, sealed)
		return err
	})
}

// prepare checks that the file is ours, and brings it up to date.
func prepare(db *bbolt.DB) error {
	return db.Update(func(tx *bbolt.Tx) error {
		if first, _ := tx.Cursor().First(); first == nil {
			return begin(tx)
		}
		return upgrade(tx, migrations())
	})
}

// begin makes a store of a file that holds nothing.
func begin(tx *bbolt.Tx) error {
	about, err := tx.CreateBucket([]byte(aboutBucket))
	if err != nil {
		return err
	}
	if _, err := tx.CreateBucket([]byte(worldsBucket)); err != nil {
		return err
	}
	return about.Put([]byte(versionKey), []byte(strconv.Itoa(version)))
}

// errForeign says that a file is not ours.
var errForeign = errors.New("it is no file of a Plumbline store")

// versionOf returns the version of a file that is ours and no newer than the
// newest that is known.
func versionOf(tx *bbolt.Tx, newest int) (int, error) {
	about := tx.Bucket([]byte(aboutBucket))
	if about == nil || tx.Bucket([]byte(worldsBucket)) == nil {
		return 0, errForeign
	}
	text := string(about.Get([]byte(versionKey)))
	found, err := strconv.Atoi(text)
	switch {
	case err != nil || found < 1:
		return 0, fmt.Errorf("%w: its version is %q", errDamaged, text)
	case found > newest:
		return 0, fmt.Errorf("its version is %d, and this Plumbline knows up to %d: use the newer Plumbline that wrote it", found, newest)
	}
	return found, nil
}

// upgrade runs the migrations that a file lacks; the version that they lead to
// is their number and one.
func upgrade(tx *bbolt.Tx, steps []func(*bbolt.Tx) error) error {
	newest := len(steps) + 1
	found, err := versionOf(tx, newest)
	if err != nil || found == newest {
		return err
	}
	for n := found; n < newest; n++ {
		if err := steps[n-1](tx); err != nil {
			return fmt.Errorf("bring it from version %d to %d: %w", n, n+1, err)
		}
	}
	return tx.Bucket([]byte(aboutBucket)).Put([]byte(versionKey), []byte(strconv.Itoa(newest)))
}

// explained names the file and the remedy.
func explained(path string, err error) error {
	remedy := "name another file"
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("the file store %s is in use by %s: stop it, or name another file; several processes share worlds through Redis only", path, owner(path))
	case errors.Is(err, errEmpty):
		remedy = "put a back-up in its place, or remove it to begin with an empty store"
	case errors.Is(err, errDamaged):
		remedy = "put a back-up in its place, or move it away to begin with an empty store"
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch):
		err = fmt.Errorf("%w (%w)", errForeign, err)
	case errors.Is(err, bolterrors.ErrChecksum):
		err = fmt.Errorf("%w: %w", errDamaged, err)
		remedy = "put a back-up in its place, or move it away to begin with an empty store"
	case errors.Is(err, os.ErrPermission), errors.Is(err, os.ErrNotExist):
		remedy = "its folder has to exist, and file and folder have to be writable"
	}
	return fmt.Errorf("the file store %s can't be opened: %w; %s", path, err, remedy)
}

// guarded turns a panic, or a fault of the mapped memory, into an error: that
// is how the library meets a damaged file.
func guarded(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %w: %v", path, errDamaged, p)
		}
	}()
	return fn()
}
