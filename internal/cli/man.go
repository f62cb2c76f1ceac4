package cli

import (
	"fmt"
	"time"

	"github.com/alecthomas/kong"
	mangokong "github.com/alecthomas/mango-kong"
	"github.com/muesli/roff"
)

type manCommand struct{}

// Run writes the manual page, from the same model as --help.
func (manCommand) Run(app *kong.Kong, s streams) error {
	_, err := fmt.Fprint(s.out, mangokong.NewManPage(1, app.Model).Build(manPage{roff.NewDocument()}))
	return err
}

// manPage has a title that fits the head of a page, where mango puts the whole
// description.
type manPage struct{ *roff.Document }

func (p manPage) Heading(section uint, title, _ string, now time.Time) {
	p.Document.Heading(section, title, "Plumbline Manual", now)
}
