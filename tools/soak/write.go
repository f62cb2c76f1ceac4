package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// The size of the picture, and of one measure in it.
const (
	width, height = 860, 96
	left, right   = 150, 20
	top           = 34
)

var colours = map[string]string{"memory": "#2563eb", "file": "#c2410c"}

// svg draws every measure over time, each on a scale of its own that begins at nought.
func (s *soak) svg() []byte {
	var b bytes.Buffer
	total := top + len(measures)*height + 24
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12" role="img">`+"\n", width, total, width, total)
	fmt.Fprintf(&b, "<title>What two simulators held over %s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", s.time, width, total)
	for i, sub := range s.subjects {
		what := "worlds in memory, never stopped"
		if sub.file != "" {
			what = fmt.Sprintf("worlds in a file, killed %d times", sub.counts.Kills)
		}
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"18\" fill=\"%s\">%s</text>\n", left+i*260, colours[sub.name], what)
	}
	span := float64(width - left - right)
	warm := left + span/6
	fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f1f5f9\"/><text x=\"%d\" y=\"%d\" fill=\"#64748b\">warming up</text>\n", left, top, warm-left, len(measures)*height, left+4, total-8)
	for i, m := range measures {
		base, most := top+(i+1)*height-8, 0.0
		for _, sub := range s.subjects {
			for _, taken := range sub.samples {
				most = max(most, taken.values[m.name])
			}
		}
		fmt.Fprintf(&b, "<text x=\"8\" y=\"%d\" fill=\"#0f172a\">%s</text><text x=\"8\" y=\"%d\" fill=\"#64748b\">0 to %.0f %s</text>\n", base-44, m.name, base-28, most, m.unit)
		fmt.Fprintf(&b, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#cbd5e1\"/>\n", left, base, width-right, base)
		for _, sub := range s.subjects {
			var points []string
			for _, taken := range sub.samples {
				if v, found := taken.values[m.name]; found && most > 0 {
					x := left + span*float64(taken.at.Sub(s.began))/float64(s.time)
					points = append(points, fmt.Sprintf("%.1f,%.1f", x, float64(base)-v/most*(height-20)))
				}
			}
			if len(points) > 0 {
				fmt.Fprintf(&b, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"%s\"/>\n", colours[sub.name], strings.Join(points, " "))
			}
		}
	}
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#64748b\">%s</text>\n</svg>\n", width-right, total-8, s.time)
	return b.Bytes()
}

// table is what the page says.
func (s *soak) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "A run of %s, begun at %s", s.time, s.began.UTC().Format("2006-01-02 15:04 UTC"))
	if s.on != "" {
		fmt.Fprintf(&b, ", on %s", s.on)
	}
	b.WriteString(". The halves are those of the time after the first sixth; each figure is a median.\n\n")
	b.WriteString("| simulator | measure | first half | second half |\n|---|---|--:|--:|\n")
	for _, sub := range s.subjects {
		for _, m := range measures {
			if early, late, ok := m.halves(sub.samples, s.began.Add(s.time/6)); ok {
				fmt.Fprintf(&b, "| %s | %s | %.1f %s | %.1f %s |\n", sub.name, m.name, early, m.unit, late, m.unit)
			}
		}
	}
	b.WriteString("\n| simulator | requests | days | forks | snapshots | restores | jumps of a clock | kills | wrong answers | lost writes |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, sub := range s.subjects {
		c := sub.counts
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d |\n", sub.name, c.Requests, c.Days, c.Forks, c.Snapshots, c.Restores, c.Jumps, c.Kills, len(sub.wrong), sub.lost)
	}
	return b.String()
}

const (
	beginMark = "<!-- soak -->\n"
	endMark   = "<!-- end of soak -->"
)

// write prints the figures, and writes the picture and the page.
func (s *soak) write() error {
	fmt.Printf("%s\n%s", time.Since(s.began).Round(time.Second), s.table())
	var err error
	if s.picture != "" {
		err = os.WriteFile(s.picture, s.svg(), 0o644)
	}
	if s.page == "" {
		return err
	}
	text, failed := os.ReadFile(s.page)
	if failed != nil {
		return errors.Join(err, failed)
	}
	before, rest, found := strings.Cut(string(text), beginMark)
	_, after, ended := strings.Cut(rest, endMark)
	if !found || !ended {
		return errors.Join(err, fmt.Errorf("%s has no marks of the soak", s.page))
	}
	return errors.Join(err, os.WriteFile(s.page, []byte(before+beginMark+s.table()+endMark+after), 0o644))
}
