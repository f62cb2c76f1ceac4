// Package input reads the files that a user names: bounded in bytes, in the
// time that a pipe may take, and in what their YAML may unfold to.
package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// The most bytes that are read of a file.
const (
	MostOfSecret = 64 << 10 // a credential
	MostOfPEM    = 4 << 20  // certificates; all that a system trusts are a quarter of a megabyte
	MostOfReport = 64 << 20 // a JSON report, or a seed
)

func tooLong(name string, most int64) error {
	return fmt.Errorf("%s is longer than %d bytes, which is the most that is read; is it the right file?", name, most)
}

// ReadText is Read for a text: without a byte order mark, and not in UTF-16.
func ReadText(name string, most int64) ([]byte, error) {
	data, err := Read(name, most)
	if err != nil {
		return nil, err
	}
	if data, err = UTF8(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// UTF8 returns a text without a byte order mark, and tells one that is UTF-16,
// as some editors save it.
func UTF8(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, errors.New("it is UTF-16; save it as UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// patience is how long a pipe may take.
const patience = 10 * time.Second

// Read returns the content of a file of at most so many bytes. A pipe, as a
// shell makes for <(command), is read until its writer closes it; one without a
// writer is an error and not waited for.
func Read(name string, most int64) ([]byte, error) {
	// Without O_NONBLOCK opening a pipe waits for a writer, which no deadline ends.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	kind := info.Mode() & fs.ModeType
	switch {
	case kind == fs.ModeDir:
		return nil, fmt.Errorf("%s is a folder; name a file", name)
	case kind&fs.ModeDevice != 0:
		return nil, fmt.Errorf("%s is a device; name a file", name)
	case info.Size() > most:
		return nil, tooLong(name, most)
	case kind == fs.ModeNamedPipe:
		if err := f.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return nil, err
		}
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fmt.Errorf("%s is a pipe whose writer does not end within %s; name a file", name, patience)
	case err != nil:
		return nil, err
	case int64(len(data)) > most:
		return nil, tooLong(name, most)
	case len(data) == 0 && kind == fs.ModeNamedPipe:
		return nil, fmt.Errorf("%s is a pipe and nobody writes to it; name a file", name)
	}
	return data, nil
}
