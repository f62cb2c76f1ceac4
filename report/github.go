package report

import (
	"fmt"
	"io"
	"strings"
)

// mostAnnotations is how many annotations of one kind GitHub shows of a step
// (docs.github.com/actions, "Limits on annotations"); the last tells of the rest.
const mostAnnotations = 10

// GitHub writes the failures as workflow commands, which GitHub Actions turns
// into annotations of the run: errors for what failed, warnings for what could
// not be judged. A scenario's file and line are named below features/, as in the
// report.
func (r *Report) GitHub(w io.Writer) error {
	var b strings.Builder
	r.annotate(&b, "error", func(v Verdict) bool { return v.appearance().broken })
	r.annotate(&b, "warning", func(v Verdict) bool { return v == Inconclusive })
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report: write GitHub annotations: %w", err)
	}
	return nil
}

func (r *Report) annotate(b *strings.Builder, kind string, of func(Verdict) bool) {
	var lines []string
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if v.Unreachable != "" && kind == "error" {
			lines = append(lines, annotation(kind, "", 0, v.Name+" was not reached", v.Target+": "+v.Unreachable))
		}
		for j := range v.Rules {
			if rule := &v.Rules[j]; of(rule.Verdict) {
				lines = append(lines, rule.annotation(kind))
			}
		}
	}
	if rest := len(lines) - (mostAnnotations - 1); rest > 1 {
		lines = append(lines[:mostAnnotations-1], annotation(kind, "", 0, "plumbline", fmt.Sprintf("%d more; the summary has them", rest)))
	}
	b.WriteString(strings.Join(lines, ""))
}

func (r *Rule) annotation(kind string) string {
	file, line := "", 0
	for _, g := range r.openGroups() {
		if g.first.File != "" {
			file, line = "features/"+g.first.File, g.first.Line
			break
		}
	}
	return annotation(kind, file, line, r.ID, r.message())
}

// annotation is one workflow command. What has a meaning in it is escaped as
// GitHub's own toolkit does (actions/toolkit, packages/core/src/command.ts).
func annotation(kind, file string, line int, title, message string) string {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	where := "title=" + property.Replace(printable(title))
	if file != "" {
		where = fmt.Sprintf("file=%s,line=%d,%s", property.Replace(printable(file)), line, where)
	}
	return fmt.Sprintf("::%s %s::%s\n", kind, where, data.Replace(printable(message)))
}
