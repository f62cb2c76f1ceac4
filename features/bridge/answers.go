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

// refusedOrOpen leaves the rule open where the call was not refused.
func (s *steps) refusedOrOpen() error {
	if Refused(s.answer) {
		return nil
	}
	return &target.Inconclusive{Reason: "precondition: the call was to be refused and was answered with " + Told(s.answer)}
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
	code, told := Ack(s.answer)
	if s.answer.Status/100 == 2 && (!told || code == 0) {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "2xx, and no ack other than 0")
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
	message, there := members(s.answer)["message"]
	if !there || message == "" {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "an empty message", "no message")
}

// isEnvelope judges the raw answer. That the message may be left out is a
// reading of another rule.
func (s *steps) isEnvelope() error {
	body := members(s.answer)
	_, told := Ack(s.answer)
	message, there := body["message"]
	if _, text := message.(string); body != nil && told && (text || !there) && len(s.answer.Findings) == 0 {
		return nil
	}
	got := Told(s.answer)
	for _, f := range s.answer.Findings {
		got += "; " + f.Message
	}
	return target.Mismatch("answer", got, "a JSON object with the whole number ack and the text message")
}

func (s *steps) tellsState() error {
	body := members(s.answer)
	var wrong []error
	for _, name := range []string{"currentStatus", "currentStatusName"} {
		if text, is := body[name].(string); !is || text == "" {
			wrong = append(wrong, target.Mismatch(name, fmt.Sprint(body[name]), "a text"))
		}
	}
	if _, is := body["history"].([]any); !is {
		wrong = append(wrong, target.Mismatch("history", fmt.Sprint(body["history"]), "a list"))
	}
	return target.Mismatches(wrong...)
}

func (s *steps) toldAs(code, name string) error {
	return target.Mismatches(
		target.Compare("currentStatus", textOf(s.answer, "currentStatus"), code),
		target.Compare("currentStatusName", textOf(s.answer, "currentStatusName"), name),
	)
}
