package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// output is one thing that a command writes when its work is done.
type output struct {
	flag   string // as an error names it, such as "--report json"
	name   string // of a file; - is the standard output
	append bool   // to what the file holds already
	beside bool   // on the standard output among other text
	write  func(io.Writer) error
}

// checkOutputs finds out before the work begins what would go wrong at its end.
// It leaves no file behind: a usage error writes nothing.
func checkOutputs(list []output) error {
	taken := map[string]string{} // place to the flag that writes there
	for _, o := range list {
		if o.beside {
			continue
		}
		at := place(o.name)
		if before, ok := taken[at]; ok && o.name != os.DevNull {
			return usage("%s and %s both write to %s; give each its own file", before, o.flag, described(o.name))
		}
		taken[at] = o.flag
		if err := o.check(); err != nil {
			return usage("%s: %v", o.flag, err)
		}
	}
	return nil
}

// described names a place as people do.
func described(name string) string {
	if name == "-" {
		return "the standard output"
	}
	return name
}

// place is a name under which two outputs to the same file are known.
func place(name string) string {
	if name == "-" {
		return name
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		return real
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		return filepath.Join(dir, filepath.Base(full))
	}
	return full
}

// check tries what can be tried without a trace. A device or a pipe is not
// opened: that alone may act, or wait for a reader.
func (o output) check() error {
	if o.name == "-" {
		return nil
	}
	info, err := os.Stat(o.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory; name a file", o.name)
	case !info.Mode().IsRegular():
		return nil
	default:
		f, err := os.OpenFile(o.name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil || o.append {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(place(o.name)), ".plumbline-*")
	if err != nil {
		return fmt.Errorf("can't write to the folder of %s: %w", o.name, errors.Unwrap(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// writeOutputs writes the files, then what goes to the standard output. Each is
// written whatever became of the others; the errors are joined.
func writeOutputs(s streams, list []output) error {
	var errs []error
	ordered := slices.Clone(list)
	slices.SortStableFunc(ordered, func(a, b output) int { return rank(a.name) - rank(b.name) })
	for _, o := range ordered {
		if err := o.to(s.out); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", o.flag, err))
		}
	}
	return errors.Join(errs...)
}

// rank puts files before the standard output, which may be closed at any time.
func rank(name string) int {
	if name == "-" {
		return 1
	}
	return 0
}

func (o output) to(stdout io.Writer) error {
	if o.name == "-" {
		return o.write(stdout)
	}
	info, err := os.Stat(o.name)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return o.open(os.O_WRONLY)
	case o.append:
		return o.open(os.O_WRONLY | os.O_CREATE | os.O_APPEND)
	}
	return replaceFile(place(o.name), 0o666, o.write)
}

// open writes to the file itself: a device, a pipe, or the end of what is there.
func (o output) open(flag int) error {
	f, err := os.OpenFile(o.name, flag, 0o666)
	if err != nil {
		return err
	}
	return errors.Join(o.write(f), f.Close())
}

// replaceFile writes a file under a temporary name beside it and renames it, so that
// a full disk or a kill leaves the old file or the new one, and no half. A new file
// gets the mode, an old one keeps its own.
func replaceFile(name string, mode fs.FileMode, write func(io.Writer) error) error {
	temporary := fmt.Sprintf("%s.%d.tmp", name, os.Getpid())
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	if info, err := os.Stat(name); err == nil {
		_ = f.Chmod(info.Mode().Perm()) // where a file system has no modes the default does
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		_ = os.Remove(temporary) // the first error is the one that tells
	}
	return err
}
