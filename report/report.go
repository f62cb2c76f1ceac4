// Package report holds the value that a run of plumbline produces, and draws
// every output from it: terminal, JSON, JUnit, HTML, Markdown, Cucumber
// messages. It knows neither the simulator nor the conformance runner; they
// fill it.
package report

import "time"

// Schema names the version of the JSON form.
const Schema = "plumbline.report/v1"

// Verdict is what a run says of a rule or of one of its cases.
type Verdict string

// The verdicts.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Inconclusive  Verdict = "inconclusive"   // could not be judged; the reason says what would settle it
	Warning       Verdict = "warning"        // an assumed rule, or a should that was not asked for, is not followed
	Skip          Verdict = "skip"           // the user's own choice
	NotApplicable Verdict = "not-applicable" // the target lacks an optional capability
	Error         Verdict = "error"          // our own fault
)

// Report is the outcome of one run.
type Report struct {
	Schema      string        `json:"schema"`
	Version     string        `json:"version"` // of plumbline
	Started     time.Time     `json:"started"`
	Duration    time.Duration `json:"durationNanoseconds"`
	RandomSeed  uint64        `json:"randomSeed"`
	Shard       string        `json:"shard,omitempty"`       // the part of the rules that was judged, such as 2/5
	Interrupted bool          `json:"interrupted,omitempty"` // cut short: what was not reached is inconclusive
	Vendors     []Vendor      `json:"vendors"`
}

// Vendor is the part of a report that is about one vendor.
type Vendor struct {
	Name        string            `json:"name"`
	Title       string            `json:"title"`
	Target      string            `json:"target"`                // address, or "simulator (in this process)"
	NotBuilt    bool              `json:"notBuilt,omitempty"`    // nothing of this vendor can be judged yet
	Unreachable string            `json:"unreachable,omitempty"` // why first contact or log-in failed
	Stopped     string            `json:"stopped,omitempty"`     // why the run of this vendor ended early
	Notes       []string          `json:"notes,omitempty"`       // what else is to be known of the run of this vendor
	Requests    int               `json:"requests"`
	Dialect     map[string]string `json:"dialect,omitempty"`    // rule ID to the reading that the target follows
	Created     []Created         `json:"created,omitempty"`    // what the run made on a live target
	Used        []Used            `json:"used,omitempty"`       // the profile's fixtures that it was given
	Strictness  []Strictness      `json:"strictness,omitempty"` // what the target did with breaches that no document settles
	Rules       []Rule            `json:"rules"`
	Lifecycles  []Lifecycle       `json:"lifecycles,omitempty"` // of the entities that have states

	// Traffic are all exchanges that were seen, where traffic was judged.
	Traffic []Exchange `json:"traffic,omitempty"`
}

// Lifecycle is the states of one sort of entity with the changes between them
// that the documents have.
type Lifecycle struct {
	Entity      string       `json:"entity"` // what it is, such as "order"
	States      []string     `json:"states"` // in the order in which an entity passes them
	Transitions []Transition `json:"transitions"`
}

// Transition is one change of state with what the run says of it: the verdict
// of the rules that it is documented by.
type Transition struct {
	From    string   `json:"from"` // empty: the entity comes into being
	To      string   `json:"to"`
	Rules   []string `json:"rules"`             // IDs of rules of the same vendor
	Verdict Verdict  `json:"verdict,omitempty"` // empty: not judged
}

// Created is an entity that a run made on its target, or may have made.
type Created struct {
	What   string `json:"what"` // such as "order"
	ID     string `json:"id"`
	Rule   string `json:"rule"`
	Case   string `json:"case"`
	Undone bool   `json:"undone"`           // taken back
	Reason string `json:"reason,omitempty"` // why it was not
}

// Used is an entity of the profile's fixtures that a case was given.
type Used struct {
	Fixture string `json:"fixture"`
	ID      string `json:"id"`
	Rule    string `json:"rule"`
	Case    string `json:"case"`
	Kept    bool   `json:"kept"` // left as it was
}

// Rule is the verdict on one rule, with its citation and its cases.
type Rule struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Level    string   `json:"level"`
	Basis    string   `json:"basis"`
	Source   Source   `json:"source"`
	Verdict  Verdict  `json:"verdict"`
	Reason   string   `json:"reason,omitempty"`   // why it is not a pass
	Known    *Known   `json:"known,omitempty"`    // the entry where its failure is known
	Readings []string `json:"readings,omitempty"` // the readings that passed; several: undetermined
	Cases    []Case   `json:"cases"`
}

// Known is an entry of the list of known failures: a rule that fails and has one
// is a warning.
type Known struct {
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires"` // YYYY-MM-DD, the last day on which it is accepted
}

// Source is the citation of a rule.
type Source struct {
	Document string `json:"document"`
	Place    string `json:"place"`
	URL      string `json:"url"`
	Date     string `json:"date"`
}

