package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Traffic judges exchanges that a client and a target made. It is for one goroutine.
type Traffic struct {
	runner  *runner
	begin   func(context.Context) (*reference.Traffic, error)
	worlds  map[string]*reference.Traffic // by the world of a simulator that an exchange names; "" for none
	found   reference.Exploration
	broken  []result // by the contract
	all     []report.Exchange
	bytes   int            // of their bodies
	unkept  int            // exchanges that there was no room for
	skipped map[string]int // exchanges that were not compared, by the reason
	broke   map[string]*duty
	seen    int
}

// NewTraffic returns what judges the traffic of a vendor with a target, compared
// with a model.
func NewTraffic(ctx context.Context, v *Vendor, m reference.Model, targetName string, dialect map[string]string) (*Traffic, error) {
	p := v.Sample()
	p.Target = "http://localhost" // where the sample's credentials may stand; nothing is sent
	r, err := newRunner(v, Options{Profile: p})
	if err != nil {
		return nil, err
	}
	if r.target, err = target.New(target.Options{Base: targetName, Contract: r.contract, Judge: r.judge}, "traffic"); err != nil {
		return nil, err
	}
	if r.plan.Reference == nil {
		return nil, fmt.Errorf("%s can't be compared with a reference yet", v.Book.Vendor)
	}
	r.options.Explore = &Explore{}
	t := &Traffic{runner: r, worlds: map[string]*reference.Traffic{}, skipped: map[string]int{}, broke: map[string]*duty{}, found: reference.Exploration{Met: map[*specs.Rule]int{}}}
	t.begin = func(ctx context.Context) (*reference.Traffic, error) {
		return reference.NewTraffic(ctx, r.plan.Reference, m, dialect)
	}
	_, err = t.world(ctx, "") // what can't begin is told before there is traffic
	return t, err
}

// mostWorlds is how many worlds of a simulator are followed in one recording.
const mostWorlds = 1000

// world returns what compares the traffic of one world of a simulator: the same
// requests in two worlds have nothing to do with each other. Nil where there are
// too many of them.
func (t *Traffic) world(ctx context.Context, name string) (*reference.Traffic, error) {
	if known := t.worlds[name]; known != nil || len(t.worlds) >= mostWorlds {
		return known, nil
	}
	begun, err := t.begin(ctx)
	if err != nil {
		return nil, err
	}
	t.worlds[name] = begun
	return begun, nil
}

// Take judges one exchange and returns what is to be told of it.
func (t *Traffic) Take(ctx context.Context, x reference.Recorded) (string, error) {
	t.seen++
	op, path, query := t.operation(x)
	address, err := url.Parse(strings.TrimSuffix(t.runner.target.Base(), "/") + path)
	if err != nil {
		return "", err
	}
	address.RawQuery = query
	req := &http.Request{Method: x.Method, URL: address, Header: x.RequestHeader}
	answer := &target.Answer{Status: x.Status, Header: x.ResponseHeader, Body: x.ResponseBody}
	e := t.runner.target.Record(req, x.RequestBody, answer, x.Started, x.Ended.Sub(x.Started))
	t.keep(e)
	line := fmt.Sprintf("%s %s → %d", x.Method, t.runner.target.Clean(x.URL), x.Status)
	if t.elsewhere(x, op) {
		const why = "it is no request to the API"
		t.skipped[why]++
		return line + ": not compared: " + why, nil
	}
	if x.Status != 0 && !x.Truncated {
		t.judge(answer, e)
	}
	client := ""
	if below, err := url.Parse(path); err == nil {
		below.RawQuery = query
		client = t.duties(op, &http.Request{Method: x.Method, URL: below, Header: x.RequestHeader}, x)
	}
	outcome, err := t.compared(ctx, x, op, reference.Request{Method: x.Method, Path: path, Query: query, Header: endToEnd(x.RequestHeader), Body: x.RequestBody}, e)
	return line + outcome + client, err
}

