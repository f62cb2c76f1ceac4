package fault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Check returns an error that says what of a fault cannot be, whatever is served:
// its probability, its condition or its effect, whose kind is one of EffectKinds.
func (f *Fault) Check() error {
	if f.Probability != nil && !(0 <= *f.Probability && *f.Probability <= 1) {
		return fmt.Errorf("a probability is a number from 0 to 1, not %v", *f.Probability)
	}
	if err := f.When.check(); err != nil {
		return err
	}
	return f.Effect.check()
}

func (when *Condition) check() error {
	if when == nil {
		return nil
	}
	if (when.Header == "") == (when.Pointer == "") {
		return fmt.Errorf("a condition names a header or a pointer, one of the two")
	}
	if when.Pointer != "" && when.Pointer[0] != '/' {
		return fmt.Errorf("the pointer %q does not begin with /", when.Pointer)
	}
	if _, isText := when.Value.(string); when.Header != "" && when.Value != nil && !isText {
		return fmt.Errorf("the value of the header %s is text, not %v", when.Header, when.Value)
	}
	return nil
}

func (x Effect) check() error {
	switch {
	case x.takesTime() && x.Delay <= 0:
		return fmt.Errorf("%s needs a delay above zero", x.Kind)
	case x.Chunk < 0:
		return fmt.Errorf("a chunk has at least one byte, not %d", x.Chunk)
	case x.setsStatus():
		return x.checkAnswer()
	}
	return checkHeaderValue("Content-Type", x.ContentType)
}

func (x Effect) takesTime() bool {
	return x.Kind == AnswerLatency || x.Kind == AnswerVirtualLatency || x.Kind == AnswerSlow
}

func (x Effect) setsStatus() bool { return x.Kind == RefuseStatus || x.Kind == AnswerStatus }

// checkAnswer looks at the answer that refuse-status and answer-status give.
func (x Effect) checkAnswer() error {
	if x.Status < 200 || x.Status > 599 {
		return fmt.Errorf("%s needs a status from 200 to 599, not %d", x.Kind, x.Status)
	}
	if x.Body != "" && bodyless(x.Status) {
		return fmt.Errorf("a status %d has no body", x.Status)
	}
	for name, value := range x.Header {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return fmt.Errorf("%q is no name of a header", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Transfer-Encoding":
			return fmt.Errorf("the header %s follows from the body", name)
		}
		if err := checkHeaderValue(name, value); err != nil {
			return err
		}
	}
	return checkHeaderValue("Content-Type", x.ContentType)
}

func checkHeaderValue(name, value string) error {
	control := func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }
	if strings.ContainsFunc(value, control) {
		return fmt.Errorf("%q is no value of the header %s", value, name)
	}
	return nil
}

// notInName tells whether a character cannot stand in a header's name.
func notInName(c rune) bool {
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
}

// bodyless tells whether answers of a status never have a body.
func bodyless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// guessType is the content type of a body that was given without one.
func guessType(body string) string {
	if json.Valid([]byte(body)) {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}
