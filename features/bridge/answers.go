package bridge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/plumbline-api/plumbline/target"
)

// members returns the object of an answer, numbers as they are written; nil
// where the answer is no JSON object and nothing else.
func members(a *target.Answer) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	var object map[string]any
	if decoder.Decode(&object) != nil || decoder.More() {
		return nil
	}
	return object
}

// Ack returns the code of an answer; false where it has no whole number ack.
func Ack(a *target.Answer) (int64, bool) {
	number, is := members(a)["ack"].(json.Number)
	if !is {
		return 0, false
	}
	if code, err := number.Int64(); err == nil {
		return code, true
	}
	// JSON has several ways to write a whole number, such as 1021.0.
	code, err := number.Float64()
	if err != nil || code != math.Trunc(code) || math.Abs(code) > 1<<53 {
		return 0, false
	}
	return int64(code), true
}

// Executed tells whether an answer says that the call was executed.
func Executed(a *target.Answer) bool {
	code, told := Ack(a)
	return a.Status/100 == 2 && told && code == 0
}

// Refused tells whether an answer refuses the call: by its ack, or, since no
// page tells the statuses, by a 4xx.
func Refused(a *target.Answer) bool {
	code, told := Ack(a)
	return a.Status/100 == 4 || a.Status/100 == 2 && told && code != 0
}

// Told is an answer for people, cut where it is long.
func Told(a *target.Answer) string {
	const most = 200
	body := string(bytes.TrimSpace(a.Body))
	if len(body) > most {
		body = body[:most] + "…"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, body))
}

// textOf returns a text of an answer; empty where it has none of that name.
func textOf(a *target.Answer, member string) string {
	text, _ := members(a)[member].(string)
	return text
}

func (s *steps) executed() error {
	if Executed(s.answer) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "2xx with ack 0")
}

func (s *steps) refused() error {
	if Refused(s.answer) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "2xx with an ack other than 0", "4xx")
}

// refusedWith wants the code that the rule names, whatever the HTTP status.
func (s *steps) refusedWith(want int64) error {
	if code, told := Ack(s.answer); told && code == want && s.answer.Status/100 != 5 {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), fmt.Sprintf("ack %d", want))
}

// refusedWithOneOf is for a call to which two codes of the document fit.
func (s *steps) refusedWithOneOf(one, other int64) error {
	if err := s.refusedWith(one); err == nil || s.refusedWith(other) == nil {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), fmt.Sprintf("ack %d", one), fmt.Sprintf("ack %d", other))
}

// refusedOtherwise wants a refusal without the code that only another reading
// has.
func (s *steps) refusedOtherwise(unwanted int64) error {
	if err := s.refused(); err != nil {
		return err
	}
	return s.ackIsNot(unwanted)
}

func (s *steps) notExecuted() error {
	if !Executed(s.answer) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "anything but 2xx with ack 0")
}

// tellsNoState takes whatever shows no state for the answer to a question that
// has none: no page says more of it.
func (s *steps) tellsNoState() error {
	if view(s.answer).code == "" {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "no state")
}

func (s *steps) noteMessage() error {
	s.message = members(s.answer)["message"]
	return nil
}

// messageDiffers wants what was noted of a success to be none of this refusal's.
// Where neither has a message there is nothing to mix up.
func (s *steps) messageDiffers() error {
	now := members(s.answer)["message"]
	if now == nil || !target.SameValue(now, s.message) {
		return nil
	}
	return target.Mismatch("message of the success", fmt.Sprintf("%q, which is that of the refusal as well", now), "no description of an error")
}

func (s *steps) ackIsNot(unwanted int64) error {
	if code, told := Ack(s.answer); told && code == unwanted {
		return target.Mismatch("answer", Told(s.answer), fmt.Sprintf("an ack other than %d", unwanted))
	}
	return nil
}

func (s *steps) refusalHasAck(want int64) error {
	if Executed(s.answer) {
		return nil
	}
	return s.refusedWith(want)
}

func (s *steps) hasOtherAck() error {
	if code, told := Ack(s.answer); told && code != 0 {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "an ack other than 0")
}

// takenForValid judges the check of a token, whose answer is not published:
// anything but a refusal.
func (s *steps) takenForValid() error {
	if s.answer.Status/100 == 2 && !deniesToken(s.answer) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "2xx, and nothing that denies it")
}

func (s *steps) notTakenForValid() error {
	if deniesToken(s.answer) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "a refusal, or a member valid that is false")
}

// deniesToken tells whether the check of a token says that it is none: by a
// refusal, or by a member that says no.
func deniesToken(a *target.Answer) bool {
	body := members(a)
	for _, name := range []string{"valid", "isValid", "active"} {
		if body[name] == false {
			return true
		}
	}
	return Refused(a)
}

func (s *steps) statusAckMessage(status int, ack int64, message string) error {
	code, told := Ack(s.answer)
	if s.answer.Status == status && told && code == ack && textOf(s.answer, "message") == message {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), fmt.Sprintf("%d with ack %d and the message %q", status, ack, message))
}

func (s *steps) messageDescribes() error {
	message, is := members(s.answer)["message"].(string)
	if trimmed := strings.TrimSpace(message); is && trimmed != "" && trimmed != "-" {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "a message that describes the error")
}

func (s *steps) messageIs(want string) error {
	message, is := members(s.answer)["message"].(string)
	if is && message == want {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), fmt.Sprintf("the message %q", want))
}

func (s *steps) messageEmpty() error {
	if message := members(s.answer)["message"]; message == nil || message == "" {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "an empty message", "no message")
}

// isEnvelope judges the raw answer. That a message may be null or left out is a
// reading of another rule.
func (s *steps) isEnvelope() error {
	body := members(s.answer)
	_, told := Ack(s.answer)
	message := body["message"]
	if _, text := message.(string); body != nil && told && (text || message == nil) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "a JSON object with the whole number ack and the text message")
}

// tellsState wants a state, its name and a history, in whatever form: none is
// published.
func (s *steps) tellsState() error {
	found := view(s.answer)
	var wrong []error
	if found.code == "" {
		wrong = append(wrong, target.Mismatch("currentStatus", Told(s.answer), "a state"))
	}
	if found.name == "" {
		wrong = append(wrong, target.Mismatch("currentStatusName", Told(s.answer), "a name"))
	}
	if !found.hasHistory {
		wrong = append(wrong, target.Mismatch("history", Told(s.answer), "a list, or null for none"))
	}
	return target.Mismatches(wrong...)
}

func (s *steps) toldAs(code, name string) error {
	found := view(s.answer)
	return target.Mismatches(
		target.Compare("currentStatus", found.code, code),
		target.Compare("currentStatusName", found.name, name),
	)
}
