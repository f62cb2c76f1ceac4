package main

import (
	"fmt"

	"github.com/alecthomas/kong"
	mangokong "github.com/alecthomas/mango-kong"
	"github.com/muesli/roff"
)

type manCommand struct{}

// Run writes the manual page, from the same model as --help.
func (manCommand) Run(app *kong.Kong, s streams) error {
	_, err := fmt.Fprint(s.out, mangokong.NewManPage(1, app.Model).Build(roff.NewDocument()))
	return err
}
