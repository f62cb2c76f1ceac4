package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal tells whether a stream shows what is written to a person.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// coloured tells whether a stream gets colours. NO_COLOR takes them away, and
// FORCE_COLOR gives them to a pipe (no-color.org, force-color.org).
func coloured(w io.Writer) bool {
	switch force := os.Getenv("FORCE_COLOR"); {
	case os.Getenv("NO_COLOR") != "":
		return false
	case force != "":
		return force != "0"
	}
	return isTerminal(w) && os.Getenv("TERM") != "dumb"
}

// columnsOf is the width of the terminal that a stream is shown on; 0 where it
// is none, or does not say.
func columnsOf(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
