package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// Examples returns one curl line for each operation of a vendor, with the
// values of the contract's examples and the sample's credentials.
func (e *Engine) Examples(vendor, base string) []string {
	s := e.served[vendor]
	if s == nil {
		return nil
	}
	var lines []string
	for _, op := range s.contract.Operations {
		lines = append(lines, example(op, base+"/"+vendor, e.vendors[vendor].SampleAuth))
	}
	return lines
}

func example(op *contract.Operation, base string, auth []string) string {
	path, query := op.Path, url.Values{}
	for _, ref := range op.Parameters {
		p := ref.Value
		text := fmt.Sprint(firstOf(p.Example, firstExample(p.Examples), p.Schema.Value.Example, p.Schema.Value.Default, p.Name))
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(text))
		case "query":
			if p.Required {
				query.Set(p.Name, text)
			}
		}
	}
	address := base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	words := []string{"curl", "-sS"}
	if op.Method != "GET" {
		words = append(words, "-X", op.Method)
	}
	words = append(words, auth...)
	if body := exampleBody(op); body != "" {
		words = append(words, "-H", "Content-Type: application/json", "-d", body)
	}
	for i, word := range append(words, address) {
		if strings.ContainsAny(word, " {}[]\"'$&?;*()<>|`\\!#~") {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		if i < len(words) {
			words[i] = word
		} else {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
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
