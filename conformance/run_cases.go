package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// result is a case with what came of it.
type result struct {
	c Case
	r report.Case
}

// runAll runs the cases: side by side where each has a world to itself, and one
// after the other on a target that they share.
func (r *runner) runAll(ctx context.Context, cases []scheduled) []result {
	parallel := 1
	if c := r.target.Control(); c != nil && c.OwnWorlds() {
		parallel = max(1, r.options.Parallel)
	}
	results := make([]result, len(cases))
	queue := make(chan int)
	var wg sync.WaitGroup
	var done int
	run := func(i int) {
		results[i] = result{cases[i].Case, r.runCase(ctx, cases[i])}
		r.usedUp(cases[i], results[i].r.Verdict == report.Fail)
		r.failFast(results[i].c, results[i].r)
		r.mu.Lock()
		defer r.mu.Unlock()
		done++
		if r.options.Progress != nil {
			r.options.Progress(done, len(cases))
		}
	}
	for i, c := range cases {
		if c.first {
			run(i)
		}
	}
	for range parallel {
		wg.Go(func() {
			for i := range queue {
				run(i)
			}
		})
	}
	for i, c := range cases {
		if !c.first {
			queue <- i
		}
	}
	close(queue)
	wg.Wait()
	return results
}

// runCase decides whether a case runs, runs it, and repeats it when it failed:
// a failure that does not come back is no failure of the target's rules.
func (r *runner) runCase(ctx context.Context, s scheduled) report.Case {
	c := s.Case
	out := report.Case{Name: c.Name, Phase: string(c.Phase), Reading: c.Reading, File: c.File, Line: c.Line, Steps: stepsOf(c)}
	if r.options.Repeat != nil {
		name := c.Name
		if c.Reading != "" {
			name = "" // that a reading fails says nothing without the other readings
		}
		out.Repeat = r.options.Repeat(c.Rule.ID, name)
	}
	if verdict, reason := r.decide(ctx, s); verdict != "" {
		out.Verdict, out.Reason = verdict, reason
		return out
	}
	started := time.Now()
	departures := r.try(ctx, c, &out, 0)
	if !c.first && r.loggedOut(ctx, &out) {
		return out
	}
	r.blinded(ctx, &out)
	if (out.Verdict == report.Fail || r.ledger.unconfirmed(departures)) && ctx.Err() == nil {
		again := report.Case{}
		r.ledger.confirm(departures, r.try(ctx, c, &again, 1))
		r.blinded(ctx, &again)
		confirmed(&out, again)
	} else {
		r.ledger.enter(departures)
	}
	out.Duration = time.Since(started)
	if out.Verdict == report.Pass {
		out.Exchanges, out.Repeat = r.notes(out.Exchanges), ""
	}
	return out
}

// loggedOut finds out, where a failed case was answered 401, whether the target
// still takes the log-in, as it did on first contact. Where it does not, nothing
// can be judged any more.
func (r *runner) loggedOut(ctx context.Context, out *report.Case) bool {
	refused := slices.ContainsFunc(out.Exchanges, func(e report.Exchange) bool { return e.Status == http.StatusUnauthorized })
	if out.Verdict != report.Fail || !refused || ctx.Err() != nil {
		return false
	}
	s := r.target.Session()
	err := errors.Join(r.plan.Contact(ctx, s), s.Close(context.WithoutCancel(ctx)))
	var mismatched *target.Mismatched
	if err == nil || errors.As(err, &mismatched) || s.LostAnswer() != "" || ctx.Err() != nil {
		return false
	}
	r.stop("the log-in, which was good on first contact, is no longer taken: " + r.target.Clean(err.Error()))
	out.Verdict, out.Reason, out.Mismatches = report.Inconclusive, r.stopped, nil
	return true
}

// stop ends the run of this vendor, for the first reason that comes up.
func (r *runner) stop(why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped == "" {
		r.stopped = why
	}
}

// confirmed compares a failure with what came of repeating it: one that does
// not come back is no failure of the target's rules.
func confirmed(out *report.Case, again report.Case) {
	switch {
	case out.Verdict != report.Fail || again.Verdict == report.Fail:
	case again.Verdict == report.Pass:
		out.Verdict, out.Reason = report.Inconclusive, "flaky: it failed, and passed when it was repeated"
	default:
		out.Verdict, out.Reason = again.Verdict, "it failed, and repeating it settled nothing: "+again.Reason
	}
}

// mostNotes is how many different notes a report holds of cases that passed.
const mostNotes = 100

