package altazion

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindAnswers(sc *features.Steps) {
	sc.Step(`^the call is accepted$`, s.accepted)
	sc.Step(`^the call is refused$`, s.refused)
	sc.Step(`^the call is refused with (\d+)$`, func(want string) error { return s.wantStatus(want) })
	sc.Step(`^the call is refused with (\d+) or (\d+)$`, func(one, two string) error { return s.wantStatus(one, two) })
	sc.Step(`^the call is not refused for its credentials$`, s.admitted)
	sc.Step(`^the answer is the bon with its lines$`, s.isBon)
	sc.Step(`^the answer, where it shows a bon, is the bon with its lines$`, func() error {
		if !showsBon(s.answer) {
			return nil
		}
		return s.isBon()
	})
	sc.Step(`^the answer has no body$`, func() error {
		return target.Compare("bytes of the body", len(s.answer.Body), 0)
	})
	sc.Step(`^the answer shows no bon$`, func() error {
		if s.answer.Status/100 == 2 && showsBon(s.answer) {
			return target.Mismatch("body", clip(string(s.answer.Body)), "no bon")
		}
		return nil
	})
	sc.Step(`^the answer has the members? (.+)$`, s.hasMembers)
	sc.Step(`^the answer says why, with its status as ErrorCode$`, s.isEnvelope)
	sc.Step(`^the answer says why, with its status as ErrorCode, or has no ErrorCode$`, s.isEnvelopeOrOther)
	sc.Step(`^the answer is a refusal without an ErrorCode$`, s.isOtherRefusal)
	sc.Step(`^the answer names the methods that there are and has no ErrorCode$`, s.isRouters)
	sc.Step(`^the answer has the ErrorCode 405 and names no methods$`, s.isVendors)
}

// accepted tells whether an answer is a success: the document names no status
// of one.
func accepted(a *target.Answer) bool { return a.Status/100 == 2 }

func (s *steps) accepted() error {
	if accepted(s.answer) {
		return nil
	}
	return target.Mismatch("status", strconv.Itoa(s.answer.Status), "2xx")
}

func (s *steps) refused() error {
	if s.answer.Status/100 == 4 {
		return nil
	}
	return target.Mismatch("status", strconv.Itoa(s.answer.Status), "4xx")
}

// showsBon tells whether an answer is a bon, or a part of one.
func showsBon(a *target.Answer) bool {
	members, err := object(a.Body)
	if err != nil {
		return false
	}
	_, guid := members["Guid"]
	_, lines := members["Lignes"]
	return guid || lines
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
	var differences []error
	if !sameGUID(v.members["Guid"], s.bon.GUID) {
		differences = append(differences, target.Mismatch("Guid", fmt.Sprint(v.members["Guid"]), s.bon.GUID.String()))
	}
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

func (s *steps) refusedAsNeeded() error {
	if s.answer.Status/100 != 4 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: the call was answered with %d, which is no refusal", s.answer.Status)}
	}
	return nil
}

// isOtherRefusal wants a refusal that does not claim to be the vendor's object.
func (s *steps) isOtherRefusal() error {
	if err := s.refusedAsNeeded(); err != nil {
		return err
	}
	return target.Compare("ErrorCode", s.errorCode(), "none")
}

// isEnvelopeOrOther wants a refusal that is the vendor's object where it claims
// to be: what stands before the service may refuse in words of its own.
func (s *steps) isEnvelopeOrOther() error {
	if s.errorCode() == "none" {
		return s.isOtherRefusal()
	}
	return s.isEnvelope()
}

// isEnvelope wants the vendor's object in a refusal.
func (s *steps) isEnvelope() error {
	if err := s.refusedAsNeeded(); err != nil {
		return err
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
	members, err := object(s.answer.Body)
	if code, there := members["ErrorCode"]; err == nil && there {
		return fmt.Sprint(code)
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
