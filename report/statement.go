package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// StatementSchema names the version of a statement.
const StatementSchema = "plumbline.statement/v1"

// StatementBasis is what a run was made with, which the report does not know.
type StatementBasis struct {
	ToolSHA256    string // of the program
	ProfileSHA256 string // empty: no profile
	Vendors       map[string]StatementVendor
}

// StatementVendor is what a vendor's rules were taken from.
type StatementVendor struct {
	ContractSHA256 string // of openapi.yaml
	Document       string // its number
	DocumentURL    string
	DocumentDate   string
	DocumentSHA256 string
}

type (
	statement struct {
		Schema     string            `yaml:"schema"`
		Made       string            `yaml:"made"` // when the run began
		Result     string            `yaml:"result"`
		Tool       statementTool     `yaml:"tool"`
		RandomSeed uint64            `yaml:"random-seed"`
		Shard      string            `yaml:"shard,omitempty"`
		Profile    string            `yaml:"profile-sha256,omitempty"`
		Targets    []statementTarget `yaml:"targets"`
	}
	statementTool struct {
		Version string `yaml:"version"`
		SHA256  string `yaml:"sha256,omitempty"`
	}
	statementTarget struct {
		Vendor     string               `yaml:"vendor"`
		Target     string               `yaml:"target"`
		Contract   string               `yaml:"contract-sha256,omitempty"`
		Document   statementDocument    `yaml:"document"`
		Rules      yaml.MapSlice        `yaml:"rules"` // by basis and verdict
		Dialect    yaml.MapSlice        `yaml:"dialect,omitempty"`
		Strictness []statementStrict    `yaml:"strictness,omitempty"`
		Deviations []statementDeviation `yaml:"deviations"`
		NotJudged  []statementNotJudged `yaml:"not-judged"`
	}
	statementDocument struct {
		Number string `yaml:"number,omitempty"`
		URL    string `yaml:"url,omitempty"`
		Date   string `yaml:"date,omitempty"`
		SHA256 string `yaml:"sha256,omitempty"`
	}
	statementStrict struct {
		At    string `yaml:"at"`
		Class string `yaml:"class"`
		Does  string `yaml:"does"`
	}
	statementDeviation struct {
		Rule     string          `yaml:"rule"`
		Basis    string          `yaml:"basis"`
		Verdict  string          `yaml:"verdict"`
		What     string          `yaml:"what"`
		Source   string          `yaml:"source"`
		Accepted *statementKnown `yaml:"accepted,omitempty"` // as a known failure
	}
	statementKnown struct {
		Reason  string `yaml:"reason"`
		Owner   string `yaml:"owner"`
		Expires string `yaml:"expires"`
	}
	statementNotJudged struct {
		Verdict string   `yaml:"verdict"`
		Why     string   `yaml:"why"`
		Rules   []string `yaml:"rules"`
	}
)

// Statement sums a run up for others: what was judged by what, how it came out,
// every deviation, and what was not judged and why. The same report gives the
// same bytes.
func (r *Report) Statement(basis StatementBasis) ([]byte, error) {
	s := statement{
		Schema: StatementSchema, Made: r.Started.UTC().Format(time.RFC3339), Result: heading(r.Exit(false)),
		Tool: statementTool{r.Version, basis.ToolSHA256}, RandomSeed: r.RandomSeed, Shard: r.Shard, Profile: basis.ProfileSHA256,
	}
	for i := range r.Vendors {
		s.Targets = append(s.Targets, r.Vendors[i].statement(basis.Vendors[r.Vendors[i].Name]))
	}
	text, err := yaml.MarshalWithOptions(s, yaml.Indent(2), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("report: write the statement: %w", err)
	}
	return text, nil
}

func (v *Vendor) statement(of StatementVendor) statementTarget {
	s := statementTarget{
		Vendor: v.Name, Target: v.Target, Contract: of.ContractSHA256,
		Document: statementDocument{of.Document, of.DocumentURL, of.DocumentDate, of.DocumentSHA256},
		Rules:    v.byBasis(), Deviations: []statementDeviation{}, NotJudged: []statementNotJudged{},
	}
	for _, id := range slices.Sorted(maps.Keys(v.Dialect)) {
		s.Dialect = append(s.Dialect, yaml.MapItem{Key: id, Value: v.Dialect[id]})
	}
	for _, strict := range v.Strictness {
		s.Strictness = append(s.Strictness, statementStrict{strict.Pointer, strict.Class, strict.told()})
	}
	slices.SortFunc(s.Strictness, func(a, b statementStrict) int { return cmp.Compare(a.At+" "+a.Class, b.At+" "+b.Class) })
	for i := range v.Rules {
		if r := &v.Rules[i]; r.Verdict.appearance().broken || r.Verdict == Warning {
			s.Deviations = append(s.Deviations, r.deviation())
		}
	}
	if standing, ok := v.standing(); ok {
		s.NotJudged = append(s.NotJudged, statementNotJudged{string(standing.verdict), printable(standing.why), []string{"*"}})
	}
	for _, verdict := range []Verdict{Inconclusive, NotApplicable, Skip} {
		for _, shared := range v.byReason(verdict) {
			slices.Sort(shared.rules)
			s.NotJudged = append(s.NotJudged, statementNotJudged{string(verdict), printable(shared.reason), shared.rules})
		}
	}
	return s
}

// byBasis counts the rules by basis and verdict; what there is none of stays out.
func (v *Vendor) byBasis() yaml.MapSlice {
	var bases []string
	count := map[string]Counts{}
	for _, r := range v.Rules {
		if count[r.Basis] == nil {
			count[r.Basis] = Counts{}
			bases = append(bases, r.Basis)
		}
		count[r.Basis][r.Verdict.known()]++
	}
	slices.Sort(bases)
	out := yaml.MapSlice{}
	for _, basis := range bases {
		verdictsOf := yaml.MapSlice{}
		for _, verdict := range gravestFirst() {
			if n := count[basis][verdict]; n > 0 {
				verdictsOf = append(verdictsOf, yaml.MapItem{Key: string(verdict), Value: n})
			}
		}
		out = append(out, yaml.MapItem{Key: basis, Value: verdictsOf})
	}
	return out
}

func (r *Rule) deviation() statementDeviation {
	d := statementDeviation{
		Rule: r.ID, Basis: r.Basis, Verdict: string(r.Verdict.known()), What: printable(strings.TrimSpace(r.why())), Source: printable(r.Source.String()),
	}
	if r.Known != nil {
		d.Accepted = &statementKnown{r.Known.Reason, r.Known.Owner, r.Known.Expires}
	}
	return d
}
