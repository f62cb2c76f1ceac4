package altazion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindReads(sc *features.Steps) {
	sc.Step(`^the bon is read$`, func(ctx context.Context) (err error) {
		s.answer, err = s.read(ctx)
		return err
	})
	sc.Step(`^the bon is noted$`, func(ctx context.Context) (err error) {
		s.noted, err = s.read(ctx)
		return err
	})
	sc.Step(`^the bon has prepared: (.+)$`, func(ctx context.Context, want string) error {
		v, err := s.view(ctx)
		if err != nil {
			return err
		}
		return s.comparePrepared("the bon as it is read", v, want)
	})
	sc.Step(`^the answer, where it shows a bon, has prepared: (.+)$`, func(want string) error {
		if !showsBon(s.answer) {
			return nil
		}
		v, err := viewOf(s.answer)
		if err != nil {
			return err
		}
		return s.comparePrepared("the answer", v, want)
	})
	sc.Step(`^the bon has prepared, by whether the call was accepted: (.+) or (.+)$`, s.comparePreparedBy)
	sc.Step(`^the bon has the parcels: (.+)$`, s.compareParcels)
	sc.Step(`^(what is seen first|the bon) still has the state that the bon had at first$`, func(ctx context.Context, which string) error {
		return s.compareState(ctx, which, false)
	})
	sc.Step(`^(what is seen first|the bon) has another state than the bon had at first$`, func(ctx context.Context, which string) error {
		return s.compareState(ctx, which, true)
	})
	sc.Step(`^the bon is shown as "([^"]*)"$`, s.shownAs)
	sc.Step(`^the bon has the flags:$`, s.compareFlags)
}

// view is a bon as an answer shows it.
type view struct {
	text    string // what the contract has of it
	members map[string]any
}

// read reads the bon as whoever calls, under the name that calls use.
func (s *steps) read(ctx context.Context) (*target.Answer, error) {
	req, err := api.NewGetBonRequest(s.session.Base(), s.name)
	if err != nil {
		return nil, err
	}
	return s.session.As(s.role).Send(ctx, req)
}

func (s *steps) view(ctx context.Context) (view, error) {
	answer, err := s.read(ctx)
	if err != nil {
		return view{}, err
	}
	if answer.Status == http.StatusMethodNotAllowed || answer.Status == http.StatusConflict {
		return view{}, &target.Inconclusive{Reason: fmt.Sprintf(
			"the bon is not shown in its present state: getBon answered %d, which altazion/readable-in-every-state is about", answer.Status)}
	}
	return viewOf(answer)
}

// viewOf wants the bon in an answer.
func viewOf(a *target.Answer) (view, error) {
	if a == nil {
		return view{}, errors.New("the scenario has no answer")
	}
	if !accepted(a) || len(a.Body) == 0 {
		return view{}, target.Mismatch("status", strconv.Itoa(a.Status), "2xx with the bon")
	}
	members, err := object(a.Body)
	if err != nil {
		return view{}, err
	}
	return view{a.Documented(), members}, nil
}

// object decodes a JSON object with its numbers as they are written.
func object(body []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var members map[string]any
	if err := dec.Decode(&members); err != nil || members == nil {
		return nil, target.Mismatch("body", clip(string(body)), "a JSON object")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, target.Mismatch("body", clip(string(body)), "one JSON object and nothing after it")
	}
	return members, nil
}

func clip(text string) string {
	const most = 200 // bytes, for people
	return text[:min(len(text), most)]
}

func isFinished(v view) bool { return isTrue(v.members["EstTermine"]) }

// isTrue takes a flag as the usual serialisers write it.
func isTrue(flag any) bool {
	text := strings.ToLower(fmt.Sprint(flag))
	return text == "true" || text == "1"
}

// sameGUID compares a GUID with one that is shown, in whatever notation.
func sameGUID(shown any, want uuid.UUID) bool {
	text, _ := shown.(string)
	guid, err := uuid.Parse(text)
	return err == nil && guid == want
}

// movedOn tells whether the bon's Etat is another than at first.
func (s *steps) movedOn(v view) bool {
	before, err := viewOf(s.before)
	return err == nil && v.members["Etat"] != before.members["Etat"]
}

// state writes what of a bon tells its state.
func (v view) state() string {
	return fmt.Sprintf("Etat %v, EstTermine %v, EstAnnule %v", v.members["Etat"], v.members["EstTermine"], v.members["EstAnnule"])
}

