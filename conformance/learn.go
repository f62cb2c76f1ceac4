package conformance

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// Learned writes the dialect that a target was found to speak, its strictness
// included, as the file that
// simulators take. What was not found out stands in it as comments, with the
// reading that a simulator speaks then.
func Learned(book specs.Book, v report.Vendor) string {
	var w strings.Builder
	fmt.Fprintf(&w, "# %s at %s follows these readings of its document.\n", v.Name, v.Target)
	for _, rule := range book.Rules {
		if len(rule.Readings) == 0 || rule.Binds != specs.Server {
			continue
		}
		reading, found := v.Dialect[rule.ID]
		switch {
		case found && reading == rule.DefaultReading():
			fmt.Fprintf(&w, "%s # the default\n", DialectLine(rule.ID, reading))
		case found:
			fmt.Fprintf(&w, "%s\n", DialectLine(rule.ID, reading))
		default:
			fmt.Fprintf(&w, "# %s: %s; the default is %s\n", rule.ID, notFound(rule.ID, v), rule.DefaultReading())
		}
	}
	for _, s := range v.Strictness {
		key := specs.StrictnessKey(v.Name, s.Pointer, specs.Class(s.Class))
		switch {
		case s.Does == mixed:
			fmt.Fprintf(&w, "# %s: refused in one case and tolerated in another\n", key)
		case s.Became != "":
			fmt.Fprintf(&w, "%s: %s # the value was %s\n", key, s.Does, s.Became)
		default:
			fmt.Fprintf(&w, "%s: %s\n", key, s.Does)
		}
	}
	return w.String()
}

// DialectLine writes a line of a dialect file. A reading may have a name that
// YAML takes for another value than text, such as null.
func DialectLine(key, value string) string {
	text, err := yaml.Marshal(value)
	if err != nil { // a text always can be written
		return key + ": " + value
	}
	return key + ": " + strings.TrimSpace(string(text))
}

// notFound says why no reading of a rule was found out.
func notFound(rule string, v report.Vendor) string {
	for _, r := range v.Rules {
		if r.ID != rule {
			continue
		}
		if len(r.Readings) > 1 {
			return "undetermined, since these hold alike: " + strings.Join(r.Readings, ", ")
		}
		if reason, _, _ := strings.Cut(r.Reason, "\n"); reason != "" {
			return fmt.Sprintf("not found out (%s: %s)", r.Verdict, reason)
		}
		return fmt.Sprintf("not found out (%s)", r.Verdict)
	}
	return "not found out"
}
