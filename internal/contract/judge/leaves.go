package judge

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/plumbline-api/plumbline/contract"
)

// mostAlike is how many failures of one keyword of the contract are told of a body.
// Others are counted: a body may have as many as it has elements.
const mostAlike = 50

// leaf is a single failure of a schema, with where it is in the body.
type leaf struct {
	*jsonschema.ValidationError

	place string
}

// leaves lists the single failures of a schema error.
func (j *judging) leaves(schema string, e *jsonschema.ValidationError) []contract.Finding {
	all := leavesOf(nil, e)
	slices.SortStableFunc(all, func(a, b leaf) int { return strings.Compare(a.place, b.place) })
	told, more, last := map[string]int{}, map[string]int{}, map[string]leaf{}
	var out []contract.Finding
	for _, l := range all {
		keyword := l.SchemaURL + contract.Pointer(l.ErrorKind.KeywordPath()...)
		if told[keyword] == mostAlike {
			more[keyword]++
			last[keyword] = l
			continue
		}
		told[keyword]++
		out = append(out, j.finding(schema, l))
	}
	for _, keyword := range slices.Sorted(maps.Keys(last)) {
		f := j.finding(schema, last[keyword])
		f.Message = brief(fmt.Sprintf("%d more like this, the last: %s", more[keyword], f.Message))
		out = append(out, f)
	}
	return out
}

func leavesOf(found []leaf, e *jsonschema.ValidationError) []leaf {
	for _, cause := range e.Causes {
		found = leavesOf(found, cause)
	}
	if len(e.Causes) == 0 {
		found = append(found, leaf{e, contract.Pointer(padded(e.InstanceLocation)...)})
	}
	return found
}

// padded brings elements into the order of their numbers.
func padded(path []string) []string {
	out := slices.Clone(path)
	for i, segment := range out {
		if _, err := strconv.Atoi(segment); err == nil {
			out[i] = fmt.Sprintf("%10s", segment)
		}
	}
	return out
}

func (j *judging) finding(schema string, l leaf) contract.Finding {
	if additional, ok := l.ErrorKind.(*kind.AdditionalProperties); ok {
		additional.Properties = slices.Sorted(slices.Values(additional.Properties)) // they come in the order of a map
	}
	reason := l.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	path := slices.Clone(l.InstanceLocation)
	place := contract.Pointer(path...)
	if len(path) == 0 {
		path, place = nil, "the body:"
	}
	return contract.Finding{Pointer: j.schemaAt(schema, path), At: path, Message: brief(place + " " + reason)}
}

// mostCopied is how many bytes the validator may copy for one body: it keeps the whole
// body with each failure, of which there may be as many as there are values.
const mostCopied = 8 << 20

// heavy tells whether the validator might copy more than that.
func heavy(value any, body []byte) bool {
	return values(value)*len(body) > mostCopied
}

// values counts a value and all that are in it.
func values(value any) int {
	n := 1
	switch value := value.(type) {
	case map[string]any:
		for _, member := range value {
			n += values(member)
		}
	case []any:
		for _, element := range value {
			n += values(element)
		}
	case json.Number, string, bool, nil:
	}
	return n
}
