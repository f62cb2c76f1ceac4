package report

import (
	"fmt"
	"html"
	"io"
)

// Badge writes the result of the run as a small picture for a page, an SVG that
// needs nothing beside itself. The same result gives the same bytes.
func (r *Report) Badge(w io.Writer) error {
	const label = "plumbline"
	status := r.Exit(false)
	text := heading(status)
	passed, judged := 0, 0
	for i := range r.Vendors {
		count := r.Vendors[i].Count()
		passed += count[Pass]
		judged += count[Pass] + count[Fail] + count[Warning]
	}
	if status == ExitConformant || status == ExitNot {
		text += fmt.Sprintf(" · %d of %d rules", passed, judged)
	}
	left, right := badgeWidth(label), badgeWidth(text)
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="20" role="img" aria-label="%[5]s: %[6]s"><title>%[5]s: %[6]s</title>`+
		`<rect width="%[1]d" height="20" rx="3" fill="#3b4450"/><path d="M%[2]d 0h%[7]dq3 0 3 3v14q0 3-3 3h-%[7]dz" fill="%[4]s"/>`+
		`<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="%[8]d" y="14">%[5]s</text><text x="%[3]d" y="14">%[6]s</text></g></svg>`+"\n",
		left+right, left, left+right/2, badgeColour(status), label, html.EscapeString(text), right-3, left/2)
	if err != nil {
		return fmt.Errorf("report: write the badge: %w", err)
	}
	return nil
}

// badgeWidth is about how wide a text is in that font, with room at its sides.
func badgeWidth(text string) int { return cells(text)*7 + 12 }

func badgeColour(status int) string {
	switch status {
	case ExitConformant:
		return "#1a6e3f"
	case ExitNotProven, ExitInterrupted:
		return "#865200"
	}
	return "#b3231a"
}
