package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

// The page's three parts. Style and script are written into the page, so that
// it is one file that asks the network for nothing.
var (
	//go:embed html/page.tmpl
	pageTemplate string
	//go:embed html/style.css
	pageStyle string
	//go:embed html/script.js
	pageScript string
)

// HTML writes the report as one page that needs nothing beside itself. The same
// report gives the same bytes.
//
// What a target sent is harmless in it for three reasons: printable makes every
// text visible, html/template escapes it for its place, and the page's own
// policy lets nothing run or load but the style and the script that it names by
// their digests.
func (r *Report) HTML(w io.Writer) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("report: write HTML: %w", err)
	}
	if err := t.Execute(w, r.page()); err != nil {
		return fmt.Errorf("report: write HTML: %w", err)
	}
	return nil
}

// policy is the Content-Security-Policy of the page.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		digest(pageStyle), digest(pageScript))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
