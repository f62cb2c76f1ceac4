package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/contract"
)

// Step is a request of a vendor's walk, ready to be written down. In its values
// {{NAME}} stands for what an earlier step kept.
type Step struct {
	Shows     string
	Operation string
	Method    string
	URL       string   // path and query, from the vendor's name on
	Header    []string // lines
	Basic     string   // NAME:SECRET, where one of the lines is that of HTTP's Basic scheme
	Body      string
	Keep      Kept
}

// Walk returns a vendor's requests that are accepted in this order by a new world.
func (e *Engine) Walk(vendor string) []Step {
	s := e.served[vendor]
	if s == nil {
		return nil
	}
	sample := e.sample(vendor)
	var steps []Step
	for _, x := range sample.Walk {
		if op := s.contract.Operation(x.Operation); op != nil {
			steps = append(steps, x.step(op, vendor, sample.Credentials))
		}
	}
	return steps
}

func (x Example) step(op *contract.Operation, vendor string, credentials []Credential) Step {
	s := Step{Shows: x.Shows, Operation: x.Operation, Method: op.Method, URL: "/" + vendor + x.address(op), Keep: x.Keep}
	switch {
	case x.Header != "":
		s.Header = append(s.Header, x.Header)
	case !x.Open && len(credentials) > 0 && credentials[0].Header != "":
		s.Header = append(s.Header, credentials[0].Header)
		if c := credentials[0]; c.basic {
			s.Basic = c.Name + ":" + c.Secret
		}
	}
	if s.Body = cmp.Or(x.Body, exampleBody(op)); s.Body != "" {
		s.Header = append(s.Header, "Content-Type: application/json")
	}
	return s
}

// address fills the operation's path, and adds the query.
func (x Example) address(op *contract.Operation) string {
	path, query := op.Path, []string{}
	for _, pair := range x.Query {
		query = append(query, url.QueryEscape(pair[0])+"="+escapedBut(pair[1], url.QueryEscape))
	}
	for _, ref := range op.Parameters {
		p := ref.Value
		text := fmt.Sprint(firstOf(p.Example, firstExample(p.Examples), p.Schema.Value.Example, p.Schema.Value.Default, p.Name))
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", escapedBut(cmp.Or(x.Path[p.Name], text), url.PathEscape))
		case "query":
			if p.Required && !slices.ContainsFunc(x.Query, func(pair [2]string) bool { return pair[0] == p.Name }) {
				query = append(query, url.QueryEscape(p.Name)+"="+url.QueryEscape(text))
			}
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path
}

// kept matches what stands for something that an earlier step kept.
var kept = regexp.MustCompile(`\{\{[A-Z_]+\}\}`)

// escapedBut escapes a value, but for what stands for something kept.
func escapedBut(value string, escape func(string) string) string {
	if kept.MatchString(value) {
		return value
	}
	return escape(value)
}

// firstOf returns the first value that is there, or nil.
func firstOf(values ...any) any {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return nil
}

// firstExample returns the example whose name comes first, or nil.
func firstExample(examples openapi3.Examples) any {
	names := slices.Sorted(maps.Keys(examples))
	if len(names) == 0 || examples[names[0]].Value == nil {
		return nil
	}
	return examples[names[0]].Value.Value
}

// exampleBody returns the first named example of a JSON body.
func exampleBody(op *contract.Operation) string {
	if op.Operation.RequestBody == nil {
		return ""
	}
	media := op.Operation.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return ""
	}
	value := firstOf(media.Example, firstExample(media.Examples))
	if value == nil {
		return "{}"
	}
	body, err := json.Marshal(value)
	if err != nil {
		return "{}"
	}
	return string(body)
}

// Shell writes the step as a line for a POSIX shell.
func (s Step) Shell(base string) string {
	words := []string{"curl", "-sS"}
	if s.Method != "GET" {
		words = append(words, "-X", s.Method)
	}
	for _, line := range s.Header {
		if s.Basic != "" && strings.HasPrefix(line, "Authorization: ") {
			words = append(words, "-u", s.Basic)
			continue
		}
		words = append(words, "-H", line)
	}
	if s.Body != "" {
		words = append(words, "-d", s.Body)
	}
	words = append(words, base+s.URL)
	for i := range words {
		words[i] = shellWord(words[i])
	}
	line := strings.Join(words, " ")
	if s.Keep.Name != "" {
		line = fmt.Sprintf(`%s=$(%s | sed -n 's/.*"%s": *"\{0,1\}\([^",}]*\).*/\1/p')`, s.Keep.Name, line, s.Keep.Member)
	}
	return line
}

// shellWord quotes a word where a shell would not take it as it is.
func shellWord(word string) string {
	if kept.MatchString(word) {
		word = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(word)
		return `"` + kept.ReplaceAllStringFunc(word, func(name string) string { return "$" + strings.Trim(name, "{}") }) + `"`
	}
	if strings.ContainsAny(word, " {}[]\"'$&?;*()<>|`\\!#~") {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// HTTPFile writes the steps for the HTTP clients of editors (VS Code's REST
// Client, Visual Studio, httpYac), which run a request of such a file.
func HTTPFile(steps []Step, base string) string {
	var b strings.Builder
	from := map[string]string{} // what is kept to the reference that reads it
	for i, s := range steps {
		fmt.Fprintf(&b, "### %s\n", s.Shows)
		if s.Keep.Name != "" {
			name := fmt.Sprintf("%s%d", s.Operation, i+1)
			from["{{"+s.Keep.Name+"}}"] = fmt.Sprintf("{{%s.response.body.$.%s}}", name, s.Keep.Member)
			fmt.Fprintf(&b, "# @name %s\n", name)
		}
		text := s.Method + " " + base + s.URL + "\n"
		for _, line := range s.Header {
			text += line + "\n"
		}
		if s.Body != "" {
			text += "\n" + s.Body + "\n"
		}
		b.WriteString(kept.ReplaceAllStringFunc(text, func(name string) string { return cmp.Or(from[name], name) }) + "\n")
	}
	return b.String()
}
