package altazion

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *godog.ScenarioContext) {
	sc.Step(`^the call is accepted$`, func() error { return s.wantStatus("200") })
	sc.Step(`^the call is refused$`, func() error {
		if s.answer.Status/100 == 4 {
			return nil
		}
		return target.Mismatch("status", strconv.Itoa(s.answer.Status), "4xx")
	})
	sc.Step(`^the call is refused with (\d+)$`, func(want string) error { return s.wantStatus(want) })
	sc.Step(`^the call is refused with (\d+) or (\d+)$`, func(one, two string) error { return s.wantStatus(one, two) })
	sc.Step(`^the call is not refused for its credentials$`, s.admitted)
	sc.Step(`^the answer is the bon with its lines$`, s.isBon)
	sc.Step(`^the answer has the members? (.+)$`, s.hasMembers)
	sc.Step(`^the answer says why, with its status as ErrorCode$`, s.isEnvelope)
	sc.Step(`^the answer names the methods that there are and has no ErrorCode$`, s.isRouters)
	sc.Step(`^the answer has the ErrorCode 405 and names no methods$`, s.isVendors)
}

func (s *steps) wantStatus(want ...string) error {
	if got := strconv.Itoa(s.answer.Status); !slices.Contains(want, got) {
		return target.Mismatch("status", got, want...)
	}
	return nil
}

func (s *steps) admitted() error {
	if s.answer.Status == 401 || s.answer.Status == 403 {
		return target.Mismatch("status", strconv.Itoa(s.answer.Status), "neither 401 nor 403")
	}
	return nil
}

// isBon wants the bon that was called for, with both of its lines.
func (s *steps) isBon() error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	guid, _ := v.members["Guid"].(string)
	differences := []error{target.Compare("Guid", strings.ToLower(guid), s.bon.GUID.String())}
	for _, l := range s.bon.Lines {
		if v.line(l) == nil {
			differences = append(differences, target.Mismatch("Lignes", "no line "+l.GUID.String(), "the lines of the bon"))
		}
	}
	return target.Mismatches(differences...)
}

// hasMembers wants members by name, whatever they hold.
func (s *steps) hasMembers(list string) error {
	v, err := viewOf(s.answer)
	if err != nil {
		return err
	}
	var missing []error
	for name := range strings.SplitSeq(strings.ReplaceAll(list, " and ", ", "), ", ") {
		if _, there := v.members[name]; !there {
			missing = append(missing, target.Mismatch("members", "no "+name, name))
		}
	}
	return target.Mismatches(missing...)
}

// isEnvelope wants the vendor's object in a refusal.
func (s *steps) isEnvelope() error {
	if s.answer.Status/100 != 4 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: the call was answered with %d, which is no refusal", s.answer.Status)}
	}
	members, err := object(s.answer.Body)
	if err != nil {
		return err
	}
	var differences []error
	if text, isText := members["Message"].(string); !isText || text == "" {
		differences = append(differences, target.Mismatch("Message", fmt.Sprint(members["Message"]), "a text"))
	}
	differences = append(differences, target.Compare("ErrorCode", fmt.Sprint(members["ErrorCode"]), strconv.Itoa(s.answer.Status)))
	switch id := members["ErrorIdentifier"].(type) {
	case nil:
	case json.Number:
		if _, err := strconv.ParseInt(id.String(), 10, 32); err != nil {
			differences = append(differences, target.Mismatch("ErrorIdentifier", id.String(), "a whole number", "null"))
		}
	default:
		differences = append(differences, target.Mismatch("ErrorIdentifier", fmt.Sprint(id), "a whole number", "null"))
	}
	return target.Mismatches(differences...)
}

// errorCode returns the ErrorCode of an answer, or "none".
func (s *steps) errorCode() string {
	if members, err := object(s.answer.Body); err == nil && members["ErrorCode"] != nil {
		return fmt.Sprint(members["ErrorCode"])
	}
	return "none"
}

func (s *steps) isRouters() error {
	allow := "none"
	if s.answer.Header.Get("Allow") != "" {
		allow = "given"
	}
	return target.Mismatches(
		s.wantStatus("405"),
		target.Compare("header Allow", allow, "given"),
		target.Compare("ErrorCode", s.errorCode(), "none"),
	)
}

func (s *steps) isVendors() error {
	return target.Mismatches(
		target.Compare("header Allow", s.answer.Header.Get("Allow"), ""),
		target.Compare("ErrorCode", s.errorCode(), "405"),
	)
}