// comparePrepared compares prepared quantities written as in “REF-A 3, REF-B
// 1.5”, whose names stand for the first and the second line of the bon.
func (s *steps) comparePrepared(where string, v view, want string) error {
	var differences []error
	for pair := range strings.SplitSeq(want, ", ") {
		name, quantity, _ := strings.Cut(pair, " ")
		line, err := s.line(name)
		if err != nil {
			return err
		}
		quantity = s.bon.Quantity(line, quantity)
		got := "no such line"
		if shown := v.line(s.bon.Lines[line]); shown != nil {
			got = fmt.Sprint(shown["QtePreparee"])
		}
		if !sameNumber(got, quantity) {
			differences = append(differences, target.Mismatch(fmt.Sprintf("%s: QtePreparee of %s", where, name), got, quantity))
		}
	}
	return target.Mismatches(differences...)
}

// comparePreparedBy compares what is prepared with one thing where the call was
// accepted, and with another where it was refused.
func (s *steps) comparePreparedBy(ctx context.Context, ifAccepted, ifRefused string) error {
	want := ifRefused
	if accepted(s.answer) {
		want = ifAccepted
	} else if err := s.refused(); err != nil {
		return err
	}
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	return s.comparePrepared(fmt.Sprintf("the bon after the answer %d", s.answer.Status), v, want)
}

// line finds a line of a shown bon by its GUID.
func (v view) line(of Line) map[string]any {
	lines, _ := v.members["Lignes"].([]any)
	for _, l := range lines {
		shown, _ := l.(map[string]any)
		if sameGUID(shown["Guid"], of.GUID) {
			return shown
		}
	}
	return nil
}

// PreparedOf returns what a shown bon has as prepared of a line, decoded; found
// is false where it does not show that.
func PreparedOf(body []byte, bon Bon, line int) (prepared any, found bool) {
	members, err := object(body)
	if err != nil {
		return nil, false
	}
	prepared, found = view{members: members}.line(bon.Lines[line])["QtePreparee"]
	return prepared, found
}

// sameNumber compares exactly, so that 3 and 3.0 are the same and 0.1 is not
// what a float makes of it.
func sameNumber(got, want string) bool {
	a, ok := new(big.Rat).SetString(got)
	b, known := new(big.Rat).SetString(want)
	return ok && known && a.Cmp(b) == 0
}

func (s *steps) compareParcels(ctx context.Context, want string) error {
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	infos, _ := v.members["InfosColis"].(map[string]any)
	list, _ := infos["LesColis"].([]any)
	var numbers []string
	for _, p := range list {
		parcel, _ := p.(map[string]any)
		numbers = append(numbers, fmt.Sprint(parcel["Numero"]))
	}
	slices.Sort(numbers)
	return target.Mismatches(
		target.Compare("InfosColis.NbColis", fmt.Sprint(infos["NbColis"]), strconv.Itoa(len(strings.Split(want, ", ")))),
		target.Compare("numbers of InfosColis.LesColis", strings.Join(numbers, ", "), want),
	)
}

func (s *steps) compareState(ctx context.Context, which string, other bool) error {
	before, err := viewOf(s.before)
	if err != nil {
		return &target.Inconclusive{Reason: "precondition: the bon could not be read: " + err.Error()}
	}
	answer := s.answer
	if which == "the bon" || !showsBon(answer) {
		if answer, err = s.read(ctx); err != nil {
			return err
		}
	}
	v, err := viewOf(answer)
	if err != nil {
		return err
	}
	if (v.state() != before.state()) == other {
		return nil
	}
	want := before.state()
	if other {
		want = "another state than " + want
	}
	return target.Mismatch(which, v.state(), want)
}

func (s *steps) shownAs(ctx context.Context, want string) error {
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	return target.Compare("Etat", fmt.Sprint(v.members["Etat"]), want)
}

// compareFlags compares members of the bon with a table of name and value.
func (s *steps) compareFlags(ctx context.Context, table *godog.Table) error {
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, row := range table.Rows {
		name, want := row.Cells[0].Value, row.Cells[1].Value
		differences = append(differences, target.Compare(name, fmt.Sprint(v.members[name]), want))
	}
	return target.Mismatches(differences...)
}
