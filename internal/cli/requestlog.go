package cli

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/plumbline-api/plumbline/simulator"
)

// requestLog writes a line for each request that the simulator answers: when,
// in which world, what was asked, the status, what decided it, and the number
// under which the journal tells more.
type requestLog struct {
	out    io.Writer
	colour bool
	json   *slog.Logger // nil for text
	now    func() time.Time
}

// logs returns the log of the process and that of the requests, which is nil
// where there is to be none. Both write to one stream.
func (c *simulateCommand) logs(w io.Writer) (*slog.Logger, *requestLog) {
	out := &oneAtATime{out: w}
	switch c.Log {
	case "off":
		return slog.New(slog.NewTextHandler(out, nil)), nil
	case "json":
		log := slog.New(slog.NewJSONHandler(out, nil))
		return log, &requestLog{json: log, now: time.Now}
	}
	return slog.New(slog.NewTextHandler(out, nil)), &requestLog{out: out, colour: coloured(w), now: time.Now}
}

// oneAtATime lets one writer write at a time.
type oneAtATime struct {
	mu  sync.Mutex
	out io.Writer
}

func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.out.Write(p)
}

// Request is an Observer's.
func (l *requestLog) Request(ctx context.Context, o simulator.Observation) {
	if l.json != nil {
		l.asJSON(ctx, o)
		return
	}
	line := make([]byte, 0, 200)
	line = l.now().AppendFormat(line, "15:04:05.000 ")
	if o.World != "" {
		line = append(append(line, o.World...), ' ')
	}
	line = append(append(line, printable(o.Method)...), ' ')
	line = append(append(line, printable(o.URL)...), ' ')
	line = l.paint(line, colourOf(o.Status), statusWord(o.Status))
	if why := decided(&o); why != "" {
		line = l.paint(append(line, ' '), "1", printable(why))
	}
	if o.Journal > 0 {
		line = strconv.AppendUint(append(line, " journal "...), o.Journal, 10)
	}
	_, _ = l.out.Write(append(line, '\n')) // a log that can't be written stops nobody
}

func (l *requestLog) paint(line []byte, colour, text string) []byte {
	if !l.colour {
		return append(line, text...)
	}
	line = append(append(append(line, "\x1b["...), colour...), 'm')
	return append(append(line, text...), "\x1b[0m"...)
}

func (l *requestLog) asJSON(ctx context.Context, o simulator.Observation) {
	attrs := make([]slog.Attr, 0, 10)
	text := func(name, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(name, value))
		}
	}
	text("world", o.World)
	text("vendor", o.Vendor)
	text("operation", o.Operation)
	text("method", o.Method)
	text("url", o.URL)
	attrs = append(attrs, slog.Int("status", o.Status))
	text("refusedBy", o.RefusedBy())
	text("breach", o.Breach)
	text("fault", string(o.Fault))
	text("nearest", strings.Join(o.Nearest, ", "))
	if o.Journal > 0 {
		attrs = append(attrs, slog.Uint64("journal", o.Journal))
	}
	l.json.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
}

// decided says what made the answer what it is; nothing of an ordinary one.
func decided(o *simulator.Observation) string {
	switch {
	case o.Fault != "":
		return "fault " + string(o.Fault)
	case o.RefusedBy() != "":
		return o.RefusedBy()
	case o.Breach != "":
		return "contract: " + o.Breach
	case len(o.Nearest) > 0:
		return "no such operation; nearest: " + strings.Join(o.Nearest, ", ")
	case o.Status >= http.StatusBadRequest && o.Operation == "":
		return "no such operation"
	}
	return ""
}

func statusWord(status int) string {
	if status == 0 {
		return "---"
	}
	return strconv.Itoa(status)
}

// colourOf is green for success, yellow for a refusal and red for a failure.
func colourOf(status int) string {
	switch {
	case status == 0 || status >= http.StatusInternalServerError:
		return "31"
	case status >= http.StatusBadRequest:
		return "33"
	}
	return "32"
}

// printable is a text without what a terminal would act on: callers choose it.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '\uFFFD'
	}, text)
}
