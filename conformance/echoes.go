package conformance

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// echoes are the breaches that a target has tolerated in the course of a run. A
// response that shows one as it was sent is the run's doing: whether the target
// should have refused it is judged where it was sent, and nowhere else.
type echoes struct {
	mu     sync.Mutex
	values map[string][]any // by the name of the member, in small letters
	absent map[string]bool  // names of members that were left out
}

// note enters a breach that was tolerated.
func (e *echoes) note(v *varied) {
	at := v.variant.At
	if v.variant.Class == specs.Missing {
		at = strings.Split(v.variant.Place, "/")
	}
	name := memberName(at)
	if name == "" {
		return
	}
	sent, there := contractphase.Value(v.call.Body, v.variant.At)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.values == nil {
		e.values, e.absent = map[string][]any{}, map[string]bool{}
	}
	if v.variant.Class == specs.Missing {
		e.absent[name] = true
		return
	}
	if !there {
		return
	}
	e.values[name] = append(e.values[name], sent)
}

// without returns what is wrong with an answer, save for such breaches.
func (e *echoes) without(a target.Answer) []contract.Finding {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(a.Findings) == 0 || len(e.values)+len(e.absent) == 0 {
		return a.Findings
	}
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	var body any
	if decoder.Decode(&body) != nil {
		return a.Findings
	}
	return slices.DeleteFunc(slices.Clone(a.Findings), func(f contract.Finding) bool { return e.has(f, body) })
}

// has tells whether what is wrong with a response is such a breach: the same
// value in a member of that name, or of one that ends in it (boxes, totalBoxes).
func (e *echoes) has(f contract.Finding, body any) bool {
	got, there := contractphase.Value(body, f.At)
	if !there {
		return false
	}
	name := memberName(f.At)
	for sentAs, values := range e.values {
		alike := name != "" && (strings.HasSuffix(name, sentAs) || strings.HasSuffix(sentAs, name))
		if alike && slices.ContainsFunc(values, func(sent any) bool { return shows(got, sent) }) {
			return true
		}
	}
	for name := range e.absent { // the library names what is missing in its message alone
		if strings.Contains(strings.ToLower(f.Message), "missing property '"+name+"'") {
			return true
		}
	}
	return false
}

// shows tells whether a value is the one that was sent: as it was, as another
// type, or in other letters, since a server may write a GUID in capitals.
func shows(got, sent any) bool {
	return target.SameValue(sent, got) || strings.EqualFold(plainText(sent), plainText(got))
}

// memberName is the last name on the way to a value, in small letters.
func memberName(at []string) string {
	for _, segment := range slices.Backward(at) {
		if _, err := strconv.Atoi(segment); err != nil {
			return strings.ToLower(segment)
		}
	}
	return ""
}
