package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/plumbline-api/plumbline/internal/assistant"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

type mcpCommand struct{}

// Run serves the Model Context Protocol on the standard input and output until
// the assistant closes them.
func (mcpCommand) Run(ctx context.Context, all vendors.Table) error {
	ctx, stop := context.WithCancel(ctx)
	started := &simulators{all: all}
	defer started.wait()
	defer stop()
	server := assistant.New(ctx, assistant.Options{Version: version(), Vendors: all, Start: started.start})
	err := server.Run(ctx, &mcp.StdioTransport{})
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		return nil // the assistant is done, or we were told to stop
	}
	return err
}

// simulators are those that an assistant started.
type simulators struct {
	all     vendors.Table
	running sync.WaitGroup
}

func (l *simulators) wait() { l.running.Wait() }

// start runs `plumbline simulate` in this process, until the context ends.
func (l *simulators) start(ctx context.Context, names []string) (assistant.Address, error) {
	args := append([]string{"simulate"}, names...)
	args = append(args, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--allow-private-webhooks", "--client-report", "off", "--log", "off")
	ready := &firstLine{line: make(chan string, 1)}
	var said bytes.Buffer
	ended := make(chan int, 1)
	l.running.Go(func() { ended <- run(ctx, l.all, args, ready, &said) })
	select {
	case line := <-ready.line:
		found := readyLine.FindStringSubmatch(line)
		if found == nil {
			return assistant.Address{}, fmt.Errorf("the simulator began with %q", line)
		}
		return assistant.Address{Vendors: found[1], Control: found[2], Token: os.Getenv("PLUMBLINE_CONTROL_TOKEN")}, nil
	case status := <-ended:
		return assistant.Address{}, fmt.Errorf("the simulator did not start, exit status %d: %s", status, strings.TrimSpace(said.String()))
	}
}

var readyLine = regexp.MustCompile(`^ready vendors=(\S+) control=(\S+)$`)

// firstLine takes what is written, and hands on its first line.
type firstLine struct {
	line chan string
	text []byte
	done bool
}

func (f *firstLine) Write(p []byte) (int, error) {
	if !f.done {
		f.text = append(f.text, p...)
		if line, _, found := bytes.Cut(f.text, []byte("\n")); found {
			f.line <- string(line)
			f.done, f.text = true, nil
		}
	}
	return len(p), nil
}
