package assistant

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

func (s *server) judgeTools() {
	add(s, "judge_target", "Judge a target, reading only", "Judge an implementation by a vendor's rules with reading requests and log-ins alone. What needs a change is left open.", kind{reads: true, reaches: true}, s.judge)
	add(s, "explain_failure", "Explain a failure", "What a rule's verdict in a JSON report means: passage, expected and actual, a curl, and how to repeat it.", kind{reads: true}, s.explainFailure)
}

type judgeInput struct {
	Vendor  string   `json:"vendor"`
	Target  string   `json:"target,omitempty" jsonschema:"base URL of the API; that of the profile when left out"`
	Profile string   `json:"profile,omitempty" jsonschema:"path of a profile with credentials and fixtures; plumbline profile init writes one"`
	Rules   []string `json:"rules,omitempty" jsonschema:"only rules that match; * stands for any part"`
}

type judgeOutput struct {
	Conclusion  string         `json:"conclusion" jsonschema:"conformant, not conformant, not proven, or unreachable"`
	Unreachable string         `json:"unreachable,omitempty" jsonschema:"why first contact or log-in failed"`
	Requests    int            `json:"requests"`
	Verdicts    map[string]int `json:"verdicts" jsonschema:"verdict to number of rules"`
	Failures    []failure      `json:"failures" jsonschema:"at most 20"`
	Report      string         `json:"report" jsonschema:"URI of the resource that holds the whole report; explain_failure takes it"`
}

type failure struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

const shownFailures = 20

func (s *server) judge(ctx context.Context, in judgeInput) (judgeOutput, error) {
	v, err := s.vendor(in.Vendor)
	if err != nil {
		return judgeOutput{}, err
	}
	profile, err := profileOf(v, in)
	if err != nil {
		return judgeOutput{}, err
	}
	return s.judgeBy(ctx, v, profile, in.Rules)
}

// judgeBy never changes the target.
func (s *server) judgeBy(ctx context.Context, v vendors.Vendor, profile *conformance.Profile, rules []string) (judgeOutput, error) {
	profile.OnlyRead()
	o := conformance.Options{
		Profile: profile, RandomSeed: uint64(time.Now().UnixNano()),
		Selection: conformance.Selection{Rules: rules, Level: specs.Must},
		Repeat: func(rule, _ string) string {
			return fmt.Sprintf("plumbline verify %s --target %s --rules %s", v.Book.Vendor, profile.Target, rule)
		},
	}
	if err := o.Selection.CheckSelection([]specs.Book{v.Book}); err != nil {
		return judgeOutput{}, err
	}
	r := &report.Report{Schema: report.Schema, Version: s.options.Version, Started: time.Now().UTC(), RandomSeed: o.RandomSeed}
	judged, err := conformance.Run(ctx, v.Conformance(), o)
	if err != nil {
		return judgeOutput{}, err
	}
	r.Vendors, r.Duration = []report.Vendor{judged}, time.Since(r.Started)
	uri, err := s.keep(r)
	out := judgeOutput{
		Conclusion: conclusion(r.Exit(false)), Unreachable: judged.Unreachable, Requests: judged.Requests,
		Verdicts: map[string]int{}, Failures: []failure{}, Report: uri,
	}
	for i := range judged.Rules {
		rule := &judged.Rules[i]
		out.Verdicts[string(rule.Verdict)]++
		if rule.Verdict == report.Fail && len(out.Failures) < shownFailures {
			out.Failures = append(out.Failures, failure{Rule: rule.ID, Reason: rule.Why()})
		}
	}
	return out, err
}

func profileOf(v vendors.Vendor, in judgeInput) (*conformance.Profile, error) {
	profile := &conformance.Profile{Vendor: v.Book.Vendor}
	if in.Profile != "" {
		var err error
		if profile, err = conformance.LoadProfile(in.Profile, []*conformance.Vendor{v.Conformance()}); err != nil {
			return nil, err
		}
	}
	if in.Target != "" {
		profile.Target = in.Target
	}
	if _, err := target.CheckAddress(profile.Target); err != nil {
		return nil, fmt.Errorf("target: %s", strings.TrimPrefix(err.Error(), "target: "))
	}
	return profile, nil
}

