// Package cli is the command line: it judges implementations of documented APIs,
// and simulates them.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// gcPercent lets the heap grow to five times of what is in use before it is
// collected: at Go's own setting, collecting a small heap takes a fifth of the
// time of a request, and of a run. GOGC, where it is set, decides.
const gcPercent = 400

// Main is the program: it reads the arguments of the process and returns the
// status with which it has to exit.
func Main(all vendors.Table) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signalled(context.Background())
	defer stop()
	return run(ctx, all, os.Args[1:], os.Stdout, os.Stderr)
}

// signalled returns a context that ends with the first signal to stop, so that
// a run ends with its reports. The next signal does what it does to any
// process: it ends it at once.
func signalled(parent context.Context) (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup does
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(parent, signals...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// cli is the command line.
type cli struct {
	Verify     verifyCommand     `cmd:"" help:"Check an API rule by rule against its documentation."`
	Simulate   simulateCommand   `cmd:"" help:"Simulate the vendors' APIs, with state."`
	Wait       waitCommand       `cmd:"" help:"Wait until a simulator is ready, in scripts and compose files."`
	Cleanup    cleanupCommand    `cmd:"" help:"Undo what a killed run left on its target."`
	Judge      judgeCommand      `cmd:"" help:"Check recorded traffic with a vendor's API. Sends nothing."`
	Proxy      proxyCommand      `cmd:"" help:"Forward a client's requests to a target, and check every exchange."`
	Profile    profileCommand    `cmd:"" help:"Write a profile of a target, or try one without changing anything."`
	Rules      rulesCommand      `cmd:"" help:"List the rules, show one rule, or show how unclear points of the documents are settled."`
	Features   featuresCommand   `cmd:"" help:"Check feature files for your own API, or list the available steps."`
	Report     reportCommand     `cmd:"" help:"Compare the reports of several runs."`
	Statement  statementCommand  `cmd:"" help:"Verify the signature of a conformance statement."`
	Contract   contractCommand   `cmd:"" help:"Compare our contract with the vendor's own OpenAPI document."`
	MCP        mcpCommand        `cmd:"" name:"mcp" help:"Serve rules and tools to a coding assistant (Model Context Protocol on standard input and output)."`
	Completion completionCommand `cmd:"" help:"Print the completion script for a shell."`
	Man        manCommand        `cmd:"" help:"Print the manual page (roff)."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
	Complete   completeCommand   `cmd:"" hidden:""`

	ShowVersion versionFlag `name:"version" help:"Print the version and exit."`
}

const description = `Plumbline checks whether an API behaves as its documentation says, and simulates it when you can't reach it.

Exit status: 0 conformant, 1 not, 2 usage or configuration, 3 not proven, 4 target unreachable or log-in refused, 5 a fault of plumbline itself, 130 interrupted.

Each flag can be set in the environment: PLUMBLINE_ and its name in capitals. The flag wins.`

// streams is where a command writes.
type streams struct {
	out, err io.Writer
}

// exit is an error that carries an exit status; its text, if any, has been
// printed already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// usageError is a mistake of the user: one line that names the place.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// run is Main without the process.
func run(ctx context.Context, all vendors.Table, args []string, stdout, stderr io.Writer) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("plumbline"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.DefaultEnvars("PLUMBLINE"), kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 110}),
		kong.Exit(func(code int) { exited = code }), kong.Vars{"vendors": strings.Join(all.Names(), ", "), "parallel": parallelDefault(), "bases": bases(all)},
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(streams{stdout, stderr}, all),
	)
	if err != nil {
		fmt.Fprintf(stderr, "plumbline: %v\n", err)
		return report.ExitOwnFault
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help has been printed
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "plumbline: %v\n", explained(err))
		return report.ExitUsage
	}
	return status(parsed.Run(), stderr)
}

// status prints an error and turns it into an exit status.
func status(err error, stderr io.Writer) int {
	var code exit
	var mistake *usageError
	switch {
	case err == nil:
		return report.ExitConformant
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &mistake):
		fmt.Fprintf(stderr, "plumbline: %v\n", err)
		return report.ExitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "plumbline: interrupted")
		return report.ExitInterrupted
	}
	fmt.Fprintf(stderr, "plumbline: %v\n", err)
	return report.ExitOwnFault
}

// explained adds the known names to the parser's complaint of an unknown one.
func explained(err error) error {
	var parse *kong.ParseError
	if !errors.As(err, &parse) || parse.Context == nil {
		return err
	}
	text := err.Error()
	switch {
	case strings.HasPrefix(text, "unknown flag"):
		return fmt.Errorf("%s; %s takes: %s", text, commandName(parse.Context), strings.Join(flagNames(parse.Context), ", "))
	case parse.Context.Selected() == nil && (strings.HasPrefix(text, "unexpected argument") || strings.HasPrefix(text, "expected one of")):
		return fmt.Errorf("%s; commands: %s", text, strings.Join(commandNames(parse.Context), ", "))
	}
	return err
}

func commandName(c *kong.Context) string {
	if selected := c.Selected(); selected != nil {
		return "plumbline " + selected.Name
	}
	return "plumbline"
}

func commandNames(c *kong.Context) []string {
	var names []string
	for _, node := range c.Model.Children {
		if !node.Hidden {
			names = append(names, node.Name)
		}
	}
	return names
}

func flagNames(c *kong.Context) []string {
	var names []string
	for _, flag := range c.Flags() {
		names = append(names, "--"+flag.Name)
	}
	slices.Sort(names)
	return names
}

// chosen returns the vendors of those names, all when there are none.
func chosen(all vendors.Table, names []string) ([]vendors.Vendor, error) {
	if len(names) == 0 {
		return slices.Clone(all), nil
	}
	var list []vendors.Vendor
	for i, name := range names {
		v, found := all.Find(name)
		if !found {
			return nil, usage("unknown vendor %q%s; known: %s", name, didYouMean(name, all.Names()), strings.Join(all.Names(), ", "))
		}
		if slices.Contains(names[:i], name) {
			return nil, usage("vendor %q is named twice", name)
		}
		list = append(list, v)
	}
	return list, nil
}