// Case is one thing that was tried for a rule.
type Case struct {
	Name       string        `json:"name"`
	Phase      string        `json:"phase"`             // "contract" or "rules"
	File       string        `json:"file,omitempty"`    // the feature that the case is a scenario of, below features/
	Line       int           `json:"line,omitempty"`    // of the scenario in it
	Reading    string        `json:"reading,omitempty"` // the reading that the case is about
	Verdict    Verdict       `json:"verdict"`
	Reason     string        `json:"reason,omitempty"`
	Steps      []Step        `json:"steps,omitempty"` // of the scenario
	Duration   time.Duration `json:"durationNanoseconds"`
	Mismatches []Mismatch    `json:"mismatches,omitempty"`
	Exchanges  []Exchange    `json:"exchanges,omitempty"`
	Repeat     string        `json:"repeat,omitempty"` // the command that runs the rule of this case again
	// Scenario is the case in Gherkin, where it was found and not written.
	Scenario string `json:"scenario,omitempty"`
}

// Step is a step of the scenario that a case is, and what came of it.
type Step struct {
	Keyword  string     `json:"keyword"` // such as Given
	Text     string     `json:"text"`
	Argument string     `json:"argument,omitempty"` // the table or text below it, as Gherkin
	Status   StepStatus `json:"status"`
}

// StepStatus is what came of a step.
type StepStatus string

// What can come of a step. One behind the step that ended its scenario did not
// run.
const (
	StepPassed StepStatus = "passed"
	StepEnded  StepStatus = "ended" // the scenario ended at this one without a pass
	StepNotRun StepStatus = "not run"
)

// Mismatch is one difference between what a rule wants and what came.
type Mismatch struct {
	What string   `json:"what"` // of what: "status", "body at /lines/0/qty"
	Want []string `json:"want"` // every alternative that would have done
	Got  string   `json:"got"`
}

// Exchange is one request with its response as it went over the wire, bounded
// and redacted when it was recorded.
type Exchange struct {
	Started         time.Time           `json:"started,omitzero"` // when the request was sent, by this machine's clock
	Method          string              `json:"method"`
	URL             string              `json:"url"`
	RequestHeaders  map[string][]string `json:"requestHeaders,omitempty"`
	RequestBody     string              `json:"requestBody,omitempty"`
	Status          int                 `json:"status,omitempty"` // 0: no response came
	ResponseHeaders map[string][]string `json:"responseHeaders,omitempty"`
	ResponseBody    string              `json:"responseBody,omitempty"`
	Truncated       bool                `json:"truncated,omitempty"` // a body was longer than what is kept
	Error           string              `json:"error,omitempty"`     // why no response came, or not all of it
	Duration        time.Duration       `json:"durationNanoseconds"`
	Notes           []string            `json:"notes,omitempty"` // what the judge saw that is no failure, such as undocumented members
}

// Counts is how many rules of a vendor came to each verdict.
type Counts map[Verdict]int

// Count counts the vendor's rules by verdict. A verdict that does not exist
// counts as an error, so that no slip in filling a report can look green.
func (v *Vendor) Count() Counts {
	c := Counts{}
	for _, r := range v.Rules {
		c[r.Verdict.known()]++
	}
	return c
}

// The exit statuses of a run.
const (
	ExitConformant  = 0
	ExitNot         = 1
	ExitUsage       = 2
	ExitNotProven   = 3
	ExitUnreachable = 4
	ExitOwnFault    = 5
	ExitInterrupted = 130
)

// Exit derives the exit status of the run. An own fault outranks an
// unreachable target, that a failure, and that something not proven: an
// inconclusive rule (unless allowed), or a vendor of which no binding rule was
// judged. A vendor that is not built yet counts only where no other was asked
// for, and a report without vendors proves nothing.
func (r *Report) Exit(allowInconclusive bool) int {
	t := r.tally()
	switch {
	case r.Interrupted:
		return ExitInterrupted
	case t.errors > 0:
		return ExitOwnFault
	case len(t.unreachable) > 0:
		return ExitUnreachable
	case t.failed > 0:
		return ExitNot
	case t.inconclusive > 0 && !allowInconclusive, len(t.unjudged) > 0, t.built == 0:
		return ExitNotProven
	}
	return ExitConformant
}

// hardly is the share of the binding rules that were to be judged below which a
// run proves nothing: a target that lacks nearly everything is not green.
const hardly = 0.1

// judgedBindingRule tells whether rules of level must passed or failed, and more
// than hardly any, so that a run that judged nothing is not green.
func (v *Vendor) judgedBindingRule() bool {
	judged, all := 0, 0
	for _, r := range v.Rules {
		if r.Level != "must" || r.Verdict == Skip {
			continue
		}
		all++
		accepted := r.Verdict == Warning && r.Known != nil && r.Basis != "assumed" // it was judged, and failed
		if r.Verdict == Pass || r.Verdict == Fail || accepted {
			judged++
		}
	}
	return judged > 0 && float64(judged) >= hardly*float64(all)
}
