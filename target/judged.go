package target

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// elements are the places of elements in a note.
var elements = regexp.MustCompile(`/\d+\b`)

// mostNotes is how many undocumented things of one answer are told.
const mostNotes = 50

// judge finds the operation of the request and what is wrong with its answer;
// what is merely undocumented comes back as notes.
func (t *Target) judge(req *http.Request, answer *Answer) []string {
	op, path := t.operation(req)
	answer.Operation = op
	if op == nil || t.options.Judge == nil {
		return nil
	}
	var notes []string
	noted := map[string]bool{}
	for _, f := range t.options.Judge.Lenient(answer.Operation, path, answer.Status, answer.Header, answer.Body) {
		if f.Note {
			// What each element of a list has is told once.
			if note := t.Clean(elements.ReplaceAllString(f.Message, "/*")); !noted[note] && len(notes) < mostNotes {
				noted[note] = true
				notes = append(notes, note)
			}
			continue
		}
		answer.Findings = append(answer.Findings, f)
	}
	return notes
}

// withoutMark takes the byte order mark off an answer, which must not have one
// and which a reader may ignore (RFC 8259, 8.1). It is told once for the run.
func (t *Target) withoutMark(answer *Answer) {
	body, marked := bytes.CutPrefix(answer.Body, []byte("\xef\xbb\xbf"))
	if marked {
		answer.Body = body
		t.marked.Store(true)
	}
}

// Notes says what was seen in the answers of the whole run that is no finding of
// any rule.
func (t *Target) Notes() []string {
	if !t.marked.Load() {
		return nil
	}
	return []string{"answers begin with a byte order mark, which JSON must not have (RFC 8259, 8.1); it was ignored"}
}

// Operation returns the operation of a request, or nil where the contract has
// none.
func (t *Target) Operation(req *http.Request) *contract.Operation {
	op, _ := t.operation(req)
	return op
}

// operation finds the operation of a request, which is nil where the contract
// has none, and its path below the contract's root.
func (t *Target) operation(req *http.Request) (op *contract.Operation, path string) {
	path = strings.TrimPrefix(req.URL.EscapedPath(), strings.TrimSuffix(t.base.EscapedPath(), "/"))
	op, _, _ = t.options.Contract.Match(req.Method, path)
	return op, path
}
