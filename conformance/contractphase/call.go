package contractphase

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// Call is a correct request that is to be varied.
type Call struct {
	Path map[string]string // parameters by name, not escaped
	// Query holds parameters by name; required ones have to be there.
	Query url.Values
	Body  any // decoded JSON, numbers as json.Number; nil for none
	// Without lists places of the body, as JSON pointers, that the request leaves
	// out because a legal server may refuse them: what can't be broken there is
	// not tried.
	Without []string
	// Header is sent with the call; Prepare may fill it.
	Header http.Header
	// Prepare arranges what the call needs before it is varied, such as a log-in;
	// nil where nothing is to be done.
	Prepare func(ctx context.Context) error
	// Observe returns what can be seen of the state that the call would change,
	// as text to be compared; nil where nothing can.
	Observe func(ctx context.Context) (string, error)
	// Shown returns what can be read back of what the call wrote, laid out as the
	// call's body is: decoded JSON, without the members that nothing shows. It is
	// nil where nothing can be read back.
	Shown func(ctx context.Context) (any, error)
	// Tells returns what the answer to the call itself shows of what it said, laid
	// out as its body; nil where it shows nothing of it.
	Tells func(answer *target.Answer) any
	// Undo takes the call back if it took effect; nil where nothing is to be done.
	// Where it found nothing it returns target.ErrNothingFound. What needs the answer
	// to be taken back is for Made.
	Undo func(ctx context.Context) error
	// Made, where only the answer tells what the call made, reads it there, with
	// what takes it back; undo is nil where nothing does.
	Made func(answer *target.Answer) (entity target.Entity, undo func(context.Context) error)
	// Names reads from the answer what the call made, where Made does not.
	Names func(answer *target.Answer) target.Entity
	// Partial tells that the request may lack places that the contract has: a breach
	// of one that it lacks is not tried.
	Partial bool
	// Makes is what the call makes where it takes effect, and Undo takes back;
	// without a name where it makes nothing.
	Makes target.Entity
}

// LeavesOut tells whether a place of the body is one that the call is Without, or
// lies in one.
func (c *Call) LeavesOut(place string) bool {
	return slices.ContainsFunc(c.Without, func(out string) bool { return place == out || strings.HasPrefix(place, out+"/") })
}

// text is what a variant can change of a call.
func (c *Call) text() string {
	body, err := json.Marshal(c.Body)
	return fmt.Sprintf("%v %v %s %v", c.Path, c.Query, body, err)
}

// Request encodes the call for an operation of a target whose address is base,
// after the variant has changed it. Changed tells whether the call has the place
// that the variant changes.
func (v Variant) Request(ctx context.Context, base string, op *contract.Operation, call *Call) (req *http.Request, changed bool, err error) {
	before := call.text()
	var raw []byte
	replaced := false
	if v.apply != nil {
		raw, replaced = v.apply(call)
	}
	changed = replaced || call.text() != before
	if !replaced && (call.Body != nil || op.Operation.RequestBody != nil) {
		if raw, err = json.Marshal(call.Body); err != nil {
			return nil, changed, fmt.Errorf("contract phase: %s, %s: %w", op.ID, v.Name, err)
		}
	}
	path := op.Path
	for name, text := range call.Path {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(text))
	}
	req, err = http.NewRequestWithContext(ctx, op.Method, strings.TrimSuffix(base, "/")+path, bytes.NewReader(raw))
	if err != nil {
		return nil, changed, fmt.Errorf("contract phase: %s, %s: %w", op.ID, v.Name, err)
	}
	req.URL.RawQuery = call.Query.Encode()
	for name, values := range call.Header {
		req.Header[name] = values
	}
	if op.Operation.RequestBody != nil {
		if req.Header.Get("Content-Type") == "" {
			req.Header.Set("Content-Type", "application/json")
		}
	}
	if v.header != nil {
		v.header(req.Header)
		changed = true
	}
	return req, changed, nil
}
