package cli

import (
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// goreleaser is what of .goreleaser.yaml is looked at here.
type goreleaser struct {
	Before struct{ Hooks []string }
	Builds []struct {
		Main, Binary                      string
		Env, Flags, Ldflags, Goos, Goarch []string
	}
	Archives []struct {
		Formats      []string
		NameTemplate string `yaml:"name_template"`
		Files        []string
	}
	NFPMs    []struct{ Contents []struct{ Src, Dst string } }
	Checksum struct {
		NameTemplate string `yaml:"name_template"`
	}
}

// TestReleases compares what goreleaser releases with what the scripts beside it
// make, and fetch: CI runs those.
func TestReleases(t *testing.T) {
	var release goreleaser
	if err := yaml.Unmarshal([]byte(rootFile(t, ".goreleaser.yaml")), &release); err != nil {
		t.Fatal(err)
	}
	dry, extras, install := rootFile(t, "tools/release/dry.sh"), rootFile(t, "tools/release/extras.sh"), rootFile(t, "tools/release/install.sh")
	want := func(name, text string, words ...string) {
		t.Helper()
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s has not %q, as .goreleaser.yaml has", name, word)
			}
		}
	}
	if len(release.Builds) != 1 || len(release.Archives) != 1 || len(release.NFPMs) != 1 {
		t.Fatalf("%+v: want one of each", release)
	}

	build := release.Builds[0]
	want("dry.sh", dry, build.Main, "/"+build.Binary+`"`)
	want("dry.sh", dry, build.Env...)
	want("dry.sh", dry, build.Flags...)
	want("dry.sh", dry, build.Ldflags...)
	if systems, machines := strings.Join(build.Goos, " "), strings.Join(build.Goarch, " "); systems != "linux darwin windows" || machines != "amd64 arm64" {
		t.Errorf("for %s on %s", systems, machines)
	}

	archive := release.Archives[0]
	named := func(version string) string {
		return strings.NewReplacer("{{ .Version }}", version, "{{ .Os }}", "${os}", "{{ .Arch }}", "${arch}").Replace(archive.NameTemplate) + "." + archive.Formats[0]
	}
	want("dry.sh", dry, named("snapshot"), release.Checksum.NameTemplate)
	want("install.sh", install, named("${VERSION}"), release.Checksum.NameTemplate)
	for _, file := range archive.Files {
		want("dry.sh", dry, strings.TrimSuffix(file, "/*"))
	}
	if len(release.Before.Hooks) != 1 || !strings.HasPrefix(release.Before.Hooks[0], "tools/release/extras.sh ") {
		t.Errorf("before: %q", release.Before.Hooks)
	}
	for _, content := range release.NFPMs[0].Contents {
		want("extras.sh", extras, "/"+path.Base(content.Src))
	}
}

func rootFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
