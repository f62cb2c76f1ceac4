package report

import messages "github.com/cucumber/messages/go/v21"

// appearance is how a verdict shows in the outputs that people and CI systems
// read.
type appearance struct {
	word     string // in the terminal, beside the rule's ID
	column   string // of the table
	narrow   string // the same on a narrow screen
	heading  string // of its section in a page, with what the verdict means
	meaning  string
	style    style
	junit    outcome
	cucumber messages.TestStepResultStatus
	broken   bool // belongs to the failures, with evidence
	unknown  bool
}

// outcome is one of the four things that JUnit can say of a test case.
type outcome int

const (
	junitPassed outcome = iota
	junitFailure
	junitError
	junitSkipped
)

// appearance holds the only switch over verdicts: every output asks it, so
// that none can file a verdict elsewhere than the others do. What is no
// verdict shows as our own fault.
func (v Verdict) appearance() appearance {
	switch v {
	case Pass:
		return appearance{
			word: "pass", column: "passed", narrow: "pass", style: green, junit: junitPassed,
			cucumber: messages.TestStepResultStatus_PASSED,
			heading:  "Passed", meaning: "The target does what the document says.",
		}
	case Fail:
		return appearance{
			word: "FAIL", column: "failed", narrow: "fail", style: red, junit: junitFailure, broken: true,
			cucumber: messages.TestStepResultStatus_FAILED,
			heading:  "Failures", meaning: "The target departs from what the document says.",
		}
	case Inconclusive: // an error to JUnit, which has no third colour: it must not look green; Cucumber's pending fails a strict run
		return appearance{
			word: "inconclusive", column: "inconclusive", narrow: "inconcl.", style: yellow, junit: junitError,
			cucumber: messages.TestStepResultStatus_PENDING,
			heading:  "Inconclusive", meaning: "It could not be judged; the reason says what would settle it.",
		}
	case Warning:
		return appearance{
			word: "warning", column: "warnings", narrow: "warn", style: yellow, junit: junitPassed,
			cucumber: messages.TestStepResultStatus_PASSED,
			heading:  "Warnings", meaning: "The target departs from what is only assumed, or only recommended.",
		}
	case NotApplicable:
		return appearance{
			word: "not applicable", column: "n/a", narrow: "n/a", style: dim, junit: junitSkipped,
			cucumber: messages.TestStepResultStatus_SKIPPED,
			heading:  "Not applicable", meaning: "The target lacks an optional capability that the rule is about.",
		}
	case Skip:
		return appearance{
			word: "skipped", column: "skipped", narrow: "skip", style: dim, junit: junitSkipped,
			cucumber: messages.TestStepResultStatus_SKIPPED,
			heading:  "Skipped", meaning: "Left out by the choice of whoever started the run.",
		}
	case Error:
		return ownFault()
	}
	look := ownFault()
	look.unknown = true
	return look
}

func ownFault() appearance {
	return appearance{
		word: "ERROR", column: "errors", narrow: "error", style: magenta, junit: junitError, broken: true,
		cucumber: messages.TestStepResultStatus_FAILED,
		heading:  "Errors", meaning: "A fault of plumbline itself; it says nothing of the target.",
	}
}

// Meaning says in a sentence what the verdict says of the target.
func (v Verdict) Meaning() string { return v.appearance().meaning }

// known returns the verdict itself, and an error for what is no verdict.
func (v Verdict) known() Verdict {
	if v.appearance().unknown {
		return Error
	}
	return v
}

// gravestFirst returns every verdict in the order in which a reader wants to
// hear of them.
func gravestFirst() []Verdict {
	return []Verdict{Fail, Error, Inconclusive, Warning, Pass, NotApplicable, Skip}
}

// verdicts returns every verdict, in the order of the table's columns.
func verdicts() []Verdict {
	return []Verdict{Pass, Fail, Inconclusive, Warning, NotApplicable, Skip, Error}
}
