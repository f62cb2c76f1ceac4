package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// mixed is said of a target that answered one breach in different ways.
const mixed = "mixed"

// What became of a value that a target tolerated.
const (
	Kept      = "kept"
	Absent    = "absent"
	Converted = "converted" // the same value as another type
	Cut       = "cut"       // a part of the text
	Changed   = "changed"
)

// strictness gathers what a target did with breaches in the course of a run.
type strictness struct {
	mu      sync.Mutex
	seen    map[string]*report.Strictness
	refused map[string]bool   // breaches of a first element; false where one was tolerated
	let     map[string]string // names of breaches of a second element that were tolerated
}

// note enters what the target did with one breach, and what became of its value
// where that could be read back.
func (s *strictness) note(op *contract.Operation, v contractphase.Variant, does, became string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]*report.Strictness{}
	}
	key := v.Pointer + "#" + string(v.Class)
	s.compare(op.ID+" "+key, v, does)
	one := s.seen[key]
	if one == nil {
		one = &report.Strictness{Pointer: v.Pointer, Class: string(v.Class), Does: does, Became: became}
		s.seen[key] = one
	}
	if one.Does != does {
		one.Does = mixed
	}
	if one.Became != became && does == specs.Tolerates {
		one.Became = strings.Trim(one.Became+", "+became, ", ")
	}
	if !slices.Contains(one.Operations, op.ID) {
		one.Operations = append(one.Operations, op.ID)
		slices.Sort(one.Operations)
	}
}

// compare keeps apart what became of a breach in the first element of a list and
// in the second.
func (s *strictness) compare(key string, v contractphase.Variant, does string) {
	if s.refused == nil {
		s.refused, s.let = map[string]bool{}, map[string]string{}
	}
	was, known := s.refused[key]
	switch {
	case !v.Further:
		s.refused[key] = does == specs.Refuses && (was || !known)
	case does == specs.Tolerates:
		s.let[key] = v.Name
	}
}

// secondsCase warns of breaches that are refused in the first element of a list
// and accepted in the second. There is none where nothing like that was seen.
func (s *strictness) secondsCase() (report.Case, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := report.Case{
		Name: "second elements of lists are checked as the first are", Phase: string(ContractPhase), Verdict: report.Warning,
		Reason: "no document settles what becomes of these breaches; the first element and the second differ in it",
	}
	for _, key := range slices.Sorted(maps.Keys(s.let)) {
		if s.refused[key] {
			operation, _, _ := strings.Cut(key, " ")
			c.Mismatches = append(c.Mismatches, report.Mismatch{
				What: operation + ", " + s.let[key], Want: []string{"refused, as in the first element"}, Got: "accepted",
			})
		}
	}
	return c, len(c.Mismatches) > 0
}

// list returns what was noted, in the order of the contract's places.
func (s *strictness) list() []report.Strictness {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []report.Strictness
	for _, key := range slices.Sorted(maps.Keys(s.seen)) {
		all = append(all, *s.seen[key])
	}
	return all
}

// became tells what a target made of a breach that it tolerated; empty where
// that can't be read back.
func (v *varied) became(ctx context.Context) string {
	if v.call.Shown == nil || v.variant.At == nil {
		return ""
	}
	plain := v.plain(ctx, v.op)
	if _, there := contractphase.Value(plain.shown, v.variant.At); !there {
		return ""
	}
	shown, err := v.call.Shown(ctx)
	if err != nil {
		return ""
	}
	sent, _ := contractphase.Value(v.call.Body, v.variant.At)
	got, there := contractphase.Value(shown, v.variant.At)
	return whatBecame(sent, got, there)
}

func whatBecame(sent, got any, there bool) string {
	text, isText := sent.(string)
	part, _ := got.(string)
	switch {
	case there && target.SameValue(sent, got):
		return Kept
	case !there || got == nil:
		return Absent
	case plainText(sent) == plainText(got):
		return Converted
	case isText && part != "" && strings.Contains(text, part):
		return Cut
	}
	return Changed
}

// plainText writes a value without what tells its type.
func plainText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	if text, err := strconv.Unquote(string(raw)); err == nil {
		return text
	}
	return string(bytes.TrimSpace(raw))
}