// compared gives an exchange to the reference, and tells what came of it.
func (t *Traffic) compared(ctx context.Context, x reference.Recorded, op *contract.Operation, r reference.Request, e report.Exchange) (string, error) {
	if x.Truncated {
		t.skipped["a body is longer than is kept"]++
		return ": not compared: a body is longer than is kept", nil
	}
	step := reference.Step{At: x.Started, Request: r}
	step.Answer = reference.Answer{Status: x.Status, Header: x.ResponseHeader, Body: x.ResponseBody}
	if x.Status == 0 {
		step.Answer.Lost = "none came"
	}
	if op != nil {
		step.Request.Operation, step.Request.Name = op.ID, op.ID
		step.Request.Looks = t.runner.plan.Effects[op.ID] == "read"
	}
	compare, err := t.world(ctx, x.RequestHeader.Get("Plumbline-World"))
	if err != nil {
		return "", err
	}
	if compare == nil {
		why := fmt.Sprintf("the recording has more than %d worlds", mostWorlds)
		t.skipped[why]++
		return ": not compared: " + why, nil
	}
	c, err := compare.Compare(ctx, step, x.Ended)
	switch {
	case err != nil:
		return "", err
	case c.Why != "":
		t.skipped[c.Why]++
		return ": not compared: " + c.Why, nil
	case c.Learnt != nil:
		t.found.Learnt = append(t.found.Learnt, *c.Learnt)
		return ": the target's own choice: " + strings.Join(c.Learnt.Lines, "; "), nil
	case c.Finding != nil && withheld(step.Request):
		const why = "its credentials were redacted when it was recorded"
		t.skipped[why]++
		return ": not compared: " + why, nil
	case c.Finding != nil:
		c.Finding.Exchanges = []report.Exchange{e}
		t.found.Findings = append(t.found.Findings, *c.Finding)
		d := c.Finding.Differences[0]
		return t.runner.target.Clean(fmt.Sprintf(": DIFFERS: %s: expected %s, got %s", d.What, d.Expected, d.Got)), nil
	}
	t.found.Requests++
	return ": as the reference", nil
}

// Follow takes exchanges until there are no more, and tells what came of each. It
// ends early on no account: what sends them must not be held up. A fault of ours is
// returned at the end; what comes behind it is not judged.
func (t *Traffic) Follow(ctx context.Context, seen <-chan reference.Recorded, tell func(line string)) error {
	var failed error
	for x := range seen {
		if failed != nil {
			continue
		}
		line, err := t.try(ctx, x)
		if failed = err; err != nil {
			line = "comparing ended: " + err.Error()
		}
		tell(line)
	}
	return failed
}

// try takes an exchange; a panic is an error like any other.
func (t *Traffic) try(ctx context.Context, x reference.Recorded) (line string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errPanicked, p)
		}
	}()
	return t.Take(ctx, x)
}

var errPanicked = errors.New("a fault in the comparing itself")

// mostBytes is how many bytes of bodies are kept for a report: a proxy may run for days.
const mostBytes = 256 << 20

// keep leaves an exchange for the report.
func (t *Traffic) keep(e report.Exchange) {
	const beside = 1 << 10 // headers, about
	if t.bytes += len(e.RequestBody) + len(e.ResponseBody) + beside; t.bytes > mostBytes {
		t.unkept++
		return
	}
	t.all = append(t.all, e)
}

// elsewhere tells whether an exchange was made with somebody else: a page's own
// files stand in a browser's recording too. Where nobody said which address is the
// API's, it is what has one of its operations.
func (t *Traffic) elsewhere(x reference.Recorded, op *contract.Operation) bool {
	u, err := url.Parse(x.URL)
	if err != nil || u.Host == "" {
		return err != nil // a proxy sees paths alone, all of them the target's
	}
	base, err := url.Parse(t.runner.target.Base())
	if err != nil || base.Hostname() == UnknownTarget {
		return op == nil
	}
	return !strings.EqualFold(u.Host, base.Host)
}

// UnknownTarget is the host of a target whose address nobody gave.
const UnknownTarget = "recorded.invalid"

// withheld tells whether a request lacks secrets that the reference would need: a
// recording has them redacted. An Authorization header is put in again from the
// sample, others are lost.
func withheld(r reference.Request) bool {
	const redacted = "[redacted]"
	for name, values := range r.Header {
		if name != "Authorization" && slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, redacted) }) {
			return true
		}
	}
	return strings.Contains(string(r.Body)+r.Query+r.Path, redacted)
}

// endToEnd leaves out the headers that a client's own HTTP library writes.
func endToEnd(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"Content-Length", "Host", "Connection", "Accept-Encoding", "Plumbline-World"} {
		h.Del(name)
	}
	return h
}