// notes keeps the exchanges of a passed case in which there was something to
// note that no case before it has told.
func (r *runner) notes(exchanges []report.Exchange) []report.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	var kept []report.Exchange
	for _, e := range exchanges {
		told := true
		for _, note := range e.Notes {
			if key := e.Method + " " + note; !r.noted[key] && len(r.noted) < mostNotes {
				r.noted[key], told = true, false
			}
		}
		if !told {
			kept = append(kept, e)
		}
	}
	return kept
}

// try runs a case once, which has been repeated so often. It returns what was wrong with answers that other
// rules claim, and the case's own.
func (r *runner) try(ctx context.Context, c Case, out *report.Case, repeated int) []departure {
	s := r.target.Session()
	if s.World() != "" {
		repeated = 0 // nothing is left of the first time
	}
	err := r.call(ctx, c, s, r.random(c, repeated))
	out.Exchanges = s.Exchanges()
	if r.options.Measured != nil && repeated == 0 {
		r.options.Measured(c, s.Cost())
	}
	own, departures := r.takeAnswers(c.Rule, s)
	closing := s.Close(context.WithoutCancel(ctx))
	r.enter(c, s)
	out.Verdict, out.Reason, out.Mismatches = outcome(ctx, err, own)
	markSteps(out.Steps, err)
	if closing != nil {
		out.Reason = strings.TrimPrefix(out.Reason+"; left behind: "+closing.Error(), "; ")
	}
	out.Reason = r.target.Clean(out.Reason)
	for i, m := range out.Mismatches {
		out.Mismatches[i] = cleaned(m, r.target.Clean)
	}
	r.countLost(s)
	return departures
}

// stepsOf are the steps of a case that is a scenario, before it runs.
func stepsOf(c Case) []report.Step {
	var steps []report.Step
	for _, s := range c.Steps {
		steps = append(steps, report.Step{Keyword: s.Keyword, Text: s.Text, Argument: s.Argument, Status: report.StepNotRun})
	}
	return steps
}

// markSteps says how far a scenario came that ended with err.
func markSteps(steps []report.Step, err error) {
	passed := len(steps)
	var failed *features.Failed
	switch {
	case errors.As(err, &failed) && failed.Step < len(steps):
		passed = failed.Step
		steps[passed].Status = report.StepEnded
	case err != nil:
		return // it did not run as a scenario
	}
	for i := range passed {
		steps[i].Status = report.StepPassed
	}
}

// enter notes what a case made on the target and used of the profile.
func (r *runner) enter(c Case, s *target.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	created, used := s.Ledger()
	for _, e := range created {
		e.Rule, e.Case = c.Rule.ID, c.Name
		r.created = append(r.created, e)
	}
	for _, u := range used {
		u.Rule, u.Case = c.Rule.ID, c.Name
		r.used = append(r.used, u)
	}
}

// call runs a case; a panic in it is our own fault and no end of the run.
func (r *runner) call(ctx context.Context, c Case, s *target.Session, random *rand.Rand) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return c.Run(ctx, s, random)
}

// outcome turns the error of a case into its verdict; own is what was wrong
// with its answers.
func outcome(ctx context.Context, err error, own []report.Mismatch) (report.Verdict, string, []report.Mismatch) {
	var mismatched *target.Mismatched
	var inconclusive *target.Inconclusive
	var without *notApplicable
	var stricter *warned
	switch {
	case errors.As(err, &without):
		return report.NotApplicable, without.reason, nil
	case errors.As(err, &mismatched):
		return report.Fail, "", slices.Concat(mismatched.Mismatches, own)
	case err != nil && !errors.As(err, &stricter) && !errors.As(err, &inconclusive) && ctx.Err() == nil:
		return report.Error, err.Error(), own
	case len(own) > 0:
		return report.Fail, "", own
	case stricter != nil:
		return report.Warning, stricter.reason, nil
	case ctx.Err() != nil:
		return report.Inconclusive, "the run was interrupted", nil
	case inconclusive != nil:
		return report.Inconclusive, inconclusive.Reason, nil
	}
	return report.Pass, "", nil
}

// countLost stops the run when several cases in a row got no answer.
func (r *runner) countLost(s *target.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reason := s.LostAnswer()
	if reason == "" {
		r.lost = 0
		return
	}
	if r.lost++; r.lost >= lostInARow && r.stopped == "" {
		r.stopped = fmt.Sprintf("no answer could be judged in %d cases in a row, the last time because: %s", lostInARow, r.target.Clean(reason))
	}
}
