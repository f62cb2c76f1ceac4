package conformance

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// InitialProfile returns a profile of the vendor to be filled in: every key
// with its meaning, every credential as the name of an environment variable, and
// every fixture as a comment.
func InitialProfile(v *Vendor) string {
	w := &profileWriter{}
	w.line("# yaml-language-server: $schema=" + ProfileSchemaURL)
	w.comment("", fmt.Sprintf("Profile of a target that offers the API of %s. Fill it in, then try it: plumbline profile check FILE", v.Book.Title))
	for _, k := range keysOf(reflect.TypeFor[Profile]()) {
		w.line("")
		w.comment("", k.tag.Get("doc"))
		switch k.name {
		case "vendor":
			w.line("vendor: " + v.Book.Vendor)
		case "target":
			w.line("target: https://api.example.test")
		case "credentials":
			w.comment("", "Delete those that you have not got: what they would serve is left open. {file: PATH} does as well as {env: NAME}.")
			w.credentials(v)
		case "fixtures":
			w.comment("", "Each begins with its form. Without one the cases that need it are left open.")
			w.line("fixtures:")
			for _, name := range slices.Sorted(maps.Keys(v.Fixtures)) {
				w.comment("  ", name+": "+v.Fixtures[name]+enough(v.Enough[name]))
			}
		default:
			w.line("# " + k.name + ": " + example(k))
		}
	}
	return w.text.String()
}

// enough says how many entities a full run takes; nothing of those that it does not
// use up.
func enough(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; a full run takes %d, and more where the target accepts breaches", n)
}

// example is a value that a key can have.
func example(k key) string {
	if text := k.tag.Get("example"); text != "" {
		return text
	}
	return k.tag.Get("enum")
}

// profileWriter lays a profile out.
type profileWriter struct{ text strings.Builder }

func (w *profileWriter) line(text string) { w.text.WriteString(text + "\n") }

// comment writes a comment, wrapped for people.
func (w *profileWriter) comment(indent, text string) {
	const columns = 110
	line := indent + "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > columns {
			w.line(line)
			line = indent + "#"
		}
		line += " " + word
	}
	w.line(line)
}

// byCaller keeps together what one caller has, the password after the name.
func byCaller(a, b string) int {
	caller := func(name string) string { return name[:max(0, strings.LastIndexByte(name, '-'))] }
	hidden := func(name string) string { return fmt.Sprint(strings.HasSuffix(name, "password")) }
	return cmp.Or(strings.Compare(caller(a), caller(b)), strings.Compare(hidden(a), hidden(b)), strings.Compare(a, b))
}

func (w *profileWriter) credentials(v *Vendor) {
	w.line("credentials:")
	for _, name := range slices.SortedFunc(maps.Keys(v.Credentials), byCaller) {
		w.comment("  ", v.Credentials[name])
		variable := strings.ToUpper(strings.ReplaceAll(v.Book.Vendor+"_"+name, "-", "_"))
		w.line(fmt.Sprintf("  %s: {env: %s}", name, variable))
	}
}
