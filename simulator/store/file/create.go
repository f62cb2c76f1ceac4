package file

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// unfinished is what follows a file's name in that of one which is being made.
const unfinished = ".new-"

// create makes an empty store, and gives it its name when it is complete and on
// disk. A process that is killed on the way leaves no file of that name; one that is
// quicker keeps its own.
func create(path string) error {
	path = linked(path)
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+unfinished)
	if err != nil {
		return explained(path, err)
	}
	made := f.Name()
	if err := f.Close(); err != nil {
		return explained(path, err)
	}
	defer func() { _ = os.Remove(made) }() // it has its other name, or is of no use
	db, err := lay(made)
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		err = name(made, path)
	}
	if err == nil {
		err = syncFolder(path)
	}
	if err != nil {
		return explained(path, err)
	}
	return nil
}

// name gives a file a name that another process may have given away meanwhile. A
// link never replaces a file; some file systems have none.
func name(made, path string) error {
	if err := os.Link(made, path); err == nil {
		return nil
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Rename(made, path)
}

// forgetUnfinished removes what processes that were killed have left. One that is at
// it now finds the store that is open here.
func forgetUnfinished(path string) {
	path = linked(path)
	names, _ := os.ReadDir(filepath.Dir(path)) // what can't be listed stays
	for _, f := range names {
		if strings.HasPrefix(f.Name(), filepath.Base(path)+unfinished) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), f.Name())) // it is tried again next time
		}
	}
}

// linked is where a symbolic link leads, even to what is not there yet.
func linked(path string) string {
	to, err := os.Readlink(path)
	if err != nil {
		return path
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(filepath.Dir(path), to)
	}
	return to
}

// syncFolder makes the name of a new file as durable as its content. Windows
// has no such call, and needs none.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
