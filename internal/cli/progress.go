package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

// progress tells how far a run is: one line that is written over on a terminal,
// and a plain line for every tenth of the way elsewhere.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	name     string
	terminal bool
	tenths   int
	drawn    int // columns on the terminal's line
}

func newProgress(w io.Writer, name string) *progress {
	_, isFile := w.(*os.File)
	return &progress{w: w, name: name, terminal: isFile && isTerminal(w)}
}

func (p *progress) step(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal {
		line := fmt.Sprintf("%s: %d of %d cases", p.name, done, total)
		fmt.Fprintf(p.w, "\r%s%s", line, strings.Repeat(" ", max(0, p.drawn-len(line))))
		p.drawn = len(line)
		return
	}
	if tenths := done * 10 / total; tenths > p.tenths {
		p.tenths = tenths
		fmt.Fprintf(p.w, "%s: %d of %d cases\n", p.name, done, total)
	}
}

// end takes the terminal's line away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn > 0 {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.drawn))
	}
}