// operation finds the operation of an exchange. What the address has before the
// contract's own paths is left out.
func (t *Traffic) operation(x reference.Recorded) (op *contract.Operation, path, query string) {
	u, err := url.Parse(x.URL)
	if err != nil {
		return nil, "/", ""
	}
	whole := u.EscapedPath()
	if base, err := url.Parse(t.runner.target.Base()); err == nil {
		if rest, found := strings.CutPrefix(whole, strings.TrimSuffix(base.EscapedPath(), "/")+"/"); found {
			if op, _, _ := t.runner.contract.Match(x.Method, "/"+rest); op != nil {
				return op, "/" + rest, u.RawQuery
			}
		}
	}
	for rest := whole; rest != ""; {
		if op, _, _ := t.runner.contract.Match(x.Method, rest); op != nil {
			return op, rest, u.RawQuery
		}
		next := strings.IndexByte(rest[1:], '/')
		if next < 0 {
			break
		}
		rest = rest[next+1:]
	}
	return nil, whole, u.RawQuery
}

// judge notes where an answer departs from the contract.
func (t *Traffic) judge(a *target.Answer, e report.Exchange) {
	for _, d := range t.runner.integrityOf(*a) {
		t.fail(d.rule, d.mismatch, e)
	}
	if a.Operation == nil {
		return
	}
	for _, f := range a.Findings {
		rule := answerOwner(t.runner.vendor.Book, t.runner.judge, *a)
		if rule == nil {
			rule = t.runner.vendor.Book.Owner(f.Pointer)
		}
		if rule == nil || rule.Binds != specs.Server || t.runner.contract.Basis(f.Pointer) == string(specs.Assumed) {
			continue
		}
		t.fail(rule, report.Mismatch{
			What: fmt.Sprintf("answer %d of %s", a.Status, a.Operation.ID), Want: []string{"what the contract has at " + f.Pointer}, Got: f.Message,
		}, e)
	}
}

func (t *Traffic) fail(rule *specs.Rule, m report.Mismatch, e report.Exchange) {
	if rule == nil {
		return
	}
	m = cleaned(m, t.runner.target.Clean)
	c := report.Case{Name: "an answer of the traffic", Phase: string(ContractPhase), Verdict: report.Fail, Mismatches: []report.Mismatch{m}, Exchanges: []report.Exchange{e}}
	t.broken = append(t.broken, result{Case{Rule: rule, Name: c.Name, Phase: ContractPhase}, c})
}

// Report returns what there is to report of the traffic so far.
func (t *Traffic) Report() report.Vendor {
	t.found.Met, t.found.Dialect = map[*specs.Rule]int{}, map[string]string{}
	for _, compare := range t.worlds {
		for rule, times := range compare.Met() {
			t.found.Met[rule] += times
		}
		maps.Copy(t.found.Dialect, compare.Dialect())
	}
	out := report.Vendor{
		Name: t.runner.vendor.Book.Vendor, Title: t.runner.vendor.Book.Title, Target: strings.TrimSuffix(t.runner.target.Base(), "/"), Requests: t.seen,
	}
	results := append(t.broken, t.runner.exploredCases(&t.found)...)
	out.Rules = t.runner.rules(results)
	for i := range out.Rules {
		if len(out.Rules[i].Cases) == 0 { // the traffic alone decides what can be judged
			out.Rules[i].Verdict, out.Rules[i].Reason = report.Skip, "the traffic does not bear on it"
		}
	}
	if t.found.Requests+len(t.found.Findings)+len(t.found.Learnt) == 0 {
		unproven(out.Rules)
	}
	for _, note := range explored(&t.found) {
		out.Notes = append(out.Notes, strings.Replace(note, "exploration: ", "traffic: ", 1))
	}
	if out.Traffic = t.all; t.unkept > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("traffic: the last %d exchanges were judged and are not in the report, which holds %d MiB", t.unkept, mostBytes>>20))
	}
	out.Notes = append(out.Notes, t.dutyNotes()...)
	for _, why := range slices.Sorted(maps.Keys(t.skipped)) {
		out.Notes = append(out.Notes, fmt.Sprintf("traffic: %d not compared: %s", t.skipped[why], why))
	}
	return out
}

// unproven takes back what was passed though nothing could be compared.
func unproven(rules []report.Rule) {
	for i := range rules {
		if r := &rules[i]; r.Verdict == report.Pass {
			r.Verdict, r.Reason = report.Inconclusive, "nothing of the traffic could be compared with the reference"
			for j := range r.Cases {
				r.Cases[j].Verdict, r.Cases[j].Reason = r.Verdict, r.Reason
			}
		}
	}
}

// Close forgets what the model holds.
func (t *Traffic) Close(ctx context.Context) error {
	var failed []error
	for _, compare := range t.worlds {
		failed = append(failed, compare.Close(ctx))
	}
	return errors.Join(failed...)
}
