package report

// appearance is how a verdict shows in the outputs that people and CI systems
// read.
type appearance struct {
	word    string // in the terminal, beside the rule's ID
	column  string // of the table
	style   style
	junit   outcome
	broken  bool // belongs to the failures, with evidence
	unknown bool
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
		return appearance{word: "pass", column: "passed", style: green, junit: junitPassed}
	case Fail:
		return appearance{word: "FAIL", column: "failed", style: red, junit: junitFailure, broken: true}
	case Inconclusive: // an error to JUnit, which has no third colour: it must not look green
		return appearance{word: "inconclusive", column: "inconclusive", style: yellow, junit: junitError}
	case Warning:
		return appearance{word: "warning", column: "warnings", style: yellow, junit: junitPassed}
	case NotApplicable:
		return appearance{word: "not applicable", column: "n/a", style: dim, junit: junitSkipped}
	case Skip:
		return appearance{word: "skipped", column: "skipped", style: dim, junit: junitSkipped}
	case Error:
		return appearance{word: "ERROR", column: "errors", style: magenta, junit: junitError, broken: true}
	}
	return appearance{word: "ERROR", column: "errors", style: magenta, junit: junitError, broken: true, unknown: true}
}

// verdicts returns every verdict, in the order of the table's columns.
func verdicts() []Verdict {
	return []Verdict{Pass, Fail, Inconclusive, Warning, NotApplicable, Skip, Error}
}