func conclusion(exit int) string {
	switch exit {
	case report.ExitConformant:
		return "conformant"
	case report.ExitNot:
		return "not conformant"
	case report.ExitUnreachable:
		return "unreachable"
	case report.ExitNotProven:
		return "not proven"
	}
	return "a fault of plumbline itself"
}

type explainFailureInput struct {
	Report string `json:"report" jsonschema:"path of a JSON report of plumbline verify, or the URI that judge_target returned"`
	Rule   string `json:"rule" jsonschema:"ID of a rule in the report"`
}

type explainFailureOutput struct {
	RuleSummary
	Verdict string       `json:"verdict"`
	Means   string       `json:"means" jsonschema:"what this verdict says of the target"`
	Reason  string       `json:"reason"`
	Cases   []failedCase `json:"cases" jsonschema:"those that are no pass, at most 5"`
}

type failedCase struct {
	Name       string   `json:"name"`
	Reading    string   `json:"reading,omitempty" jsonschema:"the reading of the passage that the case is about"`
	Verdict    string   `json:"verdict"`
	Reason     string   `json:"reason,omitempty"`
	Mismatches []string `json:"mismatches,omitempty" jsonschema:"expected and actual"`
	Curl       string   `json:"curl,omitempty" jsonschema:"the last request; credentials are left out"`
	Status     int      `json:"status,omitempty" jsonschema:"of its response"`
	Body       string   `json:"body,omitempty" jsonschema:"of its response"`
	Repeat     string   `json:"repeat,omitempty" jsonschema:"command that judges the rule again"`
}

const shownCases = 5

func (s *server) explainFailure(_ context.Context, in explainFailureInput) (explainFailureOutput, error) {
	text, err := s.reportText(in.Report)
	if err != nil {
		return explainFailureOutput{}, err
	}
	r, err := report.Parse(text)
	if err != nil {
		return explainFailureOutput{}, err
	}
	for i := range r.Vendors {
		for j := range r.Vendors[i].Rules {
			if rule := &r.Vendors[i].Rules[j]; rule.ID == in.Rule {
				return explained(rule), nil
			}
		}
	}
	return explainFailureOutput{}, fmt.Errorf("the report has no rule %q", in.Rule)
}

func explained(r *report.Rule) explainFailureOutput {
	out := explainFailureOutput{
		RuleSummary: RuleSummary{
			ID: r.ID, Text: r.Text, Binds: string(specs.Server), Level: r.Level, Basis: r.Basis,
			Passage: Passage{Document: r.Source.Document, Place: r.Source.Place, URL: r.Source.URL},
		},
		Verdict: string(r.Verdict), Means: r.Verdict.Meaning(), Cases: []failedCase{},
	}
	if r.Verdict == report.Pass {
		out.Reason = "every case of the rule passed"
		return out
	}
	out.Reason = r.Why()
	for _, c := range r.Cases {
		if c.Verdict == report.Pass || len(out.Cases) == shownCases {
			continue
		}
		told := failedCase{Name: c.Name, Reading: c.Reading, Verdict: string(c.Verdict), Reason: c.Reason, Repeat: c.Repeat}
		for _, m := range c.Mismatches {
			told.Mismatches = append(told.Mismatches, m.String())
		}
		if n := len(c.Exchanges); n > 0 {
			last := c.Exchanges[n-1]
			told.Curl, told.Status, told.Body = report.Curl(last), last.Status, cut(last.ResponseBody)
		}
		out.Cases = append(out.Cases, told)
	}
	return out
}

// reportText reads a report from a file, or from what this session keeps.
func (s *server) reportText(where string) ([]byte, error) {
	if strings.HasPrefix(where, reportsAt) {
		return s.kept(where)
	}
	return input.Read(where, input.MostOfReport)
}

// keep keeps a report as a resource, and returns its URI.
func (s *server) keep(r *report.Report) (string, error) {
	var text bytes.Buffer
	if err := r.JSON(&text); err != nil {
		return "", err
	}
	return s.addReport(r.Vendors[0].Name, text.String()), nil
}
