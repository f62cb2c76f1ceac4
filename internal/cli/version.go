package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/plumbline-api/plumbline/internal/vendors"
)

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON: version, commit, build, and the digests of the contracts."`
}

// built is what a build knows of itself.
type built struct {
	Version   string            `json:"version"`
	Commit    string            `json:"commit"`
	Time      string            `json:"time"` // of the commit
	Modified  bool              `json:"modified"`
	Go        string            `json:"go"`
	Platform  string            `json:"platform"`
	Contracts map[string]string `json:"contracts"` // vendor to SHA-256 of openapi.yaml
}

func (c versionCommand) Run(s streams, all vendors.Table) error {
	if !c.JSON {
		_, err := fmt.Fprintln(s.out, "plumbline", version())
		return err
	}
	b := built{Version: version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Contracts: map[string]string{}}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				b.Commit = setting.Value
			case "vcs.time":
				b.Time = setting.Value
			case "vcs.modified":
				b.Modified = setting.Value == "true"
			}
		}
	}
	for _, v := range all {
		b.Contracts[v.Book.Vendor] = sum(v.Book.OpenAPI)
	}
	return writeJSON(s.out, b)
}

// versionFlag prints the version as other programs do.
type versionFlag bool

// BeforeApply is called by the parser when it meets the flag.
func (versionFlag) BeforeApply(app *kong.Kong) error {
	fmt.Fprintln(app.Stdout, "plumbline", version())
	app.Exit(0)
	return nil
}

// version is what the build knows of itself: a release, which the Go command
// takes from the tag, or the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return "development, commit " + setting.Value
		}
	}
	return "development"
}
