package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/report"
)

type featuresCommand struct {
	Check featuresCheckCommand `cmd:"" help:"Check feature files without running them: undefined steps, unknown operations and members, tags that select nothing."`
	Steps featuresStepsCommand `cmd:"" help:"Print the steps available to features about any API."`
}

type featuresCheckCommand struct {
	Dir  string `arg:"" help:"Folder of feature files."`
	Spec string `required:"" help:"OpenAPI document of the API." placeholder:"FILE" type:"path"`
}

func (c *featuresCheckCommand) Run(s streams) error {
	document, err := openapi.ReadFile(c.Spec)
	if err != nil {
		return usage("--spec: %v", err)
	}
	if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
		return usage("%s is not a folder", c.Dir)
	}
	problems, err := openapi.Check(document, os.DirFS(c.Dir))
	if err != nil {
		return usage("%v", err)
	}
	for _, p := range problems {
		if p.File == "" {
			fmt.Fprintf(s.out, "%s: %s\n", c.Dir, p.Text)
			continue
		}
		fmt.Fprintf(s.out, "%s/%s:%d: %s\n", strings.TrimSuffix(c.Dir, "/"), p.File, p.Line, p.Text)
	}
	if len(problems) > 0 {
		return exit(report.ExitUsage)
	}
	fmt.Fprintln(s.out, "every step is defined, and every tag selects something")
	return nil
}

type featuresStepsCommand struct {
	Format string `help:"text, or javascript: empty definitions, for an editor's Cucumber extension." enum:"text,javascript" default:"text" placeholder:"text|javascript"`
}

func (c *featuresStepsCommand) Run(s streams) error {
	if c.Format == "javascript" {
		fmt.Fprintln(s.out, "// Steps of plumbline verify --spec, for editors: name this file in the setting cucumber.glue.\nconst { Given, When, Then } = require('@cucumber/cucumber')")
	}
	for _, step := range openapi.Vocabulary() {
		switch {
		case c.Format == "javascript" && step.Expression != "":
			fmt.Fprintf(s.out, "%s(/%s/, function () {})\n", step.Kind, strings.ReplaceAll(step.Expression, "/", `\/`))
		case c.Format == "text":
			fmt.Fprintf(s.out, "%s %s\n    %s\n\n", step.Kind, strings.ReplaceAll(step.Example, "\n", "\n    "), step.Text)
		}
	}
	return nil
}
